package overview

import (
	"slices"
	"strings"

	"glimpse/model/overview"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/table"
)

// above is how many lines are before the first value: the keys, what was counted, the
// quota of the project or nothing, the titles of the columns.
func (s *Screen) above() int { return 3 + len(s.quotaLines()) }

// below are the lines after the last value: a blank one, and what is exactly known of
// the value under the cursor.
const below = 2

// lead is the room at the left of the columns.
const lead = 2

// The columns.
const (
	columnValue = iota
	columnImages
	columnBytes
	columnBar
)

// sortedBy is the column of an order.
var sortedBy = [...]int{overview.ByImages: columnImages, overview.ByBytes: columnBytes, overview.ByValue: columnValue}

func columns() []table.Column {
	return []table.Column{
		columnValue:  {Title: "VALUE", Min: 16, Width: 28, Core: true, Flex: true},
		columnImages: {Title: "IMAGES", Min: 9, Width: 9, Core: true, Right: true},
		columnBytes:  {Title: "SIZE", Min: 9, Width: 9, Core: true, Right: true},
		columnBar:    {Title: "SHARE", Min: 12, Width: 40, Rank: 1, Flex: true},
	}
}

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	placed := table.Layout(columns(), s.width-lead-1)
	lines := make([]string, 0, s.height)
	lines = append(lines, s.keys(), "  "+s.theme.Muted.Render(s.theme.Cells.Cut(s.summary(), s.width-3)))
	for _, line := range s.quotaLines() {
		lines = append(lines, strings.TrimRight("  "+s.theme.Muted.Render(line), " "))
	}
	lines = append(lines, s.headings(placed))
	first, end := s.rows.Visible()
	for i := first; i < end; i++ {
		lines = append(lines, s.row(i, placed))
	}
	for len(lines) < s.height-1 {
		lines = append(lines, "")
	}
	lines = append(lines, s.exactly())
	return strings.Join(lines[:s.height], "\n")
}

// keys draws the keys, the one that is counted by in brackets.
func (s *Screen) keys() string {
	row := box.NewRow(s.theme, s.width-1).Put(s.theme.Muted, "  by")
	names := overview.Keys()
	if !slices.Contains(names, s.by) {
		names = append([]overview.Key{s.by}, names...)
	}
	for _, key := range names {
		name := s.theme.Cells.ShowString(key.Name())
		switch {
		case s.theme.Cells.Width(name)+3 > row.Room():
		case key == s.by:
			row.Put(s.theme.Text, " ").Put(s.theme.Strong, "["+name+"]")
		case key == s.within:
			row.Put(s.theme.Text, "  ").Put(s.theme.Accent, name)
		default:
			row.Put(s.theme.Text, "  ").Put(s.theme.Muted, name)
		}
	}
	return strings.TrimRight(row.String(), " ")
}

func (s *Screen) headings(placed []table.Placed) string {
	cells := make([]table.Cell, len(placed))
	for i, column := range placed {
		cells[i] = table.Cell{Text: column.Title, Style: s.theme.Heading}
		if column.Index == sortedBy[s.order] {
			arrow := s.theme.Glyphs.Descending
			if column.Index == columnValue {
				arrow = s.theme.Glyphs.Ascending
			}
			cells[i] = table.Cell{Text: column.Title + " " + arrow, Style: s.theme.Accent}
		}
	}
	var out strings.Builder
	out.WriteString(strings.Repeat(" ", lead))
	table.WriteRow(&out, s.theme.Cells, placed, cells)
	return out.String()
}

func (s *Screen) row(i int, placed []table.Placed) string {
	l := s.lines[i]
	key, indent := s.by, ""
	if l.within {
		key, indent = s.within, "  "
	}
	label, style := s.label(key, l.group)
	cells := make([]table.Cell, len(placed))
	for at, column := range placed {
		switch column.Index {
		case columnValue:
			cells[at] = table.Cell{Text: indent + label, Style: style}
		case columnImages:
			cells[at].Text = format.Count(l.group.Images)
		case columnBytes:
			cells[at].Text = format.Size(l.group.Bytes)
		case columnBar:
			cells[at] = table.Cell{Text: s.bar(l.group, column.Wide), Style: s.theme.Busy}
			if l.within {
				cells[at].Style = s.theme.Muted
			}
		}
	}
	var out strings.Builder
	if i == s.rows.Cursor() {
		table.WriteBar(&out, s.theme.Cells, strings.Repeat(" ", lead), placed, cells, s.width, s.theme.Cursor)
		return out.String()
	}
	out.WriteString(strings.Repeat(" ", lead))
	table.WriteRow(&out, s.theme.Cells, placed, cells)
	return out.String()
}

// exactly says of the value under the cursor what its row has no room for: all of its
// name, and its bytes.
func (s *Screen) exactly() string {
	at := s.rows.Cursor()
	if at >= len(s.lines) {
		return ""
	}
	dot := " " + s.theme.Glyphs.Dot + " "
	l := s.lines[at]
	label, _ := s.label(s.by, s.lines[s.groupOf(at)].group)
	if l.within {
		inner, _ := s.label(s.within, l.group)
		label += dot + inner
	}
	counts := dot + format.Images(l.group.Images) + dot + format.ExactSize(l.group.Bytes)
	label = s.theme.Cells.CutMiddle(label, max(0, s.width-3-s.theme.Cells.Width(counts)))
	return "  " + s.theme.Muted.Render(s.theme.Cells.Cut(label+counts, s.width-3))
}

// groupOf returns the row of the group to which a row belongs.
func (s *Screen) groupOf(at int) int {
	for s.lines[at].within {
		at--
	}
	return at
}

// bar draws how much of the whole a value is, by what the values are sorted by:
// the share in percent, and a line as long as it is beside the largest.
func (s *Screen) bar(group *overview.Group, width int) string {
	whole, part := s.measure(s.total), s.measure(group.Count)
	if whole <= 0 || part <= 0 {
		return ""
	}
	share := float64(part) / float64(whole)
	percent := "<1%"
	if share >= 0.01 {
		percent = format.Count(int(share*100+0.5)) + "%"
	}
	const room = len("100%")
	return strings.Repeat(" ", room-len(percent)) + percent + " " +
		strings.Repeat(s.theme.Glyphs.Off, max(1, int(float64(part)/float64(s.most)*float64(width-room-1))))
}

// measure is what the values are sorted by, in numbers.
func (s *Screen) measure(count overview.Count) int64 {
	if s.order == overview.ByImages {
		return int64(count.Images)
	}
	return count.Bytes
}
