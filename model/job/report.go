package job

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Formats are the formats of WriteReport.
func Formats() []string { return []string{"json", "csv"} }

// Line is one image of a report, as files and scripts get it.
type Line struct {
	Image     model.ImageID    `json:"image"`
	Name      text.Untrusted   `json:"name"`
	Change    string           `json:"change,omitempty"`
	Outcome   Outcome          `json:"outcome"`
	Reason    text.Untrusted   `json:"reason,omitzero"`
	Code      plan.Reason      `json:"code,omitempty"`
	RequestID text.Untrusted   `json:"request_id,omitzero"`
	At        time.Time        `json:"at,omitzero"`
	Conflicts []patch.Conflict `json:"conflicts,omitempty"`
}

// Words says why a result is as it is.
type Words func(*Result) text.Untrusted

// Lines returns what became of each image of a job, in the order of the plan.
func (r *Report) Lines(words Words) []Line {
	lines := make([]Line, len(r.Results))
	for i := range r.Results {
		result := &r.Results[i]
		step := &r.Plan.Steps[result.Step]
		lines[i] = Line{
			Image: result.Image(step), Name: step.Name, Change: string(step.Kind), Outcome: result.Outcome,
			Reason: words(result), Code: result.Code, RequestID: result.RequestID, At: result.At.UTC(), Conflicts: result.Conflicts,
		}
	}
	return lines
}

// WriteReport writes what became of each image of a job, as JSON or CSV, with
// every text as it is: it is for a file and not for a terminal. The error is
// the writer's, or of a format that is none of [Formats].
func WriteReport(out io.Writer, format string, report *Report, words Words) error {
	switch format {
	case "json":
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(struct {
			Job     ID          `json:"job"`
			Title   string      `json:"title"`
			State   State       `json:"state"`
			Started time.Time   `json:"started"`
			Ended   time.Time   `json:"ended,omitzero"`
			Summary string      `json:"summary"`
			Unread  int         `json:"unread_lines,omitzero"`
			Origin  plan.Origin `json:"origin"`
			Images  []Line      `json:"images"`
		}{
			report.ID, report.Title, report.State, report.Started.UTC(), report.Ended.UTC(), report.Summary(), report.Unread,
			report.Origin, report.Lines(words),
		})
	case "csv":
		return report.writeCSV(out, words)
	default:
		return fmt.Errorf("%q is no format of a report; use one of %s", format, strings.Join(Formats(), ", "))
	}
}

func (r *Report) writeCSV(out io.Writer, words Words) error {
	writer := csv.NewWriter(out)
	rows := make([][]string, 0, len(r.Results)+1)
	rows = append(rows, []string{"image", "name", "change", "outcome", "reason", "request_id", "at"})
	for _, one := range r.Lines(words) {
		at := ""
		if !one.At.IsZero() {
			at = one.At.Format(time.RFC3339)
		}
		rows = append(rows, []string{
			one.Image.Raw(), one.Name.Raw(), one.Change, string(one.Outcome), one.Reason.Raw(), one.RequestID.Raw(), at,
		})
	}
	return writer.WriteAll(rows)
}
