package planpreview

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/planpreview/change"
	"glimpse/ui/textwidth"
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

const (
	// few is how many images of a group are shown without being asked for.
	few = 5
	// mostWrapped is how many groups have their values on as many rows as
	// these need. Of more, each value is cut to one: how many rows there are
	// is known then without writing all of them.
	mostWrapped = 500
)

// nearGroups and nearSteps are how many groups and images of a plan leave room for
// what is left out below them on every screen, so that it is not told above as well.
const (
	nearGroups = 1
	nearSteps  = 3
)

// makeBlocks puts together what the fields show. Where they scroll, what is left
// out is told above them as well.
func (s *Screen) makeBlocks(groups []change.Group, scrolls bool) []block {
	var blocks []block
	if said := s.oneName(); said != "" {
		s.notes = append(s.notes, said)
	}
	s.notes = append(s.notes, s.memberNotes()...)
	if s.plan.OnlyReads() && s.totals.bytes > 0 {
		s.notes = append(s.notes, "In all: "+format.Size(s.totals.bytes)+".")
	}
	near := len(groups) <= nearGroups && len(s.plan.Steps) <= nearSteps
	if scrolls && !near {
		s.notes = append(s.notes, s.leftOutLines()...)
	}
	// What most images have in common is read first.
	slices.SortStableFunc(groups, func(a, b change.Group) int { return len(b.Steps) - len(a.Steps) })
	s.sums, s.flat = s.sumsOf(groups), len(groups) > mostWrapped
	if s.sums != "" || s.plan.IsEmpty() || len(s.notes) > 0 || len(s.warnings()) > 0 || s.usage.Text != "" {
		blocks = append(blocks, block{kind: saying})
	}
	for _, one := range filled(s.plan, groups) {
		b := block{kind: group, changes: one.Changes, deletes: one.Kind == plan.Delete, only: one.Steps[0]}
		if len(one.Steps) > 1 {
			b.members = one.Steps
			b.open = len(groups) == 1 || len(one.Steps) <= few
		}
		blocks = append(blocks, b)
	}
	for _, one := range leftOutOf(s.plan) {
		blocks = append(blocks, block{kind: left, reason: one.reason, members: one.at, open: len(one.at) <= few && near})
	}
	return blocks
}

// saying returns the rows above the changes: the warnings, and where images
// are changed in several ways, what all of it comes to.
func (s *Screen) saying(width int) [][]piece {
	var rows [][]piece
	if s.plan.IsEmpty() {
		return s.paragraph(rows, "", s.whyEmpty(), width, s.theme.Text)
	}
	for _, warning := range s.warnings() {
		rows = s.paragraph(rows, s.theme.Glyphs.Fault+" ", warning, width, s.theme.Warn)
	}
	if said := s.notInUse(); said != "" {
		rows = s.paragraph(rows, "", said, width, s.theme.Text)
	}
	if said := s.sums; said != "" {
		rows = s.paragraph(rows, "", said, width, s.theme.Text)
	}
	for _, said := range s.notes {
		rows = s.paragraph(rows, "", said, width, s.theme.Text)
	}
	return rows
}

// whyEmpty says why nothing would be sent.
func (s *Screen) whyEmpty() string {
	count := len(s.plan.LeftOut)
	switch reasons := leftOutOf(s.plan); {
	case count == 0:
		return "No change needed."
	case count == 1:
		return "The image is left out: " + ReasonText(s.plan.Command.Command, reasons[0].reason, 1) + "."
	case len(reasons) == 1:
		return "All " + images(count) + " are left out: " + ReasonText(s.plan.Command.Command, reasons[0].reason, count) + "."
	default:
		return "All " + images(count) + " are left out, for the reasons below."
	}
}

// paragraph adds a text on as many rows as it needs, with a sign before the
// first.
func (s *Screen) paragraph(rows [][]piece, sign, said string, width int, style theme.Style) [][]piece {
	for i, line := range s.theme.Cells.Wrap(said, max(1, width-margin-len(sign)-1)) {
		if i > 0 {
			sign = strings.Repeat(" ", len(sign))
		}
		rows = append(rows, []piece{{sign + line, style}})
	}
	return rows
}

// headRows returns how many rows the heading of a block takes.
func (s *Screen) headRows(b *block) int {
	if b.kind != group || !s.flat || b.deletes {
		return len(s.head(b))
	}
	rows, tags := 1, 0
	for i := range b.changes {
		if b.changes[i].IsTag {
			tags = 1
		} else {
			rows++
		}
	}
	return rows + tags
}

// head draws the heading of a block, without the margin.
func (s *Screen) head(b *block) [][]piece {
	switch b.kind {
	case saying:
		return s.saying(s.width)
	case left:
		count := len(b.members)
		return [][]piece{{
			{s.arrow(b), s.theme.Key},
			{format.Count(count) + " left out", s.theme.Strong},
			{": " + ReasonText(s.plan.Command.Command, b.reason, count), s.theme.Text},
		}}
	case group:
	}
	rows := [][]piece{s.groupLine(b)}
	if b.deletes && len(b.members) == 0 {
		return s.described(rows, &s.plan.Steps[b.only])
	}
	names := 0
	for i := range b.changes {
		names = max(names, s.theme.Cells.Width(change.Name(s.theme, b.changes[i].Field)))
	}
	names = max(leastNames, min(names, mostNames, s.width*2/5))
	if tags := s.tagChanges(b.changes); len(tags) > 0 {
		rows = s.wrapped(rows, "tags", tags, names)
	}
	for i := range b.changes {
		if !b.changes[i].IsTag {
			rows = s.wrapped(rows, change.Name(s.theme, b.changes[i].Field), s.values(&b.changes[i]), names)
		}
	}
	return rows
}

// The room of the names of fields.
const (
	leastNames = 10
	// mostNames has room for the longest name that is common,
	// img_signature_certificate_uuid.
	mostNames = 30
	// margin is the room at the left of a row, indent the one of what belongs
	// to a heading.
	margin = 1
	indent = 2
)

// described adds what a person looks at before one image is deleted.
func (s *Screen) described(rows [][]piece, step *plan.Step) [][]piece {
	known := s.place.factsOf(step)
	show := s.theme.Cells.Show
	owner := piece{s.told(&known, known.owned, known.owner.IsEmpty(), show(s.place.ownerName(known.owner))), s.theme.Text}
	if s.place.others(known) {
		owner.style = s.theme.Warn
	}
	visibility := piece{s.told(&known, known.visible, known.visibility.IsEmpty(), show(known.visibility.Untrusted)), s.theme.Text}
	if known.visibility == model.VisibilityPublic {
		visibility.style = s.theme.Warn
	}
	for _, one := range []struct {
		name  string
		value piece
	}{
		{"id", piece{show(step.Image.Untrusted), s.theme.Text}},
		{"owner", owner},
		{"size", piece{s.told(&known, known.knowsSize(), !known.sized, format.ExactSize(known.size)), s.theme.Text}},
		{"visibility", visibility},
		{"protected", piece{s.told(&known, known.guarded, false, yesNo(known.protected)), s.theme.Text}},
	} {
		rows = s.wrapped(rows, one.name, []piece{one.value}, leastNames)
	}
	return rows
}

// groupLine draws the line over a group: how many images, or the only one,
// with as much of its id as leaves room for whose it is.
func (s *Screen) groupLine(b *block) []piece {
	if len(b.members) > 0 {
		return []piece{{s.arrow(b), s.theme.Key}, {images(len(b.members)), s.theme.Strong}}
	}
	step, measurer := &s.plan.Steps[b.only], s.theme.Cells
	known := s.place.factsOf(step)
	whose := piece{"", s.theme.Warn}
	switch {
	case step.MakesImage(), s.plan.Steps[0].MakesImage(): // and its data
		whose = piece{"  new", s.theme.Muted}
	case b.deletes: // told below
	case s.place.others(known):
		whose.text = "  of project " + measurer.Show(s.place.ownerName(known.owner))
	case !known.whole() && !known.loaded:
		whose = piece{"  not loaded", s.theme.Muted}
	}
	name := s.name(step.Name.IsEmpty(), measurer.Show(step.Name))
	id := "  " + measurer.Show(step.Image.Untrusted)
	room := s.width - margin - indent - 1
	if measurer.Width(name)+measurer.Width(id)+measurer.Width(whose.text) > room {
		id = "  " + s.id(step.Image, shortOwner)
	}
	if b.deletes || step.Image.IsEmpty() { // which is told below, or which the service chooses
		id = ""
	}
	name = measurer.Cut(name, max(room/2, room-measurer.Width(id)-measurer.Width(whose.text)))
	return []piece{{strings.Repeat(" ", indent), s.theme.Text}, {name, s.theme.Strong}, {id, s.theme.Muted}, whose}
}

// name is the name of an image, or that it has none.
func (s *Screen) name(missing bool, shown string) string {
	if missing {
		return "(no name)"
	}
	return shown
}

// arrow reports whether the images of a block are shown.
func (s *Screen) arrow(b *block) string {
	if b.open {
		return s.theme.Glyphs.Opened + " "
	}
	return s.theme.Glyphs.Folded + " "
}

// tagChanges are the tags that are added and removed.
func (s *Screen) tagChanges(changes []change.Change) []piece {
	var row []piece
	for i := range changes {
		if !changes[i].IsTag {
			continue
		}
		if len(row) > 0 {
			row = append(row, piece{"  ", s.theme.Text})
		}
		style := s.theme.Good
		if changes[i].Removes {
			style = s.theme.Bad
		}
		row = append(row, piece{change.Line(s.theme, &changes[i]), style})
	}
	return row
}

// values are what a field was and what it is to be.
func (s *Screen) values(one *change.Change) []piece {
	shown := func(field patch.Field, style theme.Style) piece {
		if change.Says(field) {
			style = s.theme.Muted
		}
		return piece{s.value(field), style}
	}
	if one.IsMember {
		return []piece{s.memberValue(one)}
	}
	after := shown(one.After, s.theme.Good)
	if !one.After.Set {
		after = piece{"removed", s.theme.Bad}
	}
	if !one.Known || one.Created {
		return []piece{after}
	}
	return []piece{shown(one.Before, s.theme.Text), {" " + s.theme.Glyphs.Arrow + " ", s.theme.Muted}, after}
}

// value is what a field holds; of a project also what it is called.
func (s *Screen) value(field patch.Field) string {
	shown := change.Value(s.theme, field)
	id, isText := field.Value.(string)
	if !change.HoldsProject(field.Name) || !isText || id == "" {
		return shown
	}
	owner := text.Of(id)
	name := s.place.ownerName(owner)
	if name == owner {
		return shown
	}
	return s.theme.Cells.Show(name) + " (" + shown + ")"
}

// wrapped adds a name and what stands behind it, on as many rows as it needs.
func (s *Screen) wrapped(rows [][]piece, name string, pieces []piece, names int) [][]piece {
	measurer := s.theme.Cells
	from := 2*indent + names + indent
	room := max(8, s.width-margin-from-1)
	if s.flat {
		head := piece{textwidth.Blank(2*indent) + measurer.Left(name, names) + textwidth.Blank(indent), s.theme.Muted}
		return append(rows, append([]piece{head}, s.fitted(pieces, room)...))
	}
	row := []piece{{strings.Repeat(" ", 2*indent), s.theme.Text}, {measurer.Left(name, names) + textwidth.Blank(indent), s.theme.Muted}}
	used := 0
	for _, p := range pieces {
		for i, line := range measurer.Wrap(p.text, room) {
			wide := measurer.Width(line)
			if i > 0 || used > 0 && used+wide > room {
				rows = append(rows, row)
				row = []piece{{strings.Repeat(" ", from), s.theme.Text}}
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

// fitted cuts values to one row: of two, each gets at least the half of it.
func (s *Screen) fitted(pieces []piece, room int) []piece {
	measurer := s.theme.Cells
	for _, p := range pieces {
		room -= measurer.Width(p.text)
	}
	if room >= 0 || len(pieces) == 0 {
		return pieces
	}
	fitted := slices.Clone(pieces)
	first, last := &fitted[0], &fitted[len(fitted)-1]
	total := measurer.Width(first.text) + measurer.Width(last.text) + room
	if len(fitted) > 1 {
		first.text = measurer.Cut(first.text, max(total/2, total-measurer.Width(last.text)))
		total -= measurer.Width(first.text)
	}
	last.text = measurer.Cut(last.text, total)
	return fitted
}
