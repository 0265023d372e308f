package runner_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/api/runner"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// ofVolume is a plan that makes an image of a volume.
func ofVolume() plan.Plan {
	return plan.Plan{Title: "create volume=v", Steps: []plan.Step{{
		Kind: plan.CreateFromVolume, Name: text.Of("x"), Volume: &plan.Volume{ID: text.Of("v")},
	}}}
}

func TestAnImageOfAVolumeIsKnownByItsAnswer(t *testing.T) {
	moving(t, 2, func(t *testing.T, r *rig, m *mover) {
		image := r.service.images[idOf(1)]
		image.Name = text.Of("x")
		r.service.images[idOf(1)] = image
		report := r.done(ofVolume())
		lines := report.Lines(func(*jobs.Result) text.Untrusted { return text.Untrusted{} })
		writes := r.Writes()
		if report.Counts[jobs.Done] != 1 || lines[0].Image != idOf(1) || len(writes) != 1 || writes[0].Image != idOf(1) {
			t.Errorf("got %+v, %+v", report.Results, writes)
		}
		undo, err := r.Undo(report.ID)
		if err != nil || len(undo.Steps) != 1 || undo.Steps[0].Kind != plan.Delete || undo.Steps[0].Image != idOf(1) {
			t.Errorf("taken back by %+v, %v", undo, err)
		}
	})
}

// TestAnImageOfAVolumeIsAskedForOnce has the service fail in each place. What may have
// arrived is not sent again; what has not arrived is.
func TestAnImageOfAVolumeIsAskedForOnce(t *testing.T) {
	follow := "follow " + idOf(1).Raw()
	for name, test := range map[string]struct {
		fails   string
		err     error
		moves   []string
		outcome jobs.Outcome
	}{
		"nobody answered": {"make of v", problem(api.ErrUnreachable, 0), []string{"make of v", "make of v", follow}, jobs.Done},
		"the answer was lost": {
			"make of v", &jobs.VerdictError{Outcome: jobs.Failed, Reason: text.Of("not known"), Cause: problem(api.ErrUncertain, 0)},
			[]string{"make of v"},
			jobs.Failed,
		},
		"the image cannot be looked at": {follow, problem(api.ErrUnreachable, 0), []string{"make of v", follow, follow}, jobs.Done},
	} {
		t.Run(name, func(t *testing.T) {
			moving(t, 2, func(t *testing.T, r *rig, m *mover) {
				failed := false
				m.ends = func(call string) error {
					if call == test.fails && !failed {
						failed = true
						return test.err
					}
					return nil
				}
				report := r.done(ofVolume())
				if report.Results[0].Outcome != test.outcome || !slices.Equal(m.moves, test.moves) {
					t.Errorf("got %+v after %v", report.Results, m.moves)
				}
			})
		})
	}
}

// TestAnImageOfAVolumeThatWasLeftIsFollowed ends the program while the image is being
// made, and finishes the job.
func TestAnImageOfAVolumeThatWasLeftIsFollowed(t *testing.T) {
	moving(t, 2, func(t *testing.T, r *rig, m *mover) {
		ends := make(chan struct{})
		m.ends = func(call string) error {
			if call == "make of v" {
				return nil
			}
			<-ends
			return runner.ErrClosing
		}
		id := r.start(ofVolume())
		time.Sleep(time.Second)
		time.AfterFunc(time.Second, func() { close(ends) })
		if err := r.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		m.ends = nil
		next := runner.New(r.service, runner.Options{Dir: r.dir, Origin: here, Transfers: m})
		defer func() { _ = next.Drain(context.WithoutCancel(t.Context())) }()
		if err := next.Finish(id); err != nil {
			t.Fatal(err)
		}
		report := (&rig{Runner: next, t: t, service: r.service, dir: r.dir}).ended(id)
		want := []string{"make of v", "follow " + idOf(1).Raw(), "follow " + idOf(1).Raw()}
		if report.Counts[jobs.Done] != 1 || !slices.Equal(m.moves, want) {
			t.Errorf("got %+v after %v", report.Results, m.moves)
		}
	})
}

// TestAnImageOfAVolumeIsDoneAlsoWhereItsJobIsCancelled cancels while the image is followed,
// and while the service that has it cannot be reached: it was asked for, and can be deleted.
func TestAnImageOfAVolumeIsDoneAlsoWhereItsJobIsCancelled(t *testing.T) {
	for name, unreachable := range map[string]bool{"followed": false, "unreachable": true} {
		t.Run(name, func(t *testing.T) {
			moving(t, 2, func(t *testing.T, r *rig, m *mover) {
				cancelWhileMade(t, r, m, unreachable)
			})
		})
	}
}

func cancelWhileMade(t *testing.T, r *rig, m *mover, unreachable bool) {
	t.Helper()
	image := r.service.images[idOf(1)]
	image.Name = text.Of("x")
	r.service.images[idOf(1)] = image
	isCancelled := make(chan struct{})
	m.ends = func(call string) error {
		switch {
		case call == "make of v":
			return nil
		case unreachable && len(m.moves) == 2:
			return problem(api.ErrUnreachable, 0)
		}
		<-isCancelled
		return nil
	}
	id := r.start(ofVolume())
	time.Sleep(time.Second / 4)
	if progress, _ := r.Progress(id); !unreachable && (len(progress.Transfers) != 1 || progress.Transfers[0].Made != idOf(1)) {
		t.Errorf("what is made is not told: %+v", progress.Transfers)
	}
	if err := r.Cancel(id); err != nil {
		t.Fatal(err)
	}
	close(isCancelled)
	report := r.ended(id)
	if report.Counts[jobs.Done] != 1 || report.Results[0].Reason.Raw() != "made" || !report.HasChanged() {
		t.Errorf("got %+v", report.Results)
	}
	undo, err := r.Undo(id)
	if err != nil || len(undo.Steps) != 1 || undo.Steps[0].Kind != plan.Delete || undo.Steps[0].Image != idOf(1) {
		t.Errorf("taken back by %+v, %v", undo, err)
	}
}
