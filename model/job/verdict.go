package job

import (
	"errors"

	"glimpse/model/text"
)

// ErrCancelled is the cause with which the context of a transfer ends whose job
// was cancelled. With any other cause the program ends, and the transfer is looked
// at again by a later run.
var ErrCancelled = errors.New("the job was cancelled")

// ErrNothingToRetry means that none of a job's steps that were asked for ended in a way
// that is tried once more.
var ErrNothingToRetry = errors.New("nothing to retry: nothing failed, and nothing was left unsent")

// VerdictError is an error that decides what became of a step: it is not sent again by
// itself, whatever caused it.
type VerdictError struct {
	Outcome Outcome
	Reason  text.Untrusted
	// Status is the HTTP status of a refusal, or 0.
	Status int
	// Cause is where it comes from; nil where there is no more to know.
	Cause error
}

// Error implements error. It is not escaped.
func (v *VerdictError) Error() string { return v.Reason.Raw() }

// Unwrap returns the cause.
func (v *VerdictError) Unwrap() error { return v.Cause }
