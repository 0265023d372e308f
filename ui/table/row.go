package table

import (
	"slices"
	"strings"

	"glimpse/model/search"
	"glimpse/ui/textwidth"
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
	// Pieces are what the text is made of, each in its own style, where they fit
	// the column; under the cursor all are in one style.
	Pieces []Piece
}

// Piece is a part of a text in a style.
type Piece struct {
	Text  string
	Style theme.Style
}

// OfPieces returns the cell of pieces.
func OfPieces(pieces []Piece) Cell {
	var whole strings.Builder
	for _, piece := range pieces {
		whole.WriteString(piece.Text)
	}
	return Cell{Text: whole.String(), Pieces: pieces}
}

// write appends as much of the text as content is: its beginning, and its end
// where it was cut in the middle. What was found is marked where all of it is seen.
func (c *Cell) write(out *strings.Builder, measurer textwidth.Measurer, content string) {
	if content == c.Text && len(c.Pieces) > 0 {
		for _, piece := range c.Pieces {
			piece.Style.Write(out, piece.Text)
		}
		return
	}
	kept := commonPrefix(content, c.Text)
	after := len(c.Text) - commonSuffix(content[kept:], c.Text[kept:])
	shift := len(content) - len(c.Text)
	at := 0
	for _, found := range measurer.Whole(c.Text, c.Found) {
		switch {
		case found.End <= kept:
		case found.Start >= after:
			found.Start, found.End = found.Start+shift, found.End+shift
		default:
			continue
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

// commonSuffix returns how many bytes of what is shown of a text are the text's own
// end.
func commonSuffix(shown, text string) int {
	n := 0
	for n < len(shown) && n < len(text) && shown[len(shown)-1-n] == text[len(text)-1-n] {
		n++
	}
	return n
}

// mostStyled is how many blanks between two cells of one style are written in it: more
// of them are cheaper to erase than to write.
const mostStyled = 16

// WriteRow appends the cells of one row, each under its column, without
// trailing blanks. cells has one for each of placed. A few blanks between two cells of
// one style are in it, which a terminal is told in fewer bytes.
func WriteRow(out *strings.Builder, measurer textwidth.Measurer, placed []Placed, cells []Cell) {
	pending := 0
	var before theme.Style
	for i, column := range placed {
		one, content := cells[i].fitted(measurer, &column)
		blank := column.Wide - measurer.Width(content)
		if column.Right {
			pending += blank
			blank = 0
		}
		if content != "" {
			if one.Style != before || pending > mostStyled {
				before = theme.Style{}
			}
			before.Write(out, textwidth.Blank(pending))
			one.write(out, measurer, content)
			pending, before = 0, one.Style
		}
		pending += blank + Gap
	}
}

// fitted returns the cell with as much of its text as its column has room for. Where
// all that was found is in the middle that is cut out, the text begins with it.
func (c Cell) fitted(measurer textwidth.Measurer, column *Placed) (Cell, string) {
	content := column.cut(measurer, c.Text)
	if !column.Middle || content == c.Text || len(c.Found) == 0 {
		return c, content
	}
	kept := commonPrefix(content, c.Text)
	after := len(c.Text) - commonSuffix(content[kept:], c.Text[kept:])
	found := measurer.Whole(c.Text, c.Found)
	if len(found) == 0 || slices.ContainsFunc(found, func(r search.Range) bool { return r.End <= kept || r.Start >= after }) {
		return c, content
	}
	from := found[0].Start
	c.Text = measurer.Ellipsis + c.Text[from:]
	c.Found = slices.Clone(found)
	for i := range c.Found {
		c.Found[i].Start += len(measurer.Ellipsis) - from
		c.Found[i].End += len(measurer.Ellipsis) - from
	}
	return c, column.cut(measurer, c.Text)
}

func (p *Placed) cut(measurer textwidth.Measurer, text string) string {
	if p.Middle {
		return measurer.CutMiddle(text, p.Wide)
	}
	return measurer.Cut(text, p.Wide)
}

// WriteBar appends one row in one style over the whole width, as the row
// under the cursor is. Blanks are written out: not every terminal paints the
// background of what it erases (GNU screen does not).
func WriteBar(out *strings.Builder, measurer textwidth.Measurer, lead string, placed []Placed, cells []Cell, width int, style theme.Style) {
	var line strings.Builder
	line.WriteString(lead)
	plain := make([]Cell, len(cells))
	for i := range cells {
		plain[i].Text, plain[i].Found = cells[i].Text, cells[i].Found
	}
	WriteRow(&line, measurer, placed, plain)
	style.Write(out, measurer.Left(line.String(), width))
}
