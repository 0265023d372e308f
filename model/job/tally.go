package job

import (
	"maps"

	"glimpse/model"
	"glimpse/model/plan"
)

// Tally counts what became of the images of a plan, and of the data that it moves,
// while the outcomes of its steps change. An image for which a plan has several steps,
// such as a new one and the upload of its data, is one image.
type Tally struct {
	plan    *plan.Plan
	outcome func(step int) Outcome
	counts  map[Outcome]int
	partly  int
	images  int
	// sizes are bytes by the outcome of the step that moves them; nil where the plan
	// moves none, or does not know how many.
	sizes map[Outcome]int64
	// together are the steps of an image that has several, by each of them.
	together map[int][]int
}

// NewTally counts the images of a plan, whose outcomes it asks for by step: now, and
// during [Tally.Change].
func NewTally(p *plan.Plan, outcome func(step int) Outcome) *Tally {
	t := &Tally{plan: p, outcome: outcome, counts: map[Outcome]int{}, sizes: map[Outcome]int64{}, together: map[int][]int{}}
	first := make(map[model.ImageID]int, len(p.Steps))
	for i := range p.Steps {
		step := &p.Steps[i]
		if one, found := first[step.Image]; !found {
			first[step.Image] = i
		} else {
			t.join(one, i)
		}
		if step.MovesData() && step.Size() <= 0 {
			t.sizes = nil
		}
	}
	t.images = len(first)
	for _, one := range first {
		t.add(one, 1)
	}
	for i := range p.Steps {
		t.addSize(i, 1)
	}
	return t
}

// join notes that a step is about the same image as an earlier one, its first.
func (t *Tally) join(first, step int) {
	steps := t.together[first]
	if steps == nil {
		steps = []int{first}
	}
	steps = append(steps, step)
	for _, i := range steps {
		t.together[i] = steps
	}
}

// Change notes that the outcome of a step becomes another one within change.
func (t *Tally) Change(step int, change func()) {
	t.add(step, -1)
	t.addSize(step, -1)
	change()
	t.add(step, 1)
	t.addSize(step, 1)
}

// Tell writes the counts into a progress.
func (t *Tally) Tell(p *Progress) {
	p.Total, p.Partly, p.Counts = t.images, t.partly, map[Outcome]int{}
	for outcome, count := range t.counts {
		if count > 0 {
			p.Counts[outcome] = count
		}
	}
	p.Sizes = nil
	if len(t.sizes) > 0 {
		p.Sizes = maps.Clone(t.sizes)
	}
}

// add counts the image of a step so many times.
func (t *Tally) add(step, times int) {
	outcome, partly := t.of(step)
	t.counts[outcome] += times
	if partly {
		t.partly += times
	}
}

func (t *Tally) addSize(step, times int) {
	if moves := &t.plan.Steps[step]; t.sizes != nil && moves.MovesData() {
		t.sizes[t.outcome(step)] += int64(times) * moves.Size()
	}
}

// worst are the final outcomes in the order in which one of them is that of an
// image with several steps.
var worst = []Outcome{Failed, Refused, Conflict, Gone, Unsent, Done, NoChange}

// of is what became of the image of a step, and whether it is none of Done although
// some of its steps are.
func (t *Tally) of(step int) (outcome Outcome, partly bool) {
	steps := t.together[step]
	if steps == nil {
		return t.outcome(step), false
	}
	has := map[Outcome]bool{}
	for _, i := range steps {
		has[t.outcome(i)] = true
	}
	switch {
	case has[Sending]:
		return Sending, has[Done]
	case has[Waiting]:
		return Waiting, has[Done]
	}
	for _, outcome := range worst {
		if has[outcome] {
			return outcome, has[Done] && outcome != Done
		}
	}
	return Waiting, false
}
