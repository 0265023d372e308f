// Package columns is the choice of the columns of the list: which are shown,
// and in which order. Any property can be one.
package columns

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/frame"
	"glimpse/ui/human"
	"glimpse/ui/input"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// Pane is an overlay. It changes nothing but itself until it is applied.
type Pane struct {
	look *theme.Theme
	// names are the columns that are shown, in their order, and then the
	// others; shown is how many of them are shown.
	names  []string
	shown  int
	cursor int
	// line is where the name of a property is typed, if it is.
	line *input.Line

	width, height int
	window        table.Window
}

// New makes a pane on the columns that are shown. others are further ones that
// are offered, properties in use among them; those shown already are left out.
func New(look *theme.Theme, shown, others []string) *Pane {
	p := &Pane{look: look, names: slices.Clone(shown), shown: len(shown)}
	for _, name := range others {
		if !slices.Contains(p.names, name) {
			p.names = append(p.names, name)
		}
	}
	return p
}

// SetSize gives the pane the size of the whole screen.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	p.move(0)
}

func (p *Pane) move(by int) {
	p.cursor = max(0, min(len(p.names)-1, p.cursor+by))
	p.window.Height = max(1, min(len(p.names), p.height-7))
	p.window = p.window.Follow(p.cursor, len(p.names))
}

// Type takes a key that is no binding: a character of a property's name.
func (p *Pane) Type(key tea.KeyPressMsg) intent.Intent {
	if p.line == nil {
		return intent.Tell{Text: "that does nothing here; the keys stand below"}
	}
	p.line.Type(key)
	return nil
}

// Paste takes a text that was pasted.
func (p *Pane) Paste(text string) intent.Intent {
	if p.line == nil {
		p.line = input.New(p.look)
	}
	p.line.Paste(text)
	return nil
}

// Act carries out an action and returns what is asked for.
func (p *Pane) Act(press keys.Press) intent.Intent {
	if p.line != nil {
		return p.actOnLine(press)
	}
	switch press.Action {
	case keys.Up:
		p.move(-1)
	case keys.Down:
		p.move(1)
	case keys.Top:
		p.move(-len(p.names))
	case keys.Bottom:
		p.move(len(p.names))
	case keys.Toggle:
		return p.toggle()
	case keys.MoveUp:
		return p.shift(-1)
	case keys.MoveDown:
		return p.shift(1)
	case keys.Search:
		p.line = input.New(p.look)
	case keys.Reverse:
		return intent.All{intent.Close{}, intent.SetColumns{}}
	case keys.Enter:
		return intent.All{intent.Close{}, intent.SetColumns{Names: slices.Clone(p.names[:p.shown])}}
	case keys.Back:
		return intent.Close{}
	default:
	}
	return nil
}

func (p *Pane) actOnLine(press keys.Press) intent.Intent {
	switch press.Action {
	case keys.Enter:
		name := strings.TrimSpace(p.line.Value())
		p.line = nil
		if name != "" {
			p.show(name)
		}
	case keys.Back:
		p.line = nil
	default:
	}
	return nil
}

// show makes a column the last that is shown.
func (p *Pane) show(name string) {
	at := slices.Index(p.names, name)
	switch {
	case at >= 0 && at < p.shown:
		p.move(at - p.cursor)
		return
	case at >= 0:
		p.names = slices.Delete(p.names, at, at+1)
	}
	p.names = slices.Insert(p.names, p.shown, name)
	p.shown++
	p.move(p.shown - 1 - p.cursor)
}

// toggle shows the column under the cursor, as the last, or hides it.
func (p *Pane) toggle() intent.Intent {
	name := p.names[p.cursor]
	switch {
	case p.cursor >= p.shown:
		p.names = slices.Insert(slices.Delete(p.names, p.cursor, p.cursor+1), p.shown, name)
		p.shown++
		p.move(1)
	case p.shown == 1:
		return intent.Tell{Text: "the list needs at least one column"}
	default:
		p.names = slices.Delete(p.names, p.cursor, p.cursor+1)
		p.shown--
		p.names = slices.Insert(p.names, p.shown, name)
	}
	p.move(0)
	return nil
}

// shift moves the column under the cursor among those that are shown.
func (p *Pane) shift(by int) intent.Intent {
	to := p.cursor + by
	if p.cursor >= p.shown || to < 0 || to >= p.shown {
		return intent.Tell{Text: "only columns that are shown have an order, and this one is at its end"}
	}
	p.names[p.cursor], p.names[to] = p.names[to], p.names[p.cursor]
	p.move(by)
	return nil
}

// Wheel moves the cursor by lines.
func (p *Pane) Wheel(lines int) { p.move(lines) }

// Bindings returns what the keys do while the pane is shown.
func (p *Pane) Bindings() []keys.Group {
	everywhere := keys.Everywhere().Only(keys.Back, keys.Quit).Relabel(keys.Back, "leave", "leave the columns as they were")
	if p.line != nil {
		return []keys.Group{keys.ColumnName(), everywhere.Relabel(keys.Back, "not this one", "go back to the columns")}
	}
	return []keys.Group{keys.ColumnChoice(), everywhere}
}

// View returns the lines of the pane and the cells that each takes.
func (p *Pane) View() (lines []string, wide int) {
	width := max(30, min(60, p.width-8))
	rows := make([]string, 0, p.window.Height+3)
	last := min(p.window.Top+p.window.Height, len(p.names))
	for i := p.window.Top; i < last; i++ {
		rows = append(rows, p.row(i, width))
	}
	rows = append(rows, frame.Rule(p.look, width))
	if p.line != nil {
		lead := "property "
		rows = append(rows, p.look.Key.Render(lead)+p.line.View(width-len(lead), "its name"))
	} else {
		said := human.Count(p.shown) + " of " + human.Count(len(p.names)) + " columns; the first ones get room first"
		rows = append(rows, p.look.Muted.Render(p.look.Cells.Left(said, width)))
	}
	return frame.Draw(p.look, "Columns", rows, width), width + frame.Sides
}

func (p *Pane) row(i, width int) string {
	ruler := p.look.Cells
	box := "[ ] "
	if i < p.shown {
		box = "[" + p.look.Glyphs.Marked + "] "
	}
	text := ruler.Left(" "+box+ruler.ShowString(p.names[i]), width)
	switch {
	case i == p.cursor && p.line == nil:
		return p.look.Cursor.Render(text)
	case i >= p.shown:
		return p.look.Muted.Render(text)
	}
	return text
}
