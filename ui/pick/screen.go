// Package pick is the screen that lets the user choose one of several: a
// cloud, or a region of one.
package pick

import (
	"strings"

	"glimpse/ui/cell"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// Choice is one of the things to choose from. Its texts are foreign and are
// escaped when drawn.
type Choice struct {
	Name    string
	Summary string
	// Intent is what choosing it asks for.
	Intent intent.Intent
}

// above are the lines before the first choice: a blank one, the title, the
// text, a blank one.
const above = 4

// Screen is a list of choices.
type Screen struct {
	look    *theme.Theme
	title   string
	text    string
	choices []Choice
	first   bool // nothing lies behind this screen

	cursor        int
	width, height int
	window        table.Window
}

// New makes a screen that asks for one of the choices. first says that no
// other screen lies behind it, so that there is no way back.
func New(look *theme.Theme, title, text string, first bool, choices []Choice) *Screen {
	return &Screen{look: look, title: title, text: text, first: first, choices: choices}
}

// Title returns the title for the header.
func (s *Screen) Title() string { return s.title }

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.move(0)
}

// Select puts the cursor on the choice with a name, if there is one.
func (s *Screen) Select(name string) {
	for i := range s.choices {
		if s.choices[i].Name == name {
			s.move(i - s.cursor)
		}
	}
}

func (s *Screen) move(by int) {
	s.cursor = max(0, min(s.cursor+by, len(s.choices)-1))
	s.window.Height = max(1, s.height-above)
	s.window = s.window.Follow(s.cursor, len(s.choices))
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press keys.Press) intent.Intent {
	switch press.Action {
	case keys.Choose:
		return s.choices[s.cursor].Intent
	case keys.Back:
		return intent.Close{}
	case keys.Leave:
		if s.first {
			return intent.Quit{}
		}
		return intent.Close{}
	default:
		s.move(s.window.Distance(press.Action, len(s.choices)))
	}
	return nil
}

// Wheel moves the cursor by lines.
func (s *Screen) Wheel(lines int) intent.Intent {
	s.move(lines)
	return nil
}

// Click moves the cursor to a choice, and takes the one under the cursor.
func (s *Screen) Click(_, y int) intent.Intent {
	at := s.window.Top + y - above
	switch {
	case y < above || at >= len(s.choices):
		return nil
	case at == s.cursor:
		return s.choices[at].Intent
	}
	s.move(at - s.cursor)
	return nil
}

// Bindings returns what the keys do here.
func (s *Screen) Bindings() []keys.Group {
	everywhere := keys.Everywhere().Only(keys.Help, keys.Back, keys.Leave, keys.Quit)
	if s.first {
		everywhere = everywhere.Because(keys.Back, "this is the first screen; q quits").Relabel(keys.Leave, "quit", "quit")
	} else {
		everywhere = everywhere.Relabel(keys.Leave, "back", "back, without a choice").Relabel(keys.Back, "", "back, without a choice")
	}
	moving := keys.Moving().Relabel(keys.Bottom, "", "to the last")
	return []keys.Group{keys.Picker(), moving, everywhere}
}

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	ruler := s.look.Cells
	names := 0
	for i := range s.choices {
		names = max(names, ruler.Width(ruler.ShowString(s.choices[i].Name)))
	}
	names = min(names, s.width/2)
	lines := make([]string, 0, s.height)
	title, text := ruler.Cut(s.title, s.width-4), ruler.Cut(s.text, s.width-4)
	lines = append(lines, "", "  "+s.look.Accent.Render(title), "  "+s.look.Muted.Render(text), "")
	for i := s.window.Top; i < min(len(s.choices), s.window.Top+s.window.Height); i++ {
		lines = append(lines, s.line(i, names))
	}
	for len(lines) < s.height {
		lines = append(lines, "")
	}
	return strings.Join(lines[:s.height], "\n")
}

func (s *Screen) line(i, names int) string {
	ruler := s.look.Cells
	name := ruler.Left(ruler.ShowString(s.choices[i].Name), names)
	summary := ruler.Cut(ruler.ShowString(s.choices[i].Summary), s.width-names-8)
	if i == s.cursor {
		line := " " + s.look.Glyphs.Pointer + " " + name + "  " + summary
		return s.look.Cursor.Render(ruler.Left(line, s.width))
	}
	return strings.TrimRight("   "+name+cell.Blank(2)+s.look.Muted.Render(summary), " ")
}
