// Package dialog holds what lies over a screen: the help, and questions.
package dialog

import (
	"strings"

	"glimpse/ui/box"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// sized is a line with the cells that it takes.
type sized struct {
	text  string
	cells int
}

// framed draws a frame with a title around lines of at most width cells.
func framed(theme *theme.Theme, title string, lines []sized, width int) []string {
	rows := make([]string, len(lines))
	for i, line := range lines {
		rows[i] = line.text + textwidth.Blank(width-line.cells)
	}
	return box.Draw(theme, title, rows, width)
}

// Below draws lines as wide as the screen in place of its last ones.
func Below(screen string, dialog []string) string {
	lines := strings.Split(screen, "\n")
	dialog = dialog[max(0, len(dialog)-len(lines)):]
	copy(lines[len(lines)-len(dialog):], dialog)
	return strings.Join(lines, "\n")
}

// Over draws a dialog in the middle of the first height lines of a screen, in which
// it takes wide of width cells. Only the lines that the dialog covers are touched.
func Over(measurer textwidth.Measurer, screen string, dialog []string, wide, width, height int) string {
	if len(dialog) == 0 {
		return screen
	}
	lines := strings.Split(screen, "\n")
	x, y := max(0, (width-wide)/2), max(0, (height-len(dialog))/2)
	for i, line := range dialog {
		if y+i >= len(lines) {
			break
		}
		left, rest := measurer.Split(lines[y+i], x)
		_, right := measurer.Split(rest, wide)
		lines[y+i] = left + line + right
	}
	return strings.Join(lines, "\n")
}
