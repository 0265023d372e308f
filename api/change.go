package api

import (
	"context"
	"errors"
	"net/http"

	"glimpse/model"
)

// change is one change to one image, from its first attempt to its last.
type change struct {
	client    *Client
	id        model.ImageID
	operation string
	// unsure reports whether a request of the change was carried out, or may
	// have been, so that nothing may be concluded without looking.
	unsure bool
}

// send sends one request of the change.
func (c *change) send(ctx context.Context, request call) (reply, error) {
	got, err := c.client.once(ctx, request)
	var problem *Problem
	if err == nil || errors.As(err, &problem) && problem.arrived {
		c.unsure = true
	}
	return got, err
}

// write carries out a change, alone among the changes to its image, again and
// again as the rules of trying again allow. Before attempt sends something a
// second time, it looks at the change's unsure. done reads whether the image
// is as the change wants it.
//
// An error says that the change was not carried out, unless it is
// ErrUncertain: then a request was sent, and neither an answer nor the image
// itself shows what became of it.
func (c *Client) write(
	ctx context.Context, id model.ImageID, operation string,
	attempt func(ctx context.Context, change *change) error, done func(ctx context.Context) (bool, error),
) error {
	if c.about.ReadOnly {
		problem := c.explain.problem(operation, errReadOnlyGate)
		problem.Image = id
		return problem
	}
	ctx, stop := c.alive(ctx)
	defer stop()
	unlock, err := c.writes.lock(ctx, id)
	if err != nil {
		return c.during(ctx, call{operation: operation, image: id}, err)
	}
	defer unlock()
	change := &change{client: c, id: id, operation: operation}
	err = c.retry.do(ctx, func(ctx context.Context) error { return attempt(ctx, change) })
	if err == nil {
		return nil
	}
	if !change.unsure {
		return c.during(ctx, call{operation: operation, image: id}, err)
	}
	return change.findOutcome(ctx, err, done)
}

// findOutcome finds out what became of a change that ended with an error after one
// of its requests may have been carried out.
func (c *change) findOutcome(ctx context.Context, err error, done func(ctx context.Context) (bool, error)) error {
	if ctx.Err() != nil {
		return c.uncertain(err)
	}
	holds, readErr := done(ctx)
	var problem *Problem
	switch {
	case holds:
		return nil
	case errors.Is(readErr, ErrNotFound):
		return readErr
	case readErr == nil && errors.As(err, &problem) && (problem.refusal() && !errors.Is(err, ErrUnauthorized) ||
		problem.Status == http.StatusInternalServerError):
		// The service has answered for good, and the image is not as wanted.
		return err
	}
	return c.uncertain(err)
}

// uncertain returns an error as one of an unknown outcome. The error itself
// may be shared with other calls and stays as it is.
func (c *change) uncertain(err error) error {
	problem := &Problem{Reason: ownWords("it was given up before the outcome was known"), cause: err}
	var known *Problem
	if errors.As(err, &known) {
		problem.Status, problem.Reason, problem.RequestID, problem.cause = known.Status, known.Reason, known.RequestID, known.cause
		problem.wait = known.wait
	}
	problem.Operation, problem.Image, problem.Kind, problem.final = c.operation, c.id, ErrUncertain, true
	return problem
}
