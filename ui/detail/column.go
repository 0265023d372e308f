package detail

import (
	"glimpse/ui/cell"
	"glimpse/ui/theme"
)

// column is a column of lines that is being written.
type column struct {
	look  *theme.Theme
	width int
	lines []string
	used  []int // the cells that each line takes
}

func (c *column) add(styled string, used int) {
	c.lines = append(c.lines, styled)
	c.used = append(c.used, used)
}

// title begins a theme.
func (c *column) title(title, note string) {
	if len(c.lines) > 0 {
		c.add("", 0)
	}
	styled := c.look.Accent.Render(title)
	if note != "" {
		styled += " " + c.look.Muted.Render(note)
		title += " " + note
	}
	c.add(styled, c.look.Cells.Width(title))
}

// styled writes a paragraph.
func (c *column) styled(style theme.Style, paragraph string) {
	for _, line := range c.look.Cells.Wrap(paragraph, c.width) {
		c.add(style.Render(line), c.look.Cells.Width(line))
	}
}

// field writes a name and its value, on as many lines as the value needs. A
// name that is longer than its room has a line of its own.
func (c *column) field(name string, room int, value string, style theme.Style) {
	lead := c.look.Muted.Render(c.look.Cells.Cut(name, c.width))
	used := c.look.Cells.Width(name)
	if used > room-2 {
		c.add(lead, min(used, c.width))
		lead, used = "", 0
	}
	for _, line := range c.look.Cells.Wrap(value, c.width-room) {
		c.add(lead+cell.Blank(room-used)+style.Render(line), room+c.look.Cells.Width(line))
		lead, used = "", 0
	}
}
