// Package columns is the choice of the columns of the list: which are shown,
// and in which order. Any property can be one.
package columns

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/input"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/lineedit"
	"glimpse/ui/widget/listview"
)

// Pane is an overlay. It changes nothing but itself until it is applied.
type Pane struct {
	theme *theme.Theme
	// names are the columns that are shown, in their order, and then the
	// others; shown is how many of them are shown.
	names []string
	shown int
	rows  listview.List

	// line is where the name of a property is typed, if it is.
	line *input.Line
	// completion goes through the names that hold what was typed.
	completion lineedit.Cycle

	width, height int
}

// New makes a pane on the columns that are shown. others are further ones that
// are offered, properties in use among them; those shown already are left out.
func New(theme *theme.Theme, shown, others []string) *Pane {
	p := &Pane{theme: theme}
	for _, name := range shown {
		if !slices.Contains(p.names, name) {
			p.names = append(p.names, name)
		}
	}
	p.shown = len(p.names)
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
	p.moveTo(p.rows.Cursor())
}

// moveTo puts the cursor on a column, of which there may be more than before.
func (p *Pane) moveTo(row int) {
	p.rows.Place(row, len(p.names), max(1, min(len(p.names), p.height-fixed)))
}

// Type takes a key that is no binding: a character of a property's name.
func (p *Pane) Type(key tea.KeyPressMsg) intent.Intent {
	switch {
	case p.line == nil && key.Text != "":
		// A person who types a name looks for the column.
		p.begin()
		p.edited(p.line.Type(key))
	case p.line == nil:
		return intent.Notify{Text: "that does nothing here; the keys stand below"}
	case key.Code == tea.KeyBackspace && p.line.Value() == "":
		p.line = nil
	default:
		p.edited(p.line.Type(key))
	}
	return nil
}

// Paste takes a text that was pasted, as the name of a property.
func (p *Pane) Paste(text string) intent.Intent {
	if p.line == nil {
		p.begin()
	}
	p.edited(p.line.Paste(text))
	return nil
}

func (p *Pane) begin() {
	p.line = input.New(p.theme)
	p.edited(true)
}

// edited follows a change of the line.
func (p *Pane) edited(changed bool) {
	if changed {
		p.completion.Restart(p.line.Value())
	}
}

// Act carries out an action and returns what is asked for.
func (p *Pane) Act(press action.Press) intent.Intent {
	if p.line != nil {
		return p.actOnLine(press)
	}
	switch press.Action {
	case action.Toggle, action.MoveUp, action.MoveDown, action.Enter:
		if why := p.refusal(press.Action); why != "" {
			return intent.Notify{Text: why}
		}
		return p.change(press.Action)
	case action.Search:
		p.begin()
	case action.HideAll:
		p.shown = 0
		p.moveTo(0)
	case action.Reverse:
		return intent.All{intent.Close{}, intent.SetColumns{}}
	case action.Back, action.Leave:
		return intent.Close{}
	default:
		p.rows.Act(press.Action)
	}
	return nil
}

func (p *Pane) actOnLine(press action.Press) intent.Intent {
	switch press.Action {
	case action.Enter:
		return p.take(strings.TrimSpace(p.line.Value()))
	case action.Next:
		p.complete(1)
	case action.Previous:
		p.complete(-1)
	case action.Back:
		p.line = nil
	default:
	}
	return nil
}

// take shows the column that was named. A name that is in use, or in quotes, is
// no mistake.
func (p *Pane) take(typed string) intent.Intent {
	if typed == "" {
		p.line = nil
		return nil
	}
	quoted := slices.Contains(p.names, typed)
	if inside, found := strings.CutPrefix(typed, `"`); found && strings.HasSuffix(inside, `"`) {
		typed, quoted = strings.TrimSuffix(inside, `"`), true
	}
	name, mistake := query.ColumnName(typed, quoted)
	if mistake != nil {
		return intent.Notify{Text: p.theme.Cells.ShowString(mistake.Problem + "; use " + mistake.Expected)}
	}
	p.line = nil
	p.show(name)
	return nil
}

// complete puts another of the names that hold what was typed in its place,
// and after the last the text as it was typed.
func (p *Pane) complete(step int) {
	names := p.candidates()
	if len(names) == 0 {
		return
	}
	at := p.completion.Step(step, len(names))
	if at < 0 {
		p.line.Set(p.completion.Typed())
		return
	}
	p.line.Set(names[at])
}

// refusal says why something cannot be done with the column under the cursor,
// if it cannot.
func (p *Pane) refusal(act action.ID) string {
	at := p.rows.Cursor()
	switch {
	case len(p.names) == 0:
		return "there is no column; " + p.theme.Keys.For("columns", action.Search) + " adds a column"
	case act == action.Enter && p.shown == 0:
		return "the list needs at least one column; " + p.theme.Keys.For("columns", action.Toggle) + " shows the one under the cursor"
	case act == action.Enter:
		return ""
	case act == action.Toggle && at < p.shown && p.shown == 1:
		return "the list needs at least one column"
	case act == action.Toggle:
		return ""
	case at >= p.shown:
		return "only columns that are shown have an order; " + p.theme.Keys.For("columns", action.Toggle) + " shows this one"
	case act == action.MoveUp && at == 0:
		return "this is the first column already"
	case act == action.MoveDown && at == p.shown-1:
		return "this is the last column already"
	}
	return ""
}

// change does what can be done with the column under the cursor.
func (p *Pane) change(act action.ID) intent.Intent {
	switch act {
	case action.Toggle:
		p.toggle()
	case action.MoveUp:
		p.shift(-1)
	case action.MoveDown:
		p.shift(1)
	default:
		return intent.All{intent.Close{}, intent.SetColumns{Names: slices.Clone(p.names[:p.shown])}}
	}
	return nil
}

// show makes a column the last that is shown. One that is shown already stays
// where it is; the cursor goes there.
func (p *Pane) show(name string) {
	at := slices.Index(p.names, name)
	switch {
	case at >= 0 && at < p.shown:
		p.rows.MoveTo(at)
		return
	case at >= 0:
		p.names = slices.Delete(p.names, at, at+1)
	}
	p.names = slices.Insert(p.names, p.shown, name)
	p.shown++
	p.moveTo(p.shown - 1)
}

// toggle shows the column under the cursor, as the last, or hides it. The
// cursor goes to the one that followed it, so that several in a row are shown
// or hidden by one key.
func (p *Pane) toggle() {
	at := p.rows.Cursor()
	name := p.names[at]
	p.names = slices.Delete(p.names, at, at+1)
	if at >= p.shown {
		p.names = slices.Insert(p.names, p.shown, name)
		p.shown++
		p.rows.Move(1)
		return
	}
	p.shown--
	p.names = slices.Insert(p.names, p.shown, name)
}

// shift moves the column under the cursor among those that are shown.
func (p *Pane) shift(by int) {
	at := p.rows.Cursor()
	p.names[at], p.names[at+by] = p.names[at+by], p.names[at]
	p.rows.Move(by)
}

// Wheel moves the cursor by lines.
func (p *Pane) Wheel(lines int) {
	if p.line == nil {
		p.rows.Move(lines)
	}
}

// Bindings returns what the keys do while the pane is shown.
func (p *Pane) Bindings() []action.Group {
	everywhere := action.Everywhere().Only(action.Back, action.Quit).Relabel(action.Back, "close", "close, with the columns unchanged")
	if p.line != nil {
		own := action.ColumnName()
		if len(p.candidates()) == 0 {
			own = own.Disable(action.Next, "no name that is known holds this").Disable(action.Previous, "no name that is known holds this")
		}
		return []action.Group{own, everywhere.Relabel(action.Back, "not this one", "go back to the columns")}
	}
	own := action.ColumnChoice()
	if p.rows.Cursor() < p.shown {
		own = own.Relabel(action.Toggle, "hide", "no longer show the column")
	}
	for _, act := range []action.ID{action.Toggle, action.MoveUp, action.MoveDown, action.Enter} {
		own = own.Disable(act, p.refusal(act))
	}
	everywhere.Bindings = append(everywhere.Bindings,
		action.Everywhere().Only(action.Leave).Relabel(action.Leave, "", "close, with the columns unchanged").Bindings...)
	return []action.Group{own, action.Moving().Relabel(action.Bottom, "", "to the last"), everywhere}
}
