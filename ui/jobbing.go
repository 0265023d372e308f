package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/dialog"
	"glimpse/ui/human"
	"glimpse/ui/intent"
	"glimpse/ui/jobs"
	"glimpse/ui/writelog"
)

// watchEvery is how often jobs under way are looked at.
const watchEvery = 100 * time.Millisecond

// watch is what the screen knows of the jobs of the session.
type watch struct {
	after func(wait time.Duration, msg tea.Msg) tea.Cmd
	// due is the look that is awaited, or zero.
	due ticket
	// plans and seen are the plans of jobs, and up to where their results
	// were taken; ended are those whose end was told.
	plans map[job.ID]*plan.Plan
	seen  map[job.ID]uint64
	ended map[job.ID]bool
	// outcomes are what jobs do to images.
	outcomes map[model.ImageID]job.Outcome
	// current is the job under way that was begun last.
	current *job.Progress
}

func (w *watch) begin() {
	w.plans, w.seen, w.ended = map[job.ID]*plan.Plan{}, map[job.ID]uint64{}, map[job.ID]bool{}
	w.outcomes, w.current, w.due = map[model.ImageID]job.Outcome{}, nil, 0
}

// jobsDueMsg tells that the jobs under way are to be looked at.
type jobsDueMsg struct{ ticket ticket }

// startedMsg answers the start of a plan.
type startedMsg struct {
	ticket ticket
	plan   *plan.Plan
	id     job.ID
	err    error
}

// drivenMsg answers what was done with a job.
type drivenMsg struct {
	earlier bool
	err     error
}

// reportSavedMsg answers the saving of a report.
type reportSavedMsg struct {
	wanted intent.ExportReport
	err    error
}

// doJob carries out what is about jobs.
func (a *App) doJob(wanted intent.Intent) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.SendPlan:
		return a.send(wanted)
	case intent.OpenJobs:
		return a.openJobs()
	case intent.OpenJob:
		return a.openJob(wanted.ID)
	case intent.OpenLog:
		return a.openLog()
	case intent.Drive:
		return a.drive(false, func(changes Changes) error { return changes.Drive(wanted.ID, wanted.Do) })
	case intent.FinishJob:
		return a.drive(true, func(changes Changes) error { return changes.Finish(wanted.ID) })
	case intent.DropJob:
		return a.drive(true, func(changes Changes) error { return changes.Drop(wanted.ID) })
	case intent.ExportReport:
		return a.exportReport(wanted)
	}
	return nil
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
	awaited := a.starting
	return func() tea.Msg {
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
	a.change = change{}
	a.overlay = nil
	a.screens = a.screens[:len(a.screens)-1]
	if a.watch.current == nil {
		clear(a.watch.outcomes)
	}
	for i := range msg.plan.Steps {
		a.watch.outcomes[msg.plan.Steps[i].Image] = job.Waiting
	}
	return tea.Batch(a.lookAtJobs(), a.notice.say("sending to "+imageCount(len(msg.plan.Steps))+"; J shows the progress"))
}

// drive does something with a job, beside Update. earlier says that it is one
// of an earlier run, of which there may be more.
func (a *App) drive(earlier bool, what func(Changes) error) tea.Cmd {
	changes, why := a.changes()
	if changes == nil {
		return a.notice.fail(why)
	}
	return func() tea.Msg { return drivenMsg{earlier: earlier, err: what(changes)} }
}

// driven takes what became of that.
func (a *App) driven(msg drivenMsg) tea.Cmd {
	if msg.err != nil {
		return tea.Batch(a.lookAtJobs(), a.notice.fail(a.theme.Cells.ShowString(msg.err.Error())))
	}
	if msg.earlier {
		return tea.Batch(a.lookAtJobs(), a.lookForUnfinished())
	}
	return a.lookAtJobs()
}

// jobsDue looks at the jobs, if that is still awaited.
func (a *App) jobsDue(msg jobsDueMsg) tea.Cmd {
	if msg.ticket != a.watch.due {
		return nil
	}
	return a.lookAtJobs()
}

// lookAtJobs takes what the jobs have done, and looks again while one is under
// way. Nobody is told by the jobs themselves: a terminal that takes no byte
// must not hold them up.
func (a *App) lookAtJobs() tea.Cmd {
	changes, _ := a.changes()
	if changes == nil {
		return nil
	}
	a.watch.due, a.watch.current = 0, nil
	all := changes.Jobs()
	var told []tea.Cmd
	active := false
	for i := range all {
		progress := &all[i]
		told = append(told, a.takeResults(changes, progress))
		if progress.State != job.Ended {
			a.watch.current = progress
			active = active || progress.State != job.Paused || progress.Counts[job.Sending] > 0
		}
	}
	if screen, open := a.top().(*jobs.List); open {
		screen.SetNow(a.now)
		screen.SetJobs(all)
	}
	if screen, open := a.top().(*writelog.Screen); open {
		screen.SetEntries(changes.Writes())
	}
	a.images.ShowOutcomes(a.watch.outcomes)
	if active {
		a.watch.due = a.ticket()
		told = append(told, a.watch.after(watchEvery, jobsDueMsg{a.watch.due}))
	}
	return tea.Batch(told...)
}

// takeResults takes what a job has done since it was looked at last.
func (a *App) takeResults(changes Changes, progress *job.Progress) tea.Cmd {
	id := progress.ID
	if a.watch.plans[id] == nil {
		report, known := changes.Report(id)
		if !known {
			return nil
		}
		a.watch.plans[id] = report.Plan
	}
	news, version := changes.Results(id, a.watch.seen[id])
	a.watch.seen[id] = version
	made := false
	for i := range news {
		step := &a.watch.plans[id].Steps[news[i].Step]
		a.watch.outcomes[step.Image] = news[i].Outcome
		made = made || step.Kind == plan.Create && news[i].Outcome == job.Done
		a.showResult(step, news[i].Outcome)
	}
	if screen, open := a.top().(*jobs.Report); open && screen.ID() == id {
		screen.SetNow(a.now)
		screen.Apply(*progress, news)
	}
	if progress.State != job.Ended || a.watch.ended[id] {
		if progress.State != job.Ended {
			delete(a.watch.ended, id) // it was begun again
		}
		return nil
	}
	a.watch.ended[id] = true
	cmd := a.tellEnd(progress)
	if made {
		// What was made is in no list yet.
		return tea.Batch(cmd, a.do(a.images.Refresh()))
	}
	return cmd
}

// showResult shows in the list what was done to an image.
func (a *App) showResult(step *plan.Step, outcome job.Outcome) {
	switch outcome {
	case job.Gone:
		a.images.Remove(step.Image)
	case job.Done, job.NoChange:
		image := a.images.Find(step.Image)
		if image == nil {
			return
		}
		after, exists := step.After(image)
		if !exists {
			a.images.Remove(step.Image)
			return
		}
		a.images.Replace(&after)
	default:
	}
}

// tellEnd tells the counts of a job that has ended.
func (a *App) tellEnd(progress *job.Progress) tea.Cmd {
	said := progress.Summary() + "; J shows the report"
	failed := progress.Counts[job.Failed] + progress.Counts[job.Refused] + progress.Counts[job.Conflict]
	if failed > 0 {
		return a.notice.fail(said)
	}
	if progress.Counts[job.Done] > 0 {
		said += ", u undoes it"
	}
	return a.notice.say(said)
}

func (a *App) openJobs() tea.Cmd {
	changes, why := a.changes()
	if changes == nil {
		return a.notice.say(why)
	}
	screen := jobs.NewList(a.theme, a.now)
	screen.SetJobs(changes.Jobs())
	a.push(screen)
	return nil
}

func (a *App) openJob(id job.ID) tea.Cmd {
	changes, why := a.changes()
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
	changes, why := a.changes()
	if changes == nil {
		return a.notice.say(why)
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
	return func() tea.Msg {
		return reportSavedMsg{wanted: wanted, err: changes.SaveReport(&report, wanted.Format, wanted.File, wanted.Replace)}
	}
}

// reportSaved takes whether the report was written.
func (a *App) reportSaved(msg reportSavedMsg) tea.Cmd {
	again := msg.wanted
	again.Replace = true
	return a.fileWritten("report", msg.wanted.File, msg.err, again, msg.wanted.Replace)
}

// busy tells whether a job would go on by itself.
func (a *App) busy() bool { return a.watch.current != nil }

// imageCount tells a number of images in words.
func imageCount(count int) string {
	if count == 1 {
		return "1 image"
	}
	return human.Count(count) + " images"
}
