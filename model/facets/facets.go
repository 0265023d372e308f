// Package facets gathers the words in use among the images that were
// read: tags, property keys and the values of fields. They are what completion
// and the panes offer beside the words of the query language itself.
package facets

import (
	"cmp"
	"maps"
	"slices"

	"glimpse/model"
	"glimpse/model/query"
)

// The bounds: a cloud may hold any number of words, and a person reads few.
const (
	mostKeys   = 2000 // different tags, and different property keys
	mostValues = 200  // different values of one property
	longest    = 120  // bytes of a value that is worth offering
)

// Facets counts words. The zero value is empty. It is not safe for
// concurrent use.
type Facets struct {
	tags       map[string]int
	properties map[string]*property
	attributes [len(attributes)]map[string]int
}

// property is what is known of one property key.
type property struct {
	used   int
	values map[string]int
}

// attributes are those whose values are worth offering: few, and repeated.
var attributes = [...]model.Attribute{
	model.AttrName, model.AttrOwner, model.AttrDiskFormat, model.AttrContainerFormat, model.AttrStores,
}

// Add takes the words of images. An image that is added again counts again,
// which changes the order of what is offered and nothing else.
func (f *Facets) Add(images []model.Image) {
	f.begin()
	for i := range images {
		f.add(&images[i])
	}
}

func (f *Facets) begin() {
	if f.tags != nil {
		return
	}
	f.tags, f.properties = make(map[string]int), make(map[string]*property)
	for i := range f.attributes {
		f.attributes[i] = make(map[string]int)
	}
}

func (f *Facets) add(image *model.Image) {
	for _, tag := range image.Tags {
		count(f.tags, tag.Raw(), mostKeys)
	}
	for i, attribute := range attributes {
		if value, ok := image.Text(attribute); ok && !value.IsEmpty() {
			count(f.attributes[i], value.Raw(), mostValues)
		}
	}
	for _, p := range image.Properties {
		key := p.Key.Raw()
		known := f.properties[key]
		switch {
		case known != nil:
		case len(f.properties) >= mostKeys || len(key) > longest:
			continue
		default:
			known = &property{values: make(map[string]int)}
			f.properties[key] = known
		}
		known.used++
		if !p.Null {
			count(known.values, p.Value.Raw(), mostValues)
		}
	}
}

func count(words map[string]int, word string, most int) {
	if used, known := words[word]; known || len(words) < most && len(word) <= longest {
		words[word] = used + 1
	}
}

// Tags returns the tags in use, the most used first.
func (f *Facets) Tags() []string { return ranked(f.tags) }

// Properties returns the property keys in use, the most used first.
func (f *Facets) Properties() []string {
	used := make(map[string]int, len(f.properties))
	for key, known := range f.properties {
		used[key] = known.used
	}
	return ranked(used)
}

// Values returns the values in use of a field, the most used first: of tags,
// properties, and of the attributes whose values repeat.
func (f *Facets) Values(field query.Field) []string {
	switch field.Kind {
	case query.FieldTag:
		return f.Tags()
	case query.FieldProperty:
		if known := f.properties[field.Property]; known != nil {
			return ranked(known.values)
		}
	case query.FieldAttribute:
		if at := slices.Index(attributes[:], field.Attribute); at >= 0 {
			return ranked(f.attributes[at])
		}
	default:
	}
	return nil
}

// Count returns how many of the images have a value in a field, of an image's tags one;
// 0 is that none has, or that there are too many values to count them all.
func (f *Facets) Count(field query.Field, value string) int {
	switch field.Kind {
	case query.FieldTag:
		return f.tags[value]
	case query.FieldProperty:
		if known := f.properties[field.Property]; known != nil {
			return known.values[value]
		}
	case query.FieldAttribute:
		if at := slices.Index(attributes[:], field.Attribute); at >= 0 {
			return f.attributes[at][value]
		}
	default:
	}
	return 0
}

// AddImage takes the words of one image, of which nothing is kept.
func (f *Facets) AddImage(image *model.Image) {
	f.begin()
	f.add(image)
}

// ranked orders words by how often they are used, and by themselves where that
// is the same, so that the order is the same each time.
func ranked(words map[string]int) []string {
	return slices.SortedFunc(maps.Keys(words), func(a, b string) int {
		return cmp.Or(cmp.Compare(words[b], words[a]), cmp.Compare(a, b))
	})
}
