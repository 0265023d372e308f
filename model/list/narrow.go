package list

import (
	"cmp"
	"strings"

	"glimpse/model"
	"glimpse/model/search"
)

// Narrowing is which of the loaded images are shown. The zero value shows all
// of them. What it leaves out stays loaded, marked and counted.
type Narrowing struct {
	// Search shows what a text finds.
	Search search.Search
	// Marked shows the marked images only. One that is unmarked stays until
	// the narrowing changes.
	Marked bool
	// Duplicates shows the images whose name another loaded image has, too, by
	// name and the newest first.
	Duplicates bool
}

// IsZero reports whether nothing is left out.
func (n *Narrowing) IsZero() bool {
	return n.Search.IsEmpty() && !n.Marked && !n.Duplicates
}

// refines reports whether all that is shown is shown by another narrowing, too.
func (n *Narrowing) refines(other *Narrowing) bool {
	return n.Search.Refines(&other.Search) && (n.Marked || !other.Marked) &&
		n.Duplicates == other.Duplicates
}

// narrowed is the state of a list's narrowing.
type narrowed struct {
	by Narrowing
	on bool
	// shown are the rows that are left, in their order, as far as that is known.
	shown []*entry
	// round tells entries that were looked at from those that were not.
	round uint32
}

// BeginFilter begins to show a part of the loaded images. The cursor stays on
// its image where that is shown, and otherwise goes to the nearest row before it
// that was shown and is.
func (l *List) BeginFilter(by Narrowing) {
	before, old := l.hold(), l.narrow.by
	refined := l.narrow.on && by.refines(&old) && l.pending.sift == nil
	shown := l.narrow.shown
	l.narrow.by, l.narrow.on = by, !by.IsZero() || l.uses.belongs != nil
	l.narrow.round++
	l.pending.sift = nil
	switch {
	case !l.narrow.on:
		l.narrow.shown = nil
		l.settle(before)
	case refined:
		// What was left out before cannot come back.
		l.sift(shown, before)
	default:
		l.sift(l.all(), before)
	}
}

// Filter is BeginFilter with all of its steps.
func (l *List) Filter(by Narrowing) {
	l.BeginFilter(by)
	l.finish()
}

// Narrowing returns which of the loaded images are shown.
func (l *List) Narrowing() Narrowing { return l.narrow.by }

// reshow finds the rows that are shown anew, after rows came or went, and puts
// the cursor on the image that it was on. What was under way goes on; names that
// are used more than once are counted in steps again.
func (l *List) reshow(before hold) {
	l.marks.counted = false
	if !l.narrow.on {
		l.settle(before)
		return
	}
	goesOn := l.pending.sift != nil
	if l.narrow.by.Duplicates || l.uses.belongs != nil {
		l.narrow.round++
	}
	l.countListed()
	l.sift(l.all(), before)
	if !goesOn && !l.narrow.by.Duplicates {
		l.stepSift(l.loaded())
	}
}

// passes reports whether the narrowing shows an entry.
func (l *List) passes(e *entry, names map[string]int) bool {
	if e.round != l.narrow.round {
		e.round, e.passes = l.narrow.round, l.match(e, names)
	}
	return e.passes
}

func (l *List) match(e *entry, names map[string]int) bool {
	by := &l.narrow.by
	switch {
	case !l.belongs(e):
		return false
	case by.Marked && !e.marked,
		by.Duplicates && names[e.image.Name.Raw()] < 2:
		return false
	case by.Search.IsEmpty():
		return true
	}
	return by.Search.Match(&e.image, e.haystack)
}

func byName(a, b *model.Image) int {
	return cmp.Or(
		strings.Compare(a.Name.Raw(), b.Name.Raw()),
		b.CreatedAt.Compare(a.CreatedAt),
		strings.Compare(a.ID.Raw(), b.ID.Raw()),
	)
}

// index makes what a search looks at in new entries, all of it as one text,
// so that searching walks over memory in order, and stores them away.
func (l *List) index(entries []*entry) {
	var buffer []byte
	ends := make([]int, len(entries))
	for i, e := range entries {
		buffer = search.Haystack(buffer, &e.image)
		ends[i] = len(buffer)
	}
	all, start := string(buffer), 0
	for i, e := range entries {
		e.haystack = all[start:ends[i]]
		start = ends[i]
		l.store.share(e)
		if !l.rules.SortLocal || !l.rules.ByProperty {
			l.store.pack(e)
		}
	}
}
