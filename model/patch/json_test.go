package patch_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/patch"
)

// values are what a field can hold and a journal has to give back.
var values = rapid.OneOf(
	rapid.Just[any](nil), rapid.Map(texts, func(s string) any { return s }), rapid.Map(rapid.Bool(), func(b bool) any { return b }),
	rapid.Map(rapid.Int64(), func(n int64) any { return n }), rapid.Map(rapid.SliceOfN(texts, 0, 4), func(tags []string) any { return append([]string{}, tags...) }),
)

// there encodes a value and reads it into another one.
func there(t interface{ Fatal(...any) }, from, into any) {
	encoded, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(encoded, into); err != nil {
		t.Fatal(string(encoded), err)
	}
}

func TestOperationsAndFieldsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		operation := patch.Operation{
			Verb: rapid.SampledFrom([]patch.Verb{patch.Add, patch.Replace}).Draw(t, "verb"), Field: texts.Draw(t, "field"), Value: values.Draw(t, "value"),
		}
		if rapid.Bool().Draw(t, "remove") {
			operation = patch.RemoveProperty(operation.Field)
		}
		var read patch.Operation
		if there(t, operation, &read); !reflect.DeepEqual(read, operation) {
			t.Fatalf("%#v is read as %#v", operation, read)
		}
		field := patch.Field{Name: operation.Field, Set: rapid.Bool().Draw(t, "set")}
		if field.Set {
			field.Value, field.Unknown = values.Draw(t, "value"), rapid.Bool().Draw(t, "unknown")
		}
		var again patch.Field
		if there(t, field, &again); !reflect.DeepEqual(again, field) {
			t.Fatalf("%#v is read as %#v", field, again)
		}
		conflict := patch.Conflict{Name: field.Name, Shown: field, Theirs: patch.Field{Name: field.Name}, Yours: field}
		var conflictAgain patch.Conflict
		if there(t, conflict, &conflictAgain); !reflect.DeepEqual(conflictAgain, conflict) {
			t.Fatalf("%#v is read as %#v", conflict, conflictAgain)
		}
	})
}

func TestOperationsAreWrittenAsTheAPIWantsThem(t *testing.T) {
	t.Parallel()
	for want, operation := range map[string]patch.Operation{
		`{"op":"replace","path":"/name","value":null}`:      patch.SetAttribute(model.AttrName, nil),
		`{"op":"replace","path":"/os_hidden","value":true}`: patch.SetAttribute(model.AttrHidden, true),
		`{"op":"replace","path":"/min_ram","value":512}`:    patch.SetAttribute(model.AttrMinRAM, int64(512)),
		`{"op":"replace","path":"/tags","value":[]}`:        patch.SetTags(nil),
		`{"op":"add","path":"/a~1b","value":"/"}`:           patch.SetProperty("a/b", "/"),
		`{"op":"add","path":"/~0~01","value":""}`:           patch.SetProperty("~~1", ""),
		`{"op":"add","path":"/","value":"of no name"}`:      patch.SetProperty("", "of no name"),
		`{"op":"add","path":"/a b é","value":"\u2028"}`:     patch.SetProperty("a b é", "\u2028"),
		`{"op":"remove","path":"/~1"}`:                      patch.RemoveProperty("/"),
	} {
		got, err := json.Marshal(operation)
		if err != nil || string(got) != want {
			t.Errorf("got %s, want %s, %v", got, want, err)
		}
	}
}

func TestWhatIsNoOperationIsRefused(t *testing.T) {
	t.Parallel()
	for _, content := range []string{
		`{"op":"test","path":"/a","value":"b"}`, `{"op":"move","path":"/a","from":"/b"}`, `{"op":"","path":"/a","value":"b"}`, `{"path":"/a","value":"b"}`,
		`{"op":"add","path":"","value":"b"}`, `{"op":"add","path":"a","value":"b"}`, `{"op":"add","path":"/a/b","value":"b"}`, `{"op":"add","path":"//","value":"b"}`,
		`{"op":"add","path":"/~","value":"b"}`, `{"op":"add","path":"/~2","value":"b"}`, `{"op":"add","value":"b"}`, `{"op":"add","path":"/a"}`,
		`{"op":"replace","path":"/a"}`, `{"op":"add","path":"/a","value":{}}`, `{"op":"add","path":"/a","value":[1]}`, `{"op":"add","path":"/a","value":[null]}`,
		`{"op":"add","path":"/a","value":1.5}`, `{"op":"add","path":"/a","value":99999999999999999999}`, `{"op":"add","path":"/a","value":1e3}`, `[]`, `"a"`, `{"op":1}`,
	} {
		var read patch.Operation
		if err := json.Unmarshal([]byte(content), &read); err == nil {
			t.Errorf("%s is read as %#v", content, read)
		}
	}
	var field patch.Field
	for _, content := range []string{`{"name":1}`, `{"set":true,"value":{}}`, `{"set":true,"value":1.5}`, `[]`} {
		if err := json.Unmarshal([]byte(content), &field); err == nil {
			t.Errorf("%s is read as %#v", content, field)
		}
	}
}

func TestCheckRefusesWhatWouldDoHarm(t *testing.T) {
	t.Parallel()
	for _, operation := range []patch.Operation{
		patch.SetProperty("image_id", "x"), patch.RemoveProperty("extra_properties"), patch.SetProperty("base", ""), patch.SetProperty("delete", ""),
		patch.SetProperty(" a", "x"), patch.SetProperty("a\n", "x"), patch.RemoveProperty("a\u00a0"), patch.SetProperty("\x1ca", "x"), patch.SetProperty(" ", "x"),
		{Verb: patch.Add, Field: "a", Value: 1.5},
		{Verb: patch.Add, Field: "a", Value: []any{}},
		{Verb: patch.Add, Field: "a", Value: struct{}{}},
	} {
		all := patch.Patch{patch.SetProperty("fine", "x"), operation}
		if err := all.Check(); err == nil || strings.ContainsAny(err.Error(), "\n\x1c\u00a0") {
			t.Errorf("%#v: %v", operation, err)
		}
	}
	fine := patch.Patch{
		patch.SetProperty("", "x"), patch.SetProperty("a b", "x"), patch.SetProperty("a\nb", "x"), patch.SetAttribute(model.AttrName, nil), patch.SetTags(nil),
		patch.SetAttribute(model.AttrMinDisk, 1), patch.SetAttribute(model.AttrMinRAM, int64(1)), patch.SetAttribute(model.AttrProtected, true),
	}
	if err := fine.Check(); err != nil {
		t.Error(err)
	}
}

func FuzzOperation(f *testing.F) {
	for _, seed := range []string{
		`{"op":"add","path":"/a~1b","value":"c"}`, `{"op":"remove","path":"/"}`, `{"op":"replace","path":"/tags","value":["a",""]}`,
		`{"op":"replace","path":"/min_disk","value":-1}`, `{"op":"replace","path":"/name","value":null}`, `{"OP":"add","PATH":"/~01","VALUE":true}`, `null`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		var read, again patch.Operation
		if json.Unmarshal(content, &read) != nil || read.Verb == "" { // null is read as nothing
			return
		}
		if there(t, read, &again); !reflect.DeepEqual(read, again) {
			t.Errorf("%q is read as %#v, and that as %#v", content, read, again)
		}
		if one := (patch.Patch{read}); one.Check() == nil {
			image := one.Apply(&model.Image{})
			_ = one.Applied(&image)
			_, _ = one.Rebase(one.Fields(), &image)
		}
	})
}
