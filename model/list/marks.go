package list

import (
	"slices"

	"glimpse/model"
)

// marks are the images that the user chose: they outlive filters, orders, pages
// and refreshes. One that is loaded has its mark in its entry.
type marks struct {
	// loaded is how many of the entries are marked.
	loaded int
	// away has the last known record of every marked image that is not loaded,
	// because one that the current query does not find must still be known when
	// it is changed.
	away map[model.ImageID]*record
	// anchor is the row where a range begins, or nil. Once the list was read anew it
	// may be one that is gone, of an image that another row shows.
	anchor *entry
	// bytes are those of all marked images.
	bytes int64
	// hidden is how many marked entries are not shown, if counted says that
	// nothing has changed since it was found out: it is asked for with every
	// key, whether there are two marks or a hundred thousand.
	hidden  int
	counted bool
}

// set marks an entry, or takes its mark away, and reports whether that is a
// change.
func (m *marks) set(e *entry, marked bool) bool {
	if e.marked == marked || e.nameless {
		return false
	}
	e.marked, m.counted = marked, false
	if marked {
		m.loaded++
		m.bytes += e.bytes()
	} else {
		m.loaded--
		m.bytes -= e.bytes()
	}
	return true
}

// meet takes up a mark that was given before the image of an entry was loaded.
func (m *marks) meet(e *entry) {
	if len(m.away) == 0 {
		return
	}
	if away, marked := m.away[e.ID()]; marked {
		delete(m.away, e.ID())
		m.bytes -= away.bytes()
		m.set(e, true)
	}
}

// leave keeps the marks of entries that leave the list.
func (l *List) leave(gone []*entry) {
	for _, e := range gone {
		e.gone = true
		if !e.marked {
			continue
		}
		if l.marks.away == nil {
			l.marks.away = make(map[model.ImageID]*record, l.marks.loaded)
		}
		l.marks.away[e.ID()] = e.record
		l.marks.bytes += e.bytes()
		l.marks.set(e, false)
	}
}

func (l *List) unmark(id model.ImageID) {
	if away := l.marks.away[id]; away != nil {
		delete(l.marks.away, id)
		l.marks.bytes -= away.bytes()
	}
	if e := l.byID[id]; e != nil {
		l.marks.set(e, false)
	}
}

// IsMarked reports whether an image is marked.
func (l *List) IsMarked(id model.ImageID) bool {
	if e := l.byID[id]; e != nil {
		return e.marked
	}
	_, marked := l.marks.away[id]
	return marked
}

// SetMark marks an image of the list, or takes its mark away. An image that
// cannot be told from others, because its record has no id, cannot be marked;
// it returns false then.
func (l *List) SetMark(image *model.Image, marked bool) bool {
	if image == nil {
		return false
	}
	e := l.byID[image.ID]
	if e == nil {
		return false
	}
	l.marks.set(e, marked)
	return true
}

// MarkShown marks every row that is shown, or takes their marks away. While it
// is being found out which those are, it waits for that.
func (l *List) MarkShown(marked bool) {
	l.onceShown(func() {
		l.eachShown(func(e *entry) { l.marks.set(e, marked) })
	})
}

// InvertMarks marks the rows that are shown and not marked, and takes the
// marks of the others away. Marks on what is not shown stay. It waits as
// [List.MarkShown] does.
func (l *List) InvertMarks() {
	l.onceShown(func() {
		l.eachShown(func(e *entry) { l.marks.set(e, !e.marked) })
	})
}

func (l *List) eachShown(do func(e *entry)) {
	view := l.hold()
	for _, rows := range [][]*entry{view.rows, view.old} {
		for _, e := range rows {
			do(e)
		}
	}
}

// Unmark takes every mark away, and gives up those that are being given.
func (l *List) Unmark() {
	l.pending.mark, l.pending.after = nil, nil
	for _, rows := range [][]*entry{l.rows, l.old} {
		for _, e := range rows {
			e.marked = false
		}
	}
	l.marks = marks{}
}

// MarkedCount returns how many images are marked, and how many of them are
// not among the rows that are shown.
func (l *List) MarkedCount() (marked, hidden int) {
	if !l.marks.counted {
		l.marks.hidden, l.marks.counted = 0, true
		if l.narrow.on && l.marks.loaded > 0 {
			l.marks.hidden = l.marks.loaded
			for _, e := range l.narrow.shown {
				if e.marked {
					l.marks.hidden--
				}
			}
		}
	}
	return l.marks.loaded + len(l.marks.away), l.marks.hidden + len(l.marks.away)
}

// AnyMarked reports whether a function holds for a marked image. What it is
// given is for looking at what a list shows, as [compact.Reader.ReadListed] says.
func (l *List) AnyMarked(holds func(*model.Image) bool) bool {
	for _, rows := range [][]*entry{l.rows, l.old} {
		if l.marks.loaded > 0 && slices.ContainsFunc(rows, func(e *entry) bool { return e.marked && holds(l.store.listed(e.record)) }) {
			return true
		}
	}
	for _, away := range l.marks.away {
		if holds(l.store.listed(away)) {
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
	anchor := l.marks.anchor
	if anchor.gone {
		if anchor = l.now(anchor); anchor == nil {
			return 0, 0, false
		}
	}
	at := l.indexOf(anchor)
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
		if l.marks.set(l.at(i), true) {
			changed++
		}
	}
	return changed
}
