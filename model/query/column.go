package query

import (
	"strings"

	"glimpse/model"
)

// ColumnName returns the name of the column that is meant by what a person
// wrote: the API's name of an attribute, also where a filter calls it
// otherwise (created for created_at), and else that of a property. quoted
// reports whether it stood in quotes, where a property may have a name that
// looks like a mistake.
//
// The error is of a column that would always be empty.
func ColumnName(written string, quoted bool) (string, *SyntaxError) {
	if attribute, known := model.AttributeNamed(written); known {
		if attribute.Kind() == model.KindOther {
			return "", failf(0, reserved[written], "%q cannot be a column", written)
		}
		return written, nil
	}
	if key, known := keyBySpelling[written]; known {
		if name := key.Column(); name != "" {
			return name, nil
		}
		if !quoted {
			return "", failf(0, "it in quotes if a property is meant", "%q is a filter, and no part of an image", written)
		}
	}
	if quoted {
		return written, nil
	}
	for spelling, key := range keyBySpelling {
		if name := key.Column(); name != "" && strings.EqualFold(spelling, written) {
			return "", failf(0, name+", or the name in quotes if a property is meant", "attributes are in lower case")
		}
	}
	return written, nil
}

// ReadColumn is [ColumnName] of a name as it stands in a line, in quotation marks or not.
func ReadColumn(line string) (string, *SyntaxError) {
	if !strings.HasPrefix(line, `"`) {
		return ColumnName(line, false)
	}
	s := &scanner{line: line}
	written, mistake := s.quoted()
	if mistake == nil && s.pos < len(line) {
		mistake = failf(s.pos, "a comma", "the name ends with its closing quotation mark")
	}
	if mistake != nil {
		return "", mistake
	}
	return ColumnName(written.text, true)
}

// The names of the columns that show how many servers and volumes were made from an
// image. A property of such a name is no column.
const (
	ColumnServers = "servers"
	ColumnVolumes = "volumes"
)

// IsUses reports whether a column shows what other services know of an image.
func IsUses(column string) bool { return column == ColumnServers || column == ColumnVolumes }

// Column returns the name of the column that shows what a key filters by, or
// nothing where that is no part of an image.
func (k *KeyInfo) Column() string {
	switch k.Field.Kind {
	case FieldAttribute:
		return k.Field.Attribute.String()
	case FieldTag:
		return model.AttrTags.String()
	case FieldHidden:
		return model.AttrHidden.String()
	default:
		return ""
	}
}
