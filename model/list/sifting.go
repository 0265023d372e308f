package list

import "slices"

// sifting is a narrowing that is being found out. What is around the cursor is
// looked at first, because that is what is seen.
type sifting struct {
	rows []*entry
	// begin is the row under the cursor, from which is looked at up and down;
	// rows[up:down] have been looked at, and shown[first:last] are what is left
	// of them.
	begin, up, down int
	shown           []*entry
	first, last     int
	// before is what was shown before, moved that the cursor was moved since.
	before hold
	moved  bool
	// uses counts the images that have the same, where duplicates are looked for,
	// and counted how many images it has counted; sorter puts the duplicates in
	// order, and grouping finds where groups begin.
	uses     map[string]int
	counted  int
	sorter   *sorter
	grouping *grouping
}

// sift begins to look for those of some rows that are shown.
func (l *List) sift(rows []*entry, before hold) {
	s := &sifting{rows: rows, before: before, shown: make([]*entry, len(rows))}
	l.narrow.groups = nil
	if l.narrow.by.Duplicates != NoDuplicates {
		s.uses = make(map[string]int, len(rows))
	}
	if cursor := before.cursor; cursor < len(before.rows)+len(before.old) {
		s.begin = max(0, slices.Index(rows, before.at(cursor)))
	}
	s.up, s.down, s.first, s.last = s.begin, s.begin, s.begin, s.begin
	l.pending.sift = s
	if s.uses != nil {
		l.narrow.shown = rows // until it is known what is left of them
		l.keepCursor(before)
	} else {
		l.narrow.shown = nil
		l.cursor = 0
	}
}

// progress returns how far it is: where duplicates are looked for, the images
// are counted and looked at.
func (s *sifting) progress() (done, all int) {
	done, all = s.counted+s.down-s.up, len(s.rows)
	if s.uses != nil {
		all *= 2
	}
	return done, all
}

// stepSift goes on with what is looked for.
func (l *List) stepSift(n int) {
	s := l.pending.sift
	switch {
	case s.uses == nil:
		before := s.first
		done := l.look(s, n)
		l.narrow.shown, l.marks.counted = s.shown[s.first:s.last], false
		l.shiftCursor(before - s.first)
		if !done {
			return
		}
		if cap(l.narrow.shown) > 2*len(l.narrow.shown) {
			l.narrow.shown = slices.Clone(l.narrow.shown)
		}
	case !l.stepDuplicates(s, n):
		return
	}
	l.pending.sift, l.marks.counted = nil, false
	if !s.moved {
		l.keepCursor(s.before)
	}
}

// stepDuplicates counts what images have the same of, finds the duplicates, puts
// them in order and finds their groups; it reports whether all of that is done.
func (l *List) stepDuplicates(s *sifting, n int) bool {
	switch {
	case s.counted < len(s.rows):
		l.countDuplicates(s, n)
		return false
	case s.sorter == nil && !l.look(s, n):
		return false
	case s.sorter == nil:
		s.sorter = newSorter(s.shown[s.first:s.last], func(key []byte, e *entry) []byte {
			return l.narrow.by.Duplicates.appendKey(key, l.duplicate(e))
		})
		return false
	case s.grouping == nil && !s.sorter.step(n):
		return false
	case s.grouping == nil:
		s.grouping = &grouping{rows: s.sorter.entries()}
		return false
	case !l.stepGroups(s.grouping, n):
		return false
	}
	s.before, s.moved = l.hold(), false
	l.narrow.shown, l.narrow.groups = s.grouping.rows, s.grouping.groups
	return true
}

// countDuplicates counts what the next images have.
func (l *List) countDuplicates(s *sifting, n int) {
	for end := min(len(s.rows), s.counted+n); s.counted < end; s.counted++ {
		if has := l.narrow.by.Duplicates.Of(l.duplicate(s.rows[s.counted])); !has.IsEmpty() {
			s.uses[has.Raw()]++
		}
	}
}

// look looks at the next rows, below and above the cursor, and reports whether
// all have been looked at.
func (l *List) look(s *sifting, n int) bool {
	for ; n > 0 && (s.up > 0 || s.down < len(s.rows)); n-- {
		if s.down < len(s.rows) && (s.up == 0 || s.down-s.begin <= s.begin-s.up) {
			if e := s.rows[s.down]; l.passes(e, s.uses) {
				s.shown[s.last] = e
				s.last++
			}
			s.down++
			continue
		}
		s.up--
		if e := s.rows[s.up]; l.passes(e, s.uses) {
			s.first--
			s.shown[s.first] = e
		}
	}
	return s.up == 0 && s.down == len(s.rows)
}

// shiftCursor keeps the cursor where it was moved to, as rows come before it, and
// else on its image or the nearest row before it.
func (l *List) shiftCursor(more int) {
	s := l.pending.sift
	switch {
	case s.moved:
		l.cursor += more
	case l.home:
		l.cursor = 0
	default:
		l.cursor = s.begin - s.first
		if s.down > s.begin && (s.begin >= s.last || s.shown[s.begin] != s.rows[s.begin]) {
			l.cursor--
		}
	}
	l.cursor = max(0, min(l.cursor, l.Len()-1))
}
