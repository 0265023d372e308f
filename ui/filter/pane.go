// Package filter is the filter pane: the query as a line that is typed, and
// beside it everything that the query may ask for, to be chosen without
// knowing the language. Line and choices are two views of the same terms.
package filter

import (
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/input"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/typeahead"
	"glimpse/ui/widget/lineedit"
	"glimpse/ui/widget/listview"
)

// part is a part of the pane that has the keys.
type part uint8

const (
	theLine part = iota
	theKeys
	theValues
)

// Pane is an overlay. It changes nothing but itself until it is applied.
type Pane struct {
	theme *theme.Theme
	known Known
	now   time.Time

	line  *input.Line
	focus part

	// These follow from the line: its terms divided, or its mistakes.
	terms    []query.Term
	placed   []query.EvaluatedTerm
	mistakes []*query.SyntaxError

	// keys are those of the language, then the properties that the query
	// names and are not in use, then those in use.
	keys      []query.KeyInfo
	strangers []query.KeyInfo
	inUse     []query.KeyInfo
	keyList   listview.List

	// list is what the key takes.
	list      []choice
	valueList listview.List
	// used and asked are the values and other terms that the query had while
	// the pane is open: what is switched off can be switched on again.
	used  map[query.Field][]string
	asked map[query.Field][]query.Term

	completion completion
	history    lineedit.Recall
	finder     typeahead.Finder
	matches    Matches
	// pressed is when the last key was pressed.
	pressed time.Time

	width, height int
}

// New makes a pane on the terms of a query. now is what relative dates count
// from; history are the lines of filters entered before, the oldest first.
func New(theme *theme.Theme, terms []query.Term, known Known, now time.Time, history []string) *Pane {
	p := &Pane{
		theme: theme, known: known, now: now, history: lineedit.NewRecall(history), line: input.New(theme),
		used: make(map[query.Field][]string), asked: make(map[query.Field][]query.Term),
	}
	for _, property := range known.Properties {
		p.inUse = append(p.inUse, query.PropertyKey(property))
	}
	p.keys = slices.Concat(query.Keys(), p.inUse)
	p.setLine(ready(terms))
	p.remember()
	p.relist()
	return p
}

// Matches is how many of the images that are loaded the filter finds.
type Matches struct {
	// Known reports whether that has been counted; Complete whether all images that the
	// filter can find are among them.
	Known, Complete bool
	Count, Of       int
}

// Terms returns the terms of the line, and whether it is right.
func (p *Pane) Terms() (terms []query.Term, right bool) { return p.terms, len(p.mistakes) == 0 }

// ShowMatches shows how many images the filter finds.
func (p *Pane) ShowMatches(matches Matches) { p.matches = matches }

// SetSize gives the pane the size of the whole screen.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	p.fitWindow()
}

// Learned says that more is known now than before: what is offered is made
// anew, and what is typed or chosen stays.
func (p *Pane) Learned() { p.relist() }

// Type takes a key that is no binding: text of the line, or of the row that is
// looked for.
func (p *Pane) Type(key tea.KeyPressMsg) intent.Intent {
	if p.finder.On() {
		return p.find(key)
	}
	if p.focus == theLine {
		p.edited(p.line.Type(key))
		return nil
	}
	return intent.Notify{Text: p.theme.Cells.ShowString(key.String()) + " does nothing here; " +
		p.theme.Keys.For("filter-keys", action.Search) + " finds a row by its beginning"}
}

// Paste takes a text that was pasted: into the line, wherever the keys are.
func (p *Pane) Paste(text string) intent.Intent {
	p.finder.End()
	if p.focus != theLine {
		p.line.SetPosition(len([]rune(p.line.Value())))
		p.enter(theLine)
	}
	p.edited(p.line.Paste(text))
	return nil
}

// setLine replaces the line and reads it.
func (p *Pane) setLine(line string) (held bool) {
	held = p.line.Set(line)
	p.read()
	return held
}

// ready returns the line of terms with a blank behind them, so that what is typed
// next is a term of its own.
func ready(terms []query.Term) string {
	if len(terms) == 0 {
		return ""
	}
	return query.Format(terms) + " "
}

// read reads the line.
func (p *Pane) read() {
	line := p.line.Value()
	terms, err := query.Parse(line)
	p.mistakes = mistakesOf(err)
	p.terms, p.placed = terms, nil
	if err != nil {
		return
	}
	// What Parse returns, Split takes.
	if split, err := (query.Query{Terms: terms}).Split(p.now); err == nil {
		p.placed = split.Terms
	}
	p.meetStrangers()
}

// mistakesOf takes the error of [query.Parse] apart.
func mistakesOf(err error) []*query.SyntaxError {
	var mistakes []*query.SyntaxError
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, each := range joined.Unwrap() {
			mistakes = append(mistakes, mistakesOf(each)...)
		}
		return mistakes
	}
	var mistake *query.SyntaxError
	if errors.As(err, &mistake) {
		mistakes = append(mistakes, mistake)
	}
	return mistakes
}

// meetStrangers lists the properties that the query names and no image that
// was read has.
func (p *Pane) meetStrangers() {
	var strangers []query.KeyInfo
	for _, term := range p.terms {
		same := func(info query.KeyInfo) bool { return info.Field == term.Field }
		if term.Field.Kind == query.FieldProperty && !slices.ContainsFunc(p.inUse, same) && !slices.ContainsFunc(strangers, same) {
			strangers = append(strangers, query.PropertyKey(term.Field.Property))
		}
	}
	same := func(a, b query.KeyInfo) bool { return a.Field == b.Field }
	if slices.EqualFunc(strangers, p.strangers, same) {
		return
	}
	field := p.field()
	p.strangers = strangers
	p.keys = slices.Concat(query.Keys(), strangers, p.inUse)
	p.goTo(field)
}

// field returns the field of the key under the cursor.
func (p *Pane) field() query.Field { return p.key().Field }

// key is the key under the cursor.
func (p *Pane) key() *query.KeyInfo { return &p.keys[p.keyList.Cursor()] }

// goTo puts the cursor on the key of a field, or on the first.
func (p *Pane) goTo(field query.Field) {
	at := slices.IndexFunc(p.keys, func(info query.KeyInfo) bool { return info.Field == field })
	p.keyList.Place(at, len(p.keys), p.layout().list)
	p.fitWindow()
}

// remember keeps what the query asks for, so that it stays in the lists when
// it is switched off.
func (p *Pane) remember() {
	for _, term := range p.terms {
		field := term.Field
		isValue := term.Op == query.OpEqual || term.Op == query.OpNotEqual
		switch {
		case isValue && !isRange(field):
			p.used[field] = appendNew(p.used[field], term.Values)
		case term.Op == query.OpSet || term.Op == query.OpUnset:
		default:
			term = asserted(unread(term))
			term.Word = false
			if !slices.ContainsFunc(p.asked[field], func(known query.Term) bool { return sameTerm(known, term) }) {
				p.asked[field] = append(p.asked[field], term)
			}
		}
	}
}

// appendNew appends the values that are not there yet.
func appendNew(list, values []string) []string {
	for _, value := range values {
		if !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return list
}

// relist lists what the key under the cursor takes, and keeps the cursor on
// its row.
func (p *Pane) relist() {
	var row choice
	at := p.valueList.Cursor()
	if at < len(p.list) {
		row = p.list[at]
	}
	p.list = p.choices(*p.key())
	if same := slices.IndexFunc(p.list, row.same); same >= 0 {
		at = same
	}
	p.valueList.Place(at, len(p.list), p.valueRoom())
	p.fitWindow()
}

// enter gives the keys to a part of the pane.
func (p *Pane) enter(next part) {
	if p.focus == theLine && next != theLine {
		p.completion = completion{}
		p.remember()
		p.relist()
	}
	p.focus = next
	if next == theLine {
		p.complete()
	}
}

// fitWindow keeps the cursors in sight.
func (p *Pane) fitWindow() {
	p.keyList.Resize(len(p.keys), p.layout().list)
	p.valueList.Resize(len(p.list), p.valueRoom())
}

// valueRoom is how many values can be seen at once.
func (p *Pane) valueRoom() int { return max(1, p.layout().list-len(p.hint())) }

// Wheel moves the cursor of the list that has the keys by lines.
func (p *Pane) Wheel(lines int) {
	p.finder.End()
	if p.focus != theLine {
		p.move(lines)
	}
}

// move moves the cursor of the list that has the keys.
func (p *Pane) move(by int) {
	if p.focus == theValues {
		p.valueList.Move(by)
		return
	}
	before := p.keyList.Cursor()
	p.keyList.Move(by)
	if p.keyList.Cursor() != before {
		p.list, p.valueList = nil, listview.List{}
		p.relist()
	}
}

// Bindings returns what the keys do in the part that has them.
func (p *Pane) Bindings() []action.Group {
	if p.finder.On() {
		everywhere := action.Everywhere().Only(action.Back, action.Quit).Relabel(action.Back, "back", "back to the row from before")
		return []action.Group{action.Finding().Disable(action.Enter, p.wrong()), everywhere}
	}
	wrong := p.wrong()
	if p.focus == theLine {
		own := action.FilterLine().Disable(action.Enter, wrong)
		if !p.completion.any() {
			own = own.Relabel(action.Next, "keys", "go on to the keys").Relabel(action.Previous, "", "go back to the values")
		}
		everywhere := action.Everywhere().Only(action.Back, action.Quit).Relabel(action.Back, "close", "close, with the filter unchanged")
		return []action.Group{own, everywhere}
	}
	own := action.FilterKeys()
	if p.focus == theValues {
		own = p.valueBindings()
	}
	for _, act := range []action.ID{action.Reverse, action.Remove, action.ClearFilters} {
		_, why := p.planned(act)
		own = own.Disable(act, why)
	}
	own = own.Disable(action.Enter, wrong)
	everywhere := action.Everywhere().Only(action.Back, action.Leave, action.Quit).
		Relabel(action.Leave, "", "close, with the filter unchanged").Relabel(action.Back, "close", "close, with the filter unchanged")
	moving := action.Moving().Relabel(action.Bottom, "", "to the last")
	return []action.Group{own, moving, everywhere}
}

// valueBindings returns what the keys do on the row under the cursor.
func (p *Pane) valueBindings() action.Group {
	own := action.FilterValues()
	row := p.list[p.valueList.Cursor()]
	_, why := p.planned(action.Toggle)
	switch {
	case row.kind == aBeginning:
		const help = "put this into the line, and type the value there"
		own = own.Relabel(action.Toggle, "", help).Relabel(action.Choose, "type it", help)
		return own
	case row.state(p.terms, p.field()) == on:
		own = own.Relabel(action.Choose, "apply", "list the images of this filter").
			Relabel(action.Enter, "", "list the images of this filter").
			Relabel(action.Toggle, "off", "ask for it no longer").Disable(action.Choose, p.wrong())
	case row.state(p.terms, p.field()) == excluded:
		own = own.Relabel(action.Choose, "apply", "list the images of this filter").
			Relabel(action.Enter, "", "list the images of this filter").
			Relabel(action.Toggle, "off", "exclude it no longer").Disable(action.Choose, p.wrong())
	default:
		own = own.Relabel(action.Toggle, "on", "ask for it").Disable(action.Choose, why)
	}
	return own.Disable(action.Toggle, why)
}
