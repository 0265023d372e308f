package edit

import (
	"strconv"
	"strings"

	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// The sizes in cells and lines that a form is laid out by.
const (
	leastWide = 60
	mostWide  = 116
	mostTall  = 44
	leastTall = 17 // rows of a tab, if there is room: those of the attributes
	// outside are the lines of the screen that stay in sight: the first and
	// the footer.
	outside = 2
	// partLines are the lines that tell about what is under the cursor.
	partLines = 3
)

// signWidth is the room before a row: of the pointer to where the keys go, of
// the sign of what is to become of it, and of a blank.
const signWidth = 3

// begin begins a row with the pointer, if the keys go there, and its sign:
// without colours nothing else tells.
func begin(theme *theme.Theme, width int, here bool, style theme.Style, sign string) *box.Row {
	row := box.NewRow(theme, width)
	if here {
		row.Put(theme.Key, theme.Glyphs.Pointer)
	}
	return row.To(1).Put(style, sign).To(signWidth)
}

// The signs of what is to become of a row.
const (
	changedSign = "~"
	addedSign   = "+"
	removedSign = "-"
)

// contentWidth is the width within the frame.
func (p *Pane) contentWidth() int {
	return max(leastWide, box.Width(p.width, mostWide)) - box.Sides
}

// footLines are the lines below the rule. A warning has one of its own, so
// that nothing which is told takes it away.
func (p *Pane) footLines() int {
	if p.warning != "" {
		return partLines + 1
	}
	return partLines
}

// arrange gives every tab its room. All get the same, so that nothing moves when
// another is shown.
func (p *Pane) arrange() {
	around := 2 + 2 + 1 + p.footLines()
	for _, each := range p.parts() {
		p.tall = max(p.tall, each.wants())
	}
	height := max(1, min(p.tall, min(p.height-outside, mostTall)-around))
	for _, each := range p.parts() {
		each.resize(p.contentWidth(), height)
	}
}

// View returns the lines of the form and the cells that each takes.
func (p *Pane) View() (lines []string, wide int) {
	width := p.contentWidth()
	rows := p.head(width)
	rows = append(rows, p.part().rows()...)
	rows = append(rows, box.Rule(p.theme, width))
	rows = append(rows, p.foot(width)...)
	title := p.title
	if changes := p.changes(); changes > 0 {
		title += " " + p.theme.Glyphs.Dot + " " + format.Counted(changes, "change", "changes")
	}
	return box.Draw(p.theme, title, rows, width), width + box.Sides
}

// head names the tabs, with how much is to be changed on each.
func (p *Pane) head(width int) []string {
	row := box.NewRow(p.theme, width)
	for i, each := range p.tabs {
		name := each.name
		if each.part != nil && each.part.changes() > 0 {
			name += " (" + format.Count(each.part.changes()) + ")"
		}
		if i == p.at {
			row.Put(p.theme.Strong, "["+name+"]  ")
		} else {
			row.Put(p.theme.Muted, " "+name+"   ")
		}
	}
	return []string{row.String(), box.Rule(p.theme, width)}
}

// foot asks whether to leave, or tells what went wrong, or about what is under
// the cursor.
func (p *Pane) foot(width int) []string {
	var texts []told
	switch {
	case p.asking:
		texts = []told{
			{p.theme.Alert, " Discard your changes? "},
			{p.theme.Text, p.theme.Keys.For("editor-leave", action.Remove) + " discard " + p.theme.Glyphs.Dot + " esc keep editing"},
		}
	case p.said != "":
		texts = []told{{p.theme.Bad, p.theme.Glyphs.Fault + " " + p.theme.Cells.ShowString(p.said)}}
	default:
		texts = p.part().foot()
	}
	if p.warning != "" && !p.asking {
		texts = append(texts, told{p.theme.Warn, p.theme.Glyphs.Fault + " " + p.warning})
	}
	most := p.footLines()
	rows := make([]string, 0, most)
	for i, each := range texts {
		wrapped := p.theme.Cells.Wrap(each.text, width)
		// What is told later keeps a line.
		room := most - len(rows) - min(most-len(rows)-1, len(texts)-1-i)
		if len(wrapped) > room {
			last, whole := wrapped[room-1]+" "+wrapped[room], ""
			if p.said != "" && i == 0 && !p.asking {
				whole = "  " + p.theme.Keys.Everywhere(action.Message).Display() + " shows all of it"
			}
			cut := p.theme.Cells.Cut(last+p.theme.Glyphs.Ellipsis, width-p.theme.Cells.Width(whole))
			wrapped = append(wrapped[:room-1], cut+whole)
		}
		for _, line := range wrapped {
			rows = append(rows, box.NewRow(p.theme, width).Put(each.style, line).String())
		}
		if len(rows) >= most {
			break
		}
	}
	for len(rows) < most {
		rows = append(rows, textwidth.Blank(width))
	}
	return rows
}

// fill says how many of something the fullest of so many images would have, of how many
// it may, and what more there is to say of that.
func fill(theme *theme.Theme, fullest, most, images int, one, many, more string) told {
	said := strconv.Itoa(fullest) + " of " + strconv.Itoa(most) + " " + many
	if images > 1 {
		said = "fullest image: " + format.Counted(fullest, one, many) + " (limit " + strconv.Itoa(most) + ")"
	}
	if said += more; fullest > most {
		return told{theme.Bad, said + ": the service refuses more, unless its operator allows them"}
	}
	return told{theme.Muted, said}
}

// sentence is a problem and what is expected instead.
func sentence(problem, expected string) string {
	if expected == "" {
		return problem
	}
	return problem + "; expected: " + expected
}

// padded fills rows up to a height with empty ones.
func padded(rows []string, height, width int) []string {
	for len(rows) < height {
		rows = append(rows, textwidth.Blank(width))
	}
	return rows[:height]
}

// cut returns a text escaped in at most so many cells.
func cut(theme *theme.Theme, text string, cells int) string {
	return theme.Cells.Cut(brief(theme, text, cells), cells)
}

// distribution lists the most frequent of different values.
func distribution(theme *theme.Theme, h *commonValue) string {
	const most, longest = 4, 24
	parts := make([]string, 0, most+1)
	for i, value := range h.values {
		if i == most {
			parts = append(parts, "and "+format.Count(len(h.values)-most)+" more")
			break
		}
		shown := cut(theme, value.text, longest)
		if value.null {
			shown = theme.Glyphs.Dash
		} else if value.text == "" {
			shown = `""`
		}
		parts = append(parts, shown+" ("+format.Count(value.count)+")")
	}
	return strings.Join(parts, ", ")
}
