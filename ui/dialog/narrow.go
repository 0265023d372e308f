package dialog

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model/search"
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/input"
	"glimpse/ui/theme"
)

// narrowing is the words that narrow what a dialog lists: typed first, and
// then kept until they are cleared.
type narrowing struct {
	theme *theme.Theme
	line  *input.Line
	// typing reports whether keys go into the line.
	typing bool
	sought search.Search
	err    error
}

func newNarrowing(theme *theme.Theme) narrowing {
	return narrowing{theme: theme, line: input.New(theme)}
}

// shown reports whether the line takes room.
func (n *narrowing) shown() bool { return n.typing || n.line.Value() != "" }

// act takes the actions that begin and end typing, and reports whether it did.
func (n *narrowing) act(act action.ID) bool {
	switch {
	case act == action.Search:
		n.typing = true
	case act == action.Enter && n.typing:
		n.typing = false
	case act == action.Back && n.shown():
		n.clear()
	default:
		return false
	}
	return true
}

func (n *narrowing) clear() {
	n.line.Set("")
	n.typing = false
	n.parse()
}

// typed takes a key for the line. Where the line is empty, backspace leaves
// it.
func (n *narrowing) typed(key tea.KeyPressMsg) {
	if key.Code == tea.KeyBackspace && n.line.Value() == "" {
		n.clear()
		return
	}
	n.line.Type(key)
	n.parse()
}

func (n *narrowing) paste(text string) {
	n.typing = true
	n.line.Paste(text)
	n.parse()
}

// parse reads the words. An expression that is wrong, as most are while they
// are typed, leaves what was found before.
func (n *narrowing) parse() {
	sought, err := search.Parse(n.line.Value())
	n.err = err
	if err == nil {
		n.sought = sought
	}
}

// finds reports whether a text holds the words.
func (n *narrowing) finds(text string) bool { return n.sought.IsEmpty() || n.sought.MatchText(text) }

// row draws the line, with a note at its right.
func (n *narrowing) row(width int, note string) string {
	measurer := n.theme.Cells
	style := n.theme.Muted
	if n.err != nil {
		style, note = n.theme.Bad, "not a regular expression yet"
	}
	note = measurer.Cut(note, width/2)
	const sign = "/ "
	room := width - len(sign) - measurer.Width(note) - 1
	row := box.NewRow(n.theme, width).Put(n.theme.Key, sign)
	if n.typing {
		row.Styled(n.line.View(room, "words to look for"), max(0, room))
	} else {
		row.Put(n.theme.Text, measurer.Left(measurer.ShowString(n.line.Value()), room))
	}
	return row.To(width-measurer.Width(note)).Put(style, note).String()
}
