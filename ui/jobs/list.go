package jobs

import (
	"slices"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/jobs/resultlist"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// List is the screen with the jobs of the session and the finished ones before
// it, the newest first.
type List struct {
	theme *theme.Theme
	now   time.Time
	// all are the jobs of the session, left those that an earlier run left
	// unfinished; jobs are all of them, as they are shown.
	all, jobs []job.Progress
	left      []job.Unfinished
	// earlier are the finished jobs that the session did not carry out.
	earlier []job.Earlier
	rows    listview.List
	// undone has the images on which a later job took back what a job did.
	undone map[job.ID]map[model.ImageID]bool
	// under is the job under the cursor, so that a new one does not move it.
	under job.ID

	width, height int
}

// NewList makes the screen, without jobs.
func NewList(theme *theme.Theme, now time.Time) *List { return &List{theme: theme, now: now} }

// SetJobs takes the jobs, in any order. The cursor stays on its job.
func (l *List) SetJobs(jobs []job.Progress) {
	l.all = slices.Clone(jobs)
	l.arrange()
}

// SetUnfinished takes the jobs that an earlier run left unfinished.
func (l *List) SetUnfinished(left []job.Unfinished) {
	l.left = slices.Clone(left)
	l.arrange()
}

// SetEarlier takes the finished jobs that the session did not carry out.
func (l *List) SetEarlier(earlier []job.Earlier) {
	l.earlier = slices.Clone(earlier)
	l.arrange()
}

// SetUndone takes the images on which later jobs took back what a job did.
func (l *List) SetUndone(undone map[job.ID]map[model.ImageID]bool) { l.undone = undone }

// whyNot says why a key has nothing to do with a job of the session, or nothing.
func (l *List) whyNot(p *job.Progress, act action.ID) string {
	undone := len(l.undone[p.ID])
	if act == action.Undo && undone > 0 && p.Plan != nil && undone == p.Plan.Images() {
		return allUndone
	}
	return whyNot(l.theme, "jobs", p, act)
}

// unfinished is the state of a job that an earlier run left.
const unfinished job.State = "not finished"

func (l *List) arrange() {
	l.jobs = slices.Clone(l.all)
	for _, left := range l.left {
		if slices.ContainsFunc(l.all, func(p job.Progress) bool { return p.ID == left.ID }) {
			continue // it goes on in this session
		}
		l.jobs = append(l.jobs, job.Progress{
			ID: left.ID, Title: left.Title, State: unfinished, Total: left.Total, Started: left.Started,
			Counts: map[job.Outcome]int{job.Waiting: left.Left},
		})
	}
	for i := range l.earlier {
		one := &l.earlier[i]
		if !slices.ContainsFunc(l.all, func(p job.Progress) bool { return p.ID == one.ID }) {
			l.jobs = append(l.jobs, job.Progress{
				ID: one.ID, Title: one.Title, State: outcome.Earlier, Started: one.Started, Ended: one.Ended, Total: one.Images,
				Counts: job.ReadSummary(one.Summary),
			})
		}
	}
	slices.SortStableFunc(l.jobs, func(a, b job.Progress) int { return strings.Compare(string(b.ID), string(a.ID)) })
	row := slices.IndexFunc(l.jobs, func(p job.Progress) bool { return p.ID == l.under })
	if row < 0 {
		row = l.rows.Cursor()
	}
	l.moveTo(row)
}

// SetNow takes the time as of which ages and waits are told.
func (l *List) SetNow(now time.Time) { l.now = now }

// Title returns the title for the header.
func (l *List) Title() string { return "Jobs" }

// Position says where the cursor is, for the header: nothing where every job
// is visible.
func (l *List) Position() string {
	at, of := l.rows.Position()
	return format.Position("line", at, of)
}

// SetSize gives the screen its room.
func (l *List) SetSize(width, height int) {
	l.width, l.height = width, height
	l.moveTo(l.rows.Cursor())
}

// The lines around the rows: the titles of the columns above, and below a
// blank one and what is known of the job under the cursor.
const (
	listAbove = 1
	listBelow = 3
)

func (l *List) moveTo(row int) {
	l.rows.Place(row, len(l.jobs), max(1, l.height-listAbove-listBelow))
	if current := l.current(); current != nil {
		l.under = current.ID
	}
}

func (l *List) current() *job.Progress {
	if len(l.jobs) == 0 {
		return nil
	}
	return &l.jobs[l.rows.Cursor()]
}

// before returns what is known of a finished job of another connection, of which
// nothing may be known.
func (l *List) before(id job.ID) *job.Earlier {
	if at := slices.IndexFunc(l.earlier, func(one job.Earlier) bool { return one.ID == id }); at >= 0 {
		return &l.earlier[at]
	}
	return &job.Earlier{}
}

// noWayBack says why a finished job of somebody else cannot be undone, or nothing.
func (l *List) noWayBack(id job.ID) string {
	if !l.before(id).Undoable {
		return noWayBack
	}
	return ""
}

// over is why a key has nothing to do with a finished job of somebody else.
func (l *List) over() string {
	said := "the job is over; " + l.theme.Keys.For("jobs", action.Open) + " shows its report"
	if l.current() == nil || l.noWayBack(l.current().ID) != "" {
		return said
	}
	return said + ", " + l.theme.Keys.For("jobs", action.Undo) + " undoes it"
}

// actOnEarlier carries out an action on a finished job of somebody else.
func (l *List) actOnEarlier(current *job.Progress, act action.ID) (asked intent.Intent, taken bool) {
	switch act {
	case action.Copy:
		return intent.OpenCopy{Items: []intent.CopyItem{
			{Key: "c", Label: "counts", Text: l.before(current.ID).Summary},
			{Key: "j", Label: "job id", Text: string(current.ID)},
			{Key: "t", Label: "title", Text: current.Title},
		}}, true
	case action.Undo:
		if why := l.noWayBack(current.ID); why != "" {
			return intent.Notify{Text: why}, true
		}
		return intent.Undo{ID: current.ID}, true
	case action.Pause, action.CancelJob, action.Retry:
		return intent.Notify{Text: l.over()}, true
	default:
		return nil, false
	}
}

// Act carries out an action and returns what is asked for.
func (l *List) Act(press action.Press) intent.Intent {
	current := l.current()
	if current != nil && current.State == outcome.Earlier {
		if asked, taken := l.actOnEarlier(current, press.Action); taken {
			return asked
		}
	}
	if current != nil && current.State == unfinished && (press.Action == action.Open || press.Action == action.Copy) {
		return intent.DecideJob{ID: current.ID}
	}
	switch press.Action {
	case action.Back, action.Leave:
		return intent.Close{}
	case action.Open:
		if current != nil {
			return intent.OpenJob{ID: current.ID}
		}
	case action.Copy:
		if current != nil {
			return intent.OpenCopy{Items: copyJob(current)}
		}
	case action.Pause, action.CancelJob, action.Retry, action.Undo:
		return l.drive(current, press.Action)
	default:
		l.moveTo(l.rows.Cursor() + l.rows.Distance(press.Action))
	}
	return nil
}

// drive returns what a key asks to do with a job of the session, if there is one.
func (l *List) drive(current *job.Progress, act action.ID) intent.Intent {
	if current == nil {
		return nil
	}
	if why := l.whyNot(current, act); why != "" {
		return intent.Notify{Text: why}
	}
	return drive(l.theme, "jobs", current, act)
}

// drive returns what a key asks to do with a job, or why it cannot be done.
func drive(theme *theme.Theme, scope action.Scope, p *job.Progress, act action.ID) intent.Intent {
	if why := whyNot(theme, scope, p, act); why != "" {
		return intent.Notify{Text: why}
	}
	switch act {
	case action.Pause:
		if p.State == job.Paused {
			return intent.ControlJob{ID: p.ID, Do: intent.ResumeJob}
		}
		return intent.ControlJob{ID: p.ID, Do: intent.PauseJob}
	case action.CancelJob:
		return intent.ControlJob{ID: p.ID, Do: intent.CancelJob}
	case action.Retry:
		if p.State == job.Outage {
			return intent.ControlJob{ID: p.ID, Do: intent.ResumeJob}
		}
		return intent.ControlJob{ID: p.ID, Do: intent.RetryJob}
	case action.Undo:
		return intent.Undo{ID: p.ID}
	default:
		return nil
	}
}

// whyNot says why an action on a job is not possible just now, or nothing.
func whyNot(theme *theme.Theme, scope action.Scope, p *job.Progress, act action.ID) string {
	switch act {
	case action.Pause:
		return whyNotPause(p)
	case action.CancelJob:
		return whyNotCancel(theme, scope, p)
	case action.Retry:
		return whyNotRetry(p)
	case action.Undo:
		return whyNotUndo(theme, scope, p)
	default:
		return ""
	}
}

// drivable returns a group with the reasons of what cannot be done with a job,
// and with the words for what a key would do.
func drivable(theme *theme.Theme, group action.Group, p *job.Progress) action.Group {
	for _, act := range []action.ID{action.Pause, action.CancelJob, action.Retry, action.Undo} {
		group = group.Disable(act, whyNot(theme, group.Scope, p, act))
	}
	switch p.State {
	case job.Paused:
		return group.Relabel(action.Pause, "go on", "let the job go on")
	case job.Outage:
		return group.Relabel(action.Retry, "try now", "try the service at once, without waiting")
	default:
		return group
	}
}

// copyJob returns what can be copied of a job.
func copyJob(p *job.Progress) []intent.CopyItem {
	return []intent.CopyItem{
		{Key: "c", Label: "counts", Text: Counts(p)},
		{Key: "j", Label: "job id", Text: string(p.ID)},
		{Key: "t", Label: "title", Text: p.Title},
	}
}

// Wheel moves the cursor by lines.
func (l *List) Wheel(lines int) intent.Intent {
	l.moveTo(l.rows.Cursor() + lines)
	return nil
}

// Click moves the cursor to a job, and opens the one under the cursor.
func (l *List) Click(_, y int) intent.Intent {
	if l.rows.Click(y - listAbove) {
		return l.Act(action.Press{Action: action.Open})
	}
	l.moveTo(l.rows.Cursor())
	return nil
}

// Bindings returns what the keys do here, as things are.
func (l *List) Bindings() []action.Group {
	own := action.JobList()
	switch current := l.current(); {
	case current != nil && current.State == unfinished:
		const what = "finish it, drop it or decide later"
		own = own.Relabel(action.Open, "decide", what).Relabel(action.Copy, "", what)
		for _, act := range []action.ID{action.Pause, action.CancelJob, action.Retry, action.Undo} {
			own = own.Disable(act, "an earlier run left this job unfinished; "+l.theme.Keys.For("jobs", action.Open)+
				" decides what becomes of it")
		}
	case current != nil && current.State == outcome.Earlier:
		own = own.Disable(action.Undo, l.noWayBack(current.ID))
		for _, act := range []action.ID{action.Pause, action.CancelJob, action.Retry} {
			own = own.Disable(act, l.over())
		}
	case current != nil:
		own = drivable(l.theme, own, current).Disable(action.Undo, l.whyNot(current, action.Undo))
	default:
		for _, act := range []action.ID{action.Open, action.Pause, action.CancelJob, action.Retry, action.Undo, action.Copy} {
			own = own.Disable(act, "there is no job yet")
		}
	}
	moving := action.Moving().Relabel(action.Bottom, "", "to the last")
	return []action.Group{own, moving, resultlist.Everywhere("the list follows the jobs by itself")}
}

// started says when a job was begun.
func started(p *job.Progress, now time.Time) string {
	if p.Started.IsZero() {
		return ""
	}
	return format.Age(now, p.Started)
}
