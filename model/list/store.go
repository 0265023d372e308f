package list

import (
	"encoding/binary"
	"slices"

	"glimpse/model"
	"glimpse/model/text"
)

// record is what is known of an image. It never changes, so that it may be kept
// and read from several goroutines: what is known later is another record.
type record struct {
	// image has no properties where they are packed.
	image    model.Image
	packed   string
	haystack string // what a search looks at
}

// handy is how many images are kept unpacked: more than any screen shows rows.
const handy = 512

// store keeps the properties of images packed. They are most of what a list
// of many images weighs and are looked at for the few that are on screen; so
// they are unpacked for the images that were asked for last, and for no other.
type store struct {
	keys map[string]uint64
	// names are the keys by their numbers.
	names []text.Untrusted
	// unpacked are the images that were asked for last, in the order of ring.
	unpacked map[*record]*model.Image
	ring     [handy]*record
	next     int
	// tags are the sets of tags that were met, by the tags one after another:
	// many images have the same.
	tags map[string][]text.Untrusted
}

// mostTagSets bounds the sets of tags that are shared.
const mostTagSets = 4096

// share lets images with the same tags in the same order have them from one
// place.
func (s *store) share(e *entry) {
	if len(e.image.Tags) == 0 {
		return
	}
	var buffer [256]byte
	key := buffer[:0]
	for _, tag := range e.image.Tags {
		key = binary.AppendUvarint(key, uint64(len(tag.Raw())))
		key = append(key, tag.Raw()...)
	}
	if known, ok := s.tags[string(key)]; ok {
		e.image.Tags = known
		return
	}
	if s.tags == nil {
		s.tags = make(map[string][]text.Untrusted)
	}
	if len(s.tags) < mostTagSets {
		s.tags[string(key)] = e.image.Tags
	}
}

// pack puts the properties of an entry away: how many there are, and for each
// the number of its key with a bit for null, the length of its value, and the
// value.
func (s *store) pack(e *entry) {
	if len(e.image.Properties) == 0 {
		return
	}
	size := binary.MaxVarintLen16
	for i := range e.image.Properties {
		size += len(e.image.Properties[i].Value.Raw()) + 4
	}
	packed := binary.AppendUvarint(make([]byte, 0, size), uint64(len(e.image.Properties)))
	for i := range e.image.Properties {
		p := &e.image.Properties[i]
		number := s.number(p.Key) << 1
		if p.Null {
			number |= 1
		}
		packed = binary.AppendUvarint(packed, number)
		packed = binary.AppendUvarint(packed, uint64(len(p.Value.Raw())))
		packed = append(packed, p.Value.Raw()...)
	}
	e.packed, e.image.Properties = string(packed), nil
}

func (s *store) number(key text.Untrusted) uint64 {
	number, known := s.keys[key.Raw()]
	if !known {
		if s.keys == nil {
			s.keys = make(map[string]uint64)
		}
		number = uint64(len(s.names))
		s.keys[key.Raw()] = number
		s.names = append(s.names, key)
	}
	return number
}

// whole returns the image of a record with its properties. The same image is
// returned until some hundred others were asked for.
func (s *store) whole(r *record) *model.Image {
	if r.packed == "" {
		return &r.image
	}
	if image, known := s.unpacked[r]; known {
		return image
	}
	if s.unpacked == nil {
		s.unpacked = make(map[*record]*model.Image, handy)
	}
	delete(s.unpacked, s.ring[s.next])
	s.ring[s.next] = r
	s.next = (s.next + 1) % handy
	image := r.whole(s.names)
	s.unpacked[r] = image
	return image
}

// whole returns a copy of the image of a record with its properties.
func (r *record) whole(names []text.Untrusted) *model.Image {
	image := r.image
	if r.packed != "" {
		image.Properties = unpack(nil, r.packed, names)
	}
	return &image
}

// unpack appends the properties of a record, whose keys have numbers.
func unpack(properties []model.Property, packed string, names []text.Untrusted) []model.Property {
	count, rest := uvarint(packed)
	properties = slices.Grow(properties, int(count))
	for rest != "" {
		var number, length uint64
		number, rest = uvarint(rest)
		length, rest = uvarint(rest)
		properties = append(properties, model.Property{
			Key: names[number>>1], Value: text.Of(rest[:length]), Null: number&1 != 0,
		})
		rest = rest[length:]
	}
	return properties
}

// uvarint reads a number off a text, as binary.Uvarint does off bytes.
func uvarint(from string) (number uint64, rest string) {
	for i, shift := 0, 0; ; i, shift = i+1, shift+7 {
		number |= uint64(from[i]&0x7f) << shift
		if from[i] < 0x80 {
			return number, from[i+1:]
		}
	}
}
