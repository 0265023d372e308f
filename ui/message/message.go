// Package message draws the screens that have no table: a title, a few
// sentences and what to do next, in the middle of the space there is.
package message

import (
	"strings"

	"glimpse/ui/problem"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// maxWidth is how long a line of prose may get before it is hard to read.
const maxWidth = 68

// Hint is a key, and what it does here.
type Hint struct{ Key, Label string }

// Panel is what is drawn. Its texts are the program's own, or were escaped by
// the measurer of the theme.
type Panel struct {
	Title string
	Style theme.Style
	// Text is a paragraph each; an empty one is an empty line.
	Text []string
	// Note is what is there for reference, such as a request id.
	Note  []string
	Hints []Hint
}

// OfProblem returns the panel on a failure.
func OfProblem(theme *theme.Theme, title string, report problem.Report, hints ...Hint) Panel {
	p := Panel{Title: title, Style: theme.Bad, Hints: hints}
	p.Text = append(p.Text, theme.Cells.ShowString(problem.Sentence(report.Sentence)))
	if report.Advice != "" {
		p.Text = append(p.Text, "", theme.Cells.ShowString(problem.Sentence(report.Advice)))
	}
	if !report.Request.IsEmpty() {
		p.Note = append(p.Note, "request id "+theme.Cells.Show(report.Request))
	}
	return p
}

// View draws the panel in the middle of a space, in exactly height lines.
func (p Panel) View(theme *theme.Theme, width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	room := max(1, min(maxWidth, width-4))
	lines := p.lines(theme, room)
	if len(lines) > height {
		lines = lines[:height]
	}
	above := (height - len(lines)) / 3
	margin := textwidth.Blank((width - room) / 2)
	out := make([]string, 0, height)
	for range above {
		out = append(out, "")
	}
	for _, line := range lines {
		if line != "" {
			line = margin + line
		}
		out = append(out, line)
	}
	for len(out) < height {
		out = append(out, "")
	}
	return strings.Join(out, "\n")
}

func (p Panel) lines(theme *theme.Theme, room int) []string {
	style := p.Style
	if style.IsZero() {
		style = theme.Accent
	}
	lines := []string{style.Render(theme.Cells.Cut(p.Title, room))}
	if len(p.Text) > 0 {
		lines = append(lines, "")
	}
	for _, paragraph := range p.Text {
		lines = append(lines, theme.Cells.Wrap(paragraph, room)...)
	}
	if len(p.Note) > 0 {
		lines = append(lines, "")
	}
	for _, note := range p.Note {
		for _, line := range theme.Cells.Wrap(note, room) {
			lines = append(lines, theme.Muted.Render(line))
		}
	}
	if len(p.Hints) > 0 {
		lines = append(lines, "")
	}
	keys := 0
	for _, hint := range p.Hints {
		keys = max(keys, theme.Cells.Width(hint.Key))
	}
	for _, hint := range p.Hints {
		lines = append(lines, theme.Key.Render(theme.Cells.Left(hint.Key, keys))+"  "+theme.Cells.Cut(hint.Label, room-keys-2))
	}
	return lines
}
