package dialog_test

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// over is what the tests need of a dialog.
type over interface {
	SetSize(width, height int)
	Act(press action.Press) intent.Intent
	Wheel(lines int)
	Bindings() []action.Group
	View() (lines []string, wide int)
}

// sizes are those that every dialog is drawn in.
var sizes = [][2]int{{80, 24}, {100, 30}, {120, 40}, {200, 50}}

// user presses keys as the program would hand them on.
type user struct {
	t     rapid.TB
	over  over
	theme *theme.Theme
	asked intent.Intent
	why   string
}

func newUser(t rapid.TB, theme *theme.Theme, over over) *user {
	over.SetSize(80, 24)
	return &user{t: t, over: over, theme: theme}
}

// press presses keys; those that are no binding are typed, if text can be.
func (u *user) press(names ...string) *user {
	u.t.Helper()
	for _, name := range names {
		press, binding, bound := action.Match(u.over.Bindings(), name)
		u.asked, u.why = nil, binding.DisabledReason
		switch typist, types := u.over.(interface {
			Type(key tea.KeyPressMsg) intent.Intent
		}); {
		case bound && binding.DisabledReason == "":
			u.asked = u.over.Act(press)
		case bound:
		case types:
			u.asked = typist.Type(uitest.Key(name))
		default:
			u.t.Fatalf("%q does nothing", name)
		}
	}
	return u
}

// types presses the key of each character.
func (u *user) types(text string) *user {
	u.t.Helper()
	for _, char := range text {
		name := string(char)
		if name == " " {
			name = "space"
		}
		u.press(name)
	}
	return u
}

func (u *user) screen() string {
	lines, _ := u.over.View()
	return ansi.Strip(strings.Join(lines, "\n"))
}

func (u *user) shows(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if !strings.Contains(u.screen(), text) {
			u.t.Fatalf("%q is not shown:\n%s", text, u.screen())
		}
	}
	return u
}

func (u *user) hides(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if strings.Contains(u.screen(), text) {
			u.t.Fatalf("%q is shown:\n%s", text, u.screen())
		}
	}
	return u
}

// closed reports whether the last key closed the dialog and nothing else.
func (u *user) closed() bool { return u.asked == intent.Intent(intent.Close{}) }

// answered fails the test unless the last key closed the dialog and asked for
// something.
func (u *user) answered(want intent.Intent) {
	u.t.Helper()
	all, ok := u.asked.(intent.All)
	if !ok || len(all) != 2 || all[0] != intent.Intent(intent.Close{}) || all[1] != want {
		u.t.Errorf("got %#v, want %#v", u.asked, want)
	}
}

// told fails the test unless the last key said something with a text in it.
func (u *user) told(text string) {
	u.t.Helper()
	if tell, ok := u.asked.(intent.Notify); !ok || !strings.Contains(tell.Text, text) {
		u.t.Errorf("got %#v, want a word on %q", u.asked, text)
	}
}

// fits fails the test unless the dialog is within a screen, each line exactly
// as wide as it says, and of printable characters alone.
func (u *user) fits(width, height int) {
	u.t.Helper()
	lines, wide := u.over.View()
	if wide > width || len(lines) > height {
		u.t.Fatalf("%d cells and %d lines on %dx%d", wide, len(lines), width, height)
	}
	for _, line := range lines {
		if got := u.theme.Cells.Width(ansi.Strip(line)); got != wide {
			u.t.Fatalf("a line takes %d cells of %d: %q", got, wide, ansi.Strip(line))
		}
	}
	if bad := uitest.Forbidden(strings.Join(lines, "\n")); bad != "" {
		u.t.Fatalf("%q is sent to the terminal", bad)
	}
}

// fitsEverywhere draws the dialog in every size.
func (u *user) fitsEverywhere() {
	u.t.Helper()
	for _, size := range sizes {
		u.over.SetSize(size[0], size[1])
		u.fits(size[0], size[1])
	}
}

// noPrintable fails the test if a printable key is bound while text is typed.
func (u *user) noPrintable() {
	u.t.Helper()
	for _, group := range u.over.Bindings() {
		for _, binding := range group.Bindings {
			if at := slices.IndexFunc(binding.Keys, func(key string) bool { return len([]rune(key)) == 1 || key == "space" }); at >= 0 {
				u.t.Errorf("%q is bound while text is typed", binding.Keys[at])
			}
		}
	}
}

// oneMeaning fails the test if a key is bound to two actions.
func (u *user) oneMeaning() {
	u.t.Helper()
	meaning := map[string]action.ID{}
	for _, group := range u.over.Bindings() {
		for _, binding := range group.Bindings {
			for _, key := range binding.Keys {
				if other, taken := meaning[key]; taken && other != binding.Action {
					u.t.Errorf("%s means %d and %d", key, other, binding.Action)
				}
				meaning[key] = binding.Action
			}
		}
	}
}
