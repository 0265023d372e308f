// Package job holds what is known of plans being carried out: how far each is,
// and what became of every image. It is what the runner reports and the screen
// shows; it carries nothing out itself.
package job

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// ID names a job.
type ID = plan.JobID

// Outcome is what became of one image of a job. A job that has ended has one
// of [Outcomes] for every image, never an unknown one.
type Outcome string

// The outcomes.
const (
	// Waiting means that nothing has been sent yet.
	Waiting Outcome = "waiting"
	// Sending means that the image is being read or changed right now.
	Sending Outcome = "sending"
	// Unsent means that the job was cancelled before anything was sent, or before
	// all of the data was.
	Unsent Outcome = "not sent"
	// Done means that the image is as the plan wants it, by this job.
	Done Outcome = "done"
	// NoChange means that the image already was as wanted; nothing was sent.
	NoChange Outcome = "no change"
	// Gone means that there is no such image any more.
	Gone Outcome = "gone"
	// Conflict means that somebody changed a field that the plan touches after
	// it was shown; nothing was sent.
	Conflict Outcome = "conflict"
	// Refused means that the service will not do it: a right, a quota, a
	// status.
	Refused Outcome = "refused"
	// Failed is everything else that ended without the change.
	Failed Outcome = "failed"
)

// Outcomes returns the outcomes that an image of an ended job can have, in the
// order of reports.
func Outcomes() []Outcome {
	return []Outcome{Done, NoChange, Gone, Conflict, Refused, Failed, Unsent}
}

// IsFinal reports whether nothing more will happen to the image in this job.
func (o Outcome) IsFinal() bool { return o != Waiting && o != Sending }

// Result is what became of one step of a plan.
type Result struct {
	// Step is the index of the step in the plan.
	Step    int
	Outcome Outcome
	// Code is why, where a look at the image said so before anything was sent.
	Code plan.Reason
	// Reason is why, in the service's words or ours, or what else is known of
	// Code; empty where there is nothing to tell.
	Reason text.Untrusted
	// Status is the HTTP status with which the service refused the change, or 0
	// where the outcome comes from no such answer.
	Status int
	// RequestID is the service's name for the last request.
	RequestID text.Untrusted
	// Conflicts are the fields of a conflict.
	Conflicts []patch.Conflict
	// Inverse is the step that takes the change back; nil where there is none.
	Inverse *plan.Step
	// Unsure reports, of a step that failed, whether its change may have arrived
	// all the same.
	Unsure bool
	// At is when the outcome was known.
	At time.Time
}

// Image is the image that a result is about: that of its step, or the one that the
// service made by it, as far as that is known.
func (r *Result) Image(step *plan.Step) model.ImageID {
	if step.Kind == plan.CreateFromVolume && r.Inverse != nil {
		return r.Inverse.Image
	}
	return step.Image
}

// IsForbidden reports whether the service refused the change with 403, which it
// does by policy, and of what never changes.
func (r *Result) IsForbidden() bool { return r.Status == 403 }

// State is what a job as a whole is doing.
type State string

// The states.
const (
	Running State = "running"
	// Paused means that the person stopped it; what was under way has ended or
	// is ending.
	Paused State = "paused"
	// Outage means that the service cannot be reached or asks to be left alone;
	// the job goes on by itself at Progress.Again.
	Outage State = "waiting for the service"
	// Cancelling means that nothing new is begun.
	Cancelling State = "cancelling"
	Ended      State = "ended"
)

// Progress is how far a job is, at one moment.
type Progress struct {
	ID    ID
	Title string
	// Plan is what the job carries out. It does not change.
	Plan  *plan.Plan
	State State
	// Total is how many images the plan is about, and Counts has them by outcome;
	// what it does not have is 0. Partly is how many of those that are not done
	// have a step that is.
	Total, Partly int
	Counts        map[Outcome]int
	// Sizes has the bytes of image data by what became of them; nil is of a plan that
	// moves none, or does not know how many.
	Sizes map[Outcome]int64
	// Sending are the images that are being changed right now.
	Sending []model.ImageID
	// Transfers are those of them whose data is being moved.
	Transfers []Transfer
	// Checking is how many images that the job changed it looks at once more
	// before it ends, 0 while it does not.
	Checking int
	// Started and Ended are times; Ended is zero while the job goes on.
	Started, Ended time.Time
	// Resumed is when this run took the job of an earlier one up; zero is one
	// that was begun in this run.
	Resumed time.Time
	// Rate is in images a second over the last seconds of work, 0 while
	// unknown; Left is what remains at that rate, 0 while unknown.
	Rate float64
	Left time.Duration
	// Again is when an outage is tried again, and Why what it is.
	Again time.Time
	Why   text.Untrusted
	// Version grows with every change, so that a reader can tell that nothing
	// has happened.
	Version uint64
}

// Finished returns how many images have their final outcome.
func (p *Progress) Finished() int {
	return p.Total - p.Counts[Waiting] - p.Counts[Sending]
}

// HasChanged reports whether the job has carried out anything.
func (p *Progress) HasChanged() bool { return p.Counts[Done]+p.Partly > 0 }

// Summary is the counts in one line, "299 done, 1 gone, 0 failed": done and
// failed always, the others where there are any.
func (p *Progress) Summary() string {
	var parts []string
	for _, outcome := range Outcomes() {
		if count := p.Counts[outcome]; count > 0 || outcome == Done || outcome == Failed {
			parts = append(parts, fmt.Sprintf("%d %s", count, outcome))
		}
	}
	return strings.Join(parts, ", ")
}

// ReadSummary returns the counts that a summary tells, as far as it tells any.
func ReadSummary(summary string) map[Outcome]int {
	counts := map[Outcome]int{}
	for part := range strings.SplitSeq(summary, ", ") {
		number, outcome, _ := strings.Cut(part, " ")
		if count, err := strconv.Atoi(number); err == nil && slices.Contains(Outcomes(), Outcome(outcome)) {
			counts[Outcome(outcome)] = count
		}
	}
	return counts
}

// Report is a job with all that is known of it.
type Report struct {
	Progress
	// Origin is the connection that it was begun on.
	Origin plan.Origin
	// Results has one entry for each step, in the plan's order.
	Results []Result
	// Undone are the images on which a later job took back what this one did.
	Undone map[model.ImageID]bool
	// Unread is how many lines of the journal could not be read. What they told of
	// the images is missing.
	Unread int
}

// UnreadText says so, and nothing where every line could be read.
func (r *Report) UnreadText() string {
	switch r.Unread {
	case 0:
		return ""
	case 1:
		return "1 line of the journal could not be read: what it said is missing here"
	default:
		return strconv.Itoa(r.Unread) + " lines of the journal could not be read: what they said is missing here"
	}
}

// Unfinished is a job of an earlier run that ended before all was done.
type Unfinished struct {
	ID      ID
	Title   string
	Started time.Time
	// Total is how many images it had, Left how many of them have no final
	// outcome, and Unsure how many of those had a request on its way.
	Total, Left, Unsure int
	// Origin is where it was begun. Perhaps reports whether this may be
	// elsewhere, because the journal knows the same names, and no more.
	Origin  plan.Origin
	Perhaps bool
}

// UncertainError reports that a job may be about the images of another
// connection.
type UncertainError struct {
	ID     ID
	Title  string
	Origin plan.Origin
}

// Error implements error.
func (e *UncertainError) Error() string {
	return fmt.Sprintf("job %s may have been begun elsewhere; its journal knows: %s", e.ID, e.Origin.Where())
}

// Earlier is a job that is finished and that this run did not carry out: one of
// an earlier run, or of another glimpse.
type Earlier struct {
	ID             ID
	Title          string
	Started, Ended time.Time
	// Summary is its counts in one line.
	Summary string
	// Images is how many images it was about, Name what the only one was called.
	Images int
	Name   text.Untrusted
	// Own reports whether this run of the program carried it out, on a connection
	// before this one.
	Own bool
	// Undoable reports whether anything that it did has a way back.
	Undoable bool
	// Perhaps is as of an [Unfinished].
	Perhaps bool
}
