package theme

import "charm.land/lipgloss/v2"

// Glyphs are the shapes that stand beside words. Each takes one cell, but for
// the ellipsis.
type Glyphs struct {
	Active, Pending, Queued, Off, Dead, Unknown string // statuses
	Fault, Changed                              string // signs of a row
	Hidden, Protected, Shared, Foreign          string // signs of a row: what may be done with the image
	Differs                                     string // of a field of two images
	Marked, Range                               string // of a row that is marked, or in the range about to be
	Ascending, Descending                       string
	Pointer                                     string // the chosen one of several
	Opened, Folded                              string // of what is below a line and is shown, or hidden
	Dot                                         string // between two texts
	Ellipsis                                    string
	Dash                                        string // no value
	Arrow                                       string
	Times                                       string    // between width and height
	Up, Down                                    string    // there is more that way
	Levels                                      [8]string // of a bar, from low to high
	Frame                                       lipgloss.Border
}

var unicodeGlyphs = Glyphs{
	Active: "●", Pending: "◐", Queued: "○", Off: "■", Dead: "✗", Unknown: "?",
	Fault: "!", Changed: "+", Hidden: "h", Protected: "p", Shared: "s", Foreign: "o", Differs: "≠", Marked: "✓", Range: "┃",
	Ascending: "↑", Descending: "↓",
	Pointer: "›", Opened: "▾", Folded: "▸", Dot: "·", Ellipsis: "…", Dash: "–", Arrow: "→", Times: "×",
	Up: "↑", Down: "↓",
	Levels: [8]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	Frame:  lipgloss.RoundedBorder(),
}

var asciiGlyphs = Glyphs{
	Active: "*", Pending: "~", Queued: "o", Off: "#", Dead: "x", Unknown: "?",
	Fault: "!", Changed: "+", Hidden: "h", Protected: "p", Shared: "s", Foreign: "o", Differs: "!", Marked: "*", Range: "|",
	Ascending: "^", Descending: "v",
	Pointer: ">", Opened: "-", Folded: "+", Dot: "-", Ellipsis: "..", Dash: "-", Arrow: "->", Times: "x",
	Up: "^", Down: "v",
	Levels: [8]string{".", ":", "-", "=", "+", "*", "#", "@"},
	Frame:  lipgloss.ASCIIBorder(),
}

// Arrows points to where there are rows out of sight; nothing where there are
// none.
func (g *Glyphs) Arrows(above, below bool) string {
	arrows := ""
	if above {
		arrows += g.Up
	}
	if below {
		arrows += g.Down
	}
	return arrows
}

// More is [Glyphs.Arrows] with the word before it.
func (g *Glyphs) More(above, below bool) string {
	if arrows := g.Arrows(above, below); arrows != "" {
		return "more " + arrows
	}
	return ""
}
