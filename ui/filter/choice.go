package filter

import (
	"slices"
	"strconv"
	"time"

	"glimpse/model"
	"glimpse/model/query"
)

// choice is one row of what a key takes: a value or a term that can be asked
// for, or the beginning of a term that the user goes on to type.
type choice struct {
	kind choiceKind
	// value is the value of a choice of values.
	value string
	// term is the term of a choice of terms.
	term query.Term
	// typed goes into the line, with the cursor back characters before its
	// end.
	typed string
	back  int
	// text is what it looks like in the line, help says what it is. Of values
	// they are found only when they are drawn: there may be thousands.
	text, help string
}

type choiceKind uint8

const (
	aValue choiceKind = iota
	aTerm
	aBeginning
)

// same reports whether two choices are the same row.
func (c choice) same(other choice) bool {
	return c.kind == other.kind && c.value == other.value && c.text == other.text
}

// described returns what a choice looks like in the line and what it is. Both
// may be foreign.
func (p *Pane) described(c choice) (text, help string) {
	if c.kind != aValue {
		return c.text, c.help
	}
	field := p.field()
	term := query.Term{Field: field, Op: query.OpEqual, Values: []string{c.value}}
	return term.String(), p.known.about(field, c.value)
}

// state reports whether the query asks for what is chosen.
func (c choice) state(terms []query.Term, field query.Field) state {
	switch c.kind {
	case aValue:
		return valueState(terms, field, c.value)
	case aTerm:
		return termState(terms, c.term)
	default:
		return off
	}
}

// choices lists what a key takes, the most likely first: what the query asks
// of it already, the values that there are, whether it is set at all, and the
// ways to type a value.
func (p *Pane) choices(info query.KeyInfo) []choice {
	list := p.values(info)
	samples := p.samples(info.Field)
	for _, term := range p.asked[info.Field] {
		if !slices.ContainsFunc(samples, func(s sample) bool { return sameTerm(s.term, term) }) {
			list = addTerm(list, term, "")
		}
	}
	for _, sample := range samples {
		list = addTerm(list, sample.term, sample.help)
	}
	if len(info.Values) > 0 {
		return list
	}
	if info.Accepts(query.OpSet) && !alwaysSet(info.Field) {
		isSet, isNot := "it is set", "it is not set"
		if info.Field.Kind == query.FieldTag {
			isSet, isNot = "any tag at all", "no tag at all"
		}
		list = addTerm(list, query.Term{Field: info.Field, Op: query.OpSet}, isSet)
		list = addTerm(list, query.Term{Field: info.Field, Op: query.OpUnset}, isNot)
	}
	return append(list, beginnings(info, p.theme.Glyphs.Ellipsis)...)
}

// addTerm adds a choice of a term, unless it is there.
func addTerm(list []choice, term query.Term, help string) []choice {
	there := slices.ContainsFunc(list, func(c choice) bool { return c.kind == aTerm && sameTerm(c.term, term) })
	if there {
		return list
	}
	return append(list, choice{kind: aTerm, term: term, text: term.String(), help: help})
}

// alwaysSet reports whether every image has a value of the field.
func alwaysSet(field query.Field) bool {
	if field.Kind != query.FieldAttribute {
		return false
	}
	switch field.Attribute {
	case model.AttrID, model.AttrCreatedAt, model.AttrUpdatedAt, model.AttrMinDisk, model.AttrMinRAM:
		return true
	default:
		return false
	}
}

// values lists the values that can be chosen for a key.
func (p *Pane) values(info query.KeyInfo) []choice {
	if isRange(info.Field) {
		return nil
	}
	words := slices.Concat(info.Values, p.known.allowed(info.Field), p.known.used(info.Field))
	list := make([]choice, 0, len(words))
	seen := make(map[string]bool, len(words))
	add := func(value string) {
		if !seen[value] {
			seen[value] = true
			list = append(list, choice{kind: aValue, value: value})
		}
	}
	for _, value := range p.used[info.Field] {
		if !slices.Contains(words, value) {
			add(value)
		}
	}
	for _, value := range words {
		add(value)
	}
	return list
}

// sample is a term that is offered because few would guess how to write it.
type sample struct {
	term query.Term
	help string
}

// samples lists ready terms on sizes and dates.
func (p *Pane) samples(field query.Field) []sample {
	if !isRange(field) {
		return nil
	}
	of := func(op query.Op, value, help string) sample {
		return sample{query.Term{Field: field, Op: op, Values: []string{value}}, help}
	}
	switch field.Attribute.Kind() {
	case model.KindTime:
		year := p.now.UTC().Year()
		return []sample{
			of(query.OpGreaterOrEqual, "-24h", "in the last day"),
			of(query.OpGreaterOrEqual, "-7d", "in the last week"),
			of(query.OpGreaterOrEqual, "-30d", "in the last 30 days"),
			of(query.OpLess, "-30d", "more than 30 days ago"),
			of(query.OpLess, "-1y", "more than a year ago"),
			of(query.OpEqual, strconv.Itoa(year), "this year"),
			of(query.OpEqual, strconv.Itoa(year-1), "last year"),
			of(query.OpEqual, p.now.UTC().Format(time.DateOnly), "today, in UTC"),
		}
	case model.KindGiB:
		return []sample{
			of(query.OpEqual, "0", "any disk will do"),
			of(query.OpLessOrEqual, "10", "a disk of 10 GiB will do"),
			of(query.OpLessOrEqual, "40", "a disk of 40 GiB will do"),
			of(query.OpGreater, "100", "more than 100 GiB"),
		}
	case model.KindMiB:
		return []sample{
			of(query.OpEqual, "0", "any memory will do"),
			of(query.OpLessOrEqual, "512", "512 MiB of memory will do"),
			of(query.OpLessOrEqual, "4GiB", "4 GiB of memory will do"),
			of(query.OpGreater, "16GiB", "more than 16 GiB"),
		}
	default:
		return []sample{
			of(query.OpEqual, "0", "nothing in it"),
			of(query.OpLess, "100MiB", "less than 100 MiB"),
			of(query.OpGreaterOrEqual, "1GiB", "1 GiB or more"),
			of(query.OpGreaterOrEqual, "10GiB", "10 GiB or more"),
			of(query.OpGreaterOrEqual, "100GiB", "100 GiB or more"),
		}
	}
}

// beginnings lists the ways to begin a term on a key that is then typed;
// ellipsis stands for what is typed.
func beginnings(info query.KeyInfo, ellipsis string) []choice {
	list := make([]choice, 0, len(info.Ops))
	for _, op := range info.Ops {
		help := meanings[op]
		switch {
		case help == "":
			continue
		case op == query.OpEqual && !isRange(info.Field):
			help += ", or in:a,b one of them"
		}
		c := choice{kind: aBeginning, typed: info.Name + op.String(), help: help}
		c.text = c.typed + ellipsis
		if op == query.OpMatches || op == query.OpNotMatches {
			c.typed, c.back = c.typed+"//", 1
			c.text = info.Name + op.String() + "/" + ellipsis + "/"
		}
		list = append(list, c)
	}
	return list
}

// meanings says what the operators ask for whose value is typed.
var meanings = map[query.Op]string{
	query.OpEqual:          "is exactly",
	query.OpNotEqual:       "is not",
	query.OpContains:       "contains, whatever the case",
	query.OpNotContains:    "does not contain",
	query.OpMatches:        "matches, such as ^ubuntu-2[24]",
	query.OpNotMatches:     "does not match",
	query.OpLess:           "is less, or before",
	query.OpLessOrEqual:    "is at most, or until",
	query.OpGreater:        "is more, or after",
	query.OpGreaterOrEqual: "is at least, or since",
}
