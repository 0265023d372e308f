package ui_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/uitest"
)

func TestJobsAreListedReportedAndDriven(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("J")
	f.shows("No job in this session")
	f.Keys("q")
	f.command("mark all")
	f.command("tag +zz")
	f.Keys("ctrl+s", "J")
	f.shows("images › Jobs", "running", "tag +zz", "0 of 8", "tagging 0 of 8")
	f.becomes(job.Done, job.Failed)
	f.shows("2 of 8")
	f.Keys("enter")
	f.shows("images › Jobs › tag +zz", "1:done 1", "6:failed 1", "waiting 6")
	f.hides("tagging 2 of 8") // the report says so itself
	f.becomes(job.Done)
	f.shows("1:done 2")
	f.Keys("r")
	f.shows("the job is under way")
	f.Keys("p")
	f.shows("paused")
	if !f.rests() {
		t.Error("a paused job is looked at")
	}
	f.Keys("p", "X")
	f.shows("cancelling")
	f.becomes(slices.Repeat([]job.Outcome{job.Unsent}, 5)...)
	f.shows("2 done, 1 failed, 5 not sent", "cancelled")
	f.hides("J enter shows the report") // which is seen
	f.Keys("r")
	if want := []string{"drive 0", "drive 1", "drive 2", "drive 3"}; !slices.Equal(f.changes.driven, want) {
		t.Errorf("it was asked to %v, want %v", f.changes.driven, want)
	}
	f.changes.start = errors.New("the journal is locked by another process")
	f.Keys("X")
	f.shows("the journal is locked by another process")
	f.changes.start = fmt.Errorf("trying again: %w", job.ErrNothingToRetry)
	f.Keys("X")
	f.shows("nothing to retry: nothing failed")
	f.hides("goes on as it was")
}

func TestJobsAndLogAreFoundFromEachOther(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("x", "ctrl+s")
	f.becomes(job.Done)
	f.Keys("J", "enter", "W")
	f.shows("images › Jobs › deactivate › Write log", "deactivate", "1 write in this session")
	f.Keys("J")
	f.shows("images › Jobs", "RESULT", "1 done, 0 failed")
	f.hides("Write log")
	f.Keys("W", "enter", "q", "q", "q")
	f.shows("8 images")
	f.Keys("q")
	if !f.Quit {
		t.Error("q on the list quits")
	}
}

func TestWhatOthersChangedShowsAndIsOpenedFromTheReport(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.command("set visibility=private")
	f.Keys("ctrl+s")
	f.changes.set(func() {
		one := f.changes.jobs[0]
		one.Results[0].Conflicts = []patch.Conflict{{
			Name: "visibility", Shown: patch.Field{Name: "visibility", Set: true, Value: "public"},
			Theirs: patch.Field{Name: "visibility", Set: true, Value: "community"}, Yours: patch.Field{Name: "visibility", Set: true, Value: "private"},
		}}
	})
	f.becomes(job.Conflict)
	f.shows("0 done, 1 conflict, 0 failed; J enter shows the report", "! p  ubuntu-24.04-server-amd64        ● active       community")
	f.Keys("J", "enter", "enter")
	f.shows("WHEN SHOWN", "THEIRS NOW", "YOURS")
	f.stub.set(func() { f.stub.images[0].MinDisk = 88 })
	f.Keys("enter")
	f.shows("images › Jobs › set visibility=private › ubuntu-24.04-server-amd64", "88 GiB")
	f.Keys("]")
	f.shows("opened from the screen beneath")
	f.Keys("q")
	f.shows("THEIRS NOW")
}

func TestScreensBeneathOthersFollowTheJobToo(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.command("mark all")
	f.command("tag +zz")
	f.Keys("ctrl+s", "J", "enter", "W")
	f.becomes(job.Done, job.Done, job.Failed)
	f.shows("3 writes in this session")
	f.Keys("enter", "enter")
	f.becomes(job.Done)
	f.Keys("q", "q")
	f.shows("4 writes in this session")
	f.Keys("q")
	f.shows("images › Jobs › tag +zz", "1:done 3", "6:failed 1", "waiting 4")
	f.Keys("q")
	f.shows("4 of 8")
}

func TestTheLogFollowsWhatIsWritten(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("W")
	f.shows("Nothing was written in this session")
	f.Keys("q", "space", "space", "x", "ctrl+s", "W")
	f.becomes(job.Done)
	f.shows("1 write in this session")
	f.becomes(job.Done)
	f.shows("2 writes in this session")
}

func TestAReportIsSearchedAndExported(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.command("mark all")
	f.command("tag +zz")
	f.Keys("ctrl+s")
	f.becomes(slices.Repeat([]job.Outcome{job.Done}, 8)...)
	f.Keys("J", "enter", "/")
	f.types("rocky")
	f.Keys("enter")
	f.shows("1 hold: rocky", "rocky-9.6-minimal")
	f.hides("debian-13")
	f.Keys("e")
	f.types("a.json")
	f.Keys("enter")
	f.shows("the report is in ", "/a.json")
	f.Keys("E")
	f.types("a.json")
	f.Keys("enter")
	f.shows("Replace a file?")
	f.passes(time.Second)
	f.Keys("y", "enter")
	f.shows("the report is in ", "/a.json")
	if got := f.changes.files["a.json"]; got != "csv 8 done, 0 failed" {
		t.Errorf("the file holds %q", got)
	}
}

func TestSeveralJobsGoOnAtOnce(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("x", "ctrl+s", "j", "H", "ctrl+s")
	f.started(2)
	f.shows("hiding 0 of 1")
	f.becomes(job.Done)
	f.shows("deactivating 0 of 1", "1 done, 0 failed")
	if !f.looks() {
		t.Error("the other job is not looked at")
	}
}

func TestANewImageIsReadOnceItIsMade(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Send(tea.WindowSizeMsg{Width: 80, Height: 24}) // one page is enough
	f.command("create name=base")
	f.Keys("ctrl+s")
	f.stub.set(func() {
		made := uitest.Image(9)
		made.ID = f.changes.jobs[0].Plan.Steps[0].Image
		f.stub.images = append(f.stub.images, made)
	})
	f.becomes(job.Done)
	f.shows("9 images", "1 done, 0 failed")
	f.Keys("enter")
	f.shows("images › debian-13-genericcloud")
	f.shows(f.changes.jobs[0].Plan.Steps[0].Image.Display())
}

// TestANewImageWithoutItsDataIsRead has the service refuse the data some time after the record
// was made, which stays.
func TestANewImageWithoutItsDataIsRead(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, movesData)
	f.command("create name=base disk_format=qcow2 container_format=bare file=/data/debian.qcow2")
	f.Keys("ctrl+s")
	f.started(1)
	f.becomes(job.Done)
	f.stub.set(func() {
		made := uitest.Image(9)
		made.ID = f.changes.jobs[0].Plan.Steps[0].Image
		f.stub.images = append(f.stub.images, made)
	})
	f.becomes(job.Refused)
	f.shows("9 images", "create: 0 done, 1 refused, 0 failed (1 done in part); J enter")
	f.Keys("J", "enter")
	f.shows("1 of 1 image · 1 done in part", "all steps 2")
}

func TestANewImageThatTheFilterDoesNotListIsTold(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Send(tea.WindowSizeMsg{Width: 120, Height: 24})
	f.command("filter name=" + uitest.Image(1).Name.Raw())
	f.command("create name=base")
	f.Keys("ctrl+s")
	f.becomes(job.Done)
	f.shows("created base; the filter hides it: F clears that and goes to it")
}

func TestWhatWasTakenBackHasNoSign(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("G")
	f.changes.undo = undoOf(0)
	f.changes.undo.Undoes = nil
	f.Keys("u", "ctrl+s")
	f.becomes(job.Done)
	f.shows(" + p  ubuntu-24.04-server-amd64")
	f.changes.undo.Undoes = &plan.Undo{}
	f.changes.undo.Steps[0].Add, f.changes.undo.Steps[0].Remove = []string{"gold"}, nil
	f.Keys("u", "ctrl+s")
	f.becomes(job.Done)
	f.shows("   p  ubuntu-24.04-server-amd64")
	f.hides("+ ubuntu")
}

// TestAReportSaysWhatWasUndone undoes a job on one of its images, and does that again.
func TestAReportSaysWhatWasUndone(t *testing.T) {
	t.Parallel()
	f := changing(t, 2)
	f.command("mark all")
	f.command("tag +zz")
	f.Keys("ctrl+s")
	f.becomes(job.Done, job.Done)
	f.Keys("J", "enter")
	f.shows("1:done 2", "● done ")
	f.hides("undone")
	first := f.changes.jobs[0].ID
	f.changes.undo = undoOf(1)
	f.changes.undo.Undoes.Job = first
	f.Keys("j", "space", "u", "ctrl+s")
	f.becomes(job.Done)
	f.Keys("J", "j", "enter")
	f.shows("tag +zz", "1 undone since", "● done ", "○ undone ", "1:done 1", "8:undone 1")
	f.Keys("1")
	f.shows("[1:done 1]", "● done ")
	f.hides("○ undone ")
	f.Keys("8")
	f.shows("[8:undone 1]", "○ undone ")
	f.hides("● done ")
	f.Keys("0", "j", "enter")
	f.shows("○ undone ")
	// What is undone is done again.
	f.changes.undo = undoOf(1)
	f.changes.undo.Undoes = &plan.Undo{Job: f.changes.jobs[1].ID, Redoes: true}
	f.Keys("esc", "esc", "k", "u", "ctrl+s")
	f.becomes(job.Done)
	f.Keys("J", "G", "enter")
	f.shows("tag +zz", "1:done 2")
	f.hides("undone")
	// A job of which all is undone is not undone once more.
	f.changes.undo = undoOf(0, 1)
	f.changes.undo.Undoes.Job = first
	f.Keys("u", "ctrl+s")
	f.becomes(job.Done, job.Done)
	f.Keys("J", "G")
	if got := f.footer(); strings.Contains(got, "undo") {
		t.Errorf("undo is offered again: %q", got)
	}
	f.Keys("enter", "u")
	f.shows("all that the job did is undone", "2 undone since")
}

func TestWhereTheLastJobHasNoWayBackOlderOnesAreTold(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("x", "ctrl+s")
	f.becomes(job.Done)
	f.changes.undo = plan.Plan{Title: "undo delete", LeftOut: []plan.LeftOut{{Image: uitest.Image(1).ID, Reason: plan.NoInverse}}}
	f.Keys("u")
	f.shows("of the last job nothing can be undone: a deletion cannot be undone; J lists older ones")
	f.Keys("J", "u")
	f.shows("of this job nothing can be undone: a deletion cannot be undone")
	f.hides("J lists older")
}

func TestTheCountIsTrueAfterWhatWasMadeAndDeleted(t *testing.T) {
	t.Parallel()
	f := changing(t, 300)
	f.shows("200 loaded, more")
	f.Keys("j", "D", "ctrl+s", "y", "enter")
	f.becomes(job.Done)
	f.shows("199 loaded, more")
	f.hides("match")
	f.Send(tea.WindowSizeMsg{Width: 80, Height: 24}) // one page is enough
	f.command("create name=base")
	f.Keys("ctrl+s")
	f.stub.set(func() {
		f.stub.images = append([]model.Image{uitest.Image(300)}, slices.Delete(f.stub.images, 1, 2)...)
	})
	f.becomes(job.Done)
	f.shows(" loaded, more")
	f.hides("read again")
}

func TestQuittingInMidJobAsksWithNoChosen(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("x", "ctrl+s", "q")
	f.shows("Quit in the middle of a job?", "deactivate is running. Requests in flight will finish", "resume the rest next time")
	f.Keys("enter")
	if f.Quit {
		t.Fatal("No was marked, and the program ended")
	}
	f.Keys("ctrl+c")
	f.shows("Quit in the middle of a job?")
	f.Keys("ctrl+c")
	if !f.Quit {
		t.Error("asked for twice, the program goes on")
	}
	g := changing(t, 8)
	g.Keys("x", "ctrl+s", "q", "y", "enter")
	if !g.Quit {
		t.Error("yes does not quit")
	}
	h := changing(t, 8)
	h.Keys("x", "ctrl+s")
	h.becomes(job.Done)
	if h.Keys("q"); !h.Quit {
		t.Error("the job has ended, and it is asked about")
	}
}

func TestATerminalThatIsTooSmallSaysWhatQuittingAsks(t *testing.T) {
	t.Parallel()
	small := tea.WindowSizeMsg{Width: 40, Height: 10}
	f := changing(t, 8)
	f.Send(small)
	f.shows("q quits")
	f.Send(tea.WindowSizeMsg{Width: 120, Height: 40})
	f.Keys("x", "ctrl+s")
	f.Send(small)
	f.shows("q asks first")
	f.Keys("q")
	f.shows("a job goes on; q again quits")
	if f.Quit {
		t.Fatal("it quits in the middle of a job")
	}
	if f.Keys("q"); !f.Quit {
		t.Error("q again does not quit")
	}
	g := changing(t, 8)
	g.Keys("t", "z")
	g.Send(small)
	g.shows("ctrl+c asks first")
	g.Keys("q", "ctrl+c")
	g.shows("typed text is lost; ctrl+c again quits")
	if g.Keys("ctrl+c"); !g.Quit {
		t.Error("ctrl+c again does not quit")
	}
}

func TestSwitchingTheCloudInMidJobAsksWithNoChosen(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) { s.clouds = append(s.clouds, backend.Cloud{Name: "prod"}) })
	f.Keys("x", "ctrl+s")
	f.command("cloud prod")
	f.shows("Leave in the middle of a job?", "deactivate is running here")
	f.Keys("enter")
	if f.stub.closed.Load() != 0 {
		t.Fatal("No was marked, and the session was left")
	}
	f.command("cloud prod")
	f.Keys("y", "enter")
	if f.stub.closed.Load() != 1 {
		t.Error("the session was not left")
	}
}

func TestAnIdleProgramLooksAtNothing(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("j", "x", "esc", "J", "q", "W", "q")
	if f.looks() {
		t.Error("there is no job, and it is looked for")
	}
	f.Keys("x", "ctrl+s")
	f.becomes(job.Sending)
	f.changes.state(job.Paused)
	f.looks()
	if !f.looks() {
		t.Error("what is under way is not looked at")
	}
	f.becomes(job.Done)
	if f.looks() {
		t.Error("nothing is under way, and it is looked at")
	}
}

func TestAnOldLookIsDropped(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("x", "ctrl+s")
	old := ui.JobsDue(f.app)
	f.Send(old)
	next := ui.JobsDue(f.app)
	f.Send(old) // its ticket is used up
	if ui.JobsDue(f.app) != nil {
		t.Error("an old message begins a second row of looks")
	}
	f.Send(next)
	if ui.JobsDue(f.app) == nil {
		t.Error("the looks ended")
	}
}

func TestTheScreenNeverCallsWhatWaits(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.changes.unfinished = left()
	f.Hold = true
	f.Keys("x", "ctrl+s", "esc", "u", "J", "W", "q", "q")
	f.Send(tea.WindowSizeMsg{Width: 200, Height: 60})
	_ = f.View()
	if len(f.changes.driven) != 0 || len(f.changes.Jobs()) != 0 {
		t.Errorf("Update or View called what waits: %v", f.changes.driven)
	}
	if len(f.Held) == 0 {
		t.Error("none of these keys made a command")
	}
}
