// Package jobs is the screens of plans that are carried out: the list of jobs,
// the report of one with what became of each image, and the line that says how
// far the one under way is.
//
// Nothing here reads a clock: the time is passed in, and what is shown is as
// of then. What is drawn costs what is visible, however many images a job has.
package jobs

import (
	"fmt"
	"strings"
	"time"

	"glimpse/model/job"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// rate writes images a second, and slow ones a minute.
func rate(perSecond float64) string {
	switch {
	case perSecond <= 0:
		return ""
	case perSecond < 1:
		return fmt.Sprintf("%.1f/min", perSecond*60)
	case perSecond < 10:
		return fmt.Sprintf("%.1f/s", perSecond)
	default:
		return format.Count(int(perSecond+0.5)) + "/s"
	}
}

// done writes how far a job is: "137 of 500".
func done(p *job.Progress) string {
	return format.Count(reached(p)) + " of " + format.Count(p.Total)
}

// reached returns how many images a job has come to: not those that it was
// cancelled before.
func reached(p *job.Progress) int { return p.Finished() - p.Counts[job.Unsent] }

// checks reports whether a job is over but for a last look at what it changed.
func checks(p *job.Progress) bool { return p.State == job.Running && p.Checking > 0 }

// took says how long a job that has ended took. Of one that an earlier run left
// that is since it was taken up again: nobody worked on it before.
func took(p *job.Progress) string {
	if !p.Resumed.IsZero() {
		return "resumed " + format.Time(p.Resumed) + ", took " + format.Span(p.Ended.Sub(p.Resumed)) + " from there"
	}
	return "took " + format.Span(p.Ended.Sub(p.Started))
}

// brief is the counts of a job that has ended for where room is short: what
// was not sent before the rest, and nothing that is none.
func brief(p *job.Progress) string {
	if !outcome.Troubled(p) && !outcome.Cancelled(p) {
		return Counts(p)
	}
	var parts []string
	for _, outcome := range job.Outcomes() {
		if count := p.Counts[outcome]; count > 0 {
			parts = append(parts, format.Count(count)+" "+string(outcome))
		}
	}
	if outcome.Cancelled(p) { // it is the last of them
		parts = append(parts[len(parts)-1:], parts[:len(parts)-1]...)
	}
	return strings.Join(parts, ", ")
}

// pace returns the rate and what is left, as far as they are known and the job
// is at work.
func pace(p *job.Progress) []string {
	var parts []string
	if p.State != job.Running || checks(p) {
		return parts
	}
	if said := rate(p.Rate); said != "" {
		parts = append(parts, said)
	}
	if p.Left > 0 {
		parts = append(parts, format.Span(p.Left)+" left")
	}
	return parts
}

// again says when a job that waits is tried again, after a comma, or nothing.
func again(p *job.Progress, now time.Time) string {
	switch {
	case p.Again.IsZero():
		return ""
	case p.Again.Sub(now) < time.Second/2:
		return ", trying again now"
	default:
		return ", again in " + format.Span(max(time.Second, p.Again.Sub(now)))
	}
}

// Counts is the counts of a job in one line, "299 done, 1 gone, 0 failed":
// done and failed always, the others where there are any.
func Counts(p *job.Progress) string {
	var parts []string
	for _, outcome := range job.Outcomes() {
		if count := p.Counts[outcome]; count > 0 || outcome == job.Done || outcome == job.Failed {
			parts = append(parts, format.Count(count)+" "+string(outcome))
		}
	}
	return strings.Join(parts, ", ")
}

// state says in words what a job is doing, escaped; why it waits stands last,
// for a reason may be long.
func state(theme *theme.Theme, p *job.Progress, now time.Time) string {
	ending, why := p.Counts[job.Sending], theme.Cells.Show(p.Why)
	if why != "" {
		why = ": " + why
	}
	switch {
	case checks(p):
		return "checking " + format.Images(p.Checking) + " once more"
	case p.State == job.Outage:
		return string(job.Outage) + again(p, now) + why
	case p.State == job.Cancelling && ending > 0:
		return "cancelling: " + format.Count(ending) + " in flight will finish first"
	case p.State == job.Cancelling && !p.Again.IsZero():
		return "cancelling: what got no answer is looked at first" + again(p, now) + why
	case p.State == job.Paused && why == "" && ending > 0:
		return "paused: " + format.Count(ending) + " in flight will finish"
	case p.State == job.Paused:
		return "paused" + why
	case outcome.Cancelled(p):
		return "cancelled"
	default:
		return string(p.State)
	}
}

// Bar draws how far a job is in a number of cells: what became of the images
// in the colours of their outcomes, at least a cell of each, and the rest.
func Bar(theme *theme.Theme, p *job.Progress, width int) []table.Piece {
	var pieces []table.Piece
	sum, used := 0, 0
	for _, word := range job.Outcomes() {
		count := p.Counts[word]
		if count == 0 || word == job.Unsent || p.Total == 0 {
			continue
		}
		sum += count
		to := min(width, max(used+1, sum*width/p.Total))
		_, style := outcome.Mark(theme, word)
		pieces = append(pieces, table.Piece{Text: strings.Repeat(theme.Glyphs.Off, to-used), Style: style})
		used = to
	}
	if p.Total > 0 && reached(p) > sum { // of a job that an earlier run left no more is known
		to := max(used, reached(p)*width/p.Total)
		pieces = append(pieces, table.Piece{Text: strings.Repeat(theme.Glyphs.Off, to-used), Style: theme.Muted})
		used = to
	}
	if coming := partly(p); coming > 0 {
		to := min(width, used+int(coming*float64(width))/p.Total)
		pieces = append(pieces, table.Piece{Text: strings.Repeat(theme.Glyphs.Off, to-used), Style: theme.Busy})
		used = to
	}
	return append(pieces, table.Piece{Text: strings.Repeat(theme.Glyphs.Dot, width-used), Style: theme.Muted})
}

// percent returns how much of a job is finished; 100 only where all of it is.
func percent(p *job.Progress) int {
	if p.Total == 0 {
		return 100
	}
	return int(100 * (float64(reached(p)) + partly(p)) / float64(p.Total))
}

// whyNotPause says why a job cannot be paused or go on, or nothing.
func whyNotPause(p *job.Progress) string {
	switch p.State {
	case job.Ended:
		return "the job has ended; there is nothing to pause"
	case job.Cancelling:
		return "the job is being cancelled; it ends by itself"
	default:
		return ""
	}
}

// whyNotCancel says why a job cannot be cancelled, or nothing.
func whyNotCancel(theme *theme.Theme, scope action.Scope, p *job.Progress) string {
	switch p.State {
	case job.Ended:
		return "the job has ended; " + theme.Keys.For(scope, action.Undo) + " undoes it"
	case job.Cancelling:
		return "the job is being cancelled already"
	default:
		return ""
	}
}

// whyNotRetry says why nothing can be sent once more, or nothing.
func whyNotRetry(p *job.Progress) string {
	switch {
	case p.State == job.Outage:
		return "" // it is tried at once
	case p.State != job.Ended:
		return "the job is under way; retry what failed when it has ended"
	case p.Counts[job.Failed]+p.Counts[job.Refused]+p.Counts[job.Unsent] > 0:
		return ""
	case p.Counts[job.Conflict] > 0:
		return "nothing failed; others changed the images in conflict: look at them, then make the change again"
	default:
		return "nothing failed"
	}
}

// whyNotUndo says why a job cannot be taken back, or nothing.
func whyNotUndo(theme *theme.Theme, scope action.Scope, p *job.Progress) string {
	switch {
	case p.State != job.Ended:
		return "the job is under way; to undo it, cancel it first (" + theme.Keys.For(scope, action.CancelJob) + ")"
	case p.Counts[job.Done] == 0:
		return "the job changed nothing; there is nothing to undo"
	case p.Plan != nil && !canBeUndone(p.Plan):
		return "what is deleted or was moved cannot be undone"
	default:
		return ""
	}
}
