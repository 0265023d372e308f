package edit

import (
	"slices"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/list"
	"glimpse/model/query"
)

// Survey gathers what images hold, some images at a time: no key waits for the
// form of a hundred thousand.
type Survey struct {
	images list.Selection
	reader list.Reader
	at     int
	// sorted is how many of the values are in their order, of those in values.
	sorted int
	values []*commonValue

	// first is the first image, or nil.
	first      *model.Image
	attributes map[model.Attribute]*commonValue
	owned      []ownedField
	tags       holders
	// keys are the properties in the order in which they were found.
	keys       []string
	common     map[string]*commonValue
	properties holders
	// beyondQueued is the first image that is queued no more, or nil.
	beyondQueued *model.Image
	// incoming is how many images get data just now, unknown of how many that is
	// not known.
	incoming, unknown int
}

// NewSurvey begins with images. Of none it is finished.
func NewSurvey(images list.Selection) *Survey {
	total := images.Len()
	s := &Survey{
		images: images, attributes: map[model.Attribute]*commonValue{}, common: map[string]*commonValue{},
		tags: newHolders(total), properties: newHolders(total),
	}
	if total > 0 {
		s.first = images.Image(0)
	}
	for _, about := range command.SettableAttributes() {
		s.attributes[attributeOf(&about)] = s.value()
	}
	for _, attribute := range ownedAttributes(total) {
		s.owned = append(s.owned, ownedField{attribute: attribute, common: s.value()})
	}
	return s
}

// value begins with a value that is sorted in the end.
func (s *Survey) value() *commonValue {
	one := &commonValue{total: s.images.Len()}
	s.values = append(s.values, one)
	return one
}

// attributeOf returns the attribute that a field of the form stands for.
func attributeOf(about *command.Settable) model.Attribute {
	if about.Field.Kind == query.FieldHidden {
		return model.AttrHidden
	}
	return about.Field.Attribute
}

// Step looks at the next n images, or puts the values of one field in order.
func (s *Survey) Step(n int) (done bool) {
	if s.at < s.images.Len() {
		for end := min(s.at+n, s.images.Len()); s.at < end; s.at++ {
			s.add(s.reader.Read(&s.images, s.at))
		}
		return false
	}
	if s.sorted < len(s.values) {
		s.values[s.sorted].sort()
		s.sorted++
	}
	return s.sorted == len(s.values)
}

// Progress returns how many of the images were looked at.
func (s *Survey) Progress() (done, all int) { return s.at, s.images.Len() }

func (s *Survey) add(image *model.Image) {
	for attribute, common := range s.attributes {
		common.addOf(image, attribute, attributeText)
	}
	for i := range s.owned {
		s.owned[i].common.addOf(image, s.owned[i].attribute, ownedText)
	}
	for _, tag := range image.Tags {
		s.tags.add(s.at, tag.Raw())
	}
	for _, property := range image.Properties {
		key := property.Key.Raw()
		common, known := s.common[key]
		if !known {
			common = s.value()
			s.common[key], s.keys = common, append(s.keys, key)
		}
		common.add(property.Value.Raw(), property.Null)
		s.properties.add(s.at, key)
	}
	s.addStatus(image)
}

func (s *Survey) addStatus(image *model.Image) {
	unknown := image.Unknown.Has(model.AttrStatus)
	if image.Status != model.StatusQueued && s.beyondQueued == nil {
		s.beyondQueued = &model.Image{Status: image.Status, Unknown: image.Unknown}
	}
	if unknown {
		s.unknown++
	}
	switch image.Status {
	case model.StatusSaving, model.StatusUploading, model.StatusImporting:
		s.incoming++
	}
}

// holders is which images have each of their tags, or each key of their properties.
type holders struct {
	// counts is how many each image has.
	counts []int32
	of     map[string][]int32
}

func newHolders(images int) holders {
	return holders{counts: make([]int32, images), of: map[string][]int32{}}
}

// add notes that an image has a name; images are noted in their order.
func (h *holders) add(image int, name string) {
	h.counts[image]++
	if have := h.of[name]; len(have) == 0 || have[len(have)-1] != int32(image) {
		h.of[name] = append(have, int32(image))
	}
}

// fullest returns the largest number that an image would have, if all had some
// names and none had others.
func (h *holders) fullest(add, remove []string) int {
	if len(h.counts) == 0 {
		return len(add)
	}
	counts := slices.Clone(h.counts)
	for _, name := range slices.Concat(add, remove) {
		for _, image := range h.of[name] {
			counts[image]--
		}
	}
	return int(slices.Max(counts)) + len(add)
}

// both returns how many images have two names.
func (h *holders) both(one, other string) int {
	count, others := 0, h.of[other]
	for _, image := range h.of[one] {
		if _, has := slices.BinarySearch(others, image); has {
			count++
		}
	}
	return count
}
