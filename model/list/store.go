package list

import (
	"glimpse/model"
	"glimpse/model/compact"
	"glimpse/model/search"
)

// record is what is known of an image. It never changes, so that it may be kept
// and read from several goroutines: what is known later is another record.
type record struct{ compact.Image }

// handy is how many images are kept unpacked: more than any screen shows rows.
const handy = 512

// store keeps images packed. A list of many images would weigh a kilobyte each,
// and is looked at for the few that are on screen; so those are unpacked that
// were asked for last, and no others.
type store struct {
	compact.Store
	// unpacked are the images that were asked for last, in the order of ring.
	unpacked map[*record]*model.Image
	ring     [handy]*record
	next     int
	// reader reads what is looked at in passing.
	reader compact.Reader
}

// records packs images, and with them what a search looks at.
func (s *store) records(images []*model.Image) []record {
	records := make([]record, len(images))
	for i, packed := range s.Pack(images, search.AppendOwn) {
		records[i].Image = packed
	}
	return records
}

// read returns the image of a record, until the next is read.
func (s *store) read(r *record) *model.Image { return s.reader.Read(s.Words(), r.Image) }

// listed returns of the image of a record what a list shows of every one, until
// the next is read.
func (s *store) listed(r *record) *model.Image { return s.reader.ReadListed(s.Words(), r.Image) }

// whole returns the image of a record. The same image is returned until some
// hundred others were asked for.
func (s *store) whole(r *record) *model.Image {
	if image, known := s.unpacked[r]; known {
		return image
	}
	if s.unpacked == nil {
		s.unpacked = make(map[*record]*model.Image, handy)
	}
	delete(s.unpacked, s.ring[s.next])
	s.ring[s.next] = r
	s.next = (s.next + 1) % handy
	image := s.Words().Unpack(r.Image)
	s.unpacked[r] = image
	return image
}
