package query

import (
	"errors"
	"time"

	"glimpse/model"
)

// Place says who evaluates a term.
type Place uint8

// The places.
const (
	// Server: the service evaluates the term.
	Server Place = iota
	// Narrowed: the service leaves out some of what does not match, this side
	// the rest.
	Narrowed
	// Local: only this side evaluates the term.
	Local
)

// String returns "server", "narrowed" or "local".
func (p Place) String() string { return [...]string{"server", "narrowed", "local"}[p] }

// Placed is a term with who evaluates it.
type Placed struct {
	Term  Term
	Place Place
	// Why explains in a sentence for the user why the term is not the
	// service's alone; it is empty for Server.
	Why string
}

// Param is one parameter of a request, not yet encoded.
type Param struct{ Key, Value string }

// Request is one listing to ask of the service (GET /v2/images), without
// limit and marker, which are the pager's. A key may stand there several
// times (tag).
type Request struct{ Params []Param }

// Split is a query divided between the service and this side.
type Split struct {
	// Requests are what the service is asked: one listing, or two that are to
	// be merged (hidden=both: the images that are not hidden, and those that
	// are).
	Requests []Request
	// Terms are the terms of the query in their order, each with its place.
	Terms []Placed
	// SortLocal tells that the service cannot give the wanted order. It then
	// answers newest first, and the order needs all images.
	SortLocal bool
}

// Split divides the query. now fixes the relative dates. It fails where a
// term is none that [Parse] would return.
func (q Query) Split(now time.Time) (Split, error) {
	return Split{}, errors.New("not yet")
}

// Match tells whether an image that the service answered belongs to the query.
func (s *Split) Match(img *model.Image) bool { return false }

// Compare orders two images.
func (s *Split) Compare(a, b *model.Image) int { return 0 }
