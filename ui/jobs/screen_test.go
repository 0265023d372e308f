package jobs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/jobs"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// sizes are the rooms of the body on screens of 80×24, 120×40 and 200×50.
var sizes = [][2]int{{80, 21}, {120, 35}, {200, 45}}

// waiting is a job that waits for the service.
func waiting(count int) job.Report {
	r := report(count, job.Outage)
	r.Again, r.Why = uitest.Now.Add(7*time.Second), text.Of("PUT /v2/images/4711/tags/gold: 503 Service Unavailable")
	return r
}

// several are jobs of every state, the oldest first.
func several() []job.Report {
	all := []job.Report{
		report(500, job.Ended), report(3, job.Paused), report(1537, job.Running), report(40, job.Cancelling), waiting(19), report(2, job.Ended),
	}
	for i, title := range []string{"tag +gold -dev", "delete", "property os_distro=debian -architecture", "deactivate", "undo tag +gold", "hide"} {
		all[i].ID, all[i].Title = job.ID(fmt.Sprintf("2026112%dT115940Z-1f2e", i)), title
		all[i].Started = uitest.Now.Add(-time.Duration(60-9*i) * time.Minute)
	}
	return all
}

// scenes are screens with the keys that lead to what is seen.
var scenes = []struct {
	name string
	make func(theme *theme.Theme) screen
	keys []string
}{
	{"list", listOf(several()...), nil},
	{"list-waiting", listOf(several()...), []string{"j"}},
	{"list-none", listOf(), nil},
	{"report", reportOf(report(60, job.Running)), nil},
	{"report-ended", reportOf(report(500, job.Ended)), []string{"G"}},
	{"report-waiting", reportOf(waiting(19)), nil},
	{"report-paused", reportOf(report(19, job.Paused)), nil},
	{"report-failed", reportOf(report(60, job.Ended)), []string{"6"}},
	{"conflict", reportOf(report(60, job.Ended)), []string{"4", "enter"}},
	{"failed", reportOf(report(60, job.Ended)), []string{"6", "enter"}},
}

func listOf(all ...job.Report) func(theme *theme.Theme) screen {
	return func(theme *theme.Theme) screen {
		s := jobs.NewList(theme, uitest.Now)
		s.SetJobs(progress(all))
		return s
	}
}

func reportOf(r job.Report) func(theme *theme.Theme) screen {
	return func(theme *theme.Theme) screen { return jobs.NewReport(theme, r, uitest.Now) }
}

func TestAReportSaysWhatItsJournalLacks(t *testing.T) {
	t.Parallel()
	for unread, want := range map[int]string{
		0: "", 1: "1 line of the journal could not be read: what it said is missing here",
		7: "7 lines of the journal could not be read: what they said is missing here",
	} {
		r := report(3, job.Ended)
		r.Unread = unread
		theme := theme.New(theme.Choice{Name: theme.Mono})
		said := ansi.Strip(newUser(t, reportOf(r)(&theme)).screen.View())
		if !strings.Contains(said, want) || unread == 0 && strings.Contains(said, "the journal") {
			t.Errorf("of %d lines it says\n%s", unread, said)
		}
	}
}

func TestAReportSaysOfWhichImageItsJournalLostTheOutcome(t *testing.T) {
	t.Parallel()
	r := report(2, job.Ended) // both are done, which needs no reason
	r.Results[1] = job.Result{Step: 1, Outcome: job.Waiting}
	look := theme.New(theme.Choice{Name: theme.Mono})
	const lost = "the journal lost what became of it"
	if said := ansi.Strip(newUser(t, reportOf(r)(&look)).screen.View()); strings.Contains(said, lost) {
		t.Errorf("of a whole journal it says\n%s", said)
	}
	r.Unread = 1
	if said := ansi.Strip(newUser(t, reportOf(r)(&look)).screen.View()); strings.Count(said, lost) != 1 {
		t.Errorf("it says\n%s", said)
	}
	r.Results[1].Outcome = job.Unsent
	if said := ansi.Strip(newUser(t, reportOf(r)(&look)).screen.View()); strings.Count(said, "or its line is lost") != 1 {
		t.Errorf("of one that has no line it says\n%s", said)
	}
}

func TestGoldenScreens(t *testing.T) {
	t.Parallel()
	for _, scene := range scenes {
		draw := func(choice theme.Choice, width, height int) uitest.Screen {
			theme := theme.New(choice)
			u := newUser(t, scene.make(&theme))
			u.screen.SetSize(width, height)
			return uitest.Draw(t, u.press(scene.keys...).screen.View(), width, height)
		}
		for _, size := range sizes {
			uitest.Golden(t, fmt.Sprintf("%s-%d", scene.name, size[0]), draw(theme.Choice{Name: theme.Dark}, size[0], size[1]))
		}
		uitest.Golden(t, scene.name+"-ascii", draw(theme.Choice{Name: theme.Mono, ASCII: true}, 80, 21))
	}
}

// wrong returns what is wrong with a frame of a size, or nothing.
func wrong(content string, width, height int) string {
	if bad := uitest.Forbidden(content); bad != "" {
		return fmt.Sprintf("%dx%d sends %q", width, height, bad)
	}
	lines := strings.Split(content, "\n")
	if len(lines) != height {
		return fmt.Sprintf("%dx%d has %d lines:\n%s", width, height, len(lines), ansi.Strip(content))
	}
	for _, line := range lines {
		if got := ansi.StringWidthWc(line); got > width {
			return fmt.Sprintf("%dx%d: a line takes %d cells: %q", width, height, got, ansi.Strip(line))
		}
	}
	return ""
}

// names are the keys of both screens.
var names = []string{
	"j", "k", "g", "G", "ctrl+d", "ctrl+u", "pgdown", "pgup", "[", "]", "enter", "o", "0", "1", "2", "3", "4", "5", "6", "7",
	"esc", "q", "space", "X", "r", "u", "y", "e", "E", "J", "W", "/",
}

func TestWhateverIsPressedItFitsEverySize(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		scene := scenes[rapid.IntRange(0, len(scenes)-1).Draw(rt, "scene")]
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Light: rapid.Bool().Draw(rt, "light")})
		u := newUser(rt, scene.make(&theme))
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			width, height := rapid.IntRange(1, 210).Draw(rt, "width"), rapid.IntRange(1, 60).Draw(rt, "height")
			u.screen.SetSize(width, height)
			if said := wrong(u.screen.View(), width, height); said != "" {
				rt.Fatal(said)
			}
			if name := rapid.SampledFrom(names).Draw(rt, "key"); u.can(name) {
				u.press(name)
			}
			if r, isReport := u.screen.(*jobs.Report); isReport && rapid.Bool().Draw(rt, "search") {
				r.Search(rapid.SampledFrom([]string{"", "ubuntu", "/[/", "nowhere", "0"}).Draw(rt, "sought"))
			}
			u.screen.Wheel(rapid.IntRange(-9, 9).Draw(rt, "wheel"))
			u.screen.Click(rapid.IntRange(-1, width).Draw(rt, "x"), rapid.IntRange(-1, height).Draw(rt, "y"))
			if said := wrong(u.screen.View(), width, height); said != "" {
				rt.Fatal(said)
			}
			if at := u.screen.Position(); !uitest.IsPosition(at) {
				rt.Fatalf("the position is %q", at)
			}
		}
		u.screen.SetSize(0, 0)
		if u.screen.View() != "" {
			rt.Error("something is drawn where there is no room")
		}
	})
}

// hostile is a job in which every text harms.
func hostile(bad string) job.Report {
	r := waiting(14)
	r.Title, r.Plan.Title, r.ID, r.Why = bad, bad, job.ID(bad), text.Of(bad)
	field := patch.Field{Name: bad, Set: true, Value: bad}
	for i := range r.Results {
		step, result := &r.Plan.Steps[i], &r.Results[i]
		step.Image, step.Name, step.Add = model.NewImageID(bad), text.Of(bad), []string{bad}
		step.Kind, step.Patch, step.Shown = plan.Update, patch.Patch{patch.SetProperty(bad, bad)}, []patch.Field{field}
		result.Reason, result.RequestID = text.Of(bad), text.Of(bad)
		if i%2 == 0 {
			result.Conflicts = []patch.Conflict{{Name: bad, Shown: field, Theirs: field, Yours: patch.Field{Name: bad, Set: true, Value: []string{bad}}}}
		}
	}
	return r
}

func TestHostileTextsHarmNothing(t *testing.T) {
	t.Parallel()
	check := func(t rapid.TB, bad string, choice theme.Choice) {
		theme := theme.New(choice)
		r := hostile(bad)
		for _, size := range [][2]int{{80, 21}, {200, 45}, {25, 7}} {
			for _, made := range []screen{reportOf(r)(&theme), listOf(r)(&theme)} {
				u := &user{t: t, screen: made}
				u.screen.SetSize(size[0], size[1])
				for _, name := range []string{"j", "enter", "G", "]", "esc", "G", "k"} {
					if u.can(name) {
						u.press(name)
					}
					if said := wrong(u.screen.View(), size[0], size[1]); said != "" {
						t.Fatalf("%q after %s: %s", bad, name, said)
					}
					if title := made.Title(); uitest.Forbidden(title) != "" {
						t.Fatalf("%q gives the title %q", bad, title)
					}
					if choice.ASCII {
						for _, char := range ansi.Strip(u.screen.View()) {
							if char > '~' {
								t.Fatalf("%q shows %q on a terminal that has ASCII only", bad, char)
							}
						}
					}
				}
			}
			for width := range size[0] {
				if said, _ := jobs.Badge(&theme, &r.Progress, width, uitest.Now); ansi.StringWidthWc(said) > width || uitest.Forbidden(said) != "" {
					t.Fatalf("%q in %d cells says %q", bad, width, said)
				}
			}
		}
	}
	for _, bad := range uitest.Poison() {
		check(t, bad, theme.Choice{Name: theme.Dark})
		check(t, bad, theme.Choice{Name: theme.Mono, ASCII: true})
	}
	rapid.Check(t, func(rt *rapid.T) {
		check(rt, rapid.String().Draw(rt, "text"), theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii")})
	})
}

func TestWhatWasCancelledIsNoFailure(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	ended := func(counts map[job.Outcome]int) *job.Progress { return &job.Progress{State: job.Ended, Counts: counts} }
	cancelled, _ := outcome.State(&theme, ended(map[job.Outcome]int{job.Done: 3, job.Unsent: 2}))
	failed, _ := outcome.State(&theme, ended(map[job.Outcome]int{job.Failed: 1, job.Unsent: 2}))
	done, _ := outcome.State(&theme, ended(map[job.Outcome]int{job.Done: 3}))
	if cancelled == failed || cancelled == done || failed == done {
		t.Errorf("cancelled is %q, failed %q, done %q", cancelled, failed, done)
	}
}
