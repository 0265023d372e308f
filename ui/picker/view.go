package picker

import (
	"strings"

	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/problem"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

const (
	// above are the lines before the first choice: a blank one, the title with
	// the tabs, the text, a blank one.
	above     = 4
	titleLine = 1
	// margin is the room at the left, of the pointer among other things.
	margin = 3
	// currentMark stands behind the name of what is in use.
	currentMark = "(current)"
	// mostColor is the room of the name of a colour: the longest there are.
	mostColor = len("yellow")
	// leastSummary is the room that names leave.
	leastSummary = 28
	// mostText is how long a line of prose is at most.
	mostText = 100
)

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	tab := s.tab()
	lines := make([]string, 0, s.height+above)
	lines = append(lines, "", s.head(), s.text(), "")
	if len(tab.found) == 0 {
		lines = append(lines, s.none()...)
	}
	columns := s.columns()
	first, end := tab.rows.Visible()
	for i := first; i < end; i++ {
		lines = append(lines, s.line(i, columns))
	}
	for len(lines) < s.height {
		lines = append(lines, "")
	}
	return strings.Join(lines[:s.height], "\n")
}

// head draws the title, and the tabs where there are several: the one that is
// seen in brackets.
func (s *Screen) head() string {
	row := box.NewRow(s.theme, s.width).Put(s.theme.Text, "  ").Put(s.theme.Accent, s.theme.Cells.Cut(s.title, s.width-4))
	if len(s.tabs) == 1 {
		return strings.TrimRight(row.String(), " ")
	}
	for i, tab := range s.tabs {
		row.Put(s.theme.Text, "  ")
		if i == s.at {
			row.Put(s.theme.Strong, "["+tab.Title+"]")
			continue
		}
		row.Put(s.theme.Muted, " "+tab.Title+" ")
	}
	return strings.TrimRight(row.String(), " ")
}

// tabAt returns the tab of which the title is drawn in a column, or -1.
func (s *Screen) tabAt(x int) int {
	if len(s.tabs) == 1 {
		return -1
	}
	measurer := s.theme.Cells
	from := 2 + measurer.Width(measurer.Cut(s.title, s.width-4))
	for i, tab := range s.tabs {
		from += 2
		end := from + measurer.Width(tab.Title) + 2
		if x >= from && x < end {
			return i
		}
		from = end
	}
	return -1
}

// text draws the line below the title: the tab's own words, and at the right
// how many choices were found and that there are more than are seen.
func (s *Screen) text() string {
	tab, measurer := s.tab(), s.theme.Cells
	var notes []string
	if tab.searched != "" && len(tab.Choices) > 0 {
		sought := measurer.Cut(measurer.ShowString(tab.searched), s.width/4)
		notes = append(notes, format.Count(len(tab.found))+" of "+format.Count(len(tab.Choices))+" hold: "+sought)
	}
	if more := s.theme.Glyphs.More(tab.rows.More()); more != "" {
		notes = append(notes, more)
	}
	note := strings.Join(notes, " "+s.theme.Glyphs.Dot+" ")
	room := s.width - 4
	if note != "" {
		room -= measurer.Width(note) + 2
	}
	text := measurer.Cut(tab.Text, room)
	line := "  " + s.theme.Muted.Render(text)
	if note == "" {
		return line
	}
	between := textwidth.Blank(s.width - 2 - measurer.Width(text) - measurer.Width(note) - 1)
	return line + between + s.theme.Muted.Render(measurer.Cut(note, s.width-3))
}

// none says why there is nothing to choose from.
func (s *Screen) none() []string {
	tab, measurer := s.tab(), s.theme.Cells
	room := min(mostText, s.width-margin-1)
	var lines []string
	say := func(style theme.Style, text string) {
		for _, line := range measurer.Wrap(text, room) {
			lines = append(lines, textwidth.Blank(margin)+style.Render(measurer.Cut(line, room)))
		}
	}
	switch {
	case tab.Reading != "":
		say(s.theme.Busy, strings.TrimSuffix(problem.Sentence(tab.Reading), ".")+s.theme.Glyphs.Ellipsis)
	case tab.Err != nil:
		report := problem.Of(tab.Err)
		say(s.theme.Bad, measurer.ShowString(problem.Sentence(report.Sentence)))
		if report.Advice != "" {
			say(s.theme.Text, measurer.ShowString(problem.Sentence(report.Advice)))
		}
		if !report.Request.IsEmpty() {
			say(s.theme.Muted, "request id "+measurer.Show(report.Request))
		}
	default:
		say(s.theme.Muted, problem.Sentence(tab.nothing(s.theme)))
	}
	return lines
}

// columns are the widths of the parts of a line.
type columns struct {
	name, current, color int
}

// columns returns how wide the names are, and the marks behind them where any
// choice of the tab has one.
func (s *Screen) columns() columns {
	measurer := s.theme.Cells
	var c columns
	for _, choice := range s.tab().Choices {
		c.name = max(c.name, measurer.Width(measurer.ShowString(choice.Name)))
		if choice.Current {
			c.current = len(currentMark) + 2
		}
		if choice.Color != "" {
			c.color = mostColor + 4
		}
	}
	c.name = max(1, min(c.name, s.width/2, s.width-margin-c.current-c.color-leastSummary))
	return c
}

// line draws a choice: its name, whether it is the one in use, its colour by
// name on a patch of it, and what tells it from others.
func (s *Screen) line(i int, c columns) string {
	tab, measurer := s.tab(), s.theme.Cells
	choice := tab.Choices[tab.found[i]]
	current, color := "", ""
	if choice.Current {
		current = "  " + currentMark
	}
	if choice.Color != "" {
		color = " " + measurer.Cut(measurer.ShowString(choice.Color), mostColor) + " "
	}
	name, summary := measurer.ShowString(choice.Name), measurer.ShowString(choice.Summary)
	if i == tab.rows.Cursor() {
		line := " " + s.theme.Glyphs.Pointer + " " + measurer.Left(name, c.name) + measurer.Left(current, c.current)
		if c.color > 0 {
			line += measurer.Left("  "+color, c.color)
		}
		return s.theme.Cursor.Render(measurer.Left(line+"  "+summary, s.width))
	}
	row := box.NewRow(s.theme, s.width).Put(s.theme.Text, textwidth.Blank(margin))
	s.found(row, name, c.name)
	row.Put(s.theme.Good, current).To(margin + c.name + c.current)
	if color != "" {
		row.Put(s.theme.Text, "  ").Put(s.theme.Flag(choice.Color), color)
	}
	row.To(margin+c.name+c.current+c.color).Put(s.theme.Text, "  ").Put(s.theme.Muted, measurer.Cut(summary, row.Room()-1))
	return strings.TrimRight(row.String(), " ")
}

// found puts a name into a row, with what was looked for marked in it.
func (s *Screen) found(row *box.Row, name string, width int) {
	measurer := s.theme.Cells
	shown := measurer.Cut(name, width)
	kept := len(shown)
	if shown != name {
		kept = max(0, len(shown)-len(measurer.Ellipsis))
	}
	at := 0
	for _, found := range measurer.Whole(name, s.tab().sought.Ranges(name)) {
		if found.End > kept {
			break
		}
		row.Put(s.theme.Text, shown[at:found.Start]).Put(s.theme.Match, shown[found.Start:found.End])
		at = found.End
	}
	row.Put(s.theme.Text, shown[at:]).To(margin + width)
}
