package glance

import (
	"cmp"
	"net/http"
	"slices"
	"sort"
)

// listImages answers GET /v2/images.
func (c *call) listImages() error {
	query, ok := parseQuery(c.r.URL.RawQuery)
	if !ok {
		return undecodable()
	}
	l, err := c.readListing(query)
	if err != nil {
		return err
	}
	page, err := c.s.store.page(l)
	if err != nil {
		return err
	}
	next := ""
	if len(page) > 0 && len(page) == l.limit {
		next = page[len(page)-1].ID
	}
	out := append(make([]byte, 0, 512+len(page)*1024), `{"images": [`...)
	for i, r := range page {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = c.s.appendImage(out, r, c.who.Admin())
	}
	return c.json(http.StatusOK, append(appendLinks(append(out, ']'), query, imagesPath, "/v2/schemas/images", next), '}'))
}

// appendLinks appends what follows the items of a collection. The link to the
// next page comes last because it is put in last.
func appendLinks(out []byte, query params, path, schema, marker string) []byte {
	first, next := query.links(path, marker)
	out = appendText(append(out, `, "first": `...), first)
	out = appendText(append(out, `, "schema": `...), schema)
	if next != "" {
		out = appendText(append(out, `, "next": `...), next)
	}
	return out
}

// findMarker finds the image that a page is to begin behind; an admin may
// name a deleted one.
func (s *store) findMarker(l *listing) (*Record, error) {
	if l.marker == nil {
		return nil, nil //nolint:nilnil // no marker is no error
	}
	id := *l.marker
	if len(runes(id)) > maxIDLength {
		// The real service forgets to fill in its own text.
		return nil, badRequest("Image with the given id %(image_id)s was not found")
	}
	e := s.byID[id]
	if e == nil || e.record.Deleted() && !l.scope.admin {
		return nil, badRequest(noImage + id)
	}
	if !visible(l.scope.who, e.record) {
		return nil, invisible(id)
	}
	return e.record, nil
}

// page returns the images of one page in order.
func (s *store) page(l *listing) ([]*Record, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	marker, err := s.findMarker(l)
	switch {
	case err != nil:
		return nil, err
	case l.overflow:
		return nil, broken()
	case l.limit == 0:
		return nil, nil
	case l.byAge():
		return s.pageByAge(l, marker), nil
	}
	return s.pageBySort(l, marker), nil
}

// byAge reports whether the listing is in the order of the store, or in its
// reverse.
func (l *listing) byAge() bool {
	return len(l.sort) == 2 && l.sort[0].name == "created_at" && l.sort[1].name == "id" && l.sort[0].desc == l.sort[1].desc
}

// pageByAge walks along the order of the store from the marker on.
func (s *store) pageByAge(l *listing, marker *Record) []*Record {
	var page []*Record
	if l.sort[0].desc {
		from := len(s.order)
		if marker != nil {
			from = sort.Search(len(s.order), func(i int) bool { return older(s.order[i].record, marker) >= 0 })
		}
		for i := from - 1; i >= 0 && len(page) < l.limit; i-- {
			if r := s.order[i].record; l.passes(r) {
				page = append(page, r)
			}
		}
		return page
	}
	from := 0
	if marker != nil {
		from = sort.Search(len(s.order), func(i int) bool { return older(s.order[i].record, marker) > 0 })
	}
	for i := from; i < len(s.order) && len(page) < l.limit; i++ {
		if r := s.order[i].record; l.passes(r) {
			page = append(page, r)
		}
	}
	return page
}

// pageBySort goes through all images and keeps the first ones. It sorts only
// when it holds two pages, and drops the second one then.
func (s *store) pageBySort(l *listing, marker *Record) []*Record {
	var page []*Record
	var last *Record
	for _, e := range s.order {
		r := e.record
		if last != nil && l.compare(r, last) >= 0 || !l.passes(r) || marker != nil && !l.follows(r, marker) {
			continue
		}
		page = append(page, r)
		if len(page) >= 2*l.limit {
			slices.SortFunc(page, l.compare)
			page = page[:l.limit]
			last = page[l.limit-1]
		}
	}
	slices.SortFunc(page, l.compare)
	return page[:min(len(page), l.limit)]
}

// compare orders two images as the database does: NULL before all else, and
// text by its bytes.
func (l *listing) compare(a, b *Record) int {
	for _, key := range l.sort {
		order := compareBy(key.name, a, b)
		if key.desc {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

func compareBy(name string, a, b *Record) int {
	switch name {
	case "created_at":
		return a.CreatedAt.Compare(b.CreatedAt)
	case "updated_at":
		return a.UpdatedAt.Compare(b.UpdatedAt)
	case "size":
		return compareNull(a.Size, b.Size)
	}
	text := columns[name].text
	return compareNull(text(a), text(b))
}

func compareNull[T cmp.Ordered](a, b *T) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Compare(*a, *b)
}

// follows reports whether an image comes behind the marker by the conditions
// that the real service makes of the marker's values. They are not quite the
// order of the page: NULL counts as the empty text or as 0, and a marker
// without a size as the empty text, which SQLite finds greater than every
// number. So a list by size stops at an image without one when it ascends,
// and begins again from the top when it descends.
func (l *listing) follows(r, marker *Record) bool {
	for _, key := range l.sort {
		order := compareMarker(key.name, r, marker)
		if key.desc {
			order = -order
		}
		if order != 0 {
			return order > 0
		}
	}
	return false
}

func compareMarker(name string, r, marker *Record) int {
	switch name {
	case "created_at", "updated_at":
		return compareBy(name, r, marker)
	case "size":
		if marker.Size == nil {
			return -1
		}
		return cmp.Compare(orZero(r.Size), *marker.Size)
	}
	text := columns[name].text
	return cmp.Compare(orZero(text(r)), orZero(text(marker)))
}

func orZero[T any](v *T) T {
	if v == nil {
		var zero T
		return zero
	}
	return *v
}
