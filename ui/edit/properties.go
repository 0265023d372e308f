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
	inLine
	inChoice
)

// properties is the part of a form that is about properties: a line in which one is
// found or added, their list below it, and the key or the value that is typed in its
// row.
type properties struct {
	theme *theme.Theme
	known *Known
	set   propertySet

	mode  mode
	entry *entry
	// line is where a property is found or added, and lineCompletion goes through
	// what it may be completed to.
	line           *entry
	lineCompletion lineedit.Cycle
	// from is where typing in a row ends: the line or the list, from where it began.
	from mode
	// adding reports whether a property is typed that was not there before.
	adding bool
	// tells is what came of the last key.
	tells string
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

func newProperties(theme *theme.Theme, survey *Survey, known *Known) *properties {
	p := &properties{theme: theme, known: known, set: newPropertySet(survey, known), line: newEntry(theme, "", false), mode: inLine}
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
		p.clearLine()
		p.relist()
	}
	p.list.MoveTo(slices.Index(p.shown, at))
}

func (p *properties) act(press action.Press) (asked intent.Intent, done bool) {
	p.tells = ""
	switch p.mode {
	case inList:
		return p.actInList(press)
	case inLine:
		return p.actInLine(press)
	case inChoice:
		p.actInChoice(press)
		return nil, false
	default:
		return p.actInEntry(press), false
	}
}

func (p *properties) actInList(press action.Press) (asked intent.Intent, done bool) {
	if why := p.refusal(press.Action); why != "" {
		return intent.Notify{Text: why}, false
	}
	switch press.Action {
	case action.AddNew:
		p.clearLine()
		at := p.set.add()
		p.relist()
		p.show(at)
		p.begin(inKey)
		p.adding = true
	case action.ByTheme:
		p.beginChoice()
	case action.Enter:
		p.begin(inValue)
	case action.Rename:
		p.begin(inKey)
	case action.OwnEditor:
		return p.ownEditor(), false
	case action.Search:
		p.mode = inLine
	case action.Up:
		if p.list.Cursor() == 0 {
			p.mode = inLine
		}
		p.list.Move(-1)
	case action.Remove, action.Toggle, action.Undo:
		p.turn(press.Action)
		p.leaveEmpty()
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
	if p.mode == inLine || p.mode == inList {
		p.from = p.mode
	}
	p.mode, p.adding = what, false
	text := p.under().text()
	if what == inKey {
		text = p.under().newKey
	}
	p.entry = newEntry(p.theme, text, what == inValue)
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
			p.adding = true
		}
	case action.Next:
		p.complete(1)
	case action.Previous:
		p.complete(-1)
	case action.Down, action.Up:
		p.takeTyped()
		p.mode = inList
		p.leaveEmpty()
		p.list.Act(press.Action)
	case action.Undo:
		p.entry.set(p.begun)
		p.keep()
	case action.ClearLine:
		p.entry.clear()
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
	if p.mode == inKey && p.under().isNew {
		p.splitKey()
	}
	p.take()
}

// splitKey goes on to the value where "key=value" is typed as the key of a new
// property.
func (p *properties) splitKey() {
	key, value, pair := readPair(p.entry.text())
	if !pair || key == "" {
		return
	}
	p.under().newKey = key
	p.begin(inValue)
	p.adding = true
	p.entry.set(value)
	p.completion.Restart(value)
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
	switch p.mode {
	case inList:
		return
	case inLine:
		if p.pending() {
			p.takeLine()
		}
		if p.mode == inLine || p.mode == inList {
			return
		}
	default:
	}
	typing := p.mode == inKey || p.mode == inValue
	p.mode, p.entry = p.from, nil
	if !typing {
		return
	}
	one := p.under()
	switch {
	case one.isNew && one.newKey == "" && one.after == "":
		p.set.drop(p.at())
		p.relist()
		p.leaveEmpty()
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
		words = p.valuesInUse(p.under())
	}
	typed := p.completion.Typed()
	if typed == p.begun {
		return matching(words, "", typed)
	}
	return matching(words, typed, typed)
}

// matching returns the words that begin with what is typed, and then those that
// hold it, without one of them.
func matching(words []string, typed, without string) []string {
	lower := strings.ToLower(typed)
	var begins, holds []string
	for _, word := range words {
		switch other := strings.ToLower(word); {
		case word == without:
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
