package runner

import (
	"time"

	jobs "glimpse/model/job"
	"glimpse/model/text"
)

// The waits between attempts during an outage.
const (
	firstWait = time.Second
	maxWait   = 30 * time.Second
)

// outage is a time in which the service does not answer. The zero value is
// none.
type outage struct {
	// again is when one step is tried; zero outside of an outage.
	again time.Time
	// probing reports whether this step is under way.
	probing bool
	// failures counts those that failed since the service was last heard of.
	failures int
	timer    *time.Timer
	// epoch counts outages and the failed attempts in them: what an attempt of
	// an older one tells is no news.
	epoch int
}

// admits reports whether a step may be taken.
func (o *outage) admits(now time.Time) bool {
	return o.again.IsZero() || !o.probing && !now.Before(o.again)
}

// noteOutage begins an outage, or goes on with it, after an attempt that was begun
// in an epoch. asked is how long the service wants to be left alone.
func (t *task) noteOutage(begun int, asked time.Duration, why text.Untrusted) {
	o := &t.outage
	now := t.runner.options.Now()
	wait := asked
	switch {
	case begun == o.epoch:
		wait = max(wait, min(maxWait, firstWait<<min(o.failures, 10)))
		o.failures++
		o.epoch++
		o.probing = false
	case o.again.IsZero() || !now.Add(wait).After(o.again):
		return // the service has been heard of since, or is waited for already
	}
	if t.order.isPaused() {
		return // it will find out by itself
	}
	if t.state() == jobs.Running {
		t.rate.end()
	}
	o.again = now.Add(wait)
	if o.timer != nil {
		o.timer.Stop()
	}
	o.timer = time.AfterFunc(wait, t.wakeAll)
	t.why = why
	t.changed()
}

// wakeAll lets the workers look whether there is something to do.
func (t *task) wakeAll() {
	t.runner.mu.Lock()
	defer t.runner.mu.Unlock()
	t.wake.Broadcast()
}

// noteAnswer notes that the service had an answer to an attempt that was begun
// in an epoch: an outage is over, unless it began after that.
func (t *task) noteAnswer(begun int) {
	if begun != t.outage.epoch {
		return
	}
	t.outage.failures, t.ahead.barred = 0, false
	if !t.outage.again.IsZero() && !t.order.isPaused() {
		t.proceed()
	}
}

// endOutage ends an outage without knowing better: the next attempt will tell.
func (t *task) endOutage() {
	if t.outage.timer != nil {
		t.outage.timer.Stop()
	}
	t.outage.timer, t.outage.again, t.outage.probing = nil, time.Time{}, false
}
