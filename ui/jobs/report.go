package jobs

import (
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/jobs/resultlist"
	"glimpse/ui/theme"
)

// Report is the screen of one job: how far it is, and what became of each of
// its images. One image is shown in detail in its place.
type Report struct {
	resultlist.Screen
	look   *theme.Theme
	now    time.Time
	report job.Report
	rows   rows
}

// NewReport makes the screen of a job. The report is the screen's from then
// on; only [Report.Apply] changes it.
func NewReport(look *theme.Theme, report job.Report, now time.Time) *Report {
	r := &Report{look: look, now: now, report: report, rows: newRows(len(report.Results))}
	for i := range report.Results {
		r.rows.note(i, report.Results[i].Outcome)
	}
	r.Screen = resultlist.New(look, resultlist.Items{
		Total: func() int { return len(r.report.Results) }, Count: r.rows.count, At: r.rows.at, Place: r.rows.place,
		Match: r.match, Head: r.head, HeadLines: 4, Columns: reportColumns, Row: r.row, None: r.none, Detail: r.detail,
	}, resultlist.Texts{
		First: "this is the first image", Last: "this is the last image",
		Searches: "shows only images whose name or id has the words", NotFound: "no image of those shown has it",
		Label: label,
	})
	return r
}

// ID returns the job that the screen shows.
func (r *Report) ID() job.ID { return r.report.ID }

// SetNow takes the time as of which ages and waits are told.
func (r *Report) SetNow(now time.Time) { r.now = now }

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
		changed = r.rows.note(result.Step, result.Outcome) || result.Step == here || changed
	}
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
	return r.look.Cells.ShowString(r.report.Title)
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
	case action.Pause, action.CancelJob, action.Retry, action.Undo:
		return drive(r.look, "job-report", &r.report.Progress, press.Action)
	case action.Copy:
		return intent.OpenCopy{Items: r.copying()}
	case action.SaveFile:
		formats := [...]string{"json", "csv"}
		return intent.ExportReport{ID: r.report.ID, Format: formats[min(press.Nth, len(formats)-1)]}
	default:
		return r.Screen.Act(press.Action)
	}
	return nil
}

// open shows what became of the image under the cursor, and asks for the image
// itself where that is shown already.
func (r *Report) open() intent.Intent {
	if at, isOpen := r.Cursor(); isOpen {
		step := r.step(at)
		return intent.OpenImage{Image: &model.Image{ID: step.Image, Name: step.Name}}
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
	case nth == 1 || chosen >= len(job.Outcomes()) || r.rows.only == chosen+firstFinal:
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
		driving := drivable(r.look, action.JobReport().Only(action.Pause, action.CancelJob, action.Retry, action.Undo), &r.report.Progress)
		return []action.Group{action.JobImage(), driving, moving, action.Written(), unread}
	}
	own := drivable(r.look, action.JobReport(), &r.report.Progress)
	if r.current() == nil {
		own = own.Disable(action.Open, r.none())
	}
	return []action.Group{own, moving, action.Written(), unread}
}
