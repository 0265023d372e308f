package cmd

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"glimpse/model/text"
)

// advisedError is an error with a word on the way out of it.
type advisedError struct {
	err    error
	advice string
}

func (e *advisedError) Error() string  { return e.err.Error() }
func (e *advisedError) Unwrap() error  { return e.err }
func (e *advisedError) Advice() string { return e.advice }

// adviser is implemented by errors that say what to do, here and in the
// layers below.
type adviser interface{ Advice() string }

// requester is implemented by errors that carry a service's request id.
type requester interface{ Request() text.Untrusted }

// report writes an error for the person at the keyboard: what failed and why,
// what to do about it, and the request id to quote to the cloud's operator.
// Whatever the error holds, only escaped text is written.
func report(out io.Writer, err error) {
	if err == nil {
		return
	}
	fmt.Fprintln(out, "glimpse:", escapeLines(err.Error()))
	var advised adviser
	if errors.As(err, &advised) && advised.Advice() != "" {
		fmt.Fprintln(out, " ", escapeLines(advised.Advice()))
	}
	var requested requester
	if errors.As(err, &requested) && !requested.Request().IsEmpty() {
		fmt.Fprintln(out, "  request id:", requested.Request().Display())
	}
}

// escapeLines escapes each line of a text and indents those after the first.
func escapeLines(content string) string {
	lines := strings.Split(strings.TrimRight(content, "\n"), "\n")
	for i := range lines {
		lines[i] = text.Escape(strings.TrimRight(lines[i], "\r"))
	}
	return strings.Join(lines, "\n  ")
}
