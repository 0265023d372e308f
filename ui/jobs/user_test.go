package jobs_test

import (
	"reflect"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model/job"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/jobs"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// screen is what both screens of the package are.
type screen interface {
	SetSize(width, height int)
	Act(press action.Press) intent.Intent
	Wheel(lines int) intent.Intent
	Click(x, y int) intent.Intent
	Bindings() []action.Group
	View() string
	Title() string
	Position() string
}

// user presses keys as the program would hand them on.
type user struct {
	t      rapid.TB
	screen screen
	// asked is what the last key asked for, why what it said instead.
	asked intent.Intent
	why   string
}

func newUser(t rapid.TB, s screen) *user {
	s.SetSize(120, 35)
	return &user{t: t, screen: s}
}

// reading is a user before the report of a job.
func reading(t rapid.TB, r job.Report) (*user, *jobs.Report) {
	theme := theme.New(theme.Choice{Name: theme.Dark})
	s := jobs.NewReport(&theme, r, uitest.Now)
	return newUser(t, s), s
}

// listing is a user before a list of jobs.
func listing(t rapid.TB, all ...job.Report) (*user, *jobs.List) {
	theme := theme.New(theme.Choice{Name: theme.Dark})
	s := jobs.NewList(&theme, uitest.Now)
	s.SetJobs(progress(all))
	return newUser(t, s), s
}

func progress(all []job.Report) []job.Progress {
	of := make([]job.Progress, len(all))
	for i := range all {
		of[i] = all[i].Progress
	}
	return of
}

// can checks that a key does something here, if only to say why it cannot.
func (u *user) can(name string) bool {
	_, _, bound := action.Match(u.screen.Bindings(), name)
	return bound
}

func (u *user) press(names ...string) *user {
	u.t.Helper()
	for _, name := range names {
		press, binding, bound := action.Match(u.screen.Bindings(), name)
		if !bound {
			u.t.Fatalf("%q does nothing here", name)
		}
		if u.asked, u.why = nil, binding.DisabledReason; binding.DisabledReason == "" {
			u.asked = u.screen.Act(press)
		}
		if told, ok := u.asked.(intent.Notify); ok {
			u.why = told.Text
		}
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
	if !reflect.DeepEqual(u.asked, want) {
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
