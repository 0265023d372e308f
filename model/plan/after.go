package plan

import (
	"slices"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// After returns an image as the step makes it, for showing what was done
// without asking the service again, and whether there is an image then.
func (s *Step) After(image *model.Image) (after model.Image, exists bool) {
	switch s.Kind {
	case Update:
		after = s.Patch.Apply(image)
		if len(s.Add)+len(s.Remove) > 0 {
			after = retagged(&after, s.Add, s.Remove)
		}
		return after, true
	case Retag:
		return retagged(image, s.Add, s.Remove), true
	case Deactivate:
		after = *image
		after.Status, after.Raw = model.StatusDeactivated, nil
		after.SetKnown(model.AttrStatus)
		return after, true
	case Reactivate:
		after = *image
		after.Status, after.Raw = model.StatusActive, nil
		after.SetKnown(model.AttrStatus)
		return after, true
	case Delete:
		return model.Image{}, false
	default:
		return *image, true
	}
}

func retagged(image *model.Image, add, remove []string) model.Image {
	tags := make([]string, 0, len(image.Tags)+len(add))
	for _, tag := range image.Tags {
		if !slices.Contains(remove, tag.Raw()) {
			tags = append(tags, tag.Raw())
		}
	}
	for _, tag := range add {
		if !image.HasTag(tag) {
			tags = append(tags, tag)
		}
	}
	after := patch.Patch{patch.SetTags(tags)}.Apply(image)
	if image.Unknown.Has(model.AttrTags) {
		// Those that could not be read are there still.
		after.Unknown, after.Faults = image.Unknown, image.Faults
	}
	return after
}

// Created returns the image that a step of the kind Create makes, as far as
// the step knows it.
func (s *Step) Created() model.Image {
	image := model.Image{ID: s.Image, Status: model.StatusQueued, Visibility: model.Visibility{Untrusted: text.Of("shared")}}
	// The service gives these a value by itself, and leaves the others null.
	given := []model.Attribute{
		model.AttrID, model.AttrStatus, model.AttrVisibility, model.AttrMinDisk, model.AttrMinRAM, model.AttrProtected, model.AttrHidden,
		model.AttrTags,
	}
	for _, attribute := range model.Attributes() {
		if !slices.Contains(given, attribute) {
			image.Null = image.Null.With(attribute)
		}
	}
	all := make(patch.Patch, len(s.New))
	for i, field := range s.New {
		all[i] = patch.Operation{Verb: patch.Add, Field: field.Name, Value: field.Value}
	}
	return all.Apply(&image)
}
