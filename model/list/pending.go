package list

import "glimpse/model"

// What walks over all that is loaded is begun at once and done in steps, so that
// no key has to wait for it: a query that is answered from memory, an order, a narrowing,
// marks by a function. Until
// [List.Step] reports that all of it is done, the list is sound, and says by
// [List.Pending] what is under way.

// Pending is what a list is in the middle of.
type Pending uint8

// What can be under way; the first of them is done first.
const (
	Nothing Pending = iota
	Recalling
	Sorting
	Filtering
	Marking
)

// pending is what is under way; each may be nil.
type pending struct {
	recall *recalling
	sort   *reordering
	sift   *sifting
	mark   *marking
	// after is what waits until it is known which images are shown.
	after []func()
}

// Pending returns what is under way.
func (l *List) Pending() Pending {
	switch {
	case l.pending.recall != nil:
		return Recalling
	case l.pending.sort != nil:
		return Sorting
	case l.pending.sift != nil:
		return Filtering
	case l.pending.mark != nil:
		return Marking
	default:
		return Nothing
	}
}

// Progress returns how far what is under way is.
func (l *List) Progress() (done, all int) {
	switch l.Pending() {
	case Recalling:
		return l.pending.recall.progress()
	case Sorting:
		return l.pending.sort.sorter.done, l.pending.sort.sorter.all
	case Filtering:
		return l.pending.sift.progress()
	case Marking:
		return l.pending.mark.at, len(l.pending.mark.rows)
	default:
		return 0, 0
	}
}

// Step goes on with what is under way, about as far as n images, and reports
// whether nothing is left.
func (l *List) Step(n int) (done bool) {
	switch l.Pending() {
	case Recalling:
		l.stepRecall(n)
	case Sorting:
		l.stepSort(n)
	case Filtering:
		l.stepSift(n)
	case Marking:
		l.stepMark(n)
	case Nothing:
	}
	if after := l.pending.after; l.pending.sift == nil && after != nil {
		l.pending.after = nil
		for _, do := range after {
			do()
		}
	}
	return l.Pending() == Nothing
}

// onceShown does something as soon as it is known which images are shown.
func (l *List) onceShown(do func()) {
	if l.pending.sift == nil {
		do()
	} else {
		l.pending.after = append(l.pending.after, do)
	}
}

// finish does all that is under way at once.
func (l *List) finish() {
	for !l.Step(l.loaded()) {
		continue
	}
}

func (l *List) loaded() int {
	if l.pending.recall != nil {
		return len(l.pending.recall.from.all.records) + 1
	}
	return len(l.rows) + len(l.old) + 1
}

// all returns every row, shown or not.
func (l *List) all() []*entry {
	all := make([]*entry, 0, len(l.rows)+len(l.old))
	return append(append(all, l.rows...), l.old...)
}

// reordering is another order that is being made.
type reordering struct {
	sorter *sorter
	before Rules
}

// BeginReorder begins to put a list that is complete into another order without
// reading anything, and in the end the cursor on its first row; the filters of
// rules must be those that it was read with. It returns false, and changes
// nothing, where a page is missing.
func (l *List) BeginReorder(rules Rules) bool {
	if !l.end || l.Loading() || len(l.old) > 0 || rules.Key == nil {
		return false
	}
	before := l.rules
	if l.pending.sort != nil {
		before = l.pending.sort.before
	}
	l.rules = rules
	l.pending.sort = &reordering{sorter: newSorter(l.rows, l.key), before: before}
	return true
}

// key appends what the rules order an entry by.
func (l *List) key(key []byte, e *entry) []byte {
	return l.rules.Key(key, l.store.read(e.record))
}

func (l *List) stepSort(n int) {
	if !l.pending.sort.sorter.step(n) {
		return
	}
	l.rows = l.pending.sort.sorter.entries()
	l.pending.sort = nil
	l.cursor, l.home = 0, true
	l.reshow(l.hold())
}

// CancelReorder keeps the order that was there before the one under way.
func (l *List) CancelReorder() {
	if l.pending.sort != nil {
		l.rules, l.pending.sort = l.pending.sort.before, nil
	}
}

// marking is marks by a function, which are given when it was asked about every
// image.
type marking struct {
	match func(*model.Image) bool
	rows  []*entry
	at    int
	hits  []*entry
}

// BeginMarkWhere begins to mark the loaded images for which a function holds,
// whether or not they are shown.
func (l *List) BeginMarkWhere(match func(*model.Image) bool) {
	l.pending.mark = &marking{match: match, rows: l.all()}
}

func (l *List) stepMark(n int) {
	m := l.pending.mark
	for end := min(m.at+n, len(m.rows)); m.at < end; m.at++ {
		if e := m.rows[m.at]; m.match(l.store.read(e.record)) {
			m.hits = append(m.hits, e)
		}
	}
	if m.at < len(m.rows) {
		return
	}
	for _, e := range m.hits {
		if e.gone {
			e = l.byID[e.ID()]
		}
		if e != nil {
			l.marks.set(e, true)
		}
	}
	l.pending.mark = nil
}

// CancelMarkWhere gives no marks.
func (l *List) CancelMarkWhere() { l.pending.mark = nil }
