package edit

import (
	"slices"
	"strings"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/intent"
)

// noKey is what there is to say of a value that is typed without a key.
const noKey = "a property has a key before the ="

// readPair returns the key and the value of what is typed. pair reports whether a
// value was begun. A key does not begin or end with a blank; a value goes to the end,
// but for one in quotation marks.
func readPair(text string) (key, value string, pair bool) {
	if all, ok, _, _ := command.ReadProperties(text); ok && strings.HasSuffix(text, `"`) {
		if one, single := onePair(all); single {
			return one.Key, one.Value, true
		}
	}
	key, value, pair = strings.Cut(text, "=")
	return strings.TrimSpace(key), value, pair
}

// pending reports whether a property is still typed in the line.
func (p *properties) pending() bool {
	_, _, pair := readPair(p.line.text())
	_, several := p.words()
	return pair || several && !p.isBegun()
}

// lineTarget is which property the line is about, or -1 for a new one: that of the
// key, or without a value the first that holds what is typed.
func (p *properties) lineTarget() int {
	key, _, pair := readPair(p.line.text())
	at := p.set.find(key)
	if at < 0 && !pair {
		return p.at()
	}
	return at
}

func (p *properties) actInLine(press action.Press) (asked intent.Intent, done bool) {
	if leaves := press.Action == action.Down || press.Action == action.ByTheme; leaves && p.pending() {
		// A pair is taken before the line is left, or stays there.
		if p.takeLine(); p.mode != inLine || p.pending() {
			return nil, false
		}
	}
	switch press.Action {
	case action.Enter:
		if strings.TrimSpace(p.line.text()) == "" {
			return nil, true
		}
		p.takeLine()
	case action.Next:
		p.completeLine(1)
	case action.Previous:
		p.completeLine(-1)
	case action.Down:
		p.mode = inList
		p.leaveEmpty()
	case action.ByTheme:
		p.beginChoice()
	case action.ClearLine:
		p.line.clear()
		p.lineEdited()
	default:
	}
	return nil, false
}

// lineEdited follows a change of the line: the list shows what holds the key.
func (p *properties) lineEdited() {
	p.lineCompletion.Restart(p.line.text())
	p.search, _, _ = readPair(p.line.text())
	if word, _, several := lastOf(p.line.text()); several {
		p.search, _, _ = strings.Cut(strings.TrimLeft(word, `-?"`), "=")
	}
	p.list.MoveTo(0)
	p.relist()
}

// clearLine empties the line, and with it the search.
func (p *properties) clearLine() {
	p.line.set("")
	p.lineCompletion.Restart("")
	p.search = ""
}

// untaken says why what is typed in the line cannot be taken.
func (p *properties) untaken() string {
	if words, several := p.words(); several {
		return sentence(p.mistake(&words))
	}
	if key, _, _ := readPair(p.line.text()); key == "" {
		return noKey
	}
	if at := p.lineTarget(); at >= 0 && p.set.properties[at].refused != "" {
		return p.set.properties[at].name() + " cannot be changed: " + p.set.properties[at].refused
	}
	return ""
}

// takeLine gives the property that is typed its value, and adds it if it is new.
// Without a value it goes on to that. What is wrong is mended in the row.
func (p *properties) takeLine() {
	if p.tells = p.untaken(); p.tells != "" {
		return
	}
	if words, several := p.words(); several {
		p.takeWords(&words)
		return
	}
	key, value, pair := readPair(p.line.text())
	at := p.lineTarget()
	isNew := at < 0
	if isNew {
		at = p.set.add()
		p.set.properties[at].newKey = key
	}
	one := &p.set.properties[at]
	one.removed = false
	p.set.stale = true
	p.clearLine()
	p.relist()
	p.show(at)
	if !pair || value == "" {
		p.begin(inValue)
		p.adding = isNew
		return
	}
	one.put(value)
	if problem, _ := p.set.problem(at); problem != "" {
		p.beginWrong(at)
	} else if !one.touched() {
		p.tells = one.name() + " has this value already"
	}
}

// showAll empties the line, if something is typed there, and stays on the property
// under the cursor.
func (p *properties) showAll() bool {
	if p.line.text() == "" {
		return false
	}
	at := p.at()
	p.clearLine()
	p.relist()
	if at >= 0 {
		p.show(at)
	}
	return true
}

// leaveEmpty gives the keys to the line where the list has nothing.
func (p *properties) leaveEmpty() {
	if p.mode == inList && len(p.shown) == 0 {
		p.mode = inLine
	}
}

// dropAdded takes the property out again that is being added, and says so.
func (p *properties) dropAdded() {
	p.tells = "no property was added"
	if name := p.under().name(); name != "" {
		p.tells = name + " was not added: no value was typed"
	}
	p.set.drop(p.at())
	p.mode, p.entry, p.adding = p.from, nil, false
	p.relist()
	p.leaveEmpty()
}

// lineCandidates are what the line may be completed to: keys, and after one of them
// its values.
func (p *properties) lineCandidates() []string {
	typed := p.lineCompletion.Typed()
	if _, _, several := lastOf(typed); several {
		return p.wordCandidates(typed)
	}
	key, value, pair := readPair(typed)
	if !pair {
		var keys []string
		for i := range p.set.properties {
			if one := &p.set.properties[i]; one.refused == "" {
				keys = append(keys, one.newKey)
			}
		}
		return matching(append(keys, p.keysInUse()...), key, key)
	}
	one := property{isNew: true, newKey: key}
	if at := p.set.find(key); at >= 0 {
		one = p.set.properties[at]
	}
	values := slices.Clone(matching(p.valuesInUse(&one), value, value))
	for i := range values {
		values[i] = key + "=" + values[i]
	}
	return values
}

// completeLine puts another of the candidates in the line, and after the last what
// was typed.
func (p *properties) completeLine(step int) {
	candidates := p.lineCandidates()
	if len(candidates) == 0 {
		return
	}
	if at := p.lineCompletion.Step(step, len(candidates)); at < 0 {
		p.line.set(p.lineCompletion.Typed())
	} else {
		p.line.set(candidates[at])
	}
}

// lineGroup are the bindings in the line.
func (p *properties) lineGroup() action.Group {
	own := action.PropertyLine()
	_, value, pair := readPair(p.line.text())
	at := p.lineTarget()
	words, several := p.words()
	switch {
	case several:
		own = own.Relabel(action.Enter, words.label(), "change and remove the properties")
	case strings.TrimSpace(p.line.text()) == "":
		own = own.Relabel(action.Enter, "", "go on")
	case at >= 0 && pair && value != "":
		own = own.Relabel(action.Enter, "change", "give the property this value")
	case at >= 0:
		own = own.Relabel(action.Enter, "value", "change the value of "+p.keyText(at))
	}
	if len(p.lineCandidates()) == 0 {
		const why = "nothing in use holds this"
		own = own.Disable(action.Next, why).Disable(action.Previous, why)
	}
	if len(p.shown) == 0 {
		own = own.Disable(action.Down, "no property below holds what is typed")
	}
	return own.Disable(action.ByTheme, p.refusal(action.ByTheme))
}

// lineHint says what becomes of the line, and what it can be completed to.
func (p *properties) lineHint() string {
	key, _, pair := readPair(p.line.text())
	keys := p.theme.Keys
	if key == "" && !pair {
		if len(p.shown) == 0 {
			return keys.For("property-line", action.ByTheme) + " chooses a property by its theme"
		}
		return "in the list (" + keys.For("property-line", action.Down) + "): " + keys.For("property-list", action.Remove) + " remove, " +
			keys.For("property-list", action.Undo) + " restore, " + keys.For("property-list", action.Rename) + " rename"
	}
	candidates := p.lineCandidates()
	words, several := p.words()
	switch why := p.untaken(); {
	case several && why != "" && len(candidates) > 0:
		return p.completing("", candidates)
	case why != "":
		return p.theme.Cells.ShowString(why)
	case several:
		return p.completing(p.does(&words), candidates)
	}
	enter := keys.For("property-line", action.Enter)
	said := enter + " adds " + cut(p.theme, key, mostKey)
	if at := p.lineTarget(); at >= 0 {
		said = enter + " changes " + p.keyText(at)
		if p.set.properties[at].name() != key {
			said += "; = and a value adds " + cut(p.theme, key, mostKey)
		}
	}
	return p.completing(said, candidates)
}

// completing says behind something what the line can be completed to.
func (p *properties) completing(said string, candidates []string) string {
	if len(candidates) == 0 {
		return said
	}
	if said != "" {
		said += "; "
	}
	const most, longest = 6, 30
	var shown []string
	before := ""
	if typed := p.lineCompletion.Typed(); typed != "" {
		_, start, several := lastOf(typed)
		if !several {
			start = 0
		}
		before = typed[:start]
	}
	for _, word := range candidates[:min(most, len(candidates))] {
		shown = append(shown, cut(p.theme, strings.TrimPrefix(word, before), longest))
	}
	return said + p.theme.Keys.For("property-line", action.Next) + ": " + strings.Join(shown, ", ")
}
