package jobs

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// placeMade shows the images that a service is making by a job, before that has ended.
func (f *Feature) placeMade(progress *job.Progress) tea.Cmd {
	var told []tea.Cmd
	for i := range progress.Transfers {
		if one := &progress.Transfers[i]; !one.Made.IsEmpty() && f.watch.placed[one.Made] == "" {
			f.watch.made[progress.ID] = true
			f.watch.outcomes[one.Made] = job.Sending
			told = append(told, f.place(progress, one.Made, progress.Plan.Steps[one.Step].Name))
		}
	}
	return tea.Batch(told...)
}

// madeBecomes notes what became of the image of a volume, whose id is no part of its step.
func (f *Feature) madeBecomes(of job.ID, step *plan.Step, became job.Outcome) {
	if step.Kind != plan.CreateFromVolume || !became.IsFinal() {
		return
	}
	for image, by := range f.watch.placed {
		if by == of {
			f.watch.outcomes[image] = became
		}
	}
}

// place gives an image that was made its place in the list: at once where the job goes on
// with its data, and otherwise when it ends, with all that it made.
func (f *Feature) place(progress *job.Progress, id model.ImageID, name text.Untrusted) tea.Cmd {
	if f.watch.placed[id] != "" {
		return nil
	}
	f.watch.placed[id] = progress.ID
	f.images.Await(id, name)
	if progress.State == job.Ended || !progress.Plan.MovesData() {
		return nil
	}
	return f.images.Refresh()
}
