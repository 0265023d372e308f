package query

import (
	"glimpse/model"
	"glimpse/model/sortkey"
)

// AppendKey appends what an image is ordered by: such keys compare byte by byte as
// [Split.Compare] compares the images.
func (s *Split) AppendKey(key []byte, image *model.Image) []byte {
	for i := range s.Sort {
		field := s.Sort[i].Field
		key = sortkey.AppendBool(key, isUnknown(field, image)) // last in either direction
		begin := len(key)
		key = appendField(key, field, image)
		if s.Sort[i].Descending {
			sortkey.Reverse(key[begin:])
		}
	}
	return key
}

func isUnknown(field Field, image *model.Image) bool {
	attribute, is := attributeOf(field)
	return is && image.Unknown.Has(attribute)
}

// attributeOf returns the attribute that a field is about, if it is.
func attributeOf(field Field) (attribute model.Attribute, is bool) {
	switch field.Kind {
	case FieldTag:
		return model.AttrTags, true
	case FieldHidden:
		return model.AttrHidden, true
	case FieldAttribute:
		return field.Attribute, true
	default:
		return 0, false
	}
}

// appendField appends a field, ascending, behind whether there is a value.
func appendField(key []byte, field Field, image *model.Image) []byte {
	switch field.Kind {
	case FieldTag:
		return sortkey.AppendNumber(key, int64(len(image.Tags)))
	case FieldHidden:
		return sortkey.AppendBool(key, image.Hidden)
	case FieldProperty:
		value, ok := image.Property(field.Property)
		return appendText(key, value.Raw(), ok)
	default:
		return appendAttribute(key, field.Attribute, image)
	}
}

func appendAttribute(key []byte, attribute model.Attribute, image *model.Image) []byte {
	switch attribute.Kind() {
	case model.KindBytes, model.KindGiB, model.KindMiB:
		value, ok := image.Number(attribute)
		if key = sortkey.AppendBool(key, ok); ok {
			key = sortkey.AppendNumber(key, value)
		}
		return key
	case model.KindTime:
		value, ok := image.Time(attribute)
		if key = sortkey.AppendBool(key, ok); ok {
			key = sortkey.AppendNumber(sortkey.AppendNumber(key, value.Unix()), int64(value.Nanosecond()))
		}
		return key
	case model.KindBool:
		value, ok := image.Bool(attribute)
		if key = sortkey.AppendBool(key, ok); ok {
			key = sortkey.AppendBool(key, value)
		}
		return key
	default:
		value, ok := image.Text(attribute)
		return appendText(key, value.Raw(), ok)
	}
}

func appendText(key []byte, value string, ok bool) []byte {
	if key = sortkey.AppendBool(key, ok); ok {
		key = sortkey.AppendText(key, value)
	}
	return key
}
