package detail

import (
	"strconv"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/status"
)

// tag is a tag as the service sent it.
type tag = text.Untrusted

// attribute returns an attribute with its exact value and what helps to read
// it. What is copied of it is written as the API writes it.
func (s *Screen) attribute(attribute model.Attribute) item {
	one := item{id: "attribute " + attribute.String(), name: attribute.String(), nameStyle: s.theme.Muted, label: attribute.String()}
	switch {
	case s.image.Unknown.Has(attribute):
		one.value, one.valueStyle, one.label = "unknown", s.theme.Warn, ""
		return one
	case !s.image.Has(attribute):
		one.value, one.valueStyle, one.label = "not set", s.theme.Muted, ""
		return one
	}
	switch attribute.Kind() {
	case model.KindBytes, model.KindGiB, model.KindMiB:
		number, _ := s.image.Number(attribute)
		one.value, one.copied = measured(attribute.Kind(), number), text.Of(strconv.FormatInt(number, 10))
	case model.KindTime:
		at, _ := s.image.Time(attribute)
		one.value, one.copied = format.Time(at)+", "+format.Age(s.now, at), text.Of(at.UTC().Format(time.RFC3339))
	case model.KindBool:
		set, _ := s.image.Bool(attribute)
		one.value, one.copied = "no", text.Of(strconv.FormatBool(set))
		if set {
			one.value, one.valueStyle = "yes", s.theme.Strong
			s.sign(attribute, &one)
		}
	default:
		s.word(attribute, &one)
	}
	return one
}

// measured writes a number with its unit.
func measured(kind model.Kind, number int64) string {
	switch kind {
	case model.KindGiB:
		return strconv.FormatInt(number, 10) + " GiB"
	case model.KindMiB:
		return strconv.FormatInt(number, 10) + " MiB"
	default:
		return format.ExactSize(number)
	}
}

// word fills in the value of an attribute that is a text.
func (s *Screen) word(attribute model.Attribute, one *item) {
	value, _ := s.image.Text(attribute)
	one.value, one.copied = s.theme.Cells.Show(value), value
	switch {
	case attribute == model.AttrStatus:
		shape, style := status.Mark(s.theme, &s.image)
		one.value, one.valueStyle = shape+" "+one.value, style
	case value.IsEmpty():
		one.value, one.valueStyle, one.label = "empty", s.theme.Muted, ""
	case attribute == model.AttrName:
		one.valueStyle = s.theme.Strong
	case attribute == model.AttrOwner:
		one.value = s.owner(value)
	}
}

// sign adds the sign that the row of the image has for the value of an attribute, so that
// it need not be looked up in the help.
func (s *Screen) sign(attribute model.Attribute, one *item) {
	signs := status.AccessTo(s.theme, &s.image, text.Of(s.own))
	if sign := map[model.Attribute]string{model.AttrHidden: signs.Hidden, model.AttrProtected: signs.Protected}[attribute]; sign != "" {
		one.value += " (" + sign + ")"
	}
}

// owner returns the project that owns the image, with the sign of another's.
func (s *Screen) owner(id text.Untrusted) string {
	signs := status.AccessTo(s.theme, &s.image, text.Of(s.own))
	said, name := s.project(id), s.projectName(id)
	if signs.Foreign == "" {
		return said
	}
	foreign := "not yours (" + signs.Foreign + ")"
	if name == "" {
		return said + ", " + foreign
	}
	return name + ", " + foreign + strings.TrimPrefix(said, name)
}
