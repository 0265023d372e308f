// Package list holds the images of one query as their pages arrive: which
// page to ask for next, what a late or repeated answer may still change, where
// the cursor is, and what may honestly be said about the count.
//
// It asks nobody for anything. The caller carries out each [Fetch] and hands
// the answer back with the fetch's [Ticket]; answers in any order, twice or
// never leave the list sound. A walk is one pass over the service's pages from
// the first on: a new query begins one, and so does a refresh. At most one
// fetch is open at any time.
//
// A List is not safe for concurrent use: one goroutine owns it.
package list

import (
	"sort"
	"strings"

	"glimpse/model"
)

// Rules are the parts of a query that are carried out on this side. The zero
// value takes everything, in the service's order.
type Rules struct {
	// Match reports whether an image of the service belongs to the list; nil
	// takes every image.
	Match func(*model.Image) bool
	// Key appends what an image is ordered by as the query asks: keys compare byte
	// by byte as the images do. It is used only where SortLocal is set, and must
	// then be set.
	Key func(key []byte, image *model.Image) []byte
	// SortLocal says that the service cannot give the order asked for: the
	// list keeps what is loaded in order, and is complete only when every
	// page has been read.
	SortLocal bool
	// Uses reports whether an image belongs to the list whose name so many
	// images of the service have; nil takes every one.
	Uses func(uses int) bool
}

// Ticket identifies one fetch. An answer counts only with the ticket of the
// fetch that is open. The zero value is the ticket of no fetch.
type Ticket struct{ serial uint64 }

// Fetch asks for one page.
type Fetch struct {
	Ticket Ticket
	// First asks for a new walk, from the first page on. Without it the page
	// after the last one of the walk is meant; after a failure that is the
	// page that failed.
	First bool
	// All says that every page is wanted, not only the next one.
	All bool
}

// Row is one line of the list.
type Row struct {
	Image *model.Image
	// Stale reports whether the image is of an earlier walk and has not been
	// read again in this one.
	Stale bool
	// Changed reports whether the refresh found the image new, or other than it
	// was before.
	Changed bool
	// Marked reports whether the user chose the image.
	Marked bool
}

// entry is what the list keeps for an image. Rows point to entries, so that
// moving rows moves no images.
type entry struct {
	*record
	walk     uint32 // the walk that read it last
	position int    // its place among the rows when the walk began, where old; among what is recalled
	changed  bool
	gone     bool   // it left the list, or a later record of the same image took its place
	marked   bool   // the user chose it
	nameless bool   // it has no id, by which it could be told from others
	round    uint32 // of the narrowing, in which passes was found out
	passes   bool   // the narrowing shows it
}

// List is the paginated list of one query. The zero value is an empty list
// that asks for nothing before SetQuery.
//
// Its rows are those that the walk has read, then those of the walk before
// that it has not yet passed.
type List struct {
	rules  Rules
	rows   []*entry
	old    []*entry
	passed int // how many old rows the walk has passed
	// byID has the entry of every row that has an id, and no other.
	byID   map[model.ImageID]*entry
	left   map[model.ImageID]struct{} // what the walk has read and the rules left out
	taken  int                        // what the walk has read and the rules took
	store  store
	narrow narrowed
	marks  marks
	uses   nameUses
	bytes  int64 // of the images in byID, and of those without an id
	// pending is what is under way, step by step.
	pending pending
	cursor  int
	// home says that the cursor has not been moved since the query began: it
	// is on the first row, whichever image that turns out to be.
	home bool

	walk  uint32
	renew bool // the rows are of an earlier query, and leave when the first page arrives
	again bool // the walk is a refresh, which tells what changed

	serial uint64
	open   Ticket
	first  bool // the open or the failed fetch is the walk's first
	rest   bool // it was for somebody who wants every page
	end    bool // the walk has read its last page
	whole  bool // what was recalled is taken for all there is, although the walk goes on
	err    error
}

// SetQuery begins the walk of another query, or the first walk of all. The
// rows stay, stale, until its first page arrives; the cursor is then on the
// first row, and stays there until it is moved, even if a local order puts
// other images above the first that arrived. An open fetch is given up.
func (l *List) SetQuery(rules Rules) Fetch {
	l.old, l.rows = append(l.rows, l.old...), nil
	l.rules, l.pending.recall, l.pending.sort, l.pending.after = rules, nil, nil, nil
	l.renew, l.again, l.home, l.whole = true, false, true, false
	return l.begin()
}

// Refresh begins a walk of the same query. What it reads replaces the rows by
// id; what it passes without meeting again leaves the list. An open fetch is
// given up.
func (l *List) Refresh() Fetch {
	l.pending.recall, l.whole = nil, false
	if l.pending.sort != nil {
		l.finish()
	}
	l.again = !l.renew
	if !l.rules.SortLocal && !l.renew {
		l.old, l.rows = append(l.rows, l.old...), nil
	}
	for i, e := range l.old {
		e.changed, e.position = false, i
	}
	for _, e := range l.rows {
		e.changed = false
	}
	return l.begin()
}

func (l *List) begin() Fetch {
	l.walk++
	l.passed, l.end = 0, false
	l.left, l.taken = nil, 0
	l.first = true
	l.uses.counting = nil
	return l.request(l.rules.SortLocal)
}

func (l *List) request(all bool) Fetch {
	l.serial++
	l.open = Ticket{l.serial}
	l.err, l.rest = nil, all
	return Fetch{Ticket: l.open, First: l.first, All: all}
}

// NextFetch returns the fetch of the next page if the rows that the walk has read
// do not reach ahead rows beyond the row with index last, counted from zero;
// a local order needs every page. It returns none while a fetch is open,
// after a failure, and at the end, nor while the list is narrowed: then it is
// up to the user how much is loaded.
func (l *List) NextFetch(last, ahead int) (Fetch, bool) {
	if !l.rules.SortLocal && (l.narrow.on || last+ahead < len(l.rows)) {
		return Fetch{}, false
	}
	return l.following(l.rules.SortLocal)
}

// Rest returns the fetch of the next page however many are loaded and shown:
// calling it until it gives none loads everything. It returns none while a
// fetch is open, after a failure, and at the end.
func (l *List) Rest() (Fetch, bool) { return l.following(true) }

func (l *List) following(all bool) (Fetch, bool) {
	if l.walk == 0 || l.open != (Ticket{}) || l.err != nil || l.end {
		return Fetch{}, false
	}
	return l.request(all), true
}

// Retry returns the fetch that failed, anew.
func (l *List) Retry() (Fetch, bool) {
	if l.err == nil {
		return Fetch{}, false
	}
	return l.request(l.rest), true
}

// Fail ends the open fetch with an error: nothing more is fetched until
// Retry, Refresh or SetQuery, and no row is lost. It returns false, and
// changes nothing, for any other ticket.
func (l *List) Fail(ticket Ticket, err error) bool {
	if ticket != l.open || ticket == (Ticket{}) {
		return false
	}
	l.open = Ticket{}
	l.err = err
	return true
}

// AddPage takes the answer of the open fetch. It returns false, and changes
// nothing, for any other ticket: a late or repeated answer is dropped.
func (l *List) AddPage(ticket Ticket, page model.Page) bool {
	if ticket != l.open || ticket == (Ticket{}) {
		return false
	}
	l.open = Ticket{}
	l.err = nil
	before := l.hold()
	if l.renew {
		l.leave(l.old)
		l.marks.anchor = nil
		l.old, l.byID, l.bytes = nil, nil, 0
		l.uses = nameUses{belongs: l.rules.Uses}
		l.narrow.on = !l.narrow.by.IsZero() || l.uses.belongs != nil
		l.narrow.shown = nil
	}
	l.first = false
	l.end = !page.More
	fresh := l.take(page.Images)
	if l.end {
		l.uses.before = l.uses.counting
	}
	if l.rules.SortLocal {
		l.merge(fresh)
	} else {
		l.rows = append(l.rows, fresh...)
		l.pass()
	}
	l.reshow(before)
	l.renew = false
	return true
}

// take enters the images of a page and returns the entries of those that the
// walk has not yet met and the rules take, in the page's order.
func (l *List) take(images []model.Image) []*entry {
	if l.byID == nil {
		l.byID = make(map[model.ImageID]*entry, len(images))
	}
	if l.left == nil {
		l.left = make(map[model.ImageID]struct{})
	}
	takes := l.takes(images)
	// What arrives together lies together: it is walked over in this order.
	entries, records := make([]entry, 0, len(takes)), l.store.records(takes)
	fresh := make([]*entry, 0, len(takes))
	for i, image := range takes {
		known := l.byID[image.ID]
		if known != nil && known.walk == l.walk {
			continue // paging repeats an image that moved while it was walked over
		}
		entries = append(entries, entry{record: &records[i], walk: l.walk})
		e := &entries[len(entries)-1]
		e.changed = l.again && (known == nil || !l.equal(known, image))
		fresh = append(fresh, e)
		l.taken++
		if image.ID.IsEmpty() {
			e.nameless = true
			l.enter(e, nil)
			continue // a record too odd to have an id stands for itself
		}
		if known != nil {
			known.gone = true
			e.marked, known.marked = known.marked, false
			l.passed = max(l.passed, known.position+1)
		}
		l.enter(e, known)
		l.byID[e.ID()] = e // whose text is part of what is kept
		delete(l.left, image.ID)
		l.marks.meet(e)
	}
	return fresh
}

// takes returns the images that the rules take.
func (l *List) takes(images []model.Image) []*model.Image {
	takes := make([]*model.Image, 0, len(images))
	for i := range images {
		image := &images[i]
		if known := l.byID[image.ID]; known != nil && known.walk == l.walk {
			continue
		}
		l.uses.count(image)
		if l.rules.Match != nil && !l.rules.Match(image) {
			l.left[model.NewImageID(strings.Clone(image.ID.Raw()))] = struct{}{}
			continue
		}
		takes = append(takes, image)
	}
	return takes
}

// pass removes the old rows that the walk has passed: those read again, and
// those that stood before one of them and were not met, which the query no
// longer finds or will meet further on.
func (l *List) pass() {
	if len(l.old) == 0 {
		return
	}
	count := 0
	for count < len(l.old) && (l.end || l.old[count].gone || l.old[count].position < l.passed) {
		l.forget(l.old[count])
		count++
	}
	l.old = l.old[count:]
}

// merge puts fresh entries where the local order wants them. Rows of an
// earlier walk stay until they are read again or the walk ends.
func (l *List) merge(fresh []*entry) {
	kept := make([]*entry, 0, len(l.rows))
	for _, e := range l.rows {
		if e.gone || l.end && e.walk != l.walk {
			l.forget(e)
			continue
		}
		kept = append(kept, e)
	}
	sorter := newSorter(fresh, l.key)
	for !sorter.step(len(fresh) + 1) {
		continue
	}
	rows := make([]*entry, 0, len(kept)+len(fresh))
	var key []byte
	for e := range sorter.each() {
		before := sort.Search(len(kept), func(i int) bool {
			key = l.key(key[:0], kept[i])
			return e.key < string(key)
		})
		rows = append(append(rows, kept[:before]...), e.entry)
		kept = kept[before:]
	}
	rows = append(rows, kept...)
	l.rows = rows
}

// forget removes an entry from the index unless a newer one took its place.
func (l *List) forget(old *entry) {
	if old.nameless {
		l.bytes -= old.bytes()
	}
	if id := old.ID(); l.byID[id] == old {
		delete(l.byID, id)
		l.bytes -= old.bytes()
		l.leave([]*entry{old})
	}
}
