package dialog

import (
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// scrolled is a text in a dialog that is scrolled where it is longer than the
// screen.
type scrolled struct {
	theme *theme.Theme
	text  string
	// widest is how wide a line is at most, around how many lines of the screen
	// are not the text's.
	widest, around int
	width, height  int
	window         listview.Window
}

// SetSize gives the dialog the size of the terminal without the line of messages.
func (s *scrolled) SetSize(width, height int) {
	s.width, s.height = width, height
	s.Wheel(0)
}

// wrapped returns the lines of the text, and how wide they are at most.
func (s *scrolled) wrapped() (lines []string, width int) {
	width = max(20, box.Width(s.width, s.widest)-box.Sides)
	return s.theme.Cells.Wrap(s.text, width), width
}

// Wheel scrolls by lines.
func (s *scrolled) Wheel(by int) {
	lines, _ := s.wrapped()
	s.window.Height = max(1, min(len(lines), s.height-s.around))
	s.window = s.window.Scroll(by, len(lines))
}

// move scrolls as an action asks for.
func (s *scrolled) move(act action.ID) {
	lines, _ := s.wrapped()
	s.Wheel(s.window.Distance(act, len(lines)))
}

// visible returns the lines that are seen, how wide they are at most, and the sign
// of where there are more, or nothing.
func (s *scrolled) visible() (lines []sized, width int, more string) {
	text, width := s.wrapped()
	first, end := s.window.Visible(len(text))
	lines = make([]sized, 0, end-first)
	for _, line := range text[first:end] {
		lines = append(lines, sized{text: line, cells: s.theme.Cells.Width(line)})
	}
	return lines, width, s.theme.Glyphs.More(s.window.More(len(text)))
}
