package runner

import (
	"context"
	"errors"

	"glimpse/api"
	"glimpse/api/journal"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// makeOfVolume carries out a step that has an image made of a volume. Which image that
// is, only the answer tells; the journal keeps it in the step that takes it back, so that
// a later run finds it. A request that may have arrived is never sent again by itself.
func (a *attempt) makeOfVolume(ctx context.Context, planned *plan.Step, moving *move) {
	if a.known.spent {
		a.ended(jobs.Failed, a.known.trouble)
		return
	}
	again, before := a.trace.isUnsure(), a.trace
	var known model.ImageID
	if again && a.inverse != nil {
		known = a.inverse.Image
	}
	// Of a cancelled job nothing is sent, but an image that is known to be made is told.
	if halts, isCancelled := a.halts(); halts && (!isCancelled || known.IsEmpty()) {
		a.stopped(ctx)
		return
	}
	a.request = describe(planned)
	if !again {
		a.inverse = nil
		request, noted := a.note(planned)
		if !noted {
			return
		}
		before, a.request, a.trace = a.trace, request, sent
	}
	ctx = api.WithAttempts(ctx, maxAttempts)
	ctx = api.WithRequestIDs(ctx, func(id text.Untrusted) { a.result.RequestID = id })
	a.tellMade(moving, known)
	made := func(id model.ImageID) {
		a.tellMade(moving, id)
		a.inverse = planned.Unmake(id)
		// An error of the journal sticks to it, where the end of the step finds it.
		_ = a.task.log.Append(journal.Send{
			Step: a.step, At: a.runner.options.Now(), Request: "image " + id.Raw() + " is being made", Inverse: a.inverse,
		})
	}
	note, err := a.runner.options.Transfers.MakeOfVolume(ctx, planned, known, again, &moving.meter, made)
	var verdict *jobs.VerdictError
	if err != nil && !again && a.inverse == nil && !errors.As(err, &verdict) && ctx.Err() == nil {
		a.trace = before // the request was not carried out
	}
	a.moved(ctx, note, err)
}
