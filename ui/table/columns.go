// Package table draws rows in columns: which columns fit a width and how wide
// each is, which rows are visible, and a row as a line.
//
// It holds no rows. Whoever uses it draws the visible ones alone, so that a
// table costs what is seen of it however long it is.
package table

import "slices"

// Gap is the number of blank cells between columns.
const Gap = 2

// Column says how much room a column wants.
type Column struct {
	Title string
	// Min is the least width at which the column is worth showing, Width the
	// one at which it is comfortable.
	Min, Width int
	// Extra is what the column takes besides where there is ample room.
	Extra int
	// Flex columns share the room that is left when all are comfortable.
	Flex bool
	// Right aligns to the right, for numbers.
	Right bool
	// Middle cuts what does not fit in the middle and not at the end.
	Middle bool
	// Rank orders the columns by who gets room first, from 0. Core columns
	// are shown before any other gets room.
	Rank int
	Core bool
}

// Placed is a column that is shown.
type Placed struct {
	Column
	// Index is the column's index among those given to Layout.
	Index int
	// X is its first cell, Wide how many cells it has.
	X, Wide int
}

// Layout chooses the columns that fit a width and gives each its room. The
// core columns come first, at their least width; then, by rank, each column
// that is shown becomes comfortable and each other is added; what is left
// goes to the flexible ones. A column that finds no room does not keep a
// narrower one of a later rank out.
func Layout(columns []Column, width int) []Placed {
	wide := make([]int, len(columns))
	left := width + Gap
	order := make([]int, len(columns))
	for i := range columns {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return columns[a].Rank - columns[b].Rank })
	for _, i := range order {
		if columns[i].Core && columns[i].Min+Gap <= left {
			wide[i] = columns[i].Min
			left -= wide[i] + Gap
		}
	}
	for _, i := range order {
		column := columns[i]
		switch {
		case wide[i] > 0:
			more := min(left, column.Width-wide[i])
			wide[i], left = wide[i]+more, left-more
		case column.Min+Gap <= left:
			wide[i] = min(column.Width, left-Gap)
			left -= wide[i] + Gap
		}
	}
	return place(columns, wide, left)
}

// ample is how many cells must be left beside what a column may have extra.
const ample = 6

// place gives what is left to the flexible columns and counts the cells.
func place(columns []Column, wide []int, left int) []Placed {
	flexible := 0
	for i := range columns {
		if extra := columns[i].Extra; extra > 0 && wide[i] > 0 && left >= extra+ample {
			wide[i], left = wide[i]+extra, left-extra
		}
		if columns[i].Flex && wide[i] > 0 {
			flexible++
		}
	}
	placed := make([]Placed, 0, len(columns))
	x := 0
	for i, column := range columns {
		if wide[i] == 0 {
			continue
		}
		if column.Flex && left > 0 {
			share := left / flexible
			flexible--
			wide[i], left = wide[i]+share, left-share
		}
		placed = append(placed, Placed{Column: column, Index: i, X: x, Wide: wide[i]})
		x += wide[i] + Gap
	}
	return placed
}

// At returns the position among the placed columns of the one at a cell,
// counting the gap behind a column to it, or -1.
func At(placed []Placed, x int) int {
	for i, column := range placed {
		if x >= column.X && x < column.X+column.Wide+Gap {
			return i
		}
	}
	return -1
}
