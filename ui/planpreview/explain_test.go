package planpreview_test

import (
	"testing"

	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/planpreview"
)

func TestWhyAStepWasNotSentIsSaidInWords(t *testing.T) {
	t.Parallel()
	unknown := func(name string) patch.Field { return patch.Field{Name: name, Unknown: true} }
	for _, test := range []struct {
		result job.Result
		want   string
	}{
		{job.Result{}, ""},
		{job.Result{Reason: text.Of("the service's own")}, "the service's own"},
		{job.Result{Code: plan.Protected}, "it is protected"},
		{job.Result{Code: plan.WrongStatus, Reason: text.Of("importing")}, "its status does not allow it: importing"},
		{job.Result{Code: "of a later version"}, "the reason is not known to this version of glimpse"},
		{job.Result{Code: plan.Changed}, "somebody else changed it after it was shown"},
		{
			job.Result{Code: plan.Changed, Conflicts: []patch.Conflict{
				{Name: "name"}, {Name: "owner", Theirs: unknown("owner")}, {Name: "tags", Shown: unknown("tags")}, {Name: "os_distro"},
			}},
			"somebody else changed name, os_distro after it was shown; what was shown as unknown is known now: tags; " +
				"what was shown is unknown now: owner",
		},
	} {
		if got := planpreview.ResultText(&test.result).Raw(); got != test.want {
			t.Errorf("%+v: said is %q, not %q", test.result, got, test.want)
		}
	}
}
