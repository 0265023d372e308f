package job_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
)

// filled are steps that make an image and give it data, one after the other, and two
// downloads.
func filled() *plan.Plan {
	upload := func(id string, size int64) []plan.Step {
		return []plan.Step{
			{Image: model.NewImageID(id), Kind: plan.Create},
			{Image: model.NewImageID(id), Kind: plan.Upload, Data: &plan.Data{Size: size}},
		}
	}
	download := func(id string, size int64) plan.Step {
		return plan.Step{Image: model.NewImageID(id), Kind: plan.Download, Data: &plan.Data{Size: size}}
	}
	return &plan.Plan{Steps: append(append(upload("a", 100), upload("b", 50)...), download("c", 30), download("d", 20))}
}

func TestAnImageIsOneHoweverManyStepsItHas(t *testing.T) {
	t.Parallel()
	none := map[job.Outcome]int{}
	for _, test := range []struct {
		name     string
		outcomes []job.Outcome
		counts   map[job.Outcome]int
		partly   int
		sizes    map[job.Outcome]int64
	}{
		{"made and filled", []job.Outcome{job.Done, job.Done, job.Done, job.Done, job.Done, job.Done}, map[job.Outcome]int{job.Done: 4}, 0, map[job.Outcome]int64{job.Done: 200}},
		{
			"made and being filled",
			[]job.Outcome{job.Done, job.Sending, job.Done, job.Waiting, job.Waiting, job.Waiting},
			map[job.Outcome]int{job.Sending: 1, job.Waiting: 3},
			2,
			map[job.Outcome]int64{job.Sending: 100, job.Waiting: 100},
		},
		{
			"made, and not filled",
			[]job.Outcome{job.Done, job.Failed, job.Done, job.Unsent, job.NoChange, job.Done},
			map[job.Outcome]int{job.Failed: 1, job.Unsent: 1, job.NoChange: 1, job.Done: 1},
			2,
			map[job.Outcome]int64{job.Failed: 100, job.Unsent: 50, job.NoChange: 30, job.Done: 20},
		},
		{
			"not made",
			[]job.Outcome{job.Refused, job.Unsent, job.NoChange, job.Done, job.Gone, job.Conflict},
			map[job.Outcome]int{job.Refused: 1, job.Done: 1, job.Gone: 1, job.Conflict: 1},
			0,
			map[job.Outcome]int64{job.Unsent: 100, job.Done: 50, job.Gone: 30, job.Conflict: 20},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := job.Progress{Counts: none}
			job.NewTally(filled(), func(i int) job.Outcome { return test.outcomes[i] }).Tell(&p)
			if p.Total != 4 || !maps.Equal(p.Counts, test.counts) || p.Partly != test.partly || !maps.Equal(p.Sizes, test.sizes) {
				t.Errorf("%d images: %v, %d partly, %v", p.Total, p.Counts, p.Partly, p.Sizes)
			}
			if changed := slices.Contains(test.outcomes, job.Done); p.HasChanged() != changed {
				t.Errorf("it has changed something: %v", p.HasChanged())
			}
		})
	}
}

// However the outcomes change, the counts are those of a plan that is counted anew.
func TestATallyFollowsTheOutcomes(t *testing.T) {
	t.Parallel()
	all := append(job.Outcomes(), job.Waiting, job.Sending)
	rapid.Check(t, func(t *rapid.T) {
		p := filled()
		for i := range p.Steps {
			id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "image")
			p.Steps[i].Image = model.NewImageID(id)
			if data := p.Steps[i].Data; data != nil {
				data.Size = rapid.Int64Range(0, 3).Draw(t, "size")
			}
		}
		outcomes := slices.Repeat([]job.Outcome{job.Waiting}, len(p.Steps))
		of := func(i int) job.Outcome { return outcomes[i] }
		tally := job.NewTally(p, of)
		for range rapid.IntRange(0, 20).Draw(t, "changes") {
			step := rapid.IntRange(0, len(p.Steps)-1).Draw(t, "step")
			tally.Change(step, func() { outcomes[step] = rapid.SampledFrom(all).Draw(t, "outcome") })
		}
		var got, want job.Progress
		tally.Tell(&got)
		job.NewTally(p, of).Tell(&want)
		notZero := func(sizes map[job.Outcome]int64) map[job.Outcome]int64 {
			maps.DeleteFunc(sizes, func(_ job.Outcome, size int64) bool { return size == 0 })
			return sizes
		}
		if got.Total != want.Total || got.Partly != want.Partly || !maps.Equal(got.Counts, want.Counts) ||
			!maps.Equal(notZero(got.Sizes), notZero(want.Sizes)) || (got.Sizes == nil) != (want.Sizes == nil) {
			t.Fatalf("%+v, counted anew %+v", got, want)
		}
	})
}
