package edit

import (
	"strconv"
	"strings"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/theme"
)

const (
	// headRows are the rows above the list: the line and the titles.
	headRows = 2
	// leastProperties is how many properties are to be seen at once, if there
	// is room.
	leastProperties = 12
	// leastKey and mostKey bound the room of the keys.
	leastKey, mostKey = 16, 36
)

func (p *properties) wants() int { return headRows + max(leastProperties, len(p.set.properties)) }

// keyWidth is the room of the keys that are in sight.
func (p *properties) keyWidth() int {
	widest := leastKey
	first, end := p.list.Visible()
	for _, at := range p.shown[first:end] {
		widest = max(widest, p.theme.Cells.Width(p.keyText(at)))
	}
	if p.mode == inKey {
		widest = mostKey
	}
	return min(widest, mostKey, p.width/2)
}

func (p *properties) keyText(at int) string {
	if name := p.set.properties[at].name(); name != "" {
		return cut(p.theme, name, mostKey)
	}
	if p.set.properties[at].isNew {
		return "a new key"
	}
	return `""`
}

func (p *properties) rows() []string {
	if p.mode == inChoice {
		return p.choiceRows()
	}
	all := make([]string, 0, p.height)
	all = append(all, p.lineRow(), p.head())
	keys := p.keyWidth()
	first, end := p.list.Visible()
	for i := first; i < end; i++ {
		all = append(all, p.row(i, keys))
	}
	if len(p.shown) == 0 {
		said := "no property yet"
		if len(p.set.properties) > 0 {
			said = "no property holds what is typed"
		}
		all = append(all, box.NewRow(p.theme, p.width).To(signWidth).Put(p.theme.Muted, said).String())
	}
	return padded(all, p.height, p.width)
}

// head is the titles, and whether there is more.
func (p *properties) head() string {
	row := box.NewRow(p.theme, p.width)
	said := format.Counted(len(p.set.properties), "property", "properties")
	if more := p.theme.Glyphs.More(p.list.More()); more != "" {
		said += ", " + more
	}
	row.To(signWidth).Put(p.theme.Heading, "key").To(signWidth+p.keyWidth()+2).Put(p.theme.Heading, "value")
	return row.To(p.width-p.theme.Cells.Width(said)).Put(p.theme.Muted, said).String()
}

// row draws a property: its key, its value, and what is to become of it.
func (p *properties) row(i, keyWidth int) string {
	at := p.shown[i]
	one := &p.set.properties[at]
	here := i == p.list.Cursor() && p.mode != inLine
	sign, style := p.sign(at)
	noteStyle, note := p.note(at)
	row := begin(p.theme, p.width, here, style, sign)
	keyStyle := p.theme.Text
	switch {
	case here && p.mode == inList:
		keyStyle = p.theme.Cursor
	case here:
		keyStyle = p.theme.Strong
	case one.refused != "":
		keyStyle = p.theme.Muted
	}
	if here && p.mode == inKey {
		row.Styled(p.entry.view(keyWidth, "a key"), keyWidth)
	} else {
		row.Put(keyStyle, p.theme.Cells.Left(p.keyText(at), keyWidth))
	}
	row.To(signWidth + keyWidth + 2)
	if here && p.mode == inValue {
		room := row.Room()
		return row.Styled(p.entry.view(room, p.empty(one)), room).String()
	}
	note = p.theme.Cells.Cut(note, p.width/3)
	room := row.Room()
	if note != "" {
		room -= p.theme.Cells.Width(note) + 2
	}
	valueStyle, value := p.value(one, room)
	row.Put(valueStyle, p.theme.Cells.Cut(value, room))
	return row.To(p.width-p.theme.Cells.Width(note)).Put(noteStyle, note).String()
}

// sign says what is to become of a property.
func (p *properties) sign(at int) (sign string, style theme.Style) {
	one := &p.set.properties[at]
	problem, _ := p.set.problem(at)
	switch {
	case problem != "":
		return p.theme.Glyphs.Fault, p.theme.Bad
	case one.removed:
		return removedSign, p.theme.Bad
	case one.isNew:
		return addedSign, p.theme.Good
	case one.touched():
		return changedSign, p.theme.Good
	}
	return "", p.theme.Muted
}

// value is what stands in the place of the value.
func (p *properties) value(one *property, room int) (style theme.Style, shown string) {
	switch {
	case one.removed || one.refused != "":
		style = p.theme.Muted
	case one.changed:
		style = p.theme.Strong
	}
	switch {
	case !one.changed && len(one.before.values) > 1:
		return p.theme.Muted, one.before.differ()
	case !one.changed && one.before.isNull():
		return p.theme.Muted, p.theme.Glyphs.Dash
	case one.text() == "":
		return p.theme.Muted, `""`
	}
	return style, brief(p.theme, one.text(), room)
}

// empty is what stands in an empty line.
func (p *properties) empty(one *property) string {
	switch {
	case one.changed:
		return ""
	case len(one.before.values) > 1:
		return one.before.differ() + "; untouched, each stays"
	}
	return "a value"
}

// note is what stands at the end of a row.
func (p *properties) note(at int) (style theme.Style, said string) {
	one := &p.set.properties[at]
	problem, _ := p.set.problem(at)
	switch {
	case problem != "":
		return p.theme.Bad, p.theme.Cells.ShowString(problem)
	case one.removed && one.before.total > 1:
		return p.theme.Bad, "remove from " + format.Count(one.before.holders)
	case one.removed:
		return p.theme.Bad, "remove"
	case one.renamed():
		return p.theme.Warn, renaming(one) + "was " + cut(p.theme, one.key, p.width/4)
	case one.isNew && p.set.total() > 1:
		return p.theme.Good, "new on all " + format.Count(p.set.total())
	case one.isNew:
		return p.theme.Good, "new"
	case one.changed && one.before.total > 1:
		return p.theme.Good, scope(one)
	case one.spread:
		return p.theme.Good, "to all " + format.Count(one.before.total)
	case one.changed:
		return p.theme.Warn, "was " + p.was(one, p.width/3)
	case one.refused != "":
		return p.theme.Muted, "cannot be changed"
	default:
		return p.theme.Muted, one.before.holdersOf()
	}
}

// renaming says which images another key is for, where that is to be said.
func renaming(one *property) string {
	switch {
	case one.keepsValues() && one.onSome():
		return "only on " + format.Count(one.before.holders) + ", "
	case !one.keepsValues() && one.before.total > 1:
		return "to all " + format.Count(one.before.total) + ", "
	}
	return ""
}

// scope says which images a new value is for.
func scope(one *property) string {
	switch {
	case one.whereSet() && one.before.holders == 1:
		return "only the 1 that has it"
	case one.whereSet():
		return "only the " + format.Count(one.before.holders) + " that have it"
	}
	return "to all " + format.Count(one.before.total)
}

// was is the value before the change.
func (p *properties) was(one *property, room int) string {
	switch {
	case len(one.before.values) > 1:
		return one.before.differ()
	case one.before.isNull():
		return p.theme.Glyphs.Dash
	case one.base() == "":
		return `""`
	}
	return cut(p.theme, one.base(), room)
}

// lineRow is the line in which a property is found or added.
func (p *properties) lineRow() string {
	here := p.mode == inLine
	row := begin(p.theme, p.width, here, p.theme.Muted, "")
	const label = "property "
	room := p.width - signWidth - len(label)
	if !here {
		return row.Put(p.theme.Muted, label).Put(p.theme.Muted, p.theme.Cells.Cut(brief(p.theme, p.line.text(), room), room)).String()
	}
	hint := "type key=value to set one, -key to remove one, then " + p.theme.Keys.For("property-line", action.Enter)
	return row.Put(p.theme.Key, label).Styled(p.line.view(room, hint), room).String()
}

func (p *properties) foot() []told {
	count := p.count()
	if p.mode == inChoice {
		return p.choiceFoot()
	}
	switch {
	case p.tells != "":
		return []told{{p.theme.Warn, p.theme.Cells.ShowString(p.tells)}, count}
	case p.mode == inLine:
		return []told{{p.theme.Muted, p.lineHint()}, count}
	case p.at() < 0:
		return []told{count}
	}
	one := p.under()
	var all []told
	problem, expected := p.set.problem(p.at())
	switch {
	case problem != "":
		all = append(all, told{p.theme.Bad, p.theme.Cells.ShowString(sentence(problem, expected))})
	case one.refused != "":
		all = append(all, told{p.theme.Warn, "cannot be changed: " + p.theme.Cells.ShowString(one.refused)})
	case p.mode != inKey && p.doubt(one) != "":
		all = append(all, told{p.theme.Warn, p.doubts(one)})
	case p.mode == inKey || p.mode == inValue:
		all = append(all, told{p.theme.Muted, p.hint()})
	default:
		all = append(all, told{p.theme.Muted, p.about(one)})
	}
	return append(all, count)
}

// hint says how long the text is, and what it can be completed to.
func (p *properties) hint() string {
	var said string
	if p.mode == inKey {
		if one := p.known.definitions().Property(p.entry.text()); one != nil {
			return cut(p.theme, defined(one), 2*p.width)
		}
		said = format.Count(command.Characters(p.entry.text())) + " of " + strconv.Itoa(command.LongestText) + " characters"
	} else if said = command.DoubtfulValue(p.entry.text()); said == "" {
		said = format.Counted(command.Characters(p.entry.text()), "character", "characters")
		if breaks := strings.Count(p.entry.text(), "\n"); breaks > 0 {
			said += ", " + format.Counted(breaks, "line break", "line breaks")
		}
	}
	if one := p.under(); p.mode == inValue && one.onSome() && !one.renamed() {
		said = scope(one) + ", " + p.theme.Keys.For("property-value", action.Toggle) + " changes that; " + said
	}
	candidates := p.candidates()
	if len(candidates) == 0 {
		return said
	}
	const most, longest = 6, 30
	var shown []string
	for _, word := range candidates[:min(most, len(candidates))] {
		shown = append(shown, cut(p.theme, word, longest))
	}
	return said + "; " + p.theme.Keys.For("property-value", action.Next) + ": " + strings.Join(shown, ", ")
}

// about says what the images hold, and what the service says of the property.
func (p *properties) about(one *property) string {
	if one.touched() && !one.isNew && !one.removed && !one.renamed() {
		return "before: " + p.was(one, p.width) + holding(one)
	}
	if one.keepsValues() && p.set.total() > 1 {
		return p.aboutRename(one)
	}
	if len(one.before.values) > 1 {
		return distribution(p.theme, &one.before) + holding(one) + "; untouched, each stays as it is"
	}
	if one := p.known.definitions().Property(one.newKey); one != nil {
		return cut(p.theme, defined(one), 3*p.width)
	}
	if field, known := p.known.schema().Field(one.newKey); known && !field.Description.IsEmpty() {
		return cut(p.theme, field.Description.Raw(), 3*p.width)
	}
	if doubt := command.DoubtfulValue(one.text()); doubt != "" {
		return doubt
	}
	return format.Counted(command.Characters(one.text()), "character", "characters") + holding(one)
}

// aboutRename says what becomes of the values under another key.
func (p *properties) aboutRename(one *property) string {
	said := "each keeps its own value"
	if one.before.holders < one.before.total {
		said += "; the " + format.Count(one.before.total-one.before.holders) + " without it are left alone"
	}
	if taken := p.set.holders.both(one.key, one.newKey); taken > 0 {
		said += "; " + format.Count(taken) + " with both keys are left out, unless the values are the same"
	}
	return said
}

func holding(one *property) string {
	if on := one.before.holdersOf(); on != "" {
		return "; " + on
	}
	return ""
}

// count says how many properties an image would have, of how many it may.
func (p *properties) count() told {
	return fill(p.theme, p.set.fullest(), command.MostProperties, p.set.total(), "property", "properties", "")
}
