package list

import (
	"cmp"
	"slices"
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
	// Attention shows the images that need it (model.Image.NeedsAttention).
	Attention bool
	// Duplicates shows the images whose name another loaded image has, too, by
	// name and the newest first.
	Duplicates bool
}

// IsZero reports whether nothing is left out.
func (n *Narrowing) IsZero() bool {
	return n.Search.IsEmpty() && !n.Marked && !n.Attention && !n.Duplicates
}

// refines reports whether all that is shown is shown by another narrowing, too.
func (n *Narrowing) refines(other *Narrowing) bool {
	return n.Search.Refines(&other.Search) && (n.Marked || !other.Marked) &&
		(n.Attention || !other.Attention) && n.Duplicates == other.Duplicates
}

// narrowed is the state of a list's narrowing.
type narrowed struct {
	by Narrowing
	on bool
	// shown are the rows that are left, in their order.
	shown []*entry
	// round tells entries that were looked at from those that were not.
	round uint32
	// names counts the images of each name, while duplicates are shown.
	names map[string]int
}

// Filter shows a part of the loaded images. The cursor stays on its image
// where that is shown, and otherwise goes to the nearest row before it that was
// shown and is.
func (l *List) Filter(by Narrowing) {
	before, old := l.hold(), l.narrow.by
	refined := l.narrow.on && by.refines(&old)
	l.narrow.by, l.narrow.on = by, !by.IsZero() || l.uses.belongs != nil
	switch {
	case !l.narrow.on:
		l.narrow.shown, l.narrow.names = nil, nil
	case refined:
		// What was left out before cannot come back.
		l.narrow.round++
		l.narrow.shown = l.sift(nil, l.narrow.shown)
	default:
		l.narrow.round++
		l.reshow()
	}
	l.settle(before)
}

// Narrowing returns which of the loaded images are shown.
func (l *List) Narrowing() Narrowing { return l.narrow.by }

// reshow finds the rows that are shown anew, after rows came or went.
func (l *List) reshow() {
	l.marks.counted = false
	if !l.narrow.on {
		return
	}
	if l.narrow.by.Duplicates {
		l.countNames()
	}
	if l.narrow.by.Duplicates || l.uses.belongs != nil {
		l.narrow.round++
	}
	l.countListed()
	shown := make([]*entry, 0, len(l.narrow.shown))
	shown = l.sift(shown, l.rows)
	shown = l.sift(shown, l.old)
	if l.narrow.by.Duplicates {
		slices.SortStableFunc(shown, byName)
	}
	l.narrow.shown = shown
}

// sift appends those of some rows that are shown.
func (l *List) sift(shown, rows []*entry) []*entry {
	for _, e := range rows {
		if e.round != l.narrow.round {
			e.round, e.passes = l.narrow.round, l.passes(e)
		}
		if e.passes {
			shown = append(shown, e)
		}
	}
	return shown
}

func (l *List) passes(e *entry) bool {
	by := &l.narrow.by
	switch {
	case !l.belongs(e):
		return false
	case by.Marked && !l.IsMarked(e.image.ID),
		by.Attention && !e.attention,
		by.Duplicates && l.narrow.names[e.image.Name.Raw()] < 2:
		return false
	case by.Search.IsEmpty():
		return true
	}
	return by.Search.Match(&e.image, e.haystack)
}

func (l *List) countNames() {
	names := make(map[string]int, len(l.rows))
	for _, rows := range [][]*entry{l.rows, l.old} {
		for _, e := range rows {
			if !e.image.Name.IsEmpty() {
				names[e.image.Name.Raw()]++
			}
		}
	}
	l.narrow.names = names
}

func byName(a, b *entry) int {
	return cmp.Or(
		strings.Compare(a.image.Name.Raw(), b.image.Name.Raw()),
		b.image.CreatedAt.Compare(a.image.CreatedAt),
		strings.Compare(a.image.ID.Raw(), b.image.ID.Raw()),
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
		e.attention = e.image.Status != model.StatusActive || e.image.ImportFailed() || e.image.IsIncomplete()
		l.store.share(e)
		// An order that is made here may be by a property.
		if !l.rules.SortLocal {
			l.store.pack(e)
		}
	}
}
