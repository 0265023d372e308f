package runner_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"glimpse/api"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

func (s *service) Members(ctx context.Context, id model.ImageID) (got []model.Member, err error) {
	err = s.call(ctx, "Members", id, func(_ model.Image, found bool) error {
		members, isShared := s.members[id]
		switch {
		case !found:
			return problem(api.ErrNotFound, 404)
		case !isShared:
			return problem(api.ErrNotShared, 403)
		}
		got = slices.Clone(members)
		return nil
	})
	return got, err
}

// remember changes the members of an image.
func (s *service) remember(ctx context.Context, name string, id model.ImageID, project string, how func([]model.Member) []model.Member) error {
	return s.call(ctx, name, id, func(_ model.Image, found bool) error {
		if !found {
			return problem(api.ErrNotFound, 404)
		}
		s.commit(name, id, project)
		s.members[id] = how(slices.Clone(s.members[id]))
		return nil
	})
}

func (s *service) AddMember(ctx context.Context, id model.ImageID, project string) error {
	return s.remember(ctx, "AddMember", id, project, func(members []model.Member) []model.Member {
		return append(members, model.Member{Project: text.Of(project), Status: model.MemberPending})
	})
}

func (s *service) RemoveMember(ctx context.Context, id model.ImageID, project string) error {
	return s.remember(ctx, "RemoveMember", id, project, func(members []model.Member) []model.Member {
		return slices.DeleteFunc(members, func(m model.Member) bool { return m.Project.Raw() == project })
	})
}

func (s *service) AnswerShare(ctx context.Context, id model.ImageID, project string, answer model.MemberStatus) error {
	return s.remember(ctx, "AnswerShare", id, project, func(members []model.Member) []model.Member {
		for i := range members {
			if members[i].Project.Raw() == project {
				members[i].Status = answer
			}
		}
		return members
	})
}

// membersOf are the members of an image in a line.
func (s *service) membersOf(n int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	said := make([]string, 0, len(s.members[idOf(n)]))
	for _, m := range s.members[idOf(n)] {
		said = append(said, m.Project.Raw()+" "+m.Status.Raw())
	}
	slices.Sort(said)
	return strings.Join(said, ", ")
}

// share gives an image its members, "p pending".
func (s *service) share(n int, members ...string) {
	if s.members == nil {
		s.members = map[model.ImageID][]model.Member{}
	}
	s.members[idOf(n)] = []model.Member{}
	for _, member := range members {
		project, status, _ := strings.Cut(member, " ")
		s.members[idOf(n)] = append(s.members[idOf(n)], model.Member{
			Project: text.Of(project), Status: model.MemberStatus{Untrusted: text.Of(status)},
		})
	}
}

// sharing is a plan that changes members of images alike.
func sharing(wanted plan.Members, images ...int) plan.Plan {
	p := plan.Plan{Title: "share"}
	kind := plan.Share
	if wanted.Project != "" {
		kind = plan.Answer
	}
	for _, n := range images {
		p.Steps = append(p.Steps, plan.Step{Image: idOf(n), Kind: kind, Members: &wanted})
	}
	return p
}

func TestMembersAreDecidedOnEachImageAnew(t *testing.T) {
	t.Parallel()
	swap := plan.Members{Add: []string{"a", "b"}, Remove: []string{"c"}}
	accept := plan.Members{Project: "a", Status: "accepted"}
	for _, test := range []struct {
		title  string
		wanted plan.Members
		given  func(s *service)
		want   jobs.Outcome
		code   plan.Reason
		calls  []string
		after  string
	}{
		{
			"all of it is to be done", swap, func(s *service) { s.share(0, "c accepted", "d pending") }, jobs.Done, "",
			[]string{"Members", "RemoveMember", "AddMember", "AddMember"},
			"a pending, b pending, d pending",
		},
		{
			"some of it is done", swap, func(s *service) { s.share(0, "a accepted") }, jobs.Done, "",
			[]string{"Members", "AddMember"},
			"a accepted, b pending",
		},
		{"all of it is done", swap, func(s *service) { s.share(0, "a accepted", "b rejected") }, jobs.NoChange, "", []string{"Members"}, "a accepted, b rejected"},
		{"the image is not shared", swap, func(s *service) { s.members = map[model.ImageID][]model.Member{} }, jobs.Refused, plan.NotShared, []string{"Members"}, ""},
		{"the image is gone", swap, func(s *service) { clear(s.images) }, jobs.Gone, "", []string{"Members"}, ""},
		{"the image goes meanwhile", swap, func(s *service) {
			s.share(0)
			s.before = once("AddMember", problem(api.ErrNotFound, 404))
		}, jobs.Gone, "", []string{"Members", "AddMember"}, ""},
		{"the service refuses", swap, func(s *service) {
			s.share(0, "c pending")
			s.before = once("AddMember", problem(api.ErrQuota, 413))
		}, jobs.Refused, "", []string{"Members", "RemoveMember", "AddMember"}, ""},
		{
			"a share is accepted", accept, func(s *service) { s.share(0, "a pending", "b pending") }, jobs.Done, "",
			[]string{"Members", "AnswerShare"},
			"a accepted, b pending",
		},
		{"it is accepted already", accept, func(s *service) { s.share(0, "a accepted") }, jobs.NoChange, "", []string{"Members"}, "a accepted"},
		{"the share has ended", accept, func(s *service) { s.share(0, "b pending") }, jobs.Refused, plan.NotMember, []string{"Members"}, "b pending"},
	} {
		t.Run(test.title, func(t *testing.T) {
			inBubble(t, 1, func(t *testing.T, r *rig) {
				r.service.share(0)
				test.given(r.service)
				report := r.done(sharing(test.wanted, 0))
				if got := outcomes(report); !slices.Equal(got, []jobs.Outcome{test.want}) || report.Results[0].Code != test.code {
					t.Errorf("got %v, %+v", got, report.Results[0])
				}
				calls := r.service.made("")
				for i := range calls {
					calls[i], _, _ = strings.Cut(calls[i], " ")
				}
				if !slices.Equal(calls, test.calls) {
					t.Errorf("sent were %q, not %q", calls, test.calls)
				}
				if got := r.service.membersOf(0); got != test.after {
					t.Errorf("the members are %q, not %q", got, test.after)
				}
			})
		})
	}
}

// What was done of a share before the service refused the rest of it can be taken
// back.
func TestAShareIsTakenBack(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		wanted plan.Members
		before []string
		fails  func(string) error
		done   string
		undone string
	}{
		"members":   {plan.Members{Add: []string{"a", "b"}, Remove: []string{"c"}}, []string{"b accepted", "c accepted"}, nil, "a pending, b accepted", "b accepted, c pending"},
		"half":      {plan.Members{Add: []string{"a"}, Remove: []string{"c"}}, []string{"c accepted"}, once("AddMember", problem(api.ErrQuota, 413)), "", "c pending"},
		"an answer": {plan.Members{Project: "a", Status: "rejected"}, []string{"a accepted"}, nil, "a rejected", "a accepted"},
	} {
		t.Run(title, func(t *testing.T) {
			inBubble(t, 1, func(t *testing.T, r *rig) {
				r.service.share(0, test.before...)
				r.service.before = test.fails
				r.done(sharing(test.wanted, 0))
				if got := r.service.membersOf(0); got != test.done {
					t.Fatalf("the members are %q, not %q", got, test.done)
				}
				undo, err := r.Undo("")
				if err != nil || len(undo.Steps) != 1 {
					t.Fatalf("%+v, %v", undo, err)
				}
				r.done(undo)
				if got := r.service.membersOf(0); got != test.undone {
					t.Errorf("taken back, the members are %q, not %q", got, test.undone)
				}
			})
		})
	}
}

// Somebody who answered otherwise meanwhile is not overruled by an undo.
func TestAnAnswerOfSomebodyElseStays(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		r.service.share(0, "a pending")
		r.done(sharing(plan.Members{Project: "a", Status: "accepted"}, 0))
		undo, err := r.Undo("")
		if err != nil {
			t.Fatal(err)
		}
		r.service.share(0, "a rejected")
		report := r.done(undo)
		if got := report.Results[0]; got.Outcome != jobs.Conflict || len(got.Conflicts) != 1 || got.Conflicts[0].Theirs.Value != "rejected" {
			t.Errorf("got %+v", got)
		}
	})
}

// Members are read by a request for each image, and no listing is made in vain.
func TestManyImagesAreSharedAtOnce(t *testing.T) {
	inBubble(t, 40, func(t *testing.T, r *rig) {
		for n := range 40 {
			r.service.share(n)
		}
		report := r.done(sharing(plan.Members{Add: []string{"a"}}, upTo(40)...))
		if report.Summary() != "40 done, 0 failed" || len(r.service.listings) > 0 || len(r.service.made("")) != 80 {
			t.Errorf("%s, with %d requests and %d listings", report.Summary(), len(r.service.made("")), len(r.service.listings))
		}
	})
}

// A share whose answer was lost is looked at before it is reported.
func TestAShareWithoutAnAnswerIsLookedAt(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		r.service.share(0)
		r.service.after = once("AddMember", problem(api.ErrUncertain, 0))
		report := r.done(sharing(plan.Members{Add: []string{"a"}}, 0))
		if got := report.Results[0]; got.Outcome != jobs.Done || got.Inverse == nil || len(r.service.made("AddMember")) != 1 {
			t.Errorf("got %+v after %q", got, r.service.made(""))
		}
	})
}
