// Package transfer brings the data of images to this side and to the service,
// whole and checked: hashed on its way, gone on with where a connection broke,
// and never taken for more than it is.
//
// [Mover] carries out the steps of plans that move data; [Planner] finds out what
// has to be known before they are planned, and plans them.
package transfer

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
