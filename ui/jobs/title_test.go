package jobs

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/theme"
)

func TestAJobAboutOneImageNamesIt(t *testing.T) {
	t.Parallel()
	step := func(id, name string) plan.Step {
		return plan.Step{Image: model.NewImageID(id), Name: text.Of(name)}
	}
	theme := theme.New(theme.Choice{})
	l := &List{theme: &theme}
	for _, test := range []struct {
		name, title, want string
		steps             []plan.Step
	}{
		{"one image", "delete", "delete · debian", []plan.Step{step("1", "debian")}},
		{"two steps of one image", "create", "create · base", []plan.Step{step("1", "base"), step("1", "base")}},
		{"several images", "delete", "delete", []plan.Step{step("1", "debian"), step("2", "rocky")}},
		{"named by the command", "create name=base", "create name=base", []plan.Step{step("1", "base")}},
		{"without a name", "hide", "hide", []plan.Step{step("1", "")}},
		{"no step", "hide", "hide", nil},
		{"a hostile name", "hide", "hide · ␛[2J", []plan.Step{step("1", "\x1b[2J")}},
	} {
		if got := l.title(&job.Progress{Title: test.title, Plan: &plan.Plan{Steps: test.steps}}); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if got := l.title(&job.Progress{Title: "hide"}); got != "hide" {
		t.Errorf("of another program: %q", got)
	}
}

// TestANarrowListOfJobsSaysWhatBecameOfThem: in 80 columns the number of images takes no
// more than it needs, and of an earlier job no zero is counted.
func TestANarrowListOfJobsSaysWhatBecameOfThem(t *testing.T) {
	t.Parallel()
	look := theme.New(theme.Choice{})
	l := &List{theme: &look, jobs: []job.Progress{
		{Title: "property os_distro=debian", State: job.Ended, Total: 1, Counts: map[job.Outcome]int{job.Conflict: 1}},
		{Title: "accept · postgres-16-ubuntu", State: outcome.Earlier, Total: 1, Counts: job.ReadSummary("0 done, 1 refused, 0 failed")},
		{Title: "tag +zz", State: outcome.Earlier, Total: 8, Counts: job.ReadSummary("6 done, 0 failed, 2 not sent")},
	}}
	l.SetSize(80, 24)
	for i, want := range []string{
		" ! ended          property os_distro=debian    1 of 1  1 conflict",
		" ! earlier        accept · postgres-16-ubu…   1 image  1 refused",
		" ○ cancelled      tag +zz                    8 images  2 not sent, 6 done",
	} {
		if got := strings.TrimRight(strings.Split(ansi.Strip(l.View()), "\n")[i+1], " "); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}
