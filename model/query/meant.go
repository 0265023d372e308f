package query

import (
	"unicode/utf8"

	"glimpse/model/typo"
)

// leastMeant is how many characters the name of a property has at least that may be a
// mistyped key: of two or three nearly every other word is near.
const leastMeant = 4

// Meant returns the key of the language for which the property of a term was probably
// mistyped, or nothing. Any word may be the name of a property: a term that found images
// is no mistake.
func (t Term) Meant() string {
	if t.Field.Kind != FieldProperty || utf8.RuneCountInString(t.Field.Property) < leastMeant {
		return ""
	}
	names := make([]string, 0, len(keys))
	for i := range keys {
		names = append(names, keys[i].Name)
	}
	return typo.Nearest(t.Field.Property, names)
}
