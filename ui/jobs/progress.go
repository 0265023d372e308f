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
	"glimpse/model/plan"
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

// partly says of how many images some steps are done and others are not, such as a new
// one whose data was refused.
func partly(p *job.Progress) string { return format.Count(p.Partly) + " done in part" }

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
	case p.State == job.Cancelling && ending > 0 && makesOfVolume(p.Plan):
		return "cancelling: the image is left to the block storage service"
	case p.State == job.Cancelling && ending > 0 && goesOnAlone(p.Plan):
		return "cancelling: the import is left to the image service"
	case p.State == job.Cancelling && ending > 0 && p.Plan.MovesData():
		return "cancelling: " + cutOff(ending)
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

// goesOnAlone reports whether a service carries out by itself what it has accepted of a
// plan.
func goesOnAlone(p *plan.Plan) bool {
	return p != nil && len(p.Steps) > 0 && p.Steps[0].GoesOnAlone()
}

// cutOff says that transfers of so many images end before all of their data is there.
func cutOff(images int) string {
	if images == 1 {
		return "cutting the transfer off"
	}
	return "cutting " + format.Count(images) + " transfers off"
}

// measure is what the bar and the percentage of a job are of: the bytes of its image
// data, where those are known, and otherwise images, each of which is a hundred.
type measure struct {
	whole, reached, coming int64
	// of is how much of the whole came to an end, by which one.
	of func(job.Outcome) int64
}

func measureOf(p *job.Progress) measure {
	if arrived, total, known := p.Data(); known {
		m := measure{whole: total, of: func(word job.Outcome) int64 { return p.Sizes[word] }}
		for _, word := range job.Outcomes() {
			if word != job.Unsent {
				m.reached += p.Sizes[word]
			}
		}
		m.coming = arrived - m.reached
		return m
	}
	m := measure{
		whole: int64(p.Total) * 100, reached: int64(reached(p)) * 100,
		of: func(word job.Outcome) int64 { return int64(p.Counts[word]) * 100 },
	}
	for i := range p.Transfers {
		if percent, known := p.Transfers[i].Percent(); known {
			m.coming += int64(percent)
		}
	}
	return m
}

// percent returns how much of a job is finished, rounded down.
func percent(p *job.Progress) int {
	m := measureOf(p)
	if m.whole == 0 {
		return 100
	}
	return int((m.reached + m.coming) * 100 / m.whole)
}

// Bar draws how far a job is in a number of cells: what became of it in the colours
// of the outcomes, at least a cell of each, and the rest.
func Bar(theme *theme.Theme, p *job.Progress, width int) []table.Piece {
	m := measureOf(p)
	b := bar{width: width, whole: m.whole, glyph: theme.Glyphs.Off}
	sum := int64(0)
	for _, word := range job.Outcomes() {
		if size := m.of(word); size > 0 && word != job.Unsent {
			sum += size
			_, style := outcome.Mark(theme, word)
			b.fill(sum, 1, style)
		}
	}
	if m.reached > sum { // of a job that an earlier run left no more is known
		b.fill(m.reached, 0, theme.Muted)
	}
	if m.coming > 0 {
		b.fill(m.reached+m.coming, 0, theme.Busy)
	}
	return append(b.pieces, table.Piece{Text: strings.Repeat(theme.Glyphs.Dot, width-b.used), Style: theme.Muted})
}

// bar is a bar that is being drawn.
type bar struct {
	pieces      []table.Piece
	width, used int
	whole       int64
	glyph       string
}

// fill goes on to a part of the whole, by so many cells at least.
func (b *bar) fill(to int64, least int, style theme.Style) {
	if b.whole == 0 {
		return
	}
	end := min(b.width, max(b.used+least, int(float64(to)/float64(b.whole)*float64(b.width))))
	b.pieces = append(b.pieces, table.Piece{Text: strings.Repeat(b.glyph, end-b.used), Style: style})
	b.used = end
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
	case p.Counts[job.Failed]+p.Counts[job.Unsent] > 0:
		return ""
	case p.Counts[job.Refused] > 0:
		// All of it at once would be refused again; a person says of which image
		// the cause is gone.
		return "what was refused is retried by image: open or mark it in the report"
	case p.Counts[job.Conflict] > 0:
		return "nothing failed; others changed the images in conflict: look at them, then make the change again"
	default:
		return "nothing failed"
	}
}

// noWayBack says why a job cannot be undone that deletes images or moves data.
const noWayBack = "what is deleted or was moved cannot be undone"

// whyNotUndo says why a job cannot be taken back, or nothing.
func whyNotUndo(theme *theme.Theme, scope action.Scope, p *job.Progress) string {
	switch {
	case p.State != job.Ended:
		return "the job is under way; to undo it, cancel it first (" + theme.Keys.For(scope, action.CancelJob) + ")"
	case !p.HasChanged():
		return "the job changed nothing; there is nothing to undo"
	case p.Plan != nil && !canBeUndone(p.Plan):
		return noWayBack
	default:
		return ""
	}
}
