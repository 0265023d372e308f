package ui_test

import (
	"errors"
	"testing"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/uitest"
)

func TestADeletionSaysWithHowManyProjectsAnImageIsShared(t *testing.T) {
	t.Parallel()
	two := model.Membership{Members: []model.Member{{Project: text.Of("p1")}, {Project: text.Of("p2")}}}
	one := model.Membership{Members: []model.Member{{Project: text.Of("p2")}}}
	f := changing(t, 6, func(s *stub) {
		for i := range s.images[:4] {
			s.images[i].Visibility, s.images[i].Protected, s.images[i].Status = model.VisibilityShared, false, model.StatusActive
		}
		s.images[4].Visibility, s.images[4].Protected = model.VisibilityPublic, false
		s.members = map[model.ImageID]model.Membership{
			uitest.Image(0).ID: two, uitest.Image(1).ID: one, uitest.Image(3).ID: {Err: errors.New("no")},
		}
	})
	f.Keys("D")
	f.shows("It is shared with 2 projects, which can use it.")
	f.hides("if it has any")
	f.Keys("esc", "j", "j", "D")
	f.shows("Delete 1 image")
	f.hides("It is shared")
	f.Keys("esc", "j", "D")
	f.shows("It is shared: its members, if it has any, can use it.")
	f.Keys("esc", "g", "space", "space", "space", "space", "D")
	f.shows("2 of them are shared, with 2 projects in all; the members of 1 are not known.")
	f.stub.set(func() { f.stub.memberAsked = nil })
	f.Keys("esc", "U", "g", "j", "j", "j", "j", "D")
	if len(f.stub.memberAsked) > 0 {
		t.Errorf("asked for the members of %v", f.stub.memberAsked)
	}
}
