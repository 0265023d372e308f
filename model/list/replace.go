package list

import (
	"slices"

	"glimpse/model"
)

// Replace puts a newer record of an image in its row, where it is listed, and
// marks it as changed if it says something else. The row stays where it is
// until the next refresh, even if the query would no longer find it.
func (l *List) Replace(image *model.Image) {
	if e, isOther := l.renewed(image); isOther {
		e.changed = true
	}
}

// Renew is Replace for a record of which the user knows why it says something else: the
// row keeps the sign that it has, or has not.
func (l *List) Renew(image *model.Image) { l.renewed(image) }

func (l *List) renewed(image *model.Image) (e *entry, isOther bool) {
	e = l.byID[image.ID]
	if e == nil || l.equal(e, image) {
		return e, false
	}
	before := *e
	e.record = &l.store.records([]*model.Image{image})[0]
	l.enter(e, &before)
	e.round = 0
	return e, true
}

// Settle takes the sign off an image that it is other than it was: what was
// changed was taken back.
func (l *List) Settle(id model.ImageID) {
	if e := l.byID[id]; e != nil {
		e.changed = false
	}
}

// Remove takes an image out of the list, because the service no longer has
// it.
func (l *List) Remove(id model.ImageID) {
	l.unmark(id)
	e := l.byID[id]
	if e == nil {
		return
	}
	before := l.hold()
	e.gone = true
	delete(l.byID, id)
	l.bytes -= e.bytes()
	if e.walk == l.walk {
		l.taken-- // it is no image any more that the query left out
	}
	drop := func(other *entry) bool { return other == e }
	l.rows = slices.DeleteFunc(slices.Clone(l.rows), drop)
	l.old = slices.DeleteFunc(slices.Clone(l.old), drop)
	if l.pending.sort != nil {
		l.pending.sort.sorter = newSorter(l.rows, l.key)
	}
	l.reshow(before)
}
