package problem_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/ui/problem"
)

type known struct {
	kind             remote.Kind
	sentence, advice string
}

func (k known) Error() string         { return k.sentence }
func (k known) Advice() string        { return k.advice }
func (known) Request() text.Untrusted { return text.Of("req-1") }
func (k known) Unwrap() error         { return k.kind }

func TestReports(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		want problem.Report
	}{
		{
			"a problem speaks for itself, however it is wrapped",
			fmt.Errorf("listing: %w", known{remote.Forbidden, "no", "ask"}),
			problem.Report{Sentence: "listing: no", Advice: "ask", Request: text.Of("req-1"), Kind: remote.Forbidden},
		},
		{
			"what it leaves open is filled in",
			known{kind: remote.Busy, sentence: "later"},
			problem.Report{Sentence: "later", Advice: "wait a moment and try again", Request: text.Of("req-1"), Kind: remote.Busy},
		},
		{
			"a time-out is no answer",
			fmt.Errorf("x: %w", context.DeadlineExceeded),
			problem.Report{
				Sentence: "no answer came in time", Kind: remote.Unreachable,
				Advice: "check the network, the VPN and the cloud's auth_url",
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

func TestWithoutAConnectionTheCloudsAreLookedAt(t *testing.T) {
	t.Parallel()
	if got := problem.OfConnecting(errors.New("odd")).Advice; !strings.Contains(got, "glimpse clouds") {
		t.Errorf("the advice is %q", got)
	}
	if got := problem.OfConnecting(known{remote.Forbidden, "no", "ask"}).Advice; got != "ask" {
		t.Errorf("the advice is %q, and the error's own is another", got)
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
		{known{remote.Forbidden, `tagging image x: "no".`, "ask"}, `tagging image x: "no"; nothing was sent. ask (request id req-1)`},
		{errors.New("odd"), "nothing was sent: odd"},
	} {
		if got := problem.Message("nothing was sent", test.err); got != test.want {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
}
