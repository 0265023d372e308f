package runner

import (
	"context"
	"sync"
	"time"

	"glimpse/model"
	"glimpse/model/plan"
)

// Cache is what a job needs of the image service to change its image cache, which is
// no part of the images.
type Cache interface {
	Cache(ctx context.Context) (model.Cache, error)
	QueueForCache(ctx context.Context, id model.ImageID) error
	DropFromCache(ctx context.Context, id model.ImageID) error
}

// cacheReading is the image cache as it was read last: one reading is enough for all
// steps as long as it is fresh.
type cacheReading struct {
	mu sync.Mutex
	// cache was asked for at the time at; it is nil while nothing is known.
	cache *model.Cache
	at    time.Time
	// changed are the images that were changed there since.
	changed map[model.ImageID]bool
}

// of returns what the cache has, read anew unless what is known is fresh and holds
// for an image.
func (c *cacheReading) of(id model.ImageID, now func() time.Time, read func() (model.Cache, error)) (*model.Cache, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cache != nil && now().Sub(c.at) < freshFor && !c.changed[id] {
		return c.cache, nil
	}
	c.cache, c.at, c.changed = nil, now(), map[model.ImageID]bool{}
	cache, err := read()
	if err == nil {
		c.cache = &cache
	}
	return c.cache, err
}

// noteChanged notes that what is known no longer holds for an image.
func (c *cacheReading) noteChanged(id model.ImageID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cache != nil {
		c.changed[id] = true
	}
}

// decideOn decides a step on its image as it was read: of one about the image cache,
// with what that has.
func (a *attempt) decideOn(planned *plan.Step, image *model.Image) {
	if !planned.OfCache() {
		a.decided(planned.Reconcile(image), image)
		return
	}
	var cache *model.Cache
	err := a.call(func(ctx context.Context) (err error) {
		cache, err = a.runner.cached.of(planned.Image, a.runner.options.Now, func() (model.Cache, error) {
			return a.runner.service.Cache(ctx)
		})
		return err
	})
	if err != nil {
		a.failed(err)
		return
	}
	a.contact = answered
	a.decided(planned.ReconcileCache(image, cache), image)
}

// performCache changes the image cache.
func (r *Runner) performCache(ctx context.Context, planned *plan.Step) error {
	defer r.cached.noteChanged(planned.Image)
	if planned.Kind == plan.Uncache {
		return r.service.DropFromCache(ctx, planned.Image)
	}
	return r.service.QueueForCache(ctx, planned.Image)
}
