package overview

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
)

// Key is what images are counted by: a field of theirs, or two at once. The
// zero value is none.
type Key struct {
	name  string
	field query.Field
	// beside is a second field that belongs to a value, such as the version of a
	// distribution.
	beside query.Field
}

// Name returns the key as it is typed.
func (k Key) Name() string { return k.name }

// IsZero reports whether the key is none.
func (k Key) IsZero() bool { return k.name == "" }

// Overlaps reports whether one image may be counted under several values.
func (k Key) Overlaps() bool { return k.field.Kind == query.FieldTag }

// IsOwner reports whether the values are ids of projects.
func (k Key) IsOwner() bool { return k.field == query.AttributeField(model.AttrOwner) }

// The properties that say which distribution an image holds.
const (
	distribution = "os_distro"
	version      = "os_version"
)

// named are the keys that have a name of their own.
var named = []Key{
	attribute("status", model.AttrStatus),
	attribute("visibility", model.AttrVisibility),
	attribute("owner", model.AttrOwner),
	attribute("size", model.AttrSize),
	attribute("age", model.AttrCreatedAt),
	{name: "distribution", field: query.PropertyField(distribution)},
	{name: "release", field: query.PropertyField(distribution), beside: query.PropertyField(version)},
	{name: "tag", field: query.Field{Kind: query.FieldTag}},
	attribute("disk_format", model.AttrDiskFormat),
	attribute("container_format", model.AttrContainerFormat),
	attribute("updated", model.AttrUpdatedAt),
}

func attribute(name string, attribute model.Attribute) Key {
	return Key{name: name, field: query.AttributeField(attribute)}
}

// Keys lists the keys in the order in which a person wants them; any other name
// is that of an attribute or of a property.
func Keys() []Key { return named[:len(named):len(named)] }

// ParseKey reads a key.
func ParseKey(name string) (Key, error) {
	for _, known := range named {
		if known.name == name {
			return known, nil
		}
	}
	if name == "" || !strings.HasPrefix(name, `"`) && strings.Contains(name, ",") {
		return Key{}, errors.New("a key is missing, such as owner")
	}
	meant, wrong := query.ReadColumn(name)
	if wrong != nil {
		return Key{}, errors.New(wrong.Problem + "; expected " + wrong.Expected)
	}
	if of, known := model.AttributeNamed(meant); known {
		return attribute(meant, of), nil
	}
	return Key{name: name, field: query.PropertyField(meant)}, nil
}

// ParseKeys reads one key, or two with a comma between: the second is none where
// there is one.
func ParseKeys(line string) (by, within Key, err error) {
	names := query.SplitList(line)
	if by, err = ParseKey(names[0]); err != nil || len(names) == 1 {
		return by, within, err
	}
	if len(names) > 2 {
		return by, within, errors.New("there are more than two keys")
	}
	if within, err = ParseKey(names[1]); err == nil && within == by {
		err = errors.New("both keys are " + by.Name())
	}
	return by, within, err
}

// state separates a value from none.
type state uint8

const (
	known   state = iota
	unset         // the image has none
	unknown       // it could not be read
)

// value is what an image is counted under.
type value struct {
	text, beside string
	state        state
	besideUnset  bool
	// class is the number of a class of sizes or ages.
	class int
}

// each hands every value of an image to a function.
func (k Key) each(img *model.Image, now time.Time, take func(value)) {
	switch k.field.Kind {
	case query.FieldTag:
		if len(img.Tags) == 0 {
			take(without(img, model.AttrTags))
		}
		for i := range img.Tags {
			take(value{text: img.Tags[i].Raw()})
		}
	case query.FieldProperty:
		take(k.property(img))
	case query.FieldHidden:
		take(flag(img, model.AttrHidden))
	default:
		take(k.attribute(img, now))
	}
}

func (k Key) property(img *model.Image) value {
	of := func(field query.Field) (string, bool) {
		set, found := img.Property(field.Property)
		return set.Raw(), found
	}
	first, found := of(k.field)
	if !found {
		if img.IsCutShort() {
			return value{state: unknown}
		}
		return value{state: unset}
	}
	v := value{text: first}
	if k.beside.Property != "" {
		v.beside, found = of(k.beside)
		v.besideUnset = !found
	}
	return v
}

// without is what an image without a value is counted under.
func without(img *model.Image, attribute model.Attribute) value {
	if img.Unknown.Has(attribute) {
		return value{state: unknown}
	}
	return value{state: unset}
}

func flag(img *model.Image, attribute model.Attribute) value {
	set, ok := img.Bool(attribute)
	if !ok {
		return without(img, attribute)
	}
	return value{text: strconv.FormatBool(set)}
}

func (k Key) attribute(img *model.Image, now time.Time) value {
	of := k.field.Attribute
	switch of.Kind() {
	case model.KindBytes:
		if bytes, ok := img.Number(of); ok {
			return value{class: sizeClass(bytes)}
		}
	case model.KindTime:
		if at, ok := img.Time(of); ok {
			return value{class: ageClass(at, now)}
		}
	case model.KindGiB, model.KindMiB:
		if number, ok := img.Number(of); ok {
			return value{text: strconv.FormatInt(number, 10)}
		}
	case model.KindBool:
		return flag(img, of)
	default:
		if word, ok := img.Text(of); ok {
			return value{text: word.Raw()}
		}
	}
	return without(img, of)
}

// label is what a value is called. It is foreign.
func (k Key) label(v value) text.Untrusted {
	switch {
	case v.state != known:
		return text.Untrusted{}
	case k.isClassed() && k.field.Attribute.Kind() == model.KindBytes:
		return text.Of(sizes[v.class].name)
	case k.isClassed():
		return text.Of(ages[v.class].name)
	case v.beside != "":
		return text.Of(v.text + " " + v.beside)
	}
	return text.Of(v.text)
}

// isClassed reports whether values are put into classes.
func (k Key) isClassed() bool {
	kind := k.field.Attribute.Kind()
	return k.field.Kind == query.FieldAttribute && (kind == model.KindBytes || kind == model.KindTime)
}

// terms returns the query that finds the images of a value among those that were
// counted. There is none for what could not be read.
func (k Key) terms(v value) []query.Term {
	term := func(op query.Op, values ...string) query.Term {
		return query.Term{Field: k.field, Op: op, Values: values}
	}
	switch {
	case v.state == unknown:
		return nil
	case v.state == unset:
		return []query.Term{term(query.OpUnset)}
	case k.field.Kind == query.FieldHidden:
		return []query.Term{term(query.OpEqual, map[string]string{"true": "only", "false": "no"}[v.text])}
	case k.isClassed() && k.field.Attribute.Kind() == model.KindBytes:
		return within(term, query.OpGreaterOrEqual, sizes[v.class].from, query.OpLess, sizes[v.class].to)
	case k.isClassed():
		return within(term, query.OpGreaterOrEqual, ages[v.class].since, query.OpLess, ages[v.class].until)
	}
	terms := []query.Term{term(query.OpEqual, v.text)}
	switch {
	case k.beside.Property == "":
	case v.besideUnset:
		terms = append(terms, query.Term{Field: k.beside, Op: query.OpUnset})
	default:
		terms = append(terms, query.Term{Field: k.beside, Op: query.OpEqual, Values: []string{v.beside}})
	}
	return terms
}

// within are the terms of a class by its ends, of which one may be open.
func within(term func(query.Op, ...string) query.Term, from query.Op, first string, to query.Op, last string) []query.Term {
	var terms []query.Term
	if first != "" {
		terms = append(terms, term(from, first))
	}
	if last != "" {
		terms = append(terms, term(to, last))
	}
	return terms
}
