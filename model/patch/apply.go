package patch

import (
	"slices"

	"glimpse/model"
	"glimpse/model/text"
)

// Apply returns an image as the patch makes it, for showing what the service
// has confirmed without asking again. What the service changes by itself, such
// as updated_at, stays as it was, and the record as it was received is dropped.
func (p Patch) Apply(image *model.Image) model.Image {
	after := *image
	after.Raw = nil
	after.Properties = slices.Clone(image.Properties)
	for _, operation := range p {
		attribute, isAttribute := model.AttributeNamed(operation.Field)
		if isAttribute {
			setAttribute(&after, attribute, operation.Value)
			continue
		}
		setProperty(&after, operation)
	}
	return after
}

func setProperty(image *model.Image, operation Operation) {
	is := func(has model.Property) bool { return has.Key.Raw() == operation.Field }
	if operation.Verb == Remove {
		image.Properties = slices.DeleteFunc(image.Properties, is)
		return
	}
	value, isText := operation.Value.(string)
	property := model.Property{Key: text.Of(operation.Field), Value: text.Of(value), Null: !isText}
	if at := slices.IndexFunc(image.Properties, is); at >= 0 {
		image.Properties[at] = property
		return
	}
	image.Properties = append(image.Properties, property)
}

func setAttribute(image *model.Image, attribute model.Attribute, value any) {
	image.SetKnown(attribute)
	if value == nil {
		image.Null = image.Null.With(attribute)
		setText(image, attribute, text.Untrusted{})
	}
	switch value := number(value).(type) {
	case string:
		setText(image, attribute, text.Of(value))
	case bool:
		switch attribute {
		case model.AttrHidden:
			image.Hidden = value
		case model.AttrProtected:
			image.Protected = value
		default: // no other flag can be written
		}
	case int64:
		switch attribute {
		case model.AttrMinDisk:
			image.MinDisk = value
		case model.AttrMinRAM:
			image.MinRAM = value
		default: // no other number can be written
		}
	case []string:
		image.Tags = make([]text.Untrusted, 0, len(value))
		for _, tag := range value {
			if !image.HasTag(tag) { // the service keeps each once
				image.Tags = append(image.Tags, text.Of(tag))
			}
		}
	}
}

func setText(image *model.Image, attribute model.Attribute, value text.Untrusted) {
	switch attribute {
	case model.AttrName:
		image.Name = value
	case model.AttrVisibility:
		image.Visibility = model.Visibility{Untrusted: value}
	case model.AttrOwner:
		image.Owner = value
	case model.AttrDiskFormat:
		image.DiskFormat = value
	case model.AttrContainerFormat:
		image.ContainerFormat = value
	default: // no other text can be written
	}
}
