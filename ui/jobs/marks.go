package jobs

import (
	"slices"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
)

// mostListed is how many images of a report the list is asked for by their ids: a
// URL has to hold them.
const mostListed = 100

// mark marks the image under the cursor or unmarks it, and moves on.
func (r *Report) mark() {
	at, _ := r.Cursor()
	if r.marked[at] {
		delete(r.marked, at)
	} else {
		r.marked[at] = true
	}
	r.Screen.Act(action.Down)
}

// markShown marks all images that are shown.
func (r *Report) markShown() {
	for place := range r.rows.count() {
		r.marked[r.rows.at(place)] = true
	}
}

// targets are the images that a key is about: the one that is shown in full, or the
// marked ones; nil is all of the job.
func (r *Report) targets() []model.ImageID {
	if at, isOpen := r.Cursor(); isOpen {
		return []model.ImageID{r.step(at).Image}
	}
	var ids []model.ImageID
	for at := range r.report.Results {
		if r.marked[at] {
			ids = append(ids, r.step(at).Image)
		}
	}
	return ids
}

// canRetry reports whether one of the targets can be sent again: also what was
// refused, where a person chose it.
func (r *Report) canRetry() bool {
	for at := range r.report.Results {
		here, isOpen := r.Cursor()
		if isOpen && at != here || !isOpen && !r.marked[at] {
			continue
		}
		if slices.Contains([]job.Outcome{job.Failed, job.Refused, job.Unsent}, wordOf(&r.report.Results[at])) {
			return true
		}
	}
	return false
}

// list asks for the targets in the list of images, or for those that are shown.
func (r *Report) list() intent.Intent {
	at, isOpen := r.Cursor()
	var values []string
	for place := range r.rows.count() {
		step := r.rows.at(place)
		if isOpen && step != at || !isOpen && len(r.marked) > 0 && !r.marked[step] {
			continue
		}
		if len(values) == mostListed {
			return intent.Notify{Text: "mark at most " + format.Count(mostListed) + " images to list them"}
		}
		values = append(values, r.step(step).Image.Raw())
	}
	if len(values) == 0 {
		return intent.Notify{Text: r.none()}
	}
	return intent.SetTerms{ToList: true, Terms: []query.Term{
		{Field: query.AttributeField(model.AttrID), Op: query.OpEqual, Values: values},
		{Field: query.Field{Kind: query.FieldHidden}, Op: query.OpEqual, Values: []string{"both"}},
	}}
}
