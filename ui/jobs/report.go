package jobs

import (
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/jobs/resultlist"
	"glimpse/ui/theme"
)

// Report is the screen of one job: how far it is, and what became of each of
// its images. One image is shown in detail in its place.
type Report struct {
	resultlist.Screen
	theme  *theme.Theme
	now    time.Time
	report job.Report
	rows   rows
	// marked are the steps that are marked.
	marked map[int]bool
	// earlier reports whether the session did not carry the job out, and undone is how
	// many of its steps that are done were undone since.
	earlier bool
	undone  int
	// names returns the name of a project; nil knows none.
	names func(id text.Untrusted) text.Untrusted
}

// NewReport makes the screen of a job. The report is the screen's from then
// on; only [Report.Apply] changes it.
func NewReport(theme *theme.Theme, report job.Report, now time.Time) *Report {
	r := &Report{theme: theme, now: now, report: report, rows: newRows(len(report.Results)), marked: map[int]bool{}}
	for i := range report.Results {
		r.rows.note(i, report.Results[i].Outcome)
	}
	r.Screen = resultlist.New(theme, resultlist.Items{
		Total: func() int { return len(r.report.Results) }, Count: r.rows.count, At: r.rows.at, Place: r.rows.place,
		Match: r.match, Head: r.head, HeadLines: 4, Columns: r.columns, Row: r.row, None: r.none, Detail: r.detail,
	}, resultlist.Texts{
		First: "this is the first image", Last: "this is the last image",
		Searches: "shows only images whose name or id has the words", NotFound: "no image of those shown has it",
		Label: label,
	})
	r.SetUndone(report.Undone)
	return r
}

// NewEarlierReport makes the screen of a finished job that the session did not carry
// out.
func NewEarlierReport(theme *theme.Theme, report job.Report, now time.Time) *Report {
	r := NewReport(theme, report, now)
	r.earlier = true
	return r
}

// NameProjects takes what tells the name of a project; an empty one is not known.
func (r *Report) NameProjects(name func(id text.Untrusted) text.Untrusted) { r.names = name }

// ID returns the job that the screen shows.
func (r *Report) ID() job.ID { return r.report.ID }

// SetNow takes the time as of which ages and waits are told.
func (r *Report) SetNow(now time.Time) {
	r.now = now
	if _, isOpen := r.Cursor(); isOpen {
		r.Arrange() // what is known of one image is laid out beforehand
	}
}

// Apply takes how far the job is, with the results that are new since the last
// call. It costs what is new, and a short look at each image where a filter
// hides some.
func (r *Report) Apply(progress job.Progress, news []job.Result) {
	r.report.Progress = progress
	changed := r.settled()
	here, _ := r.Cursor()
	for _, result := range news {
		if result.Step < 0 || result.Step >= len(r.report.Results) {
			continue
		}
		r.report.Results[result.Step] = result
		changed = r.rows.note(result.Step, r.stands(result.Step)) || result.Step == here || changed
	}
	r.undone = r.rows.counts[codeOf(outcome.Undone)]
	if changed {
		r.rows.arrange()
		r.Arrange()
	}
}

// settled shows all images again where a job has ended while those were shown
// that have no outcome yet, and tells so.
func (r *Report) settled() bool {
	if r.report.State != job.Ended || r.rows.only < 0 || r.rows.only >= firstFinal {
		return false
	}
	r.rows.only = every
	return true
}

// Title returns the title for the header, escaped.
func (r *Report) Title() string {
	if r.report.Title == "" {
		return "Report"
	}
	return r.theme.Cells.ShowString(r.report.Title)
}

// current returns what became of the image under the cursor; nothing where no
// image is shown.
func (r *Report) current() *job.Result {
	at, _ := r.Cursor()
	if r.rows.count() == 0 || at >= len(r.report.Results) {
		return nil
	}
	return &r.report.Results[at]
}

// step returns a step of the plan, or an empty one where the plan is not
// known.
func (r *Report) step(at int) *plan.Step {
	if r.report.Plan == nil || at >= len(r.report.Plan.Steps) {
		return &plan.Step{}
	}
	return &r.report.Plan.Steps[at]
}

// match finds out which images a search finds.
func (r *Report) match() {
	sought := r.Sought()
	r.rows.matched = nil
	if !sought.IsEmpty() {
		r.rows.matched = make([]bool, len(r.report.Results))
	}
	for i := range r.rows.matched {
		step := r.step(i)
		r.rows.matched[i] = sought.MatchText(step.Name.Raw() + " " + step.Image.Raw())
	}
	r.rows.arrange()
}

// Act carries out an action and returns what is asked for.
func (r *Report) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Back:
		return r.back()
	case action.Open:
		return r.open()
	case action.Outcomes:
		r.choose(press.Nth)
	case action.Mark:
		r.mark()
	case action.MarkAll:
		r.markShown()
	case action.MarkNone:
		clear(r.marked)
	case action.Filter:
		return r.list()
	case action.Pause, action.CancelJob, action.Retry, action.Undo:
		return r.drive(press.Action)
	case action.Copy:
		return intent.OpenCopy{Items: r.copying()}
	case action.SaveFile:
		formats := [...]string{"json", "csv"}
		return intent.ExportReport{ID: r.report.ID, Format: formats[min(press.Nth, len(formats)-1)], Only: r.targets()}
	default:
		return r.Screen.Act(press.Action)
	}
	return nil
}

// drive does something with the job: what is sent again or undone is that of the
// marked images, where some are.
func (r *Report) drive(act action.ID) intent.Intent {
	if why := r.whyNot(act); why != "" {
		return intent.Notify{Text: why}
	}
	asked := drive(r.theme, "job-report", &r.report.Progress, act)
	if only := r.targets(); len(only) > 0 && r.report.State == job.Ended {
		switch act {
		case action.Retry:
			if !r.canRetry() {
				return intent.Notify{Text: noneOfMarked}
			}
			return intent.ControlJob{ID: r.report.ID, Do: intent.RetryJob, Only: only}
		case action.Undo:
			if undo, isUndo := asked.(intent.Undo); isUndo {
				undo.Only = only
				return undo
			}
		default:
		}
	}
	return asked
}

// noneOfMarked says why nothing of what was chosen is sent again.
const noneOfMarked = "there is nothing to retry: it was neither refused nor failed"

// drivable returns the keys of the job as its state and the marks allow them.
func (r *Report) drivable(own action.Group) action.Group {
	for _, act := range []action.ID{action.Pause, action.CancelJob, action.Retry, action.Undo} {
		own = own.Disable(act, r.whyNot(act))
	}
	_, isOpen := r.Cursor()
	chosen := isOpen || len(r.marked) > 0
	if !chosen || r.report.State != job.Ended {
		return drivable(r.theme, own, &r.report.Progress)
	}
	retry, _ := action.Find([]action.Group{own}, action.Retry)
	own = drivable(r.theme, own, &r.report.Progress)
	for i := range own.Bindings {
		if own.Bindings[i].Action == action.Retry {
			if own.Bindings[i].DisabledReason = ""; !r.canRetry() {
				own.Bindings[i].DisabledReason = noneOfMarked
			}
			own.Bindings[i].Label = retry.Label
		}
	}
	if isOpen {
		return own.Relabel(action.Undo, "undo", "preview the undo of this image's change").
			Relabel(action.Retry, "retry", "retry this image")
	}
	return own.Relabel(action.Undo, "undo marked", "preview the undo of the marked images").
		Relabel(action.Retry, "retry marked", "retry the marked images, those that were refused too")
}

// open shows what became of the image under the cursor, and asks for the image
// itself where that is shown already.
func (r *Report) open() intent.Intent {
	if at, isOpen := r.Cursor(); isOpen {
		step := r.step(at)
		image := r.report.Results[at].Image(step)
		if image.IsEmpty() {
			return intent.Notify{Text: "no image was made"}
		}
		return intent.OpenImage{Image: &model.Image{ID: image, Name: step.Name}}
	}
	r.Open()
	return nil
}

// back takes one thing back: the detail, the search, the filter, and then the
// screen.
func (r *Report) back() intent.Intent {
	switch {
	case r.Back():
	case r.rows.only != every:
		r.show(every)
	default:
		return intent.Close{}
	}
	return nil
}

// choose shows the images of one outcome: the next one in turn, all, or the
// one of a number. The number of what is shown already shows all.
func (r *Report) choose(nth int) {
	switch chosen := nth - 2; {
	case nth == 0:
		r.show(r.rows.next())
	case nth == 1 || chosen >= len(outcomes)-firstFinal || r.rows.only == chosen+firstFinal:
		r.show(every)
	default:
		r.show(chosen + firstFinal)
	}
}

// show shows the images of one outcome, or every.
func (r *Report) show(only int) {
	r.rows.show(only)
	r.Arrange()
}

// Bindings returns what the keys do here, as things are.
func (r *Report) Bindings() []action.Group {
	unread := resultlist.Everywhere("the report follows the job by itself")
	moving := action.Moving().Relabel(action.Bottom, "", "to the last")
	if _, isOpen := r.Cursor(); isOpen {
		driving := r.drivable(action.JobReport().Only(action.Pause, action.CancelJob, action.Retry, action.Undo, action.Filter)).
			Relabel(action.Filter, "list", "show this image in the list")
		return []action.Group{action.JobImage(), driving, moving, action.Written(), unread}
	}
	own := r.drivable(action.JobReport())
	if r.current() == nil {
		for _, act := range []action.ID{action.Open, action.Mark, action.MarkAll, action.Filter} {
			own = own.Disable(act, r.none())
		}
	}
	likely := []action.ID{action.Pause, action.CancelJob, action.Retry, action.Undo}
	if len(r.marked) == 0 {
		own = own.Disable(action.MarkNone, "nothing is marked")
		likely = append(likely, action.Open)
	}
	likely = append(likely, action.Mark, action.Filter, action.SaveFile, action.MarkNone, action.Open, action.Outcomes, action.Search)
	return action.Prefer([]action.Group{own, moving, action.Written(), unread}, likely...)
}
