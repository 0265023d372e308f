package outcome

import (
	"strings"

	"glimpse/ui/table"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// Lead are the cells before the columns of a row: a blank, the shape, a blank.
const Lead = 3

// LeastWidth is how wide a screen of such rows is at least for anything to be
// drawn: less tells nobody anything.
const LeastWidth = 24

// Headings draws the titles of columns as they stand above such rows.
func Headings(theme *theme.Theme, placed []table.Placed) string {
	cells := make([]table.Cell, len(placed))
	for i, column := range placed {
		cells[i] = table.Cell{Text: column.Title, Style: theme.Heading}
	}
	var out strings.Builder
	out.WriteString(textwidth.Blank(Lead))
	table.WriteRow(&out, theme.Cells, placed, cells)
	return out.String()
}

// Row draws a row that begins with the sign of a mark, or a blank, and a shape, as a bar over the whole width
// where it is under the cursor. cells has one for each column of placed; their
// texts are escaped.
func Row(
	theme *theme.Theme, mark, shape string, style theme.Style, placed []table.Placed, cells []table.Cell, width int, under bool,
) string {
	var out strings.Builder
	if under {
		table.WriteBar(&out, theme.Cells, mark+shape+" ", placed, cells, width, theme.Cursor)
		return out.String()
	}
	theme.Accent.Write(&out, mark)
	style.Write(&out, shape)
	out.WriteByte(' ')
	table.WriteRow(&out, theme.Cells, placed, cells)
	return out.String()
}
