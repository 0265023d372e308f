package command_test

import (
	"slices"
	"strings"
	"testing"

	"glimpse/model/command"
)

func TestATagWithACommaIsDoubtful(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"tag +a,b":           `"a,b" is one tag with a comma in it; enter each tag by itself`,
		"tag +c +a,b":        `"a,b" is one tag`,
		"create tag=a,b":     `"a,b" is one tag`,
		"tag +a -b,c":        "",
		"tag +a +b":          "",
		"property a,b=c,d":   "",
		"set name=a,b":       "",
		"create name=\"a,\"": "",
	} {
		read, err := command.Parse(line)
		if got := command.Doubt(read); err != nil || !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q, %v", line, got, err)
		}
	}
}

func TestWhatTheServiceWouldRefuseIsSaid(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		unfit   func(string) (string, string)
		said    string
		problem string
	}{
		{"a tag", command.UnfitTag, "gold", ""},
		{"a tag of 255 characters of two bytes", command.UnfitTag, strings.Repeat("ä", 255), ""},
		{"a tag that is too long", command.UnfitTag, strings.Repeat("ä", 256), "256 characters"},
		{"no tag", command.UnfitTag, "", "the tag is empty"},
		{"a tag of four bytes", command.UnfitTag, "🐧", "four bytes"},
		{"a key", command.UnfitKey, "A/b~ c", ""},
		{"no key", command.UnfitKey, "", "the key is empty"},
		{"the key of an attribute", command.UnfitKey, "min_disk", "is an attribute"},
		{"an attribute that never changes", command.UnfitKey, "id", "reserved"},
		{"a key that only looks like an attribute's", command.UnfitKey, "Min_disk", ""},
		{"a word of the query language", command.UnfitKey, "hidden", ""},
		{"tags", command.UnfitKey, "tags", "tags are no property"},
		{"a key of the service's own", command.UnfitKey, "os_glance_x", "os_glance_"},
		{"a value", command.UnfitValue, "two\nlines", ""},
		{"a value of four bytes", command.UnfitValue, "🐧", "four bytes"},
		{"a value that is no text", command.UnfitValue, "\xff", "UTF-8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			problem, expected := test.unfit(test.said)
			if (test.problem == "") != (problem == "") || !strings.Contains(problem, test.problem) {
				t.Errorf("got %q, want %q", problem, test.problem)
			}
			if (problem == "") != (expected == "") {
				t.Errorf("%q expects %q", problem, expected)
			}
		})
	}
	if command.DoubtfulValue(strings.Repeat("x", command.LongestValue)) != "" || command.DoubtfulValue(strings.Repeat("x", command.LongestValue+1)) == "" {
		t.Error("the longest value that every service keeps is another")
	}
}

func TestTheAttributesThatMayBeSetReadTheirValues(t *testing.T) {
	t.Parallel()
	all := command.SettableAttributes()
	names := make([]string, len(all))
	for i, each := range all {
		names[i] = each.Name
	}
	want := []string{"name", "visibility", "protected", "hidden", "min_disk", "min_ram", "disk_format", "container_format", "owner", "id"}
	if !slices.Equal(names, want) {
		t.Errorf("got %v", names)
	}
	if value, problem, _ := all[4].Read("12"); value != int64(12) || problem != "" {
		t.Errorf("min_disk reads %v (%s)", value, problem)
	}
	if _, problem, expected := all[1].Read("secret"); problem == "" || expected == "" {
		t.Error("a visibility that there is not was read")
	}
}
