package compare

import (
	"slices"
	"strconv"
	"strings"

	"glimpse/model"
	"glimpse/ui/human"
)

// value is what one image has in a field, in words.
type value struct {
	text string
	set  bool
	// unknown reports that there is a value which could not be read.
	unknown bool
}

// row is one field of both images.
type row struct {
	name string
	a, b value
	// own says that the field is each image's own, such as the id: that it
	// differs is no difference.
	own bool
}

// differs reports whether the field is not known to be the same on both.
func (r *row) differs() bool { return !r.own && (r.a != r.b || r.a.unknown) }

// rowsOf returns every attribute, tag and property of two images: attributes
// first, then tags, then properties by key.
func rowsOf(a, b *model.Image) []row {
	var rows []row
	for _, attribute := range model.Attributes() {
		if kind := attribute.Kind(); kind == model.KindOther || kind == model.KindTags {
			continue
		}
		own := attribute == model.AttrID || attribute == model.AttrCreatedAt || attribute == model.AttrUpdatedAt ||
			attribute == model.AttrDirectURL
		rows = append(rows, row{name: attribute.String(), a: attributeOf(a, attribute), b: attributeOf(b, attribute), own: own})
	}
	for _, tag := range union(tagsOf(a), tagsOf(b)) {
		rows = append(rows, row{name: "tag " + tag, a: tagged(a, tag), b: tagged(b, tag)})
	}
	for _, key := range union(keysOf(a), keysOf(b)) {
		rows = append(rows, row{name: key, a: propertyOf(a, key), b: propertyOf(b, key)})
	}
	return rows
}

func attributeOf(image *model.Image, attribute model.Attribute) value {
	switch {
	case image.Unknown.Has(attribute):
		return value{text: "unknown", unknown: true}
	case !image.Has(attribute):
		return value{}
	}
	if at, ok := image.Time(attribute); ok {
		return value{text: human.Time(at), set: true}
	}
	if number, ok := image.Number(attribute); ok {
		switch attribute.Kind() {
		case model.KindBytes:
			return value{text: human.ExactSize(number), set: true}
		case model.KindGiB:
			return value{text: strconv.FormatInt(number, 10) + " GiB", set: true}
		default:
			return value{text: strconv.FormatInt(number, 10) + " MiB", set: true}
		}
	}
	if set, ok := image.Bool(attribute); ok {
		return value{text: map[bool]string{true: "yes", false: "no"}[set], set: true}
	}
	text, _ := image.Text(attribute)
	return value{text: text.Raw(), set: true}
}

func tagged(image *model.Image, tag string) value {
	switch {
	case image.HasTag(tag):
		return value{text: "yes", set: true}
	case image.Unknown.Has(model.AttrTags):
		return value{text: "unknown", unknown: true}
	default:
		return value{}
	}
}

func propertyOf(image *model.Image, key string) value {
	for _, p := range image.Properties {
		if p.Key.Raw() == key {
			return value{text: p.Value.Raw(), set: !p.Null}
		}
	}
	return value{}
}

func tagsOf(image *model.Image) []string {
	tags := make([]string, len(image.Tags))
	for i, tag := range image.Tags {
		tags[i] = tag.Raw()
	}
	return tags
}

func keysOf(image *model.Image) []string {
	keys := make([]string, len(image.Properties))
	for i, p := range image.Properties {
		keys[i] = p.Key.Raw()
	}
	return keys
}

// union returns the words of both, in order, each once.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.SortFunc(all, strings.Compare)
	return slices.Compact(all)
}
