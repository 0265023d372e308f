package cmd

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/google/uuid"

	"glimpse/api"
	"glimpse/api/runner"
	"glimpse/api/transfer"
	"glimpse/cmd/change"
	"glimpse/model"
	"glimpse/model/command"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/remote"
	"glimpse/ui/backend"
	"glimpse/ui/intent"
	"glimpse/ui/planpreview"
	"glimpse/ui/requestlog"
)

// changes carries plans out on one connection, in the screen's words.
type changes struct {
	*runner.Runner
	client *api.Client
	origin plan.Origin
	begun  *begunJobs
	ctx    context.Context //nolint:containedctx // it ends when the user wants the program to end at once
}

var _ backend.Changes = (*changes)(nil)

// newChanges returns the way to change images through a client. The journals
// are kept in a folder of the state folder; begun are the jobs of this run of the program,
// whatever connection they are on. Of the options what is the caller's is set.
func newChanges(ctx context.Context, client *api.Client, state string, begun *begunJobs, options runner.Options) *changes {
	options.Dir, options.Origin = journalFolder(state), originOf(client.About())
	options.Transfers = &transfer.Mover{Client: client}
	return &changes{ctx: ctx, client: client, origin: options.Origin, begun: begun, Runner: runner.New(client, options)}
}

// journalFolder is where the journals are kept.
func journalFolder(state string) string { return filepath.Join(state, "journal") }

// originOf is where the jobs of a connection belong.
func originOf(about remote.Connection) plan.Origin {
	return plan.Origin{
		Cloud: about.Cloud, Project: about.Project.Raw(), User: about.User.Raw(), Region: about.Region.Raw(),
		Endpoint: about.Endpoint.Raw(), Identity: about.Identity.Raw(), ProjectID: about.ProjectID.Raw(), UserID: about.UserID.Raw(),
	}
}

// NewID implements backend.Changes.
func (c *changes) NewID() string { return uuid.NewString() }

// PlanData implements backend.Changes.
func (c *changes) PlanData(
	ctx context.Context, wanted command.Command, images []*model.Image, replace bool, meter *jobs.Meter,
) (plan.Plan, error) {
	wanted, err := withHome(wanted)
	if err != nil {
		return plan.Plan{}, err
	}
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	defer context.AfterFunc(c.ctx, func() { end(context.Cause(c.ctx)) })()
	planner := transfer.Planner{Service: c.client, NewID: c.NewID, Replace: replace, Meter: meter}
	return planner.Plan(ctx, wanted, images)
}

// withHome puts the home folder in the place of the tilde of files.
func withHome(wanted command.Command) (command.Command, error) {
	by := command.SignOf(wanted)
	var err error
	if by.Key, err = expanded(by.Key); err != nil {
		return wanted, err
	}
	switch wanted := command.WithSign(wanted, by).(type) {
	case command.Create:
		wanted.File, err = expanded(wanted.File)
		return wanted, err
	case command.Upload:
		wanted.File, err = expanded(wanted.File)
		return wanted, err
	case command.Download:
		wanted.File, err = expanded(wanted.File)
		return wanted, err
	}
	return wanted, err
}

// Start implements backend.Changes.
func (c *changes) Start(p *plan.Plan) (jobs.ID, error) {
	id, err := c.Runner.Start(*p)
	if err == nil {
		c.begun.add(id)
	}
	return id, err
}

// Finish implements backend.Changes.
func (c *changes) Finish(id jobs.ID) error {
	err := c.Runner.Finish(id)
	if err == nil {
		c.begun.add(id)
	}
	return err
}

// Earlier implements backend.Changes.
func (c *changes) Earlier() ([]jobs.Earlier, error) {
	earlier, err := c.Runner.Earlier()
	for i := range earlier {
		earlier[i].Own = c.begun.has(earlier[i].ID)
	}
	return earlier, err
}

// Drive implements backend.Changes.
func (c *changes) Drive(id jobs.ID, act intent.JobAct, only []model.ImageID) error {
	switch act {
	case intent.PauseJob:
		return c.Pause(id)
	case intent.ResumeJob:
		return c.Resume(id)
	case intent.CancelJob:
		return c.Cancel(id)
	case intent.RetryJob:
		return c.Retry(id, only...)
	default:
		return fmt.Errorf("a job cannot be told %d", act)
	}
}

// Writes implements backend.Changes.
func (c *changes) Writes() []requestlog.Entry {
	sent := c.Runner.Writes()
	entries := make([]requestlog.Entry, len(sent))
	for i := range sent {
		entries[i] = requestlog.Entry{
			At: sent[i].At, Image: sent[i].Image, Name: sent[i].Name, Request: sent[i].Request, Outcome: sent[i].Outcome,
			Reason: sent[i].Reason, RequestID: sent[i].RequestID,
		}
	}
	return entries
}

// SavePlan implements backend.Changes.
func (c *changes) SavePlan(p *plan.Plan, file string, replace bool) error {
	return wholeFile(file, replace, func(out io.Writer) error {
		return (&plan.File{Origin: &c.origin, Plan: *p}).Write(out)
	})
}

// SaveReport implements backend.Changes.
func (c *changes) SaveReport(report *jobs.Report, format, file string, replace bool) error {
	return wholeFile(file, replace, func(out io.Writer) error { return jobs.WriteReport(out, format, report, planpreview.ResultText) })
}

// close ends the runner: what is under way may end, and what is left is found
// by the next start. So is what a journal could not be told.
func (c *changes) close() {
	ctx, cancel := context.WithTimeout(c.ctx, change.DrainWithin)
	defer cancel()
	_ = c.Drain(ctx)
}
