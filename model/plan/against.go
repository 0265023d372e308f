package plan

import (
	"strings"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// Verdict is what is to be done with a step, now that its image was read.
type Verdict uint8

// The verdicts.
const (
	// Send means that the step of the decision is to be sent.
	Send Verdict = iota
	// Same means that the image is as the step wants it.
	Same
	// Clash means that somebody changed, after it was shown, what the step
	// touches.
	Clash
	// Unfit means that the image does not allow the step, and that the service
	// would refuse it.
	Unfit
)

// Decision is what is to be done with a step.
type Decision struct {
	Verdict Verdict
	// Step is what is left to be sent, of Send.
	Step Step
	// Inverse takes that back; nil where nothing does.
	Inverse *Step
	// Conflicts are those of Clash.
	Conflicts []patch.Conflict
	// Reason is why, of Clash and Unfit.
	Reason text.Untrusted
}

// Against decides a step anew on its image as it is now; nil is that there is
// none, which only Create expects. Changes of others to fields that the step
// does not touch stay; a touched field that others changed to something else
// is a conflict, and one that they changed to the same is done.
func (s *Step) Against(now *model.Image) Decision {
	switch {
	case s.Kind == Create:
		return s.createAgainst(now)
	case now == nil:
		return unfit("there is no such image")
	}
	switch s.Kind {
	case Update:
		return s.updateAgainst(now)
	case Retag:
		return s.retagAgainst(now)
	case Deactivate:
		return s.actAgainst(now, model.StatusActive, model.StatusDeactivated, Reactivate)
	case Reactivate:
		return s.actAgainst(now, model.StatusDeactivated, model.StatusActive, Deactivate)
	case Delete:
		return s.deleteAgainst(now)
	default: // whoever carries it out says that there is no such kind
		return Decision{Step: *s}
	}
}

func unfit(why string) Decision { return Decision{Verdict: Unfit, Reason: text.Of(why)} }

// clash is a decision by conflicts, which it names.
func clash(conflicts []patch.Conflict) Decision {
	var changed, appeared, lost []string
	for i := range conflicts {
		switch name := conflicts[i].Name; {
		case conflicts[i].Theirs.Unknown:
			lost = append(lost, name)
		case conflicts[i].Shown.Unknown:
			appeared = append(appeared, name)
		default:
			changed = append(changed, name)
		}
	}
	var said []string
	if len(changed) > 0 {
		said = append(said, "somebody else changed "+strings.Join(changed, ", ")+" after it was shown")
	}
	if len(appeared) > 0 {
		said = append(said, "what was shown as unknown is known now: "+strings.Join(appeared, ", "))
	}
	if len(lost) > 0 {
		said = append(said, "what was shown is unknown now: "+strings.Join(lost, ", "))
	}
	return Decision{Verdict: Clash, Conflicts: conflicts, Reason: text.Of(strings.Join(said, "; "))}
}

// shown returns a field as the person saw it, if the step knows.
func (s *Step) shown(name string) (patch.Field, bool) {
	for i := range s.Shown {
		if s.Shown[i].Name == name {
			return s.Shown[i], true
		}
	}
	return patch.Field{}, false
}

func (s *Step) updateAgainst(now *model.Image) Decision {
	if err := s.Patch.Check(); err != nil {
		return unfit(err.Error())
	}
	needed, conflicts := s.Patch.Rebase(s.Shown, now)
	switch {
	case len(conflicts) > 0:
		return clash(conflicts)
	case len(needed) == 0:
		return Decision{Verdict: Same}
	}
	left, inverse := *s, *s
	left.Patch, inverse.Patch, inverse.Shown = needed, needed.Inverse(now), needed.Fields()
	if inverse.Patch == nil {
		return Decision{Step: left}
	}
	return Decision{Step: left, Inverse: &inverse}
}

func (s *Step) retagAgainst(now *model.Image) Decision {
	left, inverse := *s, *s
	left.Add, left.Remove = tagChanges(now, s.Add, s.Remove)
	unknown := now.Unknown.Has(model.AttrTags)
	switch {
	case unknown && !hasAll(now, s.Remove):
		return unfit("its tags cannot all be read, and what is to be removed may be among the others")
	case len(left.Add)+len(left.Remove) == 0:
		return Decision{Verdict: Same}
	case unknown && !patch.TagByTag(left.Add, left.Remove):
		return unfit("its tags cannot all be read, and those would be lost")
	}
	after := retagged(now, left.Add, left.Remove)
	inverse.Add, inverse.Remove = left.Remove, left.Add
	inverse.Shown = []patch.Field{patch.FieldOf(&after, model.AttrTags.String())}
	if unknown {
		return Decision{Step: left} // what is added may have been there before
	}
	return Decision{Step: left, Inverse: &inverse}
}

func (s *Step) actAgainst(now *model.Image, from, to model.Status, back Kind) Decision {
	if now.Unknown.Has(model.AttrStatus) {
		return unfit("its status is unknown: the service sent none that can be read")
	}
	switch now.Status {
	case to:
		return Decision{Verdict: Same}
	case from:
	default:
		return unfit("the image is " + now.Status.Raw() + ", not " + from.Raw())
	}
	inverse := *s
	inverse.Kind, inverse.Shown = back, []patch.Field{{Name: model.AttrStatus.String(), Set: true, Value: to.Raw()}}
	return Decision{Step: *s, Inverse: &inverse}
}

func (s *Step) deleteAgainst(now *model.Image) Decision {
	var conflicts []patch.Conflict
	for _, shown := range s.Shown {
		theirs := patch.FieldOf(now, shown.Name)
		if both := theirs.Unknown && shown.Unknown; !both && !theirs.Equal(shown) {
			conflicts = append(conflicts, patch.Conflict{
				Name: shown.Name, Shown: shown, Theirs: theirs, Yours: patch.Field{Name: shown.Name},
			})
		}
	}
	switch {
	case len(conflicts) > 0:
		return clash(conflicts)
	case now.Unknown.Has(model.AttrProtected):
		return unfit("whether the image is protected is unknown: the service sent nothing that can be read")
	case now.Protected:
		return unfit("the image is protected")
	}
	return Decision{Step: *s}
}

// createAgainst decides about a new image. One that is there is what an
// earlier request made, or somebody else's.
func (s *Step) createAgainst(now *model.Image) Decision {
	if now == nil {
		return Decision{Step: *s, Inverse: s.uncreate()}
	}
	var conflicts []patch.Conflict
	for _, wanted := range s.New {
		if has := patch.FieldOf(now, wanted.Name); !has.Equal(wanted) {
			conflicts = append(conflicts, patch.Conflict{
				Name: wanted.Name, Shown: patch.Field{Name: wanted.Name}, Theirs: has, Yours: wanted,
			})
		}
	}
	if len(conflicts) > 0 {
		return clash(conflicts)
	}
	return Decision{Verdict: Same}
}

// uncreate deletes the new image, as long as nobody has given it data or
// another name.
func (s *Step) uncreate() *Step {
	created := s.Created()
	inverse := Step{Image: s.Image, Name: s.Name, Kind: Delete}
	for _, attribute := range append(identity(), model.AttrStatus) {
		if attribute != model.AttrOwner { // the service chose it
			inverse.Shown = append(inverse.Shown, patch.FieldOf(&created, attribute.String()))
		}
	}
	return &inverse
}
