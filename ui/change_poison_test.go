package ui_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/ui"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// checkWritingPoison leads a text through everything by which images are
// changed: as an image, a tag and a property of it, as what a person types, as
// an error and as the title of a job.
func checkWritingPoison(t rapid.TB, bad string, choice theme.Choice) {
	const width, height = 120, 40
	s := poisoned(bad)
	s.about.Cloud, s.about.Production = bad, true
	s.changes.undo = undoOf(4)
	s.changes.undo.Title = bad
	s.changes.unfinished = left()
	s.changes.unfinished[0].Title = bad
	o := options(s)
	o.Theme = choice
	app := ui.NewWithoutTimers(o)
	d := uitest.NewDriver(t, app, width, height)
	check := func(what string) {
		fits(t, what, d.View(), width, height)
		if choice.ASCII && strings.ContainsFunc(ansi.Strip(d.View()), func(r rune) bool { return r > '~' }) {
			t.Fatalf("%q shows what is not ASCII after %s", bad, what)
		}
	}
	press := func(keys ...string) {
		for _, key := range keys {
			d.Keys(key)
			check(key)
		}
	}
	run := func(read command.Command) {
		d.Keys(":")
		d.Send(tea.PasteMsg{Content: command.Format(read)})
		check("typing a command")
		press("enter")
	}
	check("the offer of what is unfinished")
	press("y", "esc", "esc", "j", "j", "j", "j")
	run(command.Property{Set: []command.KeyValue{{Key: "k" + bad, Value: bad}}, Remove: []string{bad}})
	press("tab", "y", "down", "esc", "tab", "ctrl+s", "x", "enter", "esc", "esc", "esc")
	run(command.Tag{Add: []string{"x" + bad}, Remove: []string{"gold"}})
	press("tab", "esc", "esc", "D", "ctrl+s", "esc", "esc")
	run(command.Create{Tags: []string{"y" + bad}})
	s.changes.set(func() {
		s.changes.start, s.changes.undoErr, s.changes.save = errors.New(bad), errors.New(bad), errors.New(bad)
	})
	press("S")
	d.Send(tea.PasteMsg{Content: bad})
	press("enter", "esc", "esc", "esc", "u")
	s.changes.set(func() { s.changes.start, s.changes.undoErr, s.about.Production = nil, nil, false })
	press("u", "tab", "esc")
	d = uitest.NewDriver(t, ui.NewWithoutTimers(o), width, height)
	press("esc", "j", "j", "j", "j", "x", "ctrl+s", "H", "ctrl+s", "J")
	if len(s.changes.Jobs()) == 0 {
		return // its status or its id allows no change
	}
	s.changes.becomes(job.Failed)
	press("enter", "enter", "y", "esc", "W", "enter", "y", "esc", "esc", "esc", "esc")
}

func TestNoTextHarmsWhereImagesAreChanged(t *testing.T) {
	t.Parallel()
	for i, bad := range uitest.Poison() {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			checkWritingPoison(t, bad, theme.Choice{Name: theme.Dark})
			checkWritingPoison(t, bad, theme.Choice{Name: theme.Mono, ASCII: true})
		})
	}
	rapid.Check(t, func(rt *rapid.T) {
		checkWritingPoison(rt, rapid.String().Draw(rt, "text"), theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii")})
	})
}
