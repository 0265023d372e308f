package prompt

import (
	"strings"

	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/textwidth"
	"glimpse/ui/widget/listview"
)

// mostCandidates is how many candidates are shown at once.
const mostCandidates = 8

// View returns the lines at the foot of the screen and the cells that each
// takes: the candidates, a notice, and the line itself.
func (p *Prompt) View() (lines []string, wide int) {
	measurer := p.theme.Cells
	width := max(1, p.width)
	lines = append(lines, p.candidateLines(width)...)
	lines = append(lines, p.noticeLines(width)...)
	sign := p.theme.Key.Render(p.options.Sign)
	return append(lines, sign+p.line.View(width-measurer.Width(p.options.Sign), p.options.Hint)), width
}

// mostNotice is how many lines a notice takes at most.
const mostNotice = 3

// noticeLines draws what is to be said of the line, over several lines where
// one has no room for it: what is expected stands at the end.
func (p *Prompt) noticeLines(width int) []string {
	measurer, notice := p.theme.Cells, p.notice()
	if notice.Text == "" && !notice.Wrong {
		return nil
	}
	style := p.theme.Muted
	if notice.Wrong {
		style = p.theme.Bad
	}
	said := measurer.Wrap(measurer.ShowString(notice.Text), max(1, width-2))
	if len(said) == 0 {
		said = []string{""}
	}
	lines := make([]string, 0, mostNotice)
	for _, line := range said[:min(len(said), mostNotice)] {
		lines = append(lines, style.Render(measurer.Left(" "+measurer.Cut(line, width-2), width)))
	}
	return lines
}

// candidateLines draws the candidates around the chosen one.
func (p *Prompt) candidateLines(width int) []string {
	measurer := p.theme.Cells
	room := max(1, min(mostCandidates, p.height/3))
	if len(p.candidates) == 0 {
		return nil
	}
	first, end := listview.Window{Height: room}.Follow(max(0, p.completion.Chosen()), len(p.candidates)).Visible(len(p.candidates))
	shown := p.candidates[first:end]
	names := 0
	for _, c := range shown {
		names = max(names, measurer.Width(measurer.ShowString(c.Text)))
	}
	names = min(names, max(1, width/2))
	lines := make([]string, 0, len(shown)+1)
	rule := strings.Repeat(p.theme.Glyphs.Frame.Top, width)
	lines = append(lines, p.theme.Muted.Render(rule))
	for i, c := range shown {
		name := measurer.Left(measurer.ShowString(c.Text), names)
		help := measurer.Cut(measurer.ShowString(c.Help), width-names-5)
		if first+i == p.completion.Chosen() {
			lines = append(lines, p.theme.Cursor.Render(measurer.Left(" "+p.theme.Glyphs.Pointer+" "+name+"  "+help, width)))
			continue
		}
		blank := textwidth.Blank(width - names - 5 - measurer.Width(help))
		lines = append(lines, "   "+name+"  "+p.theme.Muted.Render(help)+blank)
	}
	if rest := len(p.candidates) - len(shown); rest > 0 {
		lines[0] = p.more(rule, rest, width)
	}
	return lines
}

// more says in the rule above the candidates that there are others.
func (p *Prompt) more(rule string, rest, width int) string {
	measurer := p.theme.Cells
	said := " " + format.Count(rest) + " more " + p.theme.Glyphs.Dot + " " + p.theme.Keys.For("line", action.Next) + " for the next "
	if measurer.Width(said)+4 > width {
		return p.theme.Muted.Render(rule)
	}
	line := strings.Repeat(p.theme.Glyphs.Frame.Top, width-measurer.Width(said)-2) + said + strings.Repeat(p.theme.Glyphs.Frame.Top, 2)
	return p.theme.Muted.Render(line)
}
