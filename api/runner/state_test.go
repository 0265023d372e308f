package runner_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"glimpse/api"
	"glimpse/api/runner"
	jobs "glimpse/model/job"
)

// TestACancelledJobThatPausedIsStillCancelled: the service refuses the login as
// the job looks at what is in doubt.
func TestACancelledJobThatPausedIsStillCancelled(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		lost := once("Retag", problem(api.ErrUncertain, 0)) // it has not arrived
		refused := once("Image", nil, problem(api.ErrUnauthorized, 401))
		r.service.before = func(call string) error {
			if err := refused(call); err != nil {
				return err
			}
			return lost(call)
		}
		id := r.start(tagged(0))
		r.until(id, jobs.Outage)
		if err := r.Cancel(id); err != nil {
			t.Fatal(err)
		}
		r.until(id, jobs.Paused)
		if err := r.Resume(id); err != nil {
			t.Fatal(err)
		}
		report := r.ended(id)
		got := report.Results[0]
		if got.Outcome != jobs.Failed || !strings.Contains(got.Reason.Raw(), "cancelled") || len(r.service.made("Retag")) != 1 {
			t.Errorf("got %+v after %v", got, r.service.made(""))
		}
	})
}

// TestWhatAnEarlierRunSentIsNotWatched: the last look is at what this run has
// changed. What it only found to be done may have been taken back since.
func TestWhatAnEarlierRunSentIsNotWatched(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newService(1)
		s.after = once("Retag", problem(api.ErrUncertain, 504)) // it has arrived
		options := runner.Options{Dir: dir, Origin: here}
		r := &rig{Runner: runner.New(s, options), t: t, service: s, dir: dir}
		id := r.start(tagged(0))
		r.until(id, jobs.Outage)
		if err := r.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.after = func(call string) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			if image := s.images[idOf(0)]; strings.HasPrefix(call, "Image") {
				image.Tags = nil // somebody takes it back
				s.images[idOf(0)] = image
			}
			return nil
		}
		next := &rig{Runner: runner.New(s, options), t: t, service: s, dir: dir}
		if err := next.Finish(id); err != nil {
			t.Fatal(err)
		}
		report := next.ended(id)
		if got := outcomes(report); !slices.Equal(got, []jobs.Outcome{jobs.Done}) || len(s.made("Retag")) != 1 || len(s.tags(0)) > 0 {
			t.Errorf("got %v after %v; the tags are %v", got, s.made(""), s.tags(0))
		}
		if err := next.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
