// Package listview is how every list behaves: where its cursor is, which of its
// rows are visible, and how keys, the wheel and clicks move both. What a row is
// and how it is drawn is the business of whoever has the list.
package listview

import "glimpse/ui/action"

// List is the cursor in a number of rows and the window on them. The cursor is
// always on a row and visible, or 0 where there is no row. The zero value is an
// empty list.
type List struct {
	cursor, rows int
	window       Window
}

// Resize takes how many rows there are and how many lines there are to show
// them. The cursor stays on its row, or goes to the last.
func (l *List) Resize(rows, height int) { l.Place(l.cursor, rows, height) }

// Place is [List.Resize] with the cursor put on a row, or on the nearest: for
// rows that have moved.
func (l *List) Place(cursor, rows, height int) {
	l.rows, l.window.Height = max(0, rows), max(0, height)
	l.MoveTo(cursor)
}

// MoveTo puts the cursor on a row, or on the nearest. The window follows, unless
// there is no room yet, in which it would lose its place.
func (l *List) MoveTo(row int) {
	l.cursor = max(0, min(row, l.rows-1))
	if l.window.Height > 0 {
		l.window = l.window.Follow(l.cursor, l.rows)
	} else {
		l.window.Top = min(l.window.Top, l.cursor)
	}
}

// Move moves the cursor by rows, as a wheel does.
func (l *List) Move(by int) { l.MoveTo(l.cursor + by) }

// Act moves the cursor as an action asks for: by a row, half a window or a
// whole one, to the first or the last. Any other action changes nothing.
func (l *List) Act(act action.ID) {
	if by := l.Distance(act); by != 0 {
		l.Move(by)
	}
}

// Distance returns how far [List.Act] moves; zero for an action that is none of
// moving.
func (l *List) Distance(act action.ID) int { return l.window.Distance(act, l.rows) }

// RowAt returns the row in a line of the window, from 0; ok is false where
// there is none.
func (l *List) RowAt(line int) (row int, ok bool) { return l.window.RowAt(line, l.rows) }

// Click takes a click at a line of the window, from 0, and moves the cursor to
// the row there, if there is one. It reports whether the cursor was there
// before, which is how a row is taken by the mouse.
func (l *List) Click(line int) (again bool) {
	row, ok := l.RowAt(line)
	if !ok {
		return false
	}
	again = row == l.cursor
	l.MoveTo(row)
	return again
}

// Cursor returns the row under the cursor.
func (l *List) Cursor() int { return l.cursor }

// Rows returns how many rows there are.
func (l *List) Rows() int { return l.rows }

// IsEmpty reports whether there is no row.
func (l *List) IsEmpty() bool { return l.rows == 0 }

// Height returns how many rows there is room for.
func (l *List) Height() int { return l.window.Height }

// Fits reports whether all rows could be visible at once.
func (l *List) Fits() bool { return l.rows <= l.window.Height }

// Visible returns the first row that is visible and the one behind the last.
func (l *List) Visible() (first, end int) { return l.window.Visible(l.rows) }

// More reports whether there are rows above the visible ones and below them.
func (l *List) More() (above, below bool) { return l.window.More(l.rows) }

// Position returns the row under the cursor, counted from 1, and how many there
// are; nothing where all are visible.
func (l *List) Position() (at, of int) {
	if l.Fits() {
		return 0, 0
	}
	return l.cursor + 1, l.rows
}
