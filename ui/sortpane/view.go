package sortpane

import (
	"strconv"
	"strings"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/box"
	"glimpse/ui/theme"
)

// The sizes in cells and lines that the pane is laid out by.
const (
	leastWide = 60
	mostWide  = 100
	mostTall  = 40
	// outside are the lines of the screen that stay in sight: the first and
	// the footer.
	outside = 2
	// footLines are the lines that say who makes the order, in any width.
	footLines = 3
	// The columns of a row: the pointer, the number, the name, the direction,
	// who sorts, and what the key is.
	numberAt, nameAt = 2, 6
	mostName         = 24
	directionWidth   = len("smallest first") + 4
	placeWidth       = len("server") + 2
)

func (p *Pane) contentWidth() int {
	return max(leastWide, box.Width(p.width, mostWide)) - box.Sides
}

// listHeight is how many keys are seen at once.
func (p *Pane) listHeight() int {
	room := min(p.height-outside, mostTall) - 2 - 1 - footLines
	return max(1, min(room, len(p.shown)))
}

// View returns the lines of the pane and the cells that each takes.
func (p *Pane) View() (lines []string, wide int) {
	width := p.contentWidth()
	rows := make([]string, 0, p.rows.Height()+1+footLines)
	names := 0
	first, end := p.rows.Visible()
	for _, field := range p.shown[first:end] {
		names = max(names, p.theme.Cells.Width(p.name(field)))
	}
	names = min(names, mostName)
	for i := first; i < end; i++ {
		rows = append(rows, p.row(i, names, width))
	}
	rows = append(rows, box.Rule(p.theme, width))
	rows = append(rows, p.foot(width)...)
	return box.Draw(p.theme, p.title(), rows, width), width + box.Sides
}

func (p *Pane) title() string {
	more := p.theme.Glyphs.Arrows(p.rows.More())
	if p.finder.On() {
		return "Sort /" + p.theme.Cells.ShowString(p.finder.Typed())
	}
	if more == "" {
		return "Sort"
	}
	return "Sort " + more + " " + strconv.Itoa(len(p.shown)) + " keys"
}

// row draws a key: which of the order it is and in what direction, who sorts
// by it, and what it is.
func (p *Pane) row(i, names, width int) string {
	field := p.shown[i]
	pointer, number, direction, place := "", "", "", query.Server
	name := p.name(field)
	if p.byName[field].local {
		place = query.Local
	}
	nameStyle, placeStyle := p.theme.Text, p.theme.Muted
	if at := p.place(field); at >= 0 {
		number = strconv.Itoa(at + 1)
		direction = p.direction(p.order[at])
		nameStyle, placeStyle = p.theme.Strong, p.theme.Server
		if p.byName[field].local {
			placeStyle = p.theme.Local
		}
	}
	if i == p.rows.Cursor() {
		pointer = p.theme.Glyphs.Pointer
	}
	measurer := p.theme.Cells
	text := []string{
		measurer.Left(pointer, numberAt), measurer.Left(number, nameAt-numberAt), measurer.Left(name, names+2),
		measurer.Left(direction, directionWidth), measurer.Left(place.String(), placeWidth), p.meaning(field),
	}
	if i == p.rows.Cursor() {
		return box.NewRow(p.theme, width).Put(p.theme.Cursor, measurer.Left(strings.Join(text, ""), width)).String()
	}
	row := box.NewRow(p.theme, width)
	for column, style := range []theme.Style{p.theme.Key, p.theme.Key, nameStyle, p.theme.Text, placeStyle, p.theme.Muted} {
		row.Put(style, text[column])
	}
	return row.String()
}

// direction says in a sign and in words which way a key sorts.
func (p *Pane) direction(sorted query.SortKey) string {
	sign, words := p.theme.Glyphs.Ascending, directions[kindOf(sorted.Field)]
	word := words[0]
	if sorted.Descending {
		sign, word = p.theme.Glyphs.Descending, words[1]
	}
	return sign + " " + word
}

// directions says what comes first, ascending and descending.
var directions = map[model.Kind][2]string{
	model.KindText:  {"A to Z", "Z to A"},
	model.KindWord:  {"A to Z", "Z to A"},
	model.KindOther: {"A to Z", "Z to A"},
	model.KindBytes: {"smallest first", "largest first"},
	model.KindGiB:   {"smallest first", "largest first"},
	model.KindMiB:   {"smallest first", "largest first"},
	model.KindBool:  {"false first", "true first"},
	model.KindTime:  {"oldest first", "newest first"},
	model.KindTags:  {"fewest first", "most first"},
}

// foot says who makes the order, and what that costs.
func (p *Pane) foot(width int) []string {
	style, said := p.theme.Server, "The service sorts: images come in this order, page by page."
	switch {
	case len(p.order) == 0:
		said = "No sort: newest first."
	case p.local:
		style, said = p.theme.Local, "Sorted here: every image has to be read, because "+p.theme.Cells.ShowString(p.why)+"."
	}
	rows := make([]string, 0, footLines)
	wrapped := p.theme.Cells.Wrap(said, width)
	if len(wrapped) > footLines {
		// A property's name may be long; that it goes on is to be seen.
		wrapped[footLines-1] = p.theme.Cells.Cut(strings.Join(wrapped[footLines-1:], " "), width)
		wrapped = wrapped[:footLines]
	}
	for _, line := range wrapped {
		rows = append(rows, box.NewRow(p.theme, width).Put(style, line).String())
	}
	for len(rows) < footLines {
		rows = append(rows, box.NewRow(p.theme, width).String())
	}
	return rows
}
