// Package dialog holds what lies over a screen: the help, and questions.
package dialog

import (
	"strings"

	"glimpse/ui/cell"
	"glimpse/ui/theme"
)

// sized is a line with the cells that it takes.
type sized struct {
	text  string
	cells int
}

// frameWidth are the cells that a frame takes beside its content.
const frameWidth = 4

// box draws a frame with a title around lines of at most width cells.
func box(look *theme.Theme, title string, lines []sized, width int) []string {
	frame := look.Glyphs.Frame
	title = look.Cells.Cut(title, width-1)
	rest := max(0, width-look.Cells.Width(title)-1)
	out := make([]string, 0, len(lines)+2)
	out = append(out, look.Border.Render(frame.TopLeft+frame.Top)+look.Accent.Render(" "+title+" ")+
		look.Border.Render(strings.Repeat(frame.Top, rest)+frame.TopRight))
	side := look.Border.Render(frame.Left)
	for _, line := range lines {
		out = append(out, side+" "+line.text+cell.Blank(width-line.cells)+" "+side)
	}
	return append(out, look.Border.Render(frame.BottomLeft+strings.Repeat(frame.Bottom, width+2)+frame.BottomRight))
}

// Below draws lines as wide as the screen in place of its last ones.
func Below(screen string, dialog []string) string {
	lines := strings.Split(screen, "\n")
	dialog = dialog[max(0, len(dialog)-len(lines)):]
	copy(lines[len(lines)-len(dialog):], dialog)
	return strings.Join(lines, "\n")
}

// Over draws a dialog in the middle of a screen of width by height cells.
// Only the lines that the dialog covers are touched.
// Every line of the dialog takes wide cells.
func Over(ruler cell.Ruler, screen string, dialog []string, wide, width, height int) string {
	if len(dialog) == 0 {
		return screen
	}
	lines := strings.Split(screen, "\n")
	x, y := max(0, (width-wide)/2), max(0, (height-len(dialog))/2)
	for i, line := range dialog {
		if y+i >= len(lines) {
			break
		}
		left, rest := ruler.Split(lines[y+i], x)
		_, right := ruler.Split(rest, wide)
		lines[y+i] = left + line + right
	}
	return strings.Join(lines, "\n")
}
