package runner

import (
	"context"
	"errors"
	"slices"
	"time"

	"glimpse/api"
	"glimpse/api/journal"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// maxAttempts is how often the client tries a request before the job turns to
// other images: enough for a bad link, and soon enough over for an outage to
// be told as one.
const maxAttempts = 4

// attempt is one attempt at one step. It is its worker's alone until put.
type attempt struct {
	runner *Runner
	task   *task
	step   int
	epoch  int
	begun  time.Time
	// known is what the attempts before have come to, probing reports whether
	// this one finds out if an outage is over.
	known   retryBudget
	probing bool

	ending  ending
	trace   trace
	contact contact
	result  jobs.Result
	// read is what the step is decided on, listed reports whether it was read
	// ahead; written is the image as the step has made it.
	read    reading
	listed  bool
	written reading
	// request is what was sent, empty if nothing was; inverse takes back what
	// the step has done so far.
	request string
	inverse *plan.Step
	// why and asked are of a failure: the sentence for the person, and how long
	// the service wants to be left alone.
	why   string
	asked time.Duration
	// fault is a fault of this program.
	fault string
}

func (a *attempt) ended(outcome jobs.Outcome, reason text.Untrusted) {
	a.ending = final
	a.result.Outcome, a.result.Reason = outcome, reason
}

// carryOut reads the image, decides, and sends what is left to be done.
func (a *attempt) carryOut() {
	defer func() {
		if thrown := recover(); thrown != nil {
			a.broken(thrown)
		}
	}()
	planned := &a.task.plan.Steps[a.step]
	if planned.MovesData() {
		a.move(planned)
		return
	}
	if planned.Kind == plan.Create && !a.trace.isUnsure() {
		a.decided(planned.Reconcile(nil), nil)
		return
	}
	if planned.WantsMembers() {
		a.carryOutMembers(planned)
		return
	}
	if a.listed = a.read.isFresh(a.runner.options.Now()); a.listed {
		a.decideOn(planned, a.read.image)
		return
	}
	if image := a.readImage(planned); image != nil {
		a.decideOn(planned, image)
	}
}

// readImage reads the image of a step by itself. Where it returns none, the attempt
// is over.
func (a *attempt) readImage(planned *plan.Step) *model.Image {
	var image model.Image
	err := a.call(func(ctx context.Context) (err error) {
		a.read = reading{&image, a.runner.options.Now()}
		image, err = a.runner.service.Image(ctx, planned.Image)
		return err
	})
	switch {
	case errors.Is(err, api.ErrNotFound):
		a.missing(planned)
	case err != nil:
		a.failed(err)
	default:
		a.contact = answered
		return &image
	}
	return nil
}

// note writes to the journal what is about to be sent. Where that cannot be, the job halts.
func (a *attempt) note(step *plan.Step) (request string, noted bool) {
	request = describe(step)
	err := a.task.log.Append(journal.Send{Step: a.step, At: a.runner.options.Now(), Request: request, Inverse: a.inverse})
	if err != nil {
		a.ending, a.why = halted, err.Error()
		return "", false
	}
	a.trace = max(a.trace, journaled)
	return request, true
}

// broken is the end of an attempt by a fault of this program.
func (a *attempt) broken(thrown any) {
	a.fault = faultOf(thrown)
	a.ended(jobs.Failed, text.Of(a.fault))
}

// call sends one request when there is room for it.
func (a *attempt) call(request func(ctx context.Context) error) error {
	ctx := api.WithAttempts(a.runner.ctx, maxAttempts)
	ctx = api.WithRequestIDs(ctx, func(id text.Untrusted) { a.result.RequestID = id })
	return a.runner.inSlot(ctx, func() error { return request(ctx) })
}

// inSlot sends a request when there is room for it.
func (r *Runner) inSlot(ctx context.Context, request func() error) error {
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-r.slots }()
	return request()
}

// missing is the end of a step whose image is not there.
func (a *attempt) missing(planned *plan.Step) {
	a.contact = answered
	switch {
	case planned.Kind == plan.Create:
		a.decided(planned.Reconcile(nil), nil)
	case planned.Kind == plan.Delete && a.trace.isUnsure():
		a.ended(jobs.Done, text.Untrusted{}) // an earlier request of the step arrived
	default:
		a.ended(jobs.Gone, text.Untrusted{})
	}
}

// decided ends the step as the image tells, or sends its request.
func (a *attempt) decided(reconciled plan.Reconciled, image *model.Image) {
	switch reconciled.Decision {
	case plan.NoChange:
		a.ended(jobs.NoChange, text.Untrusted{})
		if a.trace.isUnsure() {
			a.result.Outcome = jobs.Done
		}
	case plan.Conflict:
		a.ended(jobs.Conflict, reconciled.Detail)
		a.result.Code = reconciled.Reason
		a.result.Conflicts = reconciled.Conflicts
	case plan.NotAllowed:
		a.ended(jobs.Refused, reconciled.Detail)
		a.result.Code = reconciled.Reason
	case plan.Send:
		switch halts, isCancelled := a.halts(); {
		case a.known.spent:
			a.ended(jobs.Failed, a.known.trouble)
		case isCancelled && a.trace.isUnsure():
			a.ended(jobs.Failed, text.Of("the job was cancelled; the request before had no effect"))
		case halts:
			a.ending = givenUp
		default:
			a.send(&reconciled, image)
		}
	}
}

// halts reports whether nothing more is to be sent: the job was paused or
// cancelled meanwhile, or the program ends.
func (a *attempt) halts() (halts, isCancelled bool) {
	a.runner.mu.Lock()
	defer a.runner.mu.Unlock()
	isCancelled = a.task.order.isCancelled()
	return isCancelled || a.runner.draining || a.task.order.isPaused(), isCancelled
}

// errNotSent means that a request that the journal knows of was not sent after
// all: the job was paused or cancelled meanwhile, or what was read ahead has
// become too old to send it.
var errNotSent = errors.New("not sent")

// send writes to the journal, sends, and takes in the answer.
func (a *attempt) send(reconciled *plan.Reconciled, image *model.Image) {
	if !a.trace.isUnsure() || a.inverse == nil {
		// Otherwise the image is perhaps no longer as it was before the step.
		a.inverse = reconciled.Inverse
	}
	request, noted := a.note(&reconciled.Step)
	if !noted {
		return
	}
	before := a.trace
	err := a.call(a.runner.timed(a.task, func(ctx context.Context) (err error) {
		// The disk and the requests of others may have taken their time. Once
		// the program ends, what the journal calls sent is sent.
		if halts, isCancelled := a.halts(); halts && (isCancelled || !a.runner.isDraining()) {
			return errNotSent
		}
		begun := a.runner.options.Now()
		if a.listed && !a.read.isFresh(begun) {
			return errNotSent
		}
		a.request, a.trace = request, sent // whatever happens in the call
		a.written, err = a.runner.perform(ctx, &reconciled.Step, reading{image, a.read.at}, begun)
		return err
	}))
	switch {
	case a.request == "":
		a.ending = givenUp
	case err == nil:
		a.contact = answered
		a.ended(jobs.Done, text.Untrusted{})
	case errors.Is(err, api.ErrNotFound):
		a.trace = before
		a.missing(&reconciled.Step)
		a.identify(err)
	default:
		if !errors.Is(err, api.ErrUncertain) && !isOver(err) {
			a.trace = before
		}
		a.failed(err)
	}
}

// carried reports whether the service had an answer to a request of the step.
func (a *attempt) carried() bool {
	return a.request != "" && slices.Contains([]jobs.Outcome{jobs.Done, jobs.Gone, jobs.Refused}, a.result.Outcome)
}

// isOver reports whether the runner was drained and the call given up.
func isOver(err error) bool { return errors.Is(err, ErrClosing) || errors.Is(err, context.Canceled) }

// identify takes what an error knows of the last request.
func (a *attempt) identify(err error) {
	var problem *api.Problem
	if errors.As(err, &problem) && !problem.RequestID.IsEmpty() {
		a.result.RequestID = problem.RequestID
	}
}

// failed sorts an error of the service.
func (a *attempt) failed(err error) {
	a.identify(err)
	a.why = err.Error()
	reason := text.Of(err.Error())
	var problem *api.Problem
	if !errors.As(err, &problem) {
		if a.runner.ctx.Err() != nil {
			a.ending = givenUp
			return
		}
		a.ended(jobs.Failed, reason)
		return
	}
	if !problem.Reason.IsEmpty() {
		reason = problem.Reason
	}
	a.result.Reason = reason
	var limited interface{ RetryAfter() time.Duration }
	if errors.As(err, &limited) {
		a.asked = limited.RetryAfter()
	}
	switch {
	case a.runner.ctx.Err() != nil && problem.Status == 0:
		a.ending = givenUp
	case errors.Is(err, api.ErrNewTokenRefused):
		a.ending = unanswered // the credentials are good
	case errors.Is(err, api.ErrUnauthorized), errors.Is(err, api.ErrProxy):
		a.ending = halted // a refused login is not sent again by itself
	case errors.Is(err, api.ErrUncertain), errors.Is(err, api.ErrUnreachable), errors.Is(err, api.ErrBusy):
		a.ending = unanswered
		a.askAboutAnother()
	case errors.Is(err, api.ErrAnswer):
		a.ending = badAnswer
		a.askAboutAnother()
	case isRefusal(err):
		a.contact = answered
		a.ended(jobs.Refused, reason)
		a.result.Status = problem.Status
	default:
		a.ended(jobs.Failed, reason)
	}
}

// isRefusal reports whether the service has said that it will not do it.
func isRefusal(err error) bool {
	for _, kind := range []error{api.ErrForbidden, api.ErrInvalid, api.ErrConflict, api.ErrQuota, api.ErrReadOnly} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
