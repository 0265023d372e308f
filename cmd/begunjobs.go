package cmd

import (
	"sync"

	jobs "glimpse/model/job"
)

// begunJobs are the jobs that this run of the program has begun. They outlive their
// connections, which end when another cloud, project or region is chosen. The zero
// value has none.
type begunJobs struct {
	mu  sync.Mutex
	ids map[jobs.ID]bool
}

func (b *begunJobs) add(id jobs.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ids == nil {
		b.ids = map[jobs.ID]bool{}
	}
	b.ids[id] = true
}

func (b *begunJobs) has(id jobs.ID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ids[id]
}
