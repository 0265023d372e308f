package list

import (
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
	// Duplicates shows the images of which another loaded image has the same, in
	// groups and the newest of each first.
	Duplicates Duplicates
}

// IsZero reports whether nothing is left out.
func (n *Narrowing) IsZero() bool {
	return n.Search.IsEmpty() && !n.Marked && n.Duplicates == NoDuplicates
}

// refines reports whether all that is shown is shown by another narrowing, too.
// Duplicates are found among all that is loaded.
func (n *Narrowing) refines(other *Narrowing) bool {
	return n.Search.Refines(&other.Search) && (n.Marked || !other.Marked) &&
		n.Duplicates == NoDuplicates && other.Duplicates == NoDuplicates
}

// narrowed is the state of a list's narrowing.
type narrowed struct {
	by Narrowing
	on bool
	// shown are the rows that are left, in their order, as far as that is known.
	shown []*entry
	// groups are those of the rows that are shown.
	groups []Group
	// common is what the search finds in the images of each class.
	common []search.Common
	// round separates entries that were looked at from those that were not.
	round uint32
}

// BeginFilter begins to show a part of the loaded images. The cursor stays on
// its image where that is shown, and otherwise goes to the nearest row before it
// that was shown and is. What waits for another narrowing is dropped.
func (l *List) BeginFilter(by Narrowing) {
	before, old := l.hold(), l.narrow.by
	refined := l.narrow.on && by.refines(&old) && l.pending.sift == nil
	shown := l.narrow.shown
	l.narrow.by, l.narrow.on = by, !by.IsZero() || l.uses.belongs != nil
	l.narrow.round++
	l.narrow.common = l.narrow.common[:0]
	l.pending.sift, l.pending.after = nil, nil
	switch {
	case !l.narrow.on:
		l.narrow.shown, l.narrow.groups = nil, nil
		l.keepCursor(before)
	case refined:
		// What was left out before cannot come back.
		l.sift(shown, before)
	default:
		l.sift(l.all(), before)
	}
}

// Narrowing returns which of the loaded images are shown.
func (l *List) Narrowing() Narrowing { return l.narrow.by }

// reshow finds the rows that are shown anew, after rows came or went, and puts
// the cursor on the image that it was on. What was under way goes on; duplicates are
// counted in steps again.
func (l *List) reshow(before hold) {
	l.marks.counted = false
	if !l.narrow.on {
		l.keepCursor(before)
		return
	}
	goesOn := l.pending.sift != nil
	if l.narrow.by.Duplicates != NoDuplicates || l.uses.belongs != nil {
		l.narrow.round++
	}
	l.countListed()
	l.sift(l.all(), before)
	if !goesOn && l.narrow.by.Duplicates == NoDuplicates {
		l.stepSift(l.loaded())
	}
}

// passes reports whether the narrowing shows an entry.
func (l *List) passes(e *entry, uses map[string]int) bool {
	if e.round != l.narrow.round {
		e.round, e.passes = l.narrow.round, l.match(e, uses)
	}
	return e.passes
}

func (l *List) match(e *entry, uses map[string]int) bool {
	by := &l.narrow.by
	switch {
	case !l.belongs(e):
		return false
	case by.Marked && !e.marked,
		by.Duplicates != NoDuplicates && uses[by.Duplicates.Of(l.duplicate(e)).Raw()] < 2:
		return false
	case by.Search.IsEmpty():
		return true
	}
	own, class := e.Beside()
	return by.Search.Match(l.common(class), own, func() *model.Image { return l.store.listed(e.record) })
}

// common returns what the search finds in the images of a class.
func (l *List) common(class int) search.Common {
	for words := l.store.Words(); len(l.narrow.common) <= class; {
		l.narrow.common = append(l.narrow.common, l.narrow.by.Search.Common(words.Class(len(l.narrow.common))))
	}
	return l.narrow.common[class]
}
