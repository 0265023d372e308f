// Package problem turns an error into what the user is told: a sentence on
// what failed and why, and the way out.
package problem

import (
	"cmp"
	"context"
	"errors"

	"glimpse/model/remote"
	"glimpse/model/text"
)

// Report is what is shown of an error. Its texts are foreign: they are shown
// by way of a Measurer's Show and ShowString only.
type Report struct {
	Sentence string
	Advice   string
	Request  text.Untrusted
	Kind     remote.Kind
}

// Of returns the report on an error, which must not be nil.
func Of(err error) Report {
	return of(err, "Try again; if it stays, start with --log-file and look there.")
}

// OfConnecting returns the report on an error that stands in the way of a
// connection. What it says nothing of is as a rule the configuration.
func OfConnecting(err error) Report {
	return of(err, "`glimpse clouds` lists the clouds that are configured, and where.")
}

func of(err error, otherwise string) Report {
	report := Report{Sentence: err.Error(), Advice: remote.Advice(err), Request: remote.RequestID(err)}
	if !errors.As(err, &report.Kind) && errors.Is(err, context.DeadlineExceeded) {
		report.Sentence, report.Kind = "no answer came in time", remote.Unreachable
	}
	report.Advice = cmp.Or(report.Advice, report.Kind.Advice(), otherwise)
	return report
}
