package plan

import (
	"fmt"
	"slices"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/query"
	"glimpse/model/text"
)

func (p *Plan) leaveOut(image *model.Image, why Reason) {
	p.LeftOut = append(p.LeftOut, LeftOut{Image: image.ID, Name: image.Name, Reason: why})
}

// change completes the step of one image, or says why it is left out.
type change func(image *model.Image, step *Step) Reason

// changeOf returns what a command does to one image.
func changeOf(wanted command.Command) (change, error) {
	switch wanted := wanted.(type) {
	case command.Set:
		return reproperty(sets(wanted.Assignments), wanted.Properties)
	case command.Property:
		return reproperty(nil, wanted)
	case command.Hide:
		return update(patch.Patch{patch.SetAttribute(model.AttrHidden, true)})
	case command.Unhide:
		return update(patch.Patch{patch.SetAttribute(model.AttrHidden, false)})
	case command.Protect:
		return update(patch.Patch{patch.SetAttribute(model.AttrProtected, true)})
	case command.Unprotect:
		return update(patch.Patch{patch.SetAttribute(model.AttrProtected, false)})
	case command.Tag:
		return retag(wanted.Add, wanted.Remove)
	case command.Deactivate:
		return act(Deactivate), nil
	case command.Reactivate:
		return act(Reactivate), nil
	case command.Delete:
		return remove, nil
	case command.Share:
		return share(wanted)
	case command.Answer:
		return answer(wanted), nil
	default:
		return nil, fmt.Errorf("%s changes no image", text.Escape(command.Format(wanted)))
	}
}

// sets are the operations of assignments.
func sets(assignments []command.Assignment) patch.Patch {
	all := make(patch.Patch, len(assignments))
	for i, one := range assignments {
		all[i] = patch.SetAttribute(attributeOf(one.Field), one.Value)
	}
	return all
}

// attributeOf is the attribute that a field of the query language stands for.
func attributeOf(field query.Field) model.Attribute {
	if field.Kind == query.FieldHidden {
		return model.AttrHidden
	}
	return field.Attribute
}

func properties(wanted command.Property) patch.Patch {
	all := make(patch.Patch, 0, len(wanted.Set)+len(wanted.Remove))
	for _, pair := range wanted.Set {
		all = append(all, patch.SetProperty(pair.Key, pair.Value))
	}
	for _, key := range wanted.Remove {
		all = append(all, patch.RemoveProperty(key))
	}
	return all
}

// reproperty plans a change of properties, and of attributes with them. A property
// that gets another key keeps the value that the image has; what is set only where
// it is set is left alone elsewhere.
func reproperty(attributes patch.Patch, wanted command.Property) (change, error) {
	alike := slices.Concat(attributes, properties(wanted))
	everything := slices.Clone(alike)
	for _, pair := range wanted.SetWhereSet {
		everything = append(everything, patch.SetProperty(pair.Key, pair.Value))
	}
	for _, rename := range wanted.Renames {
		everything = append(everything, patch.SetProperty(rename.To, ""), patch.RemoveProperty(rename.From))
	}
	all, err := update(everything)
	if err != nil || len(everything) == len(alike) {
		return all, err
	}
	was := newShared()
	return func(image *model.Image, step *Step) Reason {
		all := slices.Clone(alike)
		for _, pair := range wanted.SetWhereSet {
			if patch.FieldOf(image, pair.Key).Set {
				all = append(all, patch.SetProperty(pair.Key, pair.Value))
			}
		}
		for _, rename := range wanted.Renames {
			renamed, why := rekey(image, rename)
			if why != "" {
				return why
			}
			all = append(all, renamed...)
		}
		return updateOf(image, step, all, was)
	}, nil
}

// rekey returns the operations that give a property of an image another key,
// or says why it cannot have it.
func rekey(image *model.Image, rename command.Rename) (patch.Patch, Reason) {
	from, to := patch.FieldOf(image, rename.From), patch.FieldOf(image, rename.To)
	value, isText := from.Value.(string)
	switch {
	case !from.Set:
		return nil, ""
	case !isText:
		return nil, NullValue
	case to.Set && !to.Equal(patch.Field{Name: rename.To, Set: true, Value: value}):
		return nil, KeyTaken
	}
	return patch.Patch{patch.SetProperty(rename.To, value), patch.RemoveProperty(rename.From)}, ""
}

// update plans the operations that an image needs.
func update(all patch.Patch) (change, error) {
	if len(all) == 0 {
		return nil, fmt.Errorf("nothing is to be changed")
	}
	if err := all.Check(); err != nil {
		return nil, err
	}
	was := newShared()
	return func(image *model.Image, step *Step) Reason { return updateOf(image, step, all, was) }, nil
}

// updateOf completes the step of one image by what it needs of the operations.
func updateOf(image *model.Image, step *Step, all patch.Patch, was *shared) Reason {
	step.Kind = Update
	if step.Patch = all.Needed(image); len(step.Patch) == len(all) {
		step.Patch = all // which all such images share
	}
	if len(step.Patch) == 0 {
		return AsWanted
	}
	for _, operation := range step.Patch {
		switch {
		case !isFormat(operation.Field):
		case image.Unknown.Has(model.AttrStatus):
			return UnknownStatus
		case image.Status != model.StatusQueued:
			return WrongStatus
		}
		if len(step.Patch) == 1 {
			step.Shown = was.of(patch.FieldOf(image, operation.Field))
		} else {
			step.Shown = append(step.Shown, patch.FieldOf(image, operation.Field))
		}
	}
	return ""
}

// isFormat reports whether a field is one that Glance takes for an image without data only.
func isFormat(field string) bool {
	return field == model.AttrDiskFormat.String() || field == model.AttrContainerFormat.String()
}

func retag(add, remove []string) (change, error) {
	if len(add)+len(remove) == 0 {
		return nil, fmt.Errorf("no tag is to be changed")
	}
	was := newShared()
	return func(image *model.Image, step *Step) Reason {
		step.Kind = Retag
		if image.Unknown.Has(model.AttrTags) && !hasAll(image, remove) {
			return UnknownTags
		}
		step.Add, step.Remove = tagChanges(image, add, remove)
		if len(step.Add)+len(step.Remove) == 0 {
			return AsWanted
		}
		step.Shown = was.tags(image)
		return ""
	}, nil
}

func hasAll(image *model.Image, tags []string) bool {
	return !slices.ContainsFunc(tags, func(tag string) bool { return !image.HasTag(tag) })
}

// tagChanges returns what has to be done to the tags of an image, each once.
func tagChanges(image *model.Image, add, remove []string) (adding, removing []string) {
	return missing(add, nil, func(tag string) bool { return !image.HasTag(tag) }), missing(remove, add, image.HasTag)
}

// missing returns the tags that are needed, each once, but for those that others
// are about: the same list where that is all of them.
func missing(tags, others []string, needed func(tag string) bool) []string {
	some := tags[:0:0]
	for i, tag := range tags {
		if needed(tag) && !slices.Contains(tags[:i], tag) && !slices.Contains(others, tag) {
			if len(some) == i {
				some = tags[: i+1 : i+1]
			} else {
				some = append(some, tag)
			}
		}
	}
	if len(some) == 0 {
		return nil
	}
	return some
}

// act plans a change of the status.
func act(kind Kind) change {
	from, to := model.StatusActive, model.StatusDeactivated
	if kind == Reactivate {
		from, to = to, from
	}
	was := newShared()
	return func(image *model.Image, step *Step) Reason {
		step.Kind = kind
		step.Shown = was.of(patch.FieldOf(image, model.AttrStatus.String()))
		if image.Unknown.Has(model.AttrStatus) {
			return UnknownStatus
		}
		switch image.Status {
		case from:
			return ""
		case to:
			return AsWanted
		default:
			return WrongStatus
		}
	}
}

// identity are the fields by which a person knows the image that is deleted.
func identity() []model.Attribute {
	return []model.Attribute{model.AttrName, model.AttrOwner, model.AttrVisibility, model.AttrProtected}
}

func remove(image *model.Image, step *Step) Reason {
	step.Kind = Delete
	step.Shown = make([]patch.Field, 0, len(identity()))
	for _, attribute := range identity() {
		step.Shown = append(step.Shown, patch.FieldOf(image, attribute.String()))
	}
	switch {
	case image.Unknown.Has(model.AttrProtected):
		return UnknownProtection
	case image.Unknown.Has(model.AttrStatus):
		return UnknownStatus
	case image.Protected:
		return Protected
	case image.Status == model.StatusDeleted, image.Status == model.StatusPendingDelete:
		return WrongStatus
	default:
		return ""
	}
}

// setNew gives a field of a new image its value; of two the later one counts,
// as in the object that is sent.
func (s *Step) setNew(name string, value any) {
	field := patch.Field{Name: name, Set: true, Value: value}
	if at := slices.IndexFunc(s.New, func(has patch.Field) bool { return has.Name == name }); at >= 0 {
		s.New[at] = field
		return
	}
	s.New = append(s.New, field)
}

// create plans a new image.
func create(wanted command.Create, newID func() string) Step {
	step := Step{Kind: Create}
	for _, one := range wanted.Attributes {
		attribute := attributeOf(one.Field)
		value, isText := one.Value.(string)
		switch {
		case attribute == model.AttrID && isText:
			step.Image = model.NewImageID(value)
			continue
		case attribute == model.AttrName && isText:
			step.Name = text.Of(value)
		}
		step.setNew(attribute.String(), one.Value)
	}
	if len(wanted.Tags) > 0 {
		step.setNew(model.AttrTags.String(), wanted.Tags)
	}
	for _, pair := range wanted.Properties {
		step.setNew(pair.Key, pair.Value)
	}
	if step.Image.IsEmpty() {
		step.Image = model.NewImageID(newID())
	}
	return step
}
