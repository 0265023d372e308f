package intent

import (
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
)

// ForJobs is what is asked of the part that follows the changes which are being
// carried out, and those which were.
type ForJobs interface {
	Intent
	toJobs()
}

type jobs struct{}

func (jobs) intent() {}
func (jobs) toJobs() {}

type (
	// OpenJobs asks for the list of jobs.
	OpenJobs struct{ jobs }
	// OpenJob asks for the report of a job.
	OpenJob struct {
		jobs
		ID job.ID
	}
	// OpenLog asks for the log of what was written in this session.
	OpenLog struct{ jobs }
	// ControlJob asks to do something with a job.
	ControlJob struct {
		jobs
		ID job.ID
		Do JobAct
		// Only are the images that a RetryJob is about; none is all.
		Only []model.ImageID
	}
	// DecideJob asks what is to become of it.
	DecideJob struct {
		jobs
		ID job.ID
	}
	// LeaveUnfinished asks to say that a job of an earlier run stays as it is.
	LeaveUnfinished struct{ jobs }
	// AdoptJob asks to note that it belongs to this cloud, and then for what that
	// is needed for. Origin is what its journal knows.
	AdoptJob struct {
		jobs
		ID     job.ID
		Title  string
		Origin plan.Origin
		Then   Intent
		// Sure says that the user was asked.
		Sure bool
	}
	// DropJob asks to leave the rest of it undone: so many images.
	DropJob struct {
		jobs
		ID    job.ID
		Title string
		Left  int
		// Sure says that the user was asked.
		Sure bool
	}
	// ExportReport asks to write the report of a job to a file.
	ExportReport struct {
		jobs
		ID           job.ID
		Format, File string
		// Only are the images that are written; none is all.
		Only []model.ImageID
	}
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
