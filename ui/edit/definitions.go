package edit

import (
	"strings"

	"glimpse/model/definition"
	"glimpse/ui/action"
	"glimpse/ui/box"
)

// definitions returns what the service says of properties; it may be nothing, or
// not yet.
func (k *Known) definitions() *definition.Catalogue {
	if k.Definitions == nil {
		return nil
	}
	return k.Definitions()
}

// defined says what a definition says of a property: "Disk bus: how disks are
// attached (virtio, scsi)". It may be foreign.
func defined(one *definition.Property) string {
	var parts []string
	for _, part := range []string{one.Title.Raw(), one.Description.Raw()} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	said := strings.Join(parts, ": ")
	for _, part := range []string{one.Range(), strings.Join(one.Words(), ", ")} {
		if part != "" {
			said += " (" + part + ")"
		}
	}
	if !one.Default.IsEmpty() {
		said += ", by default " + one.Default.Raw()
	}
	return strings.TrimSpace(said)
}

// doubt says in what the value of a property does not fit its definition; the
// service takes it all the same.
func (p *properties) doubt(one *property) string {
	if one.removed || !one.changed && !one.isNew && len(one.before.values) > 1 {
		return ""
	}
	return p.known.definitions().Property(one.newKey).Doubt(one.text())
}

// doubts says so, and what else is to be known while the value is typed.
func (p *properties) doubts(one *property) string {
	said := cut(p.theme, p.doubt(one), 2*p.width) + "; the service takes any value"
	if p.mode == inValue {
		said += "; " + p.hint()
	}
	return said
}

// beginChoice shows the properties that the service defines.
func (p *properties) beginChoice() {
	p.from = p.mode
	p.mode, p.entry = inChoice, newEntry(p.theme, "", false)
	p.choice = newChooser(p.theme, p.known.definitions().Namespaces, p.choiceHeight())
}

func (p *properties) choiceHeight() int { return max(1, p.height-1) }

func (p *properties) actInChoice(press action.Press) {
	if press.Action != action.Enter {
		p.choice.act(press.Action)
		return
	}
	if chosen := p.choice.under(); chosen != nil {
		p.endChoice()
		p.addDefined(chosen.Key.Raw())
	}
}

func (p *properties) endChoice() { p.mode, p.entry, p.choice = p.from, nil, nil }

// addDefined goes on to the value of a property, which is added if the images do
// not have it.
func (p *properties) addDefined(key string) {
	p.clearLine()
	at := p.set.find(key)
	isNew := at < 0
	if isNew {
		at = p.set.add()
		p.set.properties[at].newKey = key
	}
	p.relist()
	p.show(at)
	if p.refusalOf(p.under(), action.Enter) == "" {
		p.begin(inValue)
		p.adding = isNew
	}
}

// choiceRows draws the properties that the service defines.
func (p *properties) choiceRows() []string {
	const sign = "/ "
	room := p.width - len(sign)
	head := box.NewRow(p.theme, p.width).Put(p.theme.Key, sign).Styled(p.entry.view(room, "words of the key, its title or its theme"), room)
	all := []string{head.String()}
	first, end := p.choice.list.Visible()
	for i := first; i < end; i++ {
		all = append(all, p.choice.row(i, p.width))
	}
	if len(p.choice.entries) == 0 {
		all = append(all, box.NewRow(p.theme, p.width).Put(p.theme.Muted, "no definition has what is searched for").String())
	}
	return padded(all, p.height, p.width)
}

// choiceFoot says what the property under the cursor is.
func (p *properties) choiceFoot() []told {
	if one := p.choice.under(); one != nil {
		return []told{{p.theme.Muted, cut(p.theme, defined(one), 3*p.width)}}
	}
	return nil
}
