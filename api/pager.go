package api

import (
	"context"
	"slices"
	"sort"
	"sync"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/ranges"
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
// Where all pages are wanted, those of a listing in the order of creation are read
// several at once, as [Pager.All] says.
//
// A Pager is safe for concurrent use; pages come one at a time.
type Pager struct {
	client  *Client
	split   query.Split
	options PageOptions

	turn chan struct{} // holds one value while no page is being waited for
	news chan struct{} // has a value where something was read

	mu    sync.Mutex
	lanes []*lane
	seen  idSet
	// all says that every page is wanted, and pace how many are read at once then.
	all     bool
	pace    *ranges.Pace
	flights map[*flight]struct{}
	// serial counts the pages that were waited for. held says that nobody waits any
	// more, so that nothing is begun; closed, that nobody will.
	serial       uint64
	held, closed bool
	err          error
	// uses counts the names where the query asks how often they are used, and
	// late are the images that wait for that.
	uses map[string]int
	late []model.Image
}

// Pages begins a walk. No request is sent before Next.
func (c *Client) Pages(split query.Split, options PageOptions) *Pager {
	if options.Size <= 0 {
		options.Size = DefaultPageSize
	}
	p := &Pager{
		client: c, split: split, options: options, turn: make(chan struct{}, 1), news: make(chan struct{}, 1),
		pace: ranges.NewPace(c.readers), flights: map[*flight]struct{}{}, uses: map[string]int{},
	}
	p.turn <- struct{}{}
	for _, request := range split.Requests {
		p.lanes = append(p.lanes, newLane(request, options, c.retry.now()))
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
	serial := p.await()
	defer context.AfterFunc(ctx, func() { p.interrupt(serial, context.Cause(ctx)) })()
	for {
		page, ready, err := p.take(context.WithoutCancel(ctx))
		switch {
		case ready:
			return page, nil
		case ctx.Err() != nil:
			return model.Page{}, context.Cause(ctx)
		case err != nil:
			return model.Page{}, err
		}
		select {
		case <-ctx.Done():
		case <-p.news:
		}
	}
}

// take returns the next page if it was read, or why it was not, and asks for what is
// still to be read.
func (p *Pager) take(ctx context.Context) (page model.Page, ready bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return model.Page{}, false, context.Canceled
	}
	for _, l := range p.lanes {
		if len(l.waiting) == 0 && !l.fresh {
			l.waiting, l.fresh = p.admitted(l)
			l.page = l.waiting
		}
	}
	p.start(ctx)
	if slices.ContainsFunc(p.lanes, func(l *lane) bool { return !l.fresh && len(l.waiting) == 0 && !l.isDone() }) {
		err, p.err = p.err, nil
		return model.Page{}, false, err
	}
	images := p.merged()
	more := false
	for _, l := range p.lanes {
		l.fresh = false
		more = more || !l.isDone()
	}
	if p.split.Uses != nil && !p.options.Unmatched {
		images = p.counted(images, !more)
	}
	if !more {
		p.seen = idSet{} // it is the largest thing that the walk keeps
	}
	return model.Page{Images: images, More: more}, true, nil
}

// counted counts the names of images, and returns those that belong to the query
// once all have been read.
func (p *Pager) counted(images []model.Image, all bool) []model.Image {
	for i := range images {
		if name := images[i].Name.Raw(); name != "" {
			p.uses[name]++
		}
		if p.split.MatchAlone(&images[i]) {
			p.late = append(p.late, images[i])
		}
	}
	if !all {
		return nil
	}
	late := p.late
	p.late = nil
	return slices.DeleteFunc(late, func(image model.Image) bool { return !p.split.Uses(p.uses[image.Name.Raw()]) })
}

// admitted takes the next page of a listing that was read, and of it what the walk
// has not handed on, and what the query wants. It returns false where none was.
func (p *Pager) admitted(l *lane) (kept []model.Image, read bool) {
	images, ahead, read := l.next()
	return keepIf(images, func(_ int, image *model.Image) bool {
		if ahead && !image.ID.IsEmpty() && !p.seen.add(image.ID) {
			return false
		}
		return p.options.Unmatched || p.split.Uses != nil || p.split.Match(image)
	}), read
}

// merged takes from the listings what can be put in order: all of a single
// one, and of two as much as neither can still come before.
func (p *Pager) merged() []model.Image {
	if len(p.lanes) == 1 {
		images := p.lanes[0].waiting
		p.lanes[0].waiting, p.lanes[0].page = nil, nil
		return images
	}
	images := make([]model.Image, 0, p.ready())
	for first := p.earliest(); first != nil; first = p.earliest() {
		images = append(images, first.waiting[0])
		if first.waiting = first.waiting[1:]; len(first.waiting) == 0 {
			reuseImages(first.page)
			first.page = nil
		}
	}
	return images
}

// ready returns how many images can be put in order, if the listings are in it: up to the
// first that is the last of its listing so far.
func (p *Pager) ready() (count int) {
	var last *model.Image
	for _, l := range p.lanes {
		if end := len(l.waiting) - 1; end >= 0 && !l.division.Done() && (last == nil || p.before(&l.waiting[end], last)) {
			last = &l.waiting[end]
		}
	}
	for _, l := range p.lanes {
		count += sort.Search(len(l.waiting), func(i int) bool { return last != nil && p.before(last, &l.waiting[i]) })
	}
	return count
}

// earliest returns the listing whose next image comes first in the order. It is
// nil where nothing waits, or where a page that is still to come may hold an
// image before it.
func (p *Pager) earliest() *lane {
	var first *lane
	for _, l := range p.lanes {
		switch {
		case len(l.waiting) == 0 && !l.isDone():
			return nil
		case len(l.waiting) == 0:
		case first == nil || p.before(&l.waiting[0], &first.waiting[0]):
			first = l
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
