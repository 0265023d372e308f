package jobs

import (
	"testing"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
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
