package patch

import (
	"reflect"

	"glimpse/model"
)

// Field is what one field of an image holds at one moment.
type Field struct {
	// Name is the attribute's name or the property's key.
	Name string `json:"name"`
	// Set reports whether the image has the field; only a property can be
	// missing.
	Set bool `json:"set"`
	// Value is a string, a bool, an int64, a list of strings or nil, which is
	// null, as in [Operation].
	Value any `json:"value,omitempty"`
	// Unknown reports whether the image has a value that could not be read. Of
	// tags, Value holds those that could be.
	Unknown bool `json:"unknown,omitempty"`
}

// FieldOf reads a field of an image, by the name that a patch has for it.
func FieldOf(image *model.Image, name string) Field {
	field := Field{Name: name, Set: true}
	attribute, isAttribute := model.AttributeNamed(name)
	switch {
	case !isAttribute:
		has, found := property(image, name)
		if !found {
			field.Set = false
		} else if !has.Null {
			field.Value = has.Value.Raw()
		}
	case attribute == model.AttrTags:
		tags := make([]string, len(image.Tags))
		for i := range image.Tags {
			tags[i] = image.Tags[i].Raw()
		}
		field.Value, field.Unknown = tags, image.Unknown.Has(attribute)
	case image.Unknown.Has(attribute):
		field.Unknown = true
	default:
		if value, ok := image.Text(attribute); ok {
			field.Value = value.Raw()
		} else if value, ok := image.Bool(attribute); ok {
			field.Value = value
		} else if value, ok := image.Number(attribute); ok {
			field.Value = value
		}
	}
	return field
}

// Equal reports whether two fields are known to hold the same. Tags are a set:
// their order does not count. What is not set holds nothing, and what is
// unknown equals nothing.
func (f Field) Equal(other Field) bool {
	if f.Unknown || other.Unknown {
		return false
	}
	if f.Set != other.Set || !f.Set {
		return f.Set == other.Set
	}
	left, isList := f.Value.([]string)
	right, isOtherList := other.Value.([]string)
	if isList && isOtherList {
		return equalSets(left, right)
	}
	return reflect.DeepEqual(number(f.Value), number(other.Value))
}

// number makes one type of those that hold an integer.
func number(value any) any {
	if small, ok := value.(int); ok {
		return int64(small)
	}
	return value
}

// Conflict is a field that was changed by others after it was shown, and that
// a patch would change to something else.
type Conflict struct {
	// Name is the field.
	Name string `json:"name"`
	// Shown is what the person saw, Theirs what it is now, Yours what the
	// patch would make of it.
	Shown  Field `json:"shown"`
	Theirs Field `json:"theirs"`
	Yours  Field `json:"yours"`
}
