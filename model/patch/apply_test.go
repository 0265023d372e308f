package patch

import (
	"testing"

	"glimpse/model"
	"glimpse/model/text"
)

func TestWhatAPatchMakesOfAnImageIsWhatItSays(t *testing.T) {
	t.Parallel()
	image := model.Image{
		ID: model.NewImageID("one"), Name: text.Of("before"), Raw: []byte("{}"),
		Properties: []model.Property{{Key: text.Of("kept"), Value: text.Of("1")}, {Key: text.Of("a/b"), Value: text.Of("2")}},
	}
	for name, test := range map[string]struct {
		operation Operation
		want      Field
	}{
		"a name":               {SetAttribute(model.AttrName, "after"), Field{"name", true, "after"}},
		"no name":              {SetAttribute(model.AttrName, nil), Field{"name", true, nil}},
		"a visibility":         {SetAttribute(model.AttrVisibility, "public"), Field{"visibility", true, "public"}},
		"an owner":             {SetAttribute(model.AttrOwner, "p"), Field{"owner", true, "p"}},
		"a disk format":        {SetAttribute(model.AttrDiskFormat, "raw"), Field{"disk_format", true, "raw"}},
		"a container format":   {SetAttribute(model.AttrContainerFormat, "bare"), Field{"container_format", true, "bare"}},
		"a flag":               {SetAttribute(model.AttrProtected, true), Field{"protected", true, true}},
		"another flag":         {SetAttribute(model.AttrHidden, true), Field{"os_hidden", true, true}},
		"a number":             {SetAttribute(model.AttrMinDisk, 7), Field{"min_disk", true, int64(7)}},
		"another number":       {SetAttribute(model.AttrMinRAM, int64(512)), Field{"min_ram", true, int64(512)}},
		"tags":                 {SetTags([]string{"gold", "a/b"}), Field{"tags", true, []string{"a/b", "gold"}}},
		"a new property":       {SetProperty("new", "x"), Field{"new", true, "x"}},
		"a property anew":      {SetProperty("a/b", "x"), Field{"a/b", true, "x"}},
		"a property less":      {RemoveProperty("a/b"), Field{Name: "a/b"}},
		"a property of null":   {Operation{Verb: Add, Field: "kernel_id"}, Field{"kernel_id", true, nil}},
		"a property not there": {RemoveProperty("nowhere"), Field{Name: "nowhere"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after := Patch{test.operation}.Apply(&image)
			if got := FieldOf(&after, test.operation.Field); !got.Equal(test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if kept := FieldOf(&after, "kept"); !kept.Equal(Field{"kept", true, "1"}) {
				t.Errorf("another property is %+v", kept)
			}
			if after.Raw != nil || after.ID != image.ID {
				t.Errorf("the image is %+v", after)
			}
			if !(Patch{test.operation}).Applied(&after) {
				t.Error("the patch does not find itself applied")
			}
		})
	}
	if image.Name.Raw() != "before" || len(image.Properties) != 2 || image.Properties[1].Value.Raw() != "2" {
		t.Errorf("the image before was changed: %+v", image)
	}
}
