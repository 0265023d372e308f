package api

import (
	"context"
	"errors"

	"glimpse/model/text"
)

// requestIDKey is the context's key for a requestIDFunc.
type requestIDKey struct{}

// requestIDFunc is whom to tell of answers to changes.
type requestIDFunc func(requestID text.Untrusted)

// WithRequestIDs returns a context whose calls hand the service's id of every
// request that could change something to a function, as soon as it was
// answered, with success or not: a journal keeps it for the service's
// operator. The function is called in the goroutine of the call, at most six
// times for each request of an operation.
func WithRequestIDs(ctx context.Context, tell func(requestID text.Untrusted)) context.Context {
	return context.WithValue(ctx, requestIDKey{}, requestIDFunc(tell))
}

func requestIDFuncOf(ctx context.Context) requestIDFunc {
	found, _ := ctx.Value(requestIDKey{}).(requestIDFunc)
	return found
}

func (t requestIDFunc) tell(request call, id text.Untrusted, err error) {
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
