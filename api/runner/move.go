package runner

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"glimpse/api"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Transfers moves the data of images. Its methods are called from several
// goroutines, for different images.
type Transfers interface {
	// Move carries out a step that moves data, on its image as it was just read,
	// and returns what is to be told of it. again reports whether a request of the
	// step may have been carried out before: then Move finds out first what became
	// of that.
	//
	// An error that is a [*jobs.VerdictError] is the end of the step; data that was
	// sent is never sent again by itself. Any other error is one of package api,
	// after which the step may be carried out again, or that of the context.
	Move(ctx context.Context, step *plan.Step, image *model.Image, again bool, meter *jobs.Meter) (note text.Untrusted, err error)
	// MakeOfVolume has an image made of a volume, and follows it. made is told which
	// image it is, as soon as that is known. again is as of Move; known is the image that
	// an earlier request has made, if that is known. The errors are those of Move; after
	// one that is no VerdictError nothing was made.
	MakeOfVolume(
		ctx context.Context, step *plan.Step, known model.ImageID, again bool, meter *jobs.Meter, made func(model.ImageID),
	) (note text.Untrusted, err error)
}

// transfersAtOnce is how many images have their data moved at once, of all jobs
// together. Each takes what the network and the disk give.
const transfersAtOnce = 2

// move is image data that is being moved, or waits for its turn.
type move struct {
	meter  jobs.Meter
	cancel context.CancelCauseFunc
	// made is the image that is being made of a volume, once it is known; it is written
	// and read under the lock of the runner.
	made model.ImageID
}

// beginMove notes that a step is about to move data. Whoever cancels the job from
// then on ends the context.
func (a *attempt) beginMove() (context.Context, *move) {
	r := a.runner
	r.mu.Lock()
	defer r.mu.Unlock()
	ctx, cancel := context.WithCancelCause(r.ctx)
	moving := &move{cancel: cancel}
	a.task.moving[a.step] = moving
	if a.task.order.isCancelled() {
		cancel(jobs.ErrCancelled)
	}
	if r.draining {
		cancel(ErrClosing)
	}
	return ctx, moving
}

// tellMade passes on which image is being made.
func (a *attempt) tellMade(moving *move, id model.ImageID) {
	a.runner.mu.Lock()
	defer a.runner.mu.Unlock()
	moving.made = id
}

func (a *attempt) endMove(moving *move) {
	a.runner.mu.Lock()
	defer a.runner.mu.Unlock()
	moving.cancel(nil)
	delete(a.task.moving, a.step)
}

// cancelMoves ends what a job moves; the caller has locked.
func (t *task) cancelMoves(cause error) {
	for _, moving := range t.moving {
		moving.cancel(cause)
	}
}

// transfers are how far the data is that a job moves; the caller has locked.
func (t *task) transfers(now time.Time) []jobs.Transfer {
	all := make([]jobs.Transfer, 0, len(t.moving))
	for _, i := range slices.Sorted(maps.Keys(t.moving)) {
		one := t.moving[i].meter.Transfer(now)
		one.Step, one.Image, one.Kind, one.Made = i, t.plan.Steps[i].Image, t.plan.Steps[i].Kind, t.moving[i].made
		all = append(all, one)
	}
	return all
}

// move carries out a step that moves data: it waits for its turn, reads the image,
// decides, tells the journal, and has the data moved.
func (a *attempt) move(planned *plan.Step) {
	ctx, moving := a.beginMove()
	defer a.endMove(moving)
	select {
	case a.runner.moves <- struct{}{}:
		defer func() { <-a.runner.moves }()
	case <-ctx.Done():
	}
	if planned.Kind == plan.CreateFromVolume {
		a.makeOfVolume(ctx, planned, moving)
		return
	}
	if ctx.Err() != nil && !a.isOnlyLookedAt(ctx, planned) {
		a.stopped(ctx)
		return
	}
	if image := a.readImage(planned); image != nil {
		a.decideMove(ctx, planned, image, moving)
	}
}

// isOnlyLookedAt reports whether a step is an import of a cancelled job that the service
// may have accepted: under the context that has ended nothing of it is sent.
func (a *attempt) isOnlyLookedAt(ctx context.Context, planned *plan.Step) bool {
	return planned.Kind == plan.Import && a.trace.isUnsure() && errors.Is(context.Cause(ctx), jobs.ErrCancelled)
}

// stopped is the end of a step that was cancelled before anything of it was done
// in this run.
func (a *attempt) stopped(ctx context.Context) {
	a.ending = givenUp
	if a.trace.isUnsure() && errors.Is(context.Cause(ctx), jobs.ErrCancelled) {
		a.ended(jobs.Unsent, text.Of("cancelled; what an earlier attempt has done, the image tells"))
	}
}

// decideMove decides a step on its image. Of one that was begun before, what
// became of that decides.
func (a *attempt) decideMove(ctx context.Context, planned *plan.Step, image *model.Image, moving *move) {
	again := a.trace.isUnsure()
	reconciled := plan.Reconciled{Step: *planned, Inverse: a.inverse}
	if !again {
		reconciled = planned.Reconcile(image)
	}
	if reconciled.Decision != plan.Send {
		a.decided(reconciled, image)
		return
	}
	if a.known.spent {
		a.ended(jobs.Failed, a.known.trouble)
		return
	}
	if halts, _ := a.halts(); halts && !a.isOnlyLookedAt(ctx, planned) {
		a.stopped(ctx)
		return
	}
	a.inverse = reconciled.Inverse
	request, noted := a.note(&reconciled.Step)
	if !noted {
		return
	}
	a.request = request
	if planned.Kind != plan.Download { // which changes nothing
		a.trace = sent
	}
	ctx = api.WithAttempts(ctx, maxAttempts)
	ctx = api.WithRequestIDs(ctx, func(id text.Untrusted) { a.result.RequestID = id })
	note, err := a.runner.options.Transfers.Move(ctx, &reconciled.Step, image, again, &moving.meter)
	a.moved(ctx, note, err)
}

// moved takes in what became of data.
func (a *attempt) moved(ctx context.Context, note text.Untrusted, err error) {
	var verdict *jobs.VerdictError
	switch {
	case err == nil:
		a.contact = answered
		a.ended(jobs.Done, note)
	case errors.As(err, &verdict):
		a.contact = answered
		a.identify(err)
		a.ended(verdict.Outcome, verdict.Reason)
		a.result.Status = verdict.Status
	case ctx.Err() != nil:
		a.ending = givenUp
	case errors.Is(err, api.ErrNotFound):
		a.contact = answered
		a.identify(err)
		a.ended(jobs.Gone, text.Untrusted{})
	default:
		a.failed(err)
	}
}

// MakeOfVolume implements Transfers.
func (noTransfers) MakeOfVolume(
	context.Context, *plan.Step, model.ImageID, bool, *jobs.Meter, func(model.ImageID),
) (text.Untrusted, error) {
	return text.Untrusted{}, &jobs.VerdictError{Outcome: jobs.Failed, Reason: text.Of("no image of a volume can be made here")}
}

// noTransfers is for a runner whose plans move no data.
type noTransfers struct{}

func (noTransfers) Move(context.Context, *plan.Step, *model.Image, bool, *jobs.Meter) (text.Untrusted, error) {
	return text.Untrusted{}, &jobs.VerdictError{Outcome: jobs.Failed, Reason: text.Of("image data cannot be moved here")}
}
