package table

import (
	"strings"

	"glimpse/model/search"
	"glimpse/ui/cell"
	"glimpse/ui/theme"
)

// Cell is the text of one column in one row: escaped, on one line, and not
// yet fitted.
type Cell struct {
	Text  string
	Style theme.Style
	// Found are parts of the text that a search found, in order and apart,
	// which are shown in FoundStyle.
	Found      []search.Range
	FoundStyle theme.Style
}

// write appends as much of the text as content is.
func (c *Cell) write(out *strings.Builder, ruler cell.Ruler, content string) {
	kept := commonPrefix(content, c.Text)
	at := 0
	for _, found := range ruler.Whole(c.Text, c.Found) {
		if found.End > kept {
			break
		}
		c.Style.Write(out, content[at:found.Start])
		c.FoundStyle.Write(out, content[found.Start:found.End])
		at = found.End
	}
	c.Style.Write(out, content[at:])
}

// commonPrefix returns how many bytes of what is shown of a text are the
// text's own, and not the ellipsis.
func commonPrefix(shown, text string) int {
	if shown == text {
		return len(text)
	}
	n := 0
	for n < len(shown) && n < len(text) && shown[n] == text[n] {
		n++
	}
	return n
}

// WriteRow appends the cells of one row, each under its column, without
// trailing blanks. cells has one for each of placed.
func WriteRow(out *strings.Builder, ruler cell.Ruler, placed []Placed, cells []Cell) {
	pending := 0
	for i, column := range placed {
		content := ruler.Cut(cells[i].Text, column.Wide)
		blank := column.Wide - ruler.Width(content)
		if column.Right {
			pending += blank
			blank = 0
		}
		if content != "" {
			out.WriteString(cell.Blank(pending))
			cells[i].write(out, ruler, content)
			pending = 0
		}
		pending += blank + Gap
	}
}

// WriteBar appends one row in one style over the whole width, as the row
// under the cursor is. Blanks are written out: not every terminal paints the
// background of what it erases (GNU screen does not).
func WriteBar(out *strings.Builder, ruler cell.Ruler, lead string, placed []Placed, cells []Cell, width int, style theme.Style) {
	var line strings.Builder
	line.WriteString(lead)
	plain := make([]Cell, len(cells))
	for i := range cells {
		plain[i].Text = cells[i].Text
	}
	WriteRow(&line, ruler, placed, plain)
	style.Write(out, ruler.Left(line.String(), width))
}
