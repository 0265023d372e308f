package list

import (
	"slices"
	"strings"
)

// sorter puts entries in order, a part at a time: it merges runs of growing
// length, so that equal ones stay in the order that they had.
type sorter struct {
	key       func(key []byte, e *entry) []byte
	buffer    []byte
	from, to  []sorted
	run       int // how long the runs are that are in order by now
	begin     int // of the two runs that are being merged
	left      int // the next of the first of them
	right     int // the next of the second
	out       int // where the next goes
	done, all int
}

// sorted is an entry with what it is ordered by.
type sorted struct {
	*entry
	key string
}

// firstRun is how many are put in order at once, to begin with.
const firstRun = 16

// newSorter begins with rows. key appends what an entry is ordered by.
func newSorter(rows []*entry, key func(key []byte, e *entry) []byte) *sorter {
	s := &sorter{key: key, from: make([]sorted, len(rows)), to: make([]sorted, len(rows)), all: len(rows)}
	for i, e := range rows {
		s.from[i].entry = e
	}
	for run := firstRun; run < len(rows); run *= 2 {
		s.all += len(rows)
	}
	return s
}

// step moves about n entries, and reports whether all are in order: they are in
// from then.
func (s *sorter) step(n int) bool {
	for n > 0 && s.run == 0 {
		end := min(s.begin+firstRun, len(s.from))
		s.keys(s.from[s.begin:end])
		slices.SortStableFunc(s.from[s.begin:end], func(a, b sorted) int { return strings.Compare(a.key, b.key) })
		n -= firstRun
		s.done += end - s.begin
		if s.begin = end; end == len(s.from) {
			s.run = firstRun
			s.pair(0)
		}
	}
	for n > 0 && s.run < len(s.from) {
		n -= s.merge(n)
	}
	return s.run >= max(1, len(s.from))
}

// keys finds out what some entries are ordered by, at most as many as are put in
// order at once.
func (s *sorter) keys(of []sorted) {
	var ends [firstRun]int
	s.buffer = s.buffer[:0]
	for i := range of {
		s.buffer = s.key(s.buffer, of[i].entry)
		ends[i] = len(s.buffer)
	}
	all, begin := string(s.buffer), 0
	for i := range of {
		of[i].key = all[begin:ends[i]]
		begin = ends[i]
	}
}

// pair begins with two runs.
func (s *sorter) pair(begin int) {
	s.begin, s.out = begin, begin
	s.left, s.right = begin, min(begin+s.run, len(s.from))
}

// merge moves at most n entries of the two runs, and returns how many.
func (s *sorter) merge(n int) int {
	middle, end := min(s.begin+s.run, len(s.from)), min(s.begin+2*s.run, len(s.from))
	last := min(end, s.out+n)
	moved := last - s.out
	for ; s.out < last; s.out++ {
		if s.right == end || s.left < middle && s.from[s.left].key <= s.from[s.right].key {
			s.to[s.out] = s.from[s.left]
			s.left++
		} else {
			s.to[s.out] = s.from[s.right]
			s.right++
		}
	}
	s.done += moved
	switch {
	case s.out < end:
	case end < len(s.from):
		s.pair(end)
	default:
		s.from, s.to = s.to, s.from
		s.run *= 2
		s.pair(0)
	}
	return moved
}

// entries returns the entries in their order.
func (s *sorter) entries() []*entry {
	all := make([]*entry, len(s.from))
	for i := range all {
		all[i] = s.from[i].entry
	}
	return all
}
