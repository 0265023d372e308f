package dialog

import (
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

// Message shows all of a message that may be longer than a line.
type Message struct {
	scrolled
	title string
}

// A message is at most so wide, and so many lines of the screen are not its own: the
// frame, and one above and below it.
const (
	mostMessageWide = 100
	aroundMessage   = 4
)

// NewMessage makes the dialog of a message, which must be escaped.
func NewMessage(theme *theme.Theme, text string) *Message { return NewOutput(theme, "Message", text) }

// NewOutput makes a Message of what a command said, line by line; both texts must
// be escaped.
func NewOutput(theme *theme.Theme, title, text string) *Message {
	return &Message{scrolled{theme: theme, text: text, widest: mostMessageWide, around: aroundMessage}, title}
}

// Act carries out an action and returns what is asked for.
func (m *Message) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Back, action.Leave, action.Choose:
		return intent.Close{}
	case action.Copy:
		return intent.All{intent.Close{}, intent.Copy{Text: m.text, What: "message"}}
	default:
		m.move(press.Action)
		return nil
	}
}

// Bindings returns what the keys do while the message is shown.
func (m *Message) Bindings() []action.Group {
	everywhere := action.Everywhere().Only(action.Back, action.Leave, action.Quit).
		Relabel(action.Leave, "", "close").Relabel(action.Back, "close", "close")
	return []action.Group{action.MessageKeys(), action.Moving().Relabel(action.Bottom, "", "to the last"), everywhere}
}

// View returns the lines of the dialog and the cells that each takes.
func (m *Message) View() (lines []string, wide int) {
	content, width, more := m.visible()
	title := m.title
	if more != "" {
		title += " " + more
	}
	return framed(m.theme, title, content, width), width + box.Sides
}
