// Package dialog holds what lies over a screen: the help, and questions.
package dialog

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"glimpse/ui/cell"
	"glimpse/ui/theme"
)

// box draws a frame with a title around lines that each take at most width
// cells. sized lines come with the cells that they take.
type sized struct {
	text  string
	cells int
}

func box(look *theme.Theme, title string, lines []sized, width int) []string {
	glyphs := look.Glyphs
	title = look.Cells.Cut(title, width)
	rest := max(0, width-look.Cells.Width(title)-1)
	out := make([]string, 0, len(lines)+2)
	out = append(out, look.Border.Render(glyphs.TopLeft+glyphs.Horizontal)+look.Accent.Render(" "+title+" ")+
		look.Border.Render(strings.Repeat(glyphs.Horizontal, rest)+glyphs.TopRight))
	side := look.Border.Render(glyphs.Vertical)
	for _, line := range lines {
		out = append(out, side+" "+line.text+cell.Blank(width-line.cells)+" "+side)
	}
	return append(out, look.Border.Render(glyphs.BottomLeft+strings.Repeat(glyphs.Horizontal, width+2)+glyphs.BottomRight))
}

// Over draws a dialog in the middle of a screen of width by height cells.
// Only the lines that the dialog covers are touched.
func Over(ruler cell.Ruler, screen string, dialog []string, width, height int) string {
	if len(dialog) == 0 {
		return screen
	}
	lines := strings.Split(screen, "\n")
	wide := widthOf(ruler, dialog[0])
	x, y := max(0, (width-wide)/2), max(0, (height-len(dialog))/2)
	for i, line := range dialog {
		if y+i >= len(lines) {
			break
		}
		lines[y+i] = splice(ruler, lines[y+i], line, x, wide)
	}
	return strings.Join(lines, "\n")
}

// splice puts a piece over a line from cell x on. Styles that are open where
// the line is cut are closed before and reopened behind.
func splice(ruler cell.Ruler, line, piece string, x, wide int) string {
	left, right := cut(ruler, line, 0, x), cut(ruler, line, x+wide, 1<<15)
	return left + "\x1b[m" + cell.Blank(x-widthOf(ruler, left)) + piece + "\x1b[m" + right
}

func cut(ruler cell.Ruler, line string, from, to int) string {
	if ruler.Grapheme {
		return ansi.Cut(line, from, to)
	}
	return ansi.CutWc(line, from, to)
}

func widthOf(ruler cell.Ruler, line string) int {
	if ruler.Grapheme {
		return ansi.StringWidth(line)
	}
	return ansi.StringWidthWc(line)
}
