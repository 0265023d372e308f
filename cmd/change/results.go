package change

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/planpreview"
	"glimpse/ui/planpreview/change"
)

// The outcomes of images that no job was begun for.
const (
	planned job.Outcome = "planned"
	leftOut job.Outcome = "left out"
)

func images(count int) string { return format.Images(count) }

// ofLeftOut is how a change ended that changed nothing else: well where all of
// the images are as wanted, belong to the project that they were to be shared with,
// or a job that is undone did not change them.
func ofLeftOut(p *plan.Plan) Ending {
	fine := []plan.Reason{plan.AsWanted, plan.OwnersShare, plan.NotDone}
	wrong := func(one plan.LeftOut) bool { return !slices.Contains(fine, one.Reason) }
	if slices.ContainsFunc(p.LeftOut, wrong) {
		return Failed
	}
	return Done
}

// tellPlan writes what would become of each image, as lines of JSON.
func (r *Run) tellPlan(p *plan.Plan) error {
	if !r.JSON {
		return nil
	}
	for i := range p.Steps {
		step := &p.Steps[i]
		line := job.Line{Image: step.Image, Name: step.Name, Change: string(step.Kind), Outcome: planned}
		if why, blocked := r.Blocked[i]; blocked {
			line.Outcome, line.Code, line.Conflicts = job.Refused, why.Reason, why.Conflicts
			line.Reason = planpreview.Explain(why.Reason, why.Detail, why.Conflicts)
			if why.Decision == plan.Conflict {
				line.Outcome = job.Conflict
			}
		}
		if err := r.line("", line); err != nil {
			return err
		}
	}
	return r.tellLeftOut(p)
}

func (r *Run) tellLeftOut(p *plan.Plan) error {
	for _, one := range p.LeftOut {
		why := text.Of(planpreview.ReasonText(p.Command.Command, one.Reason, 1))
		line := job.Line{Image: one.Image, Name: one.Name, Outcome: leftOut, Reason: why, Code: one.Reason}
		if one.Reason == plan.AsWanted {
			line.Outcome = job.NoChange
		}
		if err := r.line("", line); err != nil {
			return err
		}
	}
	return nil
}

// line writes a result as a line of JSON.
func (r *Run) line(id job.ID, one job.Line) error {
	content, err := json.Marshal(struct {
		Job job.ID `json:"job,omitempty"`
		job.Line
	}{id, one})
	if err == nil {
		err = r.WriteJSON(content)
	}
	if err != nil {
		return fmt.Errorf("writing the results: %w", err)
	}
	return nil
}

// lines writes the results of a job as lines of JSON.
func (r *Run) lines(report *job.Report, lines []job.Line) error {
	for i := range lines {
		if err := r.line(report.ID, lines[i]); err != nil {
			return err
		}
	}
	return nil
}

// ended writes what became of every image of a job, and how it ended.
func (r *Run) ended(report *job.Report, p *plan.Plan) (Ending, error) {
	ending := ofLeftOut(p)
	lines := report.Lines(planpreview.ResultText)
	if slices.ContainsFunc(lines, func(one job.Line) bool { return !isGood(&one) }) {
		ending = Failed
	}
	tell := r.text
	if r.JSON {
		tell = r.lines
	}
	if err := tell(report, lines); err != nil {
		return Failed, err
	}
	if r.JSON {
		if err := r.tellLeftOut(p); err != nil {
			return Failed, err
		}
	}
	if report.State != job.Ended {
		return Failed, r.unfinished(report)
	}
	return ending, nil
}

// Tell writes what became of every image of a job that is over, or was left.
func (r *Run) Tell(report *job.Report) error {
	lines := report.Lines(planpreview.ResultText)
	unread := report.UnreadText()
	if r.JSON {
		if unread != "" {
			fmt.Fprintf(r.Err, "glimpse: warning: %s\n", unread)
		}
		return r.lines(report, lines)
	}
	show := r.Theme.Cells.ShowString
	state := "finished"
	if report.State != job.Ended {
		state = "unfinished"
	}
	fmt.Fprintf(r.Out, "%s, %s, begun %s on %s\n", report.ID, state, format.Time(report.Started), show(report.Origin.Where()))
	fmt.Fprintln(r.Out, show(report.Title))
	var out strings.Builder
	for i := range lines {
		out.WriteString(r.resultText(&lines[i]))
	}
	fmt.Fprint(&out, report.Summary()+"\n")
	if unread != "" {
		fmt.Fprintf(&out, "! %s\n", unread)
	}
	_, err := fmt.Fprint(r.Out, out.String())
	return err
}

// isGood reports whether an image is as wanted now.
func isGood(line *job.Line) bool {
	switch line.Outcome {
	case job.Done, job.NoChange:
		return true
	case job.Gone:
		return line.Change == string(plan.Delete)
	default:
		return false
	}
}

// text writes the results for people: each image that is not as wanted, and the
// counts.
func (r *Run) text(report *job.Report, lines []job.Line) error {
	var out strings.Builder
	if r.previewTo() == r.Out {
		out.WriteString("\n")
	}
	for i := range lines {
		one := &lines[i]
		// Which image was made of a volume, the preview could not say.
		named := one.Change == string(plan.CreateFromVolume)
		if isGood(one) && !named || !one.Outcome.IsFinal() {
			continue
		}
		out.WriteString(r.resultText(one))
	}
	fmt.Fprintf(&out, "%s (job %s)\n", report.Summary(), report.ID)
	if _, err := fmt.Fprint(r.Out, out.String()); err != nil {
		return fmt.Errorf("writing the results: %w", err)
	}
	return nil
}

// resultText returns what became of one image.
func (r *Run) resultText(one *job.Line) string {
	show := r.Theme.Cells.Show
	said := fmt.Sprintf("%-9s  %s  %s", one.Outcome, show(one.Image.Untrusted), show(one.Name))
	if !one.Reason.IsEmpty() {
		said += ": " + show(one.Reason)
	}
	return said + "\n" + r.conflictText(one.Conflicts)
}

// conflictText lists the fields of a conflict.
func (r *Run) conflictText(conflicts []patch.Conflict) string {
	var out strings.Builder
	for at := range conflicts {
		conflict := &conflicts[at]
		fmt.Fprintf(&out, "    %s: shown %s, theirs %s, yours %s\n", change.Name(r.Theme, conflict.Name),
			change.Value(r.Theme, conflict.Shown), change.Value(r.Theme, conflict.Theirs), change.Value(r.Theme, conflict.Yours))
	}
	return out.String()
}

// UnfinishedError is the end of a job before all was done.
type UnfinishedError struct {
	id   job.ID
	left int
	why  text.Untrusted
}

// Error implements error.
func (e *UnfinishedError) Error() string {
	said := fmt.Sprintf("%s of the job are left", images(e.left))
	if e.left == 1 {
		said = "1 image of the job is left"
	}
	if !e.why.IsEmpty() {
		said += ": " + e.why.Display()
	}
	return said
}

// Advice says how to go on.
func (e *UnfinishedError) Advice() string {
	return "finish it with: glimpse job resume " + string(e.id)
}

func (r *Run) unfinished(report *job.Report) error {
	return &UnfinishedError{id: report.ID, left: report.Total - report.Finished(), why: report.Why}
}
