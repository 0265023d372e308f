package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"glimpse/model"
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

// stream is what is known of the reading of one range of a listing.
type stream struct {
	// trail are images that were read, the last of all at its end: the next
	// page begins after that one, or after the one before where it has
	// vanished. Of the last page it has the last image, the one before, and
	// others at distances that double; of the pages before, the last of each.
	trail []step
	lasts int // how many of the trail are of pages before the last one
	// seen are the ids that were met: in the whole walk, or in this range alone where it
	// was begun ahead of what is wanted.
	seen  *idSet
	ahead bool
	// pages were read and not yet handed on.
	pages [][]model.Image
	// rows is how many rows were read up to where the next page begins, and
	// front the most that it has been: what lies between was read before.
	rows, front int
	// useful pages brought something new; idle ones after the last of them did not.
	useful, idle int
	// restarted reports whether the reading began again and has met nothing new
	// since.
	restarted bool
}

// marker returns the image after which the next page begins, if any.
func (s *stream) marker() (id model.ImageID, found bool) {
	if len(s.trail) == 0 {
		return id, false
	}
	return s.trail[len(s.trail)-1].id, true
}

// isNew reports whether an image was not met before. A record without an id cannot
// be told from another one: of a page that is read again it is left out.
func (s *stream) isNew(id model.ImageID, again bool) bool {
	if id.IsEmpty() {
		return !again
	}
	return s.seen.add(id)
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

// again reports whether the page that comes next may hold rows that were read
// before.
func (s *stream) again() bool { return s.front > 0 && s.rows < s.front }

// isOver decides after each page, by how many rows it had and how many of them were
// new, whether there is nothing more to come although the service says so. A page
// without anything new is the end, because the service would answer the same
// again: with null sort keys Glance repeats a page for ever. Only what lies
// between a step back and the place where the reading had been may be known.
func (s *stream) isOver(added, rows int) bool {
	if added > 0 {
		s.useful++
		s.idle, s.restarted = 0, false
	} else {
		s.idle++
	}
	return added == 0 && (rows == 0 || s.rows >= s.front || s.idle > s.useful)
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
		reuse(body)
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
