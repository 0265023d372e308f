package runner_test

import (
	"fmt"
	"strings"
	"time"

	jobs "glimpse/model/job"
	"glimpse/model/plan"
)

// ends waits until the jobs have ended; a person resumes what has paused.
func (w *world) ends(r *rig) {
	w.full.Store(false)
	for range 100_000 {
		for _, progress := range r.Jobs() {
			if progress.State == jobs.Paused {
				_ = r.Resume(progress.ID)
			}
		}
		if !r.Busy() {
			return
		}
		select {
		case <-r.Changed():
		case <-time.After(time.Minute):
		}
		if time.Since(w.begun) > 100*time.Hour {
			break
		}
	}
	w.failf("it never ends: %+v", r.Jobs())
}

// check compares what the jobs tell with what the service has and with the
// journals.
func (w *world) check(r *rig) {
	w.service.mu.Lock()
	defer w.service.mu.Unlock()
	if len(w.service.tooOld) > 0 {
		w.failf("sent because of what was read long before: %v", w.service.tooOld)
	}
	if w.service.changedTogether {
		w.failf("two changes to one image at once")
	}
	for id, p := range w.plans {
		entry := r.entry(id)
		results := make([]jobs.Result, len(entry.Steps))
		for i := range entry.Steps {
			results[i] = entry.Steps[i].Result
			if results[i].Outcome == jobs.Waiting && !entry.Steps[i].Sent {
				results[i].Outcome = jobs.Unsent // as the end of a journal says
			}
		}
		if report, found := r.Report(id); found {
			w.compare(&report, results)
			results = report.Results
		}
		if !entry.Ended {
			w.failf("the journal has no end")
		}
		for i := range results {
			w.checkStep(&p.Steps[i], &results[i])
		}
	}
}

func (w *world) compare(report *jobs.Report, told []jobs.Result) {
	for i := range told {
		is := &report.Results[i]
		if is.Outcome != told[i].Outcome || is.Outcome != jobs.Unsent && is.Reason != told[i].Reason || is.Outcome == jobs.Done && fmt.Sprintf("%+v", is.Inverse) != fmt.Sprintf("%+v", told[i].Inverse) {
			w.failf("step %d is %+v, and the journal says %+v", i, is, told[i])
		}
	}
}

func (w *world) checkStep(step *plan.Step, result *jobs.Result) {
	commits := w.service.commits[commitOf(step)]
	_, exists := w.service.images[step.Image]
	unknown := strings.Contains(result.Reason.Raw(), "it is not known")
	right := false
	switch result.Outcome {
	case jobs.Done:
		right = commits == 1
	case jobs.Gone:
		right = commits <= 1 && !exists // the other job or another person may have deleted it after an answer was lost
	case jobs.Failed:
		right = commits == 0 || unknown && w.Unreadable > 0
	case jobs.Refused, jobs.Unsent:
		right = commits == 0
	default: // nothing is so already, and nobody changes what the steps change
	}
	if !right {
		w.failf("%s was carried out %d times and is %+v", commitOf(step), commits, result)
	}
}
