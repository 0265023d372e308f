// Package patchtest compares images for the tests of what changes them.
package patchtest

import (
	"glimpse/model"
	"glimpse/model/patch"
)

// Writable lists the attributes that a patch may replace (Image API v2, PATCH
// /v2/images/{id}); some only in certain states or by certain roles.
func Writable() []model.Attribute {
	return []model.Attribute{
		model.AttrName, model.AttrVisibility, model.AttrProtected, model.AttrHidden, model.AttrMinDisk, model.AttrMinRAM,
		model.AttrDiskFormat, model.AttrContainerFormat, model.AttrOwner, model.AttrTags,
	}
}

// Diff returns the smallest patch that makes of the fields of one image what
// they are on another: attributes that a client may write, tags and
// properties. Applied to the first it gives the second, but for what the
// service alone writes.
func Diff(from, into *model.Image) patch.Patch {
	var all patch.Patch
	for _, attribute := range Writable() {
		field := patch.FieldOf(into, attribute.String())
		tags, isList := field.Value.([]string)
		switch {
		case field.Unknown: // which cannot be given to an image
		case attribute == model.AttrTags && isList:
			all = append(all, patch.SetTags(tags))
		default:
			all = append(all, patch.SetAttribute(attribute, field.Value))
		}
	}
	for _, image := range []*model.Image{from, into} {
		for i := range image.Properties {
			key := image.Properties[i].Key.Raw()
			field := patch.FieldOf(into, key)
			switch {
			case field.Unknown:
			case field.Set:
				all = append(all, patch.Operation{Verb: patch.Add, Field: key, Value: field.Value})
			default:
				all = append(all, patch.RemoveProperty(key))
			}
		}
	}
	return all.Needed(from)
}
