package plan

import (
	"slices"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// Decision is what is to be done with a step, now that its image was read.
type Decision uint8

// The decisions.
const (
	// Send means that the step of the decision is to be sent.
	Send Decision = iota
	// NoChange means that the image is as the step wants it.
	NoChange
	// Conflict means that somebody changed, after it was shown, what the step
	// touches.
	Conflict
	// NotAllowed means that the image does not allow the step, and that the service
	// would refuse it.
	NotAllowed
)

// Reconciled is a step held against its image as it is now.
type Reconciled struct {
	Decision Decision
	// Step is what is left to be sent, of Send.
	Step Step
	// Inverse takes that back; nil where nothing does.
	Inverse *Step
	// Conflicts are those of Conflict.
	Conflicts []patch.Conflict
	// Reason is why, of Conflict and NotAllowed; Detail is what else is known of
	// that, such as the status that the image has.
	Reason Reason
	Detail text.Untrusted
}

// Reconcile decides a step anew on its image as it is now; nil is that there is
// none, which only Create expects. Changes of others to fields that the step
// does not touch stay; a touched field that others changed to something else
// is a conflict, and one that they changed to the same is done.
func (s *Step) Reconcile(now *model.Image) Reconciled {
	switch {
	case s.Kind == Create:
		return s.reconcileCreate(now)
	case s.Kind == CreateFromVolume: // which the service decides on the volume
		return Reconciled{Step: *s}
	case now == nil:
		return notAllowed(NotFound, "")
	}
	switch s.Kind {
	case Update:
		return s.reconcileUpdate(now)
	case Retag:
		return s.reconcileRetag(now)
	case Deactivate:
		return s.reconcileAct(now, model.StatusActive, model.StatusDeactivated, Reactivate)
	case Reactivate:
		return s.reconcileAct(now, model.StatusDeactivated, model.StatusActive, Deactivate)
	case Delete:
		return s.reconcileDelete(now)
	case Share, Answer:
		return s.reconcileImage(now)
	case Upload, Import, Download, DeleteFrom:
		return s.reconcileData(now)
	case Relocate:
		return s.reconcileLocations(now)
	case Cache, Uncache:
		return s.ReconcileCache(now, nil)
	default: // whoever carries it out says that there is no such kind
		return Reconciled{Step: *s}
	}
}

func notAllowed(why Reason, detail string) Reconciled {
	return Reconciled{Decision: NotAllowed, Reason: why, Detail: text.Of(detail)}
}

// conflict is a decision by conflicts.
func conflict(conflicts []patch.Conflict) Reconciled {
	return Reconciled{Decision: Conflict, Conflicts: conflicts, Reason: Changed}
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

func (s *Step) reconcileUpdate(now *model.Image) Reconciled {
	if err := s.Patch.Check(); err != nil {
		return notAllowed(Unsendable, err.Error())
	}
	needed, conflicts := s.Patch.Rebase(s.Shown, now)
	retags := len(s.Add)+len(s.Remove) > 0
	switch {
	case len(conflicts) > 0:
		return conflict(conflicts)
	case len(needed) == 0 && retags:
		left := *s
		left.Kind, left.Patch = Retag, nil
		return left.reconcileRetag(now)
	case len(needed) == 0:
		return Reconciled{Decision: NoChange}
	case retags && now.Unknown.Has(model.AttrTags):
		return notAllowed(UnknownTags, "")
	}
	left, inverse := *s, *s
	left.Patch, inverse.Patch, inverse.Shown = needed, needed.Inverse(now), needed.Fields()
	left.Add, left.Remove = nil, nil
	if add, remove := tagChanges(now, s.Add, s.Remove); len(add)+len(remove) > 0 {
		left.Patch = slices.Concat(needed, patch.Patch{settingTags(now, add, remove)})
		inverse.Shown = left.Patch.Fields()
		inverse.Add, inverse.Remove = remove, add
	} else {
		inverse.Add, inverse.Remove = nil, nil
	}
	if inverse.Patch == nil {
		return Reconciled{Step: left}
	}
	return Reconciled{Step: left, Inverse: &inverse}
}

// settingTags is the operation that changes tags in a patch: all that the image
// has then.
func settingTags(now *model.Image, add, remove []string) patch.Operation {
	after := retagged(now, add, remove)
	tags, _ := patch.FieldOf(&after, model.AttrTags.String()).Value.([]string)
	return patch.SetTags(tags)
}

func (s *Step) reconcileRetag(now *model.Image) Reconciled {
	left, inverse := *s, *s
	left.Add, left.Remove = tagChanges(now, s.Add, s.Remove)
	unknown := now.Unknown.Has(model.AttrTags)
	switch {
	case unknown && !hasAll(now, s.Remove):
		return notAllowed(UnknownTags, "")
	case len(left.Add)+len(left.Remove) == 0:
		return Reconciled{Decision: NoChange}
	case unknown && !patch.TagByTag(left.Add, left.Remove):
		return notAllowed(UnknownTags, "")
	}
	after := retagged(now, left.Add, left.Remove)
	inverse.Add, inverse.Remove = left.Remove, left.Add
	inverse.Shown = []patch.Field{patch.FieldOf(&after, model.AttrTags.String())}
	if unknown {
		return Reconciled{Step: left} // what is added may have been there before
	}
	return Reconciled{Step: left, Inverse: &inverse}
}

func (s *Step) reconcileAct(now *model.Image, from, to model.Status, back Kind) Reconciled {
	if now.Unknown.Has(model.AttrStatus) {
		return notAllowed(UnknownStatus, "")
	}
	switch now.Status {
	case to:
		return Reconciled{Decision: NoChange}
	case from:
	default:
		return notAllowed(WrongStatus, now.Status.Raw())
	}
	inverse := *s
	inverse.Kind, inverse.Shown = back, []patch.Field{{Name: model.AttrStatus.String(), Set: true, Value: to.Raw()}}
	return Reconciled{Step: *s, Inverse: &inverse}
}

func (s *Step) reconcileDelete(now *model.Image) Reconciled {
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
		return conflict(conflicts)
	case now.Unknown.Has(model.AttrProtected):
		return notAllowed(UnknownProtection, "")
	case now.Protected:
		return notAllowed(Protected, "")
	}
	return Reconciled{Step: *s}
}

// reconcileCreate decides about a new image. One that is there is what an
// earlier request made, or somebody else's.
func (s *Step) reconcileCreate(now *model.Image) Reconciled {
	if now == nil {
		return Reconciled{Step: *s, Inverse: s.uncreate()}
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
		return conflict(conflicts)
	}
	return Reconciled{Decision: NoChange}
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
