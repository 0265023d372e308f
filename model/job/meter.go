package job

import (
	"sync/atomic"
	"time"

	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Meter is how far a transfer of image data is. Whoever moves the data writes it,
// and whoever shows it reads it, at any time. A nil Meter is told and tells
// nothing.
type Meter struct {
	total, done, before atomic.Int64
	begun               atomic.Int64 // in nanoseconds since 1970
	doing               atomic.Pointer[text.Untrusted]
}

// Begin says that data is on its way: how much it is, negative where that is not
// known, and how much of it was there before.
func (m *Meter) Begin(now time.Time, total, before int64) {
	if m == nil {
		return
	}
	m.total.Store(total)
	m.done.Store(before)
	m.before.Store(before)
	m.begun.Store(now.UnixNano())
}

// Add says that so many bytes more have arrived.
func (m *Meter) Add(bytes int) {
	if m != nil {
		m.done.Add(int64(bytes))
	}
}

// Tell says what is done where no bytes can be counted: what the service itself
// says of its work, or that a file is read once more.
func (m *Meter) Tell(doing text.Untrusted) {
	if m != nil {
		m.doing.Store(&doing)
	}
}

// Transfer is image data on its way, at one moment.
type Transfer struct {
	// Step is the index of the step in the plan; Image and Kind are of it.
	Step  int
	Image model.ImageID
	Kind  plan.Kind
	// Made is the image that a service is making by the step, once that is known.
	Made model.ImageID
	// Begun reports whether data is on its way.
	Begun bool
	// Done and Total are bytes; Total is negative where it is not known.
	Done, Total int64
	// Rate is in bytes a second, on average; 0 where it is not known yet. Left is
	// how long it takes yet at this rate; 0 where that is not known.
	Rate float64
	Left time.Duration
	// Early reports whether too little has arrived to tell how long the rest takes.
	Early bool
	// Doing is what is done where no bytes can be counted; it may be empty.
	Doing text.Untrusted
}

// Transfer returns how far it is.
func (m *Meter) Transfer(now time.Time) Transfer {
	if m == nil {
		return Transfer{Total: -1}
	}
	begun := m.begun.Load()
	t := Transfer{Begun: begun != 0, Done: m.done.Load(), Total: m.total.Load()}
	if doing := m.doing.Load(); doing != nil {
		t.Doing = *doing
	}
	passed := now.Sub(time.Unix(0, begun)).Seconds()
	if !t.Begun || passed <= 0 {
		return t
	}
	t.Rate = float64(t.Done-m.before.Load()) / passed
	t.Early = IsEarly(now.Sub(time.Unix(0, begun)), float64(t.Done-m.before.Load()), float64(t.Total-m.before.Load()))
	t.foresee()
	return t
}

// foresee returns how long the rest takes, where that can be said.
func (t *Transfer) foresee() {
	if t.Rate > 0 && t.Total > t.Done && !t.Early {
		t.Left = time.Duration(float64(t.Total-t.Done) / t.Rate * float64(time.Second))
	}
}

// When the rest of some work can be foreseen: after a few seconds in which a part of it
// was done that says something, or after many.
const (
	shortWork   = 3 * time.Second
	longWork    = 15 * time.Second
	tellingPart = 0.02
)

// IsEarly reports whether work has gone on for too short to tell how long the rest takes.
func IsEarly(worked time.Duration, done, total float64) bool {
	return worked < shortWork || worked < longWork && done < total*tellingPart
}

// Percent is how much of the data has arrived; known is false where that cannot
// be told.
func (t *Transfer) Percent() (percent int, known bool) {
	if !t.Begun || t.Total <= 0 {
		return 0, false
	}
	return int(min(t.Done, t.Total) * 100 / t.Total), true
}

// Data is how much of the image data of the whole job has arrived, and how much it
// is; known is false where the job moves none, or where that cannot be told.
func (p *Progress) Data() (done, total int64, known bool) {
	for outcome, size := range p.Sizes {
		total += size
		if outcome.IsFinal() && outcome != Unsent {
			done += size
		}
	}
	for i := range p.Transfers {
		done += p.Transfers[i].Done
	}
	return min(done, total), total, total > 0
}

// Moving is the data of all of the job: what of it has arrived, and how fast more
// does. Where the job does not know how much it is, it is what the transfers under way
// have brought; of a single one that tells its size, that size counts.
func (p *Progress) Moving() (sum Transfer) {
	for i := range p.Transfers {
		one := &p.Transfers[i]
		if sum.Doing.IsEmpty() {
			sum.Doing = one.Doing
		}
		if !one.Begun {
			continue
		}
		if !sum.Begun {
			sum.Begun, sum.Early = true, true
		}
		sum.Early = sum.Early && one.Early
		sum.Done, sum.Rate, sum.Total = sum.Done+one.Done, sum.Rate+one.Rate, one.Total
	}
	if done, total, known := p.Data(); known {
		sum.Done, sum.Total = done, total
	} else if p.Total > 1 {
		sum.Total = -1
	}
	sum.foresee()
	return sum
}
