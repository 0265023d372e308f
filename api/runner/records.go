package runner

import (
	"glimpse/model"
	jobs "glimpse/model/job"
)

// records are images as the service told them last while they were changed, until
// somebody takes them: of each image one, in the order in which they were first told.
type records struct {
	order  []model.ImageID
	newest map[model.ImageID]*model.Image
}

func (r *records) add(image *model.Image) {
	if r.newest == nil {
		r.newest = make(map[model.ImageID]*model.Image)
	}
	if _, waits := r.newest[image.ID]; !waits {
		r.order = append(r.order, image.ID)
	}
	r.newest[image.ID] = image
}

func (r *records) take(most int) []model.Image {
	taken := make([]model.Image, min(most, len(r.order)))
	for i, id := range r.order[:len(taken)] {
		taken[i] = *r.newest[id]
		delete(r.newest, id)
	}
	if r.order = r.order[len(taken):]; len(r.order) == 0 {
		r.order = nil // and what was taken with it
	}
	return taken
}

// Records returns images of jobs as they are after their change, as far as the service
// has told, and forgets them: at most so many, which were not returned before. It returns
// none where [Options.KeepRecords] is not set.
func (r *Runner) Records(most int) []model.Image {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.records.take(most)
}

// keepRecord keeps what an attempt knows of its image. The caller has locked.
func (r *Runner) keepRecord(a *attempt) {
	known := a.written.image
	if a.request == "" {
		known = a.read.image // nothing was sent
	}
	switch a.result.Outcome {
	case jobs.Done, jobs.NoChange, jobs.Conflict:
	default:
		return
	}
	if r.options.KeepRecords && known != nil && !known.ID.IsEmpty() {
		r.records.add(known)
	}
}
