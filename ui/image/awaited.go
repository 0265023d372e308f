package image

import (
	"context"
	"slices"

	"glimpse/ui/layers"
	"glimpse/ui/uictx"
)

// awaited are the answers that one screen waits for. Each screen has its own, for another
// image may be opened above it meanwhile, and it shows what it asked for all the same.
type awaited struct{ record, extras, uses asking }

func (a *awaited) end() {
	for _, each := range []*asking{&a.record, &a.extras, &a.uses} {
		each.end()
	}
}

// asking is a question to the service that is under way, if it has a ticket.
type asking struct {
	ticket uictx.Ticket
	cancel context.CancelFunc
}

// begin asks anew: an answer to what was asked before comes too late.
func (a *asking) begin(shared *uictx.Context) (context.Context, uictx.Ticket) {
	a.end()
	ctx, cancel := context.WithCancel(context.Background())
	a.cancel, a.ticket = cancel, shared.Ticket()
	return ctx, a.ticket
}

// meet reports whether an answer is the one that is waited for, which it ends.
func (a *asking) meet(ticket uictx.Ticket) bool {
	if a.ticket != ticket {
		return false
	}
	a.end()
	return true
}

func (a *asking) end() {
	if a.cancel != nil {
		a.cancel()
	}
	*a = asking{}
}

// awaitedBy returns what a screen that is open waits for. What those waited for that were
// all closed at once is ended here.
func (f *Feature) awaitedBy(screen layers.Screen) *awaited {
	if waits := f.awaited[screen]; waits != nil {
		return waits
	}
	open := f.ctx.Layers.Screens()
	for each := range f.awaited {
		if !slices.Contains(open, each) {
			f.Leave(each)
		}
	}
	f.awaited[screen] = &awaited{}
	return f.awaited[screen]
}

// Leave ends what a screen waits for that is being left.
func (f *Feature) Leave(screen layers.Screen) {
	if left := f.awaited[screen]; left != nil {
		left.end()
		delete(f.awaited, screen)
	}
}

// Close cancels what is under way.
func (f *Feature) Close() {
	for screen := range f.awaited {
		f.Leave(screen)
	}
}
