package list

import (
	"slices"

	"glimpse/model"
)

// hold is what the list remembers of the rows before they change, so that the
// cursor can be put back on its image.
type hold struct {
	rows, old []*entry
	cursor    int
}

func (l *List) hold() hold {
	if l.narrow.on {
		return hold{rows: l.narrow.shown, cursor: l.cursor}
	}
	return hold{rows: l.rows, old: l.old, cursor: l.cursor}
}

func (h hold) at(index int) *entry {
	if index < len(h.rows) {
		return h.rows[index]
	}
	return h.old[index-len(h.rows)]
}

func (l *List) at(index int) *entry { return l.hold().at(index) }

// keepCursor puts the cursor on the image that it was on. If that left the list,
// the nearest row before it that is still there takes its place, and failing
// that the first row.
func (l *List) keepCursor(before hold) {
	l.marks.counted = false
	if l.home || before.cursor >= len(before.rows)+len(before.old) || l.Len() == 0 {
		l.cursor = 0
		return
	}
	if before.cursor < l.Len() && l.at(before.cursor) == before.at(before.cursor) {
		return
	}
	l.cursor = 0
	for i := before.cursor; i >= 0; i-- {
		if now := l.now(before.at(i)); now != nil {
			l.cursor = l.indexOf(now)
			return
		}
	}
}

// now returns the entry that shows the image of another one, if any does.
func (l *List) now(before *entry) *entry {
	e := l.byID[before.ID()]
	if e == nil || l.narrow.on && (e.round != l.narrow.round || !e.passes) {
		return nil
	}
	return e
}

// indexOf returns the index of the row of an entry, or -1.
func (l *List) indexOf(e *entry) int {
	view := l.hold()
	if at := slices.Index(view.rows, e); at >= 0 {
		return at
	}
	if at := slices.Index(view.old, e); at >= 0 {
		return len(view.rows) + at
	}
	return -1
}

// Cursor returns the index of the row under the cursor. It is zero in an
// empty list.
func (l *List) Cursor() int { return l.cursor }

// Current returns the image under the cursor, or nil in an empty list. It is
// whole until the list is changed or some hundred others were asked for.
func (l *List) Current() *model.Image {
	if l.Len() == 0 {
		return nil
	}
	return l.store.whole(l.at(l.cursor).record)
}

// MoveTo puts the cursor on the row with an index, or on the nearest one.
func (l *List) MoveTo(index int) {
	l.cursor = max(0, min(index, l.Len()-1))
	l.home = l.renew
	if l.pending.sift != nil {
		l.pending.sift.moved = true
	}
}

// Home puts the cursor on the first row, and keeps it there until it is moved, whichever
// image that turns out to be.
func (l *List) Home() { l.cursor, l.home = 0, true }

// Len returns the number of rows that are shown.
func (l *List) Len() int {
	view := l.hold()
	return len(view.rows) + len(view.old)
}

// Row returns the row with an index from 0 to Len()-1.
func (l *List) Row(index int) Row {
	e := l.at(index)
	return Row{Image: l.store.whole(e.record), Stale: e.walk != l.walk, Changed: e.changed, Marked: l.IsMarked(e.ID())}
}

// IndexOf returns the index of an image's row, or -1. It costs a walk over
// the rows.
func (l *List) IndexOf(id model.ImageID) int {
	e := l.byID[id]
	if e == nil {
		return -1
	}
	return l.indexOf(e)
}

// Loading reports whether a fetch is open.
func (l *List) Loading() bool { return l.open != (Ticket{}) }

// Open returns the ticket of the open fetch, or the zero value.
func (l *List) Open() Ticket { return l.open }

// Err returns the error of the last fetch, until it is asked for again.
func (l *List) Err() error { return l.err }

// Renewing reports whether the rows are still those of an earlier query, or
// whether the first page of all has not arrived.
func (l *List) Renewing() bool { return l.renew }

// Count is what is known of the number of images.
type Count struct {
	// Listed images are those of the rows, old ones among them; Shown are
	// those that the narrowing shows.
	Listed, Shown int
	// Read is how many images the walk has received, with those that the
	// local part of the query left out.
	Read int
	// Complete reports whether no page is missing, so that Listed is exact, or as exact
	// as what is remembered.
	Complete bool
}

// Count returns what is known of the number of images.
func (l *List) Count() Count {
	listed := len(l.rows) + len(l.old)
	if l.uses.belongs != nil {
		listed = l.uses.listed
	}
	return Count{Listed: listed, Shown: l.Len(), Read: l.taken + len(l.left), Complete: l.end || l.whole}
}

// IDs returns the ids of the rows that are shown, in their order.
func (l *List) IDs() []model.ImageID {
	ids := make([]model.ImageID, l.Len())
	for i := range ids {
		ids[i] = l.at(i).ID()
	}
	return ids
}
