package list

import (
	"iter"
	"slices"
	"strings"
)

// sorter puts entries in order, a part at a time: it merges runs of growing
// length, so that equal ones stay in the order that they had. The chunks that runs
// lie in are used again once they were read: what is allocated at once is little,
// because much would take as long as several slices, and all together is not much
// more than what is put in order.
type sorter struct {
	key    func(key []byte, e *entry) []byte
	buffer []byte
	rows   []*entry // in no run yet
	runs   []run    // in order by now; the first two are being merged
	out    run      // what they have become so far
	longer []run    // what those before them have become
	free   []*chunk // that were read

	n, done, all int
}

// sorted is an entry with what it is ordered by.
type sorted struct {
	*entry
	key string
}

// chunk is entries that lie together, and firstRun how many of them are put in order
// at once to begin with.
type chunk [firstRun]sorted

const firstRun = 128

// run is n entries in order, of which those before at were taken out. All chunks but
// the last are full.
type run struct {
	chunks []*chunk
	at, n  int
}

// newSorter begins with rows. key appends what an entry is ordered by.
func newSorter(rows []*entry, key func(key []byte, e *entry) []byte) *sorter {
	s := &sorter{key: key, rows: rows, n: len(rows), all: len(rows)}
	for run := firstRun; run < len(rows); run *= 2 {
		s.all += len(rows)
	}
	return s
}

// step moves about n entries, and reports whether all are in order.
func (s *sorter) step(n int) bool {
	for n > 0 && len(s.rows) > 0 {
		n -= s.begin()
	}
	for n > 0 && len(s.rows) == 0 && len(s.runs) > 1 {
		n -= s.merge(n)
	}
	return len(s.rows) == 0 && len(s.runs) <= 1
}

// begin makes a run of the next rows, and returns how many they are.
func (s *sorter) begin() int {
	n := min(firstRun, len(s.rows))
	first := new(chunk)
	var ends [firstRun]int
	s.buffer = s.buffer[:0]
	for i, e := range s.rows[:n] {
		s.buffer = s.key(s.buffer, e)
		first[i].entry, ends[i] = e, len(s.buffer)
	}
	all, begin := string(s.buffer), 0
	for i := range first[:n] {
		first[i].key = all[begin:ends[i]]
		begin = ends[i]
	}
	slices.SortStableFunc(first[:n], func(a, b sorted) int { return strings.Compare(a.key, b.key) })
	s.rows, s.runs = s.rows[n:], append(s.runs, run{chunks: []*chunk{first}, n: n})
	s.done += n
	return n
}

// merge moves at most n entries of the first two runs, and returns how many.
func (s *sorter) merge(n int) int {
	left, right, to := s.runs[0].first(), s.runs[1].first(), s.room()
	to = to[:min(n, len(to))]
	l, r, moved := 0, 0, 0
	switch {
	case len(left) == 0:
		moved = copy(to, right)
		r = moved
	case len(right) == 0:
		moved = copy(to, left)
		l = moved
	default:
		for ; moved < len(to) && l < len(left) && r < len(right); moved++ {
			if left[l].key <= right[r].key {
				to[moved] = left[l]
				l++
			} else {
				to[moved] = right[r]
				r++
			}
		}
	}
	s.take(&s.runs[0], l)
	s.take(&s.runs[1], r)
	s.out.n += moved
	s.done += moved
	if len(s.runs[0].first())+len(s.runs[1].first()) > 0 {
		return moved
	}
	s.runs, s.longer, s.out = s.runs[2:], append(s.longer, s.out), run{}
	if len(s.runs) <= 1 { // one that has no other to be merged with waits for the next round
		s.runs, s.longer = append(s.longer, s.runs...), nil
		s.done = (s.done + s.n - 1) / s.n * s.n
	}
	return moved
}

// room returns where the next entries of what two runs become go.
func (s *sorter) room() []sorted {
	at := s.out.n
	if at%firstRun == 0 {
		var next *chunk
		if last := len(s.free) - 1; last >= 0 {
			next, s.free = s.free[last], s.free[:last]
		} else {
			next = new(chunk)
		}
		s.out.chunks = append(s.out.chunks, next)
	}
	return s.out.chunks[at/firstRun][at%firstRun:]
}

// take takes the first n entries out of a run, which lie in one chunk.
func (s *sorter) take(r *run, n int) {
	if r.at += n; n > 0 && (r.at%firstRun == 0 || r.at == r.n) {
		s.free = append(s.free, r.chunks[(r.at-1)/firstRun])
	}
}

// first returns the first entries that are left and lie together, none at the end.
func (r *run) first() []sorted {
	if r.at == r.n {
		return nil
	}
	begin := r.at / firstRun * firstRun
	return r.chunks[r.at/firstRun][r.at-begin : min(firstRun, r.n-begin)]
}

// each returns the entries, with what they are ordered by, once they are in order.
func (s *sorter) each() iter.Seq[*sorted] {
	return func(yield func(*sorted) bool) {
		for _, run := range s.runs {
			for at := range run.n {
				if !yield(&run.chunks[at/firstRun][at%firstRun]) {
					return
				}
			}
		}
	}
}

// entries returns the entries in their order, once they are in order.
func (s *sorter) entries() []*entry {
	all := make([]*entry, 0, s.n)
	for e := range s.each() {
		all = append(all, e.entry)
	}
	return all
}
