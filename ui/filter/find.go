package filter

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/intent"
)

// SetNow sets the time at which the next key is pressed.
func (p *Pane) SetNow(now time.Time) { p.pressed = now }

// row is the row of the cursor in the list that has the keys.
func (p *Pane) row() int {
	if p.focus == theValues {
		return p.valueList.Cursor()
	}
	return p.keyList.Cursor()
}

// names are what the rows of the list that has the keys are found by: keys by
// their names, values by themselves, and terms as they are written.
func (p *Pane) names() []string {
	if p.focus == theValues {
		names := make([]string, len(p.list))
		for i, row := range p.list {
			if names[i] = row.text; row.kind == aValue {
				names[i] = row.value
			}
		}
		return names
	}
	names := make([]string, len(p.keys))
	for i := range p.keys {
		if names[i] = p.keys[i].Name; p.keys[i].Field.Kind == query.FieldProperty {
			names[i] = p.keys[i].Field.Property
		}
	}
	return names
}

// find goes to the row that begins with what is typed, and says where there is
// none.
func (p *Pane) find(key tea.KeyPressMsg) intent.Intent {
	to, said := p.finder.Type(key, p.pressed, p.names(), p.row())
	p.move(to - p.row())
	if said == "" {
		return nil
	}
	return intent.Notify{Text: p.theme.Cells.ShowString(said)}
}

// actInFinding carries out an action while a row is looked for. All but the way
// back leave the cursor where it is.
func (p *Pane) actInFinding(act action.ID) intent.Intent {
	from := p.finder.From()
	p.finder.End()
	switch act {
	case action.Enter:
		return p.apply()
	case action.Back:
		p.move(from - p.row())
	case action.Up:
		p.move(-1)
	case action.Down:
		p.move(1)
	default:
	}
	return nil
}

// sought is what is looked for, for the title of its list.
func (p *Pane) sought() string {
	if !p.finder.On() {
		return ""
	}
	return "/" + p.theme.Cells.ShowString(p.finder.Typed()) + " "
}
