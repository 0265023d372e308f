package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"glimpse/model/ranges"
)

// DefaultReaders is how many pages are read at once where the caller does not say.
const DefaultReaders = 4

// pagesAhead is how many pages wait at most for what goes before them, for each
// reader and of a single listing; half as many more of those that come first.
const pagesAhead = 4

// flight is a page that is being read.
type flight struct {
	lane   *lane
	of     *ranges.Range
	stream *stream
	ends   ends
	cancel context.CancelCauseFunc
	// answered reports whether the service has answered in full: what is made of the
	// answer here keeps it from nothing.
	answered bool
	// took is how long the service took, without what is made of its answer here.
	took time.Duration
}

// All says that every page is wanted. From then on the pages of a listing in the
// order of creation are read side by side, by as many readers as the client's options
// allow, once the first few have shown how close images lie. They are handed on in
// the same order. There are fewer readers as soon as the service takes longer for
// them, or answers that it has too much to do. What goes wrong ahead of what is wanted
// next is not told: it is read again when its turn comes.
func (p *Pager) All() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = true
}

// Close ends what is being read. Next returns context.Canceled then.
func (p *Pager) Close() {
	p.mu.Lock()
	p.closed = true
	p.cancelFlights(context.Canceled)
	p.mu.Unlock()
	p.tell()
}

// await begins to wait for a page.
func (p *Pager) await() uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.serial++
	p.held = false
	return p.serial
}

// interrupt ends what is being read because nobody waits for a page any more.
func (p *Pager) interrupt(serial uint64, cause error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if serial == p.serial {
		p.held = true
		p.cancelFlights(cause)
	}
}

func (p *Pager) cancelFlights(cause error) {
	for f := range p.flights {
		f.cancel(cause)
	}
}

// tell wakes whoever waits for a page.
func (p *Pager) tell() {
	select {
	case p.news <- struct{}{}:
	default:
	}
}

// start asks for the pages that are to be read now: one of each listing of which
// none waits, and where all are wanted, as many as may be read at once, those first.
func (p *Pager) start(ctx context.Context) {
	if p.held || p.closed || p.err != nil {
		return
	}
	for _, l := range p.lanes {
		if len(l.waiting) == 0 && !l.fresh && (!p.all || p.mayRead()) {
			p.read(ctx, l, 0)
		}
	}
	for p.all && p.mayRead() && p.readAhead(ctx) {
		continue
	}
}

// mayRead reports whether another page may be read beside those that are. The service
// need not wait for what is made of its answers here, up to as many again as it
// answers at once; a single reader reads one after the other.
func (p *Pager) mayRead() bool {
	readers, asked := p.pace.Readers(), 0
	for f := range p.flights {
		if !f.answered {
			asked++
		}
	}
	if readers == 1 {
		return len(p.flights) == 0
	}
	return asked < readers && len(p.flights) < 2*readers
}

// readAhead asks for a page that is not yet wanted, of the listing of which the
// fewest wait. It returns false where there is none.
func (p *Pager) readAhead(ctx context.Context) bool {
	var poorest *lane
	for _, l := range p.lanes {
		if l.division.Divides() && (poorest == nil || l.division.Waiting() < poorest.division.Waiting()) {
			poorest = l
		}
	}
	return poorest != nil && p.read(ctx, poorest, pagesAhead*p.client.readers/len(p.lanes))
}

// read asks for a page of a listing if no more than so many wait. It returns false
// where there is none to be asked for.
func (p *Pager) read(ctx context.Context, l *lane, ahead int) bool {
	of := l.division.Next(ahead)
	if of == nil {
		return false
	}
	f := &flight{lane: l, of: of, stream: l.stream(of, &p.seen), ends: ends{of.From, of.Before}}
	watched := context.WithValue(ctx, watcherKey{}, watcher(func(took time.Duration, err error) { p.watch(ctx, f, took, err) }))
	under, cancel := context.WithCancelCause(watched)
	f.cancel = cancel
	p.flights[f] = struct{}{}
	go p.fly(ctx, under, f)
	return true
}

// watch takes how the service bears so many readers, and that it may answer the next.
func (p *Pager) watch(ctx context.Context, f *flight, took time.Duration, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f.took, f.answered = took, err == nil
	switch {
	case isTransient(err):
		p.pace.Refused()
	case err == nil && p.all:
		p.start(ctx)
	}
}

// fly reads a page. While it does, the stream is its own.
func (p *Pager) fly(ctx, under context.Context, f *flight) {
	page, err := p.client.listing(under, f.lane.ask(f.stream, f.ends), f.lane.raw)
	for errors.Is(err, ErrMarkerGone) && f.stream.stepBack() {
		page, err = p.client.listing(under, f.lane.ask(f.stream, f.ends), f.lane.raw)
	}
	p.land(under, f, page, err)
	f.cancel(nil)
	p.mu.Lock()
	if p.all {
		p.start(ctx)
	}
	p.mu.Unlock()
	p.tell()
}

// land takes what a page had, or why there is none.
func (p *Pager) land(under context.Context, f *flight, page listing, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.flights, f)
	switch {
	case err == nil:
		if f.lane.arrived(f.of, f.stream, page) && page.more {
			p.pace.Answered(f.took)
		}
	case under.Err() != nil:
		f.lane.division.GiveUp(f.of)
	case f.lane.failed(f.of, isRejected(err)):
		p.err = err
	}
}

// isRejected reports whether the service does not take a request as it is.
func isRejected(err error) bool {
	var problem *Problem
	return errors.As(err, &problem) && (problem.Status == http.StatusBadRequest || problem.Status == http.StatusInternalServerError)
}

// watcherKey is the context's key for a watcher.
type watcherKey struct{}

// watcher is told of every request how long the service took for it, and what went
// wrong.
type watcher func(took time.Duration, err error)

func watcherOf(ctx context.Context) watcher {
	found, _ := ctx.Value(watcherKey{}).(watcher)
	return found
}

func (w watcher) tell(took time.Duration, err error) {
	if w != nil {
		w(took, err)
	}
}
