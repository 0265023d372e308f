package model

import "time"

// Cache is what a service keeps of images in its image cache (GET /v2/cache), and
// what it is to take in.
type Cache struct {
	Cached []CachedImage
	Queued []ImageID
}

// CachedImage is an image in the cache.
type CachedImage struct {
	ID ImageID
	// Hits is how often it was served from there, LastAccessed when that was last;
	// zero is never.
	Hits         int64
	LastAccessed time.Time
}

// Has reports whether an image is in the cache, or is to be taken in.
func (c *Cache) Has(id ImageID) bool {
	cached, queued := c.Of(id)
	return cached != nil || queued
}

// Of returns what the cache has of an image: nil is nothing, and queued says that
// it is to be taken in.
func (c *Cache) Of(id ImageID) (cached *CachedImage, queued bool) {
	for i := range c.Cached {
		if c.Cached[i].ID == id {
			cached = &c.Cached[i]
		}
	}
	for _, waiting := range c.Queued {
		queued = queued || waiting == id
	}
	return cached, queued
}
