package ui_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/uitest"
)

var begunThere = plan.Origin{Cloud: "envvars", Project: "pets", Region: "RegionNine", Endpoint: "https://images.there/\x1b[2J"}

// TestAJobThatMayBeElsewheresIsAskedAbout finishes a job of which it is not
// certain that it belongs to this cloud.
func TestAJobThatMayBeElsewheresIsAskedAbout(t *testing.T) {
	t.Parallel()
	uncertain := left()[:1]
	uncertain[0].Perhaps, uncertain[0].Origin = true, begunThere
	f := unfinished(t, uncertain)
	f.shows("An earlier job is not finished", "cloud envvars", "RegionNine")
	f.Keys("y")
	f.shows("Does the job belong to this cloud?", "project pets", "https://images.there/␛[2J", "cloud demo", "project admin")
	f.Keys("enter") // No is chosen
	f.hides("Does the job belong", "Preview")
	if len(f.changes.adopted) != 0 {
		t.Fatalf("adopted %v", f.changes.adopted)
	}
	f.drove()
	g := unfinished(t, uncertain)
	g.Keys("y", "y", "enter")
	g.shows("images › Preview", "finish: tag +gold")
	if !slices.Equal(g.changes.adopted, []job.ID{"b"}) {
		t.Errorf("adopted %v", g.changes.adopted)
	}
}

// TestTheListHasTheFinishedJobsOfOthersAndUndoesThem: u alone undoes the last
// job of this program.
func TestTheListHasTheFinishedJobsOfOthersAndUndoesThem(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) {
		s.changes.earlier = []job.Earlier{{
			ID: "20261122T120000.000Z-0a1b2c", Title: "tag +theirs", Started: uitest.Now.Add(-time.Hour), Ended: uitest.Now.Add(-time.Minute), Summary: "30 done, 0 failed", Undoable: true,
		}}
	})
	f.Keys("J")
	f.shows("images › Jobs", "earlier", "tag +theirs", "30 done, 0 failed", "not of this session")
	for _, key := range []string{"X", "r"} {
		f.Keys(key)
		f.shows("images › Jobs")
		f.drove()
	}
	f.changes.undo = plan.Plan{Title: "undo tag +theirs", Steps: []plan.Step{{Image: uitest.Image(1).ID, Kind: plan.Retag, Remove: []string{"theirs"}}}}
	f.changes.undoErr = &job.UncertainError{ID: "20261122T120000.000Z-0a1b2c", Title: "tag +theirs", Origin: begunThere}
	f.Keys("u")
	f.shows("Does the job belong to this cloud?", "tag +theirs")
	f.Keys("y", "enter")
	f.shows("Preview", "undo tag +theirs")
}

// TestAJobOfThisSessionIsOneAfterAnotherConnection: to choose another cloud, and this one
// again, makes no stranger's job of it.
func TestAJobOfThisSessionIsOneAfterAnotherConnection(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) {
		s.changes.earlier = []job.Earlier{{
			ID: "20261122T120000.000Z-0a1b2c", Title: "tag +mine", Started: uitest.Now.Add(-time.Hour), Ended: uitest.Now.Add(-time.Minute),
			Summary: "1 done, 0 failed", Undoable: true, Own: true, Images: 1, Name: text.Of("debian"),
		}}
	})
	f.Keys("J")
	f.shows("● ended", "tag +mine · debian", "1 image ", "1 done, 0 failed", "ended, before you connected anew")
	f.hides("earlier", "not of this session")
}

func TestAnEarlierJobThatWasCancelledSaysSo(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) {
		s.changes.earlier = []job.Earlier{
			{ID: "20261122T120000.000Z-0a1b2c", Title: "tag +mine", Summary: "1 done, 0 failed, 2 not sent", Images: 3, Own: true},
			{ID: "20261121T120000.000Z-0a1b2c", Title: "tag +theirs", Summary: "1 done, 2 failed", Images: 3},
		}
	})
	f.Keys("J")
	f.shows("○ cancelled", "cancelled, before you connected anew", "1 done, 0 failed, 2 not sent", "earlier", "1 done, 2 failed")
	f.hides("● ended", "● earlier")
}

func TestTheReportOfAnEarlierJobIsReadFromItsJournal(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) {
		s.changes.earlier = []job.Earlier{
			{ID: "20261122T120000.000Z-0a1b2c", Title: "tag +theirs", Summary: "2 done, 0 failed", Undoable: true},
			{ID: "20261121T120000.000Z-0a1b2c", Title: "delete", Summary: "1 done, 0 failed"},
		}
		planned := undoOf(0, 1, 2)
		planned.Undoes = nil
		s.changes.reported = job.Report{
			Progress: job.Progress{
				Title: "tag +theirs", Plan: &planned, State: job.Ended, Total: 3,
				Counts:  map[job.Outcome]int{job.Done: 2, job.Failed: 1},
				Started: uitest.Now.Add(-time.Hour), Ended: uitest.Now.Add(-time.Minute),
			},
			Results: []job.Result{{Step: 0, Outcome: job.Done}, {Step: 1, Outcome: job.Done}, {Step: 2, Outcome: job.Failed}},
			Undone:  map[model.ImageID]bool{uitest.Image(1).ID: true},
		}
	})
	f.Keys("J", "enter")
	f.shows("images › Jobs › tag +theirs", "1:done 1", "8:undone 1", "1 undone since", "● done ", "○ undone ")
	f.Keys("r")
	f.shows("it was carried out on another connection; f shows its images in the list")
	f.Keys("e")
	f.types("earlier.json")
	f.Keys("enter")
	f.shows("the report is in ", "/earlier.json")
	f.Keys("esc", "j", "u")
	f.shows("what is deleted or was moved cannot be undone")
	f.changes.reportErr = errors.New("its journal was removed")
	f.Keys("enter")
	f.shows("the report cannot be read", "its journal was removed")
}

func TestADamagedJournalIsToldOfAlsoWhereAnotherJobIsOffered(t *testing.T) {
	t.Parallel()
	f := unfinished(t, left()[:1], func(s *stub) { s.changes.undoErr = errors.New("its first line is damaged") })
	f.shows("An earlier job is not finished", "its first line is damaged")
}
