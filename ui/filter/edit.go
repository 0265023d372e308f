package filter

import (
	"errors"
	"slices"

	"glimpse/model"
	"glimpse/model/query"
)

// state is whether the query asks for something.
type state uint8

const (
	off      state = iota
	on             // the query asks for it
	excluded       // the query asks for its opposite
)

// isRange reports whether a field is compared by bounds.
func isRange(field query.Field) bool {
	if field.Kind != query.FieldAttribute {
		return false
	}
	switch field.Attribute.Kind() {
	case model.KindBytes, model.KindGiB, model.KindMiB, model.KindTime:
		return true
	default:
		return false
	}
}

// isMode reports whether a field chooses one of the listings of the service, so
// that a query has one value of it and no list.
func isMode(field query.Field) bool {
	return field.Kind == query.FieldHidden || field.Kind == query.FieldMemberStatus
}

// everyVisibility is the value that asks for a listing of its own, which
// cannot stand in a list either.
const everyVisibility = "all"

// holds reports whether a term is a list of values, or one, that has the value.
func holds(term query.Term, field query.Field, op query.Op, value string) bool {
	return term.Field == field && term.Op == op && slices.Contains(term.Values, value)
}

// valueState reports whether the query asks for a value of a field.
func valueState(terms []query.Term, field query.Field, value string) state {
	for _, term := range terms {
		switch {
		case holds(term, field, query.OpEqual, value):
			return on
		case holds(term, field, query.OpNotEqual, value):
			return excluded
		}
	}
	return off
}

// toggleValue returns the terms with a value that was not asked for, or
// without one that was, in whatever way.
func toggleValue(terms []query.Term, field query.Field, value string) []query.Term {
	if valueState(terms, field, value) != off {
		return withoutValue(terms, field, value)
	}
	return withValue(terms, field, query.OpEqual, value)
}

func withoutValue(terms []query.Term, field query.Field, value string) []query.Term {
	var kept []query.Term
	for _, term := range terms {
		if holds(term, field, query.OpEqual, value) || holds(term, field, query.OpNotEqual, value) {
			term = unread(term)
			term.Values = slices.DeleteFunc(term.Values, func(each string) bool { return each == value })
			if len(term.Values) == 0 {
				continue
			}
		}
		kept = append(kept, term)
	}
	return kept
}

// withValue adds a value: to a list that is there, or as a term of its own.
// Each tag is a term, for an image has several, and one listing takes the
// place of another.
func withValue(terms []query.Term, field query.Field, op query.Op, value string) []query.Term {
	added := query.Term{Field: field, Op: op, Values: []string{value}}
	visibility := query.AttributeField(model.AttrVisibility)
	alone := isMode(field) || field == visibility && value == everyVisibility
	kept := slices.Clone(terms)
	for i, term := range kept {
		switch {
		case term.Field != field || term.Op != op:
		case alone || field == visibility && slices.Contains(term.Values, everyVisibility):
			kept[i] = added
			return kept
		case field.Kind != query.FieldTag:
			kept[i] = unread(term)
			kept[i].Values = append(kept[i].Values, value)
			return kept
		}
	}
	return append(kept, added)
}

// unread returns a copy of a term that is no longer where it was read.
func unread(term query.Term) query.Term {
	term.Start, term.End = 0, 0
	term.Values = slices.Clone(term.Values)
	return term
}

// opposites are the operators that ask for the opposite of each other.
var opposites = [...][2]query.Op{
	{query.OpEqual, query.OpNotEqual},
	{query.OpContains, query.OpNotContains},
	{query.OpMatches, query.OpNotMatches},
	{query.OpLess, query.OpGreaterOrEqual},
	{query.OpGreater, query.OpLessOrEqual},
	{query.OpSet, query.OpUnset},
}

// opposite returns the term that asks for the opposite.
func opposite(term query.Term) query.Term {
	term = unread(term)
	// A word stands for one operator alone.
	term.Word = false
	for _, pair := range opposites {
		switch term.Op {
		case pair[0]:
			term.Op = pair[1]
			return term
		case pair[1]:
			term.Op = pair[0]
			return term
		default:
		}
	}
	return term
}

// sameTerm reports whether two terms ask for the same.
func sameTerm(a, b query.Term) bool {
	return a.Field == b.Field && a.Op == b.Op && slices.Equal(a.Values, b.Values)
}

// isNegation reports whether an operator is the "not" of another one. The opposite
// of a bound is a bound, and that of "set" a question of its own.
func isNegation(op query.Op) bool {
	return op == query.OpNotEqual || op == query.OpNotContains || op == query.OpNotMatches
}

// asserted returns a term without its "not", if it has one.
func asserted(term query.Term) query.Term {
	if isNegation(term.Op) {
		return opposite(term)
	}
	return term
}

// termState reports whether the query has a term, which is without "not", or its
// negation.
func termState(terms []query.Term, wanted query.Term) state {
	for _, term := range terms {
		switch {
		case sameTerm(term, wanted):
			return on
		case sameTerm(asserted(term), wanted):
			return excluded
		}
	}
	return off
}

// withoutTerm returns the terms without one and its negation.
func withoutTerm(terms []query.Term, unwanted query.Term) []query.Term {
	return slices.DeleteFunc(slices.Clone(terms), func(term query.Term) bool { return sameTerm(asserted(term), unwanted) })
}

// withTerm adds a term. A bound takes the place of one in the same direction,
// and "set" that of "not set": both together would ask for less than the user
// can mean by choosing one of them.
func withTerm(terms []query.Term, added query.Term) []query.Term {
	kept := slices.Clone(terms)
	for i, term := range kept {
		if term.Field == added.Field && (direction(term.Op) == direction(added.Op) && direction(added.Op) != 0 ||
			sameTerm(term, opposite(added))) {
			kept[i] = added
			return kept
		}
	}
	return append(kept, added)
}

// direction distinguishes bounds from below (1) and from above (-1) from what is no
// bound.
func direction(op query.Op) int {
	switch op {
	case query.OpGreater, query.OpGreaterOrEqual:
		return 1
	case query.OpLess, query.OpLessOrEqual:
		return -1
	default:
		return 0
	}
}

// without returns the terms without those on a field.
func without(terms []query.Term, field query.Field) []query.Term {
	return slices.DeleteFunc(slices.Clone(terms), func(term query.Term) bool { return term.Field == field })
}

// negated returns the terms with those that are chosen turned into their
// opposite.
func negated(terms []query.Term, chosen func(query.Term) bool) []query.Term {
	turned := slices.Clone(terms)
	for i, term := range turned {
		if chosen(term) {
			turned[i] = opposite(term)
		}
	}
	return turned
}

// checked returns terms as the language reads them back, or why it would not:
// not everything has an opposite.
func checked(terms []query.Term) ([]query.Term, string) {
	read, err := query.Parse(query.Format(terms))
	var mistake *query.SyntaxError
	if errors.As(err, &mistake) {
		return nil, "not possible: " + mistake.Problem + "; expected " + mistake.Expected
	}
	return read, ""
}
