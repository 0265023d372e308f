package compare

import (
	"math"
	"slices"
	"strconv"

	"glimpse/model"
	"glimpse/ui/format"
)

// value is what one image has in a field, in words.
type value struct {
	text string
	set  bool
	// unknown reports that there is a value which could not be read.
	unknown bool
}

// row is one field of every image.
type row struct {
	name   string
	values []value
	// own says that the field is each image's own, such as the id: that it
	// differs says nothing of what the images are.
	own bool
}

// differs reports whether the field is not known to be the same on all.
func (r *row) differs() bool {
	return slices.ContainsFunc(r.values, func(v value) bool { return v != r.values[0] || v.unknown })
}

// own are the attributes that are each image's own.
var own = []model.Attribute{model.AttrCreatedAt, model.AttrUpdatedAt, model.AttrID, model.AttrDirectURL}

// rowsOf returns every attribute, tag and property of images: attributes first,
// then tags, then properties by key, and at the end what is each image's own.
func rowsOf(images []model.Image) []row {
	var rows []row
	add := func(name string, of func(*model.Image) value) {
		values := make([]value, len(images))
		for i := range images {
			values[i] = of(&images[i])
		}
		rows = append(rows, row{name: name, values: values})
	}
	for _, attribute := range model.Attributes() {
		kind := attribute.Kind()
		if kind != model.KindOther && kind != model.KindTags && !slices.Contains(own, attribute) {
			add(attribute.String(), func(i *model.Image) value { return attributeOf(i, attribute) })
		}
	}
	for _, tag := range union(images, tagsOf) {
		add("tag "+tag, func(i *model.Image) value { return tagged(i, tag) })
	}
	for _, key := range union(images, keysOf) {
		add(key, func(i *model.Image) value { return propertyOf(i, key) })
	}
	for _, attribute := range own {
		add(attribute.String(), func(i *model.Image) value { return attributeOf(i, attribute) })
		rows[len(rows)-1].own = true
	}
	return rows
}

// most returns which of the images have the largest of a number, where one has a
// smaller.
func most(images []model.Image, number func(*model.Image) (n int64, known bool)) []bool {
	largest, smaller := int64(math.MinInt64), false
	for pass := range 2 {
		for i := range images {
			if n, known := number(&images[i]); known && pass == 0 {
				largest = max(largest, n)
			} else if known {
				smaller = smaller || n < largest
			}
		}
	}
	has := make([]bool, len(images))
	for i := range images {
		n, known := number(&images[i])
		has[i] = smaller && known && n == largest
	}
	return has
}

func created(image *model.Image) (seconds int64, known bool) {
	at, known := image.Time(model.AttrCreatedAt)
	return at.Unix(), known
}

func size(image *model.Image) (bytes int64, known bool) { return image.Number(model.AttrSize) }

func attributeOf(image *model.Image, attribute model.Attribute) value {
	switch {
	case image.Unknown.Has(attribute):
		return value{text: "unknown", unknown: true}
	case !image.Has(attribute):
		return value{}
	}
	if at, ok := image.Time(attribute); ok {
		return value{text: format.Time(at), set: true}
	}
	if number, ok := image.Number(attribute); ok {
		switch attribute.Kind() {
		case model.KindBytes:
			return value{text: format.ExactSize(number), set: true}
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

// union returns the words of all images, in order, each once.
func union(images []model.Image, of func(*model.Image) []string) []string {
	each := make([][]string, len(images))
	for i := range images {
		each[i] = of(&images[i])
	}
	all := slices.Concat(each...)
	slices.Sort(all)
	return slices.Compact(all)
}
