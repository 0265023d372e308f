package runner_test

import (
	"errors"
	"testing"
	"time"

	"glimpse/api/journal"
	"glimpse/api/runner"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
)

// another returns a runner of another program on the same journals, on a
// connection that differs a little.
func another(t *testing.T, r *rig, change func(o *plan.Origin)) *runner.Runner {
	t.Helper()
	origin := here
	change(&origin)
	return runner.New(r.service, runner.Options{Dir: r.dir, Origin: origin})
}

// drained ends a runner before the bubble does.
func drained(t *testing.T, r *runner.Runner) {
	t.Helper()
	if err := r.Drain(t.Context()); err != nil {
		t.Error(err)
	}
}

// cutOff begins a job of which something is left, and ends its program.
func cutOff(t *testing.T, r *rig) jobs.ID {
	t.Helper()
	r.service.latency = time.Second
	id := r.start(tagged(upTo(40)...))
	for len(r.service.made("Retag")) == 0 {
		<-r.Changed()
	}
	drained(t, r.Runner)
	r.service.latency = 0
	return id
}

// TestAJobBelongsToTheCloudItWasBegunOn cuts a job off and starts a program on
// a cloud of the same names, where the images of the job do not exist.
func TestAJobBelongsToTheCloudItWasBegunOn(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(o *plan.Origin){
		"another identity service": func(o *plan.Origin) { o.Identity = "https://keystone.other/v3" },
		"another project":          func(o *plan.Origin) { o.ProjectID = "0a1c" },
		"another image service":    func(o *plan.Origin) { o.Endpoint = "https://images.other/v2" },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, 40, func(t *testing.T, r *rig) {
				id := cutOff(t, r)
				other := another(t, r, change)
				sent := len(r.service.made(""))
				if left, err := other.Unfinished(); len(left) != 0 || err != nil {
					t.Errorf("it is offered: %v, %v", left, err)
				}
				_, leftErr := other.Left(id)
				for what, err := range map[string]error{"planned": leftErr, "finished": other.Finish(id), "dropped": other.Drop(id)} {
					if !errors.Is(err, runner.ErrState) {
						t.Errorf("it is %s: %v", what, err)
					}
				}
				if err := other.Adopt(id); err != nil {
					t.Fatal(err)
				}
				drained(t, other)
				if got := len(r.service.made("")); got != sent {
					t.Errorf("%d requests were sent", got-sent)
				}
				again := another(t, r, func(o *plan.Origin) { o.User, o.Cloud = "bob", "a new name" })
				if left, err := again.Unfinished(); len(left) != 1 || left[0].ID != id || left[0].Perhaps || err != nil {
					t.Fatalf("it is not offered where it belongs: %v, %v", left, err)
				}
				if err := again.Finish(id); err != nil {
					t.Fatal(err)
				}
				owner := &rig{Runner: again, t: t, service: r.service, dir: r.dir}
				if report := owner.ended(id); report.Summary() != "40 done, 0 failed" || report.Origin.ProjectID != "0a1b" {
					t.Errorf("got %s of %+v", report.Summary(), report.Origin)
				}
				// Nor is it undone elsewhere.
				other = another(t, r, change)
				if _, err := other.Undo(id); !errors.Is(err, runner.ErrState) {
					t.Errorf("it is undone: %v", err)
				}
				if earlier, err := other.Earlier(); len(earlier) != 0 || err != nil {
					t.Errorf("it is listed: %v, %v", earlier, err)
				}
				drained(t, other)
				drained(t, again)
			})
		})
	}
}

// TestAJobThatMayBeElsewheresIsAskedAbout has a journal of the time before jobs
// knew whose they are.
func TestAJobThatMayBeElsewheresIsAskedAbout(t *testing.T) {
	inBubble(t, 40, func(t *testing.T, r *rig) {
		old := another(t, r, func(o *plan.Origin) { o.Identity, o.ProjectID = "", "" })
		before := &rig{Runner: old, t: t, service: r.service, dir: r.dir}
		id := cutOff(t, before)
		var uncertain *jobs.UncertainError
		_, err := r.Left(id)
		if !errors.As(err, &uncertain) || uncertain.ID != id || uncertain.Origin.Project != "demo" {
			t.Errorf("planned: %v", err)
		}
		if err := r.Finish(id); !errors.As(err, &uncertain) {
			t.Errorf("finished: %v", err)
		}
		if left, err := r.Unfinished(); len(left) != 1 || !left[0].Perhaps || err != nil {
			t.Fatalf("got %v, %v", left, err)
		}
		if err := r.Adopt(id); err != nil {
			t.Fatal(err)
		}
		if left, err := r.Unfinished(); len(left) != 1 || left[0].Perhaps || err != nil {
			t.Fatalf("got %v, %v", left, err)
		}
		if err := r.Finish(id); err != nil {
			t.Fatal(err)
		}
		if report := r.ended(id); report.Summary() != "40 done, 0 failed" {
			t.Errorf("got %s", report.Summary())
		}
	})
}

// TestTheLastJobIsThisProgramsOwn lets another program of the account finish a
// job after the own one.
func TestTheLastJobIsThisProgramsOwn(t *testing.T) {
	inBubble(t, 4, func(t *testing.T, r *rig) {
		if _, err := r.Undo(""); !errors.Is(err, runner.ErrNoneHere) {
			t.Errorf("got %v", err)
		}
		own := r.done(tagged(0))
		time.Sleep(time.Second)
		other := another(t, r, func(*plan.Origin) {})
		theirs := (&rig{Runner: other, t: t, service: r.service, dir: r.dir}).done(tagged(1, 2))
		drained(t, other)
		undo, err := r.Undo("")
		if err != nil || len(undo.Steps) != 1 || undo.Steps[0].Image != idOf(0) {
			t.Errorf("got %+v, %v", undo, err)
		}
		earlier, err := r.Earlier()
		if err != nil || len(earlier) != 1 || earlier[0].ID != theirs.ID || earlier[0].Summary != "2 done, 0 failed" || earlier[0].Ended.IsZero() {
			t.Errorf("got %+v, %v", earlier, err)
		}
		if undo, err := r.Undo(theirs.ID); err != nil || len(undo.Steps) != 2 {
			t.Errorf("got %+v, %v", undo, err)
		}
		if _, err := r.Undo("20000101T000000.000Z-aaaaaa"); !errors.Is(err, journal.ErrNone) || own.ID == theirs.ID {
			t.Errorf("got %v", err)
		}
	})
}
