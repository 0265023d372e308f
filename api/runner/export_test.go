package runner

import (
	"slices"

	"glimpse/api/journal"
	jobs "glimpse/model/job"
)

// Log is a journal that is being written.
type Log = log

// WithJournals returns options whose new journals are these.
func (o Options) WithJournals(create func(dir string, head journal.Head) (Log, error)) Options {
	o.create = create
	return o
}

// Version grows with every change of any job.
func (r *Runner) Version() uint64 { return r.version.Load() }

// Busy reports whether a job has work left that it would go on with by itself.
func (r *Runner) Busy() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.tasks, func(t *task) bool { return t.state() != jobs.Ended })
}
