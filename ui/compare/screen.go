// Package compare is the screen that shows two images beside each other: what
// differs between them, or everything.
package compare

import (
	"strings"

	"glimpse/model"
	"glimpse/ui/action"
	"glimpse/ui/cell"
	"glimpse/ui/human"
	"glimpse/ui/intent"
	"glimpse/ui/panel"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Screen compares two images.
type Screen struct {
	look *theme.Theme
	a, b model.Image
	rows []row
	all  bool

	width, height int
	lines         []string
	window        listview.Window
}

// New makes the screen of two images, which it copies.
func New(look *theme.Theme, a, b *model.Image) *Screen {
	return &Screen{look: look, a: *a, b: *b, rows: rowsOf(a, b)}
}

// Title returns the names of both, escaped.
func (s *Screen) Title() string {
	return s.nameOf(&s.a) + "  " + s.look.Glyphs.Arrow + "  " + s.nameOf(&s.b)
}

func (s *Screen) nameOf(image *model.Image) string {
	if image.Name.IsEmpty() {
		return s.look.Cells.Show(image.ID.Untrusted)
	}
	return s.look.Cells.Show(image.Name)
}

// Differences returns how many rows differ.
func (s *Screen) Differences() int {
	count := 0
	for i := range s.rows {
		if s.rows[i].differs() {
			count++
		}
	}
	return count
}

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.arrange()
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.OnlyDifferent:
		s.all = !s.all
		s.window.Top = 0
		s.arrange()
	case action.Copy:
		return intent.CopyFrom{Images: []*model.Image{&s.a, &s.b}}
	case action.Back, action.Leave:
		return intent.Close{}
	default:
		s.scroll(s.window.Distance(press.Action, len(s.lines)))
	}
	return nil
}

func (s *Screen) scroll(by int) {
	s.window.Height = s.room()
	s.window = s.window.Scroll(by, len(s.lines))
}

// room are the lines below the heading.
func (s *Screen) room() int { return max(0, s.height-2) }

// Wheel scrolls by lines.
func (s *Screen) Wheel(lines int) intent.Intent {
	s.scroll(lines)
	return nil
}

// Click does nothing: there is nothing to point at.
func (s *Screen) Click(int, int) intent.Intent { return nil }

// Position tells where the screen is in what it shows, for the header:
// nothing where all of it is visible.
func (s *Screen) Position() (percent int, scrolls bool) {
	return s.window.Position(len(s.lines))
}

// Bindings returns what the keys do here.
func (s *Screen) Bindings() []action.Group {
	own := action.Comparison()
	if s.all {
		own = own.Relabel(action.OnlyDifferent, "differences", "only what differs")
	}
	everywhere := action.Everywhere().
		Relabel(action.Leave, "back", "back to the list").Relabel(action.Back, "", "back to the list").
		Disable(action.Refresh, "the two records are those of the list; go back and refresh it")
	return []action.Group{own, action.Moving(), everywhere}
}

// names is the room of the names of fields.
const names = 20

// arrange makes the lines anew.
func (s *Screen) arrange() {
	s.lines = nil
	side := s.side()
	if side < 1 {
		return
	}
	for i := range s.rows {
		if s.all || s.rows[i].differs() {
			s.lines = append(s.lines, s.draw(&s.rows[i], side)...)
		}
	}
	s.scroll(0)
}

// side is the width of each of the two values.
func (s *Screen) side() int { return (s.width - names - 7) / 2 }

// draw draws a row on as many lines as its longer value needs. Where the two
// differ, a sign says so beside the colour.
func (s *Screen) draw(r *row, side int) []string {
	ruler := s.look.Cells
	left, right := ruler.Wrap(s.show(r.a), side), ruler.Wrap(s.show(r.b), side)
	name := ruler.Wrap(ruler.ShowString(r.name), names)
	style, sign := s.look.Muted, " "
	if r.differs() {
		style, sign = s.look.Warn, s.look.Glyphs.Differs
	}
	lines := make([]string, max(len(left), len(right), len(name)))
	at := func(texts []string, i int) string {
		if i < len(texts) {
			return texts[i]
		}
		return ""
	}
	for i := range lines {
		var out strings.Builder
		out.WriteString(" ")
		if i == 0 {
			style.Write(&out, sign)
		} else {
			out.WriteString(" ")
		}
		out.WriteString(" ")
		s.look.Muted.Write(&out, ruler.Left(at(name, i), names))
		out.WriteString("  ")
		style.Write(&out, ruler.Left(at(left, i), side))
		out.WriteString("  ")
		style.Write(&out, at(right, i))
		lines[i] = out.String()
	}
	return lines
}

func (s *Screen) show(v value) string {
	switch {
	case v.unknown:
		return "unknown"
	case !v.set:
		return s.look.Glyphs.Dash + " not set"
	case v.text == "":
		return "empty"
	}
	return s.look.Cells.ShowString(v.text)
}

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	if len(s.lines) == 0 {
		none := panel.Panel{
			Title: "The two images do not differ",
			Text:  []string{"Every attribute, tag and property of both is the same, but for the id and the dates."},
			Hints: []panel.Hint{{Key: "tab", Label: "show every field"}, {Key: "esc", Label: "back to the list"}},
		}
		return none.View(s.look, s.width, s.height)
	}
	ruler, side := s.look.Cells, s.side()
	said := human.Count(s.Differences()) + " differ"
	lines := make([]string, 0, s.height)
	lines = append(lines, "   "+s.look.Heading.Render(ruler.Left(said, names))+"  "+
		s.look.Heading.Render(ruler.Left(s.nameOf(&s.a), side))+"  "+s.look.Heading.Render(ruler.Cut(s.nameOf(&s.b), side)), "")
	first, end := s.window.Visible(len(s.lines))
	lines = append(lines, s.lines[first:end]...)
	for len(lines) < s.height {
		lines = append(lines, cell.Blank(0))
	}
	return strings.Join(lines[:s.height], "\n")
}
