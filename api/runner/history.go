package runner

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"glimpse/api/journal"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
)

// Unfinished returns the jobs on these images that an earlier run of the
// program left, the newest first; not those that another one is carrying out.
// Journals that cannot be read are told in the error, the others are returned
// with it.
func (r *Runner) Unfinished() ([]jobs.Unfinished, error) {
	left, err := journal.Unfinished(r.options.Dir, r.options.Origin)
	return slices.DeleteFunc(left, func(one jobs.Unfinished) bool { return r.has(one.ID) }), err
}

// Earlier returns the finished jobs on these images that this session did not
// carry out, the newest first: those of earlier runs and of other programs.
func (r *Runner) Earlier() ([]jobs.Earlier, error) {
	finished, err := journal.Finished(r.options.Dir, r.options.Origin)
	return slices.DeleteFunc(finished, func(one jobs.Earlier) bool { return r.has(one.ID) }), err
}

// EarlierReport returns all that the journal knows of a finished job that this session
// did not carry out.
func (r *Runner) EarlierReport(id jobs.ID) (jobs.Report, error) {
	entry, err := journal.Load(r.options.Dir, id)
	if err == nil && entry.BelongsTo(r.options.Origin) == plan.Elsewhere {
		err = r.mine(entry)
	}
	if err != nil {
		return jobs.Report{}, fmt.Errorf("reading the report of job %s: %w", id, err)
	}
	report := entry.Report()
	if report.Undone, err = journal.Undone(r.options.Dir, id); err != nil {
		return jobs.Report{}, fmt.Errorf("looking for what undid job %s: %w", id, err)
	}
	return report, nil
}

// Adopt notes that a job whose journal does not tell for certain belongs to
// this connection. Without that it is neither finished nor undone.
func (r *Runner) Adopt(id jobs.ID) error {
	if err := journal.Adopt(r.options.Dir, id, r.options.Origin, r.options.Now()); err != nil {
		return fmt.Errorf("taking over job %s: %w", id, err)
	}
	return nil
}

// has reports whether a job is one of this session.
func (r *Runner) has(id jobs.ID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, err := r.find(id)
	return err == nil
}

// Left returns what Finish would carry out of a job of an earlier run: the
// steps that have no final outcome, as the journal has them now. The errors are those of
// Finish but for journal.ErrLive.
func (r *Runner) Left(id jobs.ID) (plan.Plan, error) {
	if r.has(id) {
		return plan.Plan{}, fmt.Errorf("job %s is one of this session: %w", id, ErrState)
	}
	entry, err := journal.Load(r.options.Dir, id)
	if err == nil {
		err = r.mine(entry)
	}
	if err == nil && entry.Finished() {
		err = fmt.Errorf("job %s is finished: %w", id, ErrState)
	}
	if err != nil {
		return plan.Plan{}, fmt.Errorf("planning the rest of job %s: %w", id, err)
	}
	left := plan.Plan{Title: "finish: " + entry.Title, Command: entry.Plan.Command, Undoes: entry.Plan.Undoes}
	for i := range entry.Steps {
		if !entry.Steps[i].Outcome.IsFinal() {
			left.Steps = append(left.Steps, entry.Plan.Steps[i])
		}
	}
	return left, nil
}

// Finish goes on with a job of an earlier run: what has its outcome keeps it,
// what was under way is looked at, the rest is carried out. Errors: journal.ErrLive where
// another glimpse does so already, ErrState where the job is finished, of this session or
// begun elsewhere, and [*jobs.UncertainError] where that is not known for certain.
func (r *Runner) Finish(id jobs.ID) error {
	if r.has(id) {
		return fmt.Errorf("job %s is one of this session: %w", id, ErrState)
	}
	opened, entry, err := r.options.reopen(r.options.Dir, id)
	if err != nil {
		return fmt.Errorf("finishing job %s: %w", id, err)
	}
	err = r.mine(entry)
	if err == nil && entry.Finished() {
		err = fmt.Errorf("job %s is finished: %w", id, ErrState)
	}
	if err != nil {
		return errors.Join(err, opened.Close())
	}
	t := newTask(r, &entry.Head, opened)
	t.resumed = r.options.Now()
	for i := range entry.Steps {
		known := &entry.Steps[i]
		t.set(i, known.Result)
		switch {
		case known.Sent && t.plan.Steps[i].Kind != plan.Download: // which changes nothing
			t.steps[i].trace = sentBefore
		case known.Sent, known.Outcome.IsFinal():
			t.steps[i].trace = journaled
		}
	}
	if err := r.add(t); err != nil {
		return errors.Join(err, opened.Close())
	}
	return r.release(t, func() {})
}

// mine refuses a job on images that this connection may not see.
func (r *Runner) mine(entry *journal.Entry) error {
	switch entry.BelongsTo(r.options.Origin) {
	case plan.Here:
		return nil
	case plan.Perhaps:
		return &jobs.UncertainError{ID: entry.ID, Title: entry.Title, Origin: entry.Origin}
	default:
		return fmt.Errorf("job %s was begun elsewhere (%s): %w", entry.ID, entry.Where(), ErrState)
	}
}

// Drop leaves the rest of a job of an earlier run undone for good.
func (r *Runner) Drop(id jobs.ID) error {
	if r.has(id) {
		return fmt.Errorf("job %s is one of this session: %w", id, ErrState)
	}
	entry, err := journal.Load(r.options.Dir, id)
	if err == nil && entry.BelongsTo(r.options.Origin) == plan.Elsewhere {
		err = r.mine(entry)
	}
	if err == nil {
		err = journal.Discard(r.options.Dir, id, r.options.Now())
	}
	if err != nil {
		return fmt.Errorf("dropping job %s: %w", id, err)
	}
	return nil
}

// Undo plans what takes a job back, of this session or another one; an empty id
// is the newest finished one of this session. The plan goes the way of every
// other: what was changed since the job becomes a conflict. Its images come in the
// order of the job, and the steps of one image in the reverse. Errors: ErrNoneHere for an
// empty id where no job of this session is over, journal.ErrNone where there is no such
// job, ErrState where it is not over or was begun elsewhere, and [*jobs.UncertainError].
func (r *Runner) Undo(id jobs.ID) (plan.Plan, error) {
	entry, err := r.past(id)
	if err != nil {
		return plan.Plan{}, fmt.Errorf("undoing: %w", err)
	}
	undo := plan.Plan{
		Title: "undo " + entry.Title, Command: entry.Plan.Command,
		Undoes: &plan.Undo{Job: entry.ID, Redoes: entry.Plan.TakesBack()},
	}
	for _, i := range lastFirst(entry.Plan.Steps) {
		planned, known := &entry.Plan.Steps[i], &entry.Steps[i]
		if why := notUndone(entry, i); why != "" {
			undo.LeftOut = append(undo.LeftOut, plan.LeftOut{Image: planned.Image, Name: planned.Name, Reason: why})
			continue
		}
		step := *known.Inverse
		step.Unsure = known.Outcome != jobs.Done
		undo.Steps = append(undo.Steps, step)
	}
	undo.LeftOut = withoutDeleted(&undo)
	return undo, nil
}

// notUndone returns why an undo leaves a step out, or nothing. Of a step without a line in a
// journal that lost some, nobody knows whether it was sent.
func notUndone(entry *journal.Entry, i int) plan.Reason {
	planned, known, lost := &entry.Plan.Steps[i], &entry.Steps[i], entry.Faults > 0
	switch {
	case lost && known.Outcome == jobs.Waiting && !known.Sent:
		return plan.Unrecorded
	case !mayHaveChanged(known):
		return plan.NotDone
	case known.Inverse != nil:
		return ""
	case lost && planned.HasWayBack():
		return plan.Unrecorded
	default:
		return plan.NoInverse
	}
}

// withoutDeleted returns what an undo leaves out without the images that it deletes: with
// an image goes all that the job did to it, or failed to do.
func withoutDeleted(undo *plan.Plan) []plan.LeftOut {
	deleted := map[model.ImageID]bool{}
	for i := range undo.Steps {
		if undo.Steps[i].Kind == plan.Delete {
			deleted[undo.Steps[i].Image] = true
		}
	}
	return slices.DeleteFunc(undo.LeftOut, func(one plan.LeftOut) bool { return deleted[one.Image] })
}

// lastFirst returns the steps of a plan with its images in their order, of each the last
// step first.
func lastFirst(steps []plan.Step) []int {
	place := make(map[model.ImageID]int, len(steps))
	for i := range steps {
		if _, met := place[steps[i].Image]; !met {
			place[steps[i].Image] = i
		}
	}
	order := make([]int, len(steps))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(place[steps[a].Image], place[steps[b].Image]), b-a)
	})
	return order
}

// mayHaveChanged reports whether a step changed its image, or perhaps did: nobody knows
// whether its last request arrived, or it was one of several for its tags or its members.
// To take back what was not done changes nothing.
func mayHaveChanged(known *journal.Step) bool {
	switch known.Outcome {
	case jobs.Done:
		return true
	case jobs.Waiting:
		return known.Sent
	case jobs.Refused, jobs.Failed:
		return known.Unsure || known.Inverse != nil && len(known.Inverse.Add)+len(known.Inverse.Remove)+known.Inverse.Members.Count() > 1
	default:
		return false
	}
}

// ErrNoneHere means that no job of this session is over. Another program's job
// is none that the person thinks of as the last one.
var ErrNoneHere = errors.New("no job has ended in this session; J lists those of earlier ones and of other programs, and undoes them")

// last returns the newest job of this session that is over.
func (r *Runner) last() jobs.ID {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, t := range slices.Backward(r.tasks) {
		if t.state() == jobs.Ended {
			return t.id
		}
	}
	return ""
}

// past reads the journal of a job that is over.
func (r *Runner) past(id jobs.ID) (*journal.Entry, error) {
	if id == "" {
		if id = r.last(); id == "" {
			return nil, ErrNoneHere
		}
	}
	entry, err := journal.Load(r.options.Dir, id)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("job %s: %w", id, journal.ErrNone)
	case err != nil:
		return nil, err
	case !entry.Finished():
		return nil, fmt.Errorf("job %s is not over: %w", id, ErrState)
	}
	return entry, r.mine(entry)
}
