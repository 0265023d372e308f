package columns

import (
	"strings"

	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/theme"
)

const (
	// fixed are the lines that are no column: the frame, the rule, the two
	// lines below it, and the first line and the footer of the screen.
	fixed = 2 + 1 + 2 + 2
	// mostWide is how wide the pane is at most, mostName the room of a name.
	mostWide = 84
	mostName = 32
)

// View returns the lines of the pane and the cells that each takes.
func (p *Pane) View() (lines []string, wide int) {
	measurer := p.theme.Cells
	width := max(30, box.Width(p.width, mostWide)) - box.Sides
	names := 0
	for _, name := range p.names {
		names = max(names, min(mostName, measurer.Width(measurer.ShowString(name))))
	}
	rows := make([]string, 0, p.rows.Height()+3)
	first, end := p.rows.Visible()
	for i := first; i < end; i++ {
		rows = append(rows, p.row(i, names, width))
	}
	title := "Columns"
	if more := p.theme.Glyphs.More(p.rows.More()); more != "" {
		at, of := p.rows.Position()
		title += " " + p.theme.Glyphs.Dot + " " + format.Position("row", at, of) + ", " + more
	}
	rows = append(rows, box.Rule(p.theme, width))
	return box.Draw(p.theme, title, append(rows, p.foot(width)...), width), width + box.Sides
}

// row draws a column: whether it is shown, its name, and what it is.
func (p *Pane) row(i, names, width int) string {
	measurer := p.theme.Cells
	checkbox, style := "[ ]", p.theme.Muted
	if i < p.shown {
		checkbox, style = "["+p.theme.Glyphs.Marked+"]", p.theme.Text
	}
	name, help := measurer.Left(measurer.ShowString(p.names[i]), names), meaning(p.names[i])
	if i == p.rows.Cursor() && p.line == nil {
		return p.theme.Cursor.Render(measurer.Left(" "+checkbox+" "+name+"  "+help, width))
	}
	return box.NewRow(p.theme, width).Put(style, " "+checkbox+" "+name).Put(p.theme.Muted, "  "+help).String()
}

// foot are the two lines below the columns: what the order is for, or the name
// that is typed and what it could be.
func (p *Pane) foot(width int) []string {
	line := func(style theme.Style, text string) string {
		return box.NewRow(p.theme, width).Put(style, text).String()
	}
	if p.line == nil {
		said := format.Count(p.shown) + " of " + format.Count(len(p.names)) + " columns are shown."
		return []string{
			line(p.theme.Text, said),
			line(p.theme.Muted, "Where the window is too narrow, the last columns are left out first."),
		}
	}
	const lead = "column "
	typed := box.NewRow(p.theme, width).Put(p.theme.Key, lead).Styled(p.line.View(width-len(lead), "its name"), width-len(lead))
	return []string{typed.String(), line(p.theme.Muted, p.hint(width))}
}

// hint says what the typed name could be.
func (p *Pane) hint(width int) string {
	names := p.candidates()
	if len(names) == 0 {
		return "no name that is known holds this; " + p.theme.Keys.For("column-name", action.Enter) + " shows it all the same"
	}
	shown := make([]string, 0, len(names))
	used := 0
	for _, name := range names {
		// Names that are out of sight need no escaping.
		if used > width {
			break
		}
		shown = append(shown, p.theme.Cells.ShowString(name))
		used += p.theme.Cells.Width(shown[len(shown)-1]) + 2
	}
	return p.theme.Keys.For("column-name", action.Next) + ": " + strings.Join(shown, ", ")
}
