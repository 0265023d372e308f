package api

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"glimpse/model"
	"glimpse/model/query"
)

// trailLength is how many ids are kept to go on from when the last image of a
// page has vanished.
const trailLength = 64

// stream is one listing of a walk.
type stream struct {
	params url.Values
	raw    bool
	// trail are the last ids that were read, the last of all at its end: the
	// next page begins after that one, or after the one before where it has
	// vanished.
	trail []model.ImageID
	// waiting are images that were read and not yet handed on; fresh tells
	// that they are as they came.
	waiting []model.Image
	fresh   bool
	// linked tells that the last page had a link to a further one.
	linked bool
	done   bool
	pages  int
	// spare is how many pages may still bring nothing new: after a walk had to
	// begin again, as many as it had read before.
	spare int
}

func newStream(request query.Request, options PageOptions) *stream {
	params := make(url.Values, len(request.Params)+1)
	for _, param := range request.Params {
		params.Add(param.Key, param.Value)
	}
	params.Set("limit", strconv.Itoa(options.Size))
	return &stream{params: params, raw: options.Raw}
}

// fetch reads the next page of the listing. Where it fails, the stream stays
// where it was.
func (s *stream) fetch(ctx context.Context, client *Client) error {
	for {
		params := s.params
		if len(s.trail) > 0 {
			params = maps.Clone(s.params)
			params.Set("marker", s.trail[len(s.trail)-1].Raw())
		}
		page, err := client.listing(ctx, params, s.raw)
		switch {
		case errors.Is(err, ErrMarkerGone) && len(s.trail) > 0:
			s.stepBack()
			continue
		case err != nil:
			return err
		}
		s.pages++
		s.waiting, s.fresh, s.linked = page.images, true, page.more
		for i := range page.images {
			if id := page.images[i].ID; !id.IsEmpty() {
				s.trail = append(s.trail, id)
			}
		}
		s.trail = s.trail[max(0, len(s.trail)-trailLength):]
		return nil
	}
}

// stepBack gives up the last id of the trail. When none is left the walk
// begins again, and first meets the pages that it knows.
func (s *stream) stepBack() {
	s.trail = s.trail[:len(s.trail)-1]
	if len(s.trail) == 0 {
		s.spare = s.pages
	}
}

// progress decides after each page whether the listing has ended. A page
// without anything new is the end, because the service would answer the same
// again: with null sort keys Glance repeats a page for ever.
func (s *stream) progress(added int) {
	switch {
	case !s.linked:
		s.done = true
	case added > 0:
	case s.spare > 0:
		s.spare--
	default:
		s.done = true
	}
}

// listing asks for one page.
func (c *Client) listing(ctx context.Context, params url.Values, raw bool) (listing, error) {
	var page listing
	request := call{
		operation: "listing images", method: http.MethodGet, path: "/v2/images", query: params,
		accept: []int{http.StatusOK},
	}
	err := c.read(ctx, request, func(body []byte) (err error) {
		page, err = decodeListing(body, raw, c.intern)
		return err
	})
	return page, markerGone(err, params)
}

// markerGone recognises the answer to a page whose marker has been deleted
// (400) or made private (403): Glance has no code of its own for it.
func markerGone(err error, params url.Values) error {
	var problem *Problem
	marker := params.Get("marker")
	if marker == "" || !errors.As(err, &problem) {
		return err
	}
	gone := problem.Status == http.StatusBadRequest && problem.Reason.Raw() == "No image found with ID "+marker
	hidden := problem.Status == http.StatusForbidden && problem.Reason.Raw() == "Forbidding request, image "+marker+" not visible"
	if gone || hidden {
		problem.Kind = ErrMarkerGone
	}
	return err
}
