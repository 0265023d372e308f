package filter

import "glimpse/ui/box"

// The sizes in cells and lines that the pane is laid out by.
const (
	leastWide = 60
	mostWide  = 132 // wider lines are hard to follow from left to right
	mostTall  = 40
	// outside are the lines of the screen that stay in sight: the first and
	// the footer.
	outside = 2
	// fixed are the rows beside the terms and the lists: the line, the mark
	// under it and the rule.
	fixed = 3
	// leastKeys and mostKeys bound the width of the list of keys.
	leastKeys, mostKeys = 22, 34
	// divider are the cells between the lists.
	divider = 3
)

// layout is what goes where.
type layout struct {
	width, rows int // of the content of the frame
	terms, list int // rows of the terms and of each list
	keys, right int // width of each list
}

// layout divides the room that there is; it depends on the size alone, so
// that nothing moves while the user types.
func (p *Pane) layout() layout {
	wide := max(leastWide, box.Width(p.width, mostWide))
	l := layout{width: max(1, wide-box.Sides), rows: max(1, min(p.height-outside, mostTall)-2)}
	l.terms = max(1, min(l.rows/5, 7))
	l.list = max(1, l.rows-fixed-l.terms)
	l.keys = max(leastKeys, min(l.width/4, mostKeys))
	l.right = max(1, l.width-l.keys-divider)
	return l
}
