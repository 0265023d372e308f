package dialog

import (
	"strings"

	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// block is one group of the help, or one section.
type block struct {
	title string
	rows  []row
	// keys is the room of what stands before the explanations.
	keys int
}

// row is one line of a block. All of it may be shown to the user.
type row struct {
	usage, help string
	// off reports whether it cannot be done just now.
	off bool
}

const (
	// keyWidth is the room of the keys before their explanation, usageWidth
	// the most that what is written takes before its own.
	keyWidth, usageWidth = 9, 30
	// columnGap is the number of cells between two columns of groups.
	columnGap = 4
	// leastColumn is how wide each of two columns is at least.
	leastColumn = 50
)

func keyBlock(group action.Group) block {
	b := block{title: group.Title, keys: keyWidth}
	for _, binding := range group.Bindings {
		r := row{usage: binding.Display(), help: binding.Help}
		if binding.DisabledReason != "" {
			r.help, r.off = binding.Help+" ("+binding.DisabledReason+")", true
		}
		b.rows = append(b.rows, r)
	}
	return b
}

func sectionBlock(theme *theme.Theme, section Section) block {
	measurer := theme.Cells
	b := block{title: measurer.ShowString(section.Title)}
	for _, given := range section.Rows {
		r := row{usage: measurer.ShowString(given.Usage), help: measurer.ShowString(given.Help)}
		b.rows = append(b.rows, r)
		if needed := measurer.Width(r.usage) + 2; needed <= usageWidth {
			b.keys = max(b.keys, needed)
		}
	}
	b.keys = max(b.keys, keyWidth)
	return b
}

// lines lays out what was found: in two columns where all of it does not fit
// and there is room, else one below the other. found is how many rows it is.
func (h *Help) lines() (lines []sized, width, found int) {
	kept := make([]block, 0, len(h.blocks))
	for _, b := range h.blocks {
		narrowed := b
		narrowed.rows = nil
		for _, r := range b.rows {
			if h.narrowing.finds(b.title + " " + r.usage + " " + r.help) {
				narrowed.rows = append(narrowed.rows, r)
			}
		}
		if len(narrowed.rows) > 0 {
			kept = append(kept, narrowed)
			found += len(narrowed.rows)
		}
	}
	columns, wide, width := h.layout()
	return h.arranged(kept, columns, wide), width, found
}

// wholeHeight returns how many lines the help has where nothing narrows it.
func (h *Help) wholeHeight() int {
	columns, wide, _ := h.layout()
	return len(h.arranged(h.blocks, columns, wide))
}

// layout returns how many columns the whole help takes, how wide each is, and all
// of them.
func (h *Help) layout() (columns, wide, width int) {
	natural, height := h.theme.Cells.Width("  words to look for   not a regular expression yet"), 0
	for _, b := range h.blocks {
		natural = max(natural, h.natural(b))
		height += len(b.rows) + 2
	}
	columns = 1
	if height-1 > h.height-4 && h.width-box.Sides >= 2*leastColumn+columnGap && len(h.blocks) > 1 {
		columns = 2
	}
	gaps := columnGap * (columns - 1)
	width = max(10, box.Width(h.width, natural*columns+gaps+box.Sides)-box.Sides)
	return columns, (width - gaps) / columns, width
}

// natural returns how wide a block would be without wrapping.
func (h *Help) natural(b block) int {
	measurer := h.theme.Cells
	width := measurer.Width(b.title)
	for _, r := range b.rows {
		width = max(width, b.keys+measurer.Width(r.help), measurer.Width(r.usage))
	}
	return width
}

// arranged puts blocks into columns of a width: each into the shorter one.
func (h *Help) arranged(blocks []block, columns, wide int) []sized {
	sides := make([][]sized, columns)
	for _, b := range blocks {
		shorter := 0
		if columns > 1 && len(sides[1]) < len(sides[0]) {
			shorter = 1
		}
		if len(sides[shorter]) > 0 {
			sides[shorter] = append(sides[shorter], sized{})
		}
		sides[shorter] = append(sides[shorter], h.block(b, wide)...)
	}
	if columns == 1 {
		return sides[0]
	}
	return sideBySide(sides[0], sides[1], wide)
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
		text := first.text + textwidth.Blank(width+columnGap-first.cells) + second.text
		lines[i] = sized{text: text, cells: width + columnGap + second.cells}
	}
	return lines
}

// block draws a block in a width.
func (h *Help) block(b block, wide int) []sized {
	measurer := h.theme.Cells
	lines := make([]sized, 0, len(b.rows)+1)
	title := measurer.Cut(b.title, wide)
	lines = append(lines, sized{text: h.theme.Accent.Render(title), cells: measurer.Width(title)})
	for _, r := range b.rows {
		lines = append(lines, h.row(r, min(b.keys, wide/2), wide)...)
	}
	return lines
}

// row draws a row: the explanation beside what it explains, or below it where
// that is too long.
func (h *Help) row(r row, before, wide int) []sized {
	measurer, style := h.theme.Cells, h.theme.Text
	keyStyle := h.theme.Key
	if r.off {
		style, keyStyle = h.theme.Muted, h.theme.Muted
	}
	var lines []sized
	usage := measurer.Cut(r.usage, wide)
	if measurer.Width(usage) >= before {
		lines = append(lines, sized{text: h.found(keyStyle, usage), cells: measurer.Width(usage)})
		usage = ""
	}
	for _, help := range measurer.Wrap(r.help, wide-before) {
		help = measurer.Cut(help, wide-before)
		text := h.found(keyStyle, usage) + textwidth.Blank(before-measurer.Width(usage)) + h.found(style, help)
		lines = append(lines, sized{text: text, cells: before + measurer.Width(help)})
		usage = ""
	}
	return lines
}

// found styles a text, with what was looked for marked in it.
func (h *Help) found(style theme.Style, text string) string {
	if h.narrowing.sought.IsEmpty() {
		return style.Render(text)
	}
	var out strings.Builder
	at := 0
	for _, found := range h.theme.Cells.Whole(text, h.narrowing.sought.Ranges(text)) {
		style.Write(&out, text[at:found.Start])
		h.theme.Match.Write(&out, text[found.Start:found.End])
		at = found.End
	}
	style.Write(&out, text[at:])
	return out.String()
}
