// Package patch holds the JSON Patch documents of the Image API v2
// (RFC 6902, of which the API takes add, replace and remove) and the pointers
// in them (RFC 6901).
package patch

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"glimpse/model"
	"glimpse/model/text"
)

// MediaType is the content type of a patch, in the version of the Image API
// in which add replaces what is already there.
const MediaType = "application/openstack-images-v2.1-json-patch"

// Verb is what an operation does.
type Verb string

// The verbs that the Image API takes; it refuses test, move and copy.
const (
	// Add sets a property, whether or not it is there.
	Add Verb = "add"
	// Replace sets an attribute, or a property that is there.
	Replace Verb = "replace"
	// Remove takes away a property that is there. Attributes cannot be
	// removed; some can be replaced by null.
	Remove Verb = "remove"
)

// Operation is one change to one field of an image.
type Operation struct {
	Verb Verb
	// Field is the attribute's name or the property's key, as it is: the
	// pointer is made from it.
	Field string
	// Value is a string, a bool, a number, a list of strings or nil, which is
	// null; Remove has none.
	Value any
}

// Patch is a list of operations on one image. The service applies all of them
// or none.
type Patch []Operation

// SetAttribute returns the operation that gives an attribute a value; nil is
// null.
func SetAttribute(attribute model.Attribute, value any) Operation {
	return Operation{Verb: Replace, Field: attribute.String(), Value: value}
}

// SetProperty returns the operation that gives a property a value, whether or
// not the image has it.
func SetProperty(key, value string) Operation {
	return Operation{Verb: Add, Field: key, Value: value}
}

// RemoveProperty returns the operation that takes a property away.
func RemoveProperty(key string) Operation {
	return Operation{Verb: Remove, Field: key}
}

// SetTags returns the operation that gives an image exactly these tags.
func SetTags(tags []string) Operation {
	if tags == nil {
		tags = []string{} // null is refused
	}
	return Operation{Verb: Replace, Field: model.AttrTags.String(), Value: tags}
}

// Pointer returns the JSON Pointer of a field of an image (RFC 6901,
// section 3).
func Pointer(field string) string { return "/" + escaper.Replace(field) }

var escaper = strings.NewReplacer("~", "~0", "/", "~1")

// perilous are fields that no patch may address: Glance stores its own
// objects under them, and writing one of them has overwritten another image
// or stored nothing.
var perilous = map[string]bool{
	"image_id": true, "extra_properties": true, "base": true, "delete": true,
	"get_data": true, "set_data": true, "active": true,
}

// Check returns why a patch must not be sent, or nil: a field that Glance
// would mistake for its own, a key that it would trim into another, or a value
// of a type that it does not take.
func (p Patch) Check() error {
	for _, operation := range p {
		shown := text.Escape(operation.Field)
		switch {
		case perilous[operation.Field]:
			return fmt.Errorf("property %s: Glance takes this name for one of its own fields and would damage the record", shown)
		case strings.TrimFunc(operation.Field, isBlank) != operation.Field:
			return fmt.Errorf("property %q: Glance cannot change a property whose name begins or ends with a blank", shown)
		}
		switch operation.Value.(type) {
		case nil, string, bool, int, int64, []string:
		default:
			return fmt.Errorf("field %s: a value of type %T cannot be sent", shown, operation.Value)
		}
	}
	return nil
}

// isBlank reports whether Glance trims a character off a name: white space as
// Python sees it, which has four separators more than Go.
func isBlank(r rune) bool { return unicode.IsSpace(r) || r >= '\x1c' && r <= '\x1f' }

// MarshalJSON implements encoding/json.Marshaler.
func (o Operation) MarshalJSON() ([]byte, error) {
	if o.Verb == Remove {
		return json.Marshal(struct {
			Op   Verb   `json:"op"`
			Path string `json:"path"`
		}{o.Verb, Pointer(o.Field)})
	}
	return json.Marshal(struct {
		Op    Verb   `json:"op"`
		Path  string `json:"path"`
		Value any    `json:"value"`
	}{o.Verb, Pointer(o.Field), o.Value})
}
