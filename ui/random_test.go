package ui_test

import (
	"errors"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"glimpse/model/job"
	"glimpse/ui"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// anyKeys are keys that lead everywhere, those of the writing half more often.
var anyKeys = []string{
	"space", "space", "v", "a", "i", "U", "m", "x", "x", "H", "L", "D", "t", "e", "P", "n", "u", "u", "J", "J", "W", "W",
	"y", "y", "y", "enter", "enter", "enter", "esc", "esc", "q", "tab", "j", "j", "k", "g", "G", "pgdown", "]", "[",
	"o", "6", "r", "X", "p", "c", "S", "E", "/", ":", "!", "f", "s", "w", "C", "=", "?", "ctrl+s", "ctrl+r", "ctrl+c", "1", "2", "z", "backspace",
}

// beginnings lead to where random keys seldom come.
var beginnings = [][]string{
	nil,
	{"a", "x", "y"},
	{"a", "x", "y", "J", "enter"},
	{"j", "j", "enter", "H", "y"},
	{"space", "space", "space", "D", "y"},
	{"t", "z", "ctrl+s"},
	{"n", "z", "ctrl+s", "y", "W"},
	{"x", "y", "J", "enter", "enter", "W", "enter"},
	{"u", "tab"},
}

// pressAnything presses keys at random while a job goes on and things fail,
// and checks every frame.
func pressAnything(rt *rapid.T, s *stub) {
	o := options(s)
	o.Theme = theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii")}
	app := ui.NewWithoutTimers(o)
	width, height := 100, 30
	d := uitest.NewDriver(rt, app, width, height)
	d.Keys(rapid.SampledFrom(beginnings).Draw(rt, "beginning")...)
	for range rapid.IntRange(1, 50).Draw(rt, "steps") {
		d.Keys(rapid.SampledFrom(anyKeys).Draw(rt, "key"))
		d.Quit = false // the next key is pressed all the same
		switch rapid.IntRange(0, 9).Draw(rt, "event") {
		case 0:
			width, height = rapid.IntRange(1, 200).Draw(rt, "width"), rapid.IntRange(1, 50).Draw(rt, "height")
			d.Send(tea.WindowSizeMsg{Width: width, Height: height})
		case 1, 2, 3:
			if left := s.changes.left(); left > 0 {
				all := slices.Concat([]job.Outcome{job.Sending}, job.Outcomes())
				s.changes.becomes(rapid.SliceOfN(rapid.SampledFrom(all), 1, left).Draw(rt, "outcomes")...)
			}
			d.Send(ui.JobsDue(app))
		case 4:
			failing := rapid.Bool().Draw(rt, "fails")
			s.changes.set(func() {
				s.changes.start, s.changes.undoErr = nil, nil
				if failing {
					s.changes.start, s.changes.undoErr = errFull, errors.New("nothing was changed")
				}
			})
		case 5:
			d.Send(tea.MouseClickMsg{X: rapid.IntRange(0, width).Draw(rt, "x"), Y: rapid.IntRange(0, height).Draw(rt, "y"), Button: tea.MouseLeft})
		}
		fits(rt, "a screen", d.View(), width, height)
		oneMeaning(rt, ui.Bindings(app))
	}
}

func TestWhateverIsPressedAndHappensEveryFrameFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := newStub(rapid.SampledFrom([]int{0, 1, 12, 300}).Draw(rt, "images"))
		s.about.Production = rapid.Bool().Draw(rt, "production")
		s.changes.undo = undoOf(0, 1, 2)
		if rapid.Bool().Draw(rt, "unfinished") {
			s.changes.unfinished = left()
		}
		pressAnything(rt, s)
	})
}

func TestWhateverIsPressedAReadOnlyConnectionStartsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := newStub(12)
		s.about.ReadOnly = true
		s.changes.unfinished = left()
		pressAnything(rt, s)
		if len(s.changes.Jobs())+len(s.changes.driven)+len(s.changes.files) > 0 {
			rt.Fatalf("%d jobs were started, and %v asked for", len(s.changes.Jobs()), s.changes.driven)
		}
	})
}
