package writelog

import (
	"strings"
	"time"

	"glimpse/model/job"
	"glimpse/model/text"
	"glimpse/ui/cell"
	"glimpse/ui/frame"
	"glimpse/ui/human"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/panel"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// above are the lines above the rows: how many there are, a blank one, the
// titles of the columns.
const above = 3

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
		writeName:      {Title: "NAME", Min: 16, Width: 26, Rank: 1, Core: true, Flex: true},
		writeID:        {Title: "ID", Min: 8, Width: 8, Rank: 3},
		writeRequest:   {Title: "WHAT WAS SENT", Min: 16, Width: 36, Rank: 1, Core: true, Flex: true},
		writeRequestID: {Title: "REQUEST ID", Min: 40, Width: 40, Rank: 4},
	}
}

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	switch {
	case s.width <= 0 || s.height <= 0:
		return ""
	case s.width < outcome.LeastWidth:
		return strings.Repeat("\n", s.height-1)
	}
	if len(s.entries) == 0 {
		return panel.Panel{
			Title: "Nothing was written in this session",
			Text: []string{
				"Every request that changes something is listed here: when it was sent, for which image, and what became of it.",
				"What earlier sessions wrote stands in their journals.",
			},
			Hints: []panel.Hint{{Key: "esc", Label: "back"}},
		}.View(s.look, s.width, s.height)
	}
	lines := make([]string, 0, s.height+above)
	if s.detail {
		first, end := s.scroll.Visible(len(s.lines))
		lines = append(lines, s.lines[first:end]...)
	} else {
		lines = append(lines, s.head(), "")
		lines = append(lines, s.rows()...)
	}
	for len(lines) < s.height {
		lines = append(lines, "")
	}
	return strings.Join(lines[:s.height], "\n")
}

// head says how many writes there are, and how many were found.
func (s *Screen) head() string {
	said := human.Count(len(s.entries)) + " writes in this session, the newest first"
	if len(s.entries) == 1 {
		said = "1 write in this session"
	}
	said = s.look.Cells.Cut(said, max(0, s.width-outcome.Lead-1))
	line := cell.Blank(outcome.Lead) + s.look.Muted.Render(said)
	if s.searched == "" {
		return line
	}
	found := "  " + human.Count(s.count()) + " hold: " + s.look.Cells.ShowString(s.searched)
	return line + s.look.Warn.Render(s.look.Cells.Cut(found, s.width-outcome.Lead-s.look.Cells.Width(said)-1))
}

// rows draws the writes that are seen, or why there is none.
func (s *Screen) rows() []string {
	if s.count() == 0 {
		return []string{cell.Blank(outcome.Lead) + s.look.Muted.Render(s.look.Cells.Cut(s.none(), s.width-outcome.Lead-1))}
	}
	placed := table.Layout(columns(), s.width-outcome.Lead-1)
	lines := make([]string, 0, s.list.Height()+1)
	lines = append(lines, outcome.Headings(s.look, placed))
	first, end := s.list.Visible()
	for row := first; row < end; row++ {
		lines = append(lines, s.line(s.at(row), placed))
	}
	return lines
}

func (s *Screen) line(at int, placed []table.Placed) string {
	entry := &s.entries[at]
	shape, style := outcome.Mark(s.look, entry.Outcome)
	cells := make([]table.Cell, len(placed))
	for i, column := range placed {
		switch column.Index {
		case writeTime:
			cells[i] = table.Cell{Text: entry.At.UTC().Format(time.TimeOnly), Style: s.look.Muted}
		case writeOutcome:
			cells[i] = table.Cell{Text: s.look.Cells.ShowString(word(entry.Outcome)), Style: style}
		case writeName:
			cells[i] = s.found(s.look.Cells.Show(entry.Name))
			if entry.Name.IsEmpty() {
				cells[i] = table.Cell{Text: "(no name)", Style: s.look.Muted}
			}
		case writeID:
			cells[i] = table.Cell{Text: s.short(entry.Image.Raw()), Style: s.look.Muted}
		case writeRequest:
			cells[i] = s.found(s.look.Cells.ShowString(brief(entry)))
		case writeRequestID:
			cells[i] = table.Cell{Text: s.look.Cells.Show(entry.RequestID), Style: s.look.Muted}
		}
	}
	return outcome.Row(s.look, shape, style, placed, cells, s.width, at == s.cursor)
}

// word says what became of a write.
func word(outcome job.Outcome) string {
	if outcome == job.Waiting {
		return "retry" // it is sent again
	}
	return string(outcome)
}

// found is a cell with what the search found in it.
func (s *Screen) found(shown string) table.Cell {
	one := table.Cell{Text: shown}
	if !s.sought.IsEmpty() {
		one.Found, one.FoundStyle = s.sought.Ranges(shown), s.look.Match
	}
	return one
}

// short writes the beginning of an id, or all of one that is odd.
func (s *Screen) short(id string) string {
	const whole, enough = 36, 8
	if len(id) == whole {
		id = id[:enough]
	}
	return s.look.Cells.ShowString(id)
}

// label is the room of the names of fields in the detail.
const label = 15

// write makes the lines of the detail.
func (s *Screen) write() {
	s.lines = nil
	current := s.current()
	if !s.detail || current == nil {
		return
	}
	ruler := s.look.Cells
	shape, style := outcome.Mark(s.look, current.Outcome)
	name := "(no name)"
	if !current.Name.IsEmpty() {
		name = ruler.Show(current.Name)
	}
	row := frame.NewRow(s.look, s.width-1).Put(s.look.Text, " ").Put(style, shape+" "+ruler.ShowString(word(current.Outcome)))
	s.lines = append(s.lines, "", strings.TrimRight(row.Put(s.look.Text, "   ").Put(s.look.Strong, name).String(), " "), "")
	show := func(name string, value text.Untrusted, style theme.Style) { s.field(name, ruler.Show(value), style) }
	s.field("time", human.Time(current.At), s.look.Text)
	show("image id", current.Image.Untrusted, s.look.Text)
	show("what was sent", current.Request, s.look.Text)
	show("reason", current.Reason, style)
	show("request id", current.RequestID, s.look.Text)
	s.scrollBy(0)
}

// field adds a name and a value, on as many lines as the value needs.
func (s *Screen) field(name, value string, style theme.Style) {
	if value == "" {
		value, style = s.look.Glyphs.Dash, s.look.Muted
	}
	room := max(1, s.width-label-outcome.Lead-1)
	for i, line := range s.look.Cells.Wrap(value, room) {
		if i > 0 {
			name = ""
		}
		s.lines = append(s.lines, cell.Blank(outcome.Lead)+
			s.look.Muted.Render(s.look.Cells.Left(name, label))+style.Render(s.look.Cells.Cut(line, room)))
	}
}
