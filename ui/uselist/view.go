package uselist

import (
	"strings"

	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/message"
	"glimpse/ui/problem"
	"glimpse/ui/table"
)

// above are the lines before the first row: what all of it comes to, a blank one,
// the titles of the columns.
const above = 3

// margin is the room at the left of the columns.
const margin = 2

// The columns.
const (
	columnImage = iota
	columnKind
	columnStatus
	columnName
	columnProject
	columnCreated
	columnID
)

func columns() []table.Column {
	return []table.Column{
		columnImage:   {Title: "IMAGE", Min: 16, Width: 30, Core: true, Flex: true, Middle: true},
		columnKind:    {Title: "KIND", Min: 6, Width: 6, Core: true},
		columnStatus:  {Title: "STATUS", Min: 9, Width: 9, Core: true},
		columnName:    {Title: "NAME", Min: 14, Width: 20, Core: true, Flex: true, Middle: true},
		columnProject: {Title: "PROJECT", Min: 12, Width: 18, Rank: 1},
		columnCreated: {Title: "CREATED", Min: 9, Width: 9, Rank: 2},
		columnID:      {Title: "ID", Min: 36, Width: 36, Rank: 3},
	}
}

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	if len(s.lines) == 0 {
		return s.instead().View(s.theme, s.width, s.height)
	}
	placed := table.Layout(columns(), s.width-margin-1)
	cells := make([]table.Cell, len(placed))
	for i, column := range placed {
		cells[i] = table.Cell{Text: column.Title, Style: s.theme.Heading}
	}
	var out strings.Builder
	style := s.theme.Text
	if s.said.Asking {
		style = s.theme.Busy
	}
	style.Write(&out, strings.Repeat(" ", margin)+s.theme.Cells.Cut(s.sentence(), s.width-margin-1))
	out.WriteString("\n\n" + strings.Repeat(" ", margin))
	table.WriteRow(&out, s.theme.Cells, placed, cells)
	lines := strings.Split(out.String(), "\n")
	first, end := s.rows.Visible()
	for i := first; i < end; i++ {
		lines = append(lines, s.row(i, placed))
	}
	for len(lines) < s.height {
		lines = append(lines, "")
	}
	return strings.Join(lines[:s.height], "\n")
}

// sentence says what all of it comes to.
func (s *Screen) sentence() string {
	said := s.theme.Cells.ShowString(s.said.Text)
	if s.said.Asking {
		said += s.theme.Glyphs.Ellipsis
	}
	return problem.Sentence(said)
}

func (s *Screen) row(i int, placed []table.Placed) string {
	l := s.lines[i]
	cells := make([]table.Cell, len(placed))
	for at, column := range placed {
		cells[at] = s.cell(&l, column.Index, i)
	}
	var out strings.Builder
	lead := strings.Repeat(" ", margin)
	if i == s.rows.Cursor() {
		table.WriteBar(&out, s.theme.Cells, lead, placed, cells, s.width, s.theme.Cursor)
		return out.String()
	}
	out.WriteString(lead)
	table.WriteRow(&out, s.theme.Cells, placed, cells)
	return out.String()
}

func (s *Screen) cell(l *line, column, row int) table.Cell {
	show, muted := s.theme.Cells.Show, s.theme.Muted
	switch column {
	case columnImage:
		first, _ := s.rows.Visible()
		switch {
		case row > first && s.lines[row-1].image == l.image && row != s.rows.Cursor():
			return table.Cell{} // it stands above
		case l.image.Name.IsEmpty():
			return table.Cell{Text: show(l.image.ID.Untrusted), Style: muted}
		}
		return table.Cell{Text: show(l.image.Name)}
	case columnKind:
		return table.Cell{Text: l.kind()}
	case columnStatus:
		return table.Cell{Text: show(l.use.Status)}
	case columnName:
		switch {
		case !l.use.Name.IsEmpty():
			return table.Cell{Text: show(l.use.Name)}
		case !l.use.Server.IsEmpty():
			return table.Cell{Text: "of server " + show(l.use.Server), Style: muted}
		}
		return table.Cell{Text: "(no name)", Style: muted}
	case columnProject:
		if name := s.names(l.use.Project); !name.IsEmpty() {
			return table.Cell{Text: show(name)}
		}
		return table.Cell{Text: show(l.use.Project), Style: muted}
	case columnCreated:
		if l.use.CreatedAt.IsZero() {
			return table.Cell{Text: s.theme.Glyphs.Dash, Style: muted}
		}
		return table.Cell{Text: format.ShortAge(s.now, l.use.CreatedAt), Style: muted}
	default:
		return table.Cell{Text: show(l.use.ID), Style: muted}
	}
}

// instead is what is shown where there is no row.
func (s *Screen) instead() message.Panel {
	back := message.Hint{Key: "esc", Label: "back to the images"}
	again := message.Hint{Key: s.theme.Keys.For("everywhere", action.Refresh), Label: "ask again"}
	panel := message.Panel{
		Title: "Nothing is known to use " + map[bool]string{true: "it", false: "them"}[len(s.images) == 1],
		Text:  []string{s.sentence()}, Hints: []message.Hint{again, back},
	}
	if s.found == nil {
		panel.Title, panel.Style = "Asking the compute and the block storage service"+s.theme.Glyphs.Ellipsis, s.theme.Busy
		panel.Text = []string{"Looking for servers and volumes made from " + format.Images(len(s.images)) + "."}
		panel.Hints = []message.Hint{back}
	}
	return panel
}
