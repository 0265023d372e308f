// Package sortpane is the sort pane: the order of the list as keys with their
// directions, the most important first, and what else it could be sorted by.
package sortpane

import (
	"slices"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/typeahead"
	"glimpse/ui/widget/listview"
)

// key is something that the list can be sorted by.
type key struct {
	query.KeyInfo
	// local reports whether the service cannot sort by it under these filters.
	local bool
}

// Pane is an overlay. It changes nothing but itself until it is applied.
type Pane struct {
	theme *theme.Theme
	terms []query.Term
	now   time.Time

	// keys are all of them, in their usual order; order is what is chosen.
	keys  []key
	order []query.SortKey
	// shown are the fields in the order in which they are shown: first the
	// chosen ones, then the others.
	shown  []query.Field
	rows   listview.List
	byName map[query.Field]*key

	// local reports whether the order as a whole is made on this side, and why.
	local bool
	why   string

	width, height int
	finder        typeahead.Finder
	// pressed is when the last key was pressed.
	pressed time.Time
}

// New makes a pane on the order of a query; its filters decide on what the
// service can sort by. properties are the keys of properties in use; now is
// what relative dates of the filters count from.
func New(theme *theme.Theme, current query.Query, properties []string, now time.Time) *Pane {
	p := &Pane{theme: theme, terms: current.Terms, now: now, order: slices.Clone(current.Sort), byName: make(map[query.Field]*key)}
	for _, info := range query.Keys() {
		p.add(info, current.Terms)
	}
	// No filter changes that the service does not sort by properties.
	for _, sorted := range current.Sort {
		if sorted.Field.Kind == query.FieldProperty {
			p.add(query.PropertyKey(sorted.Field.Property), nil)
		}
	}
	for _, property := range properties {
		p.add(query.PropertyKey(property), nil)
	}
	for i := range p.keys {
		p.byName[p.keys[i].Field] = &p.keys[i]
	}
	p.order = slices.DeleteFunc(p.order, func(sorted query.SortKey) bool { return p.byName[sorted.Field] == nil })
	p.arrange()
	return p
}

// add takes a key, unless the list cannot be sorted by it or it is there.
func (p *Pane) add(info query.KeyInfo, terms []query.Term) {
	if _, there := p.byName[info.Field]; there || !info.Sortable {
		return
	}
	p.byName[info.Field] = nil
	split, err := (query.Query{Terms: terms, Sort: []query.SortKey{{Field: info.Field}}}).Split(p.now)
	p.keys = append(p.keys, key{KeyInfo: info, local: err != nil || split.SortLocal})
}

// arrange lists the rows anew and says who makes the order.
func (p *Pane) arrange() {
	p.shown = make([]query.Field, 0, len(p.keys))
	for _, sorted := range p.order {
		p.shown = append(p.shown, sorted.Field)
	}
	for i := range p.keys {
		if p.place(p.keys[i].Field) < 0 {
			p.shown = append(p.shown, p.keys[i].Field)
		}
	}
	split, err := (query.Query{Terms: p.terms, Sort: p.order}).Split(p.now)
	p.local, p.why = split.SortLocal, split.SortWhy
	if err != nil {
		p.local, p.why = true, err.Error()
	}
	p.moveTo(p.rows.Cursor())
}

// place returns which key of the order a field is, from 0, or -1.
func (p *Pane) place(field query.Field) int {
	return slices.IndexFunc(p.order, func(sorted query.SortKey) bool { return sorted.Field == field })
}

// SetSize gives the pane the size of the whole screen.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	p.moveTo(p.rows.Cursor())
}

// moveTo puts the cursor on a row, or on the nearest; the rows may have moved.
func (p *Pane) moveTo(row int) { p.rows.Place(row, len(p.shown), p.listHeight()) }

// under is the field under the cursor.
func (p *Pane) under() query.Field { return p.shown[p.rows.Cursor()] }

// Wheel moves the cursor by lines.
func (p *Pane) Wheel(lines int) {
	p.finder.End()
	p.rows.Move(lines)
}

// Act carries out an action and returns what is asked for.
func (p *Pane) Act(press action.Press) intent.Intent {
	if p.finder.On() {
		return p.actInFinding(press.Action)
	}
	switch press.Action {
	case action.Back, action.Leave:
		return intent.Close{}
	case action.Enter:
		return p.apply()
	case action.Search:
		p.finder.Begin(p.rows.Cursor())
	case action.Toggle, action.Reverse, action.MoveUp, action.MoveDown, action.ClearFilters:
		if p.refusal(press.Action) == "" {
			p.change(press.Action)
		}
	default:
		p.rows.Act(press.Action)
	}
	return nil
}

// apply asks for the images in this order.
func (p *Pane) apply() intent.Intent {
	return intent.All{intent.Close{}, intent.SetSort{Keys: slices.Clone(p.order)}}
}

// refusal says why an action that changes the order cannot be done, if it
// cannot.
func (p *Pane) refusal(act action.ID) string {
	at := p.place(p.under())
	switch {
	case act == action.ClearFilters && len(p.order) == 0:
		return "it is the usual order already: newest first"
	case act == action.ClearFilters || act == action.Toggle:
		return ""
	case at < 0:
		return "the list is not sorted by " + p.name(p.under()) + "; " + p.theme.Keys.For("sort", action.Toggle) + " adds it"
	case act == action.MoveUp && at == 0:
		return p.name(p.under()) + " is the first key already"
	case act == action.MoveDown && at == len(p.order)-1:
		return p.name(p.under()) + " is the last key already"
	}
	return ""
}

// change changes the order, which must be possible. The cursor stays on its
// key.
func (p *Pane) change(act action.ID) {
	field := p.under()
	at := p.place(field)
	switch {
	case act == action.ClearFilters:
		p.order = nil
	case act == action.Toggle && at < 0:
		p.order = append(p.order, query.SortKey{Field: field, Descending: largestFirst(field)})
	case act == action.Toggle:
		p.order = slices.Delete(p.order, at, at+1)
	case act == action.Reverse:
		p.order[at].Descending = !p.order[at].Descending
	case act == action.MoveUp:
		p.order[at-1], p.order[at] = p.order[at], p.order[at-1]
	case act == action.MoveDown:
		p.order[at+1], p.order[at] = p.order[at], p.order[at+1]
	}
	p.arrange()
	p.rows.MoveTo(slices.Index(p.shown, field))
}

// largestFirst reports whether people want the largest or latest first: of numbers
// and times, while texts begin with the start of the alphabet.
func largestFirst(field query.Field) bool {
	switch kindOf(field) {
	case model.KindText, model.KindWord, model.KindOther:
		return false
	default:
		return true
	}
}

// kindOf returns the kind of a field's values.
func kindOf(field query.Field) model.Kind {
	switch field.Kind {
	case query.FieldAttribute:
		return field.Attribute.Kind()
	case query.FieldTag:
		return model.KindTags
	case query.FieldHidden:
		return model.KindBool
	default:
		return model.KindText
	}
}

// meaning says what a key is. What follows a semicolon in its help is about
// filters.
func (p *Pane) meaning(field query.Field) string {
	if field.Kind == query.FieldHidden {
		return "whether it is hidden"
	}
	help, _, _ := strings.Cut(p.byName[field].Help, ";")
	return help
}

// name returns the name of a field, fit to be shown.
func (p *Pane) name(field query.Field) string { return p.theme.Cells.ShowString(p.byName[field].Name) }

// Bindings returns what the keys do here.
func (p *Pane) Bindings() []action.Group {
	if p.finder.On() {
		everywhere := action.Everywhere().Only(action.Back, action.Quit).Relabel(action.Back, "back", "back to the row from before")
		return []action.Group{action.Finding(), everywhere}
	}
	own := action.Order()
	for _, act := range []action.ID{action.Reverse, action.MoveUp, action.MoveDown, action.ClearFilters} {
		own = own.Disable(act, p.refusal(act))
	}
	if p.place(p.under()) >= 0 {
		own = own.Relabel(action.Toggle, "remove", "no longer sort by the key")
	}
	everywhere := action.Everywhere().Only(action.Back, action.Leave, action.Quit).
		Relabel(action.Leave, "", "close, with the order unchanged").Relabel(action.Back, "close", "close, with the order unchanged")
	return []action.Group{own, action.Moving().Relabel(action.Bottom, "", "to the last"), everywhere}
}
