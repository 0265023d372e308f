// Package change writes what a step of a plan changes: each field with what it
// was and what it is to be, as people read it.
package change

import (
	"strconv"
	"strings"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/ui/theme"
)

// Value returns what a field holds, escaped and on one line. What it does not
// hold is said in words.
func Value(look *theme.Theme, field patch.Field) string {
	if !field.Set {
		return "not set"
	}
	switch value := field.Value.(type) {
	case nil:
		return "null"
	case string:
		if value == "" {
			return "empty"
		}
		return look.Cells.ShowString(value)
	case bool:
		if value {
			return "yes"
		}
		return "no"
	case int:
		return number(field.Name, int64(value))
	case int64:
		return number(field.Name, value)
	case []string:
		return list(look, value)
	default:
		return "?"
	}
}

// Says tells that what Value returns is the program's word for it, and not
// what the field holds.
func Says(field patch.Field) bool {
	held, isText := field.Value.(string)
	many, isList := field.Value.([]string)
	return !field.Set || field.Value == nil || isText && held == "" || isList && len(many) == 0
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
func list(look *theme.Theme, values []string) string {
	if len(values) == 0 {
		return "none"
	}
	shown := make([]string, len(values))
	for i, value := range values {
		shown[i] = Tag(look, value)
	}
	return strings.Join(shown, ", ")
}

// Tag writes one tag.
func Tag(look *theme.Theme, tag string) string {
	shown := look.Cells.ShowString(tag)
	if shown == "" || strings.ContainsAny(shown, ` ,"`) {
		return `"` + shown + `"`
	}
	return shown
}

// Name writes the name of a field: that of a property in quotes where it would
// be misread.
func Name(look *theme.Theme, name string) string {
	shown := look.Cells.ShowString(name)
	if shown == "" || strings.Trim(shown, " ") != shown {
		return `"` + shown + `"`
	}
	return shown
}
