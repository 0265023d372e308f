package plan_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/patch/patchtest"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// words are for tags, keys and values. Generators must not be shared by tests
// that run at the same time: none of those that use them is parallel.
var words = rapid.SampledFrom([]string{"a", "b", "a/b", "~", "é", "x y", "", "old", "gold"})

// images are records that have little to choose from.
var images = rapid.Custom(func(t *rapid.T) model.Image {
	image := *imageOf("1")
	image.Status = rapid.SampledFrom([]model.Status{model.StatusActive, model.StatusDeactivated, model.StatusQueued, model.StatusKilled}).Draw(t, "status")
	image.Protected, image.Hidden = rapid.Bool().Draw(t, "protected"), rapid.Bool().Draw(t, "hidden")
	image.Name = text.Of(words.Draw(t, "name"))
	if rapid.IntRange(0, 4).Draw(t, "null") == 0 {
		image = patch.Patch{patch.SetAttribute(model.AttrName, nil)}.Apply(&image)
	}
	image.Tags, image.Properties = nil, nil
	for _, tag := range rapid.SliceOfNDistinct(words, 0, 4, rapid.ID).Draw(t, "tags") {
		image.Tags = append(image.Tags, text.Of(tag))
	}
	for _, key := range rapid.SliceOfNDistinct(words, 0, 4, rapid.ID).Draw(t, "keys") {
		property := model.Property{Key: text.Of(key), Null: rapid.IntRange(0, 9).Draw(t, "null") == 0}
		if !property.Null {
			property.Value = text.Of(words.Draw(t, "value"))
		}
		image.Properties = append(image.Properties, property)
	}
	return image
})

// commands are changes, each of which needs an image.
var commands = rapid.Custom(func(t *rapid.T) command.Command {
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		add := rapid.SliceOfN(words, 0, 5).Draw(t, "add")
		remove := rapid.SliceOfN(words, 1, 5).Draw(t, "remove")
		return command.Tag{Add: add, Remove: remove}
	case 1:
		var wanted command.Property
		for _, key := range rapid.SliceOfN(words, 0, 3).Draw(t, "set") {
			wanted.Set = append(wanted.Set, command.KeyValue{Key: key, Value: words.Draw(t, "value")})
		}
		wanted.Remove = rapid.SliceOfN(words, 1, 3).Draw(t, "remove")
		return wanted
	default:
		return rapid.SampledFrom([]command.Command{
			command.Hide{}, command.Unhide{}, command.Protect{}, command.Unprotect{}, command.Deactivate{}, command.Reactivate{}, command.Delete{},
		}).Draw(t, "command")
	}
})

// steps are changes of an image, with the image as it was shown.
func steps(t *rapid.T) (plan.Step, model.Image) {
	image := images.Draw(t, "image")
	planned, err := plan.New(commands.Draw(t, "command"), []*model.Image{&image}, noID)
	if err != nil || len(planned.Steps) == 0 {
		t.Skip("nothing is planned")
	}
	return planned.Steps[0], image
}

// same reports whether two images are one, but for the order of what has none.
func same(a, b *model.Image) bool {
	return a.ID == b.ID && a.Status == b.Status && len(patchtest.Diff(a, b)) == 0
}

func TestAStepIsDecidedOnTheImageAsItWasShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step, image := steps(t)
		decision := step.Reconcile(&image)
		left := decision.Step
		left.Shown, step.Shown = nil, nil
		if decision.Decision != plan.Send || !reflect.DeepEqual(left, step) {
			t.Fatalf("%+v of %+v is %+v", step, image, decision)
		}
		after, exists := step.After(&image)
		if !exists {
			return
		}
		if again := step.Reconcile(&after); again.Decision != plan.NoChange || len(again.Conflicts) > 0 {
			t.Fatalf("%+v, once done, is %+v", step, again)
		}
		// The inverse restores the image, and the inverse of that changes it again.
		back := decision.Inverse.Reconcile(&after)
		if back.Decision != plan.Send {
			t.Fatalf("the way back is %+v", back)
		}
		restored, _ := back.Step.After(&after)
		if !same(&restored, &image) {
			t.Fatalf("%+v is taken back to %+v, not %+v", step, restored, image)
		}
		forth := back.Inverse.Reconcile(&restored)
		if forth.Decision != plan.Send {
			t.Fatalf("the way forth is %+v", forth)
		}
		if forward, _ := forth.Step.After(&restored); !same(&forward, &after) {
			t.Fatalf("%+v is done again as %+v, not %+v", step, forward, after)
		}
	})
}

func TestAStepLeavesAloneWhatOthersDid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step, shown := steps(t)
		now := images.Draw(t, "now")
		decision := step.Reconcile(&now)
		switch decision.Decision {
		case plan.NoChange:
			if after, exists := step.After(&now); exists && !same(&after, &now) {
				t.Fatalf("%+v would change %+v, and is the same", step, now)
			}
		case plan.Conflict:
			for _, conflict := range decision.Conflicts {
				if patch.FieldOf(&shown, conflict.Name).Equal(patch.FieldOf(&now, conflict.Name)) || !conflict.Theirs.Equal(patch.FieldOf(&now, conflict.Name)) ||
					!conflict.Shown.Equal(patch.FieldOf(&shown, conflict.Name)) {
					t.Fatalf("no conflict: %+v", conflict)
				}
			}
		case plan.Send:
			after, exists := decision.Step.After(&now)
			if !exists {
				return
			}
			if again := step.Reconcile(&after); again.Decision != plan.NoChange {
				t.Fatalf("%+v, once done, is %+v", step, again)
			}
			if restored, _ := decision.Inverse.After(&after); !same(&restored, &now) {
				t.Fatalf("it is taken back to %+v, not %+v", restored, now)
			}
			untouched(t, &step, &now, &after)
		case plan.NotAllowed:
			if decision.Reason == "" {
				t.Fatal("no reason is told")
			}
		}
	})
}

// untouched checks that a step changed nothing else.
func untouched(t *rapid.T, step *plan.Step, now, after *model.Image) {
	for _, operation := range patchtest.Diff(now, after) {
		if operation.Field != "tags" && !slices.ContainsFunc(step.Patch, func(o patch.Operation) bool { return o.Field == operation.Field }) {
			t.Fatalf("%v is not the step's to change", operation)
		}
	}
	for _, tag := range now.Tags {
		if !after.HasTag(tag.Raw()) && !slices.Contains(step.Remove, tag.Raw()) {
			t.Fatalf("the tag %s was not the step's to take away", tag)
		}
	}
}

func TestADeletionIsOfWhatWasShown(t *testing.T) {
	t.Parallel()
	image := imageOf("1")
	planned, err := plan.New(command.Delete{}, []*model.Image{image}, noID)
	if err != nil {
		t.Fatal(err)
	}
	step := planned.Steps[0]
	for name, change := range map[string]func(*model.Image){
		"name":       func(image *model.Image) { image.Name = text.Of("theirs") },
		"owner":      func(image *model.Image) { image.Owner = text.Of("p2") },
		"visibility": func(image *model.Image) { image.Visibility = model.Visibility{Untrusted: text.Of("public")} },
		"protected":  protected,
	} {
		if got := step.Reconcile(imageOf("1", change)); got.Decision != plan.Conflict || len(got.Conflicts) != 1 || got.Conflicts[0].Name != name || got.Reason != plan.Changed {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	if got := step.Reconcile(imageOf("1", func(image *model.Image) { image.Tags = nil })); got.Decision != plan.Send || got.Inverse != nil {
		t.Errorf("other tags: got %+v", got)
	}
	step.Shown = nil
	if got := step.Reconcile(imageOf("1", protected)); got.Decision != plan.NotAllowed {
		t.Errorf("protected: got %+v", got)
	}
	if got := step.Reconcile(nil); got.Decision != plan.NotAllowed {
		t.Errorf("gone: got %+v", got)
	}
}

func TestANewImageIsMadeOnceAndTakenBackOnlyAsItIs(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"create", "create name=new", "create name=new visibility=private tag=b tag=a k=v", "create disk_format=raw hidden=true"} {
		planned, err := plan.New(parsed(t, line), nil, func() string { return "fresh" })
		if err != nil {
			t.Fatal(err)
		}
		step := planned.Steps[0]
		made := step.Created()
		decision := step.Reconcile(nil)
		if decision.Decision != plan.Send || decision.Inverse == nil || decision.Inverse.Kind != plan.Delete {
			t.Fatalf("%s: got %+v", line, decision)
		}
		if again := step.Reconcile(&made); again.Decision != plan.NoChange {
			t.Errorf("%s, once done, is %+v", line, again)
		}
		// The service chooses the owner.
		made.Owner, made.Null = text.Of("p1"), made.Null.Without(model.AttrOwner)
		if back := decision.Inverse.Reconcile(&made); back.Decision != plan.Send {
			t.Errorf("%s: the way back is %+v", line, back)
		}
		uploaded := made
		uploaded.Status = model.StatusActive
		if back := decision.Inverse.Reconcile(&uploaded); back.Decision != plan.Conflict {
			t.Errorf("%s: the way back, once it has data, is %+v", line, back)
		}
	}
	planned, err := plan.New(parsed(t, "create name=new k=v"), nil, func() string { return "1" })
	if err != nil {
		t.Fatal(err)
	}
	if taken := planned.Steps[0].Reconcile(imageOf("1")); taken.Decision != plan.Conflict || len(taken.Conflicts) != 2 {
		t.Errorf("an id that is somebody else's: %+v", taken)
	}
}

func TestTagsThatCannotBeReadAreNotLost(t *testing.T) {
	t.Parallel()
	odd := imageOf("1", unknown(model.AttrTags))
	one, many := plan.Step{Kind: plan.Retag, Add: []string{"new"}}, plan.Step{Kind: plan.Retag, Add: []string{"1", "2", "3", "4"}}
	if got := one.Reconcile(odd); got.Decision != plan.Send || got.Inverse != nil {
		t.Errorf("one by one: %+v", got)
	}
	unseen, seen := plan.Step{Kind: plan.Retag, Remove: []string{"new"}}, plan.Step{Kind: plan.Retag, Remove: []string{"gold"}}
	if got := unseen.Reconcile(odd); got.Decision != plan.NotAllowed {
		t.Errorf("a tag that may be there: %+v", got)
	}
	if got := seen.Reconcile(odd); got.Decision != plan.Send {
		t.Errorf("a tag that is there: %+v", got)
	}
	if after, _ := one.After(odd); !after.HasTag("new") || !after.Unknown.Has(model.AttrTags) {
		t.Errorf("afterwards all tags are known: %+v", after)
	}
	if got := many.Reconcile(odd); got.Decision != plan.NotAllowed || got.Reason == "" {
		t.Errorf("as a list: %+v", got)
	}
	if got := many.Reconcile(imageOf("1")); got.Decision != plan.Send {
		t.Errorf("as a list: %+v", got)
	}
}

func TestWhatCannotBeSentIsNotAllowed(t *testing.T) {
	t.Parallel()
	step := plan.Step{Kind: plan.Update, Patch: patch.Patch{patch.SetProperty("image_id", "x")}}
	if got := step.Reconcile(imageOf("1")); got.Decision != plan.NotAllowed || got.Reason == "" {
		t.Errorf("got %+v", got)
	}
	unknown := plan.Step{Kind: "other"}
	if after, exists := unknown.After(imageOf("1")); !exists || !same(&after, imageOf("1")) || unknown.Reconcile(imageOf("1")).Decision != plan.Send {
		t.Error("an unknown kind does something")
	}
}

func TestAPlanIsReadBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, other := images.Draw(t, "one"), images.Draw(t, "other")
		other.ID = model.NewImageID("2")
		planned, err := plan.New(commands.Draw(t, "command"), []*model.Image{&one, &other, imageOf("")}, noID)
		if err != nil {
			t.Skip(err)
		}
		created, err := plan.New(command.Create{Tags: []string{words.Draw(t, "tag")}, Properties: []command.KeyValue{{Key: "k", Value: words.Draw(t, "value")}}}, nil, func() string { return "fresh" })
		if err != nil {
			t.Fatal(err)
		}
		planned.Steps = append(planned.Steps, created.Steps...)
		for _, step := range slices.Clone(planned.Steps) {
			if inverse := step.Reconcile(&one).Inverse; inverse != nil {
				planned.Steps = append(planned.Steps, *inverse)
			}
		}
		if rapid.Bool().Draw(t, "undoes") {
			planned.Undoes = &plan.Undo{Job: "20261124T013000.000Z-abcdef", Redoes: rapid.Bool().Draw(t, "redoes")}
		}
		encoded, err := json.Marshal(planned)
		if err != nil {
			t.Fatal(err)
		}
		var read plan.Plan
		err = json.Unmarshal(encoded, &read)
		kept, _ := command.Parse(command.Format(planned.Command.Command)) // none, where a person could not type it
		if got, want := command.Format(read.Command.Command), command.Format(kept); got != want {
			t.Fatalf("the command %q is read as %q", want, got)
		}
		read.Command = planned.Command // but for nil and empty lists
		if err != nil || !reflect.DeepEqual(read, planned) {
			t.Fatalf("%#v\nis read as\n%#v, %v", planned, read, err)
		}
	})
}

func FuzzPlan(f *testing.F) {
	f.Add([]byte(`{"title":"t","steps":[{"image":"1","kind":"update","patch":[{"op":"add","path":"/a","value":"b"}],"shown":[{"name":"a","set":false}]}],"left_out":[{"image":"2","reason":"x"}]}`))
	f.Add([]byte(`{"steps":[{"image":"1","kind":"tags","add":["a"],"remove":["b"]},{"kind":"create","new":[{"name":"tags","set":true,"value":["a"]}]},{"kind":"delete","shown":[{"name":"tags","set":true,"value":3}]}]}`))
	f.Add([]byte(`{"steps":[{"kind":"share","members":{"add":["a"]}},{"kind":"answer","members":{"project":"p","shown":{"p":"x"}}},{"kind":"share"}]}`))
	f.Add([]byte(`{"steps":[{"kind":"deactivate"},{"kind":"reactivate"},{"kind":"?"}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		var read, again plan.Plan
		if json.Unmarshal(content, &read) != nil {
			return
		}
		encoded, err := json.Marshal(read)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(encoded, &again); err != nil {
			t.Fatal(err)
		}
		if once, _ := json.Marshal(again); !slices.Equal(once, encoded) {
			t.Errorf("%s is written again as %s", encoded, once)
		}
		for i := range read.Steps {
			_, _ = read.Steps[i].OpenStack("c"), read.Steps[i].Curl("http://h")
		}
		for i := range read.Steps {
			_, _ = read.Steps[i].After(imageOf("1"))
			_, _ = read.Steps[i].Reconcile(imageOf("1")), read.Steps[i].Reconcile(nil)
		}
	})
}
