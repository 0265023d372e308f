package dialog

import (
	"slices"
	"strings"

	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Item is an entry of a menu. Its texts are escaped when drawn.
type Item struct {
	// Key takes it at once, if it has one. Label says what it is, Text more of
	// it.
	Key, Label, Text string
	// Why says why it cannot be taken just now.
	Why string
	// Intent is what taking it asks for, once the menu is closed.
	Intent intent.Intent
}

// Menu offers a few things, each by a key of its own or by the cursor.
type Menu struct {
	theme *theme.Theme
	title string
	items []Item
	// text stands above the items; label and left are what the way out is
	// called and asks for.
	text, label   string
	left          intent.Intent
	rows          listview.List
	width, height int
	// renew returns the items anew once more is known; nil leaves them as they are.
	renew func() []Item
}

// Renewing lets the menu ask for its items anew once more is known of the cloud.
func (m *Menu) Renewing(items func() []Item) *Menu {
	m.renew = items
	return m
}

// Learned takes what is known by now.
func (m *Menu) Learned() {
	if m.renew != nil {
		m.items = m.renew()
	}
}

// Asking gives the menu a text, which must be the program's own or escaped,
// and says what it means to leave without taking anything. An entry is then
// taken by its key alone: none is chosen, so that no key that was meant for
// something else decides anything.
func (m *Menu) Asking(text, label string, left intent.Intent) *Menu {
	m.text, m.label, m.left = text, label, left
	return m
}

// Ways says which keys there are where the menu asks, or nothing.
func (m *Menu) Ways() string {
	if m.label == "" {
		return ""
	}
	ways := make([]string, 0, len(m.items)+1)
	for _, item := range m.items {
		ways = append(ways, item.Key+" "+item.Label)
	}
	return strings.Join(append(ways, "esc "+m.label), ", ")
}

// NewMenu makes a menu. Its title is the program's own.
func NewMenu(theme *theme.Theme, title string, items []Item) *Menu {
	return &Menu{theme: theme, title: title, items: items}
}

// NewCopyMenu makes the menu of what can be copied.
func NewCopyMenu(theme *theme.Theme, items []intent.CopyItem) *Menu {
	all := make([]Item, len(items))
	for i, item := range items {
		shown := item.Text
		if item.Pieces != nil {
			shown = item.Pieces.Start(longText)
		}
		all[i] = Item{
			Key: item.Key, Label: item.Label, Text: shown, Why: item.Why,
			Intent: intent.Copy{Text: item.Text, Pieces: item.Pieces, What: item.Label},
		}
	}
	return NewMenu(theme, "Copy", all)
}

// SetSize gives the dialog the size of the terminal without the line of messages.
func (m *Menu) SetSize(width, height int) {
	m.width, m.height = width, height
	m.rows.Resize(len(m.items), max(1, min(len(m.items), m.height-6-len(m.wrapped()))))
}

// Act carries out an action and returns what is asked for.
func (m *Menu) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Choose:
		return m.take(m.rows.Cursor())
	case action.Pick:
		if at := m.keyed(); press.Nth < len(at) {
			return m.take(at[press.Nth])
		}
	case action.Back, action.Leave:
		return m.leave()
	default:
		m.rows.Act(press.Action)
	}
	return nil
}

func (m *Menu) leave() intent.Intent {
	if m.left == nil {
		return intent.Close{}
	}
	return intent.All{intent.Close{}, m.left}
}

// mostMenuWide is how wide a menu is at most.
const mostMenuWide = 100

// room is how wide the menu is within its frame.
func (m *Menu) room() int { return max(20, box.Width(m.width, mostMenuWide)-box.Sides) }

// wrapped returns the lines of the text, with a blank one behind them.
func (m *Menu) wrapped() []string {
	if m.text == "" {
		return nil
	}
	return append(m.theme.Cells.Wrap(m.text, m.room()), "")
}

// keyed returns which items have a key.
func (m *Menu) keyed() []int {
	var at []int
	for i := range m.items {
		if m.items[i].Key != "" {
			at = append(at, i)
		}
	}
	return at
}

func (m *Menu) take(at int) intent.Intent {
	if at >= len(m.items) {
		return intent.Close{}
	}
	item := m.items[at]
	if item.Why != "" {
		return intent.Notify{Text: item.Why}
	}
	return intent.All{intent.Close{}, item.Intent}
}

// Wheel moves the cursor.
func (m *Menu) Wheel(lines int) { m.rows.Move(lines) }

// Bindings returns what the keys do while the menu is shown.
func (m *Menu) Bindings() []action.Group {
	keyed := m.keyed()
	own := make([]string, 0, len(keyed))
	for _, i := range keyed {
		own = append(own, m.items[i].Key)
	}
	group := action.Menu(own)
	if m.label != "" {
		others := group.Without(action.Pick).DisableAll("nothing is chosen: " + m.Ways())
		return []action.Group{group.Only(action.Pick), others, m.everywhere()}
	}
	if len(own) == 0 {
		group = group.Without(action.Pick).Relabel(action.Choose, "choose", "choose the one under the cursor")
	}
	groups := []action.Group{group}
	// Letters that entries have go to them, so that one way of moving would
	// be half there.
	var ways []action.ID
	for _, pair := range [][]action.ID{{action.Down, action.Up}, {action.Top, action.Bottom}} {
		moving := action.Moving().Only(pair...)
		if !slices.ContainsFunc(own, func(key string) bool { _, _, taken := action.Match([]action.Group{moving}, key); return taken }) {
			ways = append(ways, pair...)
		}
	}
	if len(ways) > 0 {
		groups = append(groups, action.Moving().Only(ways...).Relabel(action.Bottom, "", "to the last"))
	}
	return append(groups, m.everywhere())
}

// everywhere are the ways out.
func (m *Menu) everywhere() action.Group {
	label, help := "close", "close the menu"
	if m.label != "" {
		label, help = m.label, m.label
	}
	return action.Everywhere().Only(action.Back, action.Leave, action.Quit).
		Relabel(action.Leave, "", help).Relabel(action.Back, label, help)
}

// View returns the lines of the dialog and the cells that each takes.
func (m *Menu) View() (lines []string, wide int) {
	width := m.room()
	labels := 0
	for _, item := range m.items {
		labels = max(labels, m.theme.Cells.Width(m.theme.Cells.ShowString(item.Label)))
	}
	labels = min(labels, width/2)
	content := make([]sized, 0, m.rows.Height()+2)
	content = append(content, sized{})
	for _, line := range m.wrapped() {
		line = m.theme.Cells.Cut(line, width)
		content = append(content, sized{text: line, cells: m.theme.Cells.Width(line)})
	}
	if len(m.items) == 0 {
		said := m.theme.Cells.Cut("there is nothing to choose from", width)
		content = append(content, sized{text: m.theme.Muted.Render(said), cells: m.theme.Cells.Width(said)})
	}
	first, end := m.rows.Visible()
	for i := first; i < end; i++ {
		content = append(content, m.line(i, labels, width))
	}
	title := m.title
	if !m.rows.Fits() {
		title += " " + m.theme.Glyphs.Dot + " " + format.Count(len(m.items))
	}
	return framed(m.theme, title, append(content, sized{}), width), width + box.Sides
}

// longText is how many bytes of a text the menu looks at: more than it has room for.
const longText = 200

func (m *Menu) line(i, labels, width int) sized {
	measurer, item := m.theme.Cells, m.items[i]
	shown := item.Text
	switch {
	case item.Why != "":
		shown = item.Why
	case len(shown) > longText:
		shown = format.Size(int64(len(shown))) + ": " + strings.ToValidUTF8(shown[:longText], "")
	}
	key, label := measurer.Left(item.Key, 1), measurer.Left(measurer.ShowString(item.Label), labels)
	rest := measurer.Left(measurer.ShowString(shown), width-labels-6)
	if i == m.rows.Cursor() && m.label == "" {
		return sized{text: m.theme.Cursor.Render(" " + key + "  " + label + "  " + rest), cells: width}
	}
	return sized{text: " " + m.theme.Key.Render(key) + "  " + label + "  " + m.theme.Muted.Render(rest), cells: width}
}
