package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"glimpse/model/job"
)

var (
	// ErrForeign means that a file is no journal of a job: it has no whole
	// head, or one of a version that this program does not know. Where it is a
	// journal that was torn in its head, no request of its job was ever sent.
	ErrForeign = errors.New("not a journal that this version of glimpse can read")
	// ErrDamaged is an ErrForeign whose head was there and cannot be read. What
	// its job has sent, nobody knows any more.
	ErrDamaged error = damagedError{}
)

type damagedError struct{}

func (damagedError) Error() string        { return "its first line is damaged" }
func (damagedError) Is(target error) bool { return target == ErrForeign }

// Step is what a journal knows of one step.
type Step struct {
	// Result is the last result, or one whose outcome is job.Waiting. Its
	// inverse is set also where only a request is known of.
	job.Result
	// Sent reports whether a request went out, or was about to, and no
	// result followed.
	Sent bool
}

// Entry is what a journal holds.
type Entry struct {
	Head
	// Steps has one entry for each step of the plan.
	Steps []Step
	// Ended and Dropped tell how the job was left, EndedAt when, Summary what
	// it came to.
	Ended, Dropped bool
	EndedAt        time.Time
	Summary        string
	// Faults is how many lines could not be read, the torn last one not among
	// them. What they told is lost, and an image whose result was among them is
	// looked at again.
	Faults int

	whole int64 // where the last whole line ends
}

// Finished reports whether nobody wants more of the job.
func (e *Entry) Finished() bool { return e.Ended || e.Dropped }

// Report is what the journal knows of the job. One that is not finished, and that
// may be carried out right now, is [job.Paused].
func (e *Entry) Report() job.Report {
	report := job.Report{Origin: e.Origin, Unread: e.Faults, Progress: job.Progress{
		ID: e.ID, Title: e.Title, Plan: &e.Plan, State: job.Paused, Started: e.Started, Ended: e.EndedAt,
	}}
	if e.Finished() {
		report.State = job.Ended
	}
	for i := range e.Steps {
		result := e.Steps[i].Result
		if e.Finished() && !result.Outcome.IsFinal() && !e.Steps[i].Sent {
			result.Outcome = job.Unsent
		}
		report.Results = append(report.Results, result)
	}
	e.tally(func(i int) job.Outcome { return report.Results[i].Outcome }).Tell(&report.Progress)
	return report
}

// Unfinished is what a person is told of a job that is not finished.
func (e *Entry) Unfinished() job.Unfinished {
	var known job.Progress
	e.tally(func(i int) job.Outcome { return e.Steps[i].Outcome }).Tell(&known)
	left := job.Unfinished{
		ID: e.ID, Title: e.Title, Started: e.Started, Total: known.Total, Left: known.Total - known.Finished(), Origin: e.Origin,
	}
	for i := range e.Steps { // of which one at a time is sent for an image
		if !e.Steps[i].Outcome.IsFinal() && e.Steps[i].Sent {
			left.Unsure++
		}
	}
	return left
}

// tally counts the images of the job by the outcomes of its steps.
func (e *Entry) tally(outcome func(step int) job.Outcome) *job.Tally {
	return job.NewTally(&e.Plan, outcome)
}

// Read reads a journal. A torn last line is left out, one that cannot be read
// is counted; the error is ErrForeign, or one of the file.
func Read(path string) (*Entry, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the journal: %w", err)
	}
	entry, err := parse(content)
	if err != nil {
		return nil, fmt.Errorf("reading the journal %s: %w", filepath.Base(path), err)
	}
	return entry, nil
}

func parse(content []byte) (*Entry, error) {
	entry := &Entry{}
	for {
		end := bytes.IndexByte(content[entry.whole:], '\n')
		if end < 0 {
			break
		}
		record, err := decode(content[entry.whole : entry.whole+int64(end)])
		if entry.whole == 0 {
			head, isHead := record.(Head)
			switch {
			case err != nil || !isHead:
				return nil, ErrDamaged
			case head.Version != version:
				return nil, ErrForeign
			}
			entry.begin(head)
		} else if err != nil || !entry.accept(record) {
			entry.Faults++
		}
		entry.whole += int64(end) + 1
	}
	if entry.whole == 0 {
		return nil, ErrForeign
	}
	return entry, nil
}

func (e *Entry) begin(head Head) {
	e.Head = head
	e.Plan.CompleteFromTitle()
	e.Steps = make([]Step, len(head.Plan.Steps))
	for i := range e.Steps {
		e.Steps[i].Result = job.Result{Step: i, Outcome: job.Waiting}
	}
}

// accept takes in a line after the head, and reports whether it makes sense.
func (e *Entry) accept(record Record) bool {
	switch record := record.(type) {
	case Send:
		if record.Step < 0 || record.Step >= len(e.Steps) {
			return false
		}
		step := &e.Steps[record.Step]
		step.Sent, step.Outcome = true, job.Waiting
		if record.Inverse != nil {
			step.Inverse = record.Inverse
		}
		e.Ended, e.Dropped = false, false
	case Result:
		if record.Step < 0 || record.Step >= len(e.Steps) || !slices.Contains(job.Outcomes(), record.Outcome) {
			return false
		}
		step := &e.Steps[record.Step]
		step.Sent = false
		step.Result = job.Result{
			Step: record.Step, Outcome: record.Outcome, Code: record.Code, Reason: record.Reason, Status: record.Status,
			RequestID: record.RequestID, Conflicts: record.Conflicts, Inverse: step.Inverse, At: record.At, Unsure: record.Unsure,
		}
	case End:
		e.Ended, e.EndedAt, e.Summary = true, record.At, record.Summary
	case Drop:
		e.Dropped, e.EndedAt = true, record.At
	case Adoption:
		e.Origin = record.Origin
	default:
		return false
	}
	return true
}
