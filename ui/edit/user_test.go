package edit_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/typeahead"
	"glimpse/ui/uitest"
)

// user presses keys as the program would hand them on.
type user struct {
	t     rapid.TB
	pane  *edit.Pane
	theme *theme.Theme
	asked intent.Intent
	why   string
	now   time.Time
}

type constructor func(theme *theme.Theme, images []*model.Image, known edit.Known) *edit.Pane

func newUser(t rapid.TB, construct constructor, known edit.Known, images ...*model.Image) *user {
	return newUserWith(t, theme.Choice{}, construct, known, images...)
}

func newUserWith(t rapid.TB, choice theme.Choice, construct constructor, known edit.Known, images ...*model.Image) *user {
	theme := theme.New(choice)
	u := &user{t: t, theme: &theme, pane: construct(&theme, images, known)}
	u.pane.SetSize(80, 24)
	return u
}

// on is the constructor of the form of images, on a tab.
func on(tab intent.Tab) constructor {
	return func(theme *theme.Theme, images []*model.Image, known edit.Known) *edit.Pane {
		survey := edit.NewSurvey(list.Select(images...))
		for !survey.Step(7) {
			continue
		}
		return edit.New(theme, survey, known, tab)
	}
}

// The form, on each of its tabs.
var onAttributes, onTags, inPropertyLine = on(intent.Attributes), on(intent.Tags), on(intent.Properties)

// onProperties is the constructor of the form with the cursor in the list of
// properties, if there are any.
func onProperties(theme *theme.Theme, images []*model.Image, known edit.Known) *edit.Pane {
	pane := inPropertyLine(theme, images, known)
	pane.Act(action.Press{Action: action.Down})
	return pane
}

// newImage is the constructor of the form of a new image.
func newImage(theme *theme.Theme, _ []*model.Image, known edit.Known) *edit.Pane {
	return edit.NewImage(theme, known)
}

// controls are the keys that uitest does not know.
var controls = map[string]tea.Key{
	"ctrl+x": {Code: 'x', Mod: tea.ModCtrl}, "ctrl+e": {Code: 'e', Mod: tea.ModCtrl}, "ctrl+n": {Code: 'n', Mod: tea.ModCtrl},
	"ctrl+t": {Code: 't', Mod: tea.ModCtrl}, "ctrl+p": {Code: 'p', Mod: tea.ModCtrl}, "delete": {Code: tea.KeyDelete}, "ctrl+w": {Code: 'w', Mod: tea.ModCtrl},
}

func (u *user) press(names ...string) *user {
	for _, name := range names {
		if name == "pause" {
			u.after(typeahead.Pause)
			continue
		}
		press, binding, bound := action.Match(u.pane.Bindings(), name)
		u.asked, u.why = nil, binding.DisabledReason
		switch {
		case !bound:
			key := uitest.Key(name)
			if control, known := controls[name]; known {
				key = tea.KeyPressMsg(control)
			}
			u.asked = u.pane.Type(key)
		case binding.DisabledReason == "":
			u.asked = u.pane.Act(press)
		}
	}
	return u
}

// enters returns what the footer says of enter.
func (u *user) enters() string {
	_, binding, _ := action.Match(u.pane.Bindings(), "enter")
	return binding.Label
}

// after lets time go by before the next key.
func (u *user) after(pause time.Duration) *user {
	u.now = u.now.Add(pause)
	u.pane.SetNow(u.now)
	return u
}

func (u *user) types(said string) *user {
	for _, char := range said {
		name := string(char)
		if name == " " {
			name = "space"
		}
		u.press(name)
	}
	return u
}

func (u *user) screen() string {
	lines, _ := u.pane.View()
	return ansi.Strip(strings.Join(lines, "\n"))
}

func (u *user) sees(wanted ...string) *user {
	if t, ok := u.t.(*testing.T); ok {
		t.Helper()
	}
	for _, each := range wanted {
		if !strings.Contains(u.screen(), each) {
			u.t.Errorf("%q is not shown:\n%s", each, u.screen())
		}
	}
	return u
}

func (u *user) misses(unwanted ...string) *user {
	if t, ok := u.t.(*testing.T); ok {
		t.Helper()
	}
	for _, each := range unwanted {
		if strings.Contains(u.screen(), each) {
			u.t.Errorf("%q is shown:\n%s", each, u.screen())
		}
	}
	return u
}

// changed returns what the editor asks for in the end, as a line of commands,
// or nothing if it asks for nothing.
func (u *user) changed() string {
	u.press("ctrl+s")
	if change, ok := u.asked.(intent.Change); ok {
		return plan.TitleOf(change.Commands)
	}
	return ""
}

// fits returns what does not fit on a screen of a size, or acts on it.
func (u *user) fits(width, height int) string {
	lines, wide := u.pane.View()
	if wide > width || len(lines) > height-2 {
		return fmt.Sprintf("%d cells and %d lines on %dx%d", wide, len(lines), width, height)
	}
	return u.even()
}

// even returns which line has not the width of the pane, or what acts on a
// terminal. Lines are measured with their styling, as the renderer does: it
// parts two characters that would be one without it.
func (u *user) even() string {
	lines, wide := u.pane.View()
	for _, line := range lines {
		if got := u.theme.Cells.Width(line); got != wide {
			return fmt.Sprintf("a line takes %d cells of %d: %q", got, wide, ansi.Strip(line))
		}
	}
	return uitest.Forbidden(strings.Join(lines, "\n"))
}

// images are the first of the samples.
func images(count int) []*model.Image {
	all := make([]*model.Image, count)
	for i := range all {
		image := uitest.Image(i)
		all[i] = &image
	}
	return all
}

// made is an image with tags and properties.
func made(name string, change func(*model.Image)) *model.Image {
	image := uitest.Image(0)
	image.ID, image.Name = model.NewImageID(name), text.Of(name)
	image.Tags, image.Properties = nil, nil
	change(&image)
	return &image
}

func tagged(name string, tags ...string) *model.Image {
	return made(name, func(image *model.Image) {
		for _, tag := range tags {
			image.Tags = append(image.Tags, text.Of(tag))
		}
	})
}

// with is an image with properties, given as keys and values in turn.
func with(name string, pairs ...string) *model.Image {
	return made(name, func(image *model.Image) {
		for i := 0; i < len(pairs); i += 2 {
			image.Properties = append(image.Properties, model.Property{Key: text.Of(pairs[i]), Value: text.Of(pairs[i+1])})
		}
	})
}
