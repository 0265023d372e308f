// Package outcome tells what became of an image, and what a job is doing, by a
// shape and a colour, for the word that stands beside them.
package outcome

import (
	"glimpse/model/job"
	"glimpse/ui/theme"
)

// Undone is what became of an image that a job has changed and a later one has changed
// back. Its own report alone says so: the outcome of the job is another one.
const Undone job.Outcome = "undone"

// Mark returns the shape and the style that stand for what became of an image.
func Mark(theme *theme.Theme, outcome job.Outcome) (shape string, style theme.Style) {
	switch outcome {
	case job.Waiting:
		return theme.Glyphs.Dot, theme.Muted
	case job.Sending:
		return theme.Glyphs.Pending, theme.Busy
	case job.Unsent, job.NoChange, Undone:
		return theme.Glyphs.Queued, theme.Muted
	case job.Done:
		return theme.Glyphs.Active, theme.Good
	case job.Gone:
		return theme.Glyphs.Dash, theme.Warn
	case job.Conflict:
		return theme.Glyphs.Fault, theme.Warn
	case job.Refused:
		return theme.Glyphs.Off, theme.Bad
	case job.Failed:
		return theme.Glyphs.Dead, theme.Bad
	default:
		return theme.Glyphs.Unknown, theme.Bad
	}
}

// Earlier is the state of a finished job that the session did not carry out.
const Earlier job.State = "earlier"

// State returns the shape and the style that stand for what a job is doing.
// One that has ended with trouble is told from one that went well.
func State(theme *theme.Theme, progress *job.Progress) (shape string, style theme.Style) {
	switch progress.State {
	case job.Running:
		return theme.Glyphs.Pending, theme.Busy
	case job.Paused:
		return theme.Glyphs.Off, theme.Warn
	case job.Outage:
		return theme.Glyphs.Fault, theme.Warn
	case job.Cancelling:
		return theme.Glyphs.Pending, theme.Warn
	case job.Ended:
		switch {
		case Troubled(progress):
			return theme.Glyphs.Fault, theme.Warn
		case Cancelled(progress): // which is no failure
			return theme.Glyphs.Queued, theme.Muted
		default:
			return theme.Glyphs.Active, theme.Good
		}
	case Earlier:
		switch {
		case Troubled(progress):
			return theme.Glyphs.Fault, theme.Muted
		case Cancelled(progress):
			return theme.Glyphs.Queued, theme.Muted
		default:
			return theme.Glyphs.Active, theme.Muted
		}
	default:
		return theme.Glyphs.Unknown, theme.Bad
	}
}

// Cancelled reports whether a job was cancelled before all was sent.
func Cancelled(progress *job.Progress) bool {
	return (progress.State == job.Ended || progress.State == Earlier) && progress.Counts[job.Unsent] > 0
}

// Troubled reports whether something went wrong with images of a job. What a
// person cancelled did not.
func Troubled(progress *job.Progress) bool {
	return progress.Counts[job.Failed]+progress.Counts[job.Refused]+progress.Counts[job.Conflict]+
		progress.Counts[job.Gone] > 0
}
