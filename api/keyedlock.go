package api

import (
	"context"
	"sync"

	"glimpse/model"
)

// keyedLock lets one change to an image run at a time: Glance saves the whole
// record that it read, so that of two changes at once one is lost although
// both were answered with success. The zero value is ready.
type keyedLock struct {
	mu   sync.Mutex
	held map[model.ImageID]*holder
}

type holder struct {
	turn    chan struct{} // holds one value while nobody has the lock
	waiting int
}

// lock waits for the image's turn, and returns the function that gives it
// back. The error is the context's.
func (k *keyedLock) lock(ctx context.Context, id model.ImageID) (unlock func(), err error) {
	k.mu.Lock()
	if k.held == nil {
		k.held = make(map[model.ImageID]*holder)
	}
	h := k.held[id]
	if h == nil {
		h = &holder{turn: make(chan struct{}, 1)}
		h.turn <- struct{}{}
		k.held[id] = h
	}
	h.waiting++
	k.mu.Unlock()
	leave := func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if h.waiting--; h.waiting == 0 {
			delete(k.held, id)
		}
	}
	select {
	case <-ctx.Done():
		leave()
		return nil, context.Cause(ctx)
	case <-h.turn:
		return func() { h.turn <- struct{}{}; leave() }, nil
	}
}
