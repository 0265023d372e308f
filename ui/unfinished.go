package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/dialog"
	"glimpse/ui/human"
	"glimpse/ui/intent"
	"glimpse/ui/jobs"
)

// unfinishedMsg answers which jobs an earlier run left.
type unfinishedMsg struct {
	session Session
	jobs    []job.Unfinished
	err     error
}

// leftMsg answers what is left of a job of an earlier run.
type leftMsg struct {
	ticket ticket
	wanted intent.FinishJob
	from   screen
	plan   plan.Plan
	err    error
}

// lookForUnfinished asks for the jobs that an earlier run left on this cloud.
func (a *App) lookForUnfinished() tea.Cmd {
	changes, _ := a.record()
	if changes == nil {
		return nil
	}
	session := a.session
	return func() tea.Msg {
		left, err := changes.Unfinished()
		return unfinishedMsg{session: session, jobs: left, err: err}
	}
}

// record returns what tells what was changed, also where nothing may be, or
// says why there is none.
func (a *App) record() (Changes, string) {
	changes, why := a.changes()
	if changes == nil && a.session != nil && a.session.Changes() != nil {
		return a.session.Changes(), ""
	}
	return changes, why
}

// unfinished offers to finish the newest of the jobs that an earlier run left.
// All of them are in the list of jobs; where that is seen nothing is offered.
func (a *App) unfinished(msg unfinishedMsg) tea.Cmd {
	if msg.session != a.session {
		return nil
	}
	a.watch.left = msg.jobs
	for _, s := range a.layers.screens() {
		if shown, open := s.(*jobs.List); open {
			shown.SetUnfinished(msg.jobs)
		}
	}
	changes, _ := a.changes()
	_, listed := a.top().(*jobs.List)
	switch {
	case len(msg.jobs) == 0 && msg.err != nil:
		return a.notice.fail("a journal cannot be read: " + a.theme.Cells.ShowString(msg.err.Error()))
	case len(msg.jobs) == 0 || listed:
		return nil
	case changes == nil:
		return a.notice.say("an earlier job is not finished, and cannot be here: read-only; J lists it")
	}
	return a.offer(a.askUnfinished(&msg.jobs[0], len(msg.jobs)-1), nil)
}

// decide asks what is to become of a job that an earlier run left.
func (a *App) decide(id job.ID) tea.Cmd {
	at := slices.IndexFunc(a.watch.left, func(left job.Unfinished) bool { return left.ID == id })
	switch changes, why := a.changes(); {
	case changes == nil:
		return a.notice.say(why)
	case at < 0:
		return a.notice.say("nothing is to be decided about this job any more")
	}
	a.show(a.askUnfinished(&a.watch.left[at], 0))
	return nil
}

// askUnfinished is the question whether to finish a job of an earlier run, or
// to drop it. Nothing is chosen.
func (a *App) askUnfinished(left *job.Unfinished, others int) *dialog.Menu {
	title := a.theme.Cells.ShowString(left.Title)
	what := fmt.Sprintf("%s, begun %s: %s of %s left.",
		title, human.Age(a.now, left.Started), human.Count(left.Left), imageCount(left.Total))
	if left.Unsure > 0 {
		what += fmt.Sprintf(" Of %s it is not known whether the request arrived; that is found out first.", human.Count(left.Unsure))
	}
	if others > 0 {
		what += fmt.Sprintf(" %s more can be decided on after this one.", human.Count(others))
	}
	return dialog.NewMenu(a.theme, "An earlier job is not finished", []dialog.Item{
		{
			Key: "y", Label: "finish it", Text: "shows what is left before anything is sent",
			Intent: intent.FinishJob{ID: left.ID, Title: left.Title},
		},
		{
			Key: "n", Label: "drop it", Text: "what is done stays done; asks once more",
			Intent: intent.DropJob{ID: left.ID, Title: left.Title, Left: left.Left},
		},
	}).Asking(what, "decide later", intent.Tell{Text: decideLater})
}

// decideLater is said of a job about which nothing was decided.
const decideLater = "the job stays unfinished; J lists it, and the next start asks again"

// planRest asks for what is left of a job of an earlier run.
func (a *App) planRest(wanted intent.FinishJob) tea.Cmd {
	changes, why := a.changes()
	if changes == nil {
		return a.notice.fail(why)
	}
	a.planning = a.ticket()
	awaited, from := a.planning, a.top()
	return func() tea.Msg {
		left, err := changes.Left(wanted.ID)
		return leftMsg{ticket: awaited, wanted: wanted, from: from, plan: left, err: err}
	}
}

// restPlanned shows what is left of a job of an earlier run, as every plan is
// shown. Where nothing is left but to note its end, that is done at once.
func (a *App) restPlanned(msg leftMsg) tea.Cmd {
	if msg.ticket != a.planning {
		return nil
	}
	a.planning = 0
	switch {
	case msg.err != nil:
		return a.notice.fail(a.theme.Cells.ShowString(msg.err.Error()))
	case a.wentOn(msg.from):
		// The person went on to something else; it must not be lost for this.
		return a.notice.say(decideLater)
	case msg.plan.IsEmpty():
		return a.drive("nothing was left of "+a.theme.Cells.ShowString(msg.wanted.Title)+"; it is finished",
			func(changes Changes) error { return changes.Finish(msg.wanted.ID) })
	}
	a.change = change{finishes: msg.wanted.ID}
	return a.showPlan(&msg.plan)
}

// drop leaves the rest of a job of an earlier run undone, once the person is
// sure of it.
func (a *App) drop(wanted intent.DropJob) tea.Cmd {
	title := a.theme.Cells.ShowString(wanted.Title)
	if wanted.Sure {
		return a.drive("dropped "+title+"; what is done stays done",
			func(changes Changes) error { return changes.Drop(wanted.ID) })
	}
	sure := wanted
	sure.Sure = true
	a.show(dialog.NewDestructiveQuestion(a.theme, "Drop the rest of the job?",
		"Leave "+imageCount(wanted.Left)+" of "+title+" as they are? What is done stays done, and the rest can be finished no more.", sure))
	return nil
}
