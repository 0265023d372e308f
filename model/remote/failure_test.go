package remote_test

import (
	"errors"
	"fmt"
	"testing"

	"glimpse/model/remote"
	"glimpse/model/text"
)

// answered is a failure that knows more than its kind.
type answered struct{ advice, request string }

func (answered) Error() string             { return "listing images: no" }
func (a answered) Advice() string          { return a.advice }
func (a answered) Request() text.Untrusted { return text.Of(a.request) }
func (answered) Unwrap() error             { return remote.Forbidden }

func TestWhatIsKnownOfAFailureIsFoundHoweverItIsWrapped(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name            string
		err             error
		kind            remote.Kind
		advice, request string
	}{
		{"the advice of the failure itself", fmt.Errorf("x: %w", answered{"ask Ann", "req-1"}), remote.Forbidden, "ask Ann", "req-1"},
		{"that of its kind alone", fmt.Errorf("x: %w", remote.Busy), remote.Busy, "wait a moment and try again", ""},
		{"an error of another origin", errors.New("odd"), "", "", ""},
	} {
		var kind remote.Kind
		errors.As(test.err, &kind)
		advice, request := remote.Advice(test.err), remote.RequestID(test.err).Raw()
		if kind != test.kind || advice != test.advice || request != test.request {
			t.Errorf("%s: got %q, %q and %q", test.name, kind, advice, request)
		}
	}
	if !errors.Is(fmt.Errorf("x: %w", answered{}), remote.Forbidden) {
		t.Error("the kind is not found by errors.Is")
	}
}
