package filter

import (
	"strings"

	"glimpse/model/query"
	"glimpse/ui/box"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// keyRows draws the list of keys. Those that the query has are marked.
func (p *Pane) keyRows(l layout) []string {
	rows := make([]string, 0, l.list)
	first, end := p.keyList.Visible()
	for i := first; i < end; i++ {
		name := p.theme.Cells.ShowString(p.keys[i].Name)
		mark := " "
		style := p.theme.Text
		if p.isAsked(p.keys[i].Field) {
			mark, style = p.theme.Glyphs.Marked, p.theme.Strong
		}
		rows = append(rows, p.listRow(l.keys, i == p.keyList.Cursor(), p.focus == theKeys, mark+" "+name, style, ""))
	}
	return fill(rows, l.list, l.keys)
}

func (p *Pane) isAsked(field query.Field) bool {
	for _, term := range p.terms {
		if term.Field == field {
			return true
		}
	}
	return false
}

// listRow draws a row of a list: the one under the cursor in reverse and with a
// pointer where the list has the keys, and in another colour where it has not, so
// that there is one pointer on the pane.
func (p *Pane) listRow(width int, cursor, focused bool, name string, style theme.Style, help string) string {
	row := box.NewRow(p.theme, width)
	if cursor && focused {
		text := p.theme.Glyphs.Pointer + " " + name
		if help != "" {
			text += "  " + help
		}
		return row.Put(p.theme.Cursor, p.theme.Cells.Left(text, width)).String()
	}
	if cursor && p.focus != theLine {
		style = p.theme.Accent
	}
	row.To(signWidth).Put(style, name)
	if help != "" {
		row.Put(p.theme.Muted, "  "+help)
	}
	return row.String()
}

// fill adds empty rows, and takes away what is too much.
func fill(rows []string, height, width int) []string {
	for len(rows) < height {
		rows = append(rows, textwidth.Blank(width))
	}
	return rows[:height]
}

// rightTitle says what stands at the right, and whether it belongs to the line
// that is typed.
func (p *Pane) rightTitle() (title string, typed bool) {
	switch {
	case p.focus != theLine:
		info := p.key()
		title := p.keyName()
		if info.Help != "" {
			title += ": " + info.Help
		}
		return title + p.more(&p.valueList), false
	case p.completion.any():
		return "Completions" + p.more(p.candidateList(p.layout().list)), true
	default:
		return "What can be written", true
	}
}

func (p *Pane) rightRows(l layout) []string {
	switch {
	case p.focus != theLine:
		return p.choiceRows(l)
	case p.completion.any():
		return p.candidateRows(l)
	default:
		return p.formRows(l)
	}
}

// choiceRows draws what the key under the cursor takes.
func (p *Pane) choiceRows(l layout) []string {
	rows := make([]string, 0, l.list)
	measurer := p.theme.Cells
	for _, line := range p.hint() {
		rows = append(rows, box.NewRow(p.theme, l.right).To(hintAt).Put(p.theme.Muted, line).String())
	}
	first, end := p.valueList.Visible()
	shown := p.list[first:end]
	names, field := 0, p.field()
	texts, helps := make([]string, len(shown)), make([]string, len(shown))
	for i, row := range shown {
		text, help := p.described(row)
		texts[i], helps[i] = p.check(row, field)+" "+measurer.ShowString(text), measurer.ShowString(help)
		names = max(names, measurer.Width(texts[i]))
	}
	names = min(names, l.right*3/5)
	for i, row := range shown {
		style := p.theme.Text
		if row.state(p.terms, field) != off {
			style = p.theme.Strong
		}
		rows = append(rows, p.listRow(l.right, first+i == p.valueList.Cursor(), p.focus == theValues,
			measurer.Left(texts[i], names), style, helps[i]))
	}
	return fill(rows, l.list, l.right)
}

// hintAt is where the hint begins.
const hintAt = 2

// hint says what a value of the key under the cursor looks like.
func (p *Pane) hint() []string {
	hint := p.key().Hint
	if hint == "" {
		return nil
	}
	return p.theme.Cells.Wrap("takes "+hint, p.layout().right-hintAt)
}

// check is the box before a choice.
func (p *Pane) check(row choice, field query.Field) string {
	if row.kind == aBeginning {
		return "   "
	}
	switch row.state(p.terms, field) {
	case on:
		return "[x]"
	case excluded:
		return "[!]"
	default:
		return "[ ]"
	}
}

// candidateList is the list of candidates, with the cursor on the chosen one.
func (p *Pane) candidateList(height int) *listview.List {
	list := &listview.List{}
	list.Place(p.completion.Chosen(), len(p.completion.candidates), height)
	return list
}

// candidateRows draws the ways to go on with the line.
func (p *Pane) candidateRows(l layout) []string {
	measurer := p.theme.Cells
	first, end := p.candidateList(l.list).Visible()
	shown := p.completion.candidates[first:end]
	names := 0
	for _, candidate := range shown {
		names = max(names, measurer.Width(measurer.ShowString(candidate.Text)))
	}
	names = min(names, l.right*3/5)
	rows := make([]string, 0, l.list)
	for i, candidate := range shown {
		help := both(p.candidateMeaning(candidate), candidate.Help)
		chosen := first+i == p.completion.Chosen()
		rows = append(rows, p.listRow(l.right, chosen, true, measurer.Left(measurer.ShowString(candidate.Text), names),
			p.theme.Text, measurer.ShowString(help)))
	}
	return fill(rows, l.list, l.right)
}

// candidateMeaning says what a completed value stands for, if the line up to
// it can be read.
func (p *Pane) candidateMeaning(candidate query.Completion) string {
	terms, err := query.Parse(p.completion.Typed()[:candidate.Start] + candidate.Text)
	if err != nil || len(terms) == 0 {
		return ""
	}
	last := terms[len(terms)-1]
	if len(last.Values) == 0 {
		return ""
	}
	return p.known.meaning(last.Field, last.Values[len(last.Values)-1])
}

// forms are the ways to write a term, for who types the line.
var forms = []struct{ text, help string }{
	{"status=active", "equals, exactly"},
	{"name=in:a,b", "one of these"},
	{"name!=test", "does not equal"},
	{"name~ubuntu", "contains, whatever the case"},
	{"name~/-2[24]\\./", "matches a regular expression"},
	{"size>=1GiB", "B, kB MB GB TB, KiB MiB GiB"},
	{"created>=2026-01-31", "dates and times, in UTC"},
	{"updated<-1y", "ages: s min h d w mo y"},
	{"tag=gold tag=cis", "all of these tags"},
	{"os_distro=ubuntu", "any property"},
	{"!owner  ?owner", "is not set; is set"},
	{`name="two words"`, "quotes around blanks, commas"},
	{"ubuntu", "a word: the name contains it"},
}

// formRows draws the ways to write a term.
func (p *Pane) formRows(l layout) []string {
	names := 0
	for _, form := range forms {
		names = max(names, len(form.text))
	}
	rows := make([]string, 0, l.list)
	for _, form := range forms {
		row := box.NewRow(p.theme, l.right).Put(p.theme.Text, "  "+form.text+strings.Repeat(" ", names-len(form.text)+2))
		rows = append(rows, row.Put(p.theme.Muted, form.help).String())
	}
	return fill(rows, l.list, l.right)
}
