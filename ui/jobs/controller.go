package jobs

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/ui/backend"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/prompt"
	"glimpse/ui/requestlog"
)

// drivenMsg answers what was done with a job.
type drivenMsg struct {
	session backend.Session
	// said is what is told of a job of an earlier run; there may be more of
	// those.
	said string
	err  error
}

// Do carries out what is about jobs.
func (f *Feature) Do(wanted intent.ForJobs) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.OpenJobs:
		return f.openJobs()
	case intent.OpenJob:
		return f.openJob(wanted.ID)
	case intent.OpenLog:
		return f.openLog()
	case intent.ControlJob:
		return f.control(wanted)
	case intent.DecideJob:
		return f.decide(wanted.ID)
	case intent.LeaveUnfinished:
		return f.decideLater()
	case intent.AdoptJob:
		return f.adopt(wanted)
	case intent.DropJob:
		return f.drop(wanted)
	case intent.ExportReport:
		return f.exportReport(wanted)
	default:
		return f.ctx.Unhandled(wanted)
	}
}

// control does something with a job of this session. One that only downloads goes on
// where nothing may be changed.
func (f *Feature) control(wanted intent.ControlJob) tea.Cmd {
	changes, why := f.ctx.Record()
	if changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	session := f.ctx.Session
	return func() tea.Msg {
		return drivenMsg{session: session, err: changes.Drive(wanted.ID, wanted.Do, wanted.Only)}
	}
}

// drive does something with a job of an earlier run, beside Update. said is what is
// told then.
func (f *Feature) drive(said string, what func(backend.Changes) error) tea.Cmd {
	changes, why := f.ctx.Changes()
	if changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	session := f.ctx.Session
	return func() tea.Msg { return drivenMsg{session: session, said: said, err: what(changes)} }
}

// driven takes what became of that.
func (f *Feature) driven(msg drivenMsg) tea.Cmd {
	switch {
	case msg.session != f.ctx.Session:
		return nil
	case errors.Is(msg.err, job.ErrNothingToRetry): // it went on meanwhile
		return tea.Batch(f.look(), f.ctx.Notice.Say(job.ErrNothingToRetry.Error()))
	case msg.err != nil:
		return tea.Batch(f.look(), f.ctx.Failed("the job goes on as it was", msg.err))
	case msg.said != "":
		return tea.Batch(f.look(), f.ctx.Notice.Say(msg.said), f.lookForUnfinished())
	}
	return f.look()
}

// openJobs shows the list of jobs: the one beneath, if it is open already.
func (f *Feature) openJobs() tea.Cmd {
	changes, why := f.ctx.Record()
	if changes == nil {
		return f.ctx.Notice.Say(why)
	}
	backTo[*List](f)
	screen, open := f.ctx.Layers.Top().(*List)
	if !open {
		screen = NewList(f.ctx.Theme, f.ctx.Now)
		f.ctx.Layers.Push(screen)
	}
	screen.SetUndone(f.watch.undone)
	screen.SetJobs(changes.Jobs())
	screen.SetUnfinished(f.watch.left)
	return f.lookForEarlier(changes)
}

// backTo takes away what lies on a screen of a kind, if there is one.
func backTo[Kind layers.Screen](f *Feature) {
	f.ctx.Layers.BackTo(func(s layers.Screen) bool {
		_, found := s.(Kind)
		return found
	})
}

// openJob shows the report of a job: of this session, or what the journal has of another.
func (f *Feature) openJob(id job.ID) tea.Cmd {
	changes, why := f.ctx.Record()
	if changes == nil {
		return f.ctx.Notice.Say(why)
	}
	if report, known := changes.Report(id); known {
		report.Undone = f.watch.undone[id]
		return f.showReport(NewReport(f.ctx.Theme, report, f.ctx.Now))
	}
	session := f.ctx.Session
	return func() tea.Msg {
		report, err := changes.EarlierReport(id)
		return reportMsg{session: session, report: report, err: err}
	}
}

// reportMsg answers with the report of a job that the session did not carry out.
type reportMsg struct {
	session backend.Session
	report  job.Report
	err     error
}

// reported shows it where the list of jobs, from which it was asked for, is still seen.
func (f *Feature) reported(msg reportMsg) tea.Cmd {
	_, listed := f.ctx.Layers.Top().(*List)
	switch {
	case msg.session != f.ctx.Session || !listed:
		return nil
	case msg.err != nil:
		return f.ctx.Failed("the report cannot be read", msg.err)
	}
	f.watch.undone[msg.report.ID] = msg.report.Undone
	return f.showReport(NewEarlierReport(f.ctx.Theme, msg.report, f.ctx.Now))
}

func (f *Feature) showReport(shown *Report) tea.Cmd {
	shown.NameProjects(f.ctx.ProjectName)
	f.ctx.Layers.Push(shown)
	return nil
}

func (f *Feature) openLog() tea.Cmd {
	changes, why := f.ctx.Record()
	if changes == nil {
		return f.ctx.Notice.Say(why)
	}
	backTo[*requestlog.Screen](f)
	if screen, open := f.ctx.Layers.Top().(*requestlog.Screen); open {
		screen.SetEntries(changes.Writes())
		return nil
	}
	f.ctx.Layers.Push(requestlog.New(f.ctx.Theme, changes.Writes()))
	return nil
}

// only returns a report on some of its images alone.
func only(report job.Report, images []model.ImageID) job.Report {
	wanted := make(map[model.ImageID]bool, len(images))
	for _, id := range images {
		wanted[id] = true
	}
	results := report.Results
	report.Results = nil
	for _, result := range results {
		if wanted[report.Plan.Steps[result.Step].Image] {
			report.Results = append(report.Results, result)
		}
	}
	return report
}

// exportReport writes the report of a job to a file; without a name it asks
// for one.
func (f *Feature) exportReport(wanted intent.ExportReport) tea.Cmd {
	changes, why := f.ctx.Changes()
	if changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	if wanted.File == "" {
		options := prompt.FileOptions{
			Sign: "export report: ", Title: "Export report", Hint: "a file for the report, as " + wanted.Format, Folders: &f.ctx.Folders,
		}
		f.ctx.Layers.Show(prompt.NewFile(f.ctx.Theme, options, func(file string) intent.Intent {
			return intent.ExportReport{ID: wanted.ID, Format: wanted.Format, File: file, Only: wanted.Only}
		}))
		return f.ctx.Do(f.ctx.Folders.Needs(""))
	}
	report, known := changes.Report(wanted.ID)
	return f.ctx.Do(intent.Write{
		File: wanted.File, Failed: "the report was not written",
		To: func(replace bool) (string, error) {
			if !known {
				var err error
				if report, err = changes.EarlierReport(wanted.ID); err != nil {
					return "", err
				}
			}
			if len(wanted.Only) > 0 {
				report = only(report, wanted.Only)
			}
			return "the report is in", changes.SaveReport(&report, wanted.Format, wanted.File, replace)
		},
	})
}
