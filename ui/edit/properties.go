package edit

import (
	"slices"
	"strings"

	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/lineedit"
	"glimpse/ui/widget/listview"
)

// mode is what the keys are for.
type mode uint8

const (
	inList mode = iota
	inValue
	inKey
	inSearch
	inChoice
)

// properties is the part of a form that is about properties: their list,
// and the key or the value that is typed in its row.
type properties struct {
	look  *theme.Theme
	known *Known
	set   propertySet

	mode  mode
	entry *entry
	// search narrows the list; shown are the properties that it leaves.
	search string
	shown  []int
	list   listview.List
	// completion goes through what the entry may be completed to; begun is what
	// it was first.
	completion lineedit.Cycle
	begun      string
	// choice are the properties that the service defines, while one is chosen.
	choice *chooser

	width, height int
}

var _ part = (*properties)(nil)

func newProperties(look *theme.Theme, survey *Survey, known *Known) *properties {
	p := &properties{look: look, known: known, set: newPropertySet(survey, known)}
	p.relist()
	return p
}

// at is which property is under the cursor, or -1.
func (p *properties) at() int {
	if len(p.shown) == 0 {
		return -1
	}
	return p.shown[p.list.Cursor()]
}

// under is the property under the cursor. There must be one.
func (p *properties) under() *property { return &p.set.properties[p.at()] }

// relist shows the properties that hold every word of the search.
func (p *properties) relist() {
	words := strings.Fields(strings.ToLower(p.search))
	p.shown = p.shown[:0]
	for at := range p.set.properties {
		one := &p.set.properties[at]
		holds := func(word string) bool {
			return strings.Contains(strings.ToLower(one.name()), word) || strings.Contains(strings.ToLower(one.text()), word)
		}
		if !slices.ContainsFunc(words, func(word string) bool { return !holds(word) }) {
			p.shown = append(p.shown, at)
		}
	}
	p.resizeList()
}

func (p *properties) resizeList() {
	p.list.Resize(len(p.shown), max(1, p.height-headRows))
	if p.choice != nil {
		p.choice.list.Resize(len(p.choice.entries), p.choiceHeight())
	}
}

// show puts the cursor on a property.
func (p *properties) show(at int) {
	if !slices.Contains(p.shown, at) {
		p.search = ""
		p.relist()
	}
	p.list.MoveTo(slices.Index(p.shown, at))
}

func (p *properties) act(press action.Press) (asked intent.Intent, done bool) {
	switch p.mode {
	case inList:
		return p.actInList(press)
	case inSearch:
		p.actInSearch(press)
		return nil, false
	case inChoice:
		p.actInChoice(press)
		return nil, false
	default:
		return p.actInEntry(press), false
	}
}

func (p *properties) actInList(press action.Press) (asked intent.Intent, done bool) {
	if press.Action == action.Enter && len(p.set.properties) == 0 {
		return nil, true
	}
	if why := p.refusal(press.Action); why != "" {
		return intent.Notify{Text: why}, false
	}
	switch press.Action {
	case action.AddNew:
		p.search = ""
		at := p.set.add()
		p.relist()
		p.show(at)
		p.begin(inKey)
	case action.ByTheme:
		p.beginChoice()
	case action.Enter:
		p.begin(inValue)
	case action.Rename:
		p.begin(inKey)
	case action.OwnEditor:
		return p.ownEditor(), false
	case action.Search:
		p.mode, p.entry = inSearch, newEntry(p.look, p.search, false)
	case action.Remove, action.Toggle, action.Undo:
		p.turn(press.Action)
	default:
		p.list.Act(press.Action)
	}
	return nil, false
}

// turn removes the property under the cursor, gives its value to every image
// or a new one to those alone that have it, or takes what was changed of it back.
func (p *properties) turn(act action.ID) {
	one := p.under()
	switch {
	case one.isNew && act != action.Toggle:
		p.set.drop(p.at())
		p.relist()
	case act == action.Undo:
		one.undo()
	case act == action.Remove:
		removed := !one.removed
		one.undo()
		one.removed = removed
	case one.changed:
		one.only = !one.only
	default:
		one.spread = !one.spread
	}
	p.set.stale = true
}

// begin begins to type the value or the key of the property under the cursor.
func (p *properties) begin(what mode) {
	p.mode = what
	text := p.under().text()
	if what == inKey {
		text = p.under().newKey
	}
	p.entry = newEntry(p.look, text, what == inValue)
	p.completion.Restart(text)
	p.begun = text
}

func (p *properties) actInEntry(press action.Press) intent.Intent {
	switch press.Action {
	case action.Enter:
		wasKey, isNew := p.mode == inKey, p.under().isNew
		at := p.at()
		p.takeTyped()
		if wasKey && isNew && at == p.at() && at >= 0 && p.under().isNew {
			p.begin(inValue)
		}
	case action.Next:
		p.complete(1)
	case action.Previous:
		p.complete(-1)
	case action.Down, action.Up:
		p.takeTyped()
		p.list.Act(press.Action)
	case action.Undo:
		p.entry.set(p.begun)
		p.keep()
	case action.OwnEditor:
		return p.ownEditor()
	case action.Toggle:
		p.under().only = !p.under().only
		p.set.stale = true
	default:
	}
	return nil
}

func (p *properties) actInSearch(press action.Press) {
	switch press.Action {
	case action.Enter:
		p.mode, p.entry = inList, nil
	default:
		p.list.Act(press.Action)
	}
}

// ownEditor asks for the person's own editor for the value under the cursor.
func (p *properties) ownEditor() intent.Intent {
	at := p.at()
	one := p.under()
	return intent.EditText{Name: one.name(), Text: one.text(), Done: func(edited string) {
		if at >= len(p.set.properties) {
			return
		}
		p.set.properties[at].put(edited)
		p.set.stale = true
		if p.mode == inValue && p.at() == at {
			p.begin(inValue)
		}
	}}
}

// keep takes what is typed into the property under the cursor.
func (p *properties) keep() {
	p.completion.Restart(p.entry.text())
	p.take()
}

// take makes the text of the entry the key or the value.
func (p *properties) take() {
	one := p.under()
	if p.mode == inKey {
		one.newKey = p.entry.text()
		p.set.stale = true
		return
	}
	was := one.changed
	one.put(p.entry.text())
	// Another value makes no image fuller; to have one at all may.
	p.set.stale = p.set.stale || one.changed != was
}

// takeTyped ends typing; what was typed stays. A new property without a key and a
// value is none.
func (p *properties) takeTyped() {
	if p.mode == inList {
		return
	}
	typing := p.mode == inKey || p.mode == inValue
	p.mode, p.entry = inList, nil
	if !typing {
		return
	}
	one := p.under()
	switch {
	case one.isNew && one.newKey == "" && one.after == "":
		p.set.drop(p.at())
		p.relist()
	case !one.isNew && one.newKey == "":
		one.newKey = one.key
	}
}

// candidates are what the key or the value that is typed may be completed to.
func (p *properties) candidates() []string {
	var words []string
	if p.mode == inKey {
		words = p.keysInUse()
	} else {
		words = p.valuesInUse()
	}
	typed := p.completion.Typed()
	lower := strings.ToLower(typed)
	if typed == p.begun {
		lower = ""
	}
	var begins, holds []string
	for _, word := range words {
		switch other := strings.ToLower(word); {
		case word == typed:
		case strings.HasPrefix(other, lower):
			begins = append(begins, word)
		case strings.Contains(other, lower):
			holds = append(holds, word)
		}
	}
	return append(begins, holds...)
}

// complete puts another of the candidates in the place of what was typed, and
// after the last the text as it was typed.
func (p *properties) complete(step int) {
	candidates := p.candidates()
	if len(candidates) == 0 {
		return
	}
	if at := p.completion.Step(step, len(candidates)); at < 0 {
		p.entry.set(p.completion.Typed())
	} else {
		p.entry.set(candidates[at])
	}
	p.take()
}
