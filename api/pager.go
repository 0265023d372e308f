package api

import (
	"context"
	"encoding/hex"
	"slices"

	"golang.org/x/sync/errgroup"

	"glimpse/model"
	"glimpse/model/query"
)

// DefaultPageSize is how many images are asked for at a time where the caller
// does not say: the most that a service answers with its default configuration
// (api_limit_max), and so the fewest requests.
const DefaultPageSize = 1000

// PageOptions say how a walk reads its pages.
type PageOptions struct {
	// Size is how many images to ask for at a time; 0 is DefaultPageSize. The
	// service may answer fewer.
	Size int
	// Raw keeps each record as it was sent, which doubles what a page holds.
	Raw bool
	// Unmatched hands on what the service sent although the part of the query
	// that is evaluated on this side leaves it out.
	Unmatched bool
}

// Pager walks over the images of a query, a page at a time (GET /v2/images).
//
// It makes the URL of each page from the full query and the last id. No image
// comes twice; a page that brings nothing new ends the walk, so that it ends
// whatever the service answers. When the last image of a page has vanished,
// the walk goes on from one before it. Images that are created, deleted or
// changed during a walk may be missed, as in every listing of the API.
//
// A Pager is safe for concurrent use; pages come one at a time.
type Pager struct {
	client  *Client
	split   query.Split
	options PageOptions

	turn    chan struct{} // holds one value while no page is being read
	streams []*stream
	seen    idSet
	// uses counts the names where the query asks how often they are used, and
	// held are the images that wait for that.
	uses map[string]int
	held []model.Image
}

// Pages begins a walk. No request is sent before Next.
func (c *Client) Pages(split query.Split, options PageOptions) *Pager {
	if options.Size <= 0 {
		options.Size = DefaultPageSize
	}
	p := &Pager{client: c, split: split, options: options, turn: make(chan struct{}, 1), uses: map[string]int{}}
	p.turn <- struct{}{}
	for _, request := range split.Requests {
		p.streams = append(p.streams, newStream(request, options))
	}
	return p
}

// Next returns the next page, with one request, or two at once where a walk
// merges two listings (hidden=both). After an error it may be called again and
// goes on where it was.
func (p *Pager) Next(ctx context.Context) (model.Page, error) {
	select {
	case <-ctx.Done():
		return model.Page{}, context.Cause(ctx)
	case <-p.turn:
		defer func() { p.turn <- struct{}{} }()
	}
	group, groupCtx := errgroup.WithContext(ctx)
	for _, s := range p.streams {
		if len(s.waiting) == 0 && !s.fresh && !s.done {
			group.Go(func() error { return s.fetch(groupCtx, p.client) })
		}
	}
	if err := group.Wait(); err != nil {
		if ctx.Err() != nil {
			return model.Page{}, context.Cause(ctx)
		}
		return model.Page{}, err
	}
	for _, s := range p.streams {
		p.admit(s)
	}
	images := p.merged()
	more := false
	for _, s := range p.streams {
		more = more || !s.done || len(s.waiting) > 0
	}
	if p.split.Uses != nil && !p.options.Unmatched {
		images = p.counted(images, !more)
	}
	return model.Page{Images: images, More: more}, nil
}

// counted counts the names of images, and returns those that belong to the query
// once all have been read.
func (p *Pager) counted(images []model.Image, all bool) []model.Image {
	for i := range images {
		if name := images[i].Name.Raw(); name != "" {
			p.uses[name]++
		}
		if p.split.MatchAlone(&images[i]) {
			p.held = append(p.held, images[i])
		}
	}
	if !all {
		return nil
	}
	held := p.held
	p.held = nil
	return slices.DeleteFunc(held, func(image model.Image) bool { return !p.split.Uses(p.uses[image.Name.Raw()]) })
}

// admit takes from a stream's last page what the walk has not seen, and what
// the query wants. A record without an id cannot be told from another one: it
// is no sign of progress, and of a page that is read again it is left out.
func (p *Pager) admit(s *stream) {
	if !s.fresh {
		return
	}
	s.fresh = false
	rows, repeats := len(s.waiting), s.repeats()
	kept := s.waiting[:0]
	added := 0
	for i := range s.waiting {
		image := &s.waiting[i]
		switch {
		case image.ID.IsEmpty() && repeats:
			continue
		case image.ID.IsEmpty():
		case !p.seen.add(image.ID):
			continue
		default:
			added++
		}
		if p.options.Unmatched || p.split.Uses != nil || p.split.Match(image) {
			kept = append(kept, *image)
		}
	}
	clear(s.waiting[len(kept):])
	s.waiting = kept
	s.progress(added, rows)
}

// merged takes from the streams what can be put in order: all of a single
// one, and of two as much as neither can still come before.
func (p *Pager) merged() []model.Image {
	if len(p.streams) == 1 {
		images := p.streams[0].waiting
		p.streams[0].waiting = nil
		return images
	}
	var images []model.Image
	for first := p.earliest(); first != nil; first = p.earliest() {
		images = append(images, first.waiting[0])
		first.waiting = first.waiting[1:]
	}
	return images
}

// earliest returns the stream whose next image comes first in the order. It is
// nil where nothing waits, or where a page that is still to come may hold an
// image before it.
func (p *Pager) earliest() *stream {
	var first *stream
	for _, s := range p.streams {
		switch {
		case len(s.waiting) == 0 && !s.done:
			return nil
		case len(s.waiting) == 0:
		case first == nil || p.before(&s.waiting[0], &first.waiting[0]):
			first = s
		}
	}
	return first
}

// before reports whether an image comes before another in the order in which
// the service answers.
func (p *Pager) before(a, b *model.Image) bool {
	if p.split.SortLocal {
		if !a.CreatedAt.Equal(b.CreatedAt) {
			return a.CreatedAt.After(b.CreatedAt)
		}
		return a.ID.Raw() > b.ID.Raw()
	}
	return p.split.Compare(a, b) < 0
}

// idSet holds the ids that a walk has met, most of which are UUIDs and take 16
// bytes.
type idSet struct {
	uuids map[[16]byte]struct{}
	other map[string]struct{}
}

// add returns false where the set has the id already.
func (s *idSet) add(id model.ImageID) bool {
	if s.uuids == nil {
		s.uuids, s.other = make(map[[16]byte]struct{}), make(map[string]struct{})
	}
	if uuid, ok := compact(id.Raw()); ok {
		before := len(s.uuids)
		s.uuids[uuid] = struct{}{}
		return len(s.uuids) > before
	}
	before := len(s.other)
	s.other[id.Raw()] = struct{}{}
	return len(s.other) > before
}

// compact reads a UUID in its canonical form. In upper case it is another id.
func compact(id string) (uuid [16]byte, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return uuid, false
	}
	var digits [32]byte
	n := 0
	for i := range len(id) {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			continue
		case id[i] >= 'A' && id[i] <= 'F':
			return uuid, false
		}
		digits[n] = id[i]
		n++
	}
	_, err := hex.Decode(uuid[:], digits[:])
	return uuid, err == nil
}
