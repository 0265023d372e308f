package jobs_test

import (
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/jobs"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// volumeJob is a job that has an image made of a volume.
func volumeJob() job.Report {
	r := movingJob(command.Create{Volume: "appliance-build"}, plan.CreateFromVolume, 1)
	step := &r.Plan.Steps[0]
	step.Image, step.Name, step.Data = model.ImageID{}, text.Of("golden"), nil
	step.New = []patch.Field{{Name: "name", Set: true, Value: "golden"}, {Name: "disk_format", Set: true, Value: "raw"}}
	step.Volume = &plan.Volume{ID: text.Of("v-1"), Name: text.Of("appliance-build"), Size: 8}
	r.Transfers[0] = job.Transfer{Kind: plan.CreateFromVolume, Doing: text.Of("saving")}
	return r
}

func TestAnImageOfAVolumeSpeaksOfTheImage(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{Name: theme.Dark})
	r := volumeJob()
	if said, _ := jobs.Badge(&theme, &r.Progress, 60, uitest.Now); said != "creating golden: saving" {
		t.Errorf("the badge is %q", said)
	}
	u := newUser(t, reportOf(r)(&theme))
	u.screen.SetSize(80, 24)
	u.shows("from appliance-", "saving")
	r.State = job.Cancelling
	newUser(t, reportOf(r)(&theme)).shows("cancelling: the image is left to the block storage service")

	r.State, r.Transfers, r.Ended = job.Ended, nil, uitest.Now
	r.Results[0] = job.Result{Outcome: job.Done, Reason: text.Of("8.0 GiB"), Inverse: &plan.Step{Image: model.NewImageID("i-1"), Kind: plan.Delete}}
	job.NewTally(r.Plan, func(int) job.Outcome { return job.Done }).Tell(&r.Progress)
	u = newUser(t, reportOf(r)(&theme)).press("enter")
	u.shows("result", "8.0 GiB", "i-1")
	u.hides("reason")
}
