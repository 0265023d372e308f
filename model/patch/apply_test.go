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
		"a name":               {SetAttribute(model.AttrName, "after"), Field{Name: "name", Set: true, Value: "after"}},
		"no name":              {SetAttribute(model.AttrName, nil), Field{Name: "name", Set: true, Value: nil}},
		"a visibility":         {SetAttribute(model.AttrVisibility, "public"), Field{Name: "visibility", Set: true, Value: "public"}},
		"an owner":             {SetAttribute(model.AttrOwner, "p"), Field{Name: "owner", Set: true, Value: "p"}},
		"a disk format":        {SetAttribute(model.AttrDiskFormat, "raw"), Field{Name: "disk_format", Set: true, Value: "raw"}},
		"a container format":   {SetAttribute(model.AttrContainerFormat, "bare"), Field{Name: "container_format", Set: true, Value: "bare"}},
		"a flag":               {SetAttribute(model.AttrProtected, true), Field{Name: "protected", Set: true, Value: true}},
		"another flag":         {SetAttribute(model.AttrHidden, true), Field{Name: "os_hidden", Set: true, Value: true}},
		"a number":             {SetAttribute(model.AttrMinDisk, 7), Field{Name: "min_disk", Set: true, Value: int64(7)}},
		"another number":       {SetAttribute(model.AttrMinRAM, int64(512)), Field{Name: "min_ram", Set: true, Value: int64(512)}},
		"tags":                 {SetTags([]string{"gold", "a/b"}), Field{Name: "tags", Set: true, Value: []string{"a/b", "gold"}}},
		"a new property":       {SetProperty("new", "x"), Field{Name: "new", Set: true, Value: "x"}},
		"a property anew":      {SetProperty("a/b", "x"), Field{Name: "a/b", Set: true, Value: "x"}},
		"a property less":      {RemoveProperty("a/b"), Field{Name: "a/b"}},
		"a property of null":   {Operation{Verb: Add, Field: "kernel_id"}, Field{Name: "kernel_id", Set: true, Value: nil}},
		"a property not there": {RemoveProperty("nowhere"), Field{Name: "nowhere"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after := Patch{test.operation}.Apply(&image)
			if got := FieldOf(&after, test.operation.Field); !got.Equal(test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if kept := FieldOf(&after, "kept"); !kept.Equal(Field{Name: "kept", Set: true, Value: "1"}) {
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
