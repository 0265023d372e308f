package jobs

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/requestlog"
	"glimpse/ui/uictx"
)

// watchEvery is how often jobs under way are looked at, watchOutage how often
// where all of them wait for the service: of them only the seconds are news.
const (
	watchEvery  = 100 * time.Millisecond
	watchOutage = 500 * time.Millisecond
)

// watch is what the screen knows of the jobs of the session.
type watch struct {
	// due is the look that is awaited, or zero.
	due uictx.Ticket
	// seen is up to where the results of jobs were taken; ended are those whose
	// end was told.
	seen  map[job.ID]uint64
	ended map[job.ID]bool
	// made are the jobs that made what the list is to be read anew for when they end.
	made map[job.ID]bool
	// placed are the images that the list was told of, by the jobs that made them.
	placed map[model.ImageID]job.ID
	// going are the images with which the service may go on after their job.
	going map[job.ID][]model.ImageID
	// became has what became of the steps of each job; outcomes are what jobs do to
	// images.
	became   map[job.ID][]job.Outcome
	outcomes map[model.ImageID]job.Outcome
	// undone has the images on which a later job took back what a job did.
	undone map[job.ID]map[model.ImageID]bool
	// underWay are the jobs under way, the one that was begun last at the end.
	underWay []*job.Progress
	// left are the jobs that an earlier run left unfinished.
	left []job.Unfinished
}

func (w *watch) begin() {
	w.seen, w.ended, w.made, w.placed = map[job.ID]uint64{}, map[job.ID]bool{}, map[job.ID]bool{}, map[model.ImageID]job.ID{}
	w.going = map[job.ID][]model.ImageID{}
	w.became, w.outcomes = map[job.ID][]job.Outcome{}, map[model.ImageID]job.Outcome{}
	w.underWay, w.due, w.left, w.undone = nil, 0, nil, map[job.ID]map[model.ImageID]bool{}
}

// gravity are the outcomes, what weighs most for an image at the end.
var gravity = []job.Outcome{
	job.NoChange, job.Done, job.Waiting, job.Sending, job.Unsent, job.Gone, job.Conflict, job.Refused, job.Failed,
}

// note takes what became of a step, and returns what became of its image: the
// gravest of its steps, which stand together in the plan.
func (w *watch) note(progress *job.Progress, result *job.Result) job.Outcome {
	steps, became := progress.Plan.Steps, w.became[progress.ID]
	if became == nil {
		became = make([]job.Outcome, len(steps))
		w.became[progress.ID] = became
	}
	became[result.Step] = result.Outcome
	gravest, image, at := result.Outcome, steps[result.Step].Image, result.Step
	for at > 0 && steps[at-1].Image == image {
		at--
	}
	for ; at < len(steps) && steps[at].Image == image; at++ {
		if slices.Index(gravity, became[at]) > slices.Index(gravity, gravest) {
			gravest = became[at]
		}
	}
	w.outcomes[image] = gravest
	return gravest
}

// DueMsg says that the jobs under way are to be looked at.
type DueMsg struct{ ticket uictx.Ticket }

// due looks at the jobs, if that is still awaited.
func (f *Feature) due(msg DueMsg) tea.Cmd {
	if msg.ticket != f.watch.due {
		return nil
	}
	return f.look()
}

// look takes what the jobs have done, and looks again while one is under
// way. Nobody is told by the jobs themselves: a terminal that takes no byte
// must not hold them up.
func (f *Feature) look() tea.Cmd {
	changes, _ := f.ctx.Record()
	if changes == nil {
		return nil
	}
	f.watch.due, f.watch.underWay = 0, nil
	all := changes.Jobs()
	var told []tea.Cmd
	active, news, every := false, false, watchOutage
	for i := range all {
		progress := &all[i]
		taken, some := f.takeResults(changes, progress)
		told, news = append(told, taken), news || some
		if progress.State != job.Ended {
			f.watch.underWay = append(f.watch.underWay, progress)
			active = active || progress.State != job.Paused || progress.Counts[job.Sending] > 0
			if progress.State != job.Outage {
				every = watchEvery
			}
		}
	}
	f.showJobs(all, changes)
	renewed, rest := f.takeRecords(changes)
	if rest {
		every = watchEvery
	}
	if news || renewed {
		f.showCompared()
	}
	f.images.ShowOutcomes(f.watch.outcomes, lastUndoable(all))
	if active {
		f.images.Yield()
	}
	if active || rest {
		f.watch.due = f.ctx.Ticket()
		told = append(told, f.ctx.After(every, DueMsg{f.watch.due}))
	}
	return tea.Batch(told...)
}

// showJobs shows how far the jobs are in the screens that list them, also in those beneath
// another one: they are seen again.
func (f *Feature) showJobs(all []job.Progress, changes backend.Changes) {
	for _, s := range f.ctx.Layers.Screens() {
		switch s := s.(type) {
		case *List:
			s.SetUndone(f.watch.undone)
			s.SetJobs(all)
		case *requestlog.Screen:
			s.SetEntries(changes.Writes())
		}
	}
}

// takeResults takes what a job has done since it was looked at last, and reports
// whether that was anything.
func (f *Feature) takeResults(changes backend.Changes, progress *job.Progress) (cmd tea.Cmd, some bool) {
	id := progress.ID
	news, version := changes.Results(id, f.watch.seen[id])
	f.watch.seen[id] = version
	var told []tea.Cmd
	redoes := undoneBy(changes, progress.Plan)
	for i := range news {
		step := &progress.Plan.Steps[news[i].Step]
		became := f.watch.note(progress, &news[i])
		if step.MakesImage() && news[i].Outcome == job.Done {
			f.watch.made[id] = true
			told = append(told, f.place(progress, news[i].Image(step), step.Name))
		}
		if step.Data != nil && !progress.Plan.OnlyReads() && news[i].Outcome == job.Done {
			f.watch.made[id] = true // its size, its hash and its stores are the service's to tell
		}
		f.madeBecomes(progress.ID, step, became)
		f.watch.noteGoing(id, step, &news[i])
		f.showResult(step, &news[i])
		if became == job.Done && progress.Plan.TakesBack() {
			delete(f.watch.outcomes, step.Image)
			f.images.Settle(step.Image)
		}
		f.noteUndone(progress.Plan, redoes, step.Image, became)
		told = append(told, f.showInDetail(step, news[i].Outcome))
	}
	told = append(told, f.placeMade(progress))
	f.showInReport(progress, news)
	f.showUndone(progress.Plan)
	switch {
	case progress.State != job.Ended:
		delete(f.watch.ended, id) // it may have been begun again
	case !f.watch.ended[id]:
		f.watch.ended[id] = true
		told = append(told, f.tellEnd(progress), f.followLeft(id))
		if f.watch.made[id] {
			delete(f.watch.made, id)
			// What was made is in no list yet.
			told = append(told, f.images.Refresh())
		}
	}
	return tea.Batch(told...), len(news) > 0
}

// undoneBy returns the job that the job took back which a plan takes back, if any.
func undoneBy(changes backend.Changes, p *plan.Plan) job.ID {
	if p.Undoes == nil {
		return ""
	}
	for _, other := range changes.Jobs() {
		if other.ID == p.Undoes.Job && other.Plan.Undoes != nil {
			return other.Plan.Undoes.Job
		}
	}
	return ""
}

// noteUndone notes that a plan took back what another job did to an image. If that was an
// undo itself, what the first job did is done again.
func (f *Feature) noteUndone(p *plan.Plan, redoes job.ID, image model.ImageID, became job.Outcome) {
	if p.Undoes == nil || p.Undoes.Job == "" || became != job.Done && became != job.NoChange {
		return
	}
	undone := f.watch.undone[p.Undoes.Job]
	if undone == nil {
		undone = map[model.ImageID]bool{}
		f.watch.undone[p.Undoes.Job] = undone
	}
	undone[image] = true
	delete(f.watch.undone[redoes], image)
}

// showUndone shows in the reports that are open what a plan has undone.
func (f *Feature) showUndone(p *plan.Plan) {
	if p.Undoes == nil {
		return
	}
	for _, s := range f.ctx.Layers.Screens() {
		if report, open := s.(*Report); open {
			report.SetUndone(f.watch.undone[report.ID()])
		}
	}
}

// lastUndoable reports whether the last job that has ended did something that can be
// undone: it is what the key that undoes is about.
func lastUndoable(all []job.Progress) bool {
	for i := range slices.Backward(all) {
		if all[i].State == job.Ended {
			return all[i].Counts[job.Done] > 0 && canBeUndone(all[i].Plan)
		}
	}
	return false
}

// showInReport shows the results in the report of the job, where it is open.
func (f *Feature) showInReport(progress *job.Progress, news []job.Result) {
	for _, s := range f.ctx.Layers.Screens() {
		if report, open := s.(*Report); open && report.ID() == progress.ID {
			report.Apply(*progress, news)
		}
	}
}

// showInDetail shows in the detail of an image what was done to it: at once
// what the step makes of it, and, where the detail is seen, what the service
// says.
func (f *Feature) showInDetail(step *plan.Step, outcome job.Outcome) tea.Cmd {
	if !outcome.IsFinal() || outcome == job.Unsent {
		return nil
	}
	for _, s := range f.ctx.Layers.Screens() {
		shown, isDetail := s.(*detail.Screen)
		if !isDetail || shown.ID() != step.Image {
			continue
		}
		if s == f.ctx.Layers.Top() {
			return f.ctx.Do(intent.ReadImage{})
		}
		record := shown.Record()
		if after, exists := step.After(&record); exists && outcome == job.Done {
			shown.Show(&after, f.ctx.Now)
		}
	}
	return nil
}

// showCompared shows the images that are compared as the list knows them now.
func (f *Feature) showCompared() {
	for _, s := range f.ctx.Layers.Screens() {
		if shown, compares := s.(interface {
			Reload(find func(model.ImageID) *model.Image)
		}); compares {
			shown.Reload(f.images.Find)
		}
	}
}

// showResult shows in the list what was done to an image.
func (f *Feature) showResult(step *plan.Step, result *job.Result) {
	switch result.Outcome {
	case job.Gone:
		f.images.Remove(step.Image)
	case job.Done, job.NoChange:
		image := f.images.Find(step.Image)
		if image == nil {
			return
		}
		after, exists := step.After(image)
		if !exists {
			f.images.Remove(step.Image)
			return
		}
		f.images.Replace(&after)
		if step.Kind == plan.Answer && step.Members.Project == f.ctx.About.ProjectID.Raw() {
			f.images.Answered(step.Image, step.Members.Status)
		}
	case job.Conflict:
		if image := f.images.Find(step.Image); image != nil {
			after := theirs(result.Conflicts).Apply(image)
			f.images.Replace(&after)
		}
	default:
	}
}

// theirs are the operations by which others changed the fields of conflicts.
func theirs(conflicts []patch.Conflict) patch.Patch {
	all := make(patch.Patch, len(conflicts))
	for i := range conflicts {
		field := conflicts[i].Theirs
		all[i] = patch.Operation{Verb: patch.Add, Field: conflicts[i].Name, Value: field.Value}
		if !field.Set {
			all[i] = patch.Operation{Verb: patch.Remove, Field: conflicts[i].Name}
		}
	}
	return all
}

// tellEnd announces the counts of a job that has ended, and what can be done now.
func (f *Feature) tellEnd(progress *job.Progress) tea.Cmd {
	keys := f.ctx.Theme.Keys
	report := keys.For("written", action.Jobs) + " " + keys.For("jobs", action.Open) + " shows the report"
	said := f.ctx.DisplayString(verb(progress.Title)) + ": " + Counts(progress)
	if progress.Partly > 0 {
		said += " (" + partly(progress) + ")"
	}
	said += f.hint("; " + report)
	failed := progress.Counts[job.Failed] + progress.Counts[job.Refused] + progress.Counts[job.Conflict]
	if failed > 0 {
		return f.ctx.Notice.Fail(said)
	}
	if progress.HasChanged() && f.hint("undo") != "" && canBeUndone(progress.Plan) {
		said += ", " + f.ctx.Theme.Keys.For("change", action.Undo) + " undoes it"
	}
	return f.ctx.Notice.Say(said)
}

// verb returns what a job did, in a word of its title; of several commands it is no one
// of them.
func verb(title string) string {
	if strings.Contains(title, "; ") {
		return "change"
	}
	word, _, _ := strings.Cut(title, " ")
	return word
}

// hint returns a text about keys where they do what it says: not where a job
// is looked at already, or where the keys mean something else.
func (f *Feature) hint(text string) string {
	switch f.ctx.Layers.Top().(type) {
	case *list.Screen, *detail.Screen:
		if f.ctx.Layers.Dialog() == nil {
			return text
		}
	}
	return ""
}

// canBeUndone reports whether anything in a plan has a way back.
func canBeUndone(p *plan.Plan) bool {
	return slices.ContainsFunc(p.Steps, func(step plan.Step) bool { return step.HasWayBack() })
}
