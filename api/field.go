package api

import (
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model"
	"glimpse/model/text"
)

// manyProperties is from how many on properties are found by a map: a record
// may have any number, and some keys twice.
const manyProperties = 32

// attribute reads the value of one of the API's attributes. A value of the
// wrong type is a fault of that attribute, which then counts as null.
func (d *imageDecoder) attribute(reader *jsontext.Decoder, image *model.Image, attribute model.Attribute) error {
	if attribute == model.AttrTags {
		return d.tagList(reader, image)
	}
	value, err := reader.ReadValue()
	if err != nil {
		return err
	}
	d.forget(image, attribute)
	if value.Kind() == 'n' {
		return nil
	}
	reason := ""
	switch attribute.Kind() {
	case model.KindText, model.KindWord:
		reason = d.textValue(attribute, value)
	case model.KindBytes, model.KindGiB, model.KindMiB:
		reason = setNumber(image, attribute, value)
	case model.KindBool:
		reason = setBool(image, attribute, value)
	case model.KindTime:
		reason = setTime(image, attribute, value)
	default:
	}
	if reason != "" {
		image.Faults = append(image.Faults, model.Fault{Field: text.Of(attribute.String()), Reason: reason})
		return nil
	}
	image.Null = image.Null.Without(attribute)
	return nil
}

// forget makes an attribute null, and drops the value that an earlier member
// of the same name had.
func (d *imageDecoder) forget(image *model.Image, attribute model.Attribute) {
	if !image.Null.Has(attribute) {
		d.drop(image, attribute)
	}
	image.Null = image.Null.With(attribute)
}

func (d *imageDecoder) drop(image *model.Image, attribute model.Attribute) {
	if place, found := textPlace[attribute]; found {
		d.texts[place] = span{}
		return
	}
	switch attribute {
	case model.AttrSize:
		image.Size = 0
	case model.AttrVirtualSize:
		image.VirtualSize = 0
	case model.AttrMinDisk:
		image.MinDisk = 0
	case model.AttrMinRAM:
		image.MinRAM = 0
	case model.AttrProtected:
		image.Protected = false
	case model.AttrHidden:
		image.Hidden = false
	case model.AttrCreatedAt:
		image.CreatedAt = time.Time{}
	case model.AttrUpdatedAt:
		image.UpdatedAt = time.Time{}
	default:
	}
}

// commonText are the attributes that many images have the same value of.
var commonText = model.AttributeSet(0).
	With(model.AttrStatus).With(model.AttrVisibility).With(model.AttrDiskFormat).With(model.AttrContainerFormat).
	With(model.AttrOwner).With(model.AttrHashAlgorithm).With(model.AttrStores)

func (d *imageDecoder) textValue(attribute model.Attribute, value jsontext.Value) string {
	if value.Kind() != '"' {
		return "a string was expected, not " + kindName(value.Kind())
	}
	d.texts[textPlace[attribute]] = d.text(value, commonText.Has(attribute))
	return ""
}

func setNumber(image *model.Image, attribute model.Attribute, value jsontext.Value) string {
	if value.Kind() != '0' {
		return "a number was expected, not " + kindName(value.Kind())
	}
	number, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil {
		return fmt.Sprintf("a whole number was expected, not %.40s", value)
	}
	switch attribute {
	case model.AttrSize:
		image.Size = number
	case model.AttrVirtualSize:
		image.VirtualSize = number
	case model.AttrMinDisk:
		image.MinDisk = number
	case model.AttrMinRAM:
		image.MinRAM = number
	default:
	}
	return ""
}

func setBool(image *model.Image, attribute model.Attribute, value jsontext.Value) string {
	if value.Kind() != 't' && value.Kind() != 'f' {
		return "true or false was expected, not " + kindName(value.Kind())
	}
	if attribute == model.AttrProtected {
		image.Protected = value.Kind() == 't'
	} else {
		image.Hidden = value.Kind() == 't'
	}
	return ""
}

func setTime(image *model.Image, attribute model.Attribute, value jsontext.Value) string {
	if value.Kind() != '"' {
		return "a time was expected, not " + kindName(value.Kind())
	}
	var when time.Time
	if plain := plainString(value); plain == nil || when.UnmarshalText(plain) != nil {
		return "a time such as 2026-01-31T12:00:00Z was expected"
	}
	if attribute == model.AttrCreatedAt {
		image.CreatedAt = when.UTC()
	} else {
		image.UpdatedAt = when.UTC()
	}
	return ""
}

// tagList reads the tags; what is no string among them is a fault.
func (d *imageDecoder) tagList(reader *jsontext.Decoder, image *model.Image) error {
	d.tags = d.tags[:0]
	image.Null = image.Null.With(model.AttrTags)
	fault := func(kind jsontext.Kind) {
		image.Faults = append(image.Faults, model.Fault{
			Field: text.Of(model.AttrTags.String()), Reason: "a list of strings was expected, not " + kindName(kind),
		})
	}
	switch kind := reader.PeekKind(); kind {
	case '[':
	case 'n':
		return reader.SkipValue()
	default:
		fault(kind)
		return reader.SkipValue()
	}
	if _, err := reader.ReadToken(); err != nil {
		return err
	}
	faulty := false
	for reader.PeekKind() != ']' {
		value, err := reader.ReadValue()
		if err != nil {
			return err
		}
		if value.Kind() == '"' {
			d.tags = append(d.tags, d.text(value, true))
		} else if !faulty {
			faulty = true
			fault(value.Kind())
		}
	}
	image.Null = image.Null.Without(model.AttrTags)
	_, err := reader.ReadToken()
	return err
}

// property reads the value of a custom property. The API's are strings; what
// else may stand there is kept as its JSON text, and is a fault.
func (d *imageDecoder) property(reader *jsontext.Decoder, image *model.Image, key span) error {
	value, err := reader.ReadValue()
	if err != nil {
		return err
	}
	property := propertySpan{key: key}
	switch value.Kind() {
	case '"':
		property.value = d.text(value, true)
	case 'n':
		property.null = true
	default:
		begin := len(d.arena)
		d.arena = append(d.arena, value...)
		property.value = span{begin: int32(begin), end: int32(len(d.arena))}
		image.Faults = append(image.Faults, model.Fault{
			Field: faultyKey(d.bytes(key)), Reason: "a string was expected, not " + kindName(value.Kind()),
		})
	}
	if place, found := d.place(key); found {
		d.properties[place] = property
		return nil
	}
	d.properties = append(d.properties, property)
	return nil
}

// faultyKey names a property that is at fault. A key may be empty, which must
// not be taken for the record as a whole.
func faultyKey(key []byte) text.Untrusted {
	if len(key) == 0 {
		return text.Of(`""`)
	}
	return text.Of(string(key))
}

func (d *imageDecoder) bytes(s span) []byte {
	if s.shared != "" {
		return []byte(s.shared)
	}
	return d.arena[s.begin:s.end]
}

// place finds a property that was given before: of a key given twice the last
// value holds.
func (d *imageDecoder) place(key span) (int, bool) {
	content := d.bytes(key)
	if len(d.properties) < manyProperties {
		for i := range d.properties {
			if string(d.bytes(d.properties[i].key)) == string(content) {
				return i, true
			}
		}
		return 0, false
	}
	if d.places == nil {
		d.places = make(map[string]int, 2*manyProperties)
		for i := range d.properties {
			d.places[string(d.bytes(d.properties[i].key))] = i
		}
	}
	place, found := d.places[string(content)]
	if !found {
		d.places[string(content)] = len(d.properties)
	}
	return place, found
}

// kindName names a kind of JSON value for a person.
func kindName(kind jsontext.Kind) string {
	switch kind {
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case '[':
		return "a list"
	default:
		return "an object"
	}
}
