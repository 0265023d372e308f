package edit

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/intent"
)

// keysInUse are the keys that a property may get: those that the service
// describes, and others in use.
func (p *properties) keysInUse() []string {
	taken := make(map[string]bool, len(p.set.properties))
	for i := range p.set.properties {
		if one := &p.set.properties[i]; !one.isNew {
			taken[one.key] = true
		}
	}
	var inUse []string
	offer := func(key string) {
		if problem, _ := command.UnfitKey(key); problem == "" && !taken[key] {
			taken[key] = true
			inUse = append(inUse, key)
		}
	}
	for _, key := range p.known.Properties {
		offer(key)
	}
	for _, field := range p.known.schema().Fields {
		if field.Property && !field.ReadOnly {
			offer(field.Name.Raw())
		}
	}
	return inUse
}

// valuesInUse are the values that the property under the cursor may get: those
// that the service allows, or those that the images have and others in use.
func (p *properties) valuesInUse() []string {
	one := p.under()
	if allowed := p.known.allowed(one.newKey); len(allowed) > 0 {
		return allowed
	}
	var values []string
	for _, value := range one.before.values {
		if !value.null {
			values = append(values, value.text)
		}
	}
	for _, value := range p.known.values(query.PropertyField(one.newKey)) {
		if !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}

func (p *properties) typed(key tea.KeyPressMsg) intent.Intent {
	if p.mode == inList {
		return intent.Notify{Text: p.look.Cells.ShowString(key.String()) + " does nothing here; " + p.ways()}
	}
	before := p.entry.text()
	if why := p.entry.typed(key); why != "" {
		return intent.Notify{Text: why}
	}
	if p.entry.text() != before {
		p.edited()
	}
	return nil
}

func (p *properties) pasted(text string) intent.Intent {
	if p.mode == inList {
		return intent.Notify{Text: "nothing is typed here; " + p.ways()}
	}
	lost := p.entry.pasted(text)
	p.edited()
	return tellLost(lost)
}

// ways says what the keys do in the list.
func (p *properties) ways() string {
	return p.look.Keys.For("property-list", action.Enter) + " changes the value, " +
		p.look.Keys.For("property-list", action.AddNew) + " adds a property"
}

// edited follows a change of the entry.
func (p *properties) edited() {
	if p.mode == inSearch {
		p.search = p.entry.text()
		p.list.MoveTo(0)
		p.relist()
		return
	}
	p.keep()
}

func (p *properties) wheel(lines int) {
	if p.mode == inList || p.mode == inSearch {
		p.list.Move(lines)
	}
}

// back ends typing, and then the search. What was typed of a property stays.
func (p *properties) back() bool {
	switch {
	case p.mode == inSearch, p.mode == inList && p.search != "":
		at := p.at()
		p.mode, p.entry, p.search = inList, nil, ""
		p.relist()
		if at >= 0 {
			p.show(at)
		}
		return true
	case p.mode != inList:
		p.settle()
		return true
	}
	return false
}

// refusal says why something cannot be done in the list, if it cannot.
func (p *properties) refusal(act action.ID) string {
	switch act {
	case action.AddNew:
		return ""
	case action.Enter, action.OwnEditor, action.Rename, action.Remove, action.Toggle, action.Undo:
	default:
		return ""
	}
	if p.at() < 0 {
		return "there is no property here; " + p.look.Keys.For("property-list", action.AddNew) + " adds one"
	}
	return p.refusalOf(p.under(), act)
}

// refusalOf is refusal of the property under the cursor.
func (p *properties) refusalOf(one *property, act action.ID) string {
	switch {
	case act == action.Undo:
		if !one.touched() {
			return "the property is unchanged"
		}
		return ""
	case one.refused != "":
		return "it cannot be changed: " + p.look.Cells.ShowString(one.refused)
	case act == action.Remove:
		return ""
	case one.removed:
		return "it is to be removed; " + p.look.Keys.For("property-list", action.Remove) + " again keeps it"
	case act == action.Rename:
		return p.set.noRename(p.at())
	case act != action.Toggle:
		return ""
	case !one.onSome():
		return "every image gets it already"
	case one.changed && one.renamed():
		return "a value under another key goes to all images"
	case one.changed:
		return ""
	case !one.before.alike():
		return "the images have different values; " + p.look.Keys.For("property-list", action.Enter) + " gives all of them one"
	case one.before.isNull():
		return "its value is null; " + p.look.Keys.For("property-list", action.Enter) + " gives all of them one"
	}
	return ""
}

func (p *properties) groups() []action.Group {
	switch p.mode {
	case inSearch:
		return []action.Group{action.Narrowing().Unbind("ctrl+n", "ctrl+p")} // which are those of the tabs
	case inKey, inValue:
		return []action.Group{p.entryGroup()}
	case inList:
	}
	own := action.PropertyList()
	for _, act := range []action.ID{action.Enter, action.OwnEditor, action.Rename, action.Remove, action.Toggle, action.Undo} {
		own = own.Disable(act, p.refusal(act))
	}
	if len(p.set.properties) == 0 {
		own = action.PropertyList().Only(action.AddNew, action.Enter).Relabel(action.Enter, "", "go on")
	}
	if p.at() >= 0 {
		own = relabelled(own, p.under())
	}
	return []action.Group{own, action.Moving().Relabel(action.Bottom, "", "to the last"), action.Everywhere().Only(action.Leave).
		Relabel(action.Leave, "", "close the form; it asks first if changes would be lost")}
}

// entryGroup are the bindings while a key or a value is typed.
func (p *properties) entryGroup() action.Group {
	one, own := p.under(), action.PropertyValue()
	switch {
	case p.mode == inKey:
		own = action.PropertyKey()
		if one.isNew {
			own = own.Relabel(action.Enter, "value", "end typing, and go on to the value")
		}
	case !one.onSome() || one.renamed():
		own = own.Without(action.Toggle)
	}
	if len(p.candidates()) == 0 {
		const why = "nothing in use holds this"
		own = own.Disable(action.Next, why).Disable(action.Previous, why)
	}
	if p.entry.text() == p.begun {
		own = own.Disable(action.Undo, "it is unchanged")
	}
	return own
}

// relabelled says what the keys of the list do to a property.
func relabelled(own action.Group, one *property) action.Group {
	if one.removed {
		own = own.Relabel(action.Remove, "keep", "remove the property no longer")
	}
	switch {
	case !one.onSome():
	case one.changed && one.whereSet():
		own = own.Relabel(action.Toggle, "to all", "give the value to every image, not only to those that have one")
	case one.changed:
		own = own.Relabel(action.Toggle, "only some", "give the value only to the images that have one")
	case one.before.alike():
		own = own.Relabel(action.Toggle, "to all", "give the value to every image, or no longer")
	}
	return own
}

func (p *properties) changes() int { return p.set.changes() }

func (p *properties) commands() []command.Command { return []command.Command{p.set.command()} }

func (p *properties) wrong() string {
	at := p.set.wrong()
	if at < 0 {
		return ""
	}
	p.show(at)
	what := inValue
	problem, expected := p.set.keyProblem(at)
	if problem != "" {
		what = inKey
	} else {
		problem, expected = p.set.valueProblem(at)
	}
	p.begin(what)
	return sentence(problem, expected)
}

func (p *properties) resize(width, height int) {
	p.width, p.height = width, height
	p.resizeList()
}
