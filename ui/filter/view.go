package filter

import (
	"strconv"

	"github.com/charmbracelet/x/ansi"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/theme"
	"glimpse/ui/widget/lineedit"
	"glimpse/ui/widget/listview"
)

// View returns the lines of the pane and the cells that each takes.
func (p *Pane) View() (lines []string, wide int) {
	l := p.layout()
	rows := make([]string, 0, l.rows)
	rows = append(rows, p.lineRow(l.width), p.markRow(l.width))
	rows = append(rows, p.termRows(l)...)
	rows = append(rows, p.titles(l))
	left, right := p.keyRows(l), p.rightRows(l)
	for i := range l.list {
		row := box.NewRow(p.theme, l.width).Styled(left[i], l.keys)
		row.Put(p.theme.Muted, " "+p.theme.Glyphs.Frame.Left+" ")
		rows = append(rows, row.Styled(right[i], l.right).String())
	}
	rows = rows[:min(len(rows), l.rows)]
	return box.Draw(p.theme, "Filter", rows, l.width), l.width + box.Sides
}

// sign stands before the line.
const signWidth = 2

func (p *Pane) lineRow(width int) string {
	row := box.NewRow(p.theme, width)
	if p.focus != theLine {
		if p.line.Value() == "" {
			return row.To(signWidth).Put(p.theme.Muted, "no filter").String()
		}
		// The same part of the line, without the cursor.
		return row.To(signWidth).Styled(ansi.Strip(p.line.View(width-signWidth, "")), width-signWidth).String()
	}
	row.Put(p.theme.Key, p.theme.Glyphs.Pointer).To(signWidth)
	hint := "type here, such as status=active name~ubuntu; " + p.theme.Keys.For("filter-line", action.Next) + " goes to the keys"
	return row.Styled(p.line.View(width-signWidth, hint), width-signWidth).String()
}

// String says how many images the filter finds, or nothing while that is not known.
func (m Matches) String() string {
	switch {
	case !m.Known:
		return ""
	case m.Complete:
		return format.Count(m.Count) + " of " + format.Images(m.Of) + " match"
	default:
		return format.Count(m.Count) + " of " + format.Count(m.Of) + " loaded match"
	}
}

// markRow marks the place of a mistake under the line, or says how many images a right
// one finds.
func (p *Pane) markRow(width int) string {
	row := box.NewRow(p.theme, width)
	if len(p.mistakes) == 0 {
		return row.To(signWidth).Put(p.theme.Muted, p.matches.String()).String()
	}
	mistake := p.mistake()
	at := lineedit.RuneOffset(p.line.Value(), mistake.Offset)
	column, seen := p.line.Column(at, width-signWidth)
	if !seen {
		return row.String()
	}
	return row.To(signWidth+column).Put(p.mistakeStyle(), "^").String()
}

// mistakeStyle is milder for what is not finished yet.
func (p *Pane) mistakeStyle() theme.Style {
	if p.unfinished(p.mistake()) {
		return p.theme.Warn
	}
	return p.theme.Bad
}

// termRows says what is wrong with the line, or who evaluates which term and
// why.
func (p *Pane) termRows(l layout) []string {
	var rows []string
	switch {
	case len(p.mistakes) > 0:
		rows = p.mistakeRows(l.width)
	case len(p.placed) == 0:
		text := "Every image that the service lists by itself: none that is hidden, and no community image of another project."
		for _, line := range p.theme.Cells.Wrap(text, l.width-signWidth) {
			rows = append(rows, box.NewRow(p.theme, l.width).To(signWidth).Put(p.theme.Muted, line).String())
		}
	default:
		rows = p.placeRows(l.width, true)
		if len(rows) > l.terms {
			rows = p.placeRows(l.width, false)
		}
	}
	if more := len(rows) - l.terms; more > 0 {
		said := "and " + format.Count(more+1) + " more lines"
		rows = append(rows[:l.terms-1], box.NewRow(p.theme, l.width).To(signWidth).Put(p.theme.Muted, said).String())
	}
	for len(rows) < l.terms {
		rows = append(rows, box.NewRow(p.theme, l.width).String())
	}
	return rows
}

func (p *Pane) mistakeRows(width int) []string {
	measurer, mistake := p.theme.Cells, p.mistake()
	said := "column " + strconv.Itoa(mistake.Column) + ": " + mistake.Problem
	if more := len(p.mistakes) - 1; more > 0 {
		said += " (and " + format.Counted(more, "more mistake", "more mistakes") + ")"
	}
	problem := measurer.Wrap(measurer.ShowString(said), width-signWidth)
	rows := make([]string, 0, len(problem)+1)
	sign := p.theme.Glyphs.Fault
	for _, line := range problem {
		rows = append(rows, box.NewRow(p.theme, width).Put(p.mistakeStyle(), sign).To(signWidth).Put(p.mistakeStyle(), line).String())
		sign = ""
	}
	for _, line := range measurer.Wrap(measurer.ShowString("expected: "+mistake.Expected), width-signWidth) {
		rows = append(rows, box.NewRow(p.theme, width).To(signWidth).Put(p.theme.Text, line).String())
	}
	return rows
}

// placeWidth is the room of the words that say where a term is evaluated.
const placeWidth = signWidth + len("narrowed  ")

// reasonAt is where a reason begins that has a row of its own.
const reasonAt = 2 * signWidth

// placeRows shows the terms of the service side by side, and then each other
// term with the reason why it is not the service's alone: all of the reason,
// or as much as fits beside the term.
func (p *Pane) placeRows(width int, whole bool) []string {
	var rows []string
	row := (*box.Row)(nil)
	for _, placed := range p.placed {
		if placed.Evaluator != query.Server {
			continue
		}
		shown := p.theme.Cells.ShowString(placed.Term.String())
		switch {
		case row == nil:
			row = p.placeRow(width, p.theme.Server, query.Server)
		case row.Room() < 2+p.theme.Cells.Width(shown):
			rows = append(rows, row.String())
			row = box.NewRow(p.theme, width).To(placeWidth)
		default:
			row.Put(p.theme.Text, "  ")
		}
		row.Put(p.theme.Server, shown)
	}
	if row != nil {
		rows = append(rows, row.String())
	}
	for _, placed := range p.placed {
		if placed.Evaluator != query.Server {
			rows = append(rows, p.localRows(width, placed, whole)...)
		}
	}
	return rows
}

func (p *Pane) placeRow(width int, style theme.Style, place query.Evaluator) *box.Row {
	return box.NewRow(p.theme, width).To(signWidth).Put(style, place.String()).To(placeWidth)
}

// localRows shows a term with its reason: beside it, or below if it does not
// fit there and is wanted whole.
func (p *Pane) localRows(width int, placed query.EvaluatedTerm, whole bool) []string {
	shown := p.theme.Cells.ShowString(placed.Term.String())
	row := p.placeRow(width, p.theme.Local, placed.Evaluator).Put(p.theme.Local, shown)
	why := p.theme.Cells.ShowString(placed.Why)
	if !whole || row.Room() >= 2+p.theme.Cells.Width(why) {
		return []string{row.Put(p.theme.Muted, "  "+why).String()}
	}
	rows := []string{row.String()}
	for _, line := range p.theme.Cells.Wrap(why, width-reasonAt) {
		rows = append(rows, box.NewRow(p.theme, width).To(reasonAt).Put(p.theme.Muted, line).String())
	}
	return rows
}

// titles is the rule above the lists, with what they are and whether there is
// more than is seen.
func (p *Pane) titles(l layout) string {
	title, key := p.rightTitle()
	left := "Keys" + p.more(&p.keyList)
	keyStyle, rightStyle := p.theme.Muted, p.theme.Muted
	switch {
	case p.focus == theKeys:
		keyStyle, left = p.theme.Accent, p.sought()+left
	case p.focus == theValues || key:
		rightStyle, title = p.theme.Accent, p.sought()+title
	default:
	}
	return box.Rule(p.theme, l.width,
		box.Title{At: 1, Room: l.keys, Style: keyStyle, Text: left},
		box.Title{At: l.keys + divider - 1, Room: l.right, Style: rightStyle, Text: title},
	)
}

// more says which way there is more than is seen.
func (p *Pane) more(list *listview.List) string {
	arrows := p.theme.Glyphs.Arrows(list.More())
	if arrows == "" {
		return ""
	}
	return " " + arrows + " " + strconv.Itoa(list.Rows())
}
