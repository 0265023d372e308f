package jobs

import (
	"slices"

	"glimpse/model/job"
	"glimpse/ui/jobs/outcome"
)

// outcomes are all that an image can have in a report, those that are not final first.
var outcomes = append(append([]job.Outcome{job.Waiting, job.Sending}, job.Outcomes()...), outcome.Undone)

const (
	// every is the filter that shows every image.
	every = -1
	// firstFinal is the first of outcomes that is final.
	firstFinal = 2
	// unknown is the code of an outcome that is none of outcomes.
	unknown = 0xff
)

// codeOf returns the index of an outcome among outcomes.
func codeOf(outcome job.Outcome) uint8 {
	for i := range outcomes {
		if outcomes[i] == outcome {
			return uint8(i)
		}
	}
	return unknown
}

// rows is which images of a job are shown: all of them, those of one outcome,
// those that a search found. It keeps a byte for each image, so that finding
// them anew among a hundred thousand is nothing that a person notices.
type rows struct {
	codes []uint8
	// counts has the number of images by code.
	counts [256]int
	// only is the outcome that is shown, or every.
	only int
	// matched is what the search found; nil where nothing is looked for.
	matched []bool
	// shown are the steps that are shown, in order, where not all are.
	shown []int
}

// newRows shows a number of images that all wait.
func newRows(count int) rows {
	r := rows{codes: make([]uint8, count), only: every}
	r.counts[0] = count
	return r
}

// note takes what became of an image, and reports whether that is news.
func (r *rows) note(step int, outcome job.Outcome) bool {
	code := codeOf(outcome)
	before := r.codes[step]
	if code == before {
		return false
	}
	r.counts[before]--
	r.counts[code]++
	r.codes[step] = code
	return true
}

func (r *rows) narrowed() bool { return r.only != every || r.matched != nil }

// show shows the images of one outcome, or every.
func (r *rows) show(only int) {
	r.only = only
	r.arrange()
}

// next returns the outcome after the one that is shown that any image has, or
// every behind the last.
func (r *rows) next() int {
	for code := r.only + 1; code < len(outcomes); code++ {
		if r.counts[code] > 0 {
			return code
		}
	}
	return every
}

// arrange finds the images that are shown.
func (r *rows) arrange() {
	r.shown = r.shown[:0]
	if !r.narrowed() {
		return
	}
	for step, code := range r.codes {
		if (r.only == every || int(code) == r.only) && (r.matched == nil || r.matched[step]) {
			r.shown = append(r.shown, step)
		}
	}
}

// count returns how many images are shown.
func (r *rows) count() int {
	if !r.narrowed() {
		return len(r.codes)
	}
	return len(r.shown)
}

// at returns the step at a place of what is shown.
func (r *rows) at(place int) int {
	if !r.narrowed() {
		return place
	}
	return r.shown[place]
}

// place returns where a step is among what is shown, or where it would be.
func (r *rows) place(step int) int {
	if !r.narrowed() {
		return step
	}
	place, _ := slices.BinarySearch(r.shown, step)
	return place
}
