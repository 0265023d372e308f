package command_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/query"
)

// allNamed is a cloud in which everything that has a name has this one.
func allNamed(word string) command.Known {
	one := []string{word}
	known := command.Known{
		Changes: true, Columns: one, Clouds: one, Projects: one, Regions: one, Views: one, Themes: one, OtherRegions: one,
		Stores: one, Overview: one, Volumes: []command.KnownVolume{{Word: word}},
	}
	known.Properties = one
	known.Values = func(query.Field) []string { return one }
	return known
}

// TestWhatIsOfferedOfANameIsRead has a name in which blanks, commas, quotation marks and
// worse may be, wherever the line of commands completes one.
func TestWhatIsOfferedOfANameIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := odd().Filter(func(s string) bool { return strings.TrimSpace(s) != "" && s != command.AllStores }).Draw(t, "word")
		project, one := word+" of it", []string{word}
		known := allNamed(word)
		known.Projects = []string{project}
		equal := func(field query.Field) []query.Term {
			return []query.Term{{Field: field, Op: query.OpEqual, Values: one}}
		}
		for typed, want := range map[string]command.Command{
			"cloud ":           command.Cloud{Name: word},
			"project ":         command.Project{Name: project},
			"region ":          command.Region{Name: word},
			"view ":            command.View{Name: word},
			"save-view ":       command.SaveView{Name: word},
			"theme ":           command.Theme{Name: word},
			"delete-from ":     command.DeleteFrom{Store: word},
			"import store:":    command.Import{Stores: one},
			"import store:o,":  command.Import{Stores: []string{"o", word}},
			"import region:":   command.Import{Region: word},
			"create volume=":   command.Create{Volume: word},
			"set k=":           command.Set{Properties: command.Property{Set: []command.KeyValue{{Key: "k", Value: word}}}},
			"property ?k=":     command.Property{SetWhereSet: []command.KeyValue{{Key: "k", Value: word}}},
			"filter k=":        command.Filter{Terms: equal(query.PropertyField("k"))},
			"filter name=":     command.Filter{Terms: equal(query.AttributeField(model.AttrName))},
			"mark tag=":        command.Mark{Terms: equal(query.Field{Kind: query.FieldTag})},
			"filter k=in:o,":   command.Filter{Terms: []query.Term{{Field: query.PropertyField("k"), Op: query.OpEqual, Values: []string{"o", word}}}},
			"share +":          command.Share{Add: []string{project}},
			"share -":          command.Share{Remove: []string{project}},
			"accept ":          command.Answer{Status: "accepted", Project: project},
			"set owner=":       command.Set{Assignments: []command.Assignment{attribute(model.AttrOwner, word)}},
			"create owner=":    command.Create{Attributes: []command.Assignment{attribute(model.AttrOwner, word)}},
			"create tag=":      command.Create{Tags: one},
			"set disk_format=": command.Set{Assignments: []command.Assignment{attribute(model.AttrDiskFormat, word)}},
		} {
			read := func(line string) command.Command {
				got, err := command.Parse(line)
				if err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				return got
			}
			got := lines(typed+"|", known)
			var answers []command.Command
			for _, line := range got {
				answers = append(answers, read(line))
				if again := read(command.Format(read(line))); !cmp.Equal(plain(again), plain(read(line)), cmpopts.EquateEmpty()) {
					t.Fatalf("%q is written as %q", line, command.Format(read(line)))
				}
			}
			if !slices.ContainsFunc(answers, func(c command.Command) bool { return cmp.Equal(plain(c), plain(want), cmpopts.EquateEmpty()) }) {
				t.Fatalf("%q goes on as %q, read as %#v", typed, got, answers)
			}
		}
	})
}

// TestWhatIsOfferedOfAFileIsRead has the name of a file, in each place that takes one.
func TestWhatIsOfferedOfAFileIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(
			rapid.SampledFrom([]string{`"`, `"a" b`, " a", "a ", "store:fs", "sign-key=k", "a b", "ä,b"}),
			rapid.StringOfN(rapid.RuneFrom([]rune(`ab" \\,=:`)), 1, 8, -1),
		).Draw(t, "name")
		const id = "3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11"
		for typed, want := range map[string]command.Command{
			"upload ":                 command.Upload{File: name},
			"download ":               command.Download{File: name},
			"export csv ":             command.Export{Format: "csv", File: name},
			"create file=":            command.Create{File: name},
			"upload store:o,\"a b\" ": command.Upload{File: name, Stores: []string{"o", "a b"}},
			"create file=a sign-cert=" + id + " sign-key=": command.Create{File: "a", Sign: command.Sign{Key: name, Certificate: id}},
		} {
			part, found := command.FileAt(typed, len(typed))
			if !found {
				t.Fatalf("%q takes no file", typed)
			}
			line := typed + part.Completion(name).Text
			if got, err := command.Parse(line); err != nil || !cmp.Equal(got, want) {
				t.Fatalf("%q is read as %#v, %v", line, got, err)
			}
			got, err := command.Parse(command.Format(want))
			if err != nil || !cmp.Equal(got, want) {
				t.Fatalf("%#v is written %q", want, command.Format(want))
			}
		}
	})
}

func TestANameMayStandInQuotationMarks(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]command.Command{
		"view old gold":                     command.View{Name: "old gold"},
		`view "old gold"`:                   command.View{Name: "old gold"},
		`delete-from "fast store"`:          command.DeleteFrom{Store: "fast store"},
		"delete-from fast store":            command.DeleteFrom{Store: "fast store"},
		`import store:"fast store",fs`:      command.Import{Stores: []string{"fast store", "fs"}},
		`import "store:fast store,fs"`:      command.Import{Stores: []string{"fast store", "fs"}},
		`import region:"North East" id:`:    nil,
		`import region:"North East"`:        command.Import{Region: "North East"},
		`import "region:North East"`:        command.Import{Region: "North East"},
		`upload store:"fast store" a b.raw`: command.Upload{File: "a b.raw", Stores: []string{"fast store"}},
		`export csv "my images.csv"`:        command.Export{Format: "csv", File: "my images.csv"},
		"export csv my images.csv":          command.Export{Format: "csv", File: "my images.csv"},
		`export csv "a" b`:                  nil,
		`cloud "a" b`:                       nil,
		`import store:"a" b`:                nil,
		`import store:"a`:                   nil,
	} {
		got, err := command.Parse(line)
		if diff := cmp.Diff(want, got); diff != "" || (err != nil) != (want == nil) {
			t.Errorf("%s: %v\n%s", line, err, diff)
		}
	}
}
