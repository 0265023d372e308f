// Package outcome tells what became of an image, and what a job is doing, by a
// shape and a colour, for the word that stands beside them.
package outcome

import (
	"glimpse/model/job"
	"glimpse/ui/theme"
)

// Mark returns the shape and the style that stand for what became of an image.
func Mark(look *theme.Theme, outcome job.Outcome) (shape string, style theme.Style) {
	switch outcome {
	case job.Waiting:
		return look.Glyphs.Dot, look.Muted
	case job.Sending:
		return look.Glyphs.Pending, look.Busy
	case job.Unsent, job.NoChange:
		return look.Glyphs.Queued, look.Muted
	case job.Done:
		return look.Glyphs.Active, look.Good
	case job.Gone:
		return look.Glyphs.Dash, look.Warn
	case job.Conflict:
		return look.Glyphs.Fault, look.Warn
	case job.Refused:
		return look.Glyphs.Off, look.Bad
	case job.Failed:
		return look.Glyphs.Dead, look.Bad
	default:
		return look.Glyphs.Unknown, look.Bad
	}
}

// Earlier is the state of a finished job that the session did not carry out.
const Earlier job.State = "earlier"

// State returns the shape and the style that stand for what a job is doing.
// One that has ended with trouble is told from one that went well.
func State(look *theme.Theme, progress *job.Progress) (shape string, style theme.Style) {
	switch progress.State {
	case job.Running:
		return look.Glyphs.Pending, look.Busy
	case job.Paused:
		return look.Glyphs.Off, look.Warn
	case job.Outage:
		return look.Glyphs.Fault, look.Warn
	case job.Cancelling:
		return look.Glyphs.Pending, look.Warn
	case job.Ended:
		switch {
		case Troubled(progress):
			return look.Glyphs.Fault, look.Warn
		case Cancelled(progress): // which is no failure
			return look.Glyphs.Queued, look.Muted
		default:
			return look.Glyphs.Active, look.Good
		}
	case Earlier:
		return look.Glyphs.Active, look.Muted
	default:
		return look.Glyphs.Unknown, look.Bad
	}
}

// Cancelled reports whether a job was cancelled before all was sent.
func Cancelled(progress *job.Progress) bool {
	return progress.State == job.Ended && progress.Counts[job.Unsent] > 0
}

// Troubled reports whether something went wrong with images of a job. What a
// person cancelled did not.
func Troubled(progress *job.Progress) bool {
	return progress.Counts[job.Failed]+progress.Counts[job.Refused]+progress.Counts[job.Conflict]+
		progress.Counts[job.Gone] > 0
}
