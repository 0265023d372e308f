package backend

import (
	"context"
	"os/exec"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/intent"
	"glimpse/ui/requestlog"
)

// Changes carries plans out, as jobs that go on by themselves, and remembers
// them. Its methods may be called from several goroutines. Those from Start on
// write files and are called from commands; those before them neither wait nor
// send.
type Changes interface {
	// NewID returns an id for an image that is to be made.
	NewID() string
	// Jobs returns how far the jobs of this session are, the oldest first.
	Jobs() []job.Progress
	// Report returns all that is known of a job of this session.
	Report(id job.ID) (job.Report, bool)
	// Results returns what became of the images of a job since a version, and
	// the version up to which that is.
	Results(id job.ID, since uint64) ([]job.Result, uint64)
	// Records returns images as the service has them after jobs have changed them, and
	// forgets them: at most so many, each once it is known.
	Records(most int) []model.Image
	// Writes returns what was sent in this session, the oldest first.
	Writes() []requestlog.Entry

	// PlanData plans a command that moves the data of images. replace lets a
	// download replace files; without it the error is an fs.ErrExist where there
	// are some. meter is told how far a file is read that is to be signed, which
	// may take its time, and ends with the context.
	PlanData(
		ctx context.Context, wanted command.Command, images []*model.Image, replace bool, meter *job.Meter,
	) (plan.Plan, error)
	// Start carries out a plan. Nothing was sent where it returns an error.
	Start(p *plan.Plan) (job.ID, error)
	// Drive does something with a job. A RetryJob is about some images only, if
	// any are named.
	Drive(id job.ID, act intent.JobAct, only []model.ImageID) error
	// Unfinished returns the jobs that an earlier run left, the newest first.
	Unfinished() ([]job.Unfinished, error)
	// Left is the plan of what is left of one of them. Finish carries that out
	// as the same job, Drop leaves it undone.
	Left(id job.ID) (plan.Plan, error)
	Finish(id job.ID) error
	Drop(id job.ID) error
	// Earlier returns the finished jobs that this session did not carry out, the
	// newest first.
	Earlier() ([]job.Earlier, error)
	// EarlierReport returns all that is known of one of them.
	EarlierReport(id job.ID) (job.Report, error)
	// Adopt notes that a job belongs to this cloud, where that is not certain.
	// Left and Undo answer with a [*job.UncertainError] before.
	Adopt(id job.ID) error
	// Undo plans the inverse of a job; an empty id is the last one of this
	// session.
	Undo(id job.ID) (plan.Plan, error)
	// SavePlan and SaveReport write a file. One that is there is replaced only
	// if that is asked for; otherwise the error is an fs.ErrExist.
	SavePlan(p *plan.Plan, file string, replace bool) error
	SaveReport(report *job.Report, format, file string, replace bool) error
}

// TextEditor is the person's own editor.
type TextEditor interface {
	// Begin returns the command that edits a text, and what is told how the
	// command has ended, then reads the edited text and takes the file away.
	Begin(name, content string) (command *exec.Cmd, end func(error) (string, error), err error)
	// BeginDocument is Begin for a whole file of a name, which the editor gets as it
	// is. Where what was saved cannot be read, the error says where it is.
	BeginDocument(file, content string) (command *exec.Cmd, end func(error) (string, error), err error)
	// Stop ends an editor that is open: the program has to end.
	Stop()
}
