package runner_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"glimpse/api/runner"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// TestTheReportOfAnEarlierJobSaysWhatWasUndoneSince undoes a job for some of its
// images, and then does it again for one of them.
func TestTheReportOfAnEarlierJobSaysWhatWasUndoneSince(t *testing.T) {
	inBubble(t, 4, func(t *testing.T, r *rig) {
		first := r.done(tagged(0, 1, 2))
		undone := func() []model.ImageID {
			t.Helper()
			other := another(t, r, func(*plan.Origin) {})
			defer drained(t, other)
			report, err := other.EarlierReport(first.ID)
			if err != nil || report.Summary() != "3 done, 0 failed" || report.State != jobs.Ended || len(report.Results) != 3 {
				t.Fatalf("got %+v, %v", report, err)
			}
			return slices.SortedFunc(maps.Keys(report.Undone), func(a, b model.ImageID) int {
				return slices.Index(idsUpTo(4), a) - slices.Index(idsUpTo(4), b)
			})
		}
		if got := undone(); len(got) != 0 {
			t.Errorf("undone before: %v", got)
		}
		takeBack := func(id jobs.ID, images ...model.ImageID) jobs.ID {
			t.Helper()
			time.Sleep(time.Second)
			undo, err := r.Undo(id)
			if err != nil {
				t.Fatal(err)
			}
			return r.done(undo.Only(images)).ID
		}
		second := takeBack(first.ID, idOf(0), idOf(2))
		if got := undone(); !slices.Equal(got, []model.ImageID{idOf(0), idOf(2)}) {
			t.Errorf("undone: %v", got)
		}
		takeBack(second, idOf(2))
		if got := undone(); !slices.Equal(got, []model.ImageID{idOf(0)}) {
			t.Errorf("undone after one was done again: %v", got)
		}
		elsewhere := another(t, r, func(o *plan.Origin) { o.ProjectID = "another" })
		defer drained(t, elsewhere)
		if _, err := elsewhere.EarlierReport(first.ID); !errors.Is(err, runner.ErrState) {
			t.Errorf("it is told elsewhere: %v", err)
		}
	})
}

func TestAnEarlierJobSaysWhetherItCanBeUndone(t *testing.T) {
	inBubble(t, 3, func(t *testing.T, r *rig) {
		r.done(tagged(0, 2))
		time.Sleep(time.Second)
		r.done(plan.Plan{Title: "delete", Steps: []plan.Step{{Image: idOf(1), Name: text.Of("one"), Kind: plan.Delete}}})
		other := another(t, r, func(*plan.Origin) {})
		defer drained(t, other)
		earlier, err := other.Earlier()
		if err != nil || len(earlier) != 2 || earlier[0].Undoable || !earlier[1].Undoable {
			t.Fatalf("got %+v, %v", earlier, err)
		}
		if one, two := &earlier[0], &earlier[1]; one.Images != 1 || one.Name.Raw() != "one" || two.Images != 2 || !two.Name.IsEmpty() {
			t.Errorf("got %+v", earlier)
		}
	})
}

func idsUpTo(n int) []model.ImageID {
	ids := make([]model.ImageID, n)
	for i := range ids {
		ids[i] = idOf(i)
	}
	return ids
}
