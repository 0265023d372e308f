package planpreview

import (
	"strings"

	"glimpse/model/plan"
	"glimpse/model/uses"
	"glimpse/ui/format"
	"glimpse/ui/table"
	"glimpse/ui/theme"
	"glimpse/ui/usedby"
)

// TextOptions say how a preview is written as text.
type TextOptions struct {
	// Width is how wide it is.
	Width int
	// Members is how many images of a group are named; 0 is all.
	Members int
	// Requests adds the exact requests of every step.
	Requests bool
	// Usage says what uses the images that the plan takes away; nil is that nobody
	// is asked.
	Usage func(withdrawn []uses.Image) usedby.Sentence
}

// A line of text may be as long as the ids in it want it to be.
const (
	wholeID     = 36
	widestTable = 130
)

// Text returns the preview of a plan as plain text, and what is to be typed
// before the plan is sent: nothing where a yes will do. All of it is escaped.
func Text(theme *theme.Theme, p *plan.Plan, place Place, options TextOptions) (content, asked string) {
	plain := theme.Plain()
	survey := NewSurvey(p, place)
	survey.Step(len(p.Steps))
	if withdrawn := survey.Withdrawn(); len(withdrawn) > 0 && options.Usage != nil {
		survey.SetUsage(options.Usage(withdrawn))
	}
	s := show(&plain, survey, false)
	s.width, s.requests.width = max(options.Width, leastWidth), max(options.Width, leastWidth)
	lines := plain.Cells.Wrap(s.heading(s.width), s.width)
	lines = append(lines, plain.Cells.ShowString(p.Title), "")
	for i := range s.blocks {
		lines = append(append(lines, s.blockText(&s.blocks[i], options.Members)...), "")
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	if options.Requests { // exact: a blank at the end of a line is one of the request
		for i := range s.images {
			lines = append(lines, s.requests.draw(i)...)
		}
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n", s.asked()
}

// blockText writes a block with its first images.
func (s *Screen) blockText(b *block, members int) []string {
	b.open = true
	var lines []string
	for i, row := range s.head(b) {
		if i == 0 && len(b.members) > 0 {
			row = row[1:] // nothing is folded
		}
		var line strings.Builder
		for _, one := range row {
			line.WriteString(one.text)
		}
		lines = append(lines, line.String())
	}
	if len(b.members) == 0 {
		return lines
	}
	columns := s.memberColumns(b)
	columns[memberID].Width, columns[memberID].Min, columns[memberID].Core = wholeID, wholeID, true
	placed := table.Layout(columns, widestTable)
	lines = append(lines, s.memberHeading(placed, false))
	for i, at := range b.members {
		if i == members && members > 0 && len(b.members) > members+1 {
			return append(lines, strings.Repeat(" ", margin+2*indent)+"and "+format.Count(len(b.members)-i)+" more")
		}
		lines = append(lines, s.member(b, at, placed, false))
	}
	return lines
}
