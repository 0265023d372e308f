package planpreview

import (
	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/format"
)

// Sharers are the projects that images are shared with.
type Sharers struct {
	// Images are how many of them have members, Projects how many projects that are.
	Images, Projects int
	// Read are of how many images the members were read, Unread those of which they are
	// not known.
	Read, Unread int
}

// SharersOf counts the members of images; unread are further ones that were not asked for.
func SharersOf(all []model.Membership, unread int) Sharers {
	of := Sharers{Unread: unread}
	projects := map[text.Untrusted]bool{}
	for i := range all {
		if all[i].Err != nil {
			of.Unread++
			continue
		}
		of.Read++
		if len(all[i].Members) > 0 {
			of.Images++
		}
		for _, member := range all[i].Members {
			projects[member.Project] = true
		}
	}
	of.Projects = len(projects)
	return of
}

// ShowSharers takes with whom the images are shared that the plan takes away, once the
// service has told.
func (s *Screen) ShowSharers(with Sharers) {
	s.sharers = &with
	s.SetSize(s.width, s.height)
}

// sharedWith says which projects lose images that the plan takes away; nothing while
// that is not known.
func (s *Screen) sharedWith() string {
	of := s.sharers
	if of == nil || of.Read == 0 {
		return ""
	}
	projects := format.Count(of.Projects) + " projects"
	if of.Projects == 1 {
		projects = "1 project"
	}
	var said string
	switch {
	case of.Projects == 0 && of.Unread == 0:
		return "" // nobody loses anything
	case of.Projects == 0:
		said = "Those that are known have no members"
	case s.images == 1:
		return "It is shared with " + projects + ", which can use it."
	case of.Images == 1:
		said = "1 of them is shared with " + projects
	default:
		said = format.Count(of.Images) + " of them are shared, with " + projects + " in all"
	}
	if of.Unread > 0 {
		said += "; the members of " + format.Count(of.Unread) + " are not known"
	}
	return said + "."
}
