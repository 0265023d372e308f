package job_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

var begun = time.Date(2026, 11, 24, 2, 30, 0, 0, time.FixedZone("here", 3600))

// sample has an image of each outcome, some of them with foul texts.
func sample() *job.Report {
	report := &job.Report{
		Progress: job.Progress{ID: "20261124T013000.000Z-abcdef", Title: "tag +gold", State: job.Ended, Started: begun, Ended: begun.Add(time.Minute), Counts: make(map[job.Outcome]int), Plan: &plan.Plan{}},
	}
	for i, outcome := range job.Outcomes() {
		report.Plan.Steps = append(report.Plan.Steps, plan.Step{Image: model.NewImageID(string(rune('a' + i))), Name: text.Of("=cmd \x1b[2J,\"\n<&>" + string(rune('a'+i))), Kind: plan.Retag})
		report.Results = append(report.Results, job.Result{Step: i, Outcome: outcome, Reason: text.Of("why, \r\n\u2028"), RequestID: text.Of("req-1"), At: begun})
		report.Counts[outcome]++
	}
	report.Total = len(report.Results)
	report.Results[0].Reason, report.Results[6].At = text.Untrusted{}, time.Time{}
	report.Results[3].Conflicts = []patch.Conflict{{Name: "name", Shown: patch.Field{Name: "name", Set: true, Value: "a"}, Theirs: patch.Field{Name: "name", Set: true}}}
	return report
}

func TestAReportAsJSONHoldsEverythingAsItIs(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	report := sample()
	if err := job.WriteReport(&out, "json", report, asItIs); err != nil {
		t.Fatal(err)
	}
	var read struct {
		Job, Title, State, Summary string
		Started, Ended             time.Time
		Images                     []struct {
			Image, Name, Change, Outcome, Reason string
			RequestID                            string `json:"request_id"`
			At                                   *time.Time
			Conflicts                            []patch.Conflict
		}
	}
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	if read.Job != string(report.ID) || read.Title != report.Title || read.State != "ended" || !read.Started.Equal(begun) || !read.Ended.Equal(report.Ended) {
		t.Errorf("got %+v", read)
	}
	if read.Summary != "1 done, 1 no change, 1 gone, 1 conflict, 1 refused, 1 failed, 1 not sent" || len(read.Images) != len(report.Results) {
		t.Errorf("got %+v", read)
	}
	for i, image := range read.Images {
		step, result := &report.Plan.Steps[i], &report.Results[i]
		if image.Image != step.Image.Raw() || image.Name != step.Name.Raw() || image.Change != "tags" || image.Outcome != string(result.Outcome) ||
			image.Reason != result.Reason.Raw() || image.RequestID != "req-1" || len(image.Conflicts) != len(result.Conflicts) || (image.At == nil) != result.At.IsZero() {
			t.Errorf("image %d is %+v", i, image)
		}
	}
	if strings.Contains(out.String(), "+01:00") || bytes.ContainsFunc(out.Bytes(), func(r rune) bool { return r < ' ' && r != '\n' }) {
		t.Errorf("got %s", out.String())
	}
}

func TestAReportAsCSVHasALineForEachImage(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	report := sample()
	if err := job.WriteReport(&out, "csv", report, asItIs); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != len(report.Results)+1 || !slices.Equal(rows[0], []string{"image", "name", "change", "outcome", "reason", "request_id", "at"}) {
		t.Fatalf("got %q, %v", rows, err)
	}
	for i, row := range rows[1:] {
		want := []string{report.Plan.Steps[i].Image.Raw(), report.Plan.Steps[i].Name.Raw(), "tags", string(report.Results[i].Outcome), "why, \n\u2028", "req-1", "2026-11-24T01:30:00Z"}
		if i == 0 {
			want[4] = ""
		}
		if i == 6 {
			want[6] = ""
		}
		if !slices.Equal(row, want) {
			t.Errorf("got %q, want %q", row, want)
		}
	}
}

type full struct{}

var errFull = errors.New("full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAReportThatCannotBeWrittenIsTold(t *testing.T) {
	t.Parallel()
	for _, format := range job.Formats() {
		if err := job.WriteReport(full{}, format, sample(), asItIs); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", format, err)
		}
	}
	var out bytes.Buffer
	if err := job.WriteReport(&out, "xml", sample(), asItIs); err == nil || out.Len() > 0 || !strings.Contains(err.Error(), "json, csv") {
		t.Errorf("got %v", err)
	}
}

func TestTheSummaryHasDoneAndFailedAlways(t *testing.T) {
	t.Parallel()
	progress := job.Progress{Total: 300, Counts: map[job.Outcome]int{job.Done: 299, job.Gone: 1}}
	if got := progress.Summary(); got != "299 done, 1 gone, 0 failed" || progress.Finished() != 300 {
		t.Errorf("got %s, %d finished", got, progress.Finished())
	}
	progress = job.Progress{Total: 5, Counts: map[job.Outcome]int{job.Waiting: 2, job.Sending: 1, job.Unsent: 2}}
	if got := progress.Summary(); got != "0 done, 0 failed, 2 not sent" || progress.Finished() != 2 {
		t.Errorf("got %s, %d finished", got, progress.Finished())
	}
	for _, outcome := range []job.Outcome{job.Waiting, job.Sending} {
		if outcome.IsFinal() || slices.Contains(job.Outcomes(), outcome) {
			t.Errorf("%s is final", outcome)
		}
	}
	for _, outcome := range job.Outcomes() {
		if !outcome.IsFinal() {
			t.Errorf("%s is not final", outcome)
		}
	}
}

// asItIs leaves the words to the service.
func asItIs(result *job.Result) text.Untrusted { return result.Reason }

func TestTheCountsOfASummaryAreRead(t *testing.T) {
	t.Parallel()
	p := job.Progress{Counts: map[job.Outcome]int{job.Done: 3, job.NoChange: 1, job.Unsent: 12}}
	want := map[job.Outcome]int{job.Done: 3, job.NoChange: 1, job.Unsent: 12, job.Failed: 0}
	if got := job.ReadSummary(p.Summary()); !maps.Equal(got, want) {
		t.Errorf("%q is read as %v", p.Summary(), got)
	}
	if got := job.ReadSummary("dropped"); len(got) != 0 {
		t.Errorf("no counts are read as %v", got)
	}
}
