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
	"glimpse/model/text"
)

// An outage is no image's fault, and one bad image is no outage. What tells
// them apart is whether the service answers for anything else meanwhile.

const (
	// maxTroubles is how often a step may fail while the service answers for
	// others. More than that is the image's own.
	maxTroubles = 8
	// maxFaults is the same for an answer that is none of the Image API's, such
	// as the service's own failure (500).
	maxFaults = 3
	// maxTries is how often a change may fail of an image that can be read,
	// where nothing tells how the service treats other changes. With the waits
	// of an outage that is four minutes at least.
	maxTries = 12
)

// retryBudget are what the attempts at a step have come to.
type retryBudget struct {
	// fails counts all that ended without an answer about the step, troubles
	// those that seem to be the image's own, tries the changes that failed
	// although the service could be reached.
	fails, troubles, tries int
	// seen is how many changes the job had made at the last one.
	seen int
	// spent reports whether the step is looked at and not sent again, trouble
	// what went wrong the last time.
	spent   bool
	trouble text.Untrusted
}

// chargeFailure decides whether a failure is the image's own, and fails the step
// where it has been that often enough. What is in doubt is looked at first, as
// long as that can be done.
func (t *task) chargeFailure(a *attempt) {
	s := &t.steps[a.step]
	isReached := a.contact >= reached
	reads := a.request == ""
	// In an outage what was changed before it tells nothing.
	alone := reads && isReached || !a.probing && t.changes > s.seen
	isBad := a.ending == badAnswer
	s.charge(alone || isBad && isReached, !reads && isReached)
	s.seen = t.changes
	if !a.known.spent {
		s.trouble = a.result.Reason
	}
	isSpent := s.isSpent(isBad)
	s.spent = s.spent || isSpent
	switch {
	case isSpent && (!a.trace.isUnsure() || s.troubles >= 2*maxTroubles):
		a.contact = silence
		if alone {
			a.contact = answered
		}
		a.ended(jobs.Failed, a.result.Reason)
		a.doubt()
	case alone && a.asked == 0:
		a.ending = imagesOwn
	}
}

// charge counts a failed attempt.
func (b *retryBudget) charge(isImagesOwn, isTry bool) {
	b.fails++
	if isImagesOwn {
		b.troubles++
	}
	if isTry {
		b.tries++
	}
}

// isSpent reports whether a step has failed often enough, the last time with an
// answer that is none of the Image API's, or otherwise.
func (b *retryBudget) isSpent(isBad bool) bool {
	limit := maxTroubles
	if isBad {
		limit = maxFaults
	}
	return b.troubles >= limit || b.tries >= maxTries
}

// chargeFault decides about a step that ended by a fault of this program. Where a
// request may have been carried out it is looked at, and not sent again.
func (t *task) chargeFault(a *attempt) {
	s := &t.steps[a.step]
	s.spent, s.trouble = true, text.Of(a.fault)
	s.troubles++
	switch {
	case !a.trace.isUnsure():
	case s.troubles < maxTroubles:
		a.ending, a.why = halted, a.fault
	default:
		a.doubt()
	}
}

// doubt says so of a failure where nobody could find out what became of a request.
func (a *attempt) doubt() {
	if a.trace.isUnsure() {
		a.result.Unsure = true
		a.result.Reason = text.Of("it is not known whether the change arrived: " + a.result.Reason.Raw())
	}
}

// noImage is the id of no image (the Max UUID of RFC 9562).
var noImage = model.NewImageID("ffffffff-ffff-ffff-ffff-ffffffffffff")

// askAboutAnother asks the service about an image that is not there, after a step has
// failed without an answer and not for the first time, or in an outage. If
// there is an answer to that, the failure was not the service's as a whole.
func (a *attempt) askAboutAnother() {
	if a.contact >= reached || a.known.fails == 0 && !a.probing || a.asked > 0 {
		return
	}
	err := a.call(func(ctx context.Context) error {
		_, err := a.runner.service.Image(ctx, noImage)
		return err
	})
	if err == nil || errors.Is(err, api.ErrNotFound) {
		a.contact = reached
	}
}

// rest puts a step back after a wait of its own, which holds up no other.
func (t *task) rest(i int) {
	now := t.runner.options.Now()
	wait := min(maxWait, firstWait<<min(max(0, t.steps[i].troubles-1), 10))
	until := now.Add(wait)
	t.resting[i] = until
	t.changed()
	time.AfterFunc(wait, func() {
		t.runner.mu.Lock()
		defer t.runner.mu.Unlock()
		if t.resting[i].Equal(until) {
			delete(t.resting, i)
			t.ready.push(i)
			t.wake.Signal()
		}
	})
}

// endRests ends all rests.
func (t *task) endRests() {
	for _, i := range slices.Sorted(maps.Keys(t.resting)) {
		t.ready.push(i)
	}
	clear(t.resting)
}

// reportRest says when a job goes on of which all that is left rests.
func (t *task) reportRest(p *jobs.Progress) {
	for i, until := range t.resting {
		if p.Again.IsZero() || until.Before(p.Again) {
			p.State, p.Again, p.Why = jobs.Outage, until, t.steps[i].trouble
		}
	}
}
