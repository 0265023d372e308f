package cmd

import (
	"fmt"
	"io"
	"strings"

	"glimpse/model/remote"
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

// report writes an error for the person at the keyboard: what failed and why,
// what to do about it, and the request id to quote to the cloud's operator.
// Whatever the error holds, only escaped text is written.
func report(out io.Writer, err error) {
	if err == nil {
		return
	}
	fmt.Fprintln(out, "glimpse:", escapeLines(err.Error()))
	if advice := remote.Advice(err); advice != "" {
		fmt.Fprintln(out, " ", escapeLines(advice))
	}
	if id := remote.RequestID(err); !id.IsEmpty() {
		fmt.Fprintln(out, "  request id:", id.Display())
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
