package requestlog

import (
	"strings"
	"time"

	"glimpse/model/job"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/jobs/resultlist"
	"glimpse/ui/message"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// The columns of the log.
const (
	writeTime = iota
	writeOutcome
	writeName
	writeID
	writeRequest
	writeRequestID
)

// columns says how much room what is known of a write wants.
func columns() []table.Column {
	return []table.Column{
		writeTime:      {Title: "TIME (UTC)", Min: 10, Width: 10, Core: true},
		writeOutcome:   {Title: "OUTCOME", Min: 9, Width: 9, Core: true},
		writeName:      {Title: "NAME", Min: 16, Width: 26, Rank: 1, Core: true, Flex: true, Middle: true},
		writeID:        {Title: "ID", Min: 8, Width: 8, Rank: 3},
		writeRequest:   {Title: "WHAT WAS SENT", Min: 16, Width: 36, Rank: 1, Core: true, Flex: true},
		writeRequestID: {Title: "REQUEST ID", Min: 40, Width: 40, Rank: 4},
	}
}

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	content := s.Screen.View()
	if len(s.entries) > 0 || content == "" || s.Width() < outcome.LeastWidth {
		return content
	}
	return message.Panel{
		Title: "Nothing was written in this session",
		Text: []string{
			"Every request that changes something is listed here: when it was sent, for which image, and what became of it.",
			"What earlier sessions wrote is in their journals.",
		},
		Hints: []message.Hint{{Key: "esc", Label: "back"}},
	}.View(s.theme, s.Width(), strings.Count(content, "\n")+1)
}

// head says how many writes there are, and how many were found.
func (s *Screen) head() []string {
	said := format.Count(len(s.entries)) + " writes in this session, the newest first"
	if len(s.entries) == 1 {
		said = "1 write in this session"
	}
	line := s.Line(said)
	if s.Searched() == "" {
		return []string{line, ""}
	}
	found := "  " + format.Count(s.count()) + " hold: " + s.theme.Cells.ShowString(s.Searched())
	return []string{line + s.theme.Warn.Render(s.theme.Cells.Cut(found, s.Width()-outcome.Lead-s.theme.Cells.Width(said)-1)), ""}
}

func (s *Screen) line(at int, placed []table.Placed) resultlist.Row {
	entry := &s.entries[at]
	shape, style := outcome.Mark(s.theme, entry.Outcome)
	cells := make([]table.Cell, len(placed))
	for i, column := range placed {
		switch column.Index {
		case writeTime:
			cells[i] = table.Cell{Text: entry.At.UTC().Format(time.TimeOnly), Style: s.theme.Muted}
		case writeOutcome:
			cells[i] = table.Cell{Text: s.theme.Cells.ShowString(word(entry.Outcome)), Style: style}
		case writeName:
			cells[i] = s.NameCell(s.theme.Cells.Show(entry.Name))
		case writeID:
			cells[i] = s.ShortID(entry.Image.Raw())
		case writeRequest:
			cells[i] = s.Found(s.theme.Cells.ShowString(brief(entry)))
		case writeRequestID:
			cells[i] = table.Cell{Text: s.theme.Cells.Show(entry.RequestID), Style: s.theme.Muted}
		}
	}
	return resultlist.Row{Shape: shape, Style: style, Cells: cells}
}

// word says what became of a write.
func word(outcome job.Outcome) string {
	if outcome == job.Waiting {
		return "retry" // it is sent again
	}
	return string(outcome)
}

// detail returns the lines of all that is known of a write.
func (s *Screen) detail(at int) []string {
	if at >= len(s.entries) {
		return nil
	}
	entry, show := &s.entries[at], s.theme.Cells.Show
	shape, style := outcome.Mark(s.theme, entry.Outcome)
	lines := s.Heading(shape, s.theme.Cells.ShowString(word(entry.Outcome)), style, show(entry.Name))
	lines = append(lines, s.Field("time", format.Time(entry.At), s.theme.Text)...)
	for _, field := range []struct {
		name  string
		value text.Untrusted
		style theme.Style
	}{
		{"image id", entry.Image.Untrusted, s.theme.Text},
		{"what was sent", entry.Request, s.theme.Text},
		{"reason", entry.Reason, style},
		{"request id", entry.RequestID, s.theme.Text},
	} {
		value := show(field.value)
		if value == "" {
			value, field.style = s.theme.Glyphs.Dash, s.theme.Muted
		}
		lines = append(lines, s.Field(field.name, value, field.style)...)
	}
	return lines
}
