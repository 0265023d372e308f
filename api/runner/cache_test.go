package runner_test

import (
	"context"
	"slices"
	"testing"

	"glimpse/api"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
)

// Cache implements runner.Cache.
func (s *service) Cache(context.Context) (model.Cache, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, "Cache")
	if s.noCache != nil {
		return model.Cache{}, s.noCache
	}
	var cache model.Cache
	for id := range s.cached {
		cache.Cached = append(cache.Cached, model.CachedImage{ID: id})
	}
	return cache, nil
}

// QueueForCache implements runner.Cache.
func (s *service) QueueForCache(ctx context.Context, id model.ImageID) error {
	return s.change(ctx, "QueueForCache", id, "", func(*model.Image) {
		if s.cached == nil {
			s.cached = map[model.ImageID]bool{}
		}
		s.cached[id] = true
	})
}

// DropFromCache implements runner.Cache.
func (s *service) DropFromCache(ctx context.Context, id model.ImageID) error {
	return s.change(ctx, "DropFromCache", id, "", func(*model.Image) { delete(s.cached, id) })
}

func cachePlan(kind plan.Kind, count int) plan.Plan {
	p := plan.Plan{Title: string(kind)}
	for i := range count {
		p.Steps = append(p.Steps, plan.Step{Image: idOf(i), Kind: kind})
	}
	return p
}

func TestImagesAreCachedAndDroppedAgain(t *testing.T) {
	const count = 40
	inBubble(t, count, func(t *testing.T, r *rig) {
		r.service.cached = map[model.ImageID]bool{idOf(3): true}
		id := r.start(cachePlan(plan.Cache, count))
		report := r.ended(id)
		if report.Counts[jobs.Done] != count-1 || report.Counts[jobs.NoChange] != 1 || len(r.service.cached) != count {
			t.Errorf("got %v, %d are cached", report.Counts, len(r.service.cached))
		}
		if read := slices.DeleteFunc(slices.Clone(r.service.calls), func(call string) bool { return call != "Cache" }); len(read) > 1 {
			t.Errorf("the cache was read %d times", len(read))
		}
		// What was there before stays there.
		undo, err := r.Undo(id)
		if err != nil || len(undo.Steps) != count-1 {
			t.Fatalf("undone by %+v, %v", undo, err)
		}
		// At once: what the job has changed is not taken from what was read before.
		if report := r.done(undo); report.Counts[jobs.Done] != count-1 || len(r.service.cached) != 1 || !r.service.cached[idOf(3)] {
			t.Errorf("got %v, %v are cached", report.Counts, r.service.cached)
		}
	})
}

func TestWhereThereIsNoCacheNothingIsSent(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want jobs.Outcome
	}{
		"none":      {problem(api.ErrNotOffered, 404), jobs.Failed},
		"forbidden": {problem(api.ErrForbidden, 403), jobs.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, 1, func(t *testing.T, r *rig) {
				r.service.noCache = test.err
				report := r.done(cachePlan(plan.Uncache, 1))
				if report.Counts[test.want] != 1 || r.service.commits["DropFromCache 00000000"] != 0 {
					t.Errorf("got %+v", report.Results)
				}
			})
		})
	}
}
