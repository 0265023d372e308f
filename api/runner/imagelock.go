package runner

import "glimpse/model"

// imageLock is an image that is being changed. Steps on it, of whatever job, that
// came up meanwhile are parked there.
type imageLock struct {
	waiting []waitingStep
}

type waitingStep struct {
	task *task
	step int
}

// lockImage takes an image for a step, or parks the step where the image is
// taken; the caller has locked.
func (r *Runner) lockImage(t *task, step int) bool {
	id := t.plan.Steps[step].Image
	if taken := r.imageLocks[id]; taken != nil {
		taken.waiting = append(taken.waiting, waitingStep{t, step})
		return false
	}
	r.imageLocks[id] = &imageLock{}
	return true
}

// unlockImage gives an image back; the caller has locked.
func (r *Runner) unlockImage(id model.ImageID) {
	taken := r.imageLocks[id]
	delete(r.imageLocks, id)
	for _, p := range taken.waiting {
		p.task.ahead.steps.unshift(p.step)
		p.task.wake.Signal()
	}
}

// queue is the steps that can be taken, each the first of those on its image
// that are left. A step may be in it twice, or no longer be waiting: whoever
// takes one looks at its outcome.
type queue struct {
	front, back []int // front in reverse
}

func (q *queue) len() int { return len(q.front) + len(q.back) }

func (q *queue) push(step int) { q.back = append(q.back, step) }

func (q *queue) unshift(step int) { q.front = append(q.front, step) }

func (q *queue) pop() (step int, ok bool) {
	if last := len(q.front) - 1; last >= 0 {
		step, q.front = q.front[last], q.front[:last]
		return step, true
	}
	if len(q.back) == 0 {
		return 0, false
	}
	step, q.back = q.back[0], q.back[1:]
	return step, true
}
