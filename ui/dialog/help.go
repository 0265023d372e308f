package dialog

import (
	"glimpse/ui/cell"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/theme"
)

// Help lists the keys of the screen that it lies over, from the declarations
// that dispatch them.
type Help struct {
	look          *theme.Theme
	groups        []keys.Group
	width, height int
	top           int
}

// NewHelp makes the help on the bindings of a screen.
func NewHelp(look *theme.Theme, groups []keys.Group) *Help { return &Help{look: look, groups: groups} }

// SetSize gives the dialog the size of the whole screen.
func (h *Help) SetSize(width, height int) {
	h.width, h.height = width, height
	h.scroll(0)
}

// Act carries out an action and returns what is asked for.
func (h *Help) Act(press keys.Press) intent.Intent {
	page := max(1, h.room()-1)
	switch press.Action {
	case keys.Help, keys.Back, keys.Leave, keys.Choose:
		return intent.Close{}
	case keys.Up:
		h.scroll(-1)
	case keys.Down:
		h.scroll(1)
	case keys.HalfUp, keys.PageUp:
		h.scroll(-page)
	case keys.HalfDown, keys.PageDown:
		h.scroll(page)
	case keys.Top:
		h.scroll(-1 << 15)
	case keys.Bottom:
		h.scroll(1 << 15)
	default:
	}
	return nil
}

// Wheel scrolls by lines.
func (h *Help) Wheel(lines int) { h.scroll(lines) }

func (h *Help) room() int { return max(1, h.height-4) }

func (h *Help) scroll(by int) {
	lines, _ := h.lines()
	h.top = max(0, min(h.top+by, len(lines)-h.room()))
}

// Bindings returns what the keys do while the help is shown.
func (h *Help) Bindings() []keys.Group {
	everywhere := keys.Everywhere().Only(keys.Help, keys.Back, keys.Leave, keys.Quit).
		Relabel(keys.Help, "close", "close the help").
		Relabel(keys.Leave, "close", "close the help").
		Relabel(keys.Back, "", "close the help")
	return []keys.Group{everywhere, keys.Moving()}
}

// View returns the lines of the dialog.
func (h *Help) View() []string {
	lines, width := h.lines()
	room := h.room()
	title := "Keys"
	if len(lines) > room {
		more := h.look.Glyphs.Down
		if h.top >= len(lines)-room {
			more = h.look.Glyphs.Up
		}
		title += " " + h.look.Glyphs.Dot + " j k scroll " + more
		lines = lines[h.top:min(len(lines), h.top+room)]
	}
	return box(h.look, title, lines, width)
}

// lines lays the groups out: side by side in two columns where there is room,
// else one below the other.
func (h *Help) lines() ([]sized, int) {
	var blocks [][]sized
	width := 0
	for _, group := range h.groups {
		block, wide := h.block(group)
		blocks = append(blocks, block)
		width = max(width, wide)
	}
	most := max(10, h.width-6)
	if 2*width+4 > most {
		var all []sized
		for i, block := range blocks {
			if i > 0 {
				all = append(all, sized{})
			}
			all = append(all, block...)
		}
		return h.clip(all, min(width, most)), min(width, most)
	}
	return sideBySide(blocks, width), 2*width + 4
}

// clip keeps lines from being wider than there is room for.
func (h *Help) clip(lines []sized, width int) []sized {
	for i := range lines {
		if lines[i].cells > width {
			lines[i] = sized{text: cut(h.look.Cells, lines[i].text, 0, width) + "\x1b[m", cells: width}
		}
	}
	return lines
}

// sideBySide puts blocks into two columns, each below the shorter one.
func sideBySide(blocks [][]sized, width int) []sized {
	var columns [2][]sized
	for _, block := range blocks {
		shorter := 0
		if len(columns[1]) < len(columns[0]) {
			shorter = 1
		}
		if len(columns[shorter]) > 0 {
			columns[shorter] = append(columns[shorter], sized{})
		}
		columns[shorter] = append(columns[shorter], block...)
	}
	lines := make([]sized, max(len(columns[0]), len(columns[1])))
	for i := range lines {
		var left, right sized
		if i < len(columns[0]) {
			left = columns[0][i]
		}
		if i < len(columns[1]) {
			right = columns[1][i]
		}
		lines[i] = sized{text: left.text + cell.Blank(width+4-left.cells) + right.text, cells: width + 4 + right.cells}
	}
	return lines
}

// keyWidth is the room of the keys before their explanation.
const keyWidth = 9

func (h *Help) block(group keys.Group) (lines []sized, width int) {
	ruler := h.look.Cells
	lines = append(lines, sized{text: h.look.Accent.Render(group.Title), cells: ruler.Width(group.Title)})
	for _, binding := range group.Bindings {
		shown := binding.Display()
		text := ruler.Left(shown, keyWidth)
		line := h.look.Key.Render(text) + binding.Help
		cells := ruler.Width(text) + ruler.Width(binding.Help)
		if binding.Why != "" {
			note := binding.Help + " (" + binding.Why + ")"
			line = h.look.Muted.Render(text + note)
			cells = ruler.Width(text) + ruler.Width(note)
		}
		lines = append(lines, sized{text: line, cells: cells})
		width = max(width, cells)
	}
	return lines, width
}
