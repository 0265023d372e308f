package cmd

import (
	"context"

	"glimpse/ui/backend"
)

// earlyConnection is a connection that is made while the screen is still being set up,
// so that the first images do not wait for one after the other.
type earlyConnection struct {
	target  backend.Target
	connect connectFunc
	cancel  context.CancelFunc
	made    chan connection // closed without one where connecting panicked
}

type connectFunc func(context.Context, backend.Target) (backend.Session, error)

// connection is what connecting led to.
type connection struct {
	session backend.Session
	err     error
}

// connectEarly begins to connect, beside what the caller goes on with.
func connectEarly(ctx context.Context, target backend.Target, connect connectFunc) *earlyConnection {
	ctx, cancel := context.WithCancel(ctx)
	e := &earlyConnection{target: target, connect: connect, cancel: cancel, made: make(chan connection, 1)}
	go func() {
		defer close(e.made)
		// A panic here would leave the terminal as it is. Whoever asks connects anew, and
		// panics where the screen restores it.
		defer func() { _ = recover() }()
		session, err := connect(ctx, target)
		e.made <- connection{session, err}
	}()
	return e
}

// session waits for the connection. One that the caller gives up is closed.
func (e *earlyConnection) session(ctx context.Context) (backend.Session, error) {
	select {
	case done, made := <-e.made:
		e.cancel()
		if !made {
			return e.connect(ctx, e.target)
		}
		return done.session, done.err
	case <-ctx.Done():
		e.giveUp()
		return nil, ctx.Err()
	}
}

// giveUp ends what nobody waits for.
func (e *earlyConnection) giveUp() {
	e.cancel()
	go func() {
		if done := <-e.made; done.session != nil {
			done.session.Close()
		}
	}()
}
