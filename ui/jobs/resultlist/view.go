package resultlist

import (
	"strings"

	"glimpse/ui/box"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/table"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	switch {
	case s.width <= 0 || s.height <= 0:
		return ""
	case s.width < outcome.LeastWidth:
		return strings.Repeat("\n", s.height-1)
	}
	lines := make([]string, 0, s.height+1)
	if s.open {
		first, end := s.scroll.Visible(len(s.lines))
		lines = append(lines, s.lines[first:end]...)
	} else {
		lines = append(lines, s.items.Head()...)
		lines = append(lines, s.rows()...)
	}
	for len(lines) < s.height {
		lines = append(lines, "")
	}
	return strings.Join(lines[:s.height], "\n")
}

// rows draws the items that are visible under the titles of their columns, or why
// there is none.
func (s *Screen) rows() []string {
	if s.items.Count() == 0 {
		return []string{s.Line(s.items.None())}
	}
	placed := table.Layout(s.items.Columns(), s.width-outcome.Lead-1)
	lines := make([]string, 0, s.list.Height()+1)
	lines = append(lines, outcome.Headings(s.theme, placed))
	first, end := s.list.Visible()
	for row := first; row < end; row++ {
		item := s.items.At(row)
		one := s.items.Row(item, placed)
		mark := " "
		if one.Marked {
			mark = s.theme.Glyphs.Marked
		}
		lines = append(lines, outcome.Row(s.theme, mark, one.Shape, one.Style, placed, one.Cells, s.width, item == s.cursor))
	}
	return lines
}

// Line draws a line beside the rows, in the width of the screen.
func (s *Screen) Line(said string) string {
	return textwidth.Blank(outcome.Lead) + s.theme.Muted.Render(s.theme.Cells.Cut(said, s.width-outcome.Lead-1))
}

// NameCell is the name of an image with what a search has found in it, or that it
// has none. The text is escaped.
func (s *Screen) NameCell(name string) table.Cell {
	if name == "" {
		return table.Cell{Text: "(no name)", Style: s.theme.Muted}
	}
	return s.Found(name)
}

// Found is a cell with what a search has found in it. The text is escaped.
func (s *Screen) Found(shown string) table.Cell {
	one := table.Cell{Text: shown}
	if !s.sought.IsEmpty() {
		one.Found, one.FoundStyle = s.sought.Ranges(shown), s.theme.Match
	}
	return one
}

// ShortID writes the beginning of an id, or all of one that is odd.
func (s *Screen) ShortID(id string) table.Cell {
	const whole, enough = 36, 8
	if len(id) == whole {
		id = id[:enough]
	}
	return table.Cell{Text: s.theme.Cells.ShowString(id), Style: s.theme.Muted}
}

// Heading returns the first lines of the detail: the outcome and the name. Both are
// escaped.
func (s *Screen) Heading(shape, word string, style theme.Style, name string) []string {
	named := table.Cell{Text: name, Style: s.theme.Strong}
	if name == "" {
		named = s.NameCell("")
	}
	row := box.NewRow(s.theme, s.width-1).Put(s.theme.Text, " ").Put(style, shape+" "+word)
	return []string{"", strings.TrimRight(row.Put(s.theme.Text, "   ").Put(named.Style, named.Text).String(), " "), ""}
}

// Field returns a name and a value, on as many lines as the value needs, and
// nothing of an empty one. The value is escaped.
func (s *Screen) Field(name, value string, style theme.Style) []string {
	if value == "" {
		return nil
	}
	var lines []string
	room := max(1, s.width-s.texts.Label-outcome.Lead-1)
	for i, line := range s.theme.Cells.Wrap(value, room) {
		if i > 0 {
			name = ""
		}
		lines = append(lines, textwidth.Blank(outcome.Lead)+
			s.theme.Muted.Render(s.theme.Cells.Left(name, s.texts.Label))+style.Render(s.theme.Cells.Cut(line, room)))
	}
	return lines
}

// Width returns the width of the screen.
func (s *Screen) Width() int { return s.width }
