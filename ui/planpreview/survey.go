package planpreview

import (
	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/model/uses"
	"glimpse/ui/planpreview/change"
	"glimpse/ui/usedby"
)

// Survey is what is found out about all images of a plan before it is shown, some
// of them at a time.
type Survey struct {
	plan  *plan.Plan
	place Place
	at    int
	// images has the first step of each image.
	images []int
	// unsure is the last image with a step that may take nothing back.
	unsure model.ImageID
	totals totals
	owners map[text.Untrusted]bool
	groups change.Grouper
	// withdrawn are the images that are taken away from who uses them.
	withdrawn []uses.Image
	// usage is what is known of that, or that it is being asked.
	usage usedby.Sentence
}

// NewSurvey begins with a plan, which may still get more steps.
func NewSurvey(p *plan.Plan, place Place) *Survey {
	return &Survey{plan: p, place: place, owners: map[text.Untrusted]bool{}}
}

// Step looks at the next n steps of the plan, each once, and reports whether none
// is left.
func (s *Survey) Step(n int) (done bool) {
	for end := min(s.at+n, len(s.plan.Steps)); s.at < end; s.at++ {
		s.look()
	}
	return s.at == len(s.plan.Steps)
}

// Progress returns how many of the steps were looked at.
func (s *Survey) Progress() (done, all int) { return s.at, len(s.plan.Steps) }

// look looks at one step.
func (s *Survey) look() {
	step, t := &s.plan.Steps[s.at], &s.totals
	s.groups.Add(s.at, step)
	// The steps of one image stand together.
	again := s.at > 0 && s.plan.Steps[s.at-1].Image == step.Image
	if !again {
		s.images = append(s.images, s.at)
	}
	if step.Unsure && s.unsure != step.Image {
		t.unsure++
		s.unsure = step.Image
	}
	t.addKind(step)
	s.withdraw(step)
	t.addWanted(step, s.place.ProjectID)
	t.sharing.add(step)
	t.sharing.addVisibility(step, &s.place)
	if again || step.MakesImage() {
		return
	}
	known := s.place.factsOf(step)
	if step.WantsMembers() {
		known.visibility = model.Visibility{} // it is shared, as it has to be
	}
	if step.Kind == plan.Answer {
		known.owner = text.Untrusted{} // another project, as it has to be
	}
	t.add(&known)
	rewrites := step.Kind == plan.Update || step.Kind == plan.Retag
	switch {
	case rewrites && known.coming:
		t.coming++
	case rewrites && known.perhaps:
		t.perhaps++
	}
	if s.place.others(known) {
		t.others++
		if !s.owners[known.owner] {
			s.owners[known.owner] = true
			t.owners = append(t.owners, known.owner)
		}
	}
}

// withdraw notes the image of a step that takes it away from who uses it.
func (s *Survey) withdraw(step *plan.Step) {
	last := len(s.withdrawn) - 1
	if !step.Withdraws() || last >= 0 && s.withdrawn[last].ID == step.Image {
		return
	}
	known := s.place.factsOf(step)
	s.withdrawn = append(s.withdrawn, uses.Image{ID: step.Image, Visibility: known.visibility, Owner: known.owner})
}
