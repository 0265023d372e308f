package plan_test

import (
	"testing"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
)

func TestWithdrawn(t *testing.T) {
	t.Parallel()
	hide := func(value bool) patch.Patch { return patch.Patch{patch.SetAttribute(model.AttrHidden, value)} }
	for _, test := range []struct {
		name string
		step plan.Step
		want bool
	}{
		{"deleted", plan.Step{Kind: plan.Delete}, true},
		{"deactivated", plan.Step{Kind: plan.Deactivate}, true},
		{"reactivated", plan.Step{Kind: plan.Reactivate}, false},
		{"hidden", plan.Step{Kind: plan.Update, Patch: hide(true)}, true},
		{"shown again", plan.Step{Kind: plan.Update, Patch: hide(false)}, false},
		{"protected", plan.Step{Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrProtected, true)}}, false},
		{"tagged", plan.Step{Kind: plan.Retag, Add: []string{"os_hidden"}}, false},
	} {
		if got := test.step.Withdraws(); got != test.want {
			t.Errorf("%s: withdrawn %v, want %v", test.name, got, test.want)
		}
	}
}
