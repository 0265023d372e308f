package list

import (
	"maps"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/compact"
)

// Selection is images as they were known at one moment. It does not change, and
// may be read from several goroutines.
type Selection struct {
	records []*record
	words   compact.Words
	// whole are the images where they come from no list.
	whole []*model.Image
}

// Select returns images as a selection. They must not change.
func Select(images ...*model.Image) Selection { return Selection{whole: slices.Clone(images)} }

// Len returns the number of images.
func (s *Selection) Len() int { return len(s.records) + len(s.whole) }

// ID returns the id of an image.
func (s *Selection) ID(index int) model.ImageID {
	if s.whole != nil {
		return s.whole[index].ID
	}
	return s.records[index].ID()
}

// Image returns a copy of an image.
func (s *Selection) Image(index int) *model.Image {
	if s.whole != nil {
		image := *s.whole[index]
		return &image
	}
	return s.words.Unpack(s.records[index].Image)
}

// Images returns a copy of every image.
func (s *Selection) Images() []*model.Image {
	images := make([]*model.Image, s.Len())
	for i := range images {
		images[i] = s.Image(i)
	}
	return images
}

// Reader reads one image after the other as [compact.Reader] does: what it returns
// holds until the next is read.
type Reader struct{ compact.Reader }

// Read returns an image of a selection.
func (r *Reader) Read(from *Selection, index int) *model.Image {
	if from.whole != nil {
		return from.whole[index]
	}
	return r.Reader.Read(from.words, from.records[index].Image)
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
		return strings.Compare(a.ID().Raw(), b.ID().Raw())
	})
	return Selection{records: append(found, away...), words: l.store.Words()}
}

// Under returns the image under the cursor as a selection, which is empty in an
// empty list.
func (l *List) Under() Selection {
	if l.Len() == 0 {
		return Selection{}
	}
	return Selection{records: []*record{l.at(l.cursor).record}, words: l.store.Words()}
}

// Marked returns the marked images, in the order of [List.Selected].
func (l *List) Marked() []*model.Image {
	selected := l.Selected()
	return selected.Images()
}
