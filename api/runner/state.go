package runner

import jobs "glimpse/model/job"

// The states of a job, of a step, and of an attempt at a step. Each is one value
// in place of several flags, which could contradict each other.

// phase is how far a job is.
type phase uint8

const (
	// working means that there are steps without an outcome.
	working phase = iota
	// closing means that all have one: what was changed is looked at once more,
	// and the journal is ended.
	closing
	over
	// reopening means that the journal of a job that was over is opened again.
	reopening
)

// order is what is wanted of a job.
type order uint8

const (
	proceed order = iota
	paused
	cancelled // nothing is begun any more
	// cancelledPaused is a cancelled job that cannot end, by its journal or by a
	// fault of this program.
	cancelledPaused
)

func (o order) isPaused() bool    { return o == paused || o == cancelledPaused }
func (o order) isCancelled() bool { return o >= cancelled }

func (o order) paused() order {
	if o.isCancelled() {
		return cancelledPaused
	}
	return paused
}

func (o order) resumed() order {
	if o.isCancelled() {
		return cancelled
	}
	return proceed
}

// state is what a person is told of the job.
func (t *task) state() jobs.State {
	switch {
	case t.phase == over || t.phase == reopening:
		return jobs.Ended
	case t.order.isPaused():
		return jobs.Paused
	case t.order.isCancelled():
		return jobs.Cancelling
	case !t.outage.again.IsZero():
		return jobs.Outage
	default:
		return jobs.Running
	}
}

// trace is what the requests of a step have left.
type trace uint8

const (
	_ trace = iota // nothing
	// journaled means that the journal has a line about the step. No request of
	// it was carried out.
	journaled
	// sentBefore means that a request of an earlier run was carried out, or may
	// have been; sent means that one of this run was.
	sentBefore
	sent
)

// isUnsure reports whether the image may be as the step wants it by the step
// itself.
func (t trace) isUnsure() bool { return t >= sentBefore }

// ending is how an attempt at a step ended.
type ending uint8

const (
	// final is with an outcome.
	final ending = iota
	// unanswered means that the service could not be reached, or was too busy;
	// badAnswer that it answered with something that is none of the Image API's.
	unanswered
	badAnswer
	// imagesOwn means that it was one of these, and that the service answers for
	// other images.
	imagesOwn
	// halted means that the whole job has to stop: the credentials, the journal.
	halted
	// givenUp means that nothing was sent: the job is paused, the program ends,
	// or the image has to be read again.
	givenUp
)

// contact is how far an attempt has got.
type contact uint8

const (
	silence contact = iota
	// reached means that the service had an answer to something, answered that
	// it had one about the step.
	reached
	answered
)
