package inuse_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"glimpse/cmd/inuse"
	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
)

func TestOnlyWordsThatMeanThemselvesArePlain(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{
		"debian-13.qcow2": true, "os:ubuntu": true, "a/b": true, "50%": true, "x@y": true, "C++": true, "é": true, "日本語": true,
		"": false, "-v": false, "a b": false, "a,b": false, "$(touch x)": false, "`x`": false, "a;b": false, "a|b": false, "~root": false,
		"*": false, "a?": false, "[a]": false, "{a}": false, "!1": false, "#x": false, "a=b": false, "it's": false, `a"b`: false, `a\b`: false,
		"a\nb": false, "a\tb": false, "\x1b[31m": false, "a\u202eb": false, "a\u00a0b": false, "a\x80": false, "a\ufffdb": false, "a\u0301": false,
		"<a>": false, "a&b": false, "a^b": false, "\x7f": false, "a\u200bb": false,
	} {
		if got := inuse.IsPlain(word); got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}

func image(id, name string, tags []string, properties ...model.Property) model.Image {
	made := model.Image{ID: model.NewImageID(id), Name: text.Of(name), Properties: properties}
	for _, tag := range tags {
		made.Tags = append(made.Tags, text.Of(tag))
	}
	return made
}

func property(key, value string) model.Property {
	return model.Property{Key: text.Of(key), Value: text.Of(value)}
}

func TestWordsAreGatheredTheMostUsedFirst(t *testing.T) {
	t.Parallel()
	words := inuse.Gather([]model.Image{
		image("1a", "one", []string{"gold", "$(x)"}, property("os_distro", "debian"), property("a b", "x"), property("note", "two words")),
		image("1b", "two", []string{"gold", "eol"}, property("os_distro", "ubuntu")),
		image("2a", "two", nil, property("os_distro", "ubuntu")),
	}, []string{"admin", "it's"}, []string{"north"})
	known := words.Known()
	if got := known.Properties; !slices.Equal(got, []string{"os_distro", "note"}) {
		t.Errorf("the properties are %q", got)
	}
	for field, want := range map[query.Field][]string{
		{Kind: query.FieldTag}:                  {"gold", "eol"},
		query.PropertyField("os_distro"):        {"ubuntu", "debian"},
		query.PropertyField("note"):             {},
		query.PropertyField("nobody"):           nil,
		query.AttributeField(model.AttrName):    {"two", "one"},
		query.AttributeField(model.AttrOwner):   {"admin"},
		query.AttributeField(model.AttrMinDisk): nil,
	} {
		if got := known.Values(field); !slices.Equal(got, want) {
			t.Errorf("%v: %q, want %q", field, got, want)
		}
	}
	if !slices.Equal(words.Regions, []string{"north"}) {
		t.Errorf("the regions are %q", words.Regions)
	}
}

func TestImagesAreChosenByANameThatOneHasAndElseByTheirIDs(t *testing.T) {
	t.Parallel()
	words := inuse.Gather([]model.Image{
		image("1a", "one", nil), image("1b", "two", nil), image("2a", "two", nil), image("2b", "$(x)", nil), image("2c", "", nil),
	}, nil, nil)
	type choices = []inuse.Choice
	for name, test := range map[string]struct {
		typed  string
		byName bool
		want   choices
	}{
		"nothing typed": {"", true, choices{{"1b", "two"}, {"2a", "two"}, {"2b", "$(x)"}, {"2c", ""}, {"one", ""}}},
		"a name":        {"o", true, choices{{"one", ""}}},
		"a name of two": {"t", true, nil},
		"ids":           {"1", true, choices{{"1a", "one"}, {"1b", "two"}}},
		"ids alone":     {"", false, choices{{"1a", "one"}, {"1b", "two"}, {"2a", "two"}, {"2b", "$(x)"}, {"2c", ""}}},
		"no name":       {"o", false, nil},
	} {
		if got := words.Choices(test.typed, test.byName); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestWordsAreKeptForAWhileForEachCloud(t *testing.T) {
	t.Parallel()
	now := time.Now()
	folder := filepath.Join(t.TempDir(), "cache", "words")
	cache := inuse.Cache{Folder: folder, Now: func() time.Time { return now }}
	if _, holds := cache.Get("prod"); holds {
		t.Error("something is kept of a cloud that nobody asked")
	}
	words := inuse.Gather([]model.Image{image("1a", "one\x1b[31m", []string{"gold"})}, nil, nil)
	if err := cache.Put(words, time.Minute, "prod", "north"); err != nil {
		t.Fatal(err)
	}
	got, holds := cache.Get("prod", "north")
	if !holds || !reflect.DeepEqual(got.Tags, words.Tags) || !reflect.DeepEqual(got.Images, words.Images) {
		t.Errorf("kept: %v, %+v", holds, got)
	}
	for _, other := range [][]string{{"prod"}, {"prod", "south"}, {"prodnorth"}} {
		if _, holds := cache.Get(other...); holds {
			t.Errorf("%q has the words of another cloud", other)
		}
	}
	names, _ := filepath.Glob(folder + "/*")
	if len(names) != 1 {
		t.Fatalf("the files are %v", names)
	}
	for name, want := range map[string]os.FileMode{names[0]: 0o600, folder: 0o700} {
		if about, err := os.Stat(name); err != nil || about.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, about.Mode(), err)
		}
	}
	now = now.Add(time.Minute)
	if _, holds := cache.Get("prod", "north"); holds {
		t.Error("the words outlive their time")
	}
	now = now.Add(2 * time.Hour)
	if err := cache.Put(words, time.Minute, "lab"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(names[0]); err == nil {
		t.Error("the old file is still there")
	}
	if err := os.WriteFile(names[0], []byte(`{"until": "2999-01-01T00:00:00Z", "words": []}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, holds := cache.Get("prod", "north"); holds {
		t.Errorf("a file that is none is read as %+v", got)
	}
}
