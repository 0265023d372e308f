package jobs

import (
	"time"

	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/search"
	"glimpse/ui/action"
	"glimpse/ui/human"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Report is the screen of one job: how far it is, and what became of each of
// its images. One image is shown in detail in its place.
type Report struct {
	look   *theme.Theme
	now    time.Time
	report job.Report

	rows rows
	list listview.List
	// cursor is the step of the plan under the cursor: the cursor belongs to
	// the image, whatever the filter makes of its place.
	cursor int

	sought    search.Search
	searched  string
	searchErr error

	// detail reports whether one image is shown in place of the list, in lines of
	// which the window below shows some.
	detail bool
	lines  []string
	scroll listview.Window

	width, height int
}

// NewReport makes the screen of a job. The report is the screen's from then
// on; only [Report.Apply] changes it.
func NewReport(look *theme.Theme, report job.Report, now time.Time) *Report {
	r := &Report{look: look, now: now, report: report, rows: newRows(len(report.Results))}
	for i := range report.Results {
		r.rows.note(i, report.Results[i].Outcome)
	}
	return r
}

// ID returns the job that the screen shows.
func (r *Report) ID() job.ID { return r.report.ID }

// SetNow takes the time as of which ages and waits are told.
func (r *Report) SetNow(now time.Time) { r.now = now }

// settle puts the cursor on an image that is shown, unless one is open: that
// one stays, whatever becomes of it.
func (r *Report) settle() {
	if !r.detail {
		r.moveTo(r.rows.place(r.cursor))
	}
}

// Apply takes how far the job is, with the results that are new since the last
// call. It costs what is new, and a short look at each image where a filter
// hides some.
func (r *Report) Apply(progress job.Progress, news []job.Result) {
	r.report.Progress = progress
	changed, here := r.settled(), false
	for _, result := range news {
		if result.Step < 0 || result.Step >= len(r.report.Results) {
			continue
		}
		r.report.Results[result.Step] = result
		changed = r.rows.note(result.Step, result.Outcome) || changed
		here = here || result.Step == r.cursor
	}
	if changed {
		r.rows.arrange()
		r.settle()
	}
	if here {
		r.write()
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

// Position tells how far down the detail of an image is, for the header. The list
// tells nothing: beside a job a percentage reads as its progress.
func (r *Report) Position() (percent int, scrolls bool) {
	if r.detail {
		return r.scroll.Position(len(r.lines))
	}
	return 100, false
}

// SetSize gives the screen its room.
func (r *Report) SetSize(width, height int) {
	r.width, r.height = width, height
	r.settle()
	r.write()
}

// moveTo moves the cursor to a row of what is shown, or to the nearest. Where
// none is shown, the cursor's image is kept.
func (r *Report) moveTo(row int) {
	r.list.Place(row, r.rows.count(), max(1, r.height-reportAbove))
	if !r.list.IsEmpty() {
		r.cursor = r.rows.at(r.list.Cursor())
	}
}

// current returns what became of the image under the cursor; nothing where no
// image is shown.
func (r *Report) current() *job.Result {
	if r.rows.count() == 0 || r.cursor >= len(r.report.Results) {
		return nil
	}
	return &r.report.Results[r.cursor]
}

// step returns a step of the plan, or an empty one where the plan is not
// known.
func (r *Report) step(at int) *plan.Step {
	if r.report.Plan == nil || at >= len(r.report.Plan.Steps) {
		return &plan.Step{}
	}
	return &r.report.Plan.Steps[at]
}

// Search narrows the report to images whose name or id has the words; with
// nothing to look for it shows all again.
func (r *Report) Search(line string) {
	parsed, err := search.Parse(line)
	r.searched, r.searchErr = line, err
	if err != nil {
		return
	}
	r.sought = parsed
	r.match()
	r.rows.arrange()
	r.moveTo(r.rows.place(r.cursor))
}

// match finds out which images the search finds.
func (r *Report) match() {
	if r.sought.IsEmpty() {
		r.rows.matched = nil
		return
	}
	r.rows.matched = make([]bool, len(r.report.Results))
	for i := range r.rows.matched {
		step := r.step(i)
		r.rows.matched[i] = r.sought.MatchText(step.Name.Raw() + " " + step.Image.Raw())
	}
}

// Searched returns what is looked for.
func (r *Report) Searched() string { return r.searched }

// SearchNote says how much was found, or what is wrong with the text.
func (r *Report) SearchNote() (note string, wrong bool) {
	switch {
	case r.searchErr != nil:
		return r.searchErr.Error(), true
	case r.sought.IsEmpty():
		return "shows only images whose name or id has the words", false
	case r.rows.count() == 0:
		return "no image of those shown has it", false
	}
	return human.Count(r.rows.count()) + " of " + human.Count(len(r.report.Results)), false
}

// Act carries out an action and returns what is asked for.
func (r *Report) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Back:
		return r.back()
	case action.Leave:
		if r.detail {
			return r.back()
		}
		return intent.Close{}
	case action.NextImage:
		return r.neighbour(1)
	case action.PreviousImage:
		return r.neighbour(-1)
	case action.Open:
		return r.open()
	case action.Outcomes:
		r.choose(press.Nth)
	default:
		if asked := r.asks(press); asked != nil {
			return asked
		}
		r.scrollOrMove(press.Action)
	}
	return nil
}

// asks returns what an action asks the program for, or nothing.
func (r *Report) asks(press action.Press) intent.Intent {
	switch press.Action {
	case action.Search:
		return intent.TypeSearch{}
	case action.Pause, action.CancelJob, action.Retry, action.Undo:
		return drive(&r.report.Progress, press.Action)
	case action.Copy:
		return intent.OpenCopy{Items: r.copying()}
	case action.SaveFile:
		formats := [...]string{"json", "csv"}
		return intent.ExportReport{ID: r.report.ID, Format: formats[min(press.Nth, len(formats)-1)]}
	default:
		return nil
	}
}

func (r *Report) scrollOrMove(act action.ID) {
	if r.detail {
		r.scrollBy(r.scroll.Distance(act, len(r.lines)))
		return
	}
	r.moveTo(r.list.Cursor() + r.list.Distance(act))
}

// back takes one thing back: the detail, the search, the filter, and then the
// screen.
func (r *Report) back() intent.Intent {
	switch {
	case r.detail:
		r.detail = false
		r.settle()
	case r.searched != "":
		r.Search("")
	case r.rows.only != every:
		r.rows.show(every)
		r.settle()
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
		r.rows.show(r.rows.next())
	case nth == 1 || chosen >= len(job.Outcomes()) || r.rows.only == chosen+firstFinal:
		r.rows.show(every)
	default:
		r.rows.show(chosen + firstFinal)
	}
	r.settle()
}

// Wheel scrolls the detail, or moves the cursor.
func (r *Report) Wheel(lines int) intent.Intent {
	if r.detail {
		r.scrollBy(lines)
	} else {
		r.moveTo(r.list.Cursor() + lines)
	}
	return nil
}

// Click moves the cursor to an image, and opens the one under the cursor.
func (r *Report) Click(_, y int) intent.Intent {
	if r.detail {
		return nil
	}
	if r.list.Click(y - reportAbove) {
		r.open()
	}
	r.moveTo(r.list.Cursor())
	return nil
}

// Bindings returns what the keys do here, as things are.
func (r *Report) Bindings() []action.Group {
	unread := everywhere("the report follows the job by itself")
	moving := action.Moving().Relabel(action.Bottom, "", "to the last")
	if r.detail {
		driving := drivable(action.JobReport().Only(action.Pause, action.CancelJob, action.Retry, action.Undo), &r.report.Progress)
		return []action.Group{action.JobImage(), driving, moving, action.Written(), unread}
	}
	own := drivable(action.JobReport(), &r.report.Progress)
	if r.current() == nil {
		own = own.Disable(action.Open, r.none())
	}
	return []action.Group{own, moving, action.Written(), unread}
}
