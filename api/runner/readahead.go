package runner

import (
	"context"
	"slices"
	"time"

	"glimpse/api"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
)

// To read each image by a request of its own would double what a job costs. So
// the images whose turn is next are read several at a time, by a listing, while
// those before them are being changed. Glance has the hidden images in listings of
// their own: what the first listing lacks is kept until there is enough for one of
// those. What neither has (an image that is gone, or shared and not accepted) is
// read by itself, and so is every
// image whose last request left something in doubt.

const (
	// listedAtOnce is how many images one listing reads, fewestListed with how
	// few it is worth the wait.
	listedAtOnce = 25
	fewestListed = 3
	// maxListed is how many listings a step is in: one of each kind.
	maxListed = 2
	// freshFor is how old a listed image may be when its change is sent.
	freshFor = 2 * time.Second
	// aheadFor is how long a listing and the changes of what it reads may take.
	// It is less than freshFor, because one change takes longer than another.
	aheadFor = freshFor * 7 / 8
	// maxListingFailures is after how many listings in a row that failed a job
	// does without.
	maxListingFailures = 3
)

// reading is an image as the service told it; the zero value is none.
type reading struct {
	image *model.Image
	// at is when it was asked for.
	at time.Time
}

func (r *reading) isFresh(now time.Time) bool { return r.image != nil && now.Sub(r.at) < freshFor }

// listing is the reading of several images at once.
type listing struct {
	task  *task
	steps []int
	// hidden reports whether it has the hidden images, first whether there will
	// be another one of the others.
	hidden, first bool
	// wanted are the images that nobody has changed since it began.
	wanted map[model.ImageID]struct{}
}

// readAhead is how a job reads its images before their turn.
type readAhead struct {
	// steps need no listing, or no further one: their turn is next.
	steps queue
	// hidden reports whether hidden images are listed first, missing are the steps
	// that such a first listing lacked.
	hidden  bool
	missing queue
	// listed is how many steps are in listings that are under way.
	listed int
	// took is how long a step takes that sends something, on average, from when
	// a worker takes it.
	took time.Duration
	// failures counts the listings that failed one after another; none is begun
	// before the service has answered something else.
	failures int
	barred   bool
}

// noteStep notes how long a step took.
func (a *readAhead) noteStep(took time.Duration) {
	if a.took == 0 {
		a.took = took
	}
	a.took = (3*a.took + took) / 4
}

// room returns how many images the next listing reads, and with how many in
// hand there is no need of one yet, so that all of them are changed while their
// reading is fresh.
func (a *readAhead) room(workers int) (most, enough int) {
	most, enough = listedAtOnce, 2*workers
	if a.took <= 0 {
		return most, enough
	}
	// The listing takes as long as a step, about, and so does what is in hand.
	changed := int((aheadFor - 2*a.took) * time.Duration(workersFor(workers)) / a.took)
	return min(most, changed/2), min(enough, changed/2)
}

// nextListing begins a listing of the images that come next, if it is time for
// one; nil otherwise. The caller has locked.
func (t *task) nextListing() *listing {
	a := &t.ahead
	if t.state() != jobs.Running || a.barred || a.failures >= maxListingFailures {
		return nil
	}
	most, enough := a.room(t.runner.options.Workers)
	if most < fewestListed || a.steps.len()+a.listed >= enough {
		return nil
	}
	if a.missing.len() < listedAtOnce && t.ready.len() > 0 {
		return t.listingOf(&t.ready, most, true)
	}
	return t.listingOf(&a.missing, most, false)
}

// listingOf begins a listing of the next steps of a queue; nil where they are
// too few.
func (t *task) listingOf(from *queue, most int, first bool) *listing {
	l := &listing{task: t, hidden: t.ahead.hidden == first, first: first, wanted: make(map[model.ImageID]struct{}, most)}
	for len(l.steps) < most {
		i, found := from.pop()
		if !found {
			break
		}
		if t.steps[i].Outcome != jobs.Waiting || first && !t.isListable(i) {
			t.ahead.steps.push(i)
			continue
		}
		l.steps = append(l.steps, i)
		l.wanted[t.plan.Steps[i].Image] = struct{}{}
	}
	if len(l.steps) < fewestListed {
		for _, i := range l.steps {
			t.ahead.steps.push(i)
		}
		return nil
	}
	for _, i := range l.steps {
		t.steps[i].listed++
	}
	t.ahead.listed += len(l.steps)
	t.runner.listings[l] = struct{}{}
	return l
}

// isListable reports whether a listing is enough of a reading for a step.
func (t *task) isListable(i int) bool {
	s, planned := &t.steps[i], &t.plan.Steps[i]
	return s.listed < maxListed && !s.trace.isUnsure() && s.fails == 0 && planned.Kind != plan.Create && !planned.WantsMembers() &&
		!planned.MovesData() && !planned.OfLocations() && !replacesTags(planned)
}

// replacesTags reports whether a step may send the whole list of tags, which
// takes away what others have added since it was read.
func replacesTags(planned *plan.Step) bool {
	if planned.Kind == plan.Retag {
		return !patch.TagByTag(planned.Add, planned.Remove)
	}
	isTags := func(o patch.Operation) bool { return o.Field == model.AttrTags.String() }
	return slices.ContainsFunc(planned.Patch, isTags)
}

// list reads the images of a listing, and hands its steps to the workers.
func (r *Runner) list(l *listing) {
	var images []model.Image
	var at time.Time
	failed := true
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.listings, l)
		found := make(map[model.ImageID]struct{}, len(images))
		for i := range images {
			id := images[i].ID
			found[id] = struct{}{}
			if _, wanted := l.wanted[id]; wanted {
				r.readings[id] = reading{&images[i], at}
			}
		}
		l.ended(found, failed)
	}()
	ctx, cancel := context.WithTimeout(api.WithAttempts(r.ctx, 2), freshFor)
	defer cancel()
	failed = r.inSlot(ctx, func() (err error) {
		at = r.options.Now()
		ids := make([]model.ImageID, len(l.steps))
		for i, step := range l.steps {
			ids[i] = l.task.plan.Steps[step].Image
		}
		images, err = r.service.ImagesHidden(ctx, ids, l.hidden)
		return err
	}) != nil
}

// ended hands the steps of a listing to the workers, apart from those that a
// listing of the hidden images may have; the caller has locked.
func (l *listing) ended(found map[model.ImageID]struct{}, failed bool) {
	a := &l.task.ahead
	a.listed -= len(l.steps)
	for _, i := range l.steps {
		if _, isFound := found[l.task.plan.Steps[i].Image]; isFound || !l.first || failed {
			a.steps.push(i)
		} else {
			a.missing.push(i)
		}
	}
	if l.first && !failed && l.hidden == a.hidden && 2*len(found) < len(l.steps) {
		l.task.listOthersFirst()
	}
	a.barred = failed
	if failed {
		a.failures++
	} else {
		a.failures = 0
	}
	l.task.wake.Broadcast()
}

// listOthersFirst lists the hidden images first from now on, or the others: the
// last listing lacked most of what it was to read.
func (t *task) listOthersFirst() {
	t.ahead.hidden = !t.ahead.hidden
	for i, found := t.ahead.missing.pop(); found; i, found = t.ahead.missing.pop() {
		t.ready.unshift(i)
	}
}

// takeReading returns what was read ahead of a step, if that is enough for it.
// The caller has locked.
func (t *task) takeReading(i int) reading {
	planned := &t.plan.Steps[i]
	read := t.runner.readings[planned.Image]
	delete(t.runner.readings, planned.Image)
	if replacesTags(planned) || planned.OfLocations() {
		return reading{}
	}
	return read
}

// noteWritten keeps what was read of images true, after a request that may have
// changed one: what the answer tells is kept for the next step on it, of
// whatever job, and everything older is forgotten. The caller has locked, and
// holds the image.
func (r *Runner) noteWritten(a *attempt) {
	if a.request == "" {
		return
	}
	id := a.task.plan.Steps[a.step].Image
	for l := range r.listings {
		delete(l.wanted, id)
	}
	_, wanted := r.readings[id]
	wanted = wanted || a.task.steps[a.step].next > 0 || len(r.imageLocks[id].waiting) > 0
	delete(r.readings, id)
	if wanted && a.result.Outcome == jobs.Done && a.written.image != nil {
		r.readings[id] = a.written
	}
}
