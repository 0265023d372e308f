package list

import (
	"sort"
	"strings"

	"glimpse/model/list"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/textwidth"
)

// Duplicates stand in groups, each below a line that says what it is. So rows and
// lines are not the same: these functions count one in the other.

// lines is how many lines all rows take, with those above groups.
func (s *Screen) lines() int { return s.list.Len() + len(s.list.Groups()) }

// lineOf returns the line of a row.
func (s *Screen) lineOf(row int) int {
	groups := s.list.Groups()
	return row + sort.Search(len(groups), func(i int) bool { return groups[i].First > row })
}

// rowAt returns the row in a line, or the group that begins there.
func (s *Screen) rowAt(line int) (row int, heads *list.Group) {
	groups := s.list.Groups()
	above := sort.Search(len(groups), func(i int) bool { return groups[i].First+i > line })
	if above > 0 && groups[above-1].First+above-1 == line {
		return groups[above-1].First, &groups[above-1]
	}
	return line - above, nil
}

// scrollToCursor keeps the cursor in sight, and what stands above its group where
// it is on the first row.
func (s *Screen) scrollToCursor() {
	line, lines := s.lineOf(s.list.Cursor()), s.lines()
	if line > 0 {
		if _, heads := s.rowAt(line - 1); heads != nil {
			s.window = s.window.Follow(line-1, lines)
		}
	}
	s.window = s.window.Follow(line, lines)
}

// writeGroup writes the line above a group: what its images have the same of, how
// many they are, what they take, and whose they are.
func (s *Screen) writeGroup(out *strings.Builder, group *list.Group) {
	measurer, dot := s.theme.Cells, " "+s.theme.Glyphs.Dot+" "
	said := format.Images(group.End-group.First) + dot + format.Size(group.Bytes)
	owners := s.ownersOf(group)
	room := s.width - 1 - measurer.Width(said) - 2
	same := measurer.CutMiddle(measurer.Show(s.list.Narrowing().Duplicates.Of(s.list.Row(group.First).Image)), max(0, room))
	if owners != "" {
		said = measurer.Cut(said+dot+owners, s.width-1-measurer.Width(same)-2)
	}
	out.WriteString(textwidth.Blank(1))
	s.theme.Heading.Write(out, same)
	out.WriteString(textwidth.Blank(2))
	s.theme.Muted.Write(out, said)
}

// shortID is as much as is shown of the id of an owner without a known name.
const shortID = 12

// ownersOf returns the owners of a group by their names, where those are known.
func (s *Screen) ownersOf(group *list.Group) string {
	owners := make([]string, 0, len(group.Owners))
	for _, owner := range group.Owners {
		shown := s.theme.Cells.Cut(s.theme.Cells.Show(owner), shortID)
		if s.names != nil && !s.names(owner).IsEmpty() {
			shown = s.theme.Cells.Show(s.names(owner))
		}
		if shown != "" {
			owners = append(owners, shown)
		}
	}
	said := strings.Join(owners, ", ")
	if len(group.Owners) == list.MostOwners {
		said += s.theme.Glyphs.Ellipsis
	}
	return said
}

// Duplicates shows only images that have the same name as another, or the same
// checksum, in groups.
func (s *Screen) Duplicates(by list.Duplicates) intent.Intent {
	narrowing := s.list.Narrowing()
	narrowing.Duplicates = by
	// They stand in another order: the cursor begins at the first, unless the user has
	// moved it since they were asked for.
	if s.still {
		s.list.Home()
	}
	s.narrow(narrowing)
	return s.Settled(func() intent.Intent {
		if s.still {
			s.list.MoveTo(0) // from where it stays on its image
			s.fitWindow()
		}
		said := s.shareText()
		if len(s.list.Groups()) > 0 {
			said += "; " + s.theme.Keys.For("marks", action.MarkOlder) + " marks all older than the newest active one of each"
		}
		return intent.Notify{Text: said}
	})
}

// shareText says how many images share how many names or checksums.
func (s *Screen) shareText() string {
	one, many := "name", "names"
	if s.list.Narrowing().Duplicates == list.SameChecksum {
		one, many = "checksum", "checksums"
	}
	shown, groups := s.list.Len(), len(s.list.Groups())
	if groups == 0 {
		return "no two have the same " + one
	}
	return format.Counted(shown, "image shares ", "images share ") + format.Counted(groups, one, many)
}

// whyNoOlder says why there are no older ones to mark, or nothing.
func (s *Screen) whyNoOlder() string {
	switch {
	case s.list.Narrowing().Duplicates == list.NoDuplicates:
		return "only among duplicates; :duplicates shows them"
	case s.lines() == 0:
		return "there are no duplicates"
	default:
		return ""
	}
}

// markOlder marks of each group what is older than its newest active image.
func (s *Screen) markOlder() intent.Intent {
	s.list.MarkOlder()
	return s.Settled(s.tellMarks)
}
