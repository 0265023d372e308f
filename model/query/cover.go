package query

import (
	"slices"

	"glimpse/model"
)

// Covers reports whether every image that another query finds is one that this query
// finds, so that who has all images of this one can answer the other by its
// [Split.Match]. It says no where it cannot know: the other must have each term of
// this one and more, and none that brings in images which the service leaves out of a
// listing otherwise, as hidden=both does.
func (q Query) Covers(other Query) bool {
	more := slices.Clone(other.Terms)
	for _, term := range q.Terms {
		at := slices.IndexFunc(more, func(other Term) bool { return other.String() == term.String() })
		if at < 0 {
			return false
		}
		more = slices.Delete(more, at, at+1)
	}
	// How often a name is used depends on what is listed beside.
	return !slices.ContainsFunc(more, Term.choosesListing) && !slices.ContainsFunc(other.Terms, Term.CountsNames)
}

// choosesListing reports whether the term may bring in images that are not listed
// without it.
func (t Term) choosesListing() bool {
	switch {
	case t.Field.Kind == FieldHidden, t.Field.Kind == FieldMemberStatus:
		return true
	case t.Field != AttributeField(model.AttrVisibility):
		return false
	}
	turned := t.turnedRound()
	return turned.Op == OpEqual && slices.ContainsFunc(turned.Values, func(word string) bool {
		return word == visibilityAll || word == model.VisibilityCommunity.Raw()
	})
}
