package jobs

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/job"
	"glimpse/ui/action"
	"glimpse/ui/backend"
	"glimpse/ui/dialog"
	"glimpse/ui/format"
	"glimpse/ui/intent"
)

// unfinishedMsg answers which jobs an earlier run left.
type unfinishedMsg struct {
	session backend.Session
	jobs    []job.Unfinished
	err     error
}

// lookForUnfinished asks for the jobs that an earlier run left on this cloud.
func (f *Feature) lookForUnfinished() tea.Cmd {
	changes, _ := f.ctx.Record()
	if changes == nil {
		return nil
	}
	session := f.ctx.Session
	return func() tea.Msg {
		left, err := changes.Unfinished()
		return unfinishedMsg{session: session, jobs: left, err: err}
	}
}

// unfinished offers to finish the newest of the jobs that an earlier run left.
// All of them are in the list of jobs; where that is seen nothing is offered.
func (f *Feature) unfinished(msg unfinishedMsg) tea.Cmd {
	if msg.session != f.ctx.Session {
		return nil
	}
	f.watch.left = msg.jobs
	for _, s := range f.ctx.Layers.Screens() {
		if shown, open := s.(*List); open {
			shown.SetUnfinished(msg.jobs)
		}
	}
	changes, _ := f.ctx.Changes()
	_, listed := f.ctx.Layers.Top().(*List)
	if msg.err != nil {
		f.ctx.Failed("a journal cannot be read", msg.err)
	}
	switch {
	case len(msg.jobs) == 0 || listed || changes == nil && msg.err != nil:
		return nil
	case changes == nil:
		return f.ctx.Notice.Say("an earlier job is not finished, and cannot be here: read-only; " +
			f.ctx.Theme.Keys.For("written", action.Jobs) + " lists it")
	}
	return f.ctx.Offer(f.askUnfinished(&msg.jobs[0], len(msg.jobs)-1), nil)
}

// decide asks what is to become of a job that an earlier run left.
func (f *Feature) decide(id job.ID) tea.Cmd {
	at := slices.IndexFunc(f.watch.left, func(left job.Unfinished) bool { return left.ID == id })
	switch changes, why := f.ctx.Changes(); {
	case changes == nil:
		return f.ctx.Notice.Say(why)
	case at < 0:
		return f.ctx.Notice.Say("nothing is to be decided about this job any more")
	}
	f.ctx.Layers.Show(f.askUnfinished(&f.watch.left[at], 0))
	return nil
}

// askUnfinished is the question whether to finish a job of an earlier run, or
// to drop it. Nothing is chosen.
func (f *Feature) askUnfinished(left *job.Unfinished, others int) *dialog.Menu {
	title := f.ctx.DisplayString(left.Title)
	what := fmt.Sprintf("%s, begun %s: %s of %s left.",
		title, format.Age(f.ctx.Now, left.Started), format.Count(left.Left), format.Images(left.Total))
	if left.Unsure > 0 {
		what += fmt.Sprintf(" For %s the outcome is unknown; their images are read first.", format.Count(left.Unsure))
	}
	switch {
	case others == 1:
		what += " 1 more unfinished job waits after this one."
	case others > 1:
		what += fmt.Sprintf(" %s more unfinished jobs wait after this one.", format.Count(others))
	}
	finish, finishes := intent.Intent(intent.FinishJob{ID: left.ID, Title: left.Title}), "shows what is left before anything is sent"
	if left.Perhaps {
		what += " It may have been begun on another cloud of the same name. Its journal knows: " +
			f.ctx.DisplayString(left.Origin.Where()) + "."
		finish = intent.AdoptJob{ID: left.ID, Title: left.Title, Origin: left.Origin, Then: finish}
		finishes = "asks first whether it belongs to this cloud"
	}
	return dialog.NewMenu(f.ctx.Theme, "An earlier job is not finished", []dialog.Item{
		{Key: "y", Label: "finish it", Text: finishes, Intent: finish},
		{
			Key: "n", Label: "drop it", Text: "keeps what is done, forgets the rest; asks first",
			Intent: intent.DropJob{ID: left.ID, Title: left.Title, Left: left.Left},
		},
	}).Asking(what, "decide later", intent.LeaveUnfinished{})
}

// decideLater says where a job stays about which nothing was decided.
func (f *Feature) decideLater() tea.Cmd {
	jobs := f.ctx.Theme.Keys.For("written", action.Jobs)
	return f.ctx.Notice.Say("the job stays unfinished; " + jobs + " lists it, and the next start asks again")
}

// drop leaves the rest of a job of an earlier run undone, once the person is
// sure of it.
func (f *Feature) drop(wanted intent.DropJob) tea.Cmd {
	title := f.ctx.DisplayString(wanted.Title)
	if wanted.Sure {
		return f.drive("dropped "+title+"; what is done stays done",
			func(changes backend.Changes) error { return changes.Drop(wanted.ID) })
	}
	sure := wanted
	sure.Sure = true
	f.ctx.Layers.Show(dialog.NewDestructiveQuestion(f.ctx.Theme, "Drop the rest of the job?",
		"Leave "+format.Images(wanted.Left)+" of "+title+" as they are? "+
			"What is done stays done, and the rest can be finished no more.", sure))
	return nil
}
