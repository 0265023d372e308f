package edit

import (
	"slices"
	"strings"

	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/ui/action"
)

// What is typed in the line of properties is one pair, the key of one, or several words
// as the line of commands takes them: "a=1 -b". This file is about the last.

// typedWords is a line of several words, or one that begins with a sign.
type typedWords struct {
	command.Property
	problem, expected string
}

// words returns what is typed in the line, where it is more than a key or a pair.
func (p *properties) words() (words typedWords, are bool) {
	all, _, problem, expected := command.ReadProperties(p.line.text())
	return typedWords{all, problem, expected}, isSeveral(p.line.text())
}

// isSeveral reports whether a line is read word by word.
func isSeveral(line string) bool {
	all, ok, problem, _ := command.ReadProperties(line)
	_, single := onePair(all)
	return ok && !single || problem != ""
}

// lastOf returns the last of several words, a sign that is only begun among them, and where
// in the line it begins.
func lastOf(line string) (word string, start int, several bool) {
	word, start = command.LastWord(line)
	return word, start, isSeveral(line) || strings.HasPrefix(word, "-")
}

// onePair returns the pair that a command is, if it is no more than that.
func onePair(all command.Property) (pair command.KeyValue, single bool) {
	if len(all.Set) != 1 || len(all.SetWhereSet)+len(all.Renames)+len(all.Remove) > 0 {
		return command.KeyValue{}, false
	}
	return all.Set[0], true
}

// isBegun reports whether no more than a sign is typed.
func (p *properties) isBegun() bool { return strings.Trim(p.line.text(), " -?") == "" }

// count is how many words there are.
func (w *typedWords) count() int {
	return max(1, len(w.Set)+len(w.SetWhereSet)+len(w.Renames)+len(w.Remove))
}

// mistake says why the words cannot be taken, and what is expected.
func (p *properties) mistake(words *typedWords) (problem, expected string) {
	if words.problem != "" {
		return words.problem, words.expected
	}
	for _, key := range words.existing() {
		if p.set.find(key) < 0 {
			return "no image has the property " + key, "one in the list; a value with blanks stands in quotes"
		}
	}
	keys := words.existing()
	for _, pair := range words.Set {
		keys = append(keys, pair.Key)
	}
	for _, key := range keys {
		if at := p.set.find(key); at >= 0 && p.set.properties[at].refused != "" {
			return key + " cannot be changed: " + p.set.properties[at].refused, ""
		}
	}
	for _, rename := range words.Renames {
		if why := p.set.noRename(p.set.find(rename.From)); why != "" {
			return rename.From + " cannot be renamed: " + why, ""
		}
	}
	return "", ""
}

// existing are the keys of properties that images must have.
func (w *typedWords) existing() []string {
	keys := slices.Clone(w.Remove)
	for _, rename := range w.Renames {
		keys = append(keys, rename.From)
	}
	for _, pair := range w.SetWhereSet {
		keys = append(keys, pair.Key)
	}
	return keys
}

// takeWords takes all that is typed, unless one of the words is a mistake. The first
// that the service would refuse is mended in its row.
func (p *properties) takeWords(words *typedWords) {
	if problem, expected := p.mistake(words); problem != "" {
		p.tells = sentence(problem, expected)
		return
	}
	p.clearLine()
	for _, pair := range words.Set {
		p.put(pair, false)
	}
	for _, pair := range words.SetWhereSet {
		p.put(pair, true)
	}
	for _, rename := range words.Renames {
		one := &p.set.properties[p.set.find(rename.From)]
		one.removed, one.newKey = false, rename.To
	}
	for _, key := range words.Remove {
		p.drop(key)
	}
	p.set.stale = true
	p.relist()
	if at := p.set.wrong(); at >= 0 {
		p.show(at)
		p.beginWrong(at)
	}
}

// put gives a property a value, and adds it if it is new.
func (p *properties) put(pair command.KeyValue, whereSet bool) {
	at := p.set.find(pair.Key)
	if at < 0 {
		at = p.set.add()
		p.set.properties[at].newKey = pair.Key
	}
	one := &p.set.properties[at]
	one.removed, one.only = false, whereSet
	one.put(pair.Value)
	if !one.touched() {
		p.tells = one.name() + " has this value already"
	}
}

// drop removes a property; one that was to be added is none any more.
func (p *properties) drop(key string) {
	at := p.set.find(key)
	if one := &p.set.properties[at]; !one.isNew {
		one.undo()
		one.removed = true
		return
	}
	p.set.drop(at)
}

// wordCandidates are what the last word of the line may be completed to, each as the whole
// line.
func (p *properties) wordCandidates(line string) []string {
	var has []string
	for i := range p.set.properties {
		if one := &p.set.properties[i]; one.refused == "" {
			has = append(has, one.newKey)
		}
	}
	known := command.Known{
		Changes: true, TargetProperties: has,
		Known: query.Known{
			Properties: append(slices.Clone(has), p.keysInUse()...),
			Values: func(field query.Field) []string {
				one := property{isNew: true, newKey: field.Property}
				if at := p.set.find(field.Property); at >= 0 {
					one = p.set.properties[at]
				}
				return p.valuesInUse(&one)
			},
		},
	}
	const before = "property "
	var lines []string
	for _, one := range command.Complete(before+line, len(before+line), known) {
		if completed := (before + line)[:one.Start] + one.Text; completed != before+line {
			lines = append(lines, strings.TrimPrefix(completed, before))
		}
	}
	return lines
}

// label is what enter does with the words.
func (w *typedWords) label() string {
	switch {
	case len(w.Remove) == w.count():
		return "remove"
	case len(w.Remove) == 0:
		return "change"
	default:
		return "change, remove"
	}
}

// does says what enter does with the words.
func (p *properties) does(words *typedWords) string {
	var adds, sets []string
	removes := make([]string, 0, len(words.Remove))
	for _, pair := range slices.Concat(words.Set, words.SetWhereSet) {
		key := cut(p.theme, pair.Key, mostKey)
		if p.set.find(pair.Key) < 0 {
			adds = append(adds, key)
		} else {
			sets = append(sets, key)
		}
	}
	for _, rename := range words.Renames {
		sets = append(sets, cut(p.theme, rename.From, mostKey))
	}
	for _, key := range words.Remove {
		removes = append(removes, cut(p.theme, key, mostKey))
	}
	var parts []string
	if len(adds) > 0 {
		parts = append(parts, "adds "+strings.Join(adds, ", "))
	}
	if len(sets) > 0 {
		parts = append(parts, "changes "+strings.Join(sets, ", "))
	}
	if len(removes) > 0 {
		parts = append(parts, "removes "+strings.Join(removes, ", "))
	}
	return p.theme.Keys.For("property-line", action.Enter) + " " + strings.Join(parts, ", ")
}
