package api

import (
	"context"
	"errors"
	"math"
	"net/http"
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
	const reading = "reading the image cache"
	if known := c.learned.noCache.Load(); known != nil {
		return model.Cache{}, known
	}
	request := call{operation: reading, method: http.MethodGet, path: "/v2/cache", accept: []int{http.StatusOK}}
	var cache model.Cache
	err := c.read(ctx, request, func(body []byte) (err error) {
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
			Operation: reading, Status: told.Status, Kind: ErrNotOffered, RequestID: told.RequestID,
			Reason: ownWords("this image service has no image cache"),
		}
	case told.Kind != ErrForbidden:
		return cache, err
	}
	c.learned.noCache.Store(told)
	return cache, told
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
