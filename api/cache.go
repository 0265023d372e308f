package api

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"glimpse/model"
)

// Cache reads what the service keeps in its image cache (GET /v2/cache), which is
// for administrators.
//
// The error is ErrNotOffered where the service has no cache, and ErrForbidden where
// this user may not know; both are remembered by the connection.
func (c *Client) Cache(ctx context.Context) (model.Cache, error) {
	if known := c.learned.noCache.Load(); known != nil {
		return model.Cache{}, known
	}
	var cache model.Cache
	err := c.read(ctx, cacheReading(), func(body []byte) (err error) {
		cache, err = decodeCache(body)
		return err
	})
	var told *Problem
	if !errors.As(err, &told) {
		return cache, err
	}
	switch {
	case told.Kind == ErrNotFound:
		told = &Problem{
			Operation: readingCache, Status: told.Status, Kind: ErrNotOffered, RequestID: told.RequestID,
			Reason: ownWords("this image service has no image cache"),
		}
	case told.Kind != ErrForbidden:
		return cache, err
	}
	c.learned.noCache.Store(told)
	return cache, told
}

// QueueForCache has the service take the data of an image into its image cache
// (PUT /v2/cache/{id}), which it does after the answer. Of an image that is there,
// or queued, it is success. Where several processes answer for a service, each has
// a cache of its own, and it is that of the one that answers.
//
// Errors: ErrForbidden (it is for administrators), ErrInvalid where the image is not
// active, ErrNotFound where there is no such image, or no cache.
func (c *Client) QueueForCache(ctx context.Context, id model.ImageID) error {
	return c.changeCache(ctx, id, http.MethodPut, http.StatusAccepted, "queueing for the image cache", true)
}

// DropFromCache takes the data of an image out of the image cache, and the image out
// of its queue (DELETE /v2/cache/{id}). The image keeps its data. Errors as those of
// QueueForCache; of an image that is not there it is success.
func (c *Client) DropFromCache(ctx context.Context, id model.ImageID) error {
	return c.changeCache(ctx, id, http.MethodDelete, http.StatusNoContent, "dropping from the image cache", false)
}

func (c *Client) changeCache(ctx context.Context, id model.ImageID, method string, accepted int, operation string, wanted bool) error {
	return c.write(ctx, id, operation, func(ctx context.Context, change *change) error {
		_, err := change.send(ctx, call{
			operation: operation, image: id, method: method, path: "/v2/cache/" + url.PathEscape(id.Raw()), accept: []int{accepted},
		})
		return err
	}, func(ctx context.Context) (bool, error) {
		cache, err := c.cacheOnce(ctx)
		cached, queued := cache.Of(id)
		return err == nil && (cached != nil || queued) == wanted, err
	})
}

// cacheOnce is one attempt to read the cache.
func (c *Client) cacheOnce(ctx context.Context) (cache model.Cache, err error) {
	err = c.readOnce(ctx, cacheReading(), func(body []byte) (err error) {
		cache, err = decodeCache(body)
		return err
	})
	return cache, err
}

const readingCache = "reading the image cache"

func cacheReading() call {
	return call{operation: readingCache, method: http.MethodGet, path: "/v2/cache", accept: []int{http.StatusOK}}
}

func decodeCache(body []byte) (model.Cache, error) {
	all, list, err := decodeRecords(body, "cached_images", "list of cached images")
	if err != nil {
		return model.Cache{}, err
	}
	var cache model.Cache
	for _, r := range list {
		hits, _ := r.number("hits")
		cache.Cached = append(cache.Cached, model.CachedImage{
			ID: model.ImageID{Untrusted: r.text("image_id")}, Hits: hits, LastAccessed: accessed(r),
		})
	}
	queued, _ := all.list("queued_images")
	for _, id := range queued {
		cache.Queued = append(cache.Queued, model.ImageID{Untrusted: textOf(id)})
	}
	return cache, nil
}

// accessed reads when a cached image was used last: the service tells it in seconds
// since 1970, 0 for never.
func accessed(r record) time.Time {
	seconds, err := strconv.ParseFloat(string(r["last_accessed"]), 64)
	if err != nil || seconds <= 0 || seconds > math.MaxInt32 {
		return r.time("last_accessed")
	}
	return time.Unix(int64(seconds), 0).UTC()
}
