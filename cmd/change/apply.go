package change

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/ui/planpreview"
)

// IDs returns the images of a plan that are to be there already.
func IDs(p *plan.Plan) []model.ImageID {
	var ids []model.ImageID
	for i := range p.Steps {
		if !p.Steps[i].MakesImage() {
			ids = append(ids, p.Steps[i].Image)
		}
	}
	return ids
}

// Reconcile holds a plan that was kept against its images as they are now. What
// is as wanted, or gone, is left out. What was changed since the plan was made
// stays in the plan, and among the blocked steps: it is a conflict, of which
// nothing is sent. changes is how many images would be changed.
func Reconcile(p *plan.Plan, images *Images) (left plan.Plan, blocked map[int]plan.Reconciled, changes int) {
	now := make(map[model.ImageID]model.Image, len(images.Found))
	for _, image := range images.Found {
		now[image.ID] = *image
	}
	left, blocked = *p, map[int]plan.Reconciled{}
	left.Steps, left.LeftOut = nil, slices.Clone(p.LeftOut)
	sent := map[model.ImageID]bool{}
	for i := range p.Steps {
		step := &p.Steps[i]
		image, there := now[step.Image]
		if !there && !step.MakesImage() {
			why := plan.NotFound
			if step.Kind == plan.Delete {
				why = plan.AsWanted
			}
			left.LeftOut = append(left.LeftOut, plan.LeftOut{Image: step.Image, Name: step.Name, Reason: why})
			continue
		}
		held := &image
		if !there {
			held = nil
		}
		switch decided := step.Reconcile(held); decided.Decision {
		case plan.NoChange:
			left.LeftOut = append(left.LeftOut, plan.LeftOut{Image: step.Image, Name: step.Name, Reason: plan.AsWanted})
			continue
		case plan.Send:
			sent[step.Image] = true
			if there {
				now[step.Image], _ = decided.Step.After(&image)
			}
		default:
			blocked[len(left.Steps)] = decided
		}
		left.Steps = append(left.Steps, *step)
	}
	return left, blocked, len(sent)
}

// blockedText says which steps will not be sent, and why.
func (r *Run) blockedText(p *plan.Plan) string {
	if len(r.Blocked) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteString("\nNot sent:\n")
	for _, i := range slices.Sorted(maps.Keys(r.Blocked)) {
		why, step := r.Blocked[i], &p.Steps[i]
		said := "refused "
		if why.Decision == plan.Conflict {
			said = "conflict"
		}
		show := r.Theme.Cells.Show
		because := planpreview.Explain(why.Reason, why.Detail, why.Conflicts)
		fmt.Fprintf(&out, "%s  %s  %s: %s\n", said, show(step.Image.Untrusted), show(step.Name), show(because))
		out.WriteString(r.conflictText(why.Conflicts))
	}
	return out.String()
}
