// Package box draws what the panes have in common: a frame with a title, and
// rows that are put together from styled pieces and take exactly their width.
package box

import (
	"strings"

	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// Sides are the cells that a frame takes beside its rows.
const Sides = 4

// A pane fills a screen that is narrower than fillBelow, and one of which less than
// leastBeside would be left over.
const fillBelow, leastBeside = 140, 16

// Width returns how wide a pane that wants so many cells is with its frame.
func Width(screen, wanted int) int {
	if screen < fillBelow || wanted > screen-leastBeside {
		return screen
	}
	return wanted
}

// Row is a line that is put together from the left. Its texts are the
// program's own, or were escaped by the measurer of the theme.
type Row struct {
	theme       *theme.Theme
	width, used int
	out         strings.Builder
}

// NewRow begins a row of width cells.
func NewRow(theme *theme.Theme, width int) *Row { return &Row{theme: theme, width: max(0, width)} }

// Put adds a text, or as much of it as there is room for.
func (r *Row) Put(style theme.Style, text string) *Row {
	text = r.theme.Cells.Cut(text, r.width-r.used)
	r.used += r.theme.Cells.Width(text)
	style.Write(&r.out, text)
	return r
}

// Styled adds what is styled already and takes a number of cells, for which
// there must be room.
func (r *Row) Styled(text string, cells int) *Row {
	r.out.WriteString(text)
	r.used += cells
	return r
}

// To adds blanks up to a column; none where the row is beyond it.
func (r *Row) To(column int) *Row {
	blanks := min(column, r.width) - r.used
	if blanks > 0 {
		r.out.WriteString(textwidth.Blank(blanks))
		r.used += blanks
	}
	return r
}

// Room returns the cells that are left.
func (r *Row) Room() int { return r.width - r.used }

// String returns the row in its full width.
func (r *Row) String() string {
	r.To(r.width)
	return r.out.String()
}

// Rule returns a line across width cells, with titles from the columns on that
// they are to stand at.
func Rule(theme *theme.Theme, width int, titles ...Title) string {
	row := NewRow(theme, width)
	line := func(to int) {
		if missing := min(to, width) - row.used; missing > 0 {
			row.Put(theme.Muted, strings.Repeat(theme.Glyphs.Frame.Top, missing))
		}
	}
	for _, title := range titles {
		line(title.At)
		row.Put(title.Style, " "+theme.Cells.Cut(title.Text, title.Room-2)+" ")
	}
	line(width)
	return row.String()
}

// Title is a text in a rule.
type Title struct {
	At, Room int
	Text     string
	Style    theme.Style
}

// Draw draws a frame with a title around rows of width cells each. What is
// returned takes [Sides] cells more.
func Draw(theme *theme.Theme, title string, rows []string, width int) []string {
	frame := theme.Glyphs.Frame
	title = theme.Cells.Cut(title, width-1)
	rest := max(0, width-theme.Cells.Width(title)-1)
	out := make([]string, 0, len(rows)+2)
	out = append(out, theme.Border.Render(frame.TopLeft+frame.Top)+theme.Accent.Render(" "+title+" ")+
		theme.Border.Render(strings.Repeat(frame.Top, rest)+frame.TopRight))
	side := theme.Border.Render(frame.Left)
	for _, row := range rows {
		out = append(out, side+" "+row+" "+side)
	}
	return append(out, theme.Border.Render(frame.BottomLeft+strings.Repeat(frame.Bottom, width+2)+frame.BottomRight))
}
