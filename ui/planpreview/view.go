package planpreview

import (
	"strings"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/table"
	"glimpse/ui/textwidth"
)

// leastWidth is how wide the screen is at least for anything to be drawn: less
// shows nothing that a plan could be judged by.
const leastWidth = 24

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	switch {
	case s.width <= 0 || s.height <= 0:
		return ""
	case s.width < leastWidth:
		return strings.Repeat("\n", s.height-1)
	}
	lines := make([]string, 0, s.height)
	lines = append(lines, s.top()...)
	foot := s.foot()
	if s.exact {
		lines = append(lines, s.requests.view()...)
	} else {
		lines = append(lines, s.fields()...)
	}
	for len(lines) < s.height-len(foot) {
		lines = append(lines, "")
	}
	lines = append(lines[:max(0, min(len(lines), s.height-len(foot)))], foot...)
	return strings.Join(lines[:min(len(lines), s.height)], "\n")
}

// top draws the heading: what is to be done and where, and how much of it.
func (s *Screen) top() []string {
	room := max(1, s.width-margin-1)
	wrapped := s.theme.Cells.Wrap(s.heading(room), room)
	lines := make([]string, 0, len(wrapped)+2)
	for _, line := range wrapped {
		lines = append(lines, textwidth.Blank(margin)+s.theme.Strong.Render(s.theme.Cells.Cut(line, room)))
	}
	lines = append(lines, s.summary(room), "")
	return lines[:min(len(lines), max(0, s.height-1))]
}

// The two sides, as they are written beside each other: the one that is seen
// in brackets.
const (
	sideFields   = "fields"
	sideRequests = "requests"
	sidesWide    = len("[" + sideFields + "] " + sideRequests + " ")
)

// summary draws the line below the heading: the command, how many images are
// left out, that there is more, and which side is shown.
func (s *Screen) summary(room int) string {
	measurer, dot := s.theme.Cells, " "+s.theme.Glyphs.Dot+" "
	note := s.more()
	if s.exact {
		note = s.requests.note()
	}
	if note != "" {
		note += "  "
	}
	row := box.NewRow(s.theme, s.width).Put(s.theme.Text, textwidth.Blank(margin))
	right := max(margin, s.width-1-sidesWide-measurer.Width(note))
	said := ""
	if left := len(s.plan.LeftOut); left > 0 && !s.plan.IsEmpty() {
		said = dot + format.Count(left) + " left out"
	}
	title := measurer.Cut(measurer.ShowString(s.plan.Title), max(0, min(room, right-margin-2)-measurer.Width(said)))
	row.Put(s.theme.Muted, measurer.Cut(title+said, max(0, right-margin-2)))
	row.To(right).Put(s.theme.Muted, note)
	for _, side := range []struct {
		name string
		seen bool
	}{{sideFields, !s.exact}, {sideRequests, s.exact}} {
		if side.seen {
			row.Put(s.theme.Strong, "["+side.name+"]")
		} else {
			row.Put(s.theme.Muted, " "+side.name+" ")
		}
	}
	return strings.TrimRight(row.String(), " ")
}

// more says which way there is more of the fields.
func (s *Screen) more() string { return s.theme.Glyphs.More(s.list.More()) }

// foot draws what is asked for before the plan is sent, where something is.
func (s *Screen) foot() []string {
	asked := s.asked()
	if asked == "" || s.barred() != "" {
		return nil
	}
	measurer := s.theme.Cells
	shown := measurer.ShowString(asked)
	row := box.NewRow(s.theme, s.width-1).Put(s.theme.Text, textwidth.Blank(margin))
	if !s.typing {
		send := s.theme.Keys.For("preview", action.Send)
		row.Put(s.theme.Key, send).Put(s.theme.Muted, " asks you to type ").
			Put(s.theme.Strong, shown).Put(s.theme.Muted, " before anything is sent.")
		return []string{"", strings.TrimRight(row.String(), " ")}
	}
	enter := s.theme.Keys.For("preview-word", action.Enter)
	row.Put(s.theme.Warn, "Type ").Put(s.theme.Strong, shown).Put(s.theme.Warn, " and press "+enter+": ")
	room := min(row.Room()-1, max(12, measurer.Width(shown)+4))
	row.Styled(s.word.View(room, ""), max(0, room))
	if s.wrong != "" {
		row.Put(s.theme.Bad, "  that is not "+shown+"; "+s.wrong)
	}
	return []string{"", row.String()}
}

// fields draws the rows of the fields that are seen.
func (s *Screen) fields() []string {
	s.layoutVisible()
	row, last := s.list.Visible()
	lines := make([]string, 0, s.list.Height())
	for row < last {
		at := s.blockAt(row)
		end := min(last, s.starts[at+1])
		lines = append(lines, s.blockRows(at, row, end)...)
		row = end
	}
	return lines
}

// blockRows draws rows of one block.
func (s *Screen) blockRows(at, from, to int) []string {
	b, start := &s.blocks[at], s.starts[at]
	var head [][]piece
	if from < start+b.head {
		head = s.head(b)
	}
	placed := table.Layout(s.memberColumns(b), min(s.width-margin-2*indent-1, mostTable))
	lines := make([]string, 0, to-from)
	for row := from; row < to; row++ {
		switch in := row - start; {
		case row == s.starts[at+1]-1:
			lines = append(lines, "")
		case in < b.head:
			lines = append(lines, s.headLine(head, in, b.kind, row == s.list.Cursor()))
		case in == b.head:
			lines = append(lines, s.memberHeading(placed, row == s.list.Cursor()))
		default:
			lines = append(lines, s.member(b, b.members[in-b.head-1], placed, row == s.list.Cursor()))
		}
	}
	return lines
}

// headLine draws a row of a heading. What is said above the changes keeps its
// colours under the cursor: a warning is to be read as one.
func (s *Screen) headLine(head [][]piece, at int, kind blockKind, under bool) string {
	if at >= len(head) {
		return ""
	}
	pieces, row := head[at], box.NewRow(s.theme, s.width)
	switch {
	case under && kind == saying:
		row.Put(s.theme.Key, s.theme.Glyphs.Pointer)
	case under:
		var plain strings.Builder
		for _, p := range pieces {
			plain.WriteString(p.text)
		}
		return s.theme.Cursor.Render(s.theme.Cells.Left(textwidth.Blank(margin)+plain.String(), s.width))
	default:
		row.Put(s.theme.Text, textwidth.Blank(margin))
	}
	for _, p := range pieces {
		row.Put(p.style, s.theme.Cells.Cut(p.text, row.Room()-1))
	}
	return strings.TrimRight(row.String(), " ")
}

// mostTable is how wide the images of a group are drawn at most: farther apart
// the eye loses the row.
const mostTable = 120

// wideID is how wide a screen is that has room for whole ids.
const wideID = 110

// The columns of the images of a group.
const (
	memberName = iota
	memberID
	memberOwner
	memberSize
	memberVisibility
	memberProtected
	memberShared
)

// memberColumns says how much room what is told of an image wants: for a
// deletion everything that a person looks at before it.
func (s *Screen) memberColumns(b *block) []table.Column {
	columns := []table.Column{
		memberName:       {Title: "NAME", Min: 16, Width: 28, Core: true, Flex: true, Middle: true},
		memberID:         {Title: "ID", Min: 8, Width: 8, Rank: 3},
		memberOwner:      {Title: "OWNER", Min: 8, Width: 16, Rank: 2},
		memberSize:       {Title: "SIZE", Min: 8, Width: 8, Rank: 2, Right: true},
		memberVisibility: {Title: "VISIBILITY", Min: 10, Width: 10, Rank: 2},
		memberProtected:  {Title: "PROTECTED", Min: 9, Width: 9, Rank: 2},
		memberShared:     {Title: "SHARED", Min: 6, Width: 6, Rank: 2},
	}
	switch {
	case b.kind == left:
		columns[memberID].Width = 36
		return columns[:memberOwner]
	case !b.deletes:
		columns[memberSize].Min = 1 << 20 // wider than any screen
		columns[memberShared].Min = 1 << 20
		columns[memberProtected].Rank = 4
		if s.width >= wideID {
			columns[memberID].Width = 36
		}
	default:
		for _, at := range []int{memberOwner, memberSize, memberVisibility, memberProtected, memberShared} {
			columns[at].Core = true
		}
	}
	return columns
}

func (s *Screen) memberHeading(placed []table.Placed, under bool) string {
	cells := make([]table.Cell, len(placed))
	for i, column := range placed {
		cells[i] = table.Cell{Text: column.Title, Style: s.theme.Heading}
	}
	return s.tableRow(placed, cells, under)
}

func (s *Screen) tableRow(placed []table.Placed, cells []table.Cell, under bool) string {
	var out strings.Builder
	if under {
		table.WriteBar(&out, s.theme.Cells, textwidth.Blank(margin+2*indent), placed, cells, s.width, s.theme.Cursor)
		return out.String()
	}
	out.WriteString(textwidth.Blank(margin + 2*indent))
	table.WriteRow(&out, s.theme.Cells, placed, cells)
	return out.String()
}

// member draws one image of a group, or of what is left out.
func (s *Screen) member(b *block, at int, placed []table.Placed, under bool) string {
	if b.kind == left {
		one := &s.plan.LeftOut[at]
		return s.tableRow(placed, s.memberCells(placed, one.Image, one.Name, facts{}), under)
	}
	step := &s.plan.Steps[at]
	return s.tableRow(placed, s.memberCells(placed, step.Image, step.Name, s.place.factsOf(step)), under)
}

func (s *Screen) memberCells(placed []table.Placed, id model.ImageID, name text.Untrusted, known facts) []table.Cell {
	cells := make([]table.Cell, len(placed))
	show := s.theme.Cells.Show
	for i, column := range placed {
		switch column.Index {
		case memberName:
			cells[i].Text = s.name(name.IsEmpty(), show(name))
		case memberID:
			cells[i] = table.Cell{Text: s.id(id, column.Wide), Style: s.theme.Muted}
		case memberOwner:
			cells[i].Text = s.told(&known, known.owned, known.owner.IsEmpty(), show(s.place.ownerName(known.owner)))
			if s.place.others(known) {
				cells[i].Style = s.theme.Warn
			}
		case memberSize:
			cells[i].Text = s.told(&known, known.knowsSize(), !known.sized, format.Size(known.size))
		case memberVisibility:
			cells[i].Text = s.told(&known, known.visible, known.visibility.IsEmpty(), show(known.visibility.Untrusted))
			if known.visibility == model.VisibilityPublic {
				cells[i].Style = s.theme.Warn
			}
		case memberProtected:
			cells[i].Text = s.told(&known, known.guarded, false, yesNo(known.protected))
		case memberShared:
			cells[i].Text = s.told(&known, known.visible, known.visibility.IsEmpty(), yesNo(known.shared()))
		}
	}
	return cells
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// told writes what is known of an image, or a sign for what it does not have or
// for what is not known here. Of a record that is loaded it says in a word that
// something is unknown.
func (s *Screen) told(of *facts, known, missing bool, shown string) string {
	switch {
	case !known && of.loaded:
		return "unknown"
	case !known:
		return s.theme.Glyphs.Unknown
	case missing:
		return s.theme.Glyphs.Dash
	default:
		return shown
	}
}

// id writes as much of an id as tells images apart where there is no room for
// all of it.
func (s *Screen) id(id model.ImageID, room int) string {
	raw := id.Raw()
	const whole, enough = 36, 8
	if len(raw) == whole && room < whole {
		return s.theme.Cells.ShowString(raw[:enough])
	}
	return s.theme.Cells.Show(id.Untrusted)
}
