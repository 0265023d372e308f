package ui_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/intent"
	"glimpse/ui/requestlog"
	"glimpse/ui/uitest"
)

// changesStub carries nothing out: what becomes of the images of its jobs is
// said by the test.
type changesStub struct {
	mu      sync.Mutex
	jobs    []*job.Report
	since   map[job.ID][]uint64 // the version of each result
	writes  []requestlog.Entry
	driven  []string // what was asked for, in order
	files   map[string]string
	created int
	// records are what the service has told of images after their change.
	records []model.Image

	start      error // the answer of Start and Drive, if set
	undo       plan.Plan
	undoErr    error
	unfinished []job.Unfinished
	earlier    []job.Earlier
	// reported is the report of each of them, reportErr why there is none.
	reported  job.Report
	reportErr error
	adopted   []job.ID
	save      error // the answer of SavePlan and SaveReport, if set
	around    plan.Around
	planErr   error  // the answer of PlanData, unless a file may be replaced
	raw       []byte // the record of every image, for PlanData
	// planGivenUp reports whether the context of the last PlanData had ended.
	planGivenUp bool
}

var _ backend.Changes = (*changesStub)(nil)

func (c *changesStub) NewID() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.created++
	return fmt.Sprintf("00000000-0000-4000-8000-%012d", c.created)
}

func (c *changesStub) Jobs() []job.Progress {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]job.Progress, len(c.jobs))
	for i, one := range c.jobs {
		all[i] = one.Progress
		all[i].Counts = maps.Clone(one.Counts)
	}
	return all
}

func (c *changesStub) find(id job.ID) *job.Report {
	for _, one := range c.jobs {
		if one.ID == id {
			return one
		}
	}
	return nil
}

func (c *changesStub) Report(id job.ID) (job.Report, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := c.find(id)
	if found == nil {
		return job.Report{}, false
	}
	report := *found
	report.Counts, report.Results = maps.Clone(found.Counts), slices.Clone(found.Results)
	return report, true
}

func (c *changesStub) Results(id job.ID, since uint64) ([]job.Result, uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := c.find(id)
	var news []job.Result
	for i, version := range c.since[id] {
		if version > since {
			news = append(news, found.Results[i])
		}
	}
	return news, found.Version
}

func (c *changesStub) Records(most int) []model.Image {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := slices.Clone(c.records[:min(most, len(c.records))])
	c.records = c.records[len(taken):]
	return taken
}

func (c *changesStub) Writes() []requestlog.Entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.writes)
}

func (c *changesStub) PlanData(
	ctx context.Context, wanted command.Command, images []*model.Image, replace bool, _ *job.Meter,
) (plan.Plan, error) {
	c.planGivenUp = ctx.Err() != nil
	if c.planErr != nil && !replace {
		return plan.Plan{}, c.planErr
	}
	around := c.around
	around.Replace = replace
	if creates, is := wanted.(command.Create); is && (creates.File != "" && around.File == nil || creates.Volume != "" && around.Volume == nil) {
		return plan.Plan{}, errors.New("there is no such file or volume")
	}
	read := make([]*model.Image, len(images))
	for i, image := range images {
		whole := *image
		whole.Raw = c.raw // which a listing leaves out
		read[i] = &whole
	}
	return plan.Move(wanted, read, &around, c.NewID)
}

func (c *changesStub) Start(p *plan.Plan) (job.ID, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.start != nil {
		return "", c.start
	}
	id := job.ID(fmt.Sprintf("20261123T1200%02d.000Z-1f2e", len(c.jobs)))
	one := &job.Report{Progress: job.Progress{
		ID: id, Title: p.Title, Plan: p, State: job.Running, Started: uitest.Now, Version: 1,
	}}
	for i := range p.Steps {
		one.Results = append(one.Results, job.Result{Step: i, Outcome: job.Waiting})
	}
	counted(one)
	if c.since == nil {
		c.since = map[job.ID][]uint64{}
	}
	c.since[id] = make([]uint64, len(p.Steps))
	c.jobs = append(c.jobs, one)
	return id, nil
}

// counted counts the images of a job by what became of its steps, as the runner does.
func counted(one *job.Report) {
	job.NewTally(one.Plan, func(i int) job.Outcome { return one.Results[i].Outcome }).Tell(&one.Progress)
}

// becomes says what became of the next images of the last job. Where none is
// left the job has ended.
func (c *changesStub) becomes(outcomes ...job.Outcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	one := c.jobs[len(c.jobs)-1]
	for _, outcome := range outcomes {
		at := slices.IndexFunc(one.Results, func(r job.Result) bool { return !r.Outcome.IsFinal() })
		if at < 0 {
			return
		}
		result := &one.Results[at]
		one.Version++
		*result = job.Result{
			Step: at, Outcome: outcome, RequestID: text.Of(fmt.Sprintf("req-%d", one.Version)), At: uitest.Now, Conflicts: result.Conflicts, Inverse: result.Inverse,
		}
		counted(one)
		c.since[one.ID][at] = one.Version
		if outcome.IsFinal() {
			step := &one.Plan.Steps[at]
			c.writes = append(c.writes, requestlog.Entry{
				At: uitest.Now, Image: step.Image, Name: step.Name, Request: text.Of(string(step.Kind) + " /v2/images/" + step.Image.Raw()),
				Outcome: outcome, RequestID: result.RequestID,
			})
		}
	}
	if one.Finished() == one.Total {
		one.State, one.Ended = job.Ended, uitest.Now
	}
}

// left returns how many images of the last job have no final outcome.
func (c *changesStub) left() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.jobs) == 0 {
		return 0
	}
	one := c.jobs[len(c.jobs)-1]
	return one.Total - one.Finished()
}

func (c *changesStub) set(change func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change()
}

// state puts the last job into a state.
func (c *changesStub) state(state job.State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	one := c.jobs[len(c.jobs)-1]
	one.State = state
	one.Version++
}

func (c *changesStub) Drive(id job.ID, act intent.JobAct, only []model.ImageID) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.driven = append(c.driven, strings.TrimSuffix(fmt.Sprintf("drive %d of %d", act, len(only)), " of 0"))
	one := c.find(id)
	switch {
	case c.start != nil:
		return c.start
	case act == intent.PauseJob:
		one.State = job.Paused
	case act == intent.ResumeJob, act == intent.RetryJob:
		one.State = job.Running
	case act == intent.CancelJob:
		one.State = job.Cancelling
	}
	return nil
}

func (c *changesStub) Unfinished() ([]job.Unfinished, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.unfinished), c.undoErr
}

func (c *changesStub) decide(what string, id job.ID) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.driven = append(c.driven, what+" "+string(id))
	if c.start != nil {
		return c.start
	}
	c.unfinished = slices.DeleteFunc(c.unfinished, func(u job.Unfinished) bool { return u.ID == id })
	return nil
}

// Left makes of each image that is left a step of a kind that the title tells.
func (c *changesStub) Left(id job.ID) (plan.Plan, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := slices.IndexFunc(c.unfinished, func(u job.Unfinished) bool { return u.ID == id })
	if c.undoErr != nil || at < 0 {
		return plan.Plan{}, errors.Join(c.undoErr, errors.New("there is no such job"))
	}
	p := plan.Plan{Title: "finish: " + c.unfinished[at].Title}
	for i := range c.unfinished[at].Left {
		image := uitest.Image(i)
		step := plan.Step{Image: image.ID, Name: image.Name, Kind: plan.Retag, Add: []string{"gold"}}
		if c.unfinished[at].Title == "delete" {
			step.Kind, step.Add = plan.Delete, nil
		}
		p.Steps = append(p.Steps, step)
	}
	return p, nil
}

func (c *changesStub) Finish(id job.ID) error { return c.decide("finish", id) }
func (c *changesStub) Drop(id job.ID) error   { return c.decide("drop", id) }

func (c *changesStub) Undo(id job.ID) (plan.Plan, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.driven = append(c.driven, "undo "+string(id))
	return c.undo, c.undoErr
}

func (c *changesStub) write(file, content string, replace bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, there := c.files[file]; there && !replace {
		return &fs.PathError{Op: "open", Path: file, Err: fs.ErrExist}
	}
	if c.save != nil {
		return c.save
	}
	if c.files == nil {
		c.files = map[string]string{}
	}
	c.files[file] = content
	return nil
}

func (c *changesStub) SavePlan(p *plan.Plan, file string, replace bool) error {
	return c.write(file, p.Title, replace)
}

func (c *changesStub) SaveReport(report *job.Report, format, file string, replace bool) error {
	return c.write(file, format+" "+report.Summary(), replace)
}

// errFull is an error that every disk knows.
var errFull = fmt.Errorf("writing the journal: %w", syscall.ENOSPC)

// flow is a user of a program that can change images.
type flow struct {
	*uitest.Driver
	t       *testing.T
	app     *ui.App
	stub    *stub
	changes *changesStub
	clock   *clock
}

// clock is the time, which passes only where a test says so.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

// passes lets time pass.
func (f *flow) passes(d time.Duration) { f.clock.now = f.clock.now.Add(d) }

// changing is a user before a number of images.
func changing(t *testing.T, images int, change ...func(s *stub)) *flow {
	t.Helper()
	s := newStub(images)
	for _, each := range change {
		each(s)
	}
	clock := &clock{now: uitest.Now}
	with := options(s)
	with.Now, with.Views = clock.Now, &shelf{}
	app := ui.NewWithoutTimers(with)
	return &flow{Driver: uitest.NewDriver(t, app, 120, 40), t: t, app: app, stub: s, changes: s.changes, clock: clock}
}

// types types a text, and enters a line of commands.
func (f *flow) types(text string) {
	f.t.Helper()
	for _, char := range text {
		if char == ' ' {
			f.Keys("space")
			continue
		}
		f.Keys(string(char))
	}
}

func (f *flow) command(line string) {
	f.t.Helper()
	f.Keys(":")
	f.types(line)
	f.Keys("enter")
}

// looks lets the time pass after which the jobs are looked at again, and tells
// whether that was awaited.
func (f *flow) looks() bool {
	f.t.Helper()
	msg := ui.JobsDue(f.app)
	if msg == nil {
		return false
	}
	f.Send(msg)
	return true
}

// rests checks that the jobs are looked at no more, once the look that was
// awaited is over.
func (f *flow) rests() bool {
	f.t.Helper()
	awaited := f.looks()
	return !awaited || !f.looks()
}

// becomes says what becomes of the next images of the last job, and looks.
func (f *flow) becomes(outcomes ...job.Outcome) {
	f.t.Helper()
	f.changes.becomes(outcomes...)
	if !f.looks() {
		f.t.Error("nobody looks at the job")
	}
}

func (f *flow) shows(texts ...string) { f.t.Helper(); shows(f.t, f.Driver, texts...) }
func (f *flow) hides(texts ...string) { f.t.Helper(); hides(f.t, f.Driver, texts...) }

// started fails the test unless a number of jobs was started so far.
func (f *flow) started(want int) {
	f.t.Helper()
	if got := len(f.changes.Jobs()); got != want {
		f.t.Fatalf("%d jobs were started, want %d:\n%s", got, want, uitest.Draw(f.t, f.View(), 120, 40).Text())
	}
}

func (c *changesStub) Earlier() ([]job.Earlier, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.earlier), nil
}

func (c *changesStub) EarlierReport(id job.ID) (job.Report, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reportErr != nil {
		return job.Report{}, c.reportErr
	}
	report := c.reported
	report.ID = id
	return report, nil
}

func (c *changesStub) Adopt(id job.ID) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.adopted = append(c.adopted, id)
	c.undoErr = nil
	return nil
}
