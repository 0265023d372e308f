package runner

import (
	"time"

	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/text"
)

// Write is a change that was sent.
type Write struct {
	// At is when its outcome was known.
	At    time.Time
	Job   jobs.ID
	Image model.ImageID
	Name  text.Untrusted
	// Request is what was sent, in a line.
	Request text.Untrusted
	// Outcome is what became of it; jobs.Waiting means that it is tried again.
	Outcome   jobs.Outcome
	Reason    text.Untrusted
	RequestID text.Untrusted
}

// maxWrites bounds what a long session remembers.
const maxWrites = 10_000

// sentLog is the newest writes.
type sentLog struct {
	kept []Write
	next int // where the oldest is, once there are maxWrites
}

func (r *sentLog) add(write Write) {
	if len(r.kept) < maxWrites {
		r.kept = append(r.kept, write)
		return
	}
	r.kept[r.next] = write
	r.next = (r.next + 1) % maxWrites
}

func (r *sentLog) all() []Write {
	return append(append(make([]Write, 0, len(r.kept)), r.kept[r.next:]...), r.kept[:r.next]...)
}
