package dialog

import (
	"glimpse/ui/action"
	"glimpse/ui/frame"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Message shows all of a message that may be longer than a line.
type Message struct {
	look          *theme.Theme
	title, text   string
	width, height int
	window        listview.Window
}

// NewMessage makes the dialog of a message, which must be escaped.
func NewMessage(look *theme.Theme, text string) *Message { return NewOutput(look, "Message", text) }

// NewOutput makes a Message of what a command said, line by line; both texts must
// be escaped.
func NewOutput(look *theme.Theme, title, text string) *Message {
	return &Message{look: look, title: title, text: text}
}

// SetSize gives the dialog the size of the terminal without the line of messages.
func (m *Message) SetSize(width, height int) {
	m.width, m.height = width, height
	m.scroll(0)
}

// mostMessageWide is how wide a message is at most.
const mostMessageWide = 100

// wrapped returns the lines of the message, and how wide they are at most.
func (m *Message) wrapped() (lines []string, width int) {
	width = max(20, frame.Width(m.width, mostMessageWide)-frame.Sides)
	return m.look.Cells.Wrap(m.text, width), width
}

func (m *Message) scroll(by int) {
	lines, _ := m.wrapped()
	m.window.Height = max(1, min(len(lines), m.height-4))
	m.window = m.window.Scroll(by, len(lines))
}

// Act carries out an action and returns what is asked for.
func (m *Message) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Back, action.Leave, action.Choose:
		return intent.Close{}
	case action.Copy:
		return intent.All{intent.Close{}, intent.Copy{Text: m.text, What: "message"}}
	default:
		lines, _ := m.wrapped()
		m.scroll(m.window.Distance(press.Action, len(lines)))
		return nil
	}
}

// Wheel scrolls by lines.
func (m *Message) Wheel(lines int) { m.scroll(lines) }

// Bindings returns what the keys do while the message is shown.
func (m *Message) Bindings() []action.Group {
	everywhere := action.Everywhere().Only(action.Back, action.Leave, action.Quit).
		Relabel(action.Leave, "", "close").Relabel(action.Back, "close", "close")
	return []action.Group{action.MessageKeys(), action.Moving().Relabel(action.Bottom, "", "to the last"), everywhere}
}

// View returns the lines of the dialog and the cells that each takes.
func (m *Message) View() (lines []string, wide int) {
	text, width := m.wrapped()
	first, end := m.window.Visible(len(text))
	content := make([]sized, 0, end-first)
	for _, line := range text[first:end] {
		content = append(content, sized{text: line, cells: m.look.Cells.Width(line)})
	}
	title := m.title
	if more := m.look.Glyphs.More(m.window.More(len(text))); more != "" {
		title += " " + more
	}
	return box(m.look, title, content, width), width + frame.Sides
}
