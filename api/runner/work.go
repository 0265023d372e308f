package runner

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"glimpse/api/journal"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
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
		switch a, l := r.take(t); {
		case l != nil:
			r.list(l)
		case a == nil:
			return
		default:
			a.carryOut()
			if r.put(a) {
				r.finish(t)
			}
		}
	}
}

// broken pauses a job of which a worker has failed by a fault of this program.
func (r *Runner) broken(t *task, thrown any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t.running--
	if t.phase == closing {
		t.phase = working // it was the last look at what was changed
	}
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

// take waits for a step that may be carried out, or for images to be read ahead
// of theirs. It returns neither where there will be none: the worker ends.
func (r *Runner) take(t *task) (*attempt, *listing) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		if r.draining || t.phase >= over {
			t.running--
			return nil, nil
		}
		if !t.order.isPaused() && t.outage.admits(r.options.Now()) {
			if l := t.nextListing(); l != nil {
				return nil, l
			}
			if i, found := t.next(); found {
				return t.begin(i), nil
			}
		}
		t.wake.Wait()
	}
}

// next returns the next step, its image taken.
func (t *task) next() (int, bool) {
	for {
		i, found := t.ahead.steps.pop()
		if !found && t.ahead.listed == 0 {
			i, found = t.ready.pop()
		}
		if !found && t.ahead.listed == 0 {
			i, found = t.ahead.missing.pop()
		}
		if !found {
			return 0, false
		}
		if t.steps[i].Outcome == jobs.Waiting && t.runner.lockImage(t, i) {
			return i, true
		}
	}
}

func (t *task) begin(i int) *attempt {
	probing := !t.outage.again.IsZero()
	t.outage.probing = t.outage.probing || probing
	s := &t.steps[i]
	if s.fails == 0 {
		s.seen = t.changes
	}
	known := s.Result
	known.Outcome = jobs.Sending
	t.set(i, known)
	t.sending[i] = struct{}{}
	return &attempt{
		runner: t.runner, task: t, step: i, epoch: t.outage.epoch, trace: s.trace, inverse: s.Inverse,
		known: s.retryBudget, probing: probing,
		begun: t.runner.options.Now(), read: t.takeReading(i),
	}
}

// put takes in what became of an attempt, and reports whether it was the job's
// last.
func (r *Runner) put(a *attempt) (last bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, s := a.task, &a.task.steps[a.step]
	a.result.At = r.options.Now()
	delete(t.sending, a.step)
	r.noteWritten(a)
	r.keepRecord(a)
	r.unlockImage(t.plan.Steps[a.step].Image)
	s.trace = a.trace
	a.result.Inverse = a.inverse
	switch {
	case a.ending == unanswered || a.ending == badAnswer:
		t.chargeFailure(a)
	case a.fault != "":
		t.chargeFault(a)
	}
	if a.carried() {
		t.changes++
		t.ahead.noteStep(a.result.At.Sub(a.begun))
	}
	if a.ending == final {
		t.finalize(a)
	} else {
		t.putBack(a)
	}
	r.remember(a)
	if t.outage.again.IsZero() {
		t.wake.Signal()
	} else {
		t.wake.Broadcast()
	}
	return t.finishing()
}

// journalResult writes the outcome of a step into the journal. This waits for no disk.
// An error sticks to the journal, where the next step or the end finds it.
func (t *task) journalResult(step int, result *jobs.Result) {
	_ = t.log.Later(journal.Result{
		Step: step, Outcome: result.Outcome, Code: result.Code, Reason: result.Reason, Status: result.Status,
		RequestID: result.RequestID, Conflicts: result.Conflicts, Unsure: result.Unsure, At: result.At,
	})
	t.steps[step].trace = max(t.steps[step].trace, journaled)
}

// finalize gives a step its outcome, and draws the conclusions for the job.
func (t *task) finalize(a *attempt) {
	t.journalResult(a.step, &a.result)
	t.set(a.step, a.result)
	t.rate.note(a.result.At)
	if following := t.steps[a.step].next; following > 0 {
		t.ahead.steps.unshift(following)
	}
	t.conclude(a)
}

// conclude draws the conclusions for the job from an outcome.
func (t *task) conclude(a *attempt) {
	switch {
	case a.fault != "":
		t.pause(text.Of(a.fault))
	case a.contact == answered:
		t.noteAnswer(a.epoch)
	default:
		t.outage.probing = false
	}
}

// putBack puts a step back that has no outcome, and draws the conclusions for
// the job.
func (t *task) putBack(a *attempt) {
	s := &t.steps[a.step]
	waiting := jobs.Result{Outcome: jobs.Waiting, Inverse: a.inverse, RequestID: a.result.RequestID}
	if t.order.isCancelled() && !s.trace.isUnsure() {
		t.unsend(a.step, a.result.At)
	} else {
		t.set(a.step, waiting)
	}
	switch a.ending {
	case imagesOwn:
		t.rest(a.step)
		t.noteAnswer(a.epoch)
	case unanswered, badAnswer:
		t.ready.push(a.step) // behind the others, which may fare better
		t.noteOutage(a.epoch, a.asked, text.Of(a.why))
	default:
		t.ready.unshift(a.step)
		t.outage.probing = false
		if a.ending == halted {
			t.pause(text.Of(a.why))
		}
	}
}

// remember adds what was sent to the log of the session.
func (r *Runner) remember(a *attempt) {
	planned := &a.task.plan.Steps[a.step]
	if a.request == "" || planned.Kind == plan.Download {
		return
	}
	r.sent.add(Write{
		At: a.result.At, Job: a.task.id, Image: a.result.Image(planned), Name: planned.Name, Request: text.Of(a.request),
		Outcome: a.task.steps[a.step].Outcome, Reason: a.result.Reason, RequestID: a.result.RequestID,
	})
}

// finishing tells, once, that all steps have their outcome and the job is to
// be ended. The caller has locked, and calls end unlocked.
func (t *task) finishing() bool {
	if t.left() > 0 || t.phase != working || t.order == paused {
		return false
	}
	t.phase = closing
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
		_ = t.log.Close() // all of it is on the disk
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		t.phase = working
		t.pause(text.Of(err.Error()))
		return
	}
	t.endOutage()
	t.phase, t.ended, t.why = over, r.options.Now(), text.Untrusted{}
	t.rate.end()
	t.changed()
	t.wake.Broadcast()
}

// unsent are the steps of a cancelled job that nothing was sent for, which
// have their outcome at once.
func (t *task) unsent() {
	now := t.runner.options.Now()
	for i := range t.steps {
		if t.steps[i].Outcome == jobs.Waiting && !t.steps[i].trace.isUnsure() {
			t.unsend(i, now)
		}
	}
	t.enqueue()
}

// unsend gives a step the outcome that nothing was sent. The journal takes
// that for granted of a step that it has no line about.
func (t *task) unsend(i int, now time.Time) {
	result := jobs.Result{Outcome: jobs.Unsent, At: now}
	if t.steps[i].trace >= journaled {
		t.journalResult(i, &result)
	}
	t.set(i, result)
}

// retried returns the steps that are tried once more: those that failed or were not
// sent, or of some images also those that were refused.
func (t *task) retried(only []model.ImageID) (steps []int) {
	outcomes := []jobs.Outcome{jobs.Failed, jobs.Unsent}
	if len(only) > 0 {
		outcomes = append(outcomes, jobs.Refused)
	}
	named := make(map[model.ImageID]bool, len(only))
	for _, id := range only {
		named[id] = true
	}
	for i := range t.steps {
		if slices.Contains(outcomes, t.steps[i].Outcome) && (len(only) == 0 || named[t.plan.Steps[i].Image]) {
			steps = append(steps, i)
		}
	}
	return steps
}

// again lets the steps that are tried once more wait.
func (t *task) again(only []model.ImageID) {
	t.checks, t.ahead.failures = 0, 0
	for _, i := range t.retried(only) {
		t.set(i, jobs.Result{Outcome: jobs.Waiting, Inverse: t.steps[i].Inverse})
		t.steps[i].retryBudget, t.steps[i].listed = retryBudget{}, 0
		if kind := t.plan.Steps[i].Kind; kind == plan.Import || kind == plan.CreateFromVolume {
			// It is over, and begun anew.
			t.steps[i].trace = min(t.steps[i].trace, journaled)
		}
	}
	t.enqueue()
}
