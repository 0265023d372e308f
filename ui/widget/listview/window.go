package listview

import "glimpse/ui/action"

// Window is which rows of a list, or lines of a text, are visible: Height of
// them from Top on.
type Window struct{ Top, Height int }

// Follow moves the window as little as needed so that the row under the
// cursor is visible, and no further than the rows reach.
func (w Window) Follow(cursor, rows int) Window {
	w.Height = max(0, w.Height)
	w.Top = min(w.Top, cursor)
	w.Top = max(w.Top, cursor-w.Height+1)
	w.Top = max(0, min(w.Top, rows-w.Height))
	return w
}

// Scroll moves the window by lines, and no further than there are any.
func (w Window) Scroll(by, lines int) Window {
	w.Top = max(0, min(w.Top+by, lines-w.Height))
	return w
}

// Visible returns the first row that is visible and the one behind the last.
func (w Window) Visible(rows int) (first, end int) {
	end = max(0, min(rows, w.Top+w.Height))
	return min(w.Top, end), end
}

// RowAt returns the row in a line of the window, from 0; ok is false where
// there is none.
func (w Window) RowAt(line, rows int) (row int, ok bool) {
	row = w.Top + line
	return row, line >= 0 && line < w.Height && row < rows
}

// More reports whether there are rows above the visible ones and below them.
func (w Window) More(rows int) (above, below bool) {
	return w.Top > 0, w.Top+w.Height < rows
}

// Position returns the last row that is visible, counted from 1, and how many
// there are; nothing where all are visible.
func (w Window) Position(rows int) (at, of int) {
	if rows <= w.Height {
		return 0, 0
	}
	return min(rows, w.Top+w.Height), rows
}

// Last returns the index of the last row that is visible or would be, if
// there were as many.
func (w Window) Last() int { return w.Top + max(0, w.Height-1) }

// half returns half the height of the window, at least one row.
func (w Window) half() int { return max(1, w.Height/2) }

// page returns how far a page is: one row of the last page stays in sight.
func (w Window) page() int { return max(1, w.Height-1) }

// Distance returns how far an action of moving goes in so many rows; zero for
// any other action.
func (w Window) Distance(act action.ID, rows int) int {
	switch act {
	case action.Up:
		return -1
	case action.Down:
		return 1
	case action.Top:
		return -rows
	case action.Bottom:
		return rows
	case action.HalfUp:
		return -w.half()
	case action.HalfDown:
		return w.half()
	case action.PageUp:
		return -w.page()
	case action.PageDown:
		return w.page()
	default:
		return 0
	}
}
