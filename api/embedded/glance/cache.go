package glance

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// imageCache is what the service has of images in its cache, and what it is to take
// in. The data itself is the image's.
type imageCache struct {
	mu     sync.Mutex
	cached []cachedImage
	queued []string
}

// cachedImage is an image in the cache.
type cachedImage struct {
	id               string
	hits, size       int64
	accessed, cached time.Time
}

func (i *imageCache) at(id string) int {
	return slices.IndexFunc(i.cached, func(c cachedImage) bool { return c.id == id })
}

// has reports whether an image is cached or queued.
func (i *imageCache) has(id string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.at(id) >= 0 || slices.Contains(i.queued, id)
}

// queue queues an image, unless it is cached or queued, and reports whether it did.
func (i *imageCache) queue(id string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.at(id) >= 0 || slices.Contains(i.queued, id) {
		return false
	}
	i.queued = append(i.queued, id)
	return true
}

// take caches an image, which leaves the queue; one that is taken only if it is queued
// may have been dropped meanwhile.
func (i *imageCache) take(id string, size int64, now time.Time, onlyQueued bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.at(id) >= 0 || onlyQueued && !slices.Contains(i.queued, id) {
		return
	}
	i.queued = slices.DeleteFunc(i.queued, func(queued string) bool { return queued == id })
	i.cached = append(i.cached, cachedImage{id: id, size: size, accessed: now, cached: now})
}

// hit counts that an image was served from the cache, and reports whether it was.
func (i *imageCache) hit(id string, now time.Time) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	at := i.at(id)
	if at < 0 {
		return false
	}
	i.cached[at].hits++
	i.cached[at].accessed = now
	return true
}

// drop takes an image out of the cache and the queue.
func (i *imageCache) drop(id string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.cached = slices.DeleteFunc(i.cached, func(c cachedImage) bool { return c.id == id })
	i.queued = slices.DeleteFunc(i.queued, func(queued string) bool { return queued == id })
}

// clear empties the cache, the queue, or both.
func (i *imageCache) clear(cache, queue bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if cache {
		i.cached = nil
	}
	if queue {
		i.queued = nil
	}
}

// Cache puts images into the image cache, as if each had been read.
func (s *Service) Cache(ids ...string) {
	for _, id := range ids {
		if r := s.store.get(id); r != nil {
			s.cache.take(id, orZero(r.Size), s.now(), false)
		}
	}
}

// append appends what is cached and queued.
func (i *imageCache) append(out []byte) []byte {
	i.mu.Lock()
	defer i.mu.Unlock()
	out = append(out, `{"cached_images": [`...)
	for at := range i.cached {
		if at > 0 {
			out = append(out, ", "...)
		}
		one := &i.cached[at]
		out = appendText(append(out, `{"image_id": `...), one.id)
		out = strconv.AppendInt(append(out, `, "hits": `...), one.hits, 10)
		out = appendSeconds(append(out, `, "last_accessed": `...), one.accessed)
		out = appendSeconds(append(out, `, "last_modified": `...), one.cached)
		out = strconv.AppendInt(append(out, `, "size": `...), one.size, 10)
		out = append(out, '}')
	}
	out = append(out, `], "queued_images": [`...)
	for at, id := range i.queued {
		if at > 0 {
			out = append(out, ", "...)
		}
		out = appendText(out, id)
	}
	return append(out, "]}"...)
}

// appendSeconds appends a time as the seconds since 1970.
func appendSeconds(out []byte, at time.Time) []byte {
	return strconv.AppendFloat(out, float64(at.UnixMicro())/1e6, 'f', -1, 64)
}

// mayCache asks the policy, and whether there is a cache.
func (c *call) mayCache(rule string) error {
	switch {
	case !c.s.allowed(&c.who, rule, ownTarget(&c.who)):
		return refused(rule)
	case !c.s.options.Extras:
		return notFound("Caching via API is not supported at this site.")
	}
	return nil
}

// showCache answers GET /v2/cache.
func (c *call) showCache() error {
	if err := c.mayCache(ruleCacheList); err != nil {
		return err
	}
	return c.json(http.StatusOK, c.s.cache.append(nil))
}

// clearCache answers DELETE /v2/cache.
func (c *call) clearCache() error {
	if err := c.mayCache(ruleCacheDelete); err != nil {
		return err
	}
	target := strings.ToLower(c.r.Header.Get("X-Image-Cache-Clear-Target"))
	if target != "" && target != "cache" && target != "queue" {
		return badRequest("If provided 'x-image-cache-clear-target' must be 'cache', 'queue' or empty string.")
	}
	c.s.cache.clear(target != "queue", target != "cache")
	return c.empty(http.StatusNoContent)
}

// cacheImage answers PUT /v2/cache/{id}: the image is looked for first. It is taken
// in after the answer.
func (c *call) cacheImage() error {
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return notFound("Image " + c.vars[0] + " not found.")
	}
	if err := c.mayCache(ruleCacheImage); err != nil {
		return err
	}
	if r.Status != statusActive {
		return badRequest("Only images with status active can be targeted for queueing")
	}
	if c.s.cache.queue(r.ID) {
		c.s.work.Go(func() {
			c.s.pause()
			c.s.cache.take(r.ID, orZero(r.Size), c.s.now(), true)
		})
	}
	return c.empty(http.StatusAccepted)
}

// uncacheImage answers DELETE /v2/cache/{id}. Without a cache, that there is no such
// image is an exception that no one catches.
func (c *call) uncacheImage() error {
	id := c.vars[0]
	_, err := c.lookup(id)
	switch {
	case err != nil && !c.s.options.Extras:
		return broken()
	case err != nil && !c.s.cache.has(id):
		return notFound("Image " + id + " not found.")
	}
	if err := c.mayCache(ruleCacheDelete); err != nil {
		return err
	}
	c.s.cache.drop(id)
	return c.empty(http.StatusNoContent)
}
