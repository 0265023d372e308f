package journal

import (
	"path/filepath"
	"slices"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// glancedPlan is as much of a plan as is read to list its job.
type glancedPlan struct {
	Undoes *plan.Undo `json:"undoes"`
	Steps  []struct {
		Image model.ImageID  `json:"image"`
		Name  text.Untrusted `json:"name"`
		Kind  plan.Kind      `json:"kind"`
		Data  struct {
			Method string `json:"method"`
		} `json:"data"`
	} `json:"steps"`
}

// undoable reports whether anything in the plan has a way back.
func (g *glance) undoable() bool {
	for _, one := range g.head.Plan.Steps {
		step := plan.Step{Kind: one.Kind, Data: &plan.Data{Method: one.Data.Method}}
		if step.HasWayBack() {
			return true
		}
	}
	return false
}

// images returns how many images the plan is about, and what the only one is called.
func (g *glance) images() (count int, name text.Untrusted) {
	steps := g.head.Plan.Steps
	seen := make(map[model.ImageID]bool, len(steps))
	for i := range steps {
		seen[steps[i].Image] = true
	}
	if len(seen) == 1 {
		name = steps[0].Name
	}
	return len(seen), name
}

// Undone returns the images on which later jobs took back what a job did, and no job
// after those did it again. A journal that cannot be read is as if it were not there:
// [Unfinished] tells of it.
func Undone(dir string, id job.ID) (map[model.ImageID]bool, error) {
	ids, err := list(dir)
	if err != nil {
		return nil, err
	}
	undone := map[model.ImageID]bool{}
	for _, later := range slices.Backward(ids) { // the oldest first
		entry := undoing(dir, later, id)
		if entry == nil {
			continue
		}
		again, err := Undone(dir, later)
		if err != nil {
			return nil, err
		}
		for image := range entry.settled() {
			if again[image] {
				delete(undone, image)
			} else {
				undone[image] = true
			}
		}
	}
	return undone, nil
}

// undoing returns the journal of a job if it takes another one back, and else nil.
func undoing(dir string, id, undone job.ID) *Entry {
	if id <= undone {
		return nil // it was begun before
	}
	path := filepath.Join(dir, string(id)+extension)
	about, err := look(path)
	if undoes := about.head.Plan.Undoes; err != nil || undoes == nil || undoes.Job != undone {
		return nil
	}
	entry, err := Read(path)
	if err != nil {
		return nil
	}
	return entry
}

// settled returns the images of which every step is done, or needed nothing.
func (e *Entry) settled() map[model.ImageID]bool {
	settled := map[model.ImageID]bool{}
	for i := range e.Steps {
		outcome := e.Steps[i].Outcome
		if outcome == job.Done || outcome == job.NoChange {
			settled[e.Plan.Steps[i].Image] = true
		}
	}
	for i := range e.Steps {
		if outcome := e.Steps[i].Outcome; outcome != job.Done && outcome != job.NoChange {
			delete(settled, e.Plan.Steps[i].Image)
		}
	}
	return settled
}
