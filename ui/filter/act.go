package filter

import (
	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/intent"
)

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
		p.finder.Begin(p.row())
		return nil
	default:
	}
	switch p.focus {
	case theLine:
		p.actInLine(press.Action)
		return nil
	case theKeys:
		return p.actInKeys(press.Action)
	default:
		return p.actInValues(press.Action)
	}
}

// apply asks for the images of the filter, unless the line is wrong.
func (p *Pane) apply() intent.Intent {
	if why := p.wrong(); why != "" {
		return intent.Notify{Text: why}
	}
	terms := make([]query.Term, len(p.terms))
	for i, term := range p.terms {
		terms[i] = unread(term)
	}
	return intent.All{intent.Close{}, intent.SetTerms{Terms: terms}}
}

// wrong says why the line cannot be applied, if it cannot.
func (p *Pane) wrong() string {
	if len(p.mistakes) == 0 {
		return ""
	}
	return p.theme.Cells.ShowString(p.mistake().Error())
}

func (p *Pane) actInLine(act action.ID) {
	switch act {
	case action.Next:
		if !p.choose(1) {
			p.enter(theKeys)
		}
	case action.Previous:
		if !p.completion.running() || !p.choose(-1) {
			p.enter(theValues)
		}
	case action.Older:
		p.recall(-1)
	case action.Newer:
		p.recall(1)
	default:
	}
}

func (p *Pane) actInKeys(act action.ID) intent.Intent {
	switch act {
	case action.Next:
		p.enter(theValues)
	case action.Previous:
		p.enter(theLine)
	case action.Choose:
		info := p.key()
		op := query.OpEqual
		if isRange(info.Field) {
			op = query.OpGreaterOrEqual
		}
		p.write(info.Name+op.String(), 0)
	case action.Reverse, action.Remove, action.ClearFilters:
		return p.change(act)
	default:
		p.move(p.keyList.Distance(act))
	}
	return nil
}

func (p *Pane) actInValues(act action.ID) intent.Intent {
	row := p.list[p.valueList.Cursor()]
	switch act {
	case action.Next:
		p.enter(theLine)
	case action.Previous:
		p.enter(theKeys)
	case action.Toggle, action.Choose:
		if row.kind == aBeginning {
			p.write(row.typed, row.back)
			return nil
		}
		if act == action.Choose && row.state(p.terms, p.field()) != off {
			return p.apply()
		}
		refused := p.change(action.Toggle)
		if act == action.Choose && refused == nil {
			return p.apply()
		}
		return refused
	case action.Reverse, action.Remove, action.ClearFilters:
		return p.change(act)
	default:
		p.move(p.valueList.Distance(act))
	}
	return nil
}

// change changes the query as an action asks, or tells why it cannot.
func (p *Pane) change(act action.ID) intent.Intent {
	before := p.line.Value()
	terms, why := p.planned(act)
	if why == "" && !p.setLine(ready(terms)) {
		p.setLine(before)
		why = "the value has characters that cannot stand in a line"
	}
	if why != "" {
		return intent.Notify{Text: p.theme.Cells.ShowString(why)}
	}
	p.remember()
	p.relist()
	return nil
}

// planned returns the terms as an action would leave them, or why it cannot be
// done.
func (p *Pane) planned(act action.ID) (terms []query.Term, why string) {
	field := p.field()
	switch {
	case act == action.ClearFilters && p.line.Value() == "":
		return nil, "there are no filters"
	case act == action.ClearFilters:
		return nil, ""
	case len(p.mistakes) > 0:
		return nil, "correct the line first: " + p.wrong()
	case act == action.Remove:
		terms = without(p.terms, field)
		if len(terms) == len(p.terms) {
			return nil, "nothing is asked of " + p.keyName()
		}
		return terms, ""
	case p.focus == theKeys:
		return p.negateKey(field)
	}
	row := p.list[p.valueList.Cursor()]
	switch {
	case row.kind == aBeginning:
		return nil, "the value has to be typed first; " + p.theme.Keys.For("filter-values", action.Choose) + " goes there"
	case act == action.Toggle:
		terms = row.toggled(p.terms, field)
	default:
		terms = row.negated(p.terms, field)
	}
	return checked(terms)
}

// negateKey turns all that is asked of a key into its opposite.
func (p *Pane) negateKey(field query.Field) (terms []query.Term, why string) {
	onKey := func(term query.Term) bool { return term.Field == field }
	if len(without(p.terms, field)) == len(p.terms) {
		return nil, "nothing is asked of " + p.keyName()
	}
	return checked(negated(p.terms, onKey))
}

// keyName returns the name of the key under the cursor, fit to be shown.
func (p *Pane) keyName() string { return p.theme.Cells.ShowString(p.key().Name) }

// toggled returns the terms with what is chosen switched on or off.
func (c choice) toggled(terms []query.Term, field query.Field) []query.Term {
	switch {
	case c.kind == aValue:
		return toggleValue(terms, field, c.value)
	case termState(terms, c.term) != off:
		return withoutTerm(terms, c.term)
	default:
		return withTerm(terms, c.term)
	}
}

// negated returns the terms with the opposite of what is chosen: the term that
// asks for it turned around, or one that excludes it.
func (c choice) negated(terms []query.Term, field query.Field) []query.Term {
	if c.state(terms, field) == off {
		if c.kind == aValue {
			return withValue(terms, field, query.OpNotEqual, c.value)
		}
		return withTerm(terms, opposite(c.term))
	}
	return negated(terms, func(term query.Term) bool {
		if c.kind == aValue {
			return holds(term, field, query.OpEqual, c.value) || holds(term, field, query.OpNotEqual, c.value)
		}
		return sameTerm(asserted(term), c.term)
	})
}
