package runner

import "glimpse/api/journal"

// Log is a journal that is being written.
type Log = log

// WithJournals returns options whose new journals are these.
func (o Options) WithJournals(create func(dir string, head journal.Head) (Log, error)) Options {
	o.create = create
	return o
}
