package list

import (
	"maps"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/text"
)

// Selection is images as they were known at one moment. It does not change, and
// may be read from several goroutines.
type Selection struct {
	records []*record
	names   []text.Untrusted
}

// Select returns images as a selection. They must not change.
func Select(images ...*model.Image) Selection {
	s := Selection{records: make([]*record, len(images))}
	for i, image := range images {
		s.records[i] = &record{image: *image}
	}
	return s
}

// Len returns the number of images.
func (s *Selection) Len() int { return len(s.records) }

// ID returns the id of an image.
func (s *Selection) ID(index int) model.ImageID { return s.records[index].image.ID }

// Image returns a copy of an image.
func (s *Selection) Image(index int) *model.Image { return s.records[index].whole(s.names) }

// Images returns a copy of every image.
func (s *Selection) Images() []*model.Image {
	images := make([]*model.Image, s.Len())
	for i := range images {
		images[i] = s.Image(i)
	}
	return images
}

// Reader reads one image after the other without making anything: what it
// returns holds until the next is read.
type Reader struct {
	image      model.Image
	properties []model.Property
}

// Read returns an image of a selection.
func (r *Reader) Read(from *Selection, index int) *model.Image {
	return r.read(from.records[index], from.names)
}

func (r *Reader) read(record *record, names []text.Untrusted) *model.Image {
	r.image = record.image
	if record.packed != "" {
		r.properties = unpack(r.properties[:0], record.packed, names)
		r.image.Properties = r.properties
	}
	return &r.image
}

// Selected returns the marked images: those of the list in its order, as the
// list knows them, then the others by id, as they were last known.
func (l *List) Selected() Selection {
	found := make([]*record, 0, l.marks.loaded+len(l.marks.away))
	for _, rows := range [][]*entry{l.rows, l.old} {
		for _, e := range rows {
			if e.marked {
				found = append(found, e.record)
			}
		}
	}
	away := slices.SortedFunc(maps.Values(l.marks.away), func(a, b *record) int {
		return strings.Compare(a.image.ID.Raw(), b.image.ID.Raw())
	})
	return Selection{records: append(found, away...), names: l.store.names}
}

// Under returns the image under the cursor as a selection, which is empty in an
// empty list.
func (l *List) Under() Selection {
	if l.Len() == 0 {
		return Selection{}
	}
	return Selection{records: []*record{l.at(l.cursor).record}, names: l.store.names}
}

// Marked returns the marked images, in the order of [List.Selected].
func (l *List) Marked() []*model.Image {
	selected := l.Selected()
	return selected.Images()
}
