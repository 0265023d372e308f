package query

import "glimpse/model"

// FieldKind says what a term looks at.
type FieldKind uint8

// The kinds of fields.
const (
	// FieldAttribute is one of the API's attributes other than the tags and
	// os_hidden; Field.Attribute says which.
	FieldAttribute FieldKind = iota
	// FieldTag is any one of the image's tags.
	FieldTag
	// FieldProperty is a custom property; Field.Property is its exact key.
	FieldProperty
	// FieldMemberStatus is which shared images the service lists: it is a
	// request to the service, no field of an image.
	FieldMemberStatus
	// FieldHidden is which of the shown and the hidden images are listed
	// (os_hidden), "no", "only" or "both".
	FieldHidden
	// FieldIs is what takes thought to say of an image, such as "failed".
	FieldIs
)

// Field is what a term or a sort key looks at. It is comparable.
type Field struct {
	Kind      FieldKind
	Attribute model.Attribute // for FieldAttribute
	Property  string          // for FieldProperty: the key as the service writes it
}

// AttributeField returns the field of an attribute: the tags and os_hidden
// have kinds of their own.
func AttributeField(attribute model.Attribute) Field {
	switch attribute {
	case model.AttrTags:
		return Field{Kind: FieldTag}
	case model.AttrHidden:
		return Field{Kind: FieldHidden}
	default:
		return Field{Kind: FieldAttribute, Attribute: attribute}
	}
}

// PropertyField returns the field of a custom property, by its exact key.
func PropertyField(key string) Field { return Field{Kind: FieldProperty, Property: key} }

// Op is what a term asks of its field.
type Op uint8

// The operators, with the way they are written.
const (
	OpEqual          Op = iota // key=value, key=in:a,b
	OpNotEqual                 // key!=value, key!=in:a,b
	OpContains                 // key~text
	OpNotContains              // key!~text
	OpMatches                  // key~/re/
	OpNotMatches               // key!~/re/
	OpLess                     // key<value
	OpLessOrEqual              // key<=value
	OpGreater                  // key>value
	OpGreaterOrEqual           // key>=value
	OpSet                      // ?key
	OpUnset                    // !key
)

var opSigns = [...]string{"=", "!=", "~", "!~", "~", "!~", "<", "<=", ">", ">=", "?", "!"}

// String returns the sign by which the operator is written; the signs of a
// text and of a regular expression are the same.
func (op Op) String() string {
	if int(op) >= len(opSigns) {
		return "no operator"
	}
	return opSigns[op]
}

// Term is one condition of a query; the terms of a query are ANDed.
//
// Values are kept as text, in the spelling of the language: "1GiB",
// "2024-01", "-14d". [OpEqual] and [OpNotEqual] take one or more, of which any
// may be equal; [OpSet] and [OpUnset] take none; the others take one, which
// for [OpMatches] is the regular expression without its slashes.
type Term struct {
	Field  Field
	Op     Op
	Values []string
	// Word reports whether the term was written as a mere word, which stands
	// for name~word.
	Word bool
	// Start and End are the byte offsets of the term in the line it was
	// parsed from; both are zero in a term that was not parsed.
	Start, End int
}

// Query is what the service is asked for: filters and order. The hidden mode
// is one of the terms.
type Query struct {
	Terms []Term
	// Sort is the order, the most important key first. Empty is the
	// service's own: newest first.
	Sort []SortKey
	// Projects are the projects that the terms name; see [Query.NamedProjects].
	Projects Projects
}

// SortKey is one key of an order.
type SortKey struct {
	Field      Field
	Descending bool
}
