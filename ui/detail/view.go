package detail

import (
	"bytes"
	"encoding/json"
	"strings"

	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/message"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// margin is what stands before each column: the pointer of the cursor, or a
// blank. gap is what stands between two columns.
const (
	margin = 1
	gap    = 3
)

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	if s.raw && len(s.image.Raw) == 0 {
		read := message.Hint{Key: s.theme.Keys.For("everywhere", action.Refresh), Label: "read it"}
		unread := message.Panel{Title: "The record has not been read", Hints: []message.Hint{read}}
		return unread.View(s.theme, s.width, s.height)
	}
	var out strings.Builder
	end := min(s.window.Top+s.height, s.lines)
	for i := range s.height {
		if i > 0 {
			out.WriteByte('\n')
		}
		if at := s.window.Top + i; at < end {
			s.row(&out, at)
		}
	}
	return out.String()
}

// row writes a line of the screen: a line of each column.
func (s *Screen) row(out *strings.Builder, at int) {
	if at < len(s.head) {
		s.beside(out, &s.head[at], s.width-2*margin, at, false)
		return
	}
	last := none
	for number, lines := range s.columns {
		if at-len(s.head) < len(lines) {
			last = number
		}
	}
	for number, lines := range s.columns {
		blank := line{item: none}
		one := &blank
		if below := at - len(s.head); below < len(lines) {
			one = &lines[below]
		}
		if number > last {
			return
		}
		if number > 0 {
			out.WriteString(textwidth.Blank(gap))
		}
		s.beside(out, one, s.widths[number], at, number < last)
	}
}

// beside writes the margin and a line of a column.
func (s *Screen) beside(out *strings.Builder, one *line, width, at int, padded bool) {
	if one.item != none && s.onCursor(one.item) && s.items[one.item].first == at {
		s.theme.Key.Write(out, s.theme.Glyphs.Pointer)
	} else {
		out.WriteString(textwidth.Blank(margin))
	}
	s.draw(out, one, width, padded)
}

// Position says for the header how long the detail is, and where there is more of it:
// nothing where all is visible. A number would be taken for the place of the image in
// the list.
func (s *Screen) Position() string {
	more := s.theme.Glyphs.More(s.window.More(s.lines))
	if more == "" {
		return ""
	}
	return format.Count(s.lines) + " lines, " + more
}

// layRaw lays out the record as the service sent it, indented. Inside strings
// JSON allows characters that a terminal must not receive, so each line is
// escaped.
func (s *Screen) layRaw() {
	var indented bytes.Buffer
	if json.Indent(&indented, s.image.Raw, "", "  ") != nil {
		indented.Reset()
		indented.Write(s.image.Raw)
	}
	c := &column{theme: s.theme, width: max(1, s.width-2*margin), items: &s.items}
	for each := range strings.SplitSeq(indented.String(), "\n") {
		s.jsonLine(c, each)
	}
	s.columns, s.widths = [][]line{c.lines}, []int{c.width}
}

// jsonLine lays out a line of JSON: its key, and what follows. The key stands
// before the value like the name of a field where there is room for both.
func (s *Screen) jsonLine(c *column, raw string) {
	trimmed := strings.TrimLeft(raw, " ")
	one := item{id: raw, label: "line of JSON", copied: text.Of(trimmed)}
	shown := s.theme.Cells.ShowString(raw)
	indent := len(shown) - len(strings.TrimLeft(shown, " "))
	end := strings.Index(shown, `": `)
	room := 0
	if end > 0 && strings.HasPrefix(shown[indent:], `"`) && s.theme.Cells.Width(shown[:end+3]) < c.width/2 {
		one.name, one.nameStyle, one.value = shown[:end+2], s.theme.Tag, shown[end+3:]
		room = s.theme.Cells.Width(one.name) + 1
	} else {
		one.value, one.valueStyle = shown, theme.Style{}
	}
	c.put(room, one)
}
