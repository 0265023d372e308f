package patch_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/patch/patchtest"
	"glimpse/model/text"
)

func TestRebaseComparesWhatWasShownWithWhatIs(t *testing.T) {
	t.Parallel()
	name, tags := patch.SetAttribute(model.AttrName, "yours"), patch.SetTags([]string{"b", "a"})
	set, removal := patch.SetProperty("k", "yours"), patch.RemoveProperty("k")
	was := func(name string, value any) []patch.Field {
		return []patch.Field{{Name: name, Set: true, Value: value}}
	}
	missing := []patch.Field{{Name: "k"}}
	named := func(name string) model.Image { return model.Image{Name: text.Of(name)} }
	with := func(value string) model.Image {
		return model.Image{Properties: []model.Property{{Key: text.Of("other")}, {Key: text.Of("k"), Value: text.Of(value)}}}
	}
	null := model.Image{Properties: []model.Property{{Key: text.Of("k"), Null: true}}}
	for title, test := range map[string]struct {
		changes  patch.Patch
		shown    []patch.Field
		now      model.Image
		needed   patch.Patch
		conflict bool
	}{
		"as it was shown":                          {patch.Patch{name}, was("name", "a"), named("a"), patch.Patch{name}, false},
		"others made it so already":                {patch.Patch{name}, was("name", "a"), named("yours"), nil, false},
		"others made it something else":            {patch.Patch{name}, was("name", "a"), named("theirs"), nil, true},
		"others made it null":                      {patch.Patch{name}, was("name", "a"), model.Image{Null: model.AttributeSet(0).With(model.AttrName)}, nil, true},
		"what was not shown is written":            {patch.Patch{name}, nil, named("theirs"), patch.Patch{name}, false},
		"others touched another field":             {patch.Patch{name}, was("k", "x"), with("y"), patch.Patch{name}, false},
		"null is not the empty text":               {patch.Patch{set}, was("k", ""), null, nil, true},
		"null as it was":                           {patch.Patch{set}, was("k", nil), null, patch.Patch{set}, false},
		"a new property that others made":          {patch.Patch{set}, missing, with("theirs"), nil, true},
		"a new property that others made the same": {patch.Patch{set}, missing, with("yours"), nil, false},
		"a property that others took away":         {patch.Patch{set}, was("k", "a"), model.Image{}, nil, true},
		"a removal of what is as it was":           {patch.Patch{removal}, was("k", "a"), with("a"), patch.Patch{removal}, false},
		"a removal of what others changed":         {patch.Patch{removal}, was("k", "a"), with("theirs"), nil, true},
		"a removal of what others took away":       {patch.Patch{removal}, was("k", "a"), model.Image{}, nil, false},
		"a property is renamed":                    {patch.Patch{patch.SetProperty("new", "a"), removal}, append(was("k", "a"), patch.Field{Name: "new"}), with("a"), patch.Patch{patch.SetProperty("new", "a"), removal}, false},
		"a renamed one that others took away":      {patch.Patch{patch.SetProperty("new", "a"), removal}, append(was("k", "a"), patch.Field{Name: "new"}), model.Image{}, patch.Patch{patch.SetProperty("new", "a")}, false},
		"the later of two counts":                  {patch.Patch{set, removal}, was("k", "a"), with("a"), patch.Patch{removal}, false},
		"tags in another order are the same":       {patch.Patch{tags}, was("tags", []string{"x"}), model.Image{Tags: []text.Untrusted{text.Of("a"), text.Of("b")}}, nil, false},
		"tags in another order are as shown":       {patch.Patch{tags}, was("tags", []string{"y", "x"}), model.Image{Tags: []text.Untrusted{text.Of("x"), text.Of("y")}}, patch.Patch{tags}, false},
		"other tags are a conflict":                {patch.Patch{tags}, was("tags", []string{"x"}), model.Image{Tags: []text.Untrusted{text.Of("x"), text.Of("theirs")}}, nil, true},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			needed, conflicts := test.changes.Rebase(test.shown, &test.now)
			if !reflect.DeepEqual(needed, test.needed) || (len(conflicts) == 1) != test.conflict || len(conflicts) > 1 {
				t.Fatalf("got %v and %+v", needed, conflicts)
			}
			if !test.conflict {
				return
			}
			conflict, last := conflicts[0], test.changes[len(test.changes)-1]
			if !conflict.Shown.Equal(test.shown[0]) || !conflict.Theirs.Equal(patch.FieldOf(&test.now, last.Field)) ||
				!reflect.DeepEqual(conflict.Yours.Value, last.Value) || conflict.Name != last.Field {
				t.Errorf("told as %+v", conflict)
			}
		})
	}
}

// fieldsOf are the fields of a patch as an image has them.
func fieldsOf(changes patch.Patch, image *model.Image) (fields []patch.Field) {
	for _, operation := range changes {
		fields = append(fields, patch.FieldOf(image, operation.Field))
	}
	return fields
}

func TestRebaseKeepsWhatOthersDid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shown := images.Draw(t, "shown")
		yours := changes(t, &shown)
		now := related(t, &shown)
		needed, conflicts := yours.Rebase(fieldsOf(yours, &shown), &now)
		theirs := patchtest.Diff(&shown, &now)
		for _, conflict := range conflicts {
			if !slices.ContainsFunc(theirs, func(o patch.Operation) bool { return o.Field == conflict.Name }) {
				t.Fatalf("%+v was not changed by others", conflict)
			}
			if conflict.Theirs.Equal(conflict.Shown) || conflict.Theirs.Equal(conflict.Yours) || !conflict.Theirs.Equal(patch.FieldOf(&now, conflict.Name)) {
				t.Fatalf("no conflict: %+v", conflict)
			}
		}
		after := needed.Apply(&now)
		for _, operation := range patchtest.Diff(&now, &after) {
			mine := func(o patch.Operation) bool { return o.Field == operation.Field }
			if !slices.ContainsFunc(yours, mine) || slices.ContainsFunc(theirs, mine) {
				t.Fatalf("%v was written over what others did: %v", operation, theirs)
			}
		}
		if len(conflicts) == 0 && !yours.Applied(&after) {
			t.Fatalf("%v is not done by %v", yours, needed)
		}
		if again, more := yours.Rebase(fieldsOf(yours, &shown), &after); len(again) > 0 || len(more) != len(conflicts) {
			t.Fatalf("once more there is %v, %v", again, more)
		}
	})
}

func TestTagByTagIsForAFewPlainTags(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"", ".", "..", "a/b", "é", "a b", "\x1b", "\x7f", "日", "a\nb", "\xff"} {
		if patch.TagByTag([]string{tag}, nil) || patch.TagByTag(nil, []string{tag}) {
			t.Errorf("%q stands in a path", tag)
		}
	}
	for _, tag := range []string{"a", "gold", "...", "a,b", "?x", "#", "%2F", "~", "-", "a:b=c"} {
		if !patch.TagByTag([]string{tag}, nil) || !patch.TagByTag(nil, []string{tag}) {
			t.Errorf("%q does not stand in a path", tag)
		}
	}
	if patch.TagByTag([]string{"a", "b"}, []string{"c", "d"}) || !patch.TagByTag([]string{"a", "b"}, []string{"c"}) {
		t.Error("three go one by one, and four do not")
	}
}

func TestNothingOfAnAttributeIsLeftWhereItIsNull(t *testing.T) {
	t.Parallel()
	before := model.Image{Name: text.Of("before"), Owner: text.Of("p1"), Tags: []text.Untrusted{text.Of("x")}}
	after := patch.Patch{patch.SetAttribute(model.AttrName, nil), patch.SetAttribute(model.AttrOwner, nil), patch.SetTags([]string{"a", "b", "a"})}.Apply(&before)
	if !after.Name.IsEmpty() || !after.Owner.IsEmpty() || after.Has(model.AttrName) || len(after.Tags) != 2 || len(before.Tags) != 1 {
		t.Errorf("got %+v", after)
	}
}
