package runner

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"glimpse/api"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Glance reads and saves a whole record for each change, so that of two changes
// to one image in the same instant one can write over the other, which was
// answered with success all the same. Nothing in an answer tells of that. So
// what a job changed is looked at once more before the job ends.

const (
	// maxChecks is how often what is found written over is sent again.
	maxChecks = 8
	// longestGrace bounds the wait before a look.
	longestGrace = 2 * time.Second
)

// finish looks at what the job has changed, and ends the job if all of it is
// there. What somebody else's change has written over is carried out again.
func (r *Runner) finish(t *task) {
	changed := r.changedSteps(t)
	if len(changed) == 0 {
		r.end(t)
		return
	}
	images, err := r.look(t, changed)
	if err != nil {
		// The service has answered every change with success, and what it
		// says now is not better.
		r.end(t)
		return
	}
	if r.sendAgain(t, changed, images) {
		return
	}
	r.end(t)
}

// changedSteps returns the steps that changed an image which is still there,
// for each image the last one, and notes how many they are.
func (r *Runner) changedSteps(t *task) map[model.ImageID]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	changed := make(map[model.ImageID]int)
	if r.draining || t.order.isCancelled() {
		return changed
	}
	for i := range t.steps {
		planned := &t.plan.Steps[i]
		if planned.MakesImage() || planned.Kind == plan.Delete || !planned.ChangesRecord() {
			continue // no record that is saved as a whole
		}
		delete(changed, planned.Image)
		if t.steps[i].Outcome == jobs.Done && t.steps[i].trace == sent {
			changed[planned.Image] = i
		}
	}
	t.checking = len(changed)
	t.changed()
	return changed
}

// look reads the images that were changed, each as long after its change as the slowest
// one took: a change of somebody else that was under way with it has ended by then. Most
// were changed before, and are read while that is awaited for the last ones.
func (r *Runner) look(t *task, changed map[model.ImageID]int) ([]model.Image, error) {
	var before, last []model.ImageID
	r.mu.Lock()
	grace, now := min(t.slowest, longestGrace), r.options.Now()
	for id, step := range changed {
		if now.Sub(t.steps[step].At) >= grace {
			before = append(before, id)
		} else {
			last = append(last, id)
		}
	}
	r.mu.Unlock()
	var early []model.Image
	var failed error
	var thrown any
	var looks sync.WaitGroup
	looks.Go(func() {
		defer func() { thrown = recover() }()
		early, failed = r.lookAt(before)
	})
	images, err := r.lookAfter(grace, last)
	looks.Wait()
	if thrown != nil {
		panic(thrown) // the worker takes it for a fault of this program
	}
	return append(images, early...), errors.Join(failed, err)
}

// lookAfter reads images after some time.
func (r *Runner) lookAfter(grace time.Duration, ids []model.ImageID) ([]model.Image, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	over := time.NewTimer(grace)
	defer over.Stop()
	select {
	case <-over.C:
		return r.lookAt(ids)
	case <-r.ctx.Done():
		return nil, context.Cause(r.ctx)
	}
}

func (r *Runner) lookAt(ids []model.ImageID) ([]model.Image, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return r.service.Images(api.WithAttempts(r.ctx, maxAttempts), ids)
}

// sendAgain puts the steps back that are found written over, and reports
// whether there are any. After maxChecks they are conflicts.
func (r *Runner) sendAgain(t *task, changed map[model.ImageID]int, images []model.Image) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.checks++; r.draining || t.order.isCancelled() {
		return false
	}
	var lost []int
	for i := range images {
		step, asked := changed[images[i].ID]
		if asked && r.options.KeepRecords {
			r.records.add(&images[i])
		}
		if asked && t.plan.Steps[step].Reconcile(&images[i]).Decision == plan.Send {
			lost = append(lost, step)
		}
	}
	slices.Sort(lost)
	for _, i := range lost {
		result := t.steps[i].Result
		if t.checks > maxChecks {
			result.Outcome = jobs.Conflict
			result.Reason = text.Of("changes by others at the same moment wrote over this one again and again")
			t.journalResult(i, &result)
		} else {
			result.Outcome = jobs.Waiting // and in doubt, as ever since it was sent
		}
		t.set(i, result)
	}
	if len(lost) == 0 || t.checks > maxChecks {
		return false
	}
	t.phase, t.checking = working, 0
	t.enqueue()
	t.wake.Broadcast()
	return true
}

// timed carries out a change and remembers the slowest one.
func (r *Runner) timed(t *task, change func(ctx context.Context) error) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		begun := r.options.Now()
		err := change(ctx)
		r.mu.Lock()
		t.slowest = max(t.slowest, r.options.Now().Sub(begun))
		r.mu.Unlock()
		return err
	}
}
