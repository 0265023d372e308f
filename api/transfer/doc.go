// Package transfer brings the data of images to this side and to the service,
// whole and checked: hashed on its way, gone on with where a connection broke,
// and never taken for more than it is.
package transfer

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/dustin/go-humanize"
)

// Error is what is wrong with a transfer in one sentence, and what to do.
type Error struct {
	reason, advice string
	cause          error
}

// Error says what is wrong. It may hold what a service or a file chose, and is
// to be escaped.
func (p *Error) Error() string { return p.reason }

// Advice says what to do about it; it may be empty.
func (p *Error) Advice() string { return p.advice }

// Unwrap returns what it came from, if anything.
func (p *Error) Unwrap() error { return p.cause }

// Progress is how far a transfer is. It is written by the transfer, and read by
// whoever shows it.
type Progress struct {
	total, done, before atomic.Int64
	begun               atomic.Int64 // in nanoseconds since 1970
}

func (p *Progress) begin(now time.Time, total, before int64) {
	p.total.Store(total)
	p.done.Store(before)
	p.before.Store(before)
	p.begun.Store(now.UnixNano())
}

// State is a Progress at one moment.
type State struct {
	// Done and Total are bytes; Total is negative where it is not known.
	Done, Total int64
	// Rate is in bytes a second, on average; 0 where it is not known yet.
	Rate float64
	// Left is how long it takes yet at this rate; 0 where that is not known.
	Left time.Duration
	// Begun reports whether data is on its way.
	Begun bool
}

// State returns how far the transfer is.
func (p *Progress) State(now time.Time) State {
	begun := p.begun.Load()
	s := State{Done: p.done.Load(), Total: p.total.Load(), Begun: begun != 0}
	passed := now.Sub(time.Unix(0, begun)).Seconds()
	if !s.Begun || passed <= 0 {
		return s
	}
	s.Rate = float64(s.Done-p.before.Load()) / passed
	if s.Rate > 0 && s.Total > s.Done {
		s.Left = time.Duration(float64(s.Total-s.Done) / s.Rate * float64(time.Second))
	}
	return s
}

// String is the state in one line.
func (s State) String() string {
	if !s.Begun {
		return "waiting"
	}
	line := humanize.IBytes(uint64(s.Done))
	if s.Total > 0 {
		line = fmt.Sprintf("%d%%  %s of %s", s.Done*100/s.Total, line, humanize.IBytes(uint64(s.Total)))
	}
	if s.Rate > 0 {
		line += "  " + humanize.IBytes(uint64(s.Rate)) + "/s"
	}
	if s.Left >= time.Second {
		line += "  " + s.Left.Round(time.Second).String() + " left"
	}
	return line
}
