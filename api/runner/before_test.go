package runner_test

import (
	"os"
	"slices"
	"testing"

	"glimpse/model/command"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
)

// The journals of testdata/before-codes were written before reasons were codes,
// and before a plan said in fields of its own what it came from: a job, its
// undo, and the undo of that, which was killed while its requests were on their
// way.
const (
	jobOfBefore  = "20000101T000000.000Z-a6def5"
	undoOfBefore = "20000101T000103.000Z-de1afe"
	leftOfBefore = "20000101T000206.000Z-bc9a07"
)

func TestJobsOfBeforeAreFinishedAndUndone(t *testing.T) {
	inBubble(t, 6, func(t *testing.T, r *rig) {
		if err := os.CopyFS(r.dir, os.DirFS("testdata/before-codes")); err != nil {
			t.Fatal(err)
		}
		for _, id := range []jobs.ID{jobOfBefore, leftOfBefore} { // nor did they tell whose they are
			if err := r.Adopt(id); err != nil {
				t.Fatal(err)
			}
		}
		left, err := r.Unfinished()
		if err != nil || len(left) != 1 || left[0].ID != leftOfBefore || left[0].Unsure != 3 || left[0].Title != "undo undo tag +gold" {
			t.Fatalf("%+v, %v", left, err)
		}
		rest, err := r.Left(left[0].ID)
		if err != nil || len(rest.Steps) != 3 || rest.Title != "finish: undo undo tag +gold" || rest.Undoes == nil || rest.TakesBack() {
			t.Fatalf("%+v, %v", rest, err)
		}
		if err := r.Finish(left[0].ID); err != nil {
			t.Fatal(err)
		}
		if report := r.ended(left[0].ID); report.Summary() != "3 done, 0 failed" || !slices.Contains(r.service.tags(2), "gold") {
			t.Errorf("finished: %s, tags %q", report.Summary(), r.service.tags(2))
		}
		undo, err := r.Undo(jobOfBefore)
		if err != nil || undo.Title != "undo tag +gold" || len(undo.Steps) != 3 || !slices.Equal(undo.Steps[0].Remove, []string{"gold"}) {
			t.Fatalf("%+v, %v", undo, err)
		}
		if report := r.done(undo); report.Summary() != "3 done, 0 failed" || slices.Contains(r.service.tags(2), "gold") {
			t.Errorf("undone: %s, tags %q", report.Summary(), r.service.tags(2))
		}
		if undo.Undoes.Job != jobOfBefore || !undo.TakesBack() || command.Format(undo.Command.Command) != "tag +gold" {
			t.Errorf("the undo is of %q, %+v", command.Format(undo.Command.Command), undo.Undoes)
		}
		again, err := r.Undo("") // from the journal that was just written
		if err != nil || again.Undoes.Job == jobOfBefore || again.TakesBack() || command.Format(again.Command.Command) != "tag +gold" {
			t.Errorf("the undo of it is %+v, %v", again, err)
		}
		first := r.entry(jobOfBefore)
		if got := first.Plan.LeftOut; len(got) != 12 || got[0].Reason != plan.AsWanted || got[11].Reason != plan.NullValue {
			t.Errorf("left out %+v", got)
		}
		if second := r.entry(undoOfBefore); !second.Ended || second.Plan.Title != "undo tag +gold" || !second.Plan.TakesBack() {
			t.Errorf("%+v", second)
		}
	})
}
