package jobs_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/jobs"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// movingJob is a job that moves the data of images, two of them at the moment.
func movingJob(wanted command.Command, kind plan.Kind, count int) job.Report {
	r := report(count, job.Running)
	r.Title = command.Format(wanted)
	r.Plan = &plan.Plan{Title: r.Title, Command: command.Line{Command: wanted}}
	r.Rate, r.Left, r.Counts = 0, 0, map[job.Outcome]int{}
	for i := range count {
		image := uitest.Image(i)
		r.Plan.Steps = append(r.Plan.Steps, plan.Step{
			Image: image.ID, Name: image.Name, Kind: kind, Data: &plan.Data{File: "/data/" + image.ID.Raw() + ".raw", Size: 2 << 30},
		})
		r.Results[i] = job.Result{Step: i, Outcome: job.Waiting}
		if i < 2 {
			r.Results[i].Outcome = job.Sending
			r.Transfers = append(r.Transfers, job.Transfer{
				Step: i, Image: image.ID, Kind: kind, Begun: true, Done: int64(i+1) << 29, Total: 2 << 30, Rate: 100 << 20, Left: 10 * time.Second,
			})
		}
	}
	job.NewTally(r.Plan, func(i int) job.Outcome { return r.Results[i].Outcome }).Tell(&r.Progress)
	return r
}

// failedUpload is a job whose upload was cut off.
func failedUpload() job.Report {
	r := movingJob(command.Upload{File: "disk.raw"}, plan.Upload, 1)
	r.State, r.Transfers, r.Ended = job.Ended, nil, uitest.Now
	r.Results[0].Outcome, r.Results[0].Reason = job.Failed, text.Of("the data did not arrive: the link broke; the image is still queued")
	job.NewTally(r.Plan, func(int) job.Outcome { return job.Failed }).Tell(&r.Progress)
	return r
}

func TestTransfersOnTheScreensOfJobs(t *testing.T) {
	t.Parallel()
	importing := movingJob(command.Import{URL: "https://host/a"}, plan.Import, 1)
	importing.ID = "20261123T115941Z-1f2e"
	importing.Transfers[0] = job.Transfer{Image: importing.Plan.Steps[0].Image, Kind: plan.Import, Doing: text.Of("Copied 15 MiB\x1b[2J")}
	downloads := movingJob(command.Download{File: "/data"}, plan.Download, 5)
	for _, scene := range []struct {
		name string
		make func(theme *theme.Theme) screen
		keys []string
	}{
		{"data-list", listOf(importing, downloads), nil},
		{"data-report", reportOf(downloads), nil},
		{"data-image", reportOf(downloads), []string{"enter"}},
		{"data-failed", reportOf(failedUpload()), []string{"enter"}},
	} {
		theme := theme.New(theme.Choice{Name: theme.Dark})
		u := newUser(t, scene.make(&theme))
		u.screen.SetSize(120, 21)
		uitest.Golden(t, scene.name, uitest.Draw(t, u.press(scene.keys...).screen.View(), 120, 21))
	}
}

// What a transfer does when its job is cancelled is not what a request does.
func TestCancelledTransfersAreCutOff(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{Name: theme.Dark})
	for want, r := range map[string]job.Report{
		"cancelling: cutting the transfer off":      movingJob(command.Upload{File: "x"}, plan.Upload, 1),
		"cancelling: cutting 2 transfers off":       movingJob(command.Download{File: "x"}, plan.Download, 5),
		"cancelling: the import is left to":         movingJob(command.Import{URL: "https://example.org/x"}, plan.Import, 1),
		"cancelling: 2 in flight will finish first": report(40, job.Cancelling),
	} {
		r.State = job.Cancelling
		r.Counts[job.Sending] = len(r.Transfers)
		if r.Transfers == nil {
			r.Counts[job.Sending] = 2
		}
		u := newUser(t, reportOf(r)(&theme))
		u.shows(want)
	}
}

// TestOnePercentage compares the percentage of the bar with that of the bytes.
func TestOnePercentage(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{Name: theme.Dark})
	for _, count := range []int{1, 2, 5} {
		for arrived := int64(0); arrived < 2<<30; arrived += 97 << 20 {
			r := movingJob(command.Download{File: "x"}, plan.Download, count)
			r.Transfers[0].Done = arrived
			shown := newUser(t, reportOf(r)(&theme)).text()
			all := regexp.MustCompile(`(\d+)%`).FindAllString(shown, 2)
			if len(all) != 2 || all[0] != all[1] {
				t.Fatalf("%d images, %d bytes: %v", count, arrived, all)
			}
		}
	}
}

func TestTheBadgeTellsTheBytes(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{Name: theme.Dark})
	one, two := movingJob(command.Upload{File: "x"}, plan.Upload, 1), movingJob(command.Download{File: "x"}, plan.Download, 2)
	for want, r := range map[string]job.Report{
		"uploading 25%, 100 MiB/s, 15 s left, 512 MiB of 2.0 GiB":           one,
		"downloading 0 of 2, 37%, 200 MiB/s, 13 s left, 1.5 GiB of 4.0 GiB": two,
	} {
		got, _ := jobs.Badge(&theme, &r.Progress, 80, uitest.Now)
		if got != want {
			t.Errorf("the badge is %q, not %q", got, want)
		}
		short, _ := jobs.Badge(&theme, &r.Progress, 30, uitest.Now)
		if !strings.HasPrefix(want, short) || len(short) > 30 {
			t.Errorf("the short one is %q", fmt.Sprint(short))
		}
	}
}

// The line of figures holds what has room whole, and what a job changes the room of
// reasons that there are none of.
func TestNothingOfTheFiguresIsCut(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{Name: theme.Dark})
	for width := 30; width <= 130; width++ {
		u := newUser(t, reportOf(movingJob(command.Download{File: "/data"}, plan.Download, 5))(&theme))
		u.screen.SetSize(width, 21)
		if figures := strings.Split(ansi.Strip(u.screen.View()), "\n")[1]; strings.Contains(figures, "…") || !strings.Contains(figures, "0 of 5 images") {
			t.Errorf("at %d: %q", width, figures)
		}
	}
	waiting := report(3, job.Running)
	for i := range waiting.Results {
		waiting.Results[i] = job.Result{Step: i, Outcome: job.Waiting}
	}
	u := newUser(t, reportOf(waiting)(&theme))
	u.screen.SetSize(80, 21)
	if got := ansi.Strip(u.screen.View()); strings.Contains(got, "REASON") || !strings.Contains(got, "CHANGE") {
		t.Errorf("where nothing has a reason:\n%s", got)
	}
}
