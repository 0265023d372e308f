package patch_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	jsonpatch "github.com/evanphx/json-patch/v5"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/patch/patchtest"
)

// record is an image as JSON, as far as a client may write it.
func record(t interface{ Fatal(...any) }, image *model.Image) []byte {
	fields := make(map[string]any)
	for _, attribute := range patchtest.Writable() {
		fields[attribute.String()] = patch.FieldOf(image, attribute.String()).Value
	}
	for i := range image.Properties {
		fields[image.Properties[i].Key.Raw()] = patch.FieldOf(image, image.Properties[i].Key.Raw()).Value
	}
	encoded, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// sortTags puts the tags of a record in order, each once: they are a set.
func sortTags(t interface{ Fatal(...any) }, encoded []byte) map[string]any {
	var fields map[string]any
	if err := json.Unmarshal(encoded, &fields); err != nil {
		t.Fatal(err)
	}
	tags := make([]string, 0, 4)
	listed, _ := fields["tags"].([]any)
	for _, tag := range listed {
		if tag, isText := tag.(string); isText && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	fields["tags"] = tags
	return fields
}

// byOthers applies a patch by a library that shares nothing with this package.
func byOthers(t interface{ Fatal(...any) }, changes patch.Patch, encoded []byte) []byte {
	document, err := json.Marshal(changes)
	if err != nil {
		t.Fatal(err)
	}
	if len(changes) == 0 {
		return encoded
	}
	read, err := jsonpatch.DecodePatch(document)
	if err != nil {
		t.Fatal(err)
	}
	after, err := read.Apply(encoded)
	if err != nil {
		t.Fatal(string(document), string(encoded), err)
	}
	return after
}

func TestADifferenceMakesOneImageOfAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := images.Draw(t, "from")
		into := related(t, &from)
		difference := patchtest.Diff(&from, &into)
		want := sortTags(t, record(t, &into))
		if got := sortTags(t, byOthers(t, difference, record(t, &from))); !reflect.DeepEqual(got, want) {
			t.Fatalf("by others: got %v\nwant %v", got, want)
		}
		ours := difference.Apply(&from)
		if got := sortTags(t, record(t, &ours)); !reflect.DeepEqual(got, want) {
			t.Fatalf("by us: got %v\nwant %v", got, want)
		}
		if again := patchtest.Diff(&ours, &into); len(again) > 0 {
			t.Fatalf("a difference is left: %v", again)
		}
		if len(difference.Needed(&from)) != len(difference) {
			t.Fatalf("not all of %v is needed", difference)
		}
		// Nothing of it can be left out.
		for i := range difference {
			less := slices.Delete(slices.Clone(difference), i, i+1)
			if got := sortTags(t, byOthers(t, less, record(t, &from))); reflect.DeepEqual(got, want) {
				t.Fatalf("%v is not needed in %v", difference[i], difference)
			}
		}
	})
}

func TestAnInverseTakesAPatchBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := images.Draw(t, "before")
		applied := changes(t, &before).Needed(&before)
		after := applied.Apply(&before)
		inverse := applied.Inverse(&before)
		back := sortTags(t, byOthers(t, inverse, byOthers(t, applied, record(t, &before))))
		if want := sortTags(t, record(t, &before)); !reflect.DeepEqual(back, want) {
			t.Fatalf("%v and %v make %v\nof        %v", applied, inverse, back, want)
		}
		// And that can be taken back in turn.
		again := inverse.Inverse(&after)
		if forward := again.Apply(&before); len(patchtest.Diff(&after, &forward)) > 0 {
			t.Fatalf("the inverse of %v is %v", inverse, again)
		}
	})
}

// TestAnInverseTouchesAFieldOnce: a property that is removed twice is a conflict
// to the service.
func TestAnInverseTouchesAFieldOnce(t *testing.T) {
	t.Parallel()
	twice := patch.Patch{patch.SetProperty("p", "1"), patch.SetProperty("p", "2")}
	if inverse := twice.Inverse(&model.Image{}); len(inverse) != 1 {
		t.Errorf("the inverse of %v is %v", twice, inverse)
	}
}

func TestApplyAgreesWithOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := images.Draw(t, "before")
		needed := changes(t, &before).Needed(&before)
		after := needed.Apply(&before)
		got, want := sortTags(t, record(t, &after)), sortTags(t, byOthers(t, needed, record(t, &before)))
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%v: got %v\nwant %v", needed, got, want)
		}
		if !needed.Applied(&after) || len(needed) > 0 && needed.Applied(&before) {
			t.Fatalf("%v does not know whether it was applied", needed)
		}
	})
}
