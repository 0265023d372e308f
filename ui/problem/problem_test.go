package problem_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"glimpse/model/text"
	"glimpse/ui/problem"
)

type known struct {
	kind             problem.Kind
	sentence, advice string
}

func (k known) Error() string         { return "the text of the error" }
func (k known) Sentence() string      { return k.sentence }
func (k known) Advice() string        { return k.advice }
func (known) Request() text.Untrusted { return text.Of("req-1") }
func (k known) Kind() problem.Kind    { return k.kind }

func TestReports(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		want problem.Report
	}{
		{
			"a problem speaks for itself, however it is wrapped",
			fmt.Errorf("listing: %w", known{problem.Forbidden, "no", "ask"}),
			problem.Report{Sentence: "no", Advice: "ask", Request: text.Of("req-1"), Kind: problem.Forbidden},
		},
		{
			"what it leaves open is filled in",
			known{kind: problem.Busy},
			problem.Report{
				Sentence: "the text of the error", Advice: "Wait a little, then try again.",
				Request: text.Of("req-1"), Kind: problem.Busy,
			},
		},
		{
			"a time-out is no answer",
			fmt.Errorf("x: %w", context.DeadlineExceeded),
			problem.Report{
				Sentence: "no answer came in time", Kind: problem.Unreachable,
				Advice: "Check the network, and the URL of this cloud in clouds.yaml.",
			},
		},
		{
			"any other error is its text",
			errors.New("odd"),
			problem.Report{Sentence: "odd", Advice: "Try again; if it stays, start with --log-file and look there."},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := problem.Of(test.err); got != test.want {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestEveryKindHasAdvice(t *testing.T) {
	t.Parallel()
	seen := map[string]problem.Kind{}
	for kind := problem.Other; kind <= problem.Config; kind++ {
		advice := problem.Of(known{kind: kind}).Advice
		if other, twice := seen[advice]; advice == "" || twice {
			t.Errorf("kind %d says %q, as kind %d does", kind, advice, other)
		}
		seen[advice] = kind
	}
}

func TestAMessageBeginsWithTheCause(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("starting a job: %w", &fs.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC}), "disk full: nothing was sent (starting a job: write /x: no space left on device)"},
		{&fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES}, "permission denied: nothing was sent (open /x: permission denied)"},
		{known{problem.Forbidden, `tagging image x: "no".`, "ask"}, `tagging image x: "no"; nothing was sent. ask (request id req-1)`},
		{errors.New("odd"), "nothing was sent: odd"},
	} {
		if got := problem.Message("nothing was sent", test.err); got != test.want {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
}
