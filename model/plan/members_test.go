package plan_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/model/text"
)

func visibility(v model.Visibility) func(*model.Image) {
	return func(image *model.Image) { image.Visibility = v }
}

// saidMembers is what a step does to members, in a line.
func saidMembers(step *plan.Step) string {
	if step.Members == nil {
		return said(step)
	}
	parts := []string{string(step.Kind)}
	for _, project := range step.Members.Add {
		parts = append(parts, "+"+project)
	}
	for _, project := range step.Members.Remove {
		parts = append(parts, "-"+project)
	}
	if step.Members.Project != "" {
		parts = append(parts, step.Members.Project, step.Members.Status)
	}
	return strings.Join(parts, " ")
}

func TestWhatSharesAndAnswersPlan(t *testing.T) {
	t.Parallel()
	private := visibility(model.VisibilityPrivate)
	for _, test := range []struct {
		lines string
		image *model.Image
		want  string // the steps, or the reason
	}{
		{"share +a -b", imageOf("1"), "share +a -b"},
		{"share +a +p1", imageOf("1"), "share +a"},
		{"share +p1", imageOf("1"), string(plan.OwnersShare)},
		{"share -p1", imageOf("1"), "share -p1"},
		{"share +a", imageOf("1", private), string(plan.NotShared)},
		{"share +a", imageOf("1", private, unknown(model.AttrVisibility)), "share +a"},
		{"accept a", imageOf("1"), "answer a accepted"},
		{"reject p1", imageOf("1"), string(plan.OwnersShare)},
		{"unanswer a", imageOf("1"), "answer a pending"},
		{"accept", imageOf("1"), string(plan.NotMember)},
		{"accept a", imageOf("1", private), string(plan.NotShared)},
		{"set visibility=shared; share +a", imageOf("1", private), "update, replace /visibility shared | share +a"},
		{"share -a; set visibility=private", imageOf("1"), "share -a | update, replace /visibility private"},
		{"share +a; set visibility=shared", imageOf("1", private), string(plan.NotShared)},
		{"share +a -b; tag +x; share -a +c; deactivate", imageOf("1"), "share +c -b -a | tags, +x | deactivate"},
		{"accept a; reject a; accept b", imageOf("1"), "answer a rejected | answer b accepted"},
		{"share +a; delete", imageOf("1"), "share +a | delete"},
		{"set visibility=shared; share +a; set visibility=private", imageOf("1", private), string(plan.NotShared)},
	} {
		planned, err := plan.Compose(parsedAll(t, test.lines), []*model.Image{test.image}, noID)
		if err != nil {
			t.Errorf("%s: %v", test.lines, err)
			continue
		}
		var got []string
		for i := range planned.Steps {
			got = append(got, saidMembers(&planned.Steps[i]))
		}
		for _, left := range planned.LeftOut {
			got = append(got, string(left.Reason))
		}
		if strings.Join(got, " | ") != test.want {
			t.Errorf("%s: planned are %q, not %q", test.lines, got, test.want)
		}
	}
	if _, err := plan.New(parsed(t, "share"), nil, noID); err == nil {
		t.Error("a share with nobody is planned")
	}
}

// members are those of an image, "a pending".
func members(said ...string) []model.Member {
	all := make([]model.Member, len(said))
	for i, one := range said {
		project, status, _ := strings.Cut(one, " ")
		all[i] = model.Member{Project: text.Of(project), Status: model.MemberStatus{Untrusted: text.Of(status)}}
	}
	return all
}

// applied are members after a step.
func applied(step *plan.Step, now []model.Member) []model.Member {
	after := slices.DeleteFunc(slices.Clone(now), func(m model.Member) bool { return slices.Contains(step.Members.Remove, m.Project.Raw()) })
	for _, project := range step.Members.Add {
		after = append(after, members(project+" pending")...)
	}
	for i := range after {
		if after[i].Project.Raw() == step.Members.Project {
			after[i].Status = model.MemberStatus{Untrusted: text.Of(step.Members.Status)}
		}
	}
	return after
}

// A share sends what is needed and nothing else, leaves other members alone, and its
// inverse brings every member back, though not what it had answered.
func TestAShareChangesWhatItNames(t *testing.T) {
	projects := rapid.SampledFrom([]string{"a", "b", "c", "é/", ""})
	rapid.Check(t, func(t *rapid.T) {
		var now []model.Member
		for _, project := range rapid.SliceOfNDistinct(projects, 0, 4, rapid.ID).Draw(t, "members") {
			now = append(now, members(project+" "+rapid.SampledFrom([]string{"pending", "accepted"}).Draw(t, "answer"))...)
		}
		all := rapid.SliceOfNDistinct(projects, 1, 4, rapid.ID).Draw(t, "named")
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		step := plan.Step{Image: model.NewImageID("1"), Kind: plan.Share, Members: &plan.Members{Add: all[:cut], Remove: all[cut:]}}
		decided := step.ReconcileMembers(now)
		names := func(of []model.Member) []string {
			var out []string
			for _, m := range of {
				out = append(out, m.Project.Raw())
			}
			slices.Sort(out)
			return out
		}
		if decided.Decision == plan.NoChange {
			for i, project := range all {
				if slices.Contains(names(now), project) != (i < cut) {
					t.Fatalf("%q is not as wanted in %q", project, names(now))
				}
			}
			return
		}
		after := applied(&decided.Step, now)
		if again := step.ReconcileMembers(after); decided.Decision != plan.Send || again.Decision != plan.NoChange {
			t.Fatalf("after %+v it is %v", decided.Step.Members, again.Decision)
		}
		for _, project := range names(now) {
			if !slices.Contains(all, project) && !slices.Contains(names(after), project) {
				t.Fatalf("the member %q is lost", project)
			}
		}
		if len(names(after)) != len(slices.Compact(names(after))) {
			t.Fatalf("a member is added twice: %q", names(after))
		}
		back := decided.Inverse.ReconcileMembers(after)
		if got := names(applied(&back.Step, after)); !slices.Equal(got, names(now)) {
			t.Fatalf("taken back, the members are %q, not %q", got, names(now))
		}
	})
}

func TestAnAnswerIsDecidedAnew(t *testing.T) {
	t.Parallel()
	accept := plan.Members{Project: "a", Status: "accepted"}
	shown := plan.Members{Project: "a", Status: "accepted", Shown: map[string]string{"a": "pending"}}
	for title, test := range map[string]struct {
		wanted  plan.Members
		now     []model.Member
		want    plan.Decision
		reason  plan.Reason
		inverse string
	}{
		"pending":        {accept, members("b rejected", "a pending"), plan.Send, "", "answer a pending"},
		"rejected":       {accept, members("a rejected"), plan.Send, "", "answer a rejected"},
		"accepted":       {accept, members("a accepted"), plan.NoChange, "", ""},
		"no member":      {accept, members("b pending"), plan.NotAllowed, plan.NotMember, ""},
		"as shown":       {shown, members("a pending"), plan.Send, "", "answer a pending"},
		"otherwise":      {shown, members("a rejected"), plan.Conflict, plan.Changed, ""},
		"done meanwhile": {shown, members("a accepted"), plan.NoChange, "", ""},
	} {
		step := plan.Step{Image: model.NewImageID("1"), Kind: plan.Answer, Members: &test.wanted}
		got := step.ReconcileMembers(test.now)
		inverse := ""
		if got.Inverse != nil {
			inverse = saidMembers(got.Inverse)
		}
		if got.Decision != test.want || got.Reason != test.reason || inverse != test.inverse {
			t.Errorf("%s: got %+v, taken back by %q", title, got, inverse)
		}
	}
}

// The record of an image does not hold its members, but says whether it can have any.
func TestMembersWantASharedImage(t *testing.T) {
	t.Parallel()
	step := plan.Step{Image: model.NewImageID("1"), Kind: plan.Share, Members: &plan.Members{Add: []string{"a"}}}
	if got := step.Reconcile(imageOf("1")); got.Decision != plan.Send || !reflect.DeepEqual(got.Step, step) {
		t.Errorf("got %+v", got)
	}
	public := imageOf("1", visibility(model.VisibilityPublic))
	if got := step.Reconcile(public); got.Decision != plan.NotAllowed || got.Reason != plan.NotShared || got.Detail.Raw() != "public" {
		t.Errorf("got %+v", got)
	}
	if got := step.Reconcile(nil); got.Decision != plan.NotAllowed || got.Reason != plan.NotFound {
		t.Errorf("got %+v", got)
	}
	if after, exists := step.After(imageOf("1")); !exists || !reflect.DeepEqual(after, *imageOf("1")) {
		t.Errorf("after it, the record is %+v", after)
	}
}

func TestTheRequestsAboutMembers(t *testing.T) {
	t.Parallel()
	p := plan.Plan{Steps: []plan.Step{
		{Image: model.NewImageID("1"), Kind: plan.Share, Members: &plan.Members{Add: []string{"a", "b c"}, Remove: []string{"d/e"}}},
		{Image: model.NewImageID("2"), Kind: plan.Answer, Members: &plan.Members{Project: "a", Status: "rejected"}},
	}}
	var got []string
	for i := range p.Steps {
		for _, request := range p.Steps[i].Requests() {
			got = append(got, strings.TrimSpace(request.Method+" "+request.Path+" "+string(request.Body)))
		}
	}
	if want := []string{
		"DELETE /v2/images/1/members/d%2Fe", `POST /v2/images/1/members {"member":"a"}`, `POST /v2/images/1/members {"member":"b c"}`,
		`PUT /v2/images/2/members/a {"status":"rejected"}`,
	}; !slices.Equal(got, want) {
		t.Errorf("the requests are %q", got)
	}
	want := "openstack image remove project 1 d/e\nopenstack image add project 1 a\nopenstack image add project 1 'b c'\n" +
		"# as project a\nopenstack image set --reject 2\n"
	if got := script(&p, func(s *plan.Step) string { return s.OpenStack("") }); got != want {
		t.Errorf("the commands are\n%s", got)
	}
	curl := script(&p, func(s *plan.Step) string { return s.Curl("http://h") })
	if !strings.Contains(curl, `--data-raw '{"member":"b c"}'`) || strings.Count(curl, "\n") != 4 {
		t.Errorf("the curl commands are\n%s", curl)
	}
	encoded, err := json.Marshal(p)
	var read plan.Plan
	if err != nil || json.Unmarshal(encoded, &read) != nil || !reflect.DeepEqual(read.Steps, p.Steps) {
		t.Errorf("%s is read as %+v", encoded, read.Steps)
	}
}
