package cmd

import (
	"encoding/json"
	"fmt"
	"time"

	"glimpse/model/job"
	"glimpse/model/text"
)

// jobLine is a job as scripts get it.
type jobLine struct {
	ID      job.ID    `json:"job"`
	Title   string    `json:"title"`
	State   string    `json:"state"`
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended,omitzero"`
	// Total and Left are of one that is unfinished.
	Total   int    `json:"total,omitempty"`
	Left    int    `json:"left,omitempty"`
	Summary string `json:"summary,omitempty"`
	// Uncertain reports whether its images may be those of another cloud.
	Uncertain bool `json:"uncertain,omitempty"`
}

// writeJobs lists jobs: what is unfinished first.
func writeJobs(streams Streams, output string, unfinished []job.Unfinished, finished []job.Earlier) error {
	lines := make([]jobLine, 0, len(unfinished)+len(finished))
	for _, one := range unfinished {
		lines = append(lines, jobLine{
			ID: one.ID, Title: one.Title, State: "unfinished", Started: one.Started.UTC(), Total: one.Total, Left: one.Left,
			Summary: fmt.Sprintf("%d of %d left", one.Left, one.Total), Uncertain: one.Perhaps,
		})
	}
	for _, one := range finished {
		lines = append(lines, jobLine{
			ID: one.ID, Title: one.Title, State: "finished", Started: one.Started.UTC(), Ended: one.Ended.UTC(), Summary: one.Summary,
			Uncertain: one.Perhaps,
		})
	}
	if output == "json" {
		content, err := json.MarshalIndent(lines, "", "  ")
		if err != nil {
			return fmt.Errorf("encoding the jobs: %w", err)
		}
		return writeJSON(streams, content)
	}
	rows := [][]string{{"JOB", "STARTED", "STATE", "RESULT", "CHANGE"}}
	for _, one := range lines {
		rows = append(rows, []string{
			string(one.ID), one.Started.Format("2006-01-02 15:04:05"), one.State, text.Escape(one.Summary), text.Escape(one.Title),
		})
	}
	_, err := fmt.Fprint(streams.Out, inColumns(rows, widths(rows, len(rows[0]))))
	return err
}
