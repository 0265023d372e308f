package jobs

import (
	"slices"
	"strings"
	"time"

	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/format"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/theme"
)

// working says what a job is at.
func working(p *plan.Plan) string {
	switch {
	case p == nil:
		return "working on"
	case p.Undoes != nil:
		return "undoing"
	}
	switch p.Command.Command.(type) {
	case command.Set:
		return "changing"
	case command.Tag:
		return "tagging"
	case command.Property:
		return "changing properties of"
	case command.Create:
		return "creating"
	case command.Deactivate:
		return "deactivating"
	case command.Reactivate:
		return "reactivating"
	case command.Hide:
		return "hiding"
	case command.Unhide:
		return "unhiding"
	case command.Protect:
		return "protecting"
	case command.Unprotect:
		return "unprotecting"
	case command.Delete:
		return "deleting"
	case command.Upload:
		return "uploading"
	case command.Import:
		return "importing"
	case command.Download:
		return "downloading"
	case command.DeleteFrom:
		return "deleting from a store"
	case command.Cache:
		return "caching"
	case command.Uncache:
		return "uncaching"
	case command.Location:
		return "changing locations of"
	default:
		return "working on"
	}
}

// Badge says in one line of at most width cells how far a job is, for the
// header or the footer of every screen while it goes on: "tagging 137 of 500,
// 21/s, 17 s left". What there is no room for is left out from the end. The
// text is escaped; style is the one that it is to be shown in. Of a job that
// has ended it is the counts.
func Badge(theme *theme.Theme, progress *job.Progress, width int, now time.Time) (text string, style theme.Style) {
	_, style = outcome.State(theme, progress)
	doing := working(progress.Plan)
	var parts []string
	switch progress.State {
	case job.Ended:
		parts = []string{Counts(progress)}
	case job.Outage:
		parts = []string{"waiting" + again(progress, now), done(progress)}
	case job.Paused, job.Cancelling:
		parts = []string{string(progress.State) + " at " + done(progress)}
	case job.Running:
		if checks(progress) {
			parts = []string{"checking " + format.Count(progress.Checking)}
			break
		}
		parts = runningParts(theme, progress)
	default:
		parts = []string{doing + " " + done(progress)}
	}
	if failed := progress.Counts[job.Failed] + progress.Counts[job.Refused]; failed > 0 && progress.State != job.Ended {
		parts = slices.Insert(parts, 1, format.Count(failed)+" failed")
	}
	for len(parts) > 1 && theme.Cells.Width(strings.Join(parts, ", ")) > width {
		parts = parts[:len(parts)-1]
	}
	return theme.Cells.Cut(strings.Join(parts, ", "), width), style
}

// mostName is the room of the name of an image in a badge.
const mostName = 24

// makesOfVolume reports whether a plan has an image made of a volume: of that the service
// tells a status, and no bytes.
func makesOfVolume(p *plan.Plan) bool {
	return p != nil && len(p.Steps) > 0 && p.Steps[0].Kind == plan.CreateFromVolume
}

// runningParts say how far a job is that runs: of data that is moved the bytes, and
// of several images also how many are done.
func runningParts(theme *theme.Theme, p *job.Progress) []string {
	doing, data := working(p.Plan), moving(theme, p)
	switch {
	case p.Total == 1 && len(data) > 0 && makesOfVolume(p.Plan):
		name := theme.Cells.Cut(theme.Cells.Show(p.Plan.Steps[0].Name), mostName)
		return append([]string{doing + " " + name + ": " + data[0]}, data[1:]...)
	case len(data) == 0:
		return append([]string{doing + " " + done(p)}, pace(p)...)
	case p.Total == 1:
		return append([]string{doing + " " + data[0]}, data[1:]...)
	default:
		return append([]string{doing + " " + done(p)}, data...)
	}
}
