package runner

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"glimpse/api"
	"glimpse/api/journal"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
)

// Service is what a job needs of the image service. The errors are those of
// package api; *api.Client is one. Its methods are called from several
// goroutines, but never two that change one image.
type Service interface {
	Image(ctx context.Context, id model.ImageID) (model.Image, error)
	// Images reads those of some images that a listing has.
	Images(ctx context.Context, ids []model.ImageID) ([]model.Image, error)
	// ImagesHidden reads those that are hidden, or those that are not.
	ImagesHidden(ctx context.Context, ids []model.ImageID, hidden bool) ([]model.Image, error)
	Update(ctx context.Context, id model.ImageID, changes patch.Patch) (model.Image, error)
	Retag(ctx context.Context, now *model.Image, add, remove []string) error
	Delete(ctx context.Context, id model.ImageID) error
	Deactivate(ctx context.Context, id model.ImageID) error
	Reactivate(ctx context.Context, id model.ImageID) error
	Create(ctx context.Context, wanted api.NewImage) (model.Image, error)
	Members
	Cache
	ChangeLocations(ctx context.Context, id model.ImageID, add, remove []string) (model.Image, error)
	DeleteFromStore(ctx context.Context, id model.ImageID, store string) error
}

var _ Service = (*api.Client)(nil)

// Options are what a runner is made with.
type Options struct {
	// Workers is how many requests are under way at once, of all jobs
	// together; 0 is eight.
	Workers int
	// Dir is the directory of the journals.
	Dir string
	// Origin is the connection that the service is reached through. A job of
	// another one is neither finished nor undone here: its images could seem
	// to be gone.
	Origin journal.Origin
	// KeepRecords keeps the images that jobs have changed for [Runner.Records]. Whoever
	// sets it takes them, or all of them stay in memory.
	KeepRecords bool
	// Transfers moves image data; nil moves none.
	Transfers Transfers
	// Now is the clock; nil is time.Now.
	Now func() time.Time

	// create and reopen open journals; nil are those of package journal.
	create func(dir string, head journal.Head) (log, error)
	reopen func(dir string, id jobs.ID) (log, *journal.Entry, error)
}

// log is a journal that is being written.
type log interface {
	Append(record journal.Record) error
	Later(record journal.Record) error
	Repair() error
	Close() error
}

func (o Options) withDefaults() Options {
	if o.Workers <= 0 {
		o.Workers = 8
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transfers == nil {
		o.Transfers = noTransfers{}
	}
	if o.create == nil {
		o.create = func(dir string, head journal.Head) (log, error) { return journal.Create(dir, head) }
	}
	if o.reopen == nil {
		o.reopen = func(dir string, id jobs.ID) (log, *journal.Entry, error) { return journal.Resume(dir, id) }
	}
	return o
}

// Errors of the methods that control jobs, for errors.Is.
var (
	// ErrUnknown means that there is no job of this name in this session.
	ErrUnknown = errors.New("there is no such job")
	// ErrState means that the job's state does not allow what was asked for.
	ErrState = errors.New("not now")
	// ErrNothing means that there is nothing to be done.
	ErrNothing = errors.New("there is nothing to do")
	// ErrClosing means that the program is ending.
	ErrClosing = errors.New("the program is ending, nothing new is begun")
)

// Runner carries out plans. Its methods are safe for concurrent use. None but Drain
// waits for the service; those that begin, change or look up a job may wait for the disk,
// and those that report on jobs of this session wait for nothing.
type Runner struct {
	service Service
	options Options
	// ctx ends with Drain, when what is under way has had its time.
	ctx  context.Context //nolint:containedctx // it is the life of the runner, not of a call
	stop context.CancelCauseFunc
	// slots holds a value for each request that is under way. There are more
	// workers than slots, so that one that waits for the disk keeps no request
	// from being sent.
	slots chan struct{}
	// moves holds one for each image whose data is being moved.
	moves   chan struct{}
	workers sync.WaitGroup

	// version grows with every change of a job, also of one that is not among the tasks yet.
	version atomic.Uint64
	changed chan struct{}

	mu         sync.Mutex
	tasks      []*task
	imageLocks map[model.ImageID]*imageLock
	// readings are images that were read ahead of their change, listings is what
	// reads more of them.
	readings map[model.ImageID]reading
	listings map[*listing]struct{}
	cached   cacheReading
	records  records
	sent     sentLog
	lastID   time.Time
	draining bool
}

// New returns a runner, which does nothing yet.
func New(service Service, options Options) *Runner {
	options = options.withDefaults()
	ctx, stop := context.WithCancelCause(context.Background())
	return &Runner{
		service: service, options: options, ctx: ctx, stop: stop,
		slots:      make(chan struct{}, options.Workers),
		moves:      make(chan struct{}, transfersAtOnce),
		changed:    make(chan struct{}, 1),
		imageLocks: make(map[model.ImageID]*imageLock),
		readings:   make(map[model.ImageID]reading), listings: make(map[*listing]struct{}),
	}
}

// Start begins a job. It has returned before the first request. The error says
// why nothing was begun: the journal cannot be written, the plan is empty, or
// the program is ending.
func (r *Runner) Start(p plan.Plan) (jobs.ID, error) {
	if p.IsEmpty() {
		return "", fmt.Errorf("starting a job: %w", ErrNothing)
	}
	started, err := r.moment()
	if err != nil {
		return "", err
	}
	head := journal.Head{ID: journal.NewID(started), Title: p.Title, Origin: r.options.Origin, Started: started, Plan: p}
	opened, err := r.options.create(r.options.Dir, head)
	if err != nil {
		return "", fmt.Errorf("starting a job, of which nothing was sent: %w", err)
	}
	if err := r.add(newTask(r, &head, opened)); err != nil {
		// Nothing is left undone of what was never begun.
		return "", errors.Join(err, opened.Append(journal.Drop{At: started}), opened.Close())
	}
	return head.ID, nil
}

// moment returns a time of the clock that no other job has: a job's name sorts
// by the time of its start, in milliseconds.
func (r *Runner) moment() (time.Time, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.draining {
		return time.Time{}, ErrClosing
	}
	now := r.options.Now().Truncate(time.Millisecond)
	if !now.After(r.lastID) {
		now = r.lastID.Add(time.Millisecond)
	}
	r.lastID = now
	return now, nil
}

// add takes in a job and sets its workers going. The journal stays the
// caller's to close where the program is ending.
func (r *Runner) add(t *task) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.draining {
		return ErrClosing
	}
	r.tasks = append(r.tasks, t)
	t.enqueue()
	t.run()
	return nil
}

// find returns a job of this session; the caller has locked.
func (r *Runner) find(id jobs.ID) (*task, error) {
	for _, t := range r.tasks {
		if t.id == id {
			return t, nil
		}
	}
	return nil, fmt.Errorf("job %s: %w", id, ErrUnknown)
}

// touch notes that something has changed, and returns the new version. It needs no lock.
func (r *Runner) touch() uint64 {
	select {
	case r.changed <- struct{}{}:
	default:
	}
	return r.version.Add(1)
}

// Changed holds a value when something has changed since the last one was
// taken. It is for one reader.
func (r *Runner) Changed() <-chan struct{} { return r.changed }

// Jobs returns how far each job of this session is, the oldest first.
func (r *Runner) Jobs() []jobs.Progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.options.Now()
	progress := make([]jobs.Progress, len(r.tasks))
	for i, t := range r.tasks {
		progress[i] = t.progress(now)
	}
	return progress
}

// Progress returns how far a job of this session is; false where there is
// none of this name. It costs the same for any number of images.
func (r *Runner) Progress(id jobs.ID) (jobs.Progress, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, err := r.find(id)
	if err != nil {
		return jobs.Progress{}, false
	}
	return t.progress(r.options.Now()), true
}

// Report returns all that is known of a job of this session; false where
// there is none of this name. It copies all results: whoever looks several
// times a second takes Progress and Results. The plan is shared and must not
// be changed.
func (r *Runner) Report(id jobs.ID) (jobs.Report, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, err := r.find(id)
	if err != nil {
		return jobs.Report{}, false
	}
	results := make([]jobs.Result, len(t.steps))
	for i := range t.steps {
		results[i] = t.steps[i].Result
	}
	return jobs.Report{Progress: t.progress(r.options.Now()), Origin: t.origin, Results: results}, true
}

// Results returns the results of a job that have changed since a version, in
// the plan's order, and the version up to which they are; 0 is since ever.
func (r *Runner) Results(id jobs.ID, since uint64) ([]jobs.Result, uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, err := r.find(id)
	if err != nil || t.version <= since {
		return nil, since
	}
	var results []jobs.Result
	for i := range t.steps {
		if t.steps[i].version > since {
			results = append(results, t.steps[i].Result)
		}
	}
	return results, t.version
}

// Writes returns what was sent in this session, the oldest first; of very much
// the newest ten thousand.
func (r *Runner) Writes() []Write {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sent.all()
}

// Drain ends the runner: nothing new is sent, what is under way may end until
// the context does and is then given up, and the journals are closed. What is
// left is found by Unfinished of the next start. It returns when no goroutine
// of the runner is left.
func (r *Runner) Drain(ctx context.Context) error {
	r.mu.Lock()
	r.draining = true
	for _, t := range r.tasks {
		t.endOutage()
		t.cancelMoves(ErrClosing)
		t.wake.Broadcast()
	}
	r.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		r.workers.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		r.stop(ErrClosing)
		<-ended
	}
	r.stop(ErrClosing)
	r.mu.Lock()
	defer r.mu.Unlock()
	var err error
	for _, t := range r.tasks {
		if t.state() != jobs.Ended {
			err = errors.Join(err, t.log.Close())
		}
	}
	return err
}
