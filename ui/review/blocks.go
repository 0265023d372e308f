package review

import (
	"strings"

	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/ui/human"
	"glimpse/ui/review/change"
	"glimpse/ui/theme"
)

// block is what belongs together in the fields: what is to be said first, the
// images of one change, or those that are left out for one reason. A blank row
// stands behind each.
type block struct {
	kind    blockKind
	changes []change.Change
	reason  plan.Reason
	deletes bool
	// only is the one image of a group, which is told in the heading; members
	// are several, which can be hidden. Of what is left out they are indices
	// among the left out, else steps.
	only    int
	members []int
	open    bool
	// head is how many rows the heading takes.
	head int
}

type blockKind uint8

const (
	saying blockKind = iota
	group
	left
)

// rows returns how many rows a block takes, the blank one behind it among
// them.
func (b *block) rows() int {
	if !b.open || len(b.members) == 0 {
		return b.head + 1
	}
	return b.head + 1 + len(b.members) + 1
}

// piece is a part of a row in one style; its text is escaped.
type piece struct {
	text  string
	style theme.Style
}

// few is how many images of a group are shown without being asked for.
const few = 5

// makeBlocks puts together what the fields show.
func (s *Screen) makeBlocks() []block {
	var blocks []block
	groups := change.Groups(s.plan)
	s.sums = s.sumsOf(groups)
	if s.sums != "" || s.plan.IsEmpty() || len(s.warnings()) > 0 {
		blocks = append(blocks, block{kind: saying})
	}
	for _, one := range groups {
		b := block{kind: group, changes: one.Changes, deletes: one.Kind == plan.Delete, only: one.Steps[0]}
		if len(one.Steps) > 1 || b.deletes {
			b.members = one.Steps
			b.open = len(groups) == 1 || len(one.Steps) <= few
		}
		blocks = append(blocks, b)
	}
	for _, one := range leftOutOf(s.plan) {
		blocks = append(blocks, block{kind: left, reason: one.reason, members: one.at, open: len(one.at) <= few && len(groups) == 0})
	}
	return blocks
}

// saying returns the rows above the changes: the warnings, and where images
// are changed in several ways, what all of it comes to.
func (s *Screen) saying(width int) [][]piece {
	var rows [][]piece
	if s.plan.IsEmpty() {
		return s.paragraph(rows, "", s.whyEmpty(), width, s.look.Text)
	}
	for _, warning := range s.warnings() {
		rows = s.paragraph(rows, s.look.Glyphs.Fault+" ", warning, width, s.look.Warn)
	}
	if said := s.sums; said != "" {
		rows = s.paragraph(rows, "", said, width, s.look.Text)
	}
	return rows
}

// whyEmpty says why nothing would be sent.
func (s *Screen) whyEmpty() string {
	count := len(s.plan.LeftOut)
	switch reasons := leftOutOf(s.plan); {
	case count == 0:
		return "Nothing of what was asked for differs from what is there."
	case count == 1:
		return "The image is left out: " + string(reasons[0].reason) + "."
	case len(reasons) == 1:
		return "All " + images(count) + " are left out: " + string(reasons[0].reason) + "."
	default:
		return "All " + images(count) + " are left out, for the reasons below."
	}
}

// paragraph adds a text on as many rows as it needs, with a sign before the
// first.
func (s *Screen) paragraph(rows [][]piece, sign, said string, width int, style theme.Style) [][]piece {
	for i, line := range s.look.Cells.Wrap(said, max(1, width-margin-len(sign)-1)) {
		if i > 0 {
			sign = strings.Repeat(" ", len(sign))
		}
		rows = append(rows, []piece{{sign + line, style}})
	}
	return rows
}

// headRows returns how many rows the heading of a block takes.
func (s *Screen) headRows(b *block) int { return len(s.head(b)) }

// head draws the heading of a block, without the margin.
func (s *Screen) head(b *block) [][]piece {
	switch b.kind {
	case saying:
		return s.saying(s.width)
	case left:
		count := len(b.members)
		row := []piece{{s.arrow(b), s.look.Key}, {human.Count(count) + " left out", s.look.Strong}, {": " + string(b.reason), s.look.Text}}
		return [][]piece{row}
	case group:
	}
	rows := [][]piece{s.groupLine(b)}
	names := 0
	for i := range b.changes {
		names = max(names, s.look.Cells.Width(change.Name(s.look, b.changes[i].Field)))
	}
	names = max(leastNames, min(names, mostNames, s.width/3))
	if tags := s.tagChanges(b.changes); len(tags) > 0 {
		rows = s.wrapped(rows, "tags", tags, names)
	}
	for i := range b.changes {
		if !b.changes[i].IsTag {
			rows = s.wrapped(rows, change.Name(s.look, b.changes[i].Field), s.values(&b.changes[i]), names)
		}
	}
	return rows
}

// The room of the names of fields.
const (
	leastNames = 10
	mostNames  = 28
	// margin is the room at the left of a row, indent the one of what belongs
	// to a heading.
	margin = 1
	indent = 2
)

// groupLine draws the line over a group: how many images, or the only one.
func (s *Screen) groupLine(b *block) []piece {
	if len(b.members) > 0 {
		return []piece{{s.arrow(b), s.look.Key}, {images(len(b.members)), s.look.Strong}}
	}
	step := &s.plan.Steps[b.only]
	row := []piece{{strings.Repeat(" ", indent), s.look.Text}, {s.name(step.Name.IsEmpty(), s.look.Cells.Show(step.Name)), s.look.Strong}}
	row = append(row, piece{"  " + s.look.Cells.Show(step.Image.Untrusted), s.look.Muted})
	if step.Kind == plan.Create {
		return append(row, piece{"  to be made", s.look.Muted})
	}
	known := s.place.factsOf(step)
	if s.place.others(known) {
		row = append(row, piece{"  of project " + s.look.Cells.Show(s.place.ownerName(known.owner)), s.look.Warn})
	}
	return row
}

// name is the name of an image, or that it has none.
func (s *Screen) name(missing bool, shown string) string {
	if missing {
		return "(no name)"
	}
	return shown
}

// arrow tells whether the images of a block are shown.
func (s *Screen) arrow(b *block) string {
	if b.open {
		return s.look.Glyphs.Descending + " "
	}
	return s.look.Glyphs.Pointer + " "
}

// tagChanges are the tags that are added and removed.
func (s *Screen) tagChanges(changes []change.Change) []piece {
	var row []piece
	for i := range changes {
		if !changes[i].IsTag {
			continue
		}
		if len(row) > 0 {
			row = append(row, piece{"  ", s.look.Text})
		}
		style := s.look.Good
		if changes[i].Removes {
			style = s.look.Bad
		}
		row = append(row, piece{change.Line(s.look, &changes[i]), style})
	}
	return row
}

// values are what a field was and what it is to be.
func (s *Screen) values(one *change.Change) []piece {
	shown := func(field patch.Field, style theme.Style) piece {
		if change.Says(field) {
			style = s.look.Muted
		}
		return piece{change.Value(s.look, field), style}
	}
	after := shown(one.After, s.look.Good)
	if !one.After.Set {
		after = piece{"removed", s.look.Bad}
	}
	if !one.Known || one.Created {
		return []piece{after}
	}
	return []piece{shown(one.Before, s.look.Text), {" " + s.look.Glyphs.Arrow + " ", s.look.Muted}, after}
}

// wrapped adds a name and what stands behind it, on as many rows as it needs.
func (s *Screen) wrapped(rows [][]piece, name string, pieces []piece, names int) [][]piece {
	ruler := s.look.Cells
	from := 2*indent + names + 1
	room := max(8, s.width-margin-from-1)
	row := []piece{{strings.Repeat(" ", 2*indent), s.look.Text}, {ruler.Left(name, names) + " ", s.look.Muted}}
	used := 0
	for _, p := range pieces {
		for i, line := range ruler.Wrap(p.text, room) {
			wide := ruler.Width(line)
			if i > 0 || used > 0 && used+wide > room {
				rows = append(rows, row)
				row = []piece{{strings.Repeat(" ", from), s.look.Text}}
				used = 0
				if i == 0 {
					line = strings.TrimLeft(line, " ")
				}
			}
			row = append(row, piece{line, p.style})
			used += wide
		}
	}
	return append(rows, row)
}
