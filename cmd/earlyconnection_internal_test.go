package cmd

import (
	"context"
	"errors"
	"testing"

	"glimpse/ui/backend"
)

// stubSession is a session of which only the end is asked.
type stubSession struct {
	backend.Session
	closed chan struct{}
}

func (s *stubSession) Close() { close(s.closed) }

func TestTheFirstConnectionIsTheOneThatWasBegunEarly(t *testing.T) {
	t.Parallel()
	target := backend.Target{Cloud: "prod", Region: "north"}
	made := &stubSession{closed: make(chan struct{})}
	b := &fromConfiguration{}
	b.early.Store(connectEarly(t.Context(), target, func(context.Context, backend.Target) (backend.Session, error) {
		return made, nil
	}))
	session, err := b.Connect(t.Context(), target)
	if session != backend.Session(made) || err != nil {
		t.Fatalf("Connect returned %v, %v", session, err)
	}
	if b.early.Load() != nil {
		t.Error("the next connection would be the same one")
	}
	refused := errors.New("refused")
	early := connectEarly(t.Context(), target, func(context.Context, backend.Target) (backend.Session, error) { return nil, refused })
	if session, err := early.session(t.Context()); session != nil || !errors.Is(err, refused) {
		t.Errorf("a connection that failed is %v, %v", session, err)
	}
}

func TestAnEarlyConnectionThatIsGivenUpEnds(t *testing.T) {
	t.Parallel()
	target := backend.Target{Cloud: "prod"}
	for name, giveUp := range map[string]func(*earlyConnection){
		"for another": (*earlyConnection).giveUp,
		"by its caller": func(e *earlyConnection) {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			if session, err := e.session(ctx); session != nil || !errors.Is(err, context.Canceled) {
				t.Errorf("given up, it is %v, %v", session, err)
			}
		},
	} {
		made := &stubSession{closed: make(chan struct{})}
		early := connectEarly(context.Background(), target, func(ctx context.Context, _ backend.Target) (backend.Session, error) {
			<-ctx.Done() // a service that does not answer
			return made, nil
		})
		giveUp(early)
		select {
		case <-made.closed:
		case <-t.Context().Done():
			t.Errorf("given up %s, it stays open", name)
		}
	}
}

// The screen restores the terminal where a command of its own panics, and nobody does
// where a goroutine beside it does.
func TestAPanicWhileConnectingEarlyIsThatOfWhoAsks(t *testing.T) {
	t.Parallel()
	early := connectEarly(t.Context(), backend.Target{}, func(context.Context, backend.Target) (backend.Session, error) {
		panic("odd catalogue")
	})
	defer func() {
		if got := recover(); got != "odd catalogue" {
			t.Errorf("who asked met %v", got)
		}
	}()
	_, err := early.session(t.Context())
	t.Errorf("nothing panicked, and the error is %v", err)
}
