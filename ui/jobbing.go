package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/dialog"
	"glimpse/ui/human"
	"glimpse/ui/intent"
	"glimpse/ui/jobs"
	"glimpse/ui/review"
	"glimpse/ui/writelog"
)

// startedMsg answers the start of a plan.
type startedMsg struct {
	ticket ticket
	plan   *plan.Plan
	id     job.ID
	// finishes tells that the plan is what was left of an earlier job.
	finishes bool
	err      error
}

// drivenMsg answers what was done with a job.
type drivenMsg struct {
	session Session
	// said is what is told of a job of an earlier run; there may be more of
	// those.
	said string
	err  error
}

// doJobs carries out what is about jobs.
func (a *App) doJobs(wanted intent.ForJobs) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.OpenJobs:
		return a.openJobs()
	case intent.OpenJob:
		return a.openJob(wanted.ID)
	case intent.OpenLog:
		return a.openLog()
	case intent.Drive:
		return a.drive("", func(changes Changes) error { return changes.Drive(wanted.ID, wanted.Do) })
	case intent.DecideJob:
		return a.decide(wanted.ID)
	case intent.FinishJob:
		return a.planRest(wanted)
	case intent.DropJob:
		return a.drop(wanted)
	case intent.ExportReport:
		return a.exportReport(wanted)
	default:
		return a.unhandled(wanted)
	}
}

// send carries the previewed plan out. One that deletes is asked about once
// more, unless the screen had something typed for it.
func (a *App) send(wanted intent.SendPlan) tea.Cmd {
	changes, why := a.changes()
	p := a.change.plan
	switch {
	case changes == nil:
		return a.notice.fail(why)
	case p == nil || a.starting != 0:
		return nil
	case wanted.Count == "" && p.Steps[0].Kind == plan.Delete:
		a.show(dialog.NewDestructiveQuestion(a.theme, "Delete this image?",
			a.theme.Cells.Show(p.Steps[0].Name)+" ("+a.theme.Cells.Show(p.Steps[0].Image.Untrusted)+") and its data will be deleted. "+
				"There is no way back.", intent.SendPlan{Count: "1"}))
		return nil
	}
	a.starting = a.ticket()
	awaited, finishes := a.starting, a.change.finishes
	return func() tea.Msg {
		if finishes != "" {
			return startedMsg{ticket: awaited, plan: p, id: finishes, finishes: true, err: changes.Finish(finishes)}
		}
		id, err := changes.Start(p)
		return startedMsg{ticket: awaited, plan: p, id: id, err: err}
	}
}

// started takes whether a plan is being carried out.
func (a *App) started(msg startedMsg) tea.Cmd {
	if msg.ticket != a.starting {
		return nil
	}
	a.starting = 0
	if msg.err != nil {
		return a.notice.fail("nothing was sent: " + a.theme.Cells.ShowString(msg.err.Error()))
	}
	if a.change.plan == msg.plan {
		a.leaveSent()
	}
	if a.watch.current == nil {
		clear(a.watch.outcomes)
	}
	for i := range msg.plan.Steps {
		a.watch.outcomes[msg.plan.Steps[i].Image] = job.Waiting
	}
	told := tea.Batch(a.notice.say("sending to "+imageCount(len(msg.plan.Steps))+a.hint("; J shows the progress")), a.lookAtJobs())
	if msg.finishes {
		told = tea.Batch(told, a.lookForUnfinished()) // there may be more of them
	}
	return told
}

// leaveSent takes the preview away with the editor beneath it: what was typed
// there is on its way.
func (a *App) leaveSent() {
	a.change = change{}
	for _, s := range a.layers.screens() {
		if _, previews := s.(*review.Screen); previews {
			a.layers.remove(s)
		}
	}
}

// drive does something with a job, beside Update. said is what is told then of
// one of an earlier run; it is empty for one of this session.
func (a *App) drive(said string, what func(Changes) error) tea.Cmd {
	changes, why := a.changes()
	if changes == nil {
		return a.notice.fail(why)
	}
	session := a.session
	return func() tea.Msg { return drivenMsg{session: session, said: said, err: what(changes)} }
}

// driven takes what became of that.
func (a *App) driven(msg drivenMsg) tea.Cmd {
	switch {
	case msg.session != a.session:
		return nil
	case msg.err != nil:
		return tea.Batch(a.lookAtJobs(), a.notice.fail(a.theme.Cells.ShowString(msg.err.Error())))
	case msg.said != "":
		return tea.Batch(a.lookAtJobs(), a.notice.say(msg.said), a.lookForUnfinished())
	}
	return a.lookAtJobs()
}

// openJobs shows the list of jobs: the one beneath, if it is open already.
func (a *App) openJobs() tea.Cmd {
	changes, why := a.record()
	if changes == nil {
		return a.notice.say(why)
	}
	backTo[*jobs.List](a)
	screen, open := a.top().(*jobs.List)
	if !open {
		screen = jobs.NewList(a.theme, a.now)
		a.push(screen)
	}
	screen.SetNow(a.now)
	screen.SetJobs(changes.Jobs())
	screen.SetUnfinished(a.watch.left)
	return nil
}

// backTo takes away what lies on a screen of a kind, if there is one.
func backTo[Kind screen](a *App) {
	a.layers.backTo(func(s screen) bool {
		_, found := s.(Kind)
		return found
	})
}

func (a *App) openJob(id job.ID) tea.Cmd {
	changes, why := a.record()
	if changes == nil {
		return a.notice.say(why)
	}
	report, known := changes.Report(id)
	if !known {
		return a.notice.say("there is no such job in this session")
	}
	a.push(jobs.NewReport(a.theme, report, a.now))
	return nil
}

func (a *App) openLog() tea.Cmd {
	changes, why := a.record()
	if changes == nil {
		return a.notice.say(why)
	}
	backTo[*writelog.Screen](a)
	if screen, open := a.top().(*writelog.Screen); open {
		screen.SetEntries(changes.Writes())
		return nil
	}
	a.push(writelog.New(a.theme, changes.Writes()))
	return nil
}

// exportReport writes the report of a job to a file; without a name it asks
// for one.
func (a *App) exportReport(wanted intent.ExportReport) tea.Cmd {
	changes, why := a.changes()
	if changes == nil {
		return a.notice.fail(why)
	}
	if wanted.File == "" {
		a.askFile("export report: ", "Export report", "a file for the report, as "+wanted.Format, func(file string) intent.Intent {
			return intent.ExportReport{ID: wanted.ID, Format: wanted.Format, File: file}
		})
		return nil
	}
	report, known := changes.Report(wanted.ID)
	if !known {
		return a.notice.say("there is no such job in this session")
	}
	return a.write(intent.Write{
		File: wanted.File, Failed: "the report was not written",
		To: func(replace bool) (string, error) {
			return "the report is in", changes.SaveReport(&report, wanted.Format, wanted.File, replace)
		},
	})
}

// whyNoUndo says why nothing of a job can be undone, and of the last one where
// those before it are.
func (a *App) whyNoUndo(undo *plan.Plan, last bool) string {
	why := " nothing can be undone: " + review.WhyEmpty(undo)
	if !last {
		return "of this job" + why
	}
	why = "of the last job" + why
	older := func(p job.Progress) bool {
		made := a.watch.plans[p.ID]
		return p.State == job.Ended && p.Counts[job.Done] > 0 && made != nil && canBeUndone(made)
	}
	if changes, _ := a.changes(); changes != nil && slices.ContainsFunc(changes.Jobs(), older) {
		why += "; J lists older ones"
	}
	return why
}

// imageCount tells a number of images in words.
func imageCount(count int) string {
	if count == 1 {
		return "1 image"
	}
	return human.Count(count) + " images"
}
