package detail

import (
	"strings"

	"glimpse/model/search"
	"glimpse/model/text"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// item is one thing that the cursor can be on: a field with its value, or a
// line of the record as JSON.
type item struct {
	// id is by which the item is known again when the record was read anew.
	id string
	// name and value are as they are shown; either may be empty.
	name, value           string
	nameStyle, valueStyle theme.Style
	// label says what is copied of it, copied is that.
	label  string
	copied text.Untrusted

	// column is where it stands, first and last are its lines.
	column      int
	first, last int
	// found reports whether the search finds it, names and values where.
	found         bool
	names, values []search.Range
}

// line is one line of a column, not yet drawn: a piece of an item, or a text
// that the cursor passes over.
type line struct {
	// item is which item the line belongs to, or none.
	item int
	// name is what stands before the room of the value, at the beginning of
	// which the value stands. Where it is cut, shown is less than the item's.
	name                  string
	nameStyle, valueStyle theme.Style
	room                  int
	value                 string
	// at is where in the item's value the piece begins, in bytes.
	at int
}

// none is no item.
const none = -1

// column is a column of lines that is being written.
type column struct {
	theme  *theme.Theme
	number int
	// base is the line of the screen at which the column begins.
	base  int
	width int
	lines []line
	items *[]item
}

func (c *column) blank() { c.lines = append(c.lines, line{item: none}) }

// title begins a theme.
func (c *column) title(title, note string) {
	if len(c.lines) > 0 {
		c.blank()
	}
	title = c.theme.Cells.Cut(title, c.width)
	room := c.theme.Cells.Width(title) + 1
	c.lines = append(c.lines, line{
		item: none, name: title, nameStyle: c.theme.Accent, room: room,
		value: c.theme.Cells.Cut(note, c.width-room), valueStyle: c.theme.Muted,
	})
}

// paragraph writes a text that the cursor passes over.
func (c *column) paragraph(style theme.Style, paragraph string) {
	for _, each := range c.theme.Cells.Wrap(paragraph, c.width) {
		c.lines = append(c.lines, line{item: none, value: each, valueStyle: style})
	}
}

// field writes an item with room for its name before the value, at most half
// of the width.
func (c *column) field(room int, one item) {
	c.put(min(room, c.width/2), one)
}

// put writes an item, on as many lines as its value needs, with room for names
// before the value. A name that is longer than that has a line of its own.
func (c *column) put(room int, one item) {
	one.column, one.first = c.number, c.base+len(c.lines)
	at, measurer := len(*c.items), c.theme.Cells
	name := measurer.Cut(one.name, c.width)
	if name != "" && measurer.Width(name) >= room {
		c.lines = append(c.lines, line{item: at, name: name, nameStyle: one.nameStyle, room: measurer.Width(name)})
		name = ""
	}
	offset := 0
	for _, piece := range measurer.Wrap(one.value, c.width-room) {
		offset += begins(one.value[offset:], piece)
		c.lines = append(c.lines, line{
			item: at, name: name, nameStyle: one.nameStyle, room: room,
			value: piece, valueStyle: one.valueStyle, at: offset,
		})
		offset += len(piece)
		name = ""
	}
	one.last = c.base + len(c.lines) - 1
	*c.items = append(*c.items, one)
}

// begins returns where in the rest of a text its next line begins: behind the
// blanks that wrapping left out.
func begins(rest, piece string) int {
	skipped := 0
	for skipped < len(rest) && rest[skipped] == ' ' && !strings.HasPrefix(rest[skipped:], piece) {
		skipped++
	}
	return skipped
}

// draw writes a line in exactly width cells if it is padded, else in at most
// that many. Under the cursor it is drawn in the style of the cursor; what was
// found is marked in either.
func (s *Screen) draw(out *strings.Builder, l *line, width int, padded bool) {
	measurer := s.theme.Cells
	var names, values []search.Range
	nameStyle, valueStyle, blank := l.nameStyle, l.valueStyle, theme.Style{}
	if l.item != none {
		one := &s.items[l.item]
		values = one.values
		if l.name == one.name {
			names = one.names
		}
		if s.onCursor(l.item) {
			nameStyle, valueStyle, blank = s.theme.Cursor, s.theme.Cursor, s.theme.Cursor
			padded = true
		}
	}
	s.pieces(out, l.name, 0, names, nameStyle)
	used := measurer.Width(l.name)
	blank.Write(out, textwidth.Blank(l.room-used))
	used = max(used, l.room) + measurer.Width(l.value)
	s.pieces(out, l.value, l.at, values, valueStyle)
	if padded {
		blank.Write(out, textwidth.Blank(width-used))
	}
}

// pieces writes a text, of which found are ranges of the text that it is cut
// from at an offset.
func (s *Screen) pieces(out *strings.Builder, text string, offset int, found []search.Range, style theme.Style) {
	at := 0
	for _, each := range found {
		start, end := max(at, each.Start-offset), min(len(text), each.End-offset)
		if start >= end {
			continue
		}
		style.Write(out, text[at:start])
		s.theme.Match.Write(out, text[start:end])
		at = end
	}
	style.Write(out, text[at:])
}
