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
	for _, key := range p.known.definitions().Keys() {
		offer(key)
	}
	return inUse
}

// valuesInUse are the values that a property may get: those
// that the service allows, or those that it advises, that the images have and others
// in use.
func (p *properties) valuesInUse(one *property) []string {
	if allowed := p.known.allowed(one.newKey); len(allowed) > 0 {
		return allowed
	}
	values := slices.Clone(p.known.definitions().Property(one.newKey).Words())
	for _, value := range one.before.values {
		if !value.null && !slices.Contains(values, value.text) {
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
		return intent.Notify{Text: p.theme.Cells.ShowString(key.String()) + " does nothing here; " + p.ways()}
	}
	p.tells = ""
	entry := p.typing()
	before := entry.text()
	if why := entry.typed(key); why != "" {
		return intent.Notify{Text: why}
	}
	if entry.text() != before {
		p.edited()
	}
	return nil
}

func (p *properties) pasted(text string) intent.Intent {
	p.tells = ""
	if p.mode == inList {
		p.mode = inLine
	}
	lost := p.typing().pasted(text)
	p.edited()
	return tellLost(lost)
}

// typing is what is typed into.
func (p *properties) typing() *entry {
	if p.mode == inLine {
		return p.line
	}
	return p.entry
}

// ways says what the keys do in the list.
func (p *properties) ways() string {
	return p.theme.Keys.For("property-list", action.Enter) + " changes the value, " +
		p.theme.Keys.For("property-list", action.Search) + " goes to the line in which a property is typed"
}

// edited follows a change of the entry.
func (p *properties) edited() {
	switch p.mode {
	case inChoice:
		p.choice.narrow(p.entry.text(), p.choiceHeight())
		return
	case inLine:
		p.lineEdited()
		return
	default:
		p.keep()
	}
}

func (p *properties) wheel(lines int) {
	if p.mode == inChoice {
		p.choice.list.Move(lines)
		p.choice.skip(1)
	}
	if p.mode == inList || p.mode == inLine {
		p.list.Move(lines)
	}
}

// back ends typing, and then the search. What was typed of a property stays.
func (p *properties) back() bool {
	switch {
	case p.mode == inChoice:
		p.endChoice()
		return true
	case p.mode == inLine && p.pending():
		return false
	case p.mode == inLine || p.mode == inList:
		return p.showAll()
	case p.adding && p.under().text() == "":
		p.dropAdded()
		return true
	}
	p.takeTyped()
	return true
}

// refusal says why something cannot be done in the list, if it cannot.
func (p *properties) refusal(act action.ID) string {
	switch act {
	case action.AddNew:
		return ""
	case action.ByTheme:
		if len(p.known.definitions().Keys()) == 0 {
			return "the service has told no definitions of properties"
		}
		return ""
	case action.Enter, action.OwnEditor, action.Rename, action.Remove, action.Toggle, action.Undo:
	default:
		return ""
	}
	if p.at() < 0 {
		return "there is no property here; " + p.theme.Keys.For("property-list", action.AddNew) + " adds one"
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
		return "it cannot be changed: " + p.theme.Cells.ShowString(one.refused)
	case act == action.Remove:
		return ""
	case one.removed:
		return "it is to be removed; " + p.theme.Keys.For("property-list", action.Remove) + " again keeps it"
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
		return "the images have different values; " + p.theme.Keys.For("property-list", action.Enter) + " gives all of them one"
	case one.before.isNull():
		return "its value is null; " + p.theme.Keys.For("property-list", action.Enter) + " gives all of them one"
	}
	return ""
}

func (p *properties) groups() []action.Group {
	switch p.mode {
	case inLine:
		return []action.Group{p.lineGroup()}
	case inChoice:
		return []action.Group{action.Narrowing().Unbind("ctrl+n", "ctrl+p").
			Relabel(action.Enter, "choose", "add the property under the cursor, and go on to its value")}
	case inKey, inValue:
		return []action.Group{p.entryGroup()}
	case inList:
	}
	own := action.PropertyList()
	for _, act := range []action.ID{
		action.Enter, action.ByTheme, action.OwnEditor, action.Rename, action.Remove, action.Toggle, action.Undo,
	} {
		own = own.Disable(act, p.refusal(act))
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

// changes counts what is to be changed, what is still typed in the line among it.
func (p *properties) changes() int {
	if words, several := p.words(); several && !p.isBegun() {
		return p.set.changes() + words.count()
	}
	if p.pending() {
		return p.set.changes() + 1
	}
	return p.set.changes()
}

func (p *properties) commands() []command.Command { return []command.Command{p.set.command()} }

func (p *properties) wrong() string {
	if p.pending() {
		// takeTyped left it there.
		p.mode = inLine
		return p.theme.Cells.ShowString(p.untaken())
	}
	at := p.set.wrong()
	if at < 0 {
		return ""
	}
	p.show(at)
	problem, expected := p.set.problem(at)
	p.beginWrong(at)
	return sentence(problem, expected)
}

// beginWrong begins to type what is wrong with a property: its key or its value.
func (p *properties) beginWrong(at int) {
	what := inValue
	if problem, _ := p.set.keyProblem(at); problem != "" {
		what = inKey
	}
	p.begin(what)
}

func (p *properties) resize(width, height int) {
	p.width, p.height = width, height
	p.resizeList()
}
