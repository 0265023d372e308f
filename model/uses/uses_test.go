package uses_test

import (
	"testing"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/model/uses"
)

func TestUnused(t *testing.T) {
	t.Parallel()
	everywhere, own := uses.Answer{Reach: uses.Everywhere}, uses.Answer{Reach: uses.OwnProject}
	absent, refused := gap(uses.Absent), gap(uses.Refused)
	usedBy := func(answer uses.Answer) uses.Answer {
		answer.Uses = []uses.Use{{Image: model.NewImageID("i")}}
		return answer
	}
	for _, test := range []struct {
		name             string
		servers, volumes uses.Answer
		visibility       model.Visibility
		owner            string
		unused, known    bool
	}{
		{"nobody asked", uses.Answer{}, uses.Answer{}, model.VisibilityPrivate, "me", false, false},
		{"all projects were looked at", everywhere, everywhere, model.VisibilityPublic, "x", true, true},
		{"a server", usedBy(everywhere), everywhere, model.VisibilityPublic, "x", false, true},
		{"a volume", everywhere, usedBy(everywhere), model.VisibilityPublic, "x", false, true},
		{"a server, and the volumes are not told", usedBy(own), refused, model.VisibilityPublic, "x", false, true},
		{"the own project, for its private image", own, own, model.VisibilityPrivate, "me", true, true},
		{"the own project, for a shared image", own, own, model.VisibilityShared, "me", false, false},
		{"the own project, for another's image", own, own, model.VisibilityPrivate, "x", false, false},
		{"a cloud without volumes", everywhere, absent, model.VisibilityPublic, "x", true, true},
		{"a cloud that shows no servers", absent, everywhere, model.VisibilityPublic, "x", false, false},
		{"volumes are not told", everywhere, refused, model.VisibilityPublic, "x", false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			found := uses.Of(test.servers, test.volumes)
			image := uses.Image{ID: model.NewImageID("i"), Visibility: test.visibility, Owner: text.Of(test.owner)}
			unused, known := found.Unused(image, "me")
			if unused != test.unused || known != test.known {
				t.Errorf("unused %v, known %v; want %v, %v", unused, known, test.unused, test.known)
			}
		})
	}
}

func gap(lack uses.Lack) uses.Answer { return uses.Answer{Gap: uses.Gap{Lack: lack}} }

func TestCount(t *testing.T) {
	t.Parallel()
	a, b := model.NewImageID("a"), model.NewImageID("b")
	found := uses.Of(
		uses.Answer{Reach: uses.Everywhere, Uses: []uses.Use{{Image: a}, {Image: b}, {Image: a}}},
		uses.Answer{Reach: uses.Everywhere, Uses: []uses.Use{{Image: b}}},
	)
	if servers, volumes := found.Count(a); servers != 2 || volumes != 0 {
		t.Errorf("a is used by %d servers and %d volumes", servers, volumes)
	}
	if servers, volumes := found.Count(b); servers != 1 || volumes != 1 {
		t.Errorf("b is used by %d servers and %d volumes", servers, volumes)
	}
}
