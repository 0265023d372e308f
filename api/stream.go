package api

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"glimpse/model"
	"glimpse/model/query"
)

// trailLength is how many ids are kept to go on from when the last image of a
// page has vanished.
const trailLength = 64

// step is an image that a listing can go on from.
type step struct {
	id model.ImageID
	// rows is how many rows of the listing were read up to it and with it.
	rows int
}

// stream is one listing of a walk.
type stream struct {
	params url.Values
	raw    bool
	// trail are images that were read, the last of all at its end: the next
	// page begins after that one, or after the one before where it has
	// vanished. Of the last page it has the last image, the one before, and
	// others at distances that double; of the pages before, the last of each.
	trail []step
	lasts int // how many of the trail are of pages before the last one
	// waiting are images that were read and not yet handed on; fresh reports
	// whether they are as they came.
	waiting []model.Image
	fresh   bool
	// linked reports whether the last page had a link to a further one.
	linked bool
	done   bool
	// rows is how many rows were read up to where the next page begins, and
	// front the most that it has been: what lies between was read before.
	rows, front int
	// pages brought something new; idle ones after the last of them did not.
	pages, idle int
	// restarted reports whether the walk began again and has met nothing new
	// since.
	restarted bool
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
			params.Set("marker", s.trail[len(s.trail)-1].id.Raw())
		}
		page, err := client.listing(ctx, params, s.raw)
		switch {
		case errors.Is(err, ErrMarkerGone) && s.stepBack():
			continue
		case err != nil:
			return err
		}
		s.waiting, s.fresh, s.linked = page.images, true, page.more
		s.remember(page.images)
		return nil
	}
}

// remember notes from where the listing can go on after a page.
func (s *stream) remember(images []model.Image) {
	var steps []step
	for distance := 1; distance <= len(images); distance *= 2 {
		i := len(images) - distance
		if id := images[i].ID; !id.IsEmpty() {
			steps = append(steps, step{id: id, rows: s.rows + i + 1})
		}
	}
	s.rows += len(images)
	if len(steps) == 0 {
		return
	}
	slices.Reverse(steps)
	if len(s.trail) > s.lasts {
		s.trail[s.lasts] = s.trail[len(s.trail)-1]
		s.lasts++
	}
	if s.lasts == trailLength {
		// Every other one, so that a walk of any length keeps some of its
		// beginning.
		for i := range trailLength / 2 {
			s.trail[i] = s.trail[2*i+1]
		}
		s.lasts /= 2
	}
	s.trail = append(s.trail[:s.lasts], steps...)
}

// stepBack gives up the last image of the trail. When none is left the walk
// begins again, and first meets the pages that it knows. It returns false
// where it has done that before and met nothing new.
func (s *stream) stepBack() bool {
	if s.restarted && len(s.trail) == 1 {
		return false
	}
	s.front = max(s.front, s.rows)
	s.trail = s.trail[:len(s.trail)-1]
	s.lasts = min(s.lasts, len(s.trail))
	if len(s.trail) > 0 {
		s.rows = s.trail[len(s.trail)-1].rows
		return true
	}
	s.rows, s.restarted = 0, true
	return true
}

// repeats reports whether the last page may hold rows that were read before.
func (s *stream) repeats() bool { return s.front > 0 && s.rows-len(s.waiting) < s.front }

// progress decides after each page whether the listing has ended. A page
// without anything new is the end, because the service would answer the same
// again: with null sort keys Glance repeats a page for ever. Only what lies
// between a step back and the place where the walk had been may be known.
func (s *stream) progress(added, rows int) {
	if added > 0 {
		s.pages++
		s.idle, s.restarted = 0, false
	} else {
		s.idle++
	}
	s.done = !s.linked || added == 0 && (rows == 0 || s.rows >= s.front || s.idle > s.pages)
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
		if err == nil {
			err = checkListed(params, page.images)
		}
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
	gone := problem.Status == http.StatusBadRequest && problem.said.Reveal() == "No image found with ID "+marker
	hidden := problem.Status == http.StatusForbidden && problem.said.Reveal() == "Forbidding request, image "+marker+" not visible"
	if !gone && !hidden {
		return err
	}
	vanished := *problem
	vanished.Kind = ErrMarkerGone
	return &vanished
}
