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

// heading says what is to be done, to how many images and where, escaped: the
// cloud always, and as whom and in which region as far as one line holds it,
// for the header has both as well.
func (s *Screen) heading(room int) string {
	if s.plan.IsEmpty() {
		return "Nothing would be sent"
	}
	show := s.look.Cells.Show
	said := s.verb + " " + images(len(s.plan.Steps)) + " on the cloud of the OS_* variables"
	if s.place.Cloud != "" {
		said = s.verb + " " + images(len(s.plan.Steps)) + " on cloud " + s.look.Cells.ShowString(s.place.Cloud)
	}
	more := make([]string, 0, 2)
	switch {
	case s.place.Project.IsEmpty():
	case s.place.User.IsEmpty():
		more = append(more, ", in project "+show(s.place.Project))
	default:
		more = append(more, ", as user "+show(s.place.User)+" of project "+show(s.place.Project))
	}
	if !s.place.Region.IsEmpty() {
		more = append(more, ", region "+show(s.place.Region))
	}
	for i, part := range more {
		if i > 0 && s.look.Cells.Width(said+part) > room {
			break
		}
		said += part
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

// several are the reasons as they are said of several images.
var several = map[plan.Reason]string{
	plan.NoChange:    "they are so already",
	plan.Protected:   "they are protected",
	plan.WrongStatus: "their status does not allow it",
	plan.Unreadable:  "their records cannot be read",
	plan.NotDone:     "the job did not change them",
}

// Because says why a number of images is left out of a plan.
func Because(reason plan.Reason, count int) string {
	if said, known := several[reason]; known && count != 1 {
		return said
	}
	return string(reason)
}

// WhyEmpty says why nothing of a plan would be sent, in one line without a
// capital or a full stop.
func WhyEmpty(p *plan.Plan) string {
	groups := leftOutOf(p)
	switch len(groups) {
	case 0:
		return "nothing of what was asked for differs from what is there"
	case 1:
		return Because(groups[0].reason, len(groups[0].at))
	}
	parts := make([]string, len(groups))
	for i, one := range groups {
		parts[i] = human.Count(len(one.at)) + " because " + Because(one.reason, len(one.at))
	}
	return strings.Join(parts, ", ")
}
