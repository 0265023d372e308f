package table

import (
	"strings"

	"glimpse/ui/textwidth"
)

// Cells returns how many cells pieces take.
func Cells(measurer textwidth.Measurer, pieces []Piece) int {
	taken := 0
	for _, piece := range pieces {
		taken += measurer.Width(piece.Text)
	}
	return taken
}

// Line puts pieces at the left and at the right edge of a line. What is at the
// right is shown whole; what is at the left is cut if it does not fit.
func Line(measurer textwidth.Measurer, width int, left, right []Piece) string {
	room := width - 1
	taken := Cells(measurer, right)
	if taken > 0 {
		taken += 2
	}
	var out strings.Builder
	used := 0
	for _, piece := range left {
		fitted := measurer.Cut(piece.Text, room-taken-used)
		used += measurer.Width(fitted)
		piece.Style.Write(&out, fitted)
		if fitted != piece.Text {
			break
		}
	}
	if len(right) == 0 {
		return out.String()
	}
	out.WriteString(textwidth.Blank(room - used - taken + 2))
	for _, piece := range right {
		piece.Style.Write(&out, piece.Text)
	}
	return out.String()
}
