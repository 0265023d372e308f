package glance

import (
	"cmp"
	"slices"
	"sort"
	"sync"
	"time"
)

// entry is one image's place in the store. Its record is never changed, only
// replaced, so that whoever holds one may read it without a lock.
type entry struct{ record *Record }

// store keeps the images, by id and in the order in which they were made.
// Neither an id nor the time of creation ever changes, so an image keeps its
// place for life and a page in the default order needs no sorting.
type store struct {
	mu    sync.RWMutex
	byID  map[string]*entry
	order []*entry
	live  int
	// staged holds the data that waits for an import, by image.
	staged map[string][]byte
	// posted are the tasks of the tasks API. As a record, none is ever changed,
	// only replaced.
	posted []Task
}

func newStore() *store {
	return &store{byID: map[string]*entry{}, staged: map[string][]byte{}}
}

// older orders images by creation, then id.
func older(a, b *Record) int {
	if order := a.CreatedAt.Compare(b.CreatedAt); order != 0 {
		return order
	}
	return cmp.Compare(a.ID, b.ID)
}

func byAge(a, b *entry) int { return older(a.record, b.record) }

func (s *store) load(records []Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries := make([]entry, len(records))
	s.order = slices.Grow(s.order, len(records))
	for i := range records {
		r := &records[i]
		r.CreatedAt = r.CreatedAt.UTC().Truncate(time.Microsecond)
		r.UpdatedAt = r.UpdatedAt.UTC().Truncate(time.Microsecond)
		if !r.Deleted() {
			s.live++
		}
		if former, taken := s.byID[r.ID]; taken {
			if !former.record.Deleted() {
				s.live--
			}
			former.record = r
			continue
		}
		entries[i].record = r
		s.byID[r.ID] = &entries[i]
		s.order = append(s.order, &entries[i])
	}
	if !slices.IsSortedFunc(s.order, byAge) {
		slices.SortFunc(s.order, byAge)
	}
}

func (s *store) get(id string) *Record {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if e := s.byID[id]; e != nil {
		return e.record
	}
	return nil
}

func (s *store) len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.live
}

// add puts a new image in its place and reports whether its id was free.
func (s *store) add(r *Record) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byID[r.ID] != nil {
		return false
	}
	e := &entry{record: r}
	s.byID[r.ID] = e
	at := sort.Search(len(s.order), func(i int) bool { return byAge(s.order[i], e) >= 0 })
	s.order = slices.Insert(s.order, at, e)
	s.live++
	return true
}

// change replaces an image by what edit makes of a copy of it, if edit says
// that it is to be kept; the real service saves in several steps, so one can
// be kept although a later step fails. The copy shares its slices with the
// former record: edit replaces them and never writes into them.
func (s *store) change(id string, edit func(r *Record) (keep bool, err error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.byID[id]
	if e == nil {
		return notFound(noImage + id)
	}
	next := *e.record
	keep, err := edit(&next)
	if !keep {
		return err
	}
	if !e.record.Deleted() && next.Deleted() {
		s.live--
		delete(s.staged, id)
	}
	e.record = &next
	return err
}

// stage keeps data for an import; it refuses when there is some already.
func (s *store) stage(id string, data []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.staged[id]; taken {
		return false
	}
	s.staged[id] = data
	return true
}

// unstage takes the data that waits for an import.
func (s *store) unstage(id string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.staged[id]
	delete(s.staged, id)
	return data, ok
}

// post keeps a task of the tasks API, or replaces what it was before.
func (s *store) post(task Task) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.posted = slices.Clone(s.posted)
	if at := slices.IndexFunc(s.posted, func(t Task) bool { return t.ID == task.ID }); at >= 0 {
		s.posted[at] = task
		return
	}
	s.posted = append(s.posted, task)
}

// postedFor are the tasks of the tasks API that named an image.
func (s *store) postedFor(image string) []Task {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []Task
	for _, t := range s.posted {
		if t.image == image {
			out = append(out, t)
		}
	}
	return out
}
