package sortpane

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/intent"
)

// SetNow sets the time at which the next key is pressed.
func (p *Pane) SetNow(now time.Time) { p.pressed = now }

// Type takes a key that is no binding: text of the key that is looked for.
func (p *Pane) Type(key tea.KeyPressMsg) intent.Intent {
	if !p.finder.On() {
		return intent.Notify{Text: p.theme.Cells.ShowString(key.String()) + " does nothing here; " +
			p.theme.Keys.For("sort", action.Search) + " finds a key by its beginning"}
	}
	names := make([]string, len(p.shown))
	for i, field := range p.shown {
		if names[i] = p.byName[field].Name; field.Kind == query.FieldProperty {
			names[i] = field.Property
		}
	}
	to, said := p.finder.Type(key, p.pressed, names, p.rows.Cursor())
	p.rows.MoveTo(to)
	if said == "" {
		return nil
	}
	return intent.Notify{Text: p.theme.Cells.ShowString(said)}
}

// Paste takes a text that was pasted: there is nothing to paste it into.
func (p *Pane) Paste(string) intent.Intent {
	return intent.Notify{Text: "nothing to paste into here; " + p.theme.Keys.For("sort", action.Search) + " finds a key by its beginning"}
}

// actInFinding carries out an action while a key is looked for. All but the way
// back leave the cursor where it is.
func (p *Pane) actInFinding(act action.ID) intent.Intent {
	from := p.finder.From()
	p.finder.End()
	switch act {
	case action.Enter:
		return p.apply()
	case action.Back:
		p.rows.MoveTo(from)
	case action.Up, action.Down:
		p.rows.Act(act)
	case action.Choose: // stays on the row that was found
	default:
	}
	return nil
}
