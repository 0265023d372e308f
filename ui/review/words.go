package review

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/human"
)

// images writes a number of images in words.
func images(n int) string {
	if n == 1 {
		return "1 image"
	}
	return human.Count(n) + " images"
}

// verbs say what the steps of a kind do with images.
var verbs = map[plan.Kind]string{
	plan.Update: "Change", plan.Retag: "Change the tags of", plan.Deactivate: "Deactivate",
	plan.Reactivate: "Reactivate", plan.Delete: "Delete", plan.Create: "Create",
}

// verb says what the plan does with images.
func verb(p *plan.Plan) string {
	kind := p.Steps[0].Kind
	adds, removes := false, false
	for i := range p.Steps {
		if p.Steps[i].Kind != kind {
			return "Change"
		}
		adds, removes = adds || len(p.Steps[i].Add) > 0, removes || len(p.Steps[i].Remove) > 0
	}
	switch said, known := verbs[kind]; {
	case kind == plan.Retag && !removes:
		return "Tag"
	case kind == plan.Retag && !adds:
		return "Remove tags from"
	case known:
		return said
	default:
		return "Change"
	}
}

// heading says what is to be done, to how many images and where, escaped.
func (s *Screen) heading() string {
	if s.plan.IsEmpty() {
		return "Nothing would be sent"
	}
	return verb(s.plan) + " " + images(len(s.plan.Steps)) + s.where()
}

func (s *Screen) where() string {
	show := s.look.Cells.Show
	cloud := s.look.Cells.ShowString(s.place.Cloud)
	said := " on cloud " + cloud
	if cloud == "" {
		said = " on the cloud of the OS_* variables"
	}
	if !s.place.Region.IsEmpty() {
		said += ", region " + show(s.place.Region)
	}
	switch {
	case !s.place.User.IsEmpty() && !s.place.Project.IsEmpty():
		said += ", as user " + show(s.place.User) + " of project " + show(s.place.Project)
	case !s.place.Project.IsEmpty():
		said += ", in project " + show(s.place.Project)
	}
	return said
}

// totals are what is found out about all images of a plan at once.
type totals struct {
	public, shared, community, protected, others int
	owners                                       []text.Untrusted // other projects, in the order of the plan
	bytes                                        int64
	unsized, unknown, deletes                    int
}

// count looks at every image of the plan, once.
func (s *Screen) count() {
	seen := map[text.Untrusted]bool{}
	t := &s.totals
	for i := range s.plan.Steps {
		step := &s.plan.Steps[i]
		if step.Kind == plan.Delete {
			t.deletes++
		}
		if step.Kind == plan.Create {
			continue
		}
		known := s.place.factsOf(step)
		switch known.visibility {
		case model.VisibilityPublic:
			t.public++
		case model.VisibilityShared:
			t.shared++
		case model.VisibilityCommunity:
			t.community++
		}
		if known.protected {
			t.protected++
		}
		if s.place.others(known) {
			t.others++
			if !seen[known.owner] {
				seen[known.owner] = true
				t.owners = append(t.owners, known.owner)
			}
		}
		t.bytes += known.size
		if !known.sized {
			t.unsized++
		}
		if !known.known {
			t.unknown++
		}
	}
}

// warnings are what a person must not overlook, each a sentence, the gravest
// first.
func (s *Screen) warnings() []string {
	t, total := &s.totals, len(s.plan.Steps)
	var said []string
	if t.deletes > 0 {
		said = append(said, "There is no way back: the service keeps nothing of a deleted image."+s.size())
	}
	if s.place.Production {
		said = append(said, "This is a production cloud.")
	}
	if among := s.among(); among != "" {
		said = append(said, among)
	}
	switch whose := s.whose(); {
	case t.others == 0:
	case total == 1:
		said = append(said, "It belongs to another project: "+whose+".")
	case t.others == 1:
		said = append(said, "1 of them belongs to another project: "+whose+".")
	case t.others == total:
		said = append(said, "All of them belong to other projects: "+whose+".")
	default:
		said = append(said, human.Count(t.others)+" of them belong to other projects: "+whose+".")
	}
	return said
}

// among says how many of the images others may use, or are protected.
func (s *Screen) among() string {
	t := &s.totals
	if len(s.plan.Steps) == 1 {
		switch {
		case t.public > 0:
			return "It is public: every project of the cloud uses it."
		case t.community > 0:
			return "It is a community image: every project of the cloud may use it."
		case t.shared > 0:
			return "It is shared: its members may use it."
		default:
			return ""
		}
	}
	var parts []string
	for _, one := range []struct {
		count int
		said  string
	}{
		{t.public, "public, which every project of the cloud uses"},
		{t.community, "community"},
		{t.shared, "shared"},
		{t.protected, "protected"},
	} {
		if one.count > 0 {
			parts = append(parts, human.Count(one.count)+" "+one.said)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Among them: " + strings.Join(parts, "; ") + "."
}

// size says how much data a deletion takes away.
func (s *Screen) size() string {
	t := &s.totals
	if t.deletes != len(s.plan.Steps) || t.unsized == len(s.plan.Steps) {
		return ""
	}
	said := " In all " + human.Size(t.bytes) + " of image data"
	if t.unsized > 0 {
		said += ", without " + human.Count(t.unsized) + " whose size is not known"
	}
	return said + "."
}

// mostOwners is how many other projects are named, shortOwner how much of the
// id of one that has no name.
const (
	mostOwners = 3
	shortOwner = 8
)

// whose names other projects, escaped.
func (s *Screen) whose() string {
	said := ""
	for i, owner := range s.totals.owners {
		if i == mostOwners {
			return said + " and " + human.Count(len(s.totals.owners)-mostOwners) + " more"
		}
		if i > 0 {
			said += ", "
		}
		name := s.place.ownerName(owner)
		shown := s.look.Cells.Show(name)
		if name == owner {
			shown = s.look.Cells.Cut(shown, shortOwner+s.look.Cells.Width(s.look.Glyphs.Ellipsis))
		}
		said += shown
	}
	return said
}

// leftOut is the images of one reason.
type leftOut struct {
	reason plan.Reason
	at     []int
}

// leftOutOf groups what a plan leaves out by the reason, in the order in which
// the reasons come.
func leftOutOf(p *plan.Plan) []leftOut {
	var all []leftOut
	for i := range p.LeftOut {
		at := slices.IndexFunc(all, func(l leftOut) bool { return l.reason == p.LeftOut[i].Reason })
		if at < 0 {
			all = append(all, leftOut{reason: p.LeftOut[i].Reason})
			at = len(all) - 1
		}
		all[at].at = append(all[at].at, i)
	}
	return all
}
