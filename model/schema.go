package model

import "glimpse/model/text"

// Schema is what a service says of the attributes and properties of an image
// (GET /v2/schemas/image). The operator decides about formats, and may have
// described properties of the cloud's own, so that the values to choose from
// are to be taken from here. The zero value knows nothing and allows
// everything.
type Schema struct {
	// Fields are the attributes and the described properties, in the service's
	// order, which is arbitrary.
	Fields []SchemaField
	// Additional says what properties other than those may be.
	Additional AdditionalProperties
}

// SchemaField is what a schema says of one attribute or property.
type SchemaField struct {
	// Name is the attribute's or property's name, in the API's words.
	Name text.Untrusted
	// Description is the service's or the operator's.
	Description text.Untrusted
	// Types are the JSON types that the value may have: string, integer,
	// boolean, array, object; null is told by Nullable.
	Types []text.Untrusted
	// Values are all that the value may be, in the service's order; empty
	// where anything of the type may be.
	Values []text.Untrusted
	// Nullable reports whether the value may be null.
	Nullable bool
	// ReadOnly reports whether the service alone decides about the value.
	ReadOnly bool
	// Property reports whether it is a property that the schema describes, and
	// no attribute of the Image API.
	Property bool
	// MaxLength is how many characters a string may have, ItemMaxLength how
	// many each string of a list; 0 is no limit.
	MaxLength, ItemMaxLength int64
	// Minimum and Maximum bound a number; nil is no bound.
	Minimum, Maximum *int64
	// Pattern is a regular expression, in the dialect of Python, that a string
	// must match; mostly empty.
	Pattern text.Untrusted
}

// AdditionalProperties is what a schema says of properties that it does not
// describe.
type AdditionalProperties int

// What properties that are not described may be.
const (
	// AdditionalAny: the schema does not say.
	AdditionalAny AdditionalProperties = iota
	// AdditionalStrings: any property whose value is a string.
	AdditionalStrings
	// AdditionalNone: there may be none.
	AdditionalNone
)

// Field returns what the schema says of an attribute or property, by its
// exact name, and whether it says anything.
func (s *Schema) Field(name string) (SchemaField, bool) {
	for i := range s.Fields {
		if s.Fields[i].Name.Raw() == name {
			return s.Fields[i], true
		}
	}
	return SchemaField{}, false
}

// Values returns the values that an attribute may have, in the service's
// order, or none where the schema leaves them open.
func (s *Schema) Values(attribute Attribute) []text.Untrusted {
	field, _ := s.Field(attribute.String())
	return field.Values
}
