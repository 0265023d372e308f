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
		Relabel(keys.Help, "", "close the help").
		Relabel(keys.Leave, "", "close the help").
		Relabel(keys.Back, "close", "close the help")
	return []keys.Group{everywhere, keys.Moving()}
}

// View returns the lines of the dialog and the cells that each takes.
func (h *Help) View() (lines []string, wide int) {
	content, width := h.lines()
	room := h.room()
	title := "Keys"
	if len(content) > room {
		more := h.look.Glyphs.Down
		if h.top >= len(content)-room {
			more = h.look.Glyphs.Up
		}
		title += " " + h.look.Glyphs.Dot + " j k scroll " + more
		content = content[h.top:min(len(content), h.top+room)]
	}
	return box(h.look, title, content, width), width + frameWidth
}

// lines lays the groups out: in two columns where there is room, else one
// below the other.
func (h *Help) lines() ([]sized, int) {
	var columns [2][]sized
	var all []sized
	for _, group := range h.groups {
		block := h.block(group)
		shorter := 0
		if len(columns[1]) < len(columns[0]) {
			shorter = 1
		}
		columns[shorter] = below(columns[shorter], block)
		all = below(all, block)
	}
	most := max(10, h.width-6)
	left, right := widest(columns[0]), widest(columns[1])
	if left+columnGap+right <= most && right > 0 {
		return sideBySide(columns[0], columns[1], left), left + columnGap + right
	}
	width := min(widest(all), most)
	return h.clip(all, width), width
}

// columnGap is the number of cells between two columns of groups.
const columnGap = 4

// below puts a block under others, with an empty line between.
func below(lines, block []sized) []sized {
	if len(lines) > 0 {
		lines = append(lines, sized{})
	}
	return append(lines, block...)
}

func widest(lines []sized) int {
	width := 0
	for _, line := range lines {
		width = max(width, line.cells)
	}
	return width
}

// sideBySide puts two columns next to each other.
func sideBySide(left, right []sized, width int) []sized {
	lines := make([]sized, max(len(left), len(right)))
	for i := range lines {
		var first, second sized
		if i < len(left) {
			first = left[i]
		}
		if i < len(right) {
			second = right[i]
		}
		text := first.text + cell.Blank(width+columnGap-first.cells) + second.text
		lines[i] = sized{text: text, cells: width + columnGap + second.cells}
	}
	return lines
}

// clip keeps lines from being wider than there is room for.
func (h *Help) clip(lines []sized, width int) []sized {
	for i := range lines {
		if lines[i].cells > width {
			before, _ := h.look.Cells.Split(lines[i].text, width)
			lines[i] = sized{text: before, cells: width}
		}
	}
	return lines
}

// keyWidth is the room of the keys before their explanation.
const keyWidth = 9

func (h *Help) block(group keys.Group) []sized {
	ruler := h.look.Cells
	lines := make([]sized, 0, len(group.Bindings)+1)
	lines = append(lines, sized{text: h.look.Accent.Render(group.Title), cells: ruler.Width(group.Title)})
	for _, binding := range group.Bindings {
		shown := binding.Display()
		text := ruler.Left(shown, keyWidth)
		line := h.look.Key.Render(text) + binding.Help
		cells := ruler.Width(text) + ruler.Width(binding.Help)
		if binding.Why != "" {
			line = h.look.Muted.Render(text + binding.Why)
			cells = ruler.Width(text) + ruler.Width(binding.Why)
		}
		lines = append(lines, sized{text: line, cells: cells})
	}
	return lines
}
