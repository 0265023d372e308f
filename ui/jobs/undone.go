package jobs

import (
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/ui/action"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/theme"
)

// allUndone says why a job is not undone once more.
const allUndone = "all that the job did is undone"

// SetUndone takes the images on which a later job took back what this one did.
func (r *Report) SetUndone(images map[model.ImageID]bool) {
	if len(images)+len(r.report.Undone) == 0 {
		return
	}
	r.report.Undone = images
	changed := false
	for at := range r.report.Results {
		changed = r.rows.note(at, r.stands(at)) || changed
	}
	r.undone = r.rows.counts[codeOf(outcome.Undone)]
	if changed {
		r.rows.arrange()
		r.Arrange()
	}
}

// stands is what became of a step and holds still: what was taken back does not.
func (r *Report) stands(at int) job.Outcome {
	said := wordOf(&r.report.Results[at])
	if said == job.Done && r.report.Undone[r.report.Results[at].Image(r.step(at))] {
		return outcome.Undone
	}
	return said
}

// became is what became of a step, in a word, with its shape and its style.
func (r *Report) became(at int) (shape, word string, style theme.Style) {
	said := r.stands(at)
	shape, style = outcome.Mark(r.theme, said)
	return shape, string(said), style
}

// lacksReasons reports whether no step has a reason to tell, or says how far its data is:
// every one is done, or waits for its turn.
func (r *Report) lacksReasons() bool {
	if r.report.Unread > 0 {
		return false // what became of one may be lost
	}
	count := 0
	for _, word := range []job.Outcome{job.Done, outcome.Undone, job.Waiting, job.Sending} {
		count += r.rows.counts[codeOf(word)]
	}
	return count > 0 && count == len(r.rows.codes) && len(r.report.Transfers) == 0
}

// whyNot says why a key has nothing to do with this job, beside what [whyNot] says of any.
func (r *Report) whyNot(act action.ID) string {
	switch {
	case act == action.Undo && r.undone > 0 && r.undone == r.report.Counts[job.Done]:
		return allUndone
	case act == action.Retry && r.earlier:
		return "it was carried out on another connection; " + r.theme.Keys.For("job-report", action.Filter) +
			" shows its images in the list, to change them again"
	default:
		return ""
	}
}
