package runner_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/api/runner"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// losing lets the service forget the changes of an image, as often as asked
// for, after they were answered with success: another one has written over
// them.
func losing(s *service, n, times int) {
	before := s.images[idOf(n)]
	s.after = func(call string) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if times > 0 && !strings.HasPrefix(call, "Image") && strings.HasSuffix(call, idOf(n).Raw()[:8]) {
			times--
			s.images[idOf(n)] = before
		}
		return nil
	}
}

func TestWhatIsWrittenOverIsSentAgain(t *testing.T) {
	rename := plan.Step{
		Image: idOf(3), Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrName, "new")},
		Shown: []patch.Field{{Name: "name", Set: true, Value: "image 3"}},
	}
	for _, test := range []struct {
		name  string
		plan  plan.Plan
		times int
		want  jobs.Outcome
		calls int // changes of the image
	}{
		{"a tag, once", tagged(upTo(10)...), 1, jobs.Done, 2},
		{"a tag, again and again", tagged(upTo(10)...), 4, jobs.Done, 5},
		{"a tag, always", tagged(upTo(10)...), 1000, jobs.Conflict, 9},
		{"a name", plan.Plan{Steps: []plan.Step{rename}}, 1, jobs.Done, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, 10, func(t *testing.T, r *rig) {
				losing(r.service, 3, test.times)
				report := r.done(test.plan)
				at := slices.IndexFunc(test.plan.Steps, func(s plan.Step) bool { return s.Image == idOf(3) })
				result := report.Results[at]
				if result.Outcome != test.want || test.want == jobs.Conflict && result.Reason.IsEmpty() {
					t.Errorf("got %+v", result)
				}
				changes := 0
				for _, call := range r.service.made("") {
					if !strings.HasPrefix(call, "Image") && strings.HasSuffix(call, idOf(3).Raw()[:8]) {
						changes++
					}
				}
				if changes != test.calls {
					t.Errorf("%d changes were sent: %v", changes, r.service.made(""))
				}
				if result.Inverse == nil {
					t.Error("there is no way back")
				}
				if entry := r.entry(report.ID); !entry.Ended || entry.Steps[at].Outcome != test.want {
					t.Errorf("the journal has %+v", entry.Steps[at])
				}
			})
		})
	}
}

// TestWhatWasSentOnceIsDoneAlsoIfTheListingWasWrong: a listing from a cache has
// the image as it was before, so that the step is looked at again. Nothing is
// left to be sent then, and it is still this job that changed the image.
func TestWhatWasSentOnceIsDoneAlsoIfTheListingWasWrong(t *testing.T) {
	inBubble(t, 2, func(t *testing.T, r *rig) {
		r.service.stale = map[model.ImageID]model.Image{idOf(1): r.service.images[idOf(1)]}
		report := r.done(tagged(0, 1))
		if len(r.service.stale) != 0 {
			t.Fatal("nothing was listed")
		}
		if got := report.Results[1]; got.Outcome != jobs.Done || got.Inverse == nil || len(r.service.made("Retag")) != 2 {
			t.Errorf("got %+v after %v", got, r.service.made(""))
		}
		if entry := r.entry(report.ID); entry.Steps[1].Outcome != jobs.Done {
			t.Errorf("the journal has %+v", entry.Steps[1])
		}
	})
}

func TestWhatOthersWantSinceIsLeftAlone(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		r.service.after = func(call string) error {
			if strings.HasPrefix(call, "Update") {
				r.service.mu.Lock()
				defer r.service.mu.Unlock()
				image := r.service.images[idOf(0)]
				image.Name = text.Of("theirs")
				r.service.images[idOf(0)] = image
			}
			return nil
		}
		report := r.done(plan.Plan{Steps: []plan.Step{{
			Image: idOf(0), Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrName, "ours")},
			Shown: []patch.Field{{Name: "name", Set: true, Value: "image 0"}},
		}}})
		if report.Results[0].Outcome != jobs.Done || len(r.service.made("Update")) != 1 {
			t.Errorf("got %+v after %v", report.Results[0], r.service.made(""))
		}
		if name := r.service.image(0).Name.Raw(); name != "theirs" {
			t.Errorf("the name is %q", name)
		}
	})
}

func TestAJobSaysThatItLooksOnceMore(t *testing.T) {
	inBubble(t, 5, func(t *testing.T, r *rig) {
		seen := -1
		r.service.beforeListing = func() error {
			if progress := r.Jobs()[0]; progress.Finished() == 5 { // not a listing ahead of the changes
				seen = progress.Checking
			}
			return nil
		}
		report := r.done(tagged(upTo(5)...))
		if seen != 5 || report.Checking != 0 {
			t.Errorf("it looked at %d, and at %d once it had ended", seen, report.Checking)
		}
	})
}

func TestAJobThatWasPausedAtItsEndIsNotResumed(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		r.service.beforeListing = func() error { return r.Pause(r.Jobs()[0].ID) }
		report := r.done(tagged(0))
		if err := r.Resume(report.ID); !errors.Is(err, runner.ErrState) {
			t.Errorf("resuming it: %v", err)
		}
	})
}

func TestAJobEndsAlsoWhereNobodyCanLook(t *testing.T) {
	inBubble(t, 5, func(t *testing.T, r *rig) {
		r.service.unlisted = problem(api.ErrUnreachable, 0)
		if report := r.done(tagged(upTo(5)...)); report.Summary() != "5 done, 0 failed" {
			t.Errorf("got %s", report.Summary())
		}
	})
}

// Each image is looked at as long after its change as the slowest change took, most of
// them while that is awaited for the last ones.
func TestImagesAreLookedAtAfterTheirChanges(t *testing.T) {
	inBubble(t, 60, func(t *testing.T, r *rig) {
		const takes = 20 * time.Millisecond
		r.service.latency = takes
		var mu sync.Mutex
		changed := map[string]time.Time{}
		r.service.after = func(call string) error {
			mu.Lock()
			defer mu.Unlock()
			if name, id, _ := strings.Cut(call, " "); name != "Image" {
				changed[id] = time.Now()
			}
			return nil
		}
		before := time.Now()
		r.done(tagged(upTo(60)...))
		took := time.Since(before)
		looks := 0
		r.service.mu.Lock()
		defer r.service.mu.Unlock()
		for id, at := range r.service.listedAt {
			if wait := at.Sub(changed[id.Raw()[:8]]); wait < takes {
				t.Errorf("image %s was looked at %s after its change", id.Raw(), wait)
			}
		}
		for i := len(r.service.listings) - 1; i >= 0 && looks < 60; i-- {
			looks += len(r.service.listings[i])
		}
		if last := r.service.listings[len(r.service.listings)-1]; looks != 60 || len(last) > 2*8 {
			t.Errorf("the last of the looks is at %d images", len(last))
		}
		// Listing, changes eight at a time with their listings, the wait, and the last look.
		if took > 20*takes {
			t.Errorf("it took %s", took)
		}
	})
}
