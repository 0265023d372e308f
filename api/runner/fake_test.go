package runner_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"glimpse/api"
	"glimpse/api/journal"
	"glimpse/api/runner"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/remote"
	"glimpse/model/text"
)

// service is an image service in memory, with whatever a test lets go wrong.
type service struct {
	mu     sync.Mutex
	images map[model.ImageID]model.Image
	// calls are the requests, "Retag 00000003".
	calls []string
	// times are when they were made.
	times []time.Time
	// unlisted is why nothing can be listed, if nothing can; absent are images
	// that no listing has; listings are what was asked for, one after another;
	// beforeListing is asked before each.
	unlisted      error
	absent        map[model.ImageID]bool
	listings      [][]model.ImageID
	beforeListing func() error
	// stale are images as listings have them, although they are otherwise.
	stale map[model.ImageID]model.Image
	// listedAt is when an image was listed that nobody has read since, tooOld are
	// the changes that were sent although that was long ago.
	listedAt map[model.ImageID]time.Time
	tooOld   []string
	// members are those of shared images.
	members map[model.ImageID][]model.Member
	// cached are the images in the image cache, noCache is why that is not told.
	cached  map[model.ImageID]bool
	noCache error
	// changing is told of each image that is changed, and may change more of it.
	changing func(image *model.Image)
	// latency is how long each takes.
	latency time.Duration
	// slowAnswer is how long each takes after it was carried out.
	slowAnswer time.Duration
	// slowListing is how long the answer of a listing takes to arrive.
	slowListing time.Duration
	// commits counts what was carried out, "Retag 00000003 gold".
	commits map[string]int
	// before is asked before a call is carried out, after is asked after it:
	// an error is the answer.
	before, after func(call string) error
	// underWay are the images with a change under way, most how many calls
	// there were at once.
	underWay        map[model.ImageID]bool
	now, most       int
	changedTogether bool
}

func newService(count int) *service {
	s := &service{images: make(map[model.ImageID]model.Image), underWay: make(map[model.ImageID]bool), commits: make(map[string]int), listedAt: make(map[model.ImageID]time.Time)}
	for n := range count {
		s.images[idOf(n)] = model.Image{
			ID: idOf(n), Name: text.Of(fmt.Sprint("image ", n)), Status: model.StatusActive, Tags: []text.Untrusted{text.Of("old")},
		}
	}
	return s
}

func idOf(n int) model.ImageID {
	return model.NewImageID(fmt.Sprintf("%08d-0000-4000-8000-000000000000", n))
}

// call frames a call: it is counted, takes its time, and goes wrong.
func (s *service) call(ctx context.Context, name string, id model.ImageID, carryOut func(image model.Image, found bool) error) error {
	call := name + " " + id.Raw()[:8]
	s.mu.Lock()
	s.calls, s.times = append(s.calls, call), append(s.times, time.Now())
	s.now++
	s.most = max(s.most, s.now)
	if name == "Image" {
		delete(s.listedAt, id)
	} else {
		if at, isListed := s.listedAt[id]; isListed && time.Since(at) > 2*time.Second {
			s.tooOld = append(s.tooOld, call)
		}
		if name == "Update" {
			s.listedAt[id] = time.Now() // its answer has the image
		}
		s.changedTogether = s.changedTogether || s.underWay[id]
		s.underWay[id] = true
	}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.now--
		if name != "Image" {
			delete(s.underWay, id)
		}
	}()
	if s.latency > 0 {
		select {
		case <-time.After(s.latency):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	if s.before != nil {
		if err := s.before(call); err != nil {
			return err
		}
	}
	s.mu.Lock()
	image, found := s.images[id]
	err := carryOut(image, found)
	s.mu.Unlock()
	if s.slowAnswer > 0 {
		select {
		case <-time.After(s.slowAnswer):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	if s.after != nil {
		if late := s.after(call); late != nil {
			return late
		}
	}
	return err
}

// commit counts a change that is carried out.
func (s *service) commit(name string, id model.ImageID, what string) {
	s.commits[name+" "+id.Raw()[:8]+" "+what]++
}

func (s *service) change(ctx context.Context, name string, id model.ImageID, what string, how func(image *model.Image)) error {
	return s.call(ctx, name, id, func(image model.Image, found bool) error {
		if !found {
			return problem(api.ErrNotFound, 404)
		}
		s.commit(name, id, what)
		how(&image)
		if s.changing != nil {
			s.changing(&image)
		}
		s.images[id] = image
		return nil
	})
}

func (s *service) Image(ctx context.Context, id model.ImageID) (got model.Image, err error) {
	err = s.call(ctx, "Image", id, func(image model.Image, found bool) error {
		if !found {
			return problem(api.ErrNotFound, 404)
		}
		got = image
		return nil
	})
	return got, err
}

// Images is none of the calls: the tests count those that are about one image.
func (s *service) Images(ctx context.Context, ids []model.ImageID) (found []model.Image, err error) {
	return s.list(ctx, ids, func(*model.Image) bool { return true })
}

func (s *service) ImagesHidden(ctx context.Context, ids []model.ImageID, hidden bool) (found []model.Image, err error) {
	return s.list(ctx, ids, func(image *model.Image) bool { return image.Hidden == hidden })
}

func (s *service) list(ctx context.Context, ids []model.ImageID, has func(image *model.Image) bool) (found []model.Image, err error) {
	s.mu.Lock()
	s.listings = append(s.listings, slices.Clone(ids))
	before := s.beforeListing
	for _, id := range ids {
		s.listedAt[id] = time.Now()
	}
	s.mu.Unlock()
	if s.latency > 0 {
		select {
		case <-time.After(s.latency):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	if s.unlisted != nil {
		return nil, s.unlisted
	}
	if before != nil {
		if err := cmp.Or(before(), context.Cause(ctx)); err != nil {
			return nil, err
		}
	}
	defer func() { time.Sleep(s.slowListing) }()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		image, there := s.images[id]
		there = there && !s.absent[id] && has(&image)
		if old, isStale := s.stale[id]; isStale {
			image = old
			delete(s.stale, id)
		}
		if there {
			found = append(found, image)
		}
	}
	return found, nil
}

func (s *service) Update(ctx context.Context, id model.ImageID, changes patch.Patch) (got model.Image, err error) {
	err = s.change(ctx, "Update", id, changes[0].Field, func(image *model.Image) { *image = changes.Apply(image); got = *image })
	return got, err
}

func (s *service) Retag(ctx context.Context, now *model.Image, add, remove []string) error {
	return s.change(ctx, "Retag", now.ID, strings.Join(add, ","), func(image *model.Image) {
		kept := make([]text.Untrusted, 0, len(image.Tags))
		for _, tag := range image.Tags {
			if !slices.Contains(remove, tag.Raw()) {
				kept = append(kept, tag)
			}
		}
		for _, tag := range add {
			kept = append(kept, text.Of(tag)) // also where it is there, so that a repeated one shows
		}
		image.Tags = kept
	})
}

func (s *service) Delete(ctx context.Context, id model.ImageID) error {
	return s.call(ctx, "Delete", id, func(_ model.Image, found bool) error {
		if !found {
			return problem(api.ErrNotFound, 404)
		}
		s.commit("Delete", id, "")
		delete(s.images, id)
		return nil
	})
}

func (s *service) Deactivate(ctx context.Context, id model.ImageID) error {
	return s.change(ctx, "Deactivate", id, "", func(image *model.Image) { image.Status = model.StatusDeactivated })
}

func (s *service) Reactivate(ctx context.Context, id model.ImageID) error {
	return s.change(ctx, "Reactivate", id, "", func(image *model.Image) { image.Status = model.StatusActive })
}

func (s *service) Create(ctx context.Context, wanted api.NewImage) (got model.Image, err error) {
	err = s.call(ctx, "Create", wanted.ID, func(_ model.Image, found bool) error {
		if found {
			return problem(api.ErrConflict, 409)
		}
		s.commit("Create", wanted.ID, "")
		got = model.Image{ID: wanted.ID, Status: model.StatusQueued}
		if name, isText := wanted.Attributes[model.AttrName].(string); isText {
			got.Name = text.Of(name)
		}
		for _, tag := range wanted.Tags {
			got.Tags = append(got.Tags, text.Of(tag))
		}
		s.images[wanted.ID] = got
		return nil
	})
	return got, err
}

// made are the calls of a name so far.
func (s *service) made(prefix string) (calls []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, call := range s.calls {
		if len(call) >= len(prefix) && call[:len(prefix)] == prefix {
			calls = append(calls, call)
		}
	}
	return calls
}

func (s *service) image(n int) model.Image {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.images[idOf(n)]
}

func (s *service) tags(n int) (tags []string) {
	for _, tag := range s.image(n).Tags {
		tags = append(tags, tag.Raw())
	}
	return tags
}

func problem(kind remote.Kind, status int) *api.Problem {
	return &api.Problem{
		Operation: "changing", Kind: kind, Status: status, Reason: text.Of("because I say so"), RequestID: text.Of("req-1"),
	}
}

// tagged is a plan that gives images a tag.
func tagged(images ...int) plan.Plan {
	p := plan.Plan{Title: "tag +gold"}
	for _, n := range images {
		p.Steps = append(p.Steps, plan.Step{Image: idOf(n), Name: text.Of(fmt.Sprint("image ", n)), Kind: plan.Retag, Add: []string{"gold"}})
	}
	return p
}

func upTo(count int) []int {
	all := make([]int, count)
	for n := range all {
		all[n] = n
	}
	return all
}

var here = journal.Origin{Cloud: "home", Project: "demo", User: "alice", Region: "RegionOne", Identity: "https://keystone.example/v3", ProjectID: "0a1b"}

// rig is a runner in a bubble of its own time.
type rig struct {
	*runner.Runner
	t       *testing.T
	service *service
	dir     string
}

// inBubble runs a test with a runner, in fake time. No goroutine of the runner
// may be left at the end.
func inBubble(t *testing.T, count int, test func(t *testing.T, r *rig)) {
	t.Helper()
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newService(count)
		r := &rig{Runner: runner.New(s, runner.Options{Dir: dir, Origin: here}), t: t, service: s, dir: dir}
		defer func() {
			if err := r.Drain(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		test(t, r)
	})
}

func (r *rig) start(p plan.Plan) jobs.ID {
	r.t.Helper()
	id, err := r.Start(p)
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

// until waits for a state. What never comes ends the test by the bubble's own
// deadlock.
func (r *rig) until(id jobs.ID, states ...jobs.State) jobs.Progress {
	r.t.Helper()
	for range 100_000 {
		progress, found := r.Progress(id)
		if !found {
			r.t.Fatal("there is no such job")
		}
		if slices.Contains(states, progress.State) {
			return progress
		}
		<-r.Changed()
	}
	r.t.Fatalf("the job never gets to %v", states)
	return jobs.Progress{}
}

func (r *rig) done(p plan.Plan) jobs.Report {
	r.t.Helper()
	return r.ended(r.start(p))
}

// stepsDone counts the steps of a job that are done: those of one image are counted
// as one elsewhere.
func stepsDone(report *jobs.Report) (done int) {
	for i := range report.Results {
		if report.Results[i].Outcome == jobs.Done {
			done++
		}
	}
	return done
}

func (r *rig) ended(id jobs.ID) jobs.Report {
	r.t.Helper()
	r.until(id, jobs.Ended)
	report, _ := r.Report(id)
	return report
}

func (r *rig) entry(id jobs.ID) *journal.Entry {
	r.t.Helper()
	entry, err := journal.Load(r.dir, id)
	if err != nil {
		r.t.Fatal(err)
	}
	return entry
}

func outcomes(report jobs.Report) (all []jobs.Outcome) {
	for _, result := range report.Results {
		all = append(all, result.Outcome)
	}
	return all
}

// once returns a function that fails the first calls of a name, in this order;
// nil lets one pass.
func once(name string, errs ...error) func(call string) error {
	var mu sync.Mutex
	return func(call string) error {
		mu.Lock()
		defer mu.Unlock()
		if len(errs) == 0 || len(call) < len(name) || call[:len(name)] != name {
			return nil
		}
		err := errs[0]
		errs = errs[1:]
		return err
	}
}

var errOther = errors.New("some other error")
