package list

import (
	"slices"

	"glimpse/model"
)

// equal reports whether an entry says the same as a record.
func (l *List) equal(e *entry, image *model.Image) bool {
	return equal(l.store.read(e.record), image)
}

// equal reports whether two records of an image say the same. The order of tags
// and properties means nothing: the service keeps none.
func equal(a, b *model.Image) bool {
	if a.Null != b.Null || a.Unknown != b.Unknown || len(a.Faults) != len(b.Faults) ||
		len(a.Tags) != len(b.Tags) || len(a.Properties) != len(b.Properties) {
		return false
	}
	for _, attribute := range model.Attributes() {
		if !equalAttribute(a, b, attribute) {
			return false
		}
	}
	for i := range a.Tags {
		if !slices.Contains(b.Tags, a.Tags[i]) {
			return false
		}
	}
	for i := range a.Properties {
		if !slices.Contains(b.Properties, a.Properties[i]) {
			return false
		}
	}
	return slices.Equal(a.Faults, b.Faults)
}

// equalAttribute compares an attribute that has one value; tags are left to
// equal, and what the program does not read is not compared.
func equalAttribute(a, b *model.Image, attribute model.Attribute) bool {
	switch attribute.Kind() {
	case model.KindText, model.KindWord:
		x, _ := a.Text(attribute)
		y, _ := b.Text(attribute)
		return x == y
	case model.KindBytes, model.KindGiB, model.KindMiB:
		x, _ := a.Number(attribute)
		y, _ := b.Number(attribute)
		return x == y
	case model.KindTime:
		x, _ := a.Time(attribute)
		y, _ := b.Time(attribute)
		return x.Equal(y)
	case model.KindBool:
		x, _ := a.Bool(attribute)
		y, _ := b.Bool(attribute)
		return x == y
	default:
		return true
	}
}
