package table

import (
	"strings"

	"glimpse/ui/cell"
)

// Cells returns how many cells pieces take.
func Cells(ruler cell.Ruler, pieces []Piece) int {
	taken := 0
	for _, piece := range pieces {
		taken += ruler.Width(piece.Text)
	}
	return taken
}

// Line puts pieces at the left and at the right edge of a line. What is at the
// right is shown whole; what is at the left is cut if it does not fit.
func Line(ruler cell.Ruler, width int, left, right []Piece) string {
	room := width - 1
	taken := Cells(ruler, right)
	if taken > 0 {
		taken += 2
	}
	var out strings.Builder
	used := 0
	for _, piece := range left {
		fitted := ruler.Cut(piece.Text, room-taken-used)
		used += ruler.Width(fitted)
		piece.Style.Write(&out, fitted)
		if fitted != piece.Text {
			break
		}
	}
	if len(right) == 0 {
		return out.String()
	}
	out.WriteString(cell.Blank(room - used - taken + 2))
	for _, piece := range right {
		piece.Style.Write(&out, piece.Text)
	}
	return out.String()
}
