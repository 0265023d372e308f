package runner

import (
	"errors"
	"fmt"
	"time"

	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/text"
)

// isDraining reports whether nothing new may be sent.
func (r *Runner) isDraining() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.draining
}

// Pause stops a job after what is under way. The error is ErrUnknown, or
// ErrState for a job that is over, being cancelled or paused already.
func (r *Runner) Pause(id jobs.ID) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, err := r.find(id)
	if err != nil {
		return err
	}
	if state := t.state(); state != jobs.Running && state != jobs.Outage {
		return stateError(t, "paused")
	}
	t.pause(text.Untrusted{})
	return nil
}

// Resume lets a paused job go on, or tries at once what waits for the service.
// After an error of the journal it repairs that first, and returns why it
// cannot. The error is ErrState for a job that does not wait, or is over.
func (r *Runner) Resume(id jobs.ID) error {
	t, err := r.locked(id, func(t *task) error {
		waits := t.order.isPaused() || !t.outage.again.IsZero() || len(t.resting) > 0
		if !waits || t.state() == jobs.Ended { // which may have been paused when nothing was left
			return stateError(t, "resumed")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := t.log.Repair(); err != nil {
		return fmt.Errorf("resuming job %s: %w", id, err)
	}
	return r.release(t, func() {
		t.endRests()
		t.proceed()
	})
}

// Cancel ends a job: nothing new is begun, and what is under way ends. What a
// missing answer leaves in doubt is looked at first, so that a cancelled job
// may wait for the service.
func (r *Runner) Cancel(id jobs.ID) error {
	t, err := r.locked(id, func(t *task) error {
		if t.state() == jobs.Ended {
			return stateError(t, "cancelled")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.release(t, func() {
		t.order = cancelled
		t.unsent()
		t.cancelMoves(jobs.ErrCancelled)
		if t.outage.again.IsZero() {
			t.proceed()
			return
		}
		t.changed() // it still waits for the service
	})
}

// Retry tries what failed and what was not sent once more, also of a job that
// has ended; of some images only, where any are named, and then also what was
// refused. The error is [jobs.ErrNothingToRetry] where there is none of that.
func (r *Runner) Retry(id jobs.ID, only ...model.ImageID) error {
	ended := false
	t, err := r.locked(id, func(t *task) error {
		if isGoingOn := t.phase == working && !t.order.isCancelled(); !isGoingOn && t.phase != over {
			return stateError(t, "tried again")
		}
		if len(t.retried(only)) == 0 {
			return fmt.Errorf("trying job %s again: %w", id, jobs.ErrNothingToRetry)
		}
		if ended = t.phase == over; ended {
			t.phase = reopening
		}
		return nil
	})
	if err != nil {
		return err
	}
	if ended {
		return r.retryEnded(t, only)
	}
	return r.release(t, func() {
		t.again(only)
		t.wake.Broadcast()
	})
}

// retryEnded is Retry of a job that has ended.
func (r *Runner) retryEnded(t *task, only []model.ImageID) error {
	opened, _, err := r.options.reopen(r.options.Dir, t.id)
	if err != nil {
		r.mu.Lock()
		t.phase = over
		r.mu.Unlock()
		return fmt.Errorf("trying again: %w", err)
	}
	err = r.release(t, func() {
		t.again(only)
		t.log, t.phase, t.order, t.ended = opened, working, proceed, time.Time{}
		t.proceed()
	})
	if err != nil {
		return errors.Join(err, opened.Close())
	}
	return nil
}

// locked finds a job and checks that it is in the state for something.
func (r *Runner) locked(id jobs.ID, check func(t *task) error) (*task, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.draining {
		return nil, ErrClosing
	}
	t, err := r.find(id)
	if err != nil {
		return nil, err
	}
	return t, check(t)
}

// release changes a job, and ends it if nothing is left.
func (r *Runner) release(t *task, change func()) error {
	r.mu.Lock()
	if r.draining {
		r.mu.Unlock()
		return ErrClosing
	}
	if t.phase == over {
		r.mu.Unlock()
		return nil // it has come to its end meanwhile
	}
	change()
	last := t.finishing()
	if last {
		r.workers.Add(1)
	}
	r.mu.Unlock()
	if last {
		defer r.workers.Done()
		r.end(t)
	}
	return nil
}

func stateError(t *task, what string) error {
	return fmt.Errorf("job %s cannot be %s while it is %s: %w", t.id, what, t.state(), ErrState)
}
