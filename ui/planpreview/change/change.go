// Package change writes what a step of a plan changes: each field with what it
// was and what it is to be, as people read it.
package change

import (
	"slices"
	"strconv"
	"strings"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/ui/theme"
)

// Value returns what a field holds, escaped and on one line: a text in quotes
// where it would be misread. What it does not hold is said in words.
func Value(theme *theme.Theme, field patch.Field) string {
	switch {
	case !field.Set:
		return "not set"
	case field.Unknown:
		return "unknown"
	}
	switch value := field.Value.(type) {
	case nil:
		return "null"
	case string:
		if value == "" {
			return "empty"
		}
		return held(theme, value)
	case bool:
		return strconv.FormatBool(value)
	case int:
		return number(field.Name, int64(value))
	case int64:
		return number(field.Name, value)
	case []string:
		return list(theme, value)
	default:
		return "?"
	}
}

// words are what Value and those who show it say of a field; a text that is one
// of them is quoted.
var words = []string{"not set", "null", "empty", "none", "removed", "unknown"}

// held writes a text. One that is shown as nothing, whose end cannot be seen,
// or that looks like something else than a text is quoted.
func held(theme *theme.Theme, value string) string {
	shown := theme.Cells.ShowString(value)
	switch {
	case theme.Cells.Width(strings.TrimSpace(shown)) == 0, strings.TrimSpace(shown) != shown, strings.HasPrefix(shown, `"`),
		strings.Contains(shown, " "+theme.Glyphs.Arrow+" "), slices.Contains(words, shown):
		return `"` + shown + `"`
	default:
		return shown
	}
}

// Says reports whether what Value returns is the program's word for it, and not
// what the field holds.
func Says(field patch.Field) bool {
	said, isText := field.Value.(string)
	many, isList := field.Value.([]string)
	return !field.Set || field.Unknown || field.Value == nil || isText && said == "" || isList && len(many) == 0
}

// number writes a number with the unit that its attribute has.
func number(name string, value int64) string {
	said := strconv.FormatInt(value, 10)
	attribute, known := model.AttributeNamed(name)
	if !known {
		return said
	}
	switch attribute.Kind() {
	case model.KindGiB:
		return said + " GiB"
	case model.KindMiB:
		return said + " MiB"
	default:
		return said
	}
}

// list writes tags one after the other. One with a blank or a comma is quoted,
// so that it does not look like two.
func list(theme *theme.Theme, values []string) string {
	if len(values) == 0 {
		return "none"
	}
	shown := make([]string, len(values))
	for i, value := range values {
		shown[i] = Tag(theme, value)
	}
	return strings.Join(shown, ", ")
}

// Tag writes one tag.
func Tag(theme *theme.Theme, tag string) string {
	shown := theme.Cells.ShowString(tag)
	if shown == "" || strings.ContainsAny(shown, ` ,"`) {
		return `"` + shown + `"`
	}
	return shown
}

// Name writes the name of a field: that of a property in quotes where it would
// be misread.
func Name(theme *theme.Theme, name string) string {
	shown := theme.Cells.ShowString(name)
	if shown == "" || strings.Trim(shown, " ") != shown {
		return `"` + shown + `"`
	}
	return shown
}
