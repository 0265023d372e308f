package journal_test

import (
	"testing"
	"time"

	"glimpse/api/journal"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

func TestAJournalIsAReport(t *testing.T) {
	t.Parallel()
	steps := make([]plan.Step, 3)
	for i := range steps {
		steps[i] = plan.Step{Image: model.NewImageID(string(rune('a' + i))), Kind: plan.Retag, Add: []string{"x"}}
	}
	p := plan.Plan{Title: "tag +x", Steps: steps}
	done := journal.Step{Result: job.Result{Step: 0, Outcome: job.Done}}
	sent := journal.Step{Result: job.Result{Step: 1, Outcome: job.Waiting}, Sent: true}
	idle := journal.Step{Result: job.Result{Step: 2, Outcome: job.Waiting}}
	entry := journal.Entry{Head: journal.Head{ID: "id", Title: "tag +x", Plan: p}, Steps: []journal.Step{done, sent, idle}}

	report := entry.Report()
	if report.State != job.Paused || report.Total != 3 || report.Finished() != 1 || report.Summary() != "1 done, 0 failed" {
		t.Errorf("unfinished, it is %+v", report)
	}
	if lines := report.Lines(func(result *job.Result) text.Untrusted { return result.Reason }); len(lines) != 3 || lines[0].Outcome != job.Done || lines[2].Image != steps[2].Image {
		t.Errorf("its lines are %+v", lines)
	}
	if report.Unread != 0 {
		t.Errorf("every line was read, and %d were not", report.Unread)
	}
	entry.Faults = 2
	if report = entry.Report(); report.Unread != 2 {
		t.Errorf("%d lines were not read", report.Unread)
	}
	entry.Dropped, entry.EndedAt = true, time.Unix(9, 0)
	report = entry.Report()
	if report.State != job.Ended || !report.Ended.Equal(entry.EndedAt) || report.Counts[job.Unsent] != 1 || report.Counts[job.Waiting] != 1 {
		t.Errorf("dropped, it is %+v", report)
	}
}
