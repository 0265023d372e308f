package table

// Window is which rows are visible: Height rows from Top on.
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

// Last returns the index of the last row that is visible or would be, if
// there were as many.
func (w Window) Last() int { return w.Top + max(0, w.Height-1) }

// Half returns half the height of the window, at least one row.
func (w Window) Half() int { return max(1, w.Height/2) }

// Page returns how far a page is: one row of the last page stays in sight.
func (w Window) Page() int { return max(1, w.Height-1) }
