package cmd

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// widths returns the cells that each column needs.
func widths(rows [][]string, columns int) []int {
	needed := make([]int, columns)
	for _, row := range rows {
		for i, cell := range row {
			needed[i] = max(needed[i], ansi.StringWidthWc(cell))
		}
	}
	return needed
}

// inColumns writes rows below each other. A page that is printed as it arrives is
// written so as well, with the widths of the first: what lays out a table of all rows
// at once would hold them all.
func inColumns(rows [][]string, widths []int) string {
	var out strings.Builder
	for _, row := range rows {
		out.WriteString(padded(row, widths))
	}
	return out.String()
}

// padded writes a row in columns, the last of which needs no width. A cell that is too
// wide moves the rest of its line.
func padded(row []string, widths []int) string {
	var line strings.Builder
	for i, cell := range row {
		line.WriteString(cell)
		if i < len(row)-1 {
			line.WriteString(strings.Repeat(" ", max(0, widths[i]-ansi.StringWidthWc(cell))+2))
		}
	}
	return strings.TrimRight(line.String(), " ") + "\n"
}
