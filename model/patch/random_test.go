package patch_test

import (
	"slices"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/patch/patchtest"
	"glimpse/model/text"
)

// Generators must not be shared by tests that run at the same time: none of
// those that use them is parallel.

// texts are what a service may hold: also what a pointer has to escape, and
// what no terminal may get.
var texts = rapid.OneOf(
	rapid.SampledFrom([]string{
		"", "a", "b", "a/b", "~", "~1", "~0", "~01", "/", "//", "a~1b", "a b", " ", "é", "日本", "\U0001f600", "\x1b[2J", "\x00", "\u2028", "\u202e",
		`"`, `\`, "<&>", "name ", "null", "0",
	}),
	rapid.String(),
)

// keys are names of properties.
var keys = rapid.Custom(func(t *rapid.T) string {
	return texts.Filter(func(key string) bool { _, isAttribute := model.AttributeNamed(key); return !isAttribute }).Draw(t, "key")
})

// images are records as a service sends them. They have little to choose from,
// so that two of them have much in common.
var images = rapid.Custom(func(t *rapid.T) model.Image {
	few := func(name string, words ...string) text.Untrusted {
		return text.Of(rapid.SampledFrom(words).Draw(t, name))
	}
	image := model.Image{
		ID: model.NewImageID("0"), Status: model.StatusActive, Name: text.Of(texts.Draw(t, "name")),
		Visibility: model.Visibility{Untrusted: few("visibility", "private", "shared", "public")},
		DiskFormat: few("disk", "raw", "qcow2"), ContainerFormat: few("container", "bare", "ovf"), Owner: few("owner", "p1", "p2"),
		Protected: rapid.Bool().Draw(t, "protected"), Hidden: rapid.Bool().Draw(t, "hidden"),
		MinDisk: rapid.Int64Range(0, 2).Draw(t, "min disk"), MinRAM: rapid.Int64Range(0, 1<<31-1).Draw(t, "min ram"),
	}
	for _, attribute := range []model.Attribute{model.AttrName, model.AttrDiskFormat, model.AttrContainerFormat, model.AttrOwner} {
		if rapid.IntRange(0, 4).Draw(t, "null") == 0 {
			image = patch.Patch{patch.SetAttribute(attribute, nil)}.Apply(&image)
		}
	}
	for _, tag := range rapid.SliceOfNDistinct(texts, 0, 4, rapid.ID).Draw(t, "tags") {
		image.Tags = append(image.Tags, text.Of(tag))
	}
	for _, key := range rapid.SliceOfNDistinct(keys, 0, 5, rapid.ID).Draw(t, "keys") {
		property := model.Property{Key: text.Of(key)}
		if property.Null = rapid.IntRange(0, 9).Draw(t, "null") == 0; !property.Null {
			property.Value = text.Of(texts.Draw(t, "value"))
		}
		image.Properties = append(image.Properties, property)
	}
	return image
})

// related is another image that has some of a first one's fields.
func related(t *rapid.T, first *model.Image) model.Image {
	other := images.Draw(t, "other")
	for _, attribute := range patchtest.Writable() {
		if rapid.Bool().Draw(t, "same") {
			other = patch.Patch{{Verb: patch.Replace, Field: attribute.String(), Value: patch.FieldOf(first, attribute.String()).Value}}.Apply(&other)
		}
	}
	for _, has := range first.Properties {
		if same := func(p model.Property) bool { return p.Key == has.Key }; rapid.Bool().Draw(t, "same") && !slices.ContainsFunc(other.Properties, same) {
			other.Properties = append(other.Properties, has)
		}
	}
	return other
}

// changes are operations on fields of an image and on others, some of them on
// the same field.
func changes(t *rapid.T, image *model.Image) patch.Patch {
	other := related(t, image)
	all := patchtest.Diff(image, &other)
	for _, key := range rapid.SliceOfN(keys, 0, 3).Draw(t, "further") {
		all = append(all, rapid.SampledFrom([]patch.Operation{patch.SetProperty(key, "x"), patch.RemoveProperty(key)}).Draw(t, "operation"))
	}
	for _, tags := range rapid.SliceOfN(rapid.SliceOfN(texts, 0, 3), 0, 1).Draw(t, "tags") {
		all = append(all, patch.SetTags(tags))
	}
	return all
}
