package list

import (
	"slices"

	"glimpse/model"
)

// Memory is every image of a query that was read to its end, as they were known when
// another query took its place, or as they were told to be since. A query that finds a
// part of them is answered from it by [List.BeginRecall]. The zero value holds none.
type Memory struct {
	all   Selection
	store *store // of the list
	newer map[model.ImageID]*record
	gone  map[model.ImageID]struct{}
}

// Remember returns the images of the list, or nothing where a page is missing or where
// which images belong depends on others.
func (l *List) Remember() (*Memory, bool) {
	if !l.end || l.Loading() || len(l.old) > 0 || l.uses.belongs != nil {
		return nil, false
	}
	records := make([]*record, len(l.rows))
	for i, e := range l.rows {
		records[i] = e.record
	}
	return &Memory{all: Selection{records: records, words: l.store.Words()}, store: &l.store}, true
}

// Selection returns the images as they are known now.
func (m *Memory) Selection() Selection {
	if len(m.newer) == 0 && len(m.gone) == 0 {
		return m.all
	}
	now := Selection{records: make([]*record, 0, len(m.all.records)), words: m.all.words}
	if m.store != nil {
		now.words = m.store.Words()
	}
	for _, known := range m.all.records {
		if _, gone := m.gone[known.ID()]; gone {
			continue
		}
		if newer := m.newer[known.ID()]; newer != nil {
			known = newer
		}
		now.records = append(now.records, known)
	}
	return now
}

// Replace takes a newer record of an image.
func (m *Memory) Replace(image *model.Image) {
	if m.store == nil {
		return
	}
	if m.newer == nil {
		m.newer = make(map[model.ImageID]*record)
	}
	m.newer[image.ID] = &m.store.records([]*model.Image{image})[0]
}

// Remove forgets an image that the service no longer has.
func (m *Memory) Remove(id model.ImageID) {
	if m.gone == nil {
		m.gone = make(map[model.ImageID]struct{})
	}
	m.gone[id] = struct{}{}
}

// recalling is a query that is being answered from memory: its images are found, and
// then put in order.
type recalling struct {
	rules  Rules
	from   *Memory
	at     int
	found  []*entry
	byID   map[model.ImageID]*entry
	bytes  int64 // of the images found
	sorter *sorter
	// listed has for each entry, by its position, the one of the same image that the
	// list had when it was found, or nil.
	listed []*entry
}

// BeginRecall begins to list those images of a memory of this list that rules take, in
// the order of rules, which must say it. Until [List.Step] has come to its end what is
// listed stays; then the list is one that was read to its end, with the cursor on its
// first row. [List.SetQuery] and [List.Refresh] give it up.
func (l *List) BeginRecall(rules Rules, from *Memory) {
	l.pending.recall, l.pending.after = &recalling{rules: rules, from: from, byID: make(map[model.ImageID]*entry)}, nil
}

// CancelRecall keeps what is listed.
func (l *List) CancelRecall() { l.pending.recall = nil }

func (r *recalling) progress() (done, all int) {
	all = 2 * len(r.from.all.records)
	if r.sorter == nil {
		return r.at, all
	}
	if r.sorter.all == 0 {
		return all, all
	}
	return all/2 + all/2*r.sorter.done/r.sorter.all, all
}

func (l *List) stepRecall(n int) {
	r := l.pending.recall
	records := r.from.all.records
	for end := min(r.at+n, len(records)); r.at < end; r.at++ {
		l.recall(r, records[r.at])
	}
	switch {
	case r.at < len(records):
	case r.sorter == nil:
		r.sorter = newSorter(r.found, func(key []byte, e *entry) []byte {
			return r.rules.Key(key, l.store.read(e.record))
		})
	case r.sorter.step(n):
		l.pending.recall = nil
		l.install(r)
	}
}

// recall takes an image of the memory, as it is known now, if the rules do.
func (l *List) recall(r *recalling, remembered *record) {
	id := remembered.ID()
	listed := l.byID[id]
	known := l.latest(r, remembered, listed)
	if known == nil || r.rules.Match != nil && !r.rules.Match(l.store.read(known)) {
		return
	}
	id = known.ID()
	e := &entry{record: known, nameless: id.IsEmpty(), position: len(r.found)}
	r.found, r.listed, r.bytes = append(r.found, e), append(r.listed, listed), r.bytes+e.bytes()
	if !e.nameless {
		r.byID[id] = e
	}
}

// latest returns what is known now of an image of the memory, or nil where there is no
// such image any more. Where the list has the image, listed is its entry.
func (l *List) latest(r *recalling, remembered *record, listed *entry) *record {
	if len(r.from.gone) > 0 {
		if _, gone := r.from.gone[remembered.ID()]; gone {
			return nil
		}
	}
	if listed != nil {
		return listed.record
	}
	if len(r.from.newer) > 0 {
		if newer := r.from.newer[remembered.ID()]; newer != nil {
			return newer
		}
	}
	return remembered
}

// RefreshBehind is Refresh for a list that was recalled: until the walk has come to its
// end, what was recalled counts as all images of the query.
func (l *List) RefreshBehind() Fetch {
	fetch := l.Refresh()
	l.whole = true
	return fetch
}

// install lists what was recalled, as it is known by now. It walks over it as it lies
// in memory, and asks no map for what has not changed: nothing divides it.
func (l *List) install(r *recalling) {
	gone := l.all()
	l.walk++
	l.serial++ // an answer that is still awaited comes too late
	l.open, l.err, l.first, l.end, l.renew, l.again = Ticket{}, nil, false, true, false, false
	l.rules, l.rows, l.old, l.passed, l.left, l.bytes = r.rules, r.sorter.entries(), nil, 0, nil, r.bytes
	removed := false
	for i, e := range r.found {
		removed = !l.renewRecalled(r, e, r.listed[i]) || removed
	}
	if removed {
		l.rows = slices.DeleteFunc(l.rows, func(e *entry) bool { return e.gone })
	}
	l.leave(gone)
	l.byID, l.taken = r.byID, len(l.rows)
	l.uses, l.marks.anchor, l.pending.sort = nameUses{}, nil, nil
	l.narrow.on, l.narrow.shown = !l.narrow.by.IsZero(), nil
	l.narrow.round++
	l.cursor, l.home, l.whole = 0, true, false
	l.reshow(l.hold())
}

// renewRecalled makes an entry that was recalled say what is known by now, and reports
// whether there still is such an image. listed is the entry of it that the list had.
func (l *List) renewRecalled(r *recalling, e, listed *entry) bool {
	if listed == nil || listed.gone {
		listed = l.byID[e.ID()]
	}
	known := l.latest(r, e.record, listed)
	if known == nil {
		delete(r.byID, e.ID())
		l.bytes -= e.bytes()
		e.gone = true
		return false
	}
	if known != e.record {
		l.bytes += known.bytes() - e.bytes()
		e.record = known
	}
	e.walk = l.walk
	if listed != nil {
		e.marked, listed.marked, e.changed = listed.marked, false, listed.changed
	}
	l.marks.meet(e)
	return true
}
