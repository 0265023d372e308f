package job

import (
	"errors"
	"fmt"
	"runtime"
	"slices"

	"glimpse/api/journal"
	jobs "glimpse/model/job"
	"glimpse/model/text"
)

// work carries out steps of a job, one after another, until none is left or
// the runner is drained.
func (r *Runner) work(t *task) {
	defer func() {
		if thrown := recover(); thrown != nil {
			r.broken(t, thrown)
		}
	}()
	for {
		a, found := r.take(t)
		if !found {
			return
		}
		a.carryOut()
		if r.put(a) {
			r.end(t)
		}
	}
}

// broken pauses a job of which a worker has failed by a fault of this program.
func (r *Runner) broken(t *task, thrown any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t.running--
	t.pause(text.Of(faultOf(thrown)))
}

// faultOf says what a panic was. Of a value that is not the Go runtime's own
// only the type is told: it could hold anything, also a secret.
func faultOf(thrown any) string {
	var own runtime.Error
	if err, isError := thrown.(error); isError && errors.As(err, &own) {
		return "a fault in this program: " + own.Error()
	}
	return fmt.Sprintf("a fault in this program: a panic with a %T", thrown)
}

// take waits for a step that may be carried out. It returns false where there
// will be none: the worker ends.
func (r *Runner) take(t *task) (*attempt, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		if r.draining || t.state == jobs.Ended {
			t.running--
			return nil, false
		}
		if t.state != jobs.Paused && t.outage.admits(r.options.Now()) {
			if i, found := t.next(); found {
				return t.begin(i), true
			}
		}
		t.wake.Wait()
	}
}

// next returns the next step, its image taken.
func (t *task) next() (int, bool) {
	for {
		i, found := t.ready.pop()
		if !found {
			return 0, false
		}
		if t.steps[i].Outcome == jobs.Waiting && t.runner.enter(t, i) {
			return i, true
		}
	}
}

func (t *task) begin(i int) *attempt {
	if !t.outage.again.IsZero() {
		t.outage.probing = true
	}
	known := t.steps[i].Result
	known.Outcome = jobs.Sending
	t.set(i, known)
	t.sending[i] = struct{}{}
	return &attempt{
		runner: t.runner, task: t, step: i, epoch: t.outage.epoch, unsure: t.steps[i].unsure,
		doomed: t.steps[i].troubles >= maxTroubles, trouble: t.steps[i].trouble, cancelled: t.cancelled,
	}
}

// put takes in what became of an attempt, and tells whether it was the job's
// last.
func (r *Runner) put(a *attempt) (last bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, s := a.task, &a.task.steps[a.step]
	a.result.At = r.options.Now()
	delete(t.sending, a.step)
	r.leave(t.plan.Steps[a.step].Image)
	s.unsure = a.unsure
	if s.Inverse == nil {
		s.Inverse = a.inverse // the first one knows the image as it was before the job
	}
	a.result.Inverse = s.Inverse
	if a.fate == outOfReach {
		t.judge(a)
	}
	if a.fate == final {
		t.settle(a)
	} else {
		t.later(a)
	}
	r.remember(a)
	if t.outage.again.IsZero() {
		t.wake.Signal()
	} else {
		t.wake.Broadcast()
	}
	return t.finishing()
}

// judge counts the troubles of a step, and fails it where they seem to be its
// own: the service answers for others, or fails by itself again and again.
func (t *task) judge(a *attempt) {
	s := &t.steps[a.step]
	if a.stubborn || t.successes > s.seen {
		s.troubles++
	}
	s.seen, s.trouble = t.successes, a.result.Reason
	if !a.unsure && (s.troubles >= maxTroubles || a.stubborn && s.troubles >= maxFaults) {
		a.fate, a.result.Outcome = final, jobs.Failed
	}
}

// settle gives a step its outcome, and draws the conclusions for the job.
func (t *task) settle(a *attempt) {
	// This waits for no disk. An error sticks to the journal, where the next
	// step or the end finds it.
	_ = t.log.Later(journal.Result{
		Step: a.step, Outcome: a.result.Outcome, Reason: a.result.Reason, RequestID: a.result.RequestID,
		Conflicts: a.result.Conflicts, At: a.result.At,
	})
	t.set(a.step, a.result)
	t.pace.note(a.result.At)
	if following := t.steps[a.step].next; following > 0 {
		t.ready.unshift(following)
	}
	t.heard(a)
}

// heard draws the conclusions for the job from an outcome.
func (t *task) heard(a *attempt) {
	switch {
	case a.fault != "":
		t.pause(text.Of(a.fault))
	case a.answered:
		t.answered(a.epoch)
	default:
		t.outage.probing = false
	}
}

// later puts a step back that has no outcome, and draws the conclusions for
// the job.
func (t *task) later(a *attempt) {
	s := &t.steps[a.step]
	waiting := jobs.Result{Outcome: jobs.Waiting, Inverse: s.Inverse, RequestID: a.result.RequestID}
	if t.cancelled && !s.unsure {
		waiting.Outcome, waiting.At = jobs.Unsent, a.result.At
	}
	t.set(a.step, waiting)
	if a.fate == outOfReach {
		t.ready.push(a.step) // behind the others, which may fare better
		t.fail(a.epoch, a.asked, text.Of(a.why))
		return
	}
	t.ready.unshift(a.step)
	t.outage.probing = false
	if a.fate == halted {
		t.pause(text.Of(a.why))
	}
}

// remember adds what was sent to the log of the session.
func (r *Runner) remember(a *attempt) {
	if a.request == "" {
		return
	}
	planned := &a.task.plan.Steps[a.step]
	r.writes.add(Write{
		At: a.result.At, Job: a.task.id, Image: planned.Image, Name: planned.Name, Request: text.Of(a.request),
		Outcome: a.task.steps[a.step].Outcome, Reason: a.result.Reason, RequestID: a.result.RequestID,
	})
}

// finishing tells, once, that all steps have their outcome and the job is to
// be ended. The caller has locked, and calls end unlocked.
func (t *task) finishing() bool {
	if t.left() > 0 || t.closing || t.state == jobs.Ended || t.state == jobs.Paused && !t.cancelled {
		return false
	}
	t.closing = true
	return true
}

// end writes the end of a job into its journal. Where that fails the job
// pauses: its journal says less than is true.
func (r *Runner) end(t *task) {
	r.mu.Lock()
	progress := t.progress(r.options.Now())
	r.mu.Unlock()
	err := t.log.Repair()
	if err == nil {
		err = t.log.Append(journal.End{At: r.options.Now(), Summary: progress.Summary()})
	}
	if err == nil {
		err = t.log.Close()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	t.closing = false
	if err != nil {
		t.pause(text.Of(err.Error()))
		return
	}
	t.forget()
	t.state, t.ended, t.why = jobs.Ended, r.options.Now(), text.Untrusted{}
	t.pace.end()
	t.changed()
	t.wake.Broadcast()
}

// unsent are the steps of a cancelled job that nothing was sent for, which
// have their outcome at once.
func (t *task) unsent() {
	now := t.runner.options.Now()
	for i := range t.steps {
		if t.steps[i].Outcome == jobs.Waiting && !t.steps[i].unsure {
			t.set(i, jobs.Result{Outcome: jobs.Unsent, At: now})
		}
	}
	t.enqueue()
}

// again are the steps that failed or were not sent, which wait once more. It
// returns how many they are.
func (t *task) again() int {
	count := 0
	for i := range t.steps {
		if !slices.Contains([]jobs.Outcome{jobs.Failed, jobs.Unsent}, t.steps[i].Outcome) {
			continue
		}
		t.set(i, jobs.Result{Outcome: jobs.Waiting, Inverse: t.steps[i].Inverse})
		t.steps[i].troubles, t.steps[i].seen = 0, t.successes
		count++
	}
	t.enqueue()
	return count
}
