package detail

import (
	"bytes"
	"encoding/json"
	"strings"

	"glimpse/ui/panel"
)

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	if s.raw && len(s.image.Raw) == 0 {
		unread := panel.Panel{Title: "The record has not been read", Hints: []panel.Hint{{Key: "ctrl+r", Label: "read it"}}}
		return unread.View(s.look, s.width, s.height)
	}
	var out strings.Builder
	end := min(s.window.Top+s.height, len(s.lines))
	for i := range s.height {
		if i > 0 {
			out.WriteByte('\n')
		}
		if at := s.window.Top + i; at < end {
			out.WriteString(s.marked(at))
		}
	}
	return out.String()
}

// Position tells where the screen is in what it shows, for the header:
// nothing where all of it is visible.
func (s *Screen) Position() (percent int, scrolls bool) {
	hidden := len(s.lines) - s.height
	if hidden <= 0 {
		return 100, false
	}
	return 100 * s.window.Top / hidden, true
}

// rawLines draws the record as the service sent it, indented. Inside strings
// JSON allows characters that a terminal must not receive, so each line is
// escaped.
func (s *Screen) rawLines() []string {
	var indented bytes.Buffer
	if json.Indent(&indented, s.image.Raw, "", "  ") != nil {
		indented.Reset()
		indented.Write(s.image.Raw)
	}
	var lines []string
	for line := range strings.SplitSeq(indented.String(), "\n") {
		shown := s.look.Cells.ShowString(line)
		for i, part := range s.look.Cells.Wrap(shown, s.width-2) {
			lines = append(lines, " "+s.jsonLine(part, i == 0))
		}
	}
	return lines
}

// jsonLine mutes the key of a line.
func (s *Screen) jsonLine(line string, first bool) string {
	indent := len(line) - len(strings.TrimLeft(line, " "))
	end := strings.Index(line, `": `)
	if !first || end < 0 || !strings.HasPrefix(line[indent:], `"`) {
		return line
	}
	return line[:indent] + s.look.Tag.Render(line[indent:end+1]) + line[end+1:]
}
