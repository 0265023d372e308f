package list

import (
	"slices"
	"strings"

	"glimpse/model"
)

// marks are the images that the user chose, by id: they outlive filters,
// orders, pages and refreshes.
type marks struct {
	// byID has the last known record of every marked image, because one that
	// the current query does not find must still be known when it is changed.
	byID map[model.ImageID]*model.Image
	// anchor is the row where a range begins, or nil.
	anchor *entry
	// hidden is how many marked images are not shown, if counted says that
	// nothing has changed since it was found out: it is asked for with every
	// key, whether there are two marks or a hundred thousand.
	hidden  int
	counted bool
}

// IsMarked reports whether an image is marked.
func (l *List) IsMarked(id model.ImageID) bool {
	_, marked := l.marks.byID[id]
	return marked
}

// SetMark marks an image of the list, or takes its mark away. An image that
// cannot be told from others, because its record has no id, cannot be marked;
// it returns false then.
func (l *List) SetMark(image *model.Image, marked bool) bool {
	l.marks.counted = false
	switch {
	case image == nil || image.ID.IsEmpty():
		return false
	case !marked:
		delete(l.marks.byID, image.ID)
		return true
	}
	if l.marks.byID == nil {
		l.marks.byID = make(map[model.ImageID]*model.Image)
	}
	kept := *image
	kept.Raw = nil
	l.marks.byID[image.ID] = &kept
	return true
}

// MarkShown marks every row that is shown, or takes their marks away, and
// returns how many that changed.
func (l *List) MarkShown(marked bool) (changed int) {
	for i := range l.Len() {
		e := l.at(i)
		if l.IsMarked(e.image.ID) == marked {
			continue
		}
		image := l.store.copied(e)
		if l.SetMark(&image, marked) {
			changed++
		}
	}
	return changed
}

// InvertMarks marks the rows that are shown and not marked, and takes the
// marks of the others away. Marks on what is not shown stay.
func (l *List) InvertMarks() {
	for i := range l.Len() {
		image := l.store.copied(l.at(i))
		l.SetMark(&image, !l.IsMarked(image.ID))
	}
}

// Unmark takes every mark away.
func (l *List) Unmark() { l.marks = marks{} }

// MarkedCount returns how many images are marked, and how many of them are
// not among the rows that are shown.
func (l *List) MarkedCount() (marked, hidden int) {
	if !l.marks.counted {
		l.marks.hidden, l.marks.counted = 0, true
		for id := range l.marks.byID {
			e := l.byID[id]
			if e == nil || l.narrow.on && !e.passes {
				l.marks.hidden++
			}
		}
	}
	return len(l.marks.byID), l.marks.hidden
}

// Marked returns the marked images: those of the list in its order, as the
// list knows them, then the others by id, as they were last known.
func (l *List) Marked() []*model.Image {
	found := make([]*model.Image, 0, len(l.marks.byID))
	for _, rows := range [][]*entry{l.rows, l.old} {
		for _, e := range rows {
			if l.IsMarked(e.image.ID) && l.byID[e.image.ID] == e {
				image := l.store.copied(e)
				found = append(found, &image)
			}
		}
	}
	listed := len(found)
	for id, image := range l.marks.byID {
		if l.byID[id] == nil {
			found = append(found, image)
		}
	}
	slices.SortFunc(found[listed:], func(a, b *model.Image) int { return strings.Compare(a.ID.Raw(), b.ID.Raw()) })
	return found
}

// AnyMarked reports whether a function holds for a marked image. What it is
// given is for looking at attributes: properties may be missing.
func (l *List) AnyMarked(holds func(*model.Image) bool) bool {
	for id, image := range l.marks.byID {
		if e := l.byID[id]; e != nil {
			image = &e.image
		}
		if holds(image) {
			return true
		}
	}
	return false
}

// BeginRange begins a range at the cursor.
func (l *List) BeginRange() {
	if l.Len() > 0 {
		l.marks.anchor = l.at(l.cursor)
	}
}

// EndRange ends the range without a change.
func (l *List) EndRange() { l.marks.anchor = nil }

// Range returns the first and the last row between where the range began and
// the cursor. There is none where it was not begun, or where the row is gone.
func (l *List) Range() (first, last int, ok bool) {
	if l.marks.anchor == nil {
		return 0, 0, false
	}
	at := l.indexOf(l.marks.anchor)
	if at < 0 {
		return 0, 0, false
	}
	return min(at, l.cursor), max(at, l.cursor), true
}

// MarkRange marks the rows of the range and ends it. It returns how many were
// not marked before.
func (l *List) MarkRange() (changed int) {
	first, last, ok := l.Range()
	l.EndRange()
	if !ok {
		return 0
	}
	for i := first; i <= last; i++ {
		image := l.store.copied(l.at(i))
		if !l.IsMarked(image.ID) && l.SetMark(&image, true) {
			changed++
		}
	}
	return changed
}

// remember keeps the newest record of a marked image.
func (l *List) remember(image *model.Image) {
	if l.IsMarked(image.ID) {
		l.SetMark(image, true)
	}
}

// MarkWhere marks the loaded images for which a function holds, whether or
// not they are shown, and returns how many were not marked before.
func (l *List) MarkWhere(match func(*model.Image) bool) (changed int) {
	for _, rows := range [][]*entry{l.rows, l.old} {
		for _, e := range rows {
			image := l.store.copied(e)
			if match(&image) && !l.IsMarked(image.ID) && l.SetMark(&image, true) {
				changed++
			}
		}
	}
	return changed
}
