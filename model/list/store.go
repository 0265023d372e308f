package list

import (
	"encoding/binary"

	"glimpse/model"
	"glimpse/model/text"
)

// handy is how many images are kept unpacked: more than any screen shows rows.
const handy = 512

// store keeps the properties of images packed. They are most of what a list
// of many images weighs and are looked at for the few that are on screen; so
// they are unpacked for the images that were asked for last, and for no other.
type store struct {
	keys map[string]uint64
	// names are the keys by their numbers.
	names []text.Untrusted
	ring  [handy]*entry
	next  int
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

// pack puts the properties of an entry away: for each the number of its key
// with a bit for null, the length of its value, and the value.
func (s *store) pack(e *entry) {
	if len(e.image.Properties) == 0 {
		return
	}
	size := 0
	for i := range e.image.Properties {
		size += len(e.image.Properties[i].Value.Raw()) + 4
	}
	packed := make([]byte, 0, size)
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

// whole returns the image of an entry with its properties.
func (s *store) whole(e *entry) *model.Image {
	if e.packed == "" || e.image.Properties != nil {
		return &e.image
	}
	if old := s.ring[s.next]; old != nil {
		old.image.Properties = nil
	}
	s.ring[s.next] = e
	s.next = (s.next + 1) % handy
	e.image.Properties = s.unpack(e.packed)
	return &e.image
}

// unpackAll makes the images of all rows whole, until again is called.
func (s *store) unpackAll(rows []*entry) (again func()) {
	var unpacked []*entry
	for _, e := range rows {
		if e.packed != "" && e.image.Properties == nil {
			e.image.Properties = s.unpack(e.packed)
			unpacked = append(unpacked, e)
		}
	}
	return func() {
		for _, e := range unpacked {
			e.image.Properties = nil
		}
	}
}

// copied returns a copy of the image of an entry that lasts.
func (s *store) copied(e *entry) model.Image {
	image := e.image
	if e.packed != "" && image.Properties == nil {
		image.Properties = s.unpack(e.packed)
	}
	return image
}

func (s *store) unpack(packed string) []model.Property {
	var properties []model.Property
	rest := []byte(packed)
	for len(rest) > 0 {
		number, n := binary.Uvarint(rest)
		length, m := binary.Uvarint(rest[n:])
		value := rest[n+m : n+m+int(length)]
		properties = append(properties, model.Property{
			Key: s.names[number>>1], Value: text.Of(string(value)), Null: number&1 != 0,
		})
		rest = rest[n+m+int(length):]
	}
	return properties
}
