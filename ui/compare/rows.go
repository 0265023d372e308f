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
}

// row is one field of both images.
type row struct {
	name string
	a, b value
	// own says that the field is each image's own, such as the id: that it
	// differs is no difference.
	own bool
}

func (r *row) differs() bool { return !r.own && r.a != r.b }

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
	if !image.Has(attribute) {
		return value{}
	}
	if at, ok := image.Time(attribute); ok {
		return value{human.Time(at), true}
	}
	if number, ok := image.Number(attribute); ok {
		switch attribute.Kind() {
		case model.KindBytes:
			return value{human.ExactSize(number), true}
		case model.KindGiB:
			return value{strconv.FormatInt(number, 10) + " GiB", true}
		default:
			return value{strconv.FormatInt(number, 10) + " MiB", true}
		}
	}
	if set, ok := image.Bool(attribute); ok {
		return value{map[bool]string{true: "yes", false: "no"}[set], true}
	}
	text, _ := image.Text(attribute)
	return value{text.Raw(), true}
}

func tagged(image *model.Image, tag string) value {
	if image.HasTag(tag) {
		return value{"yes", true}
	}
	return value{}
}

func propertyOf(image *model.Image, key string) value {
	for _, p := range image.Properties {
		if p.Key.Raw() == key {
			return value{p.Value.Raw(), !p.Null}
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
