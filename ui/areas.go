package ui

// The least terminal that the program works in.
const (
	minWidth  = 80
	minHeight = 24
)

// roomyHeight is the height from which on a blank line sets the header off;
// below it, one more row is worth more.
const roomyHeight = 30

// areas says who gets which lines of the terminal.
type areas struct {
	width, height int
	// top is the first line of the screen's body, body how many it has.
	top, body int
	// roomy says that a blank line stands above the body.
	roomy bool
	// small says that the terminal is too small for anything but a word on
	// its size.
	small bool
}

// layout is a pure function of the size: a header of two lines, the body, a line
// for messages, and a footer of one.
func layout(width, height int) areas {
	switch {
	case width < minWidth || height < minHeight:
		return areas{width: width, height: height, small: true}
	case height < roomyHeight:
		return areas{width: width, height: height, top: 2, body: height - 4}
	default:
		return areas{width: width, height: height, top: 3, body: height - 5, roomy: true}
	}
}
