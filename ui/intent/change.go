package intent

import (
	"glimpse/model/command"
	"glimpse/model/job"
)

// What the editors, the preview and the screens of jobs ask for.
type (
	// Edit asks for the editor of a kind on the marked images, or on the one
	// under the cursor.
	Edit struct{ Editor Editor }
	// Change asks to plan a change of the images that the editor was opened
	// on, or of the marked ones, and to show the plan. The editor stays as it
	// is beneath the preview.
	Change struct{ Command command.Command }
	// EditText asks to edit a text in the person's own editor ($VISUAL,
	// $EDITOR); Done gets it back, unless the editor failed.
	EditText struct {
		// Name says what the text is, for the name of the file.
		Name, Text string
		// Done takes the edited text. It is called from Update.
		Done func(edited string)
	}
	// SendPlan asks to carry out the plan that is previewed. Count is what was
	// typed where a count was asked for.
	SendPlan struct{ Count string }
	// SavePlan asks to write the previewed plan to a file; without a name, for
	// the line in which it is typed.
	SavePlan struct{ File string }
	// CopyPlan asks for the menu of what can be copied of the previewed plan.
	CopyPlan struct{}
	// OpenJobs asks for the list of jobs.
	OpenJobs struct{}
	// OpenJob asks for the report of a job.
	OpenJob struct{ ID job.ID }
	// Drive asks to do something with a job.
	Drive struct {
		ID job.ID
		Do JobAct
	}
	// ExportReport asks to write the report of a job to a file.
	ExportReport struct {
		ID           job.ID
		Format, File string
	}
	// OpenLog asks for the log of what was written in this session.
	OpenLog struct{}
	// Undo asks to plan the inverse of a job; an empty ID is the last one.
	Undo struct{ ID job.ID }
)

// Editor is a kind of editor.
type Editor uint8

// The editors.
const (
	EditAttributes Editor = iota
	EditTags
	EditProperties
	NewImage
)

// JobAct is what can be done with a job.
type JobAct uint8

// What can be done with a job.
const (
	PauseJob JobAct = iota
	ResumeJob
	CancelJob
	// RetryJob sends what failed once more.
	RetryJob
)

func (Edit) intent()         {}
func (Change) intent()       {}
func (EditText) intent()     {}
func (SendPlan) intent()     {}
func (SavePlan) intent()     {}
func (CopyPlan) intent()     {}
func (OpenJobs) intent()     {}
func (OpenJob) intent()      {}
func (Drive) intent()        {}
func (ExportReport) intent() {}
func (OpenLog) intent()      {}
func (Undo) intent()         {}

// What is asked about the jobs that an earlier run left unfinished.
type (
	// DecideJob asks what is to become of it.
	DecideJob struct{ ID job.ID }
	// FinishJob asks to preview the rest of it; sending that carries it out.
	FinishJob struct {
		ID    job.ID
		Title string
	}
	// DropJob asks to leave the rest of it undone: so many images.
	DropJob struct {
		ID    job.ID
		Title string
		Left  int
		// Sure says that the user was asked.
		Sure bool
	}
)

func (DecideJob) intent() {}
func (FinishJob) intent() {}
func (DropJob) intent()   {}
