package runner

import (
	"maps"
	"slices"
	"sync"
	"time"

	"glimpse/api/journal"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// step is what is known of one step of a job.
type step struct {
	jobs.Result
	// version is that of the runner when the result changed last.
	version uint64
	trace   trace
	// listed is how many listings were to read its image.
	listed int
	retryBudget
	// next is the following step on the same image, 0 where there is none.
	next int
}

// task is a job that is being carried out. Its fields are the runner's to
// lock.
type task struct {
	runner  *Runner
	id      jobs.ID
	plan    plan.Plan
	origin  plan.Origin
	log     log
	started time.Time
	resumed time.Time // where an earlier run began it
	ended   time.Time

	phase   phase
	order   order
	why     text.Untrusted // it waits
	version uint64

	steps  []step
	counts map[jobs.Outcome]int // of steps
	tally  *jobs.Tally          // of images
	ready  queue
	ahead  readAhead
	wake   *sync.Cond // a step may be taken, or none ever again
	// sending are the steps that are being carried out.
	sending map[int]struct{}
	// moving is the data that steps move.
	moving  map[int]*move
	running int // workers
	rate    rate

	outage outage
	// changes counts the steps that the service had an answer to a request for.
	changes int
	// slowest is how long the slowest change took, checks how often what was
	// changed has been looked at.
	slowest time.Duration
	checks  int
	// checking is how many images are looked at just now.
	checking int
	// resting are the steps that wait by themselves, and until when.
	resting map[int]time.Time
}

func newTask(r *Runner, head *journal.Head, opened log) *task {
	t := &task{
		runner: r, id: head.ID, plan: head.Plan, origin: head.Origin, log: opened, started: head.Started,
		steps:  make([]step, len(head.Plan.Steps)),
		counts: map[jobs.Outcome]int{jobs.Waiting: len(head.Plan.Steps)}, sending: make(map[int]struct{}),
		moving:  make(map[int]*move),
		resting: make(map[int]time.Time), wake: sync.NewCond(&r.mu),
	}
	for i := range t.steps {
		t.steps[i].Result = jobs.Result{Step: i, Outcome: jobs.Waiting}
	}
	t.tally = jobs.NewTally(&t.plan, func(i int) jobs.Outcome { return t.steps[i].Outcome })
	return t
}

// enqueue makes the queue of what is waiting: of the steps on one image the
// first, which the others follow one after another.
func (t *task) enqueue() {
	t.ready, t.ahead.steps, t.ahead.missing = queue{}, queue{}, queue{}
	clear(t.resting)
	last := make(map[model.ImageID]int, len(t.steps))
	for i := range t.steps {
		t.steps[i].next = 0
		if t.steps[i].Outcome.IsFinal() {
			continue
		}
		id := t.plan.Steps[i].Image
		if before, found := last[id]; found {
			t.steps[before].next = i
		} else if t.steps[i].Outcome == jobs.Waiting {
			t.await(i)
		}
		last[id] = i
	}
}

// await puts a step in the queue of those that are read by the first listing, or by the
// other one if its image was hidden when it was shown.
func (t *task) await(i int) {
	if t.plan.Steps[i].Hidden && !t.ahead.hidden && t.isListable(i) {
		t.ahead.missing.push(i)
		return
	}
	t.ready.push(i)
}

// run sees to it that there are workers, and that they work.
func (t *task) run() {
	if t.state() == jobs.Running {
		t.rate.begin(t.runner.options.Now())
	}
	workers := min(workersFor(t.runner.options.Workers), len(t.steps))
	if t.plan.MovesData() {
		workers = min(workers, transfersAtOnce)
	}
	for ; t.running < workers; t.running++ {
		t.runner.workers.Go(func() { t.runner.work(t) })
	}
	t.wake.Broadcast()
	t.changed()
}

// workersFor is how many workers a job has: more than requests may be under way
// at once, so that one that waits for the disk keeps none from being sent.
func workersFor(requests int) int { return requests*3/2 + 1 }

// changed notes that the job has changed.
func (t *task) changed() { t.version = t.runner.touch() }

// left is how many steps have no final outcome.
func (t *task) left() int { return t.counts[jobs.Waiting] + t.counts[jobs.Sending] }

// set gives a step another outcome.
func (t *task) set(i int, result jobs.Result) {
	t.counts[t.steps[i].Outcome]--
	t.counts[result.Outcome]++
	result.Step = i
	t.tally.Change(i, func() { t.steps[i].Result = result })
	t.changed()
	t.steps[i].version = t.version
}

// pause stops the job, for a reason or because a person wants it.
func (t *task) pause(why text.Untrusted) {
	t.endOutage()
	t.order, t.why = t.order.paused(), why
	t.rate.end()
	t.changed()
}

// proceed lets the job run, or, when it is cancelled, come to its end.
func (t *task) proceed() {
	t.endOutage()
	t.order, t.why = t.order.resumed(), text.Untrusted{}
	t.run()
}

// progress is how far the job is.
func (t *task) progress(now time.Time) jobs.Progress {
	p := jobs.Progress{
		ID: t.id, Title: t.plan.Title, Plan: &t.plan, State: t.state(), Started: t.started,
		Resumed: t.resumed, Ended: t.ended, Again: t.outage.again, Why: t.why, Version: t.version,
	}
	t.tally.Tell(&p)
	if t.phase == closing {
		p.Checking = t.checking
	}
	for _, i := range slices.Sorted(maps.Keys(t.sending)) {
		p.Sending = append(p.Sending, t.plan.Steps[i].Image)
	}
	p.Transfers = t.transfers(now)
	if p.State == jobs.Running && len(t.sending) == 0 {
		t.reportRest(&p)
	}
	if p.Rate = t.rate.perSecond(now); p.Rate > 0 && !jobs.IsEarly(t.rate.worked(now), float64(p.Finished()), float64(p.Total)) {
		p.Left = time.Duration(float64(t.left()) / p.Rate * float64(time.Second))
	}
	return p
}
