// Package problem turns an error into what the user is told: a sentence on
// what failed and why, and the way out.
package problem

import (
	"context"
	"errors"

	"glimpse/model/text"
)

// Kind sorts the failures that the screen answers in different ways.
type Kind uint8

// The kinds of failures.
const (
	Other        Kind = iota
	Forbidden         // the user may not do this: another role or project is needed
	Unauthorized      // the credentials were refused or have expired
	NotFound          // the image is not there, or not visible to this project
	Unreachable       // no answer: network, name, TLS or time-out
	Busy              // the service is there, and asks to be left alone for a while
	Config            // the configuration is missing or wrong
)

// Problem is an error that knows what to tell the user. It is looked for with
// errors.As; whatever its texts hold is escaped before it is shown.
type Problem interface {
	error
	// Sentence says what failed, on which, and why.
	Sentence() string
	// Advice says what to do about it; empty where nothing can be said.
	Advice() string
	// Request returns the service's id of the request, or nothing.
	Request() text.Untrusted
	// Kind sorts the failure.
	Kind() Kind
}

// Report is what is shown of an error. Its texts are foreign: they are shown
// by way of a Ruler's Show and ShowString only.
type Report struct {
	Sentence string
	Advice   string
	Request  text.Untrusted
	Kind     Kind
}

// Of returns the report on an error, which must not be nil.
func Of(err error) Report {
	var known Problem
	if errors.As(err, &known) {
		report := Report{Sentence: known.Sentence(), Advice: known.Advice(), Request: known.Request(), Kind: known.Kind()}
		if report.Sentence == "" {
			report.Sentence = err.Error()
		}
		if report.Advice == "" {
			report.Advice = advice(report.Kind)
		}
		return report
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Report{Sentence: "no answer came in time", Advice: advice(Unreachable), Kind: Unreachable}
	}
	return Report{Sentence: err.Error(), Advice: advice(Other)}
}

// advice is what can be said where the error itself says nothing.
func advice(kind Kind) string {
	switch kind {
	case Forbidden:
		return "Another role or project is needed: switch to a cloud entry that has it, or ask the cloud's operator."
	case Unauthorized:
		return "Check the user, password or application credential of this cloud in clouds.yaml."
	case NotFound:
		return "It was deleted, or is no longer shared with this project."
	case Unreachable:
		return "Check the network, and the URL of this cloud in clouds.yaml."
	case Busy:
		return "Wait a little, then try again."
	case Config:
		return "`glimpse clouds` lists the clouds that are configured, and where."
	default:
		return "Try again; if it stays, start with --log-file and look there."
	}
}
