package planpreview_test

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/planpreview"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// user presses keys as the program would hand them on.
type user struct {
	t      rapid.TB
	screen *planpreview.Screen
	// asked is what the last key asked for, why what it said instead.
	asked intent.Intent
	why   string
}

func newUser(t rapid.TB, p *plan.Plan, at planpreview.Place) *user {
	theme := theme.New(theme.Choice{Name: theme.Dark})
	u := &user{t: t, screen: shown(&theme, p, at)}
	u.screen.SetSize(120, 35)
	return u
}

func (u *user) press(names ...string) *user {
	u.t.Helper()
	for _, name := range names {
		u.asked, u.why = nil, ""
		press, binding, bound := action.Match(u.screen.Bindings(), name)
		switch {
		case bound && binding.DisabledReason != "":
			u.why = binding.DisabledReason
		case bound:
			u.asked = u.screen.Act(press)
		case u.screen.Typing():
			u.asked = u.screen.Type(uitest.Key(name))
		default:
			u.t.Fatalf("%q does nothing here", name)
		}
		if told, ok := u.asked.(intent.Notify); ok {
			u.why = told.Text
		}
	}
	return u
}

func (u *user) types(text string) *user {
	for _, char := range text {
		u.press(strings.Replace(string(char), " ", "space", 1))
	}
	return u
}

func (u *user) text() string { return ansi.Strip(u.screen.View()) }

func (u *user) shows(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if !strings.Contains(u.text(), text) {
			u.t.Errorf("%q is not shown:\n%s", text, u.text())
		}
	}
	return u
}

func (u *user) hides(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if strings.Contains(u.text(), text) {
			u.t.Errorf("%q is shown:\n%s", text, u.text())
		}
	}
	return u
}

func (u *user) got(want intent.Intent) *user {
	u.t.Helper()
	if u.asked != want {
		u.t.Errorf("got %#v (%s), want %#v", u.asked, u.why, want)
	}
	return u
}

func (u *user) says(text string) *user {
	u.t.Helper()
	if !strings.Contains(u.why, text) {
		u.t.Errorf("it says %q and asks for %#v, and not %q", u.why, u.asked, text)
	}
	return u
}

// can checks that a key does something here, if only to say why it cannot.
func (u *user) can(name string) bool {
	_, _, bound := action.Match(u.screen.Bindings(), name)
	return bound || u.screen.Typing()
}
