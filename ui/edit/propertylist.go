package edit

import (
	"cmp"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/ui/format"
)

// property is one property of images, and what is to become of it.
type property struct {
	draft
	// key is the key as the images have it; empty for a new one.
	key   string
	isNew bool
	// newKey is the key as it is to be.
	newKey string
	// spread reports whether the value is to be given to every image, where only
	// some have it.
	spread bool
	// only reports whether a new value is for those images alone that have the
	// property, where only some do.
	only    bool
	removed bool
	// refused says why it can neither be changed nor removed.
	refused string
}

// name is the key as it stands.
func (p *property) name() string { return p.newKey }

// renamed reports whether the key is to be another.
func (p *property) renamed() bool { return !p.isNew && p.newKey != p.key }

// keepsValues reports whether the key alone is to be another: each image that has
// the property keeps its own value.
func (p *property) keepsValues() bool { return p.renamed() && !p.changed && !p.spread }

// onSome reports whether only some of the images have the property.
func (p *property) onSome() bool { return !p.isNew && p.before.holders < p.before.total }

// whereSet reports whether a new value is for those images alone that have the
// property. With another key as well it goes to all.
func (p *property) whereSet() bool { return p.only && p.onSome() && !p.renamed() }

// touched reports whether something is to be changed.
func (p *property) touched() bool {
	return p.isNew || p.removed || p.renamed() || p.changed || p.spread
}

// undo takes every change back.
func (p *property) undo() {
	p.draft.undo()
	p.newKey, p.spread, p.only, p.removed = p.key, false, false, false
}

// propertySet is the properties of images and what is to become of each.
type propertySet struct {
	holders    holders
	properties []property
	known      *Known
	// most is the largest number of properties that an image would have; stale
	// says that it is to be counted again.
	most  int
	stale bool
}

func newPropertySet(survey *Survey, known *Known) propertySet {
	s := propertySet{holders: survey.properties, known: known, stale: true}
	for _, key := range survey.keys {
		one := property{key: key, newKey: key, refused: s.refusal(key)}
		one.before = *survey.common[key]
		s.properties = append(s.properties, one)
	}
	// What the service keeps for itself stands below what can be changed.
	slices.SortStableFunc(s.properties, func(a, b property) int {
		return cmp.Or(order(a.refused != "")-order(b.refused != ""), cmp.Compare(a.key, b.key))
	})
	return s
}

// total is how many images there are.
func (s *propertySet) total() int { return len(s.holders.counts) }

// refusal says why a property that images have cannot be changed.
func (s *propertySet) refusal(key string) string {
	if problem, _ := command.UnfitKey(key); problem != "" && key != "" {
		return problem
	}
	if peril := peril(key); peril != "" {
		return peril
	}
	if field, known := s.known.schema().Field(key); known && field.ReadOnly {
		return "the service alone decides about it"
	}
	return ""
}

// peril says what a patch of a key would do that nobody wants, if it would.
// The key itself, with which the error begins, stands beside it already.
func peril(key string) string {
	err := (patch.Patch{patch.RemoveProperty(key)}).Check()
	if err == nil {
		return ""
	}
	said := err.Error()
	return said[max(0, strings.LastIndex(said, "Glance ")):]
}

// keyProblem says what is wrong with the key of a property, and what to do.
func (s *propertySet) keyProblem(at int) (problem, expected string) {
	one := &s.properties[at]
	if one.removed || !one.isNew && !one.renamed() {
		return "", ""
	}
	if problem, expected := command.UnfitKey(one.newKey); problem != "" {
		return problem, expected
	}
	if peril := peril(one.newKey); peril != "" {
		return peril, "another key"
	}
	field, known := s.known.schema().Field(one.newKey)
	switch {
	case known && field.ReadOnly:
		return "the service alone decides about this property", "another key"
	case !known && s.known.schema().Additional == model.AdditionalNone:
		return "the service takes only the properties of its schema", "one of those"
	}
	if s.isTaken(at) {
		return "there is a property of this key already", "another key, or a change of that one"
	}
	return "", ""
}

// isTaken reports whether another property has the key of one.
func (s *propertySet) isTaken(at int) bool {
	one := &s.properties[at]
	for i := range s.properties {
		other := &s.properties[i]
		has := other.newKey == one.newKey || !other.isNew && other.key == one.newKey
		if i != at && has && !s.joins(one, other) {
			return true
		}
	}
	return false
}

// joins reports whether a property may get the key of another: of several images
// some may have it and others not yet.
func (s *propertySet) joins(one, other *property) bool {
	return s.total() > 1 && one.keepsValues() && !other.touched() && other.refused == ""
}

// valueProblem says what is wrong with the value of a property, and what to
// do.
func (s *propertySet) valueProblem(at int) (problem, expected string) {
	one := &s.properties[at]
	if one.removed || !one.changed && !one.isNew {
		return "", ""
	}
	if problem, expected := command.UnfitValue(one.text()); problem != "" {
		return problem, expected
	}
	allowed := s.known.allowed(one.newKey)
	if len(allowed) > 0 && !slices.Contains(allowed, one.text()) {
		const most = 8
		return "the service takes other values", strings.Join(allowed[:min(most, len(allowed))], ", ")
	}
	field, _ := s.known.schema().Field(one.newKey)
	if field.Property && field.MaxLength > 0 && int64(command.Characters(one.text())) > field.MaxLength {
		return "the value is longer than the service takes", format.Counted(int(field.MaxLength), "character", "characters") + " at most"
	}
	return "", ""
}

// problem says what is wrong with a property, and what to do.
func (s *propertySet) problem(at int) (problem, expected string) {
	if problem, expected = s.keyProblem(at); problem != "" {
		return problem, expected
	}
	return s.valueProblem(at)
}

// noRename says why the key of a property cannot be changed. One that is to be removed
// need not be.
func (s *propertySet) noRename(at int) string {
	one := &s.properties[at]
	switch {
	case one.refused != "":
		return one.refused
	case one.isNew:
		return ""
	case one.before.isNull():
		return "its value is null, which a new key cannot be given"
	}
	return ""
}

// add makes a new property, after those that were added before. It returns
// where it is.
func (s *propertySet) add() int {
	at := slices.IndexFunc(s.properties, func(each property) bool { return !each.isNew })
	if at < 0 {
		at = len(s.properties)
	}
	s.properties = slices.Insert(s.properties, at, property{isNew: true})
	s.stale = true
	return at
}

// find returns where the property of a key is, or -1.
func (s *propertySet) find(key string) int {
	return slices.IndexFunc(s.properties, func(each property) bool { return each.newKey == key })
}

// drop takes a property out that was added.
func (s *propertySet) drop(at int) {
	s.properties = slices.Delete(s.properties, at, at+1)
	s.stale = true
}

// changes is how many properties are to be changed.
func (s *propertySet) changes() int {
	count := 0
	for i := range s.properties {
		if s.properties[i].touched() {
			count++
		}
	}
	return count
}

// wrong returns the first property with a mistake, or -1.
func (s *propertySet) wrong() int {
	for at := range s.properties {
		if problem, _ := s.problem(at); problem != "" {
			return at
		}
	}
	return -1
}

// command is what is to be changed.
func (s *propertySet) command() command.Property {
	var wanted command.Property
	for i := range s.properties {
		one := &s.properties[i]
		switch {
		case one.removed:
			wanted.Remove = append(wanted.Remove, one.key)
		case one.keepsValues():
			wanted.Renames = append(wanted.Renames, command.Rename{From: one.key, To: one.newKey})
		case one.renamed():
			wanted.Remove = append(wanted.Remove, one.key)
			wanted.Set = append(wanted.Set, command.KeyValue{Key: one.newKey, Value: one.text()})
		case one.changed && one.whereSet():
			wanted.SetWhereSet = append(wanted.SetWhereSet, command.KeyValue{Key: one.key, Value: one.text()})
		case one.touched():
			wanted.Set = append(wanted.Set, command.KeyValue{Key: one.newKey, Value: one.text()})
		}
	}
	return wanted
}

// fullest returns the largest number of properties that an image would have.
func (s *propertySet) fullest() int {
	if s.stale {
		wanted := s.command()
		set := make([]string, len(wanted.Set))
		for i, pair := range wanted.Set {
			set[i] = pair.Key
		}
		s.most, s.stale = s.holders.fullest(set, wanted.Remove), false
	}
	return s.most
}
