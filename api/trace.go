package api

import (
	"context"
	"errors"

	"glimpse/model/text"
)

// traceKey is the context's key for a trace.
type traceKey struct{}

// trace is whom to tell of answers to changes.
type trace func(requestID text.Untrusted)

// WithRequestIDs returns a context whose calls hand the service's id of every
// request that could change something to a function, as soon as it was
// answered, with success or not: a journal keeps it for the service's
// operator. The function is called in the goroutine of the call, at most six
// times for each request of an operation.
func WithRequestIDs(ctx context.Context, tell func(requestID text.Untrusted)) context.Context {
	return context.WithValue(ctx, traceKey{}, trace(tell))
}

func traceOf(ctx context.Context) trace {
	found, _ := ctx.Value(traceKey{}).(trace)
	return found
}

func (t trace) tell(request call, id text.Untrusted, err error) {
	if t == nil || !request.changes() {
		return
	}
	var problem *Problem
	if errors.As(err, &problem) {
		id = problem.RequestID
	}
	if !id.IsEmpty() {
		t(id)
	}
}
