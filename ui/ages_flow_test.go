package ui_test

import (
	"testing"
	"time"

	"glimpse/model/job"
)

// No timer lets ages grow, so that an idle screen stays as it is; whatever is drawn anew
// has them as they are then.
func TestAgesAreThoseOfTheMomentInWhichTheyAreDrawn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		open   []string
		before string
		key    string
		after  string
	}{
		{"the report of a job", []string{"J", "enter"}, "ended now", "G", "ended 2 hours ago"},
		{"one image in it", []string{"J", "enter", "enter"}, "(now)", "j", "(2 hours ago)"},
		{"the jobs", []string{"J"}, "now", "G", "2 hours ago"},
		{"the jobs, where one comes back to them", []string{"J", "enter"}, "ended now", "esc", "2 hours ago"},
		{"the details of an image", []string{"enter"}, "37 hours ago", "j", "39 hours ago"},
		{"a comparison", []string{"space", "space", "="}, "37 hours ago", "j", "39 hours ago"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := changing(t, 6)
			f.command("tag +zz")
			f.Keys("ctrl+s")
			f.becomes(job.Done)
			f.Keys(test.open...)
			f.shows(test.before)
			f.passes(2 * time.Hour)
			f.shows(test.before)
			f.Keys(test.key)
			f.shows(test.after)
		})
	}
}
