package api

import (
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model"
	"glimpse/model/text"
)

// manyProperties is from how many on properties are found by a map: a record
// may have any number, and some keys twice.
const manyProperties = 32

// attribute reads the value of one of the API's attributes. A value that cannot
// be read is a fault of that attribute, which is then unknown.
func (d *imageDecoder) attribute(reader *jsontext.Decoder, image *model.Image, key *recordKey) error {
	if key.attribute == model.AttrTags {
		return d.tagList(reader, image)
	}
	value, err := reader.ReadValue()
	if err != nil {
		return err
	}
	if d.begin(image, key.attribute) {
		d.setAttribute(image, key, value)
	}
	return nil
}

// begin notes that an attribute was met. One that stands in a record twice may
// be either: it is unknown, whatever a reader that takes the last would say.
func (d *imageDecoder) begin(image *model.Image, attribute model.Attribute) (first bool) {
	if d.met.Has(attribute) {
		if !d.twice.Has(attribute) {
			d.twice = d.twice.With(attribute)
			d.unreadable(image, attribute, "it stands in the record twice")
		}
		return false
	}
	d.met = d.met.With(attribute)
	return true
}

func (d *imageDecoder) setAttribute(image *model.Image, key *recordKey, value jsontext.Value) {
	attribute := key.attribute
	image.Null, image.Unknown = image.Null.Without(attribute), image.Unknown.Without(attribute)
	if value.Kind() == 'n' && attribute.Nullable() {
		image.Null = image.Null.With(attribute)
		return
	}
	wrong := ""
	switch place := placeOf(image, attribute).(type) {
	case *text.Untrusted:
		wrong = d.setText(image, place, key, value)
	case *int64:
		wrong = set(place, value, readAmount, "a whole number")
	case *bool:
		wrong = set(place, value, readFlag, "true or false")
	case *time.Time:
		wrong = set(place, value, readMoment, "a time such as 2026-01-31T12:00:00Z")
	}
	if wrong != "" {
		d.unreadable(image, attribute, wrong)
	}
}

// unreadable makes an attribute unknown: no value of it is kept, but the tags
// that could be read.
func (d *imageDecoder) unreadable(image *model.Image, attribute model.Attribute, why string) {
	image.Null, image.Unknown = image.Null.Without(attribute), image.Unknown.With(attribute)
	image.Faults = append(image.Faults, model.Fault{Field: text.Of(attribute.String()), Reason: why})
	switch place := placeOf(image, attribute).(type) {
	case *text.Untrusted:
		*place = text.Untrusted{}
	case *int64:
		*place = 0
	case *bool:
		*place = false
	case *time.Time:
		*place = time.Time{}
	}
}

// placeOf returns where an image keeps the value of an attribute: a
// *text.Untrusted, *int64, *bool or *time.Time, or nil for the tags.
func placeOf(image *model.Image, attribute model.Attribute) any {
	switch attribute {
	case model.AttrSize:
		return &image.Size
	case model.AttrVirtualSize:
		return &image.VirtualSize
	case model.AttrMinDisk:
		return &image.MinDisk
	case model.AttrMinRAM:
		return &image.MinRAM
	case model.AttrProtected:
		return &image.Protected
	case model.AttrHidden:
		return &image.Hidden
	case model.AttrCreatedAt:
		return &image.CreatedAt
	case model.AttrUpdatedAt:
		return &image.UpdatedAt
	default:
		if place := textPlace(image, attribute); place != nil {
			return place
		}
		return nil
	}
}

// textPlace returns where an image keeps the text of an attribute, or nil where its value is
// no text.
func textPlace(image *model.Image, attribute model.Attribute) *text.Untrusted {
	switch attribute {
	case model.AttrID:
		return &image.ID.Untrusted
	case model.AttrName:
		return &image.Name
	case model.AttrStatus:
		return &image.Status.Untrusted
	case model.AttrVisibility:
		return &image.Visibility.Untrusted
	case model.AttrDiskFormat:
		return &image.DiskFormat
	case model.AttrContainerFormat:
		return &image.ContainerFormat
	case model.AttrOwner:
		return &image.Owner
	case model.AttrChecksum:
		return &image.Checksum
	case model.AttrHashAlgorithm:
		return &image.HashAlgorithm
	case model.AttrHashValue:
		return &image.HashValue
	case model.AttrStores:
		return &image.Stores
	case model.AttrDirectURL:
		return &image.DirectURL
	default:
		return nil
	}
}

// commonText are the attributes that many images have the same value of.
var commonText = model.AttributeSet(0).
	With(model.AttrStatus).With(model.AttrVisibility).With(model.AttrDiskFormat).With(model.AttrContainerFormat).
	With(model.AttrOwner).With(model.AttrHashAlgorithm).With(model.AttrStores)

// notUnicode is the fault of a text with half a character in it: what is left
// of it is shown.
const notUnicode = "it holds half a character (a lone surrogate), which is replaced here"

func (d *imageDecoder) setText(image *model.Image, place *text.Untrusted, key *recordKey, value jsontext.Value) string {
	attribute := key.attribute
	if value.Kind() != '"' {
		// A number may have lost its leading zeros on the way.
		return "a string was expected, not " + kindName(value.Kind())
	}
	content, whole := d.text(value, key.sharing())
	if !whole && attribute == model.AttrID {
		return notUnicode // another image could have what is left as its id
	}
	*place = content
	if !whole {
		image.Faults = append(image.Faults, model.Fault{Field: text.Of(attribute.String()), Reason: notUnicode})
	}
	return ""
}

// set reads a value into its place, or returns what is wrong with it.
func set[T any](place *T, value jsontext.Value, read func(jsontext.Value) (T, bool), wanted string) string {
	got, ok := read(value)
	if !ok {
		return fmt.Sprintf("%s was expected, not %.40s", wanted, value)
	}
	*place = got
	return ""
}

// tagList reads the tags. Where something among them is no string, there are
// tags that are not known.
func (d *imageDecoder) tagList(reader *jsontext.Decoder, image *model.Image) error {
	if !d.begin(image, model.AttrTags) {
		d.tags = d.tags[:0]
		return reader.SkipValue()
	}
	image.Unknown = image.Unknown.Without(model.AttrTags)
	if kind := reader.PeekKind(); kind != '[' {
		if err := reader.SkipValue(); err != nil {
			return err
		}
		d.unreadable(image, model.AttrTags, "a list of strings was expected, not "+kindName(kind))
		return nil
	}
	if _, err := reader.ReadToken(); err != nil {
		return err
	}
	for reader.PeekKind() != ']' {
		value, err := reader.ReadValue()
		if err != nil {
			return err
		}
		switch content, whole := d.tag(value); {
		case whole:
			d.tags = append(d.tags, content)
		case image.Unknown.Has(model.AttrTags):
		case value.Kind() == '"':
			d.unreadable(image, model.AttrTags, "one of them holds half a character (a lone surrogate)")
		default:
			d.unreadable(image, model.AttrTags, "a list of strings was expected, not "+kindName(value.Kind())+" in it")
		}
	}
	_, err := reader.ReadToken()
	return err
}

func (d *imageDecoder) tag(value jsontext.Value) (content text.Untrusted, whole bool) {
	if value.Kind() != '"' {
		return text.Untrusted{}, false
	}
	return d.text(value, &d.shared.tags)
}

// property reads the value of a custom property. The API's are strings; what
// else may stand there is kept as its JSON text, and is a fault.
func (d *imageDecoder) property(reader *jsontext.Decoder, image *model.Image, key *recordKey) error {
	value, err := reader.ReadValue()
	if err != nil {
		return err
	}
	d.setProperty(image, key, value)
	return nil
}

func (d *imageDecoder) setProperty(image *model.Image, key *recordKey, value jsontext.Value) {
	property := model.Property{Key: text.Of(key.name)}
	switch value.Kind() {
	case '"':
		var whole bool
		if property.Value, whole = d.text(value, key); !whole {
			d.faulty(image, key, notUnicode)
		}
	case 'n':
		property.Null = true
	default:
		property.Value = d.verbatim(value)
		d.faulty(image, key, "a string was expected, not "+kindName(value.Kind()))
	}
	d.addProperty(image, key, property)
}

// verbatim keeps a text as it stands in the record.
func (d *imageDecoder) verbatim(written []byte) text.Untrusted { return text.Of(d.texts.keep(written)) }

func (d *imageDecoder) faulty(image *model.Image, key *recordKey, why string) {
	image.Faults = append(image.Faults, model.Fault{Field: faultyKey(key.name), Reason: why})
}

// addProperty adds a property. Of a key that comes twice the last value is
// shown.
func (d *imageDecoder) addProperty(image *model.Image, key *recordKey, property model.Property) {
	if key.kept && key.met != d.shared.keys.record && !d.compared {
		key.met = d.shared.keys.record
		d.properties = append(d.properties, property)
		return
	}
	d.compared = true
	place, found := d.place(key.name)
	if !found {
		d.properties = append(d.properties, property)
		return
	}
	d.properties[place] = property
	d.faulty(image, key, "it stands in the record twice; this is the last value")
}

// faultyKey names a property that is at fault. A key may be empty, which must
// not be taken for the record as a whole.
func faultyKey(key string) text.Untrusted {
	if key == "" {
		return text.Of(`""`)
	}
	return text.Of(key)
}

// place finds a property that was given before.
func (d *imageDecoder) place(key string) (int, bool) {
	if len(d.properties) < manyProperties {
		at := slices.IndexFunc(d.properties, func(property model.Property) bool { return property.Key.Raw() == key })
		return at, at >= 0
	}
	if d.places == nil {
		d.places = make(map[string]int, 2*manyProperties)
		for i := range d.properties {
			d.places[d.properties[i].Key.Raw()] = i
		}
	}
	place, found := d.places[key]
	if !found {
		d.places[key] = len(d.properties)
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
