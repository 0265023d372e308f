package api

import (
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/ranges"
)

const (
	createdAt = "created_at"
	// boundLayout is how the service is told the end of a range, which is a whole
	// second: the service keeps parts of one and shows none, and only "gte" and "lt"
	// of a whole second mean the same for both.
	boundLayout = "2006-01-02T15:04:05Z"
)

// lane is one listing of a walk. In the order of creation it can be divided into
// ranges of time.
//
// The service takes one bound of created_at, the last that it is sent. So the first
// page of a range is asked for by where the range begins, and may go beyond its end; every
// further one by its marker and the end of the range.
type lane struct {
	params url.Values
	raw    bool
	// byAge reports whether the listing is in the order of creation, ascending
	// whether the oldest come first. bound is the query's own bound of created_at.
	byAge, ascending bool
	bound            string

	division *ranges.Division
	streams  map[*ranges.Range]*stream
	// waiting are images that were read and put in no order yet. fresh reports
	// whether a page was taken for the one that is being put together.
	waiting []model.Image
	fresh   bool
	// page is all of the page that the waiting ones are the rest of.
	page []model.Image
}

func newLane(request query.Request, options PageOptions, now time.Time) *lane {
	l := &lane{params: url.Values{}, raw: options.Raw, byAge: true, streams: map[*ranges.Range]*stream{}}
	for _, param := range request.Params {
		switch param.Key {
		case createdAt:
			l.bound = param.Value
			continue
		case "sort":
			l.byAge = strings.HasPrefix(param.Value, createdAt+":")
			l.ascending = strings.HasPrefix(param.Value, createdAt+":asc")
		}
		l.params.Add(param.Key, param.Value)
	}
	l.params.Set("limit", strconv.Itoa(options.Size))
	l.division = l.divided(now)
	return l
}

// divided returns the listing as the one range that it is at first.
func (l *lane) divided(now time.Time) *ranges.Division {
	operator, value, _ := strings.Cut(l.bound, ":")
	at, err := time.Parse(boundLayout, value)
	if !l.byAge || l.bound != "" && err != nil {
		l.byAge = false
		return ranges.Whole()
	}
	from, before := int64(ranges.End), int64(ranges.Beginning)
	switch {
	case l.bound == "":
	case (operator == "gte") != l.ascending:
		from = l.limit(at)
	default:
		before = l.limit(at)
	}
	floor := l.limit(time.Unix(0, 0))
	if l.ascending {
		floor = l.limit(now.Add(24 * time.Hour)) // a service's clock may be fast
	}
	return ranges.New(from, before, floor)
}

// place returns where an image lies in the listing: the second in which it was
// created, counted so that it falls.
func (l *lane) place(created time.Time) int64 {
	if l.ascending {
		return -created.Unix() - 1
	}
	return created.Unix()
}

// limit returns the border that lies between the places before a second, and those
// from it on.
func (l *lane) limit(at time.Time) int64 {
	if l.ascending {
		return -at.Unix()
	}
	return at.Unix()
}

// boundAt writes a border as the service is asked for what lies on one side of it.
func (l *lane) boundAt(border int64, behind bool) string {
	if l.ascending {
		border = -border
	}
	operator := "gte:"
	if behind != l.ascending {
		operator = "lt:"
	}
	return operator + time.Unix(border, 0).UTC().Format(boundLayout)
}

// ends are the ends of a range when a page of it was asked for.
type ends struct{ from, before int64 }

// ask returns the parameters of the next page of a range.
func (l *lane) ask(s *stream, of ends) url.Values {
	params := maps.Clone(l.params)
	marker, goesOn := s.marker()
	if goesOn {
		params.Set("marker", marker.Raw())
	}
	switch {
	case goesOn && of.from != ranges.End:
		params.Set(createdAt, l.boundAt(of.from, false))
	case of.before != ranges.Beginning:
		params.Set(createdAt, l.boundAt(of.before, true))
	case l.bound != "":
		params.Set(createdAt, l.bound)
	}
	return params
}

// places returns where the rows of a page lie. A row whose time is not known is
// where the one before it is, or else the first one whose time is known.
func (l *lane) places(of *ranges.Range, images []model.Image) []int64 {
	if !l.byAge {
		return nil
	}
	isKnown := func(image *model.Image) bool {
		return !image.CreatedAt.IsZero() && !image.Unknown.Has(model.AttrCreatedAt)
	}
	at := of.At()
	for i := range images {
		if isKnown(&images[i]) {
			at = l.place(images[i].CreatedAt)
			break
		}
	}
	places := make([]int64, len(images))
	for i := range images {
		if isKnown(&images[i]) {
			at = l.place(images[i].CreatedAt)
		}
		places[i] = at
	}
	return places
}

// stream returns what is known of the reading of a range.
func (l *lane) stream(of *ranges.Range, all *idSet) *stream {
	known := l.streams[of]
	if known == nil {
		known = &stream{seen: all}
		if of != l.division.Front() {
			// What is read ahead may be given up, and is then met again.
			known.seen, known.ahead = &idSet{}, true
		}
		l.streams[of] = known
	}
	return known
}

// arrived takes a page of a range. It returns false where it does not count.
func (l *lane) arrived(of *ranges.Range, s *stream, page listing) bool {
	places := l.places(of, page.images)
	if !l.division.Add(of, places, page.more) {
		l.forget()
		return false
	}
	again, added, rows := s.again(), 0, len(page.images)
	// What lies beyond the end is another range's; if that is given up, the reading
	// goes on from the last row that is this one's.
	end := rows
	if places != nil {
		end = rowsUntil(places, of.From)
	}
	s.remember(page.images[:end])
	kept := keepIf(page.images[:end], func(i int, image *model.Image) bool {
		if places != nil && places[i] < of.From || !s.isNew(image.ID, again) {
			return false
		}
		if !image.ID.IsEmpty() {
			added++
		}
		return !l.byAge || of.Holds(places[i])
	})
	clear(page.images[end:])
	if s.isOver(added, rows) && page.more {
		l.division.End(of)
	}
	if len(kept) > 0 {
		s.pages = append(s.pages, kept)
		of.Waiting++
	}
	return true
}

// keepIf keeps of a page what is wanted, in its place: most often that is all of it, and
// an image is large.
func keepIf(images []model.Image, isWanted func(i int, image *model.Image) bool) []model.Image {
	kept := 0
	for i := range images {
		if !isWanted(i, &images[i]) {
			continue
		}
		if kept != i {
			images[kept] = images[i]
		}
		kept++
	}
	clear(images[kept:])
	return images[:kept]
}

// rowsUntil returns how many rows there are up to the last one before a border.
func rowsUntil(places []int64, border int64) int {
	rows := len(places)
	for rows > 0 && places[rows-1] < border {
		rows--
	}
	return rows
}

// failed takes that a page of a range could not be read, and reports whether it was
// the page that is wanted now.
func (l *lane) failed(of *ranges.Range, forGood bool) bool {
	defer l.forget()
	return l.division.Fail(of, forGood)
}

// forget lets go of what was read of ranges that are no part of the listing.
func (l *lane) forget() {
	maps.DeleteFunc(l.streams, func(of *ranges.Range, _ *stream) bool { return of.Dropped })
}

// next takes the next page that was read, and returns false where none was. ahead reports
// whether it was read before it was wanted.
func (l *lane) next() (images []model.Image, ahead, read bool) {
	front := l.division.Front()
	for l.division.Advance() {
		delete(l.streams, front)
		front = l.division.Front()
	}
	if front.Waiting == 0 {
		return nil, false, false
	}
	s := l.streams[front]
	images = s.pages[0]
	s.pages = s.pages[1:]
	front.Waiting--
	return images, s.ahead, true
}

// isDone reports whether everything was read and handed on.
func (l *lane) isDone() bool { return len(l.waiting) == 0 && l.division.Done() }
