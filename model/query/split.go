package query

import (
	"fmt"
	"slices"
	"time"

	"glimpse/model"
)

// Evaluator says who evaluates a term.
type Evaluator uint8

// The evaluators.
const (
	// Server: the service evaluates the term.
	Server Evaluator = iota
	// Narrowed: the service leaves out some of what does not match, this side
	// the rest.
	Narrowed
	// Local: only this side evaluates the term.
	Local
)

// String returns "server", "narrowed" or "local".
func (p Evaluator) String() string { return [...]string{"server", "narrowed", "local"}[p] }

// EvaluatedTerm is a term with who evaluates it.
type EvaluatedTerm struct {
	Term      Term
	Evaluator Evaluator
	// Why says to the user why the term is not the service's alone, in a
	// clause such as "the service compares whole values only"; it is empty for
	// Server.
	Why string

	// asked is the term with ids in the place of the names of projects: what
	// is sent and evaluated.
	asked Term
}

// Param is one parameter of a request, not yet encoded.
type Param struct{ Key, Value string }

// Request is one listing to ask of the service (GET /v2/images), without
// limit and marker, which are the pager's. A key may stand there several
// times (tag), so the parameters of following pages must be made from these,
// not from the service's "next" link, which keeps only the last of a key.
type Request struct{ Params []Param }

// Split is a query divided between the service and this side.
type Split struct {
	// Requests are what the service is asked: one listing, or several that are
	// to be merged, one for each visibility and for shown and hidden images.
	Requests []Request
	// Terms are the terms of the query in their order, each with its place.
	Terms []EvaluatedTerm
	// Sort is the whole order with its tie-breaks, as Compare follows it.
	Sort []SortKey
	// SortLocal reports whether the service cannot give the wanted order. If
	// so, it is asked for the newest first, its safest order to walk in, and
	// the wanted order needs all images.
	SortLocal bool
	// SortWhy says to the user why the order is made on this side; it is
	// empty where it is not.
	SortWhy string
	// Uses reports whether an image belongs to the query whose name so many
	// images of the listing have; nil takes every one. It can be asked only when
	// all images have been read.
	Uses func(uses int) bool

	conditions []condition
}

// Split divides the query. now fixes the relative dates. It fails where a
// term or a sort key is none that [Parse] or [ParseSort] would return.
func (q Query) Split(now time.Time) (Split, error) {
	split := Split{
		Terms:      make([]EvaluatedTerm, len(q.Terms)),
		Sort:       withTieBreaks(q.Sort),
		conditions: make([]condition, len(q.Terms)),
	}
	for i, term := range q.Terms {
		mistake := term.check()
		if mistake == nil {
			mistake = contradicts(q.Terms[:i], term, 0)
		}
		if mistake != nil {
			mistake.Offset = 0 // the term was not read from a line
			return Split{}, fmt.Errorf("using the query: %w", mistake.in(term.String(), 0, len(term.String())))
		}
		asked := q.Projects.named(term)
		split.Terms[i] = EvaluatedTerm{Term: term, asked: asked}
		split.conditions[i] = asked.compile(now)
		switch {
		case looksForPart(asked):
			split.conditions[i].test = q.Projects.partTest(asked)
		case asked.Field.Kind == FieldIs:
			split.conditions[i].test = asked.isTest(now, q.Projects)
		}
	}
	for _, key := range q.Sort {
		if info, known := infoOf(key.Field); !known || !info.Sortable {
			return Split{}, fmt.Errorf("using the order: %s cannot be sorted by", shownKey(key.Field))
		}
	}
	split.rule(q.Terms)
	p := newPlanner(&split, now)
	sorting := p.sort(q.Sort)
	p.filters()
	split.SortLocal, split.SortWhy = p.sortPlace(q.Sort)
	if split.Uses != nil {
		split.SortLocal, split.SortWhy = true, whyNames
	}
	if split.SortLocal {
		sorting = nil
	}
	split.Requests = p.requests(sorting)
	for i := range split.conditions {
		split.conditions[i].place = split.Terms[i].Evaluator
	}
	return split, nil
}

// IsLocal reports whether this side must see images to answer the query: some
// term is not the service's alone, or the order is not.
func (s *Split) IsLocal() bool {
	for i := range s.Terms {
		if s.Terms[i].Evaluator != Server {
			return true
		}
	}
	return s.SortLocal
}

// Match reports whether an image belongs to the query, as [Split.MatchAlone] does.
// Where that depends on how often names are used, no image does: who has not
// counted them must not take an image for one that was asked for.
func (s *Split) Match(img *model.Image) bool { return s.Uses == nil && s.MatchAlone(img) }

// MatchAlone reports whether an image belongs to the query but for Uses, as far as
// this side can know: visibility=all and member_status choose listings of the
// service and leave no trace in an image. What the service evaluated is checked
// again, because some databases compare without regard to case.
//
// An image whose field is unknown is taken on the service's word where the
// service evaluates the term on it. A term that is evaluated here matches no
// unknown value: neither "is" nor "is not" can be said of it. MatchAlone does not
// allocate and is safe for concurrent use.
func (s *Split) MatchAlone(img *model.Image) bool {
	odd := img.Unknown != 0 || len(img.Faults) > 0
	for i := range s.conditions {
		c := &s.conditions[i]
		if c.test == nil || odd && c.place == Server && c.isDoubtful(img) {
			continue
		}
		if !c.test(img) || odd && !c.certain && c.isUnknown(img) {
			return false
		}
	}
	return true
}

// isUnknown reports whether an image has no value that the condition could be
// checked against. A property is unknown where the record could not be read to
// its end.
func (c *condition) isUnknown(img *model.Image) bool {
	if c.field.Kind != FieldProperty {
		return img.Unknown.Has(c.attribute)
	}
	return img.IsCutShort()
}

// isDoubtful reports whether the service may know the condition's field
// better: it is unknown here, or what is shown of it is not what it holds.
func (c *condition) isDoubtful(img *model.Image) bool {
	return c.isUnknown(img) || slices.ContainsFunc(img.Faults, func(fault model.Fault) bool {
		name := fault.Field.Raw()
		if c.field.Kind == FieldProperty {
			return name == c.property
		}
		return name == c.attribute.String()
	})
}
