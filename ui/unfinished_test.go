package ui_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"glimpse/model/job"
	"glimpse/ui"
	"glimpse/ui/uitest"
)

// left are jobs that an earlier run left.
func left() []job.Unfinished {
	return []job.Unfinished{
		{ID: "b", Title: "tag +gold", Started: uitest.Now.Add(-3 * time.Hour), Total: 500, Left: 120, Unsure: 8},
		{ID: "a", Title: "delete", Started: uitest.Now.Add(-30 * time.Hour), Total: 2, Left: 2},
	}
}

// unfinished is a user who is asked about some of them.
func unfinished(t *testing.T, jobs []job.Unfinished, change ...func(s *stub)) *flow {
	t.Helper()
	f := changing(t, 8, append(change, func(s *stub) { s.changes.unfinished = jobs })...)
	ui.Seen(f.app)
	return f
}

// drove fails the test unless these things were asked for.
func (f *flow) drove(want ...string) {
	f.t.Helper()
	if !slices.Equal(f.changes.driven, want) {
		f.t.Errorf("it was asked to %q, want %q", f.changes.driven, want)
	}
}

func TestAnUnfinishedJobIsFinishedThroughThePreview(t *testing.T) {
	t.Parallel()
	f := unfinished(t, left())
	f.shows("An earlier job is not finished", "tag +gold, begun 3 hours ago: 120 of 500 images left.", "For 8 the outcome is unknown",
		"job waits after this one.", "finish it", "drop it", "esc decide later")
	f.Keys("y")
	f.shows("images › Preview", "finish: tag +gold", "120 images")
	f.drove()
	f.Keys("ctrl+s")
	f.drove("finish b")
	f.started(0)
	f.shows("An earlier job is not finished", "delete, begun 30 hours ago: 2 of 2 images left.") // the next one
}

func TestTheRestOfADeletionIsCounted(t *testing.T) {
	t.Parallel()
	f := unfinished(t, left()[1:])
	f.Keys("y", "ctrl+s", "enter")
	f.drove()
	f.Keys("2", "enter")
	f.drove("finish a")
	g := unfinished(t, left()[1:], func(s *stub) { s.about.Production, s.about.Cloud = true, "prod" })
	g.Keys("y", "ctrl+s")
	g.types("2")
	g.Keys("enter")
	g.drove()
}

func TestNothingIsDecidedByAKeyThatWasMeantForSomethingElse(t *testing.T) {
	t.Parallel()
	f := unfinished(t, left()[1:])
	f.Keys("enter")
	f.shows("An earlier job is not finished", "nothing is chosen: y finish it, n drop it, esc decide later")
	f.Keys("down", "enter", "up", "enter", "g")
	f.shows("An earlier job is not finished", "y finish it, n drop it, esc decide later")
	f.Keys("n")
	f.shows("Drop the rest of the job?", "Leave 2 images of delete as they are?")
	f.Keys("enter")
	f.hides("Drop the rest")
	f.drove()
}

func TestAnUnfinishedJobIsDroppedOrLeftForLater(t *testing.T) {
	t.Parallel()
	f := unfinished(t, left()[1:])
	f.Keys("n", "y", "enter")
	f.shows("dropped delete; what is done stays done", "8 images")
	f.drove("drop a")

	g := unfinished(t, left()[:1])
	g.Keys("esc")
	g.shows("the job stays unfinished", "8 images")
	g.drove()

	h := unfinished(t, left()[:1])
	h.Keys("y", "esc") // out of the preview
	h.shows("the job stays unfinished", "8 images")
	h.Keys("x", "ctrl+s")
	h.started(1) // and what is planned then is a job of its own
	h.drove()
}

func TestWhatWasLeftForLaterIsDecidedFromTheListOfJobs(t *testing.T) {
	t.Parallel()
	f := unfinished(t, left())
	f.Keys("esc")
	f.shows("J lists it")
	f.command("jobs")
	f.shows("not finished", "tag +gold", "380 of 500", "120 left", "delete", "2 left")
	f.Keys("u")
	f.shows("an earlier run left this job unfinished; enter decides")
	f.Keys("enter")
	f.shows("An earlier job is not finished", "tag +gold, begun")
	f.Keys("esc", "j", "y")
	f.shows("An earlier job is not finished", "delete, begun")
	f.Keys("n", "y", "enter")
	f.drove("drop a")
	f.shows("images › Jobs", "tag +gold")
	f.hides("2 left", "An earlier job")
	f.Keys("y", "y")
	f.shows("finish: tag +gold")
	f.Keys("esc")
	f.shows("images › Jobs", "120 left")
	f.Keys("enter", "y", "ctrl+s")
	f.drove("drop a", "finish b")
	f.shows("images › Jobs")
	f.hides("not finished")
}

func TestAReadOnlyConnectionTellsWhatIsUnfinished(t *testing.T) {
	t.Parallel()
	f := unfinished(t, left(), func(s *stub) { s.about.ReadOnly = true })
	f.shows("an earlier job is not finished, and cannot be here: read-only; J lists it", "8 images")
	f.Keys("J")
	f.shows("images › Jobs", "120 left", "2 left")
	f.Keys("enter")
	f.shows("read-only")
	f.hides("An earlier job")
	f.Keys("W")
	f.shows("Write log", "Nothing was written in this session")
	f.drove()
}

func TestWhyAnUnfinishedJobIsNotFinishedIsTold(t *testing.T) {
	t.Parallel()
	f := unfinished(t, left()[:1])
	f.changes.start = errFull
	f.Keys("y", "ctrl+s")
	f.shows("no space left on device", "images › Preview")

	g := unfinished(t, left()[:1])
	g.changes.undoErr = errors.New("the journal is gone")
	g.Keys("y")
	g.shows("the journal is gone")

	h := unfinished(t, []job.Unfinished{{ID: "c", Title: "hide", Total: 3}})
	h.Keys("y")
	h.shows("nothing was left of hide; it is finished")
	h.drove("finish c")

	i := changing(t, 8, func(s *stub) { s.changes.undoErr = errors.New("journal b.jsonl: line 3 is not JSON") })
	i.shows("a journal cannot be read: journal b.jsonl: line 3 is not JSON")
}
