package dialog

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Section is a table of the help below the keys. Its texts are escaped when
// drawn.
type Section struct {
	Title string
	Rows  []Row
}

// Row is one line of a section: what is written, and what that does.
type Row struct{ Usage, Help string }

// Help lists the keys of the screen that it lies over, from the declarations
// that dispatch them, and then what else there is to know. Typing words
// narrows it to the rows that hold them.
type Help struct {
	theme         *theme.Theme
	blocks        []block
	narrowing     narrowing
	width, height int
	window        listview.Window
}

// NewHelp makes the help on the bindings of a screen, with further sections
// below them.
func NewHelp(theme *theme.Theme, groups []action.Group, sections ...Section) *Help {
	h := &Help{theme: theme, narrowing: newNarrowing(theme)}
	for _, group := range groups {
		h.blocks = append(h.blocks, keyBlock(group))
	}
	for _, section := range sections {
		h.blocks = append(h.blocks, sectionBlock(theme, section))
	}
	return h
}

// SetSize gives the dialog the size of the terminal without the line of messages.
func (h *Help) SetSize(width, height int) {
	h.width, h.height = width, height
	h.scroll(0)
}

// Type takes a key that is no binding: a character of the words to look for.
func (h *Help) Type(key tea.KeyPressMsg) intent.Intent {
	if !h.narrowing.typing {
		return intent.Notify{Text: "that does nothing here; " + h.theme.Keys.For("searchable", action.Search) +
			" searches the help, esc closes it"}
	}
	h.narrowing.typed(key)
	h.window.Top = 0
	h.scroll(0)
	return nil
}

// Paste takes a text that was pasted, and looks for it.
func (h *Help) Paste(text string) intent.Intent {
	h.narrowing.paste(text)
	h.window.Top = 0
	h.scroll(0)
	return nil
}

// Act carries out an action and returns what is asked for.
func (h *Help) Act(press action.Press) intent.Intent {
	if h.narrowing.act(press.Action) {
		h.scroll(0)
		return nil
	}
	switch press.Action {
	case action.Help, action.Back, action.Leave, action.Choose:
		return intent.Close{}
	default:
		lines, _, _ := h.lines()
		h.scroll(h.window.Distance(press.Action, len(lines)))
	}
	return nil
}

// Wheel scrolls by lines.
func (h *Help) Wheel(lines int) { h.scroll(lines) }

// searchLines are the lines that the words and the rule under them take.
const searchLines = 2

// room returns how many lines of the help are seen at once.
func (h *Help) room() int {
	room := h.height - 4
	if h.narrowing.shown() {
		room -= searchLines
	}
	return max(1, room)
}

func (h *Help) scroll(by int) {
	lines, _, _ := h.lines()
	h.window.Height = h.room()
	h.window = h.window.Scroll(by, len(lines))
}

// Bindings returns what the keys do while the help is shown.
func (h *Help) Bindings() []action.Group {
	if h.narrowing.typing {
		return []action.Group{action.Narrowing(), action.Everywhere().Only(action.Back, action.Quit).
			Relabel(action.Back, "clear", "clear the words, and show everything again")}
	}
	everywhere := action.Everywhere().Only(action.Help, action.Back, action.Leave, action.Quit).
		Relabel(action.Help, "", "close the help").
		Relabel(action.Leave, "", "close the help").
		Relabel(action.Back, "close", "close the help")
	if h.narrowing.shown() {
		everywhere = everywhere.Relabel(action.Back, "show all", "clear the words, and show everything again")
	}
	return []action.Group{action.Searchable(), action.Moving().Relabel(action.Bottom, "", "to the last"), everywhere}
}

// View returns the lines of the dialog and the cells that each takes. While
// words narrow it, it keeps its size, so that it does not jump at every key.
func (h *Help) View() (lines []string, wide int) {
	content, width, found := h.lines()
	room := h.room()
	title := "Keys"
	if len(content) > room {
		more := h.theme.Glyphs.Down
		if _, below := h.window.More(len(content)); !below {
			more = h.theme.Glyphs.Up
		}
		by := "j k"
		if h.narrowing.typing {
			by = "arrows"
		}
		title += " " + h.theme.Glyphs.Dot + " " + by + " scroll " + more
		first, end := h.window.Visible(len(content))
		content = content[first:end]
	}
	if !h.narrowing.shown() {
		return framed(h.theme, title, content, width), width + box.Sides
	}
	whole := min(room, h.wholeHeight())
	all := make([]sized, 0, searchLines+room)
	all = append(all, sized{text: h.narrowing.row(width, foundText(found)), cells: width},
		sized{text: box.Rule(h.theme, width), cells: width})
	if found == 0 {
		said := h.theme.Cells.Cut("nothing holds these words; esc shows everything again", width)
		content = append(content, sized{text: h.theme.Muted.Render(said), cells: h.theme.Cells.Width(said)})
	}
	all = append(all, content...)
	for len(all) < searchLines+whole {
		all = append(all, sized{})
	}
	return framed(h.theme, title, all, width), width + box.Sides
}

func foundText(found int) string {
	if found == 1 {
		return "1 line"
	}
	return format.Count(found) + " lines"
}
