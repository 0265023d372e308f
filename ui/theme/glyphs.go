package theme

// Glyphs are the shapes that stand beside words. Each takes one cell, but for
// the ellipsis.
type Glyphs struct {
	Active, Pending, Queued, Off, Dead, Unknown string // statuses
	Fault, Changed                              string // marks of a row
	Ascending, Descending                       string
	Pointer                                     string // the chosen one of several
	Dot                                         string // between two texts
	Ellipsis                                    string
	Dash                                        string // no value
	Arrow                                       string
	Times                                       string // between width and height
	Up, Down                                    string // there is more that way
	// The frame of a dialog: corners clockwise from the top left, then the
	// lines.
	TopLeft, TopRight, BottomRight, BottomLeft, Horizontal, Vertical string
}

var unicodeGlyphs = Glyphs{
	Active: "●", Pending: "◐", Queued: "○", Off: "■", Dead: "✗", Unknown: "?",
	Fault: "!", Changed: "+",
	Ascending: "↑", Descending: "↓",
	Pointer: "›", Dot: "·", Ellipsis: "…", Dash: "–", Arrow: "→", Times: "×",
	Up: "↑", Down: "↓",
	TopLeft: "╭", TopRight: "╮", BottomRight: "╯", BottomLeft: "╰", Horizontal: "─", Vertical: "│",
}

var asciiGlyphs = Glyphs{
	Active: "*", Pending: "~", Queued: "o", Off: "#", Dead: "x", Unknown: "?",
	Fault: "!", Changed: "+",
	Ascending: "^", Descending: "v",
	Pointer: ">", Dot: "-", Ellipsis: "..", Dash: "-", Arrow: "->", Times: "x",
	Up: "^", Down: "v",
	TopLeft: "+", TopRight: "+", BottomRight: "+", BottomLeft: "+", Horizontal: "-", Vertical: "|",
}
