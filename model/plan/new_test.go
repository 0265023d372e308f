package plan_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// imageOf is an image with one of everything.
func imageOf(id string, change ...func(*model.Image)) *model.Image {
	image := model.Image{
		ID: model.NewImageID(id), Name: text.Of("image " + id), Status: model.StatusActive, Visibility: model.Visibility{Untrusted: text.Of("shared")},
		DiskFormat: text.Of("raw"), ContainerFormat: text.Of("bare"), Owner: text.Of("p1"), MinDisk: 1,
		Tags:       []text.Untrusted{text.Of("old"), text.Of("gold")},
		Properties: []model.Property{{Key: text.Of("os_distro"), Value: text.Of("debian")}, {Key: text.Of("a/b"), Value: text.Of("1")}},
	}
	for _, one := range change {
		one(&image)
	}
	return &image
}

func status(status model.Status) func(*model.Image) {
	return func(image *model.Image) { image.Status = status }
}

func property(key, value string) func(*model.Image) {
	return func(image *model.Image) {
		image.Properties = append(image.Properties, model.Property{Key: text.Of(key), Value: text.Of(value)})
	}
}

func null(key string) func(*model.Image) {
	return func(image *model.Image) {
		image.Properties = append(image.Properties, model.Property{Key: text.Of(key), Null: true})
	}
}

// unknown makes attributes unknown, as the decoder does: with their zero values,
// but for the tags, of which some could be read.
func unknown(attributes ...model.Attribute) func(*model.Image) {
	return func(image *model.Image) {
		for _, attribute := range attributes {
			image.Unknown = image.Unknown.With(attribute)
			image.Faults = append(image.Faults, model.Fault{Field: text.Of(attribute.String()), Reason: "odd"})
			switch attribute {
			case model.AttrStatus:
				image.Status = model.Status{}
			case model.AttrVisibility:
				image.Visibility = model.Visibility{}
			case model.AttrOwner:
				image.Owner = text.Untrusted{}
			case model.AttrName:
				image.Name = text.Untrusted{}
			case model.AttrProtected:
				image.Protected = false
			case model.AttrHidden:
				image.Hidden = false
			}
		}
	}
}

func protected(image *model.Image) { image.Protected = true }
func hidden(image *model.Image)    { image.Hidden = true }

func parsed(t *testing.T, line string) command.Command {
	t.Helper()
	wanted, err := command.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	return wanted
}

func noID() string { panic("no id is needed") }

// said is a step in a line.
func said(step *plan.Step) string {
	var parts []string
	for _, operation := range step.Patch {
		parts = append(parts, fmt.Sprintf("%s %s %v", operation.Verb, patch.Pointer(operation.Field), operation.Value))
	}
	for _, tag := range step.Add {
		parts = append(parts, "+"+tag)
	}
	for _, tag := range step.Remove {
		parts = append(parts, "-"+tag)
	}
	return strings.Join(append([]string{string(step.Kind)}, parts...), ", ")
}

func TestWhatEachCommandPlansForAnImage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line  string
		image *model.Image
		want  string // of the step, or the reason
		shown []string
	}{
		{"set name=new", imageOf("1"), "update, replace /name new", []string{"name"}},
		{"set name=new protected=true min_disk=7", imageOf("1"), "update, replace /name new, replace /protected true, replace /min_disk 7", []string{"name", "protected", "min_disk"}},
		{`set name="image 1" protected=true`, imageOf("1"), "update, replace /protected true", []string{"protected"}},
		{`set name="image 1"`, imageOf("1"), string(plan.AsWanted), nil},
		{"set min_disk=1 visibility=shared owner=p1 hidden=false", imageOf("1"), string(plan.AsWanted), nil},
		{"set disk_format=qcow2", imageOf("1"), string(plan.WrongStatus), nil},
		{"set disk_format=qcow2", imageOf("1", status(model.StatusQueued)), "update, replace /disk_format qcow2", []string{"disk_format"}},
		{"set disk_format=raw name=x", imageOf("1"), "update, replace /name x", []string{"name"}},
		{"set name=new os_distro=arch -a/b", imageOf("1"), "update, replace /name new, add /os_distro arch, remove /a~1b <nil>", []string{"name", "os_distro", "a/b"}},
		{"property os_distro=debian", imageOf("1"), string(plan.AsWanted), nil},
		{"property os_distro=arch new=1", imageOf("1"), "update, add /os_distro arch, add /new 1", []string{"os_distro", "new"}},
		{"property -a/b -nowhere", imageOf("1"), "update, remove /a~1b <nil>", []string{"a/b"}},
		{"property new=1 -a/b", imageOf("1"), "update, add /new 1, remove /a~1b <nil>", []string{"new", "a/b"}},
		{"property -nowhere", imageOf("1"), string(plan.AsWanted), nil},
		{"property ?os_distro=arch ?nowhere=1", imageOf("1"), "update, add /os_distro arch", []string{"os_distro"}},
		{"property ?nowhere=1", imageOf("1"), string(plan.AsWanted), nil},
		{"property ?os_distro=debian", imageOf("1"), string(plan.AsWanted), nil},
		{"property ?kernel_id=k", imageOf("1", null("kernel_id")), "update, add /kernel_id k", []string{"kernel_id"}},
		{"property os_distro->distro", imageOf("1"), "update, add /distro debian, remove /os_distro <nil>", []string{"distro", "os_distro"}},
		{`property os_distro=arch a/b->"c~d"`, imageOf("1"), "update, add /os_distro arch, add /c~0d 1, remove /a~1b <nil>", []string{"os_distro", "c~d", "a/b"}},
		{"property nowhere->distro", imageOf("1"), string(plan.AsWanted), nil},
		{"property new=1 nowhere->distro", imageOf("1"), "update, add /new 1", []string{"new"}},
		{"property os_distro->a/b", imageOf("1"), string(plan.KeyTaken), nil},
		{"property os_distro->same", imageOf("1", property("same", "debian")), "update, remove /os_distro <nil>", []string{"os_distro"}},
		{"property kernel_id->k", imageOf("1", null("kernel_id")), string(plan.NullValue), nil},
		{"property os_distro->kernel_id", imageOf("1", null("kernel_id")), string(plan.KeyTaken), nil},
		{"tag +new -old", imageOf("1"), "tags, +new, -old", []string{"tags"}},
		{"tag +gold -nowhere", imageOf("1"), string(plan.AsWanted), nil},
		{"tag +gold +new", imageOf("1"), "tags, +new", []string{"tags"}},
		{"hide", imageOf("1"), "update, replace /os_hidden true", []string{"os_hidden"}},
		{"hide", imageOf("1", hidden), string(plan.AsWanted), nil},
		{"unhide", imageOf("1", hidden), "update, replace /os_hidden false", []string{"os_hidden"}},
		{"unhide", imageOf("1"), string(plan.AsWanted), nil},
		{"protect", imageOf("1"), "update, replace /protected true", []string{"protected"}},
		{"protect", imageOf("1", protected), string(plan.AsWanted), nil},
		{"unprotect", imageOf("1", protected), "update, replace /protected false", []string{"protected"}},
		{"deactivate", imageOf("1"), "deactivate", []string{"status"}},
		{"deactivate", imageOf("1", status(model.StatusDeactivated)), string(plan.AsWanted), nil},
		{"deactivate", imageOf("1", status(model.StatusQueued)), string(plan.WrongStatus), nil},
		{"reactivate", imageOf("1", status(model.StatusDeactivated)), "reactivate", []string{"status"}},
		{"reactivate", imageOf("1"), string(plan.AsWanted), nil},
		{"reactivate", imageOf("1", status(model.StatusKilled)), string(plan.WrongStatus), nil},
		{"delete", imageOf("1"), "delete", []string{"name", "owner", "visibility", "protected"}},
		{"delete", imageOf("1", protected), string(plan.Protected), nil},
		{"delete", imageOf("1", status(model.StatusDeleted)), string(plan.WrongStatus), nil},
		{"delete", imageOf("1", status(model.StatusPendingDelete)), string(plan.WrongStatus), nil},
		{"delete", imageOf(""), string(plan.Unreadable), nil},
		{"tag +new", imageOf(""), string(plan.Unreadable), nil},
	} {
		planned, err := plan.New(parsed(t, test.line), []*model.Image{test.image}, noID)
		if err != nil {
			t.Errorf("%s: %v", test.line, err)
			continue
		}
		if planned.Title != test.line || len(planned.Steps)+len(planned.LeftOut) != 1 {
			t.Errorf("%s: got %+v", test.line, planned)
			continue
		}
		if len(planned.LeftOut) == 1 {
			if left := planned.LeftOut[0]; string(left.Reason) != test.want || left.Image != test.image.ID || left.Name != test.image.Name {
				t.Errorf("%s: got %+v", test.line, left)
			}
			continue
		}
		step := planned.Steps[0]
		if said(&step) != test.want || step.Image != test.image.ID || step.Name != test.image.Name {
			t.Errorf("%s: got %s of %v", test.line, said(&step), step)
		}
		var shown []string
		for _, field := range step.Shown {
			shown = append(shown, field.Name)
			if !field.Equal(patch.FieldOf(test.image, field.Name)) {
				t.Errorf("%s: shown is %+v", test.line, field)
			}
		}
		if !reflect.DeepEqual(shown, test.shown) {
			t.Errorf("%s: shown are %v", test.line, shown)
		}
	}
}

func TestAnImageThatIsNamedTwiceIsPlannedOnce(t *testing.T) {
	t.Parallel()
	one, other, odd := imageOf("1"), imageOf("2", protected), imageOf("")
	planned, err := plan.New(command.Delete{}, []*model.Image{one, odd, other, one, other, odd}, noID)
	if err != nil || len(planned.Steps) != 1 || len(planned.LeftOut) != 3 {
		t.Errorf("got %+v, %v", planned, err)
	}
}

func TestWhatIsNotMarkedIsLeftOutOfAPlan(t *testing.T) {
	t.Parallel()
	one, other, safe := imageOf("1"), imageOf("2"), imageOf("3", protected)
	planned, err := plan.New(command.Delete{}, []*model.Image{one, other, safe}, noID)
	if err != nil {
		t.Fatal(err)
	}
	part := planned.Only([]model.ImageID{other.ID})
	if len(part.Steps) != 1 || part.Steps[0].Image != other.ID || part.Title != planned.Title {
		t.Errorf("got %+v", part)
	}
	want := []plan.LeftOut{
		{Image: safe.ID, Name: safe.Name, Reason: plan.Protected},
		{Image: one.ID, Name: one.Name, Reason: plan.NotMarked},
	}
	if !slices.Equal(part.LeftOut, want) || len(planned.LeftOut) != 1 {
		t.Errorf("left out are %+v", part.LeftOut)
	}
	planned.Steps = append(planned.Steps, plan.Step{Image: one.ID, Name: one.Name, Kind: plan.Update})
	if part := planned.Only([]model.ImageID{other.ID}); !slices.Equal(part.LeftOut, want) {
		t.Errorf("of an image with two steps are left out %+v", part.LeftOut)
	}
	if part := planned.Only(nil); !part.IsEmpty() {
		t.Errorf("nothing is marked, and %+v is planned", part)
	}
}

func TestAnUndoLeavesOutWhatWasProtectedSince(t *testing.T) {
	t.Parallel()
	open, safe, freed := imageOf("1"), imageOf("2", protected), imageOf("3", protected)
	known := map[model.ImageID]*model.Image{open.ID: open, safe.ID: safe, freed.ID: freed}
	unread := model.NewImageID("4")
	deletes := func(id model.ImageID) plan.Step { return plan.Step{Image: id, Kind: plan.Delete} }
	undo := plan.Plan{Title: "undo", Undoes: &plan.Undo{Job: "one"}, Steps: []plan.Step{
		deletes(open.ID), deletes(safe.ID), deletes(unread),
		{Image: freed.ID, Kind: plan.Update}, // which lifts the protection
		deletes(freed.ID),
	}}
	part := undo.WithoutProtected(func(id model.ImageID) *model.Image { return known[id] })
	var left []model.ImageID
	for i := range part.Steps {
		left = append(left, part.Steps[i].Image)
	}
	if !slices.Equal(left, []model.ImageID{open.ID, unread, freed.ID, freed.ID}) || part.Title != undo.Title || part.Undoes != undo.Undoes {
		t.Errorf("got %+v", part)
	}
	if !slices.Equal(part.LeftOut, []plan.LeftOut{{Image: safe.ID, Reason: plan.Protected}}) {
		t.Errorf("left out are %+v", part.LeftOut)
	}
	if len(undo.Steps) != 5 || len(undo.LeftOut) != 0 {
		t.Errorf("the plan itself became %+v", undo)
	}
}

func TestWhatChangesNothingOrMustNotBeSentIsNoPlan(t *testing.T) {
	t.Parallel()
	for _, wanted := range []command.Command{
		command.Refresh{},
		command.Undo{},
		command.Jobs{},
		command.Set{},
		command.Tag{},
		command.Property{},
		command.Property{Set: []command.KeyValue{{Key: "image_id", Value: "x"}}},
		command.Property{Remove: []string{"extra_properties"}},
		command.Property{Renames: []command.Rename{{From: "k", To: "image_id"}}},
		command.Property{SetWhereSet: []command.KeyValue{{Key: "image_id", Value: "x"}}},
		command.Property{Renames: []command.Rename{{From: "image_id", To: "k"}}},
		command.Property{Set: []command.KeyValue{{Key: " padded", Value: "x"}}},
	} {
		if planned, err := plan.New(wanted, []*model.Image{imageOf("1")}, noID); err == nil || !planned.IsEmpty() {
			t.Errorf("%#v: got %+v", wanted, planned)
		}
	}
}

func TestANewImageHasAnIDBeforeItIsMade(t *testing.T) {
	t.Parallel()
	newID := func() string { return "fresh" }
	planned, err := plan.New(parsed(t, `create name=new min_disk=3 protected=true tag=a tag=b os_distro=arch`), nil, newID)
	if err != nil || len(planned.Steps) != 1 {
		t.Fatalf("got %+v, %v", planned, err)
	}
	step := planned.Steps[0]
	want := []patch.Field{
		{Name: "name", Set: true, Value: "new"},
		{Name: "min_disk", Set: true, Value: int64(3)},
		{Name: "protected", Set: true, Value: true},
		{Name: "tags", Set: true, Value: []string{"a", "b"}},
		{Name: "os_distro", Set: true, Value: "arch"},
	}
	if step.Kind != plan.Create || step.Image.Raw() != "fresh" || step.Name.Raw() != "new" || !reflect.DeepEqual(step.New, want) {
		t.Errorf("got %+v", step)
	}
	given, err := plan.New(parsed(t, `create id=12345678-1234-4234-8234-123456789abc name=new`), nil, noID)
	if err != nil || given.Steps[0].Image.Raw() != "12345678-1234-4234-8234-123456789abc" || len(given.Steps[0].New) != 1 {
		t.Errorf("got %+v, %v", given, err)
	}
	empty, err := plan.New(command.Create{}, nil, newID)
	if err != nil || len(empty.Steps) != 1 || len(empty.Steps[0].New) != 0 {
		t.Errorf("got %+v, %v", empty, err)
	}
	// Of two that have one name the later counts, as in the object that is sent.
	twice := command.Create{Properties: []command.KeyValue{{Key: "k", Value: "1"}, {Key: "k", Value: "2"}}}
	doubled, err := plan.New(twice, nil, newID)
	if err != nil || !reflect.DeepEqual(doubled.Steps[0].New, []patch.Field{{Name: "k", Set: true, Value: "2"}}) {
		t.Errorf("got %+v, %v", doubled, err)
	}
}
