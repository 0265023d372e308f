package dialog

import (
	"strings"

	"glimpse/ui/human"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/theme"
)

// Menu offers what can be copied, each by a key of its own or by the cursor.
type Menu struct {
	look          *theme.Theme
	items         []intent.CopyItem
	cursor        int
	width, height int
}

// NewMenu makes a menu of what can be copied.
func NewMenu(look *theme.Theme, items []intent.CopyItem) *Menu {
	return &Menu{look: look, items: items}
}

// SetSize gives the dialog the size of the whole screen.
func (m *Menu) SetSize(width, height int) { m.width, m.height = width, height }

// Act carries out an action and returns what is asked for.
func (m *Menu) Act(press keys.Press) intent.Intent {
	switch press.Action {
	case keys.Up:
		m.cursor = max(0, m.cursor-1)
	case keys.Down:
		m.cursor = min(len(m.items)-1, m.cursor+1)
	case keys.Choose:
		return m.take(m.cursor)
	case keys.Pick:
		return m.take(press.Nth)
	case keys.Back, keys.Leave:
		return intent.Close{}
	default:
	}
	return nil
}

func (m *Menu) take(at int) intent.Intent {
	item := m.items[at]
	if item.Why != "" {
		return intent.Tell{Text: item.Why}
	}
	return intent.All{intent.Close{}, intent.Copy{Text: item.Text, What: item.Label}}
}

// Wheel does nothing: a menu is short.
func (m *Menu) Wheel(int) {}

// Bindings returns what the keys do while the menu is shown.
func (m *Menu) Bindings() []keys.Group {
	own := make([]string, len(m.items))
	for i, item := range m.items {
		own[i] = item.Key
	}
	everywhere := keys.Everywhere().Only(keys.Back, keys.Leave, keys.Quit).
		Relabel(keys.Leave, "", "leave the menu").Relabel(keys.Back, "leave", "leave the menu")
	return []keys.Group{keys.Menu(own), everywhere}
}

// View returns the lines of the dialog and the cells that each takes.
func (m *Menu) View() (lines []string, wide int) {
	ruler := m.look.Cells
	width := max(20, min(96, m.width-8))
	labels := 0
	for _, item := range m.items {
		labels = max(labels, ruler.Width(item.Label))
	}
	content := make([]sized, 0, len(m.items)+2)
	content = append(content, sized{})
	for i, item := range m.items {
		content = append(content, m.line(i, item, labels, width))
	}
	content = append(content, sized{})
	return box(m.look, "Copy", content, width), width + frameWidth
}

func (m *Menu) line(i int, item intent.CopyItem, labels, width int) sized {
	ruler := m.look.Cells
	shown := item.Text
	const long = 200
	switch {
	case item.Why != "":
		shown = item.Why
	case len(shown) > long:
		shown = human.Size(int64(len(shown))) + ": " + strings.ToValidUTF8(shown[:long], "")
	}
	lead := " " + item.Key + "  " + ruler.Left(item.Label, labels) + "  "
	rest := ruler.Left(ruler.ShowString(shown), width-ruler.Width(lead))
	if i == m.cursor {
		return sized{text: m.look.Cursor.Render(lead + rest), cells: width}
	}
	styled := " " + m.look.Key.Render(item.Key) + "  " + ruler.Left(item.Label, labels) + "  " + m.look.Muted.Render(rest)
	return sized{text: styled, cells: width}
}
