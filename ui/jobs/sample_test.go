package jobs_test

import (
	"fmt"
	"time"

	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/uitest"
)

// report is a job with images of every outcome, in turn.
func report(count int, state job.State) job.Report {
	outcomes := append([]job.Outcome{job.Done, job.Done, job.Waiting, job.Sending}, job.Outcomes()...)
	if state == job.Ended {
		outcomes = append([]job.Outcome{job.Done, job.Done}, job.Outcomes()...)
	}
	planned := &plan.Plan{Title: "tag +gold -dev"}
	planned.CompleteFromTitle()
	r := job.Report{Progress: job.Progress{
		ID: "20261123T115940Z-1f2e", Title: "tag +gold -dev", Plan: planned, State: state, Total: count, Counts: map[job.Outcome]int{},
		Started: uitest.Now.Add(-20 * time.Second), Version: 1,
	}}
	if state == job.Running {
		r.Rate, r.Left = 21.4, 17*time.Second
	}
	if state == job.Ended {
		r.Ended = uitest.Now.Add(-3 * time.Second)
	}
	for i := range count {
		image := uitest.Image(i)
		r.Plan.Steps = append(r.Plan.Steps, plan.Step{
			Image: image.ID, Name: image.Name, Kind: plan.Retag, Add: []string{"gold"}, Remove: []string{"dev"},
		})
		r.Results = append(r.Results, result(i, outcomes[i%len(outcomes)]))
		r.Counts[outcomes[i%len(outcomes)]]++
	}
	return r
}

// result is what became of an image.
func result(step int, outcome job.Outcome) job.Result {
	one := job.Result{Step: step, Outcome: outcome}
	if outcome.IsFinal() && outcome != job.Unsent {
		one.At = uitest.Now.Add(-time.Duration(step) * time.Second)
		one.RequestID = text.Of(fmt.Sprintf("req-%08x-3a52-4b0e-8f1d-%012x", step, step))
	}
	switch outcome {
	case job.Refused:
		one.Reason = text.Of("you are not permitted to modify this image")
	case job.Failed:
		one.Reason = text.Of("the service answered 500 twice, and the image is not as wanted")
	case job.Conflict:
		one.Conflicts = []patch.Conflict{{
			Name: "visibility", Shown: patch.Field{Name: "visibility", Set: true, Value: "private"},
			Theirs: patch.Field{Name: "visibility", Set: true, Value: "community"}, Yours: patch.Field{Name: "visibility", Set: true, Value: "shared"},
		}, {
			Name: "tags", Shown: patch.Field{Name: "tags", Set: true, Value: []string{"gold", "two words"}},
			Theirs: patch.Field{Name: "tags", Set: true, Value: []string{}}, Yours: patch.Field{Name: "tags"},
		}}
	}
	return one
}
