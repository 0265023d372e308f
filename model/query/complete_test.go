package query

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"glimpse/model"
)

var inUse = Known{
	Properties: []string{"os_distro", "os version", "hw:cpu", "Status"},
	Values: func(field Field) []string {
		switch field {
		case Field{Kind: FieldTag}:
			return []string{"gold", "Golden Age", "/x/", "in:a"}
		case AttributeField(model.AttrDiskFormat):
			return []string{"qcow2", "raw"}
		case PropertyField("os version"):
			return []string{"22.04", "é"}
		}
		return nil
	},
}

// completed applies each completion to the line, up to the cursor, which is
// the bar in it.
func completed(line string, complete func(string, int, Known) []Completion) []string {
	cursor := strings.IndexByte(line, '|')
	line = line[:cursor] + line[cursor+1:]
	lines := []string{}
	for _, completion := range complete(line, cursor, inUse) {
		lines = append(lines, line[:completion.Start]+completion.Text+"|"+line[completion.End:])
	}
	return lines
}

func TestCompleteGoesOnWithWhatTheCursorStandsIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line string
		want []string
	}{
		{`stat|`, []string{`status=|`, `"Status"=|`}},
		{`STAT|`, []string{`status=|`, `"Status"=|`}},
		{`"sta|`, []string{`"Status"=|`}},
		{`status=active virt|`, []string{`status=active virtual_size>=|`}},
		{`crea| size>1`, []string{`created>=| size>1`}},
		{`created_a|`, []string{`created>=|`}},
		{`os_h|`, []string{`hidden=|`, `os_hash_algo=|`, `os_hash_value=|`}},
		{`os|`, []string{`hidden=|`, `os_hash_algo=|`, `os_hash_value=|`, `os_distro=|`, `"os version"=|`}},
		{`!os|`, []string{`!os_hash_algo|`, `!os_hash_value|`, `!os_distro|`, `!"os version"|`}},
		{`?hid|`, []string{}},
		{`status=|`, []string{`status=queued|`, `status=saving|`, `status=uploading|`, `status=importing|`, `status=active|`, `status=deactivated|`, `status=killed|`, `status=deleted|`, `status=pending_delete|`}},
		{`status=A|`, []string{`status=active|`}},
		{`status!=de|`, []string{`status!=deactivated|`, `status!=deleted|`}},
		{`status=in:queued,ac|`, []string{`status=in:queued,active|`}},
		{`visibility=p|`, []string{`visibility=public|`, `visibility=private|`}},
		{`hidden=|`, []string{`hidden=no|`, `hidden=only|`, `hidden=both|`}},
		{`tag=go|`, []string{`tag=gold|`, `tag="Golden Age"|`}},
		{`tag~|`, []string{`tag~gold|`, `tag~"Golden Age"|`, `tag~"/x/"|`, `tag~"in:a"|`}},
		{`tag="golden a|`, []string{`tag="Golden Age"|`}},
		{`tag=in:gold,"golden|`, []string{`tag=in:gold,"Golden Age"|`}},
		{`tags=|`, []string{`tags=none|`}},
		{`"os version"=|`, []string{`"os version"=22.04|`, `"os version"=é|`}},
		{`"os version"=É|`, []string{`"os version"=é|`}},
		{`disk_format=r|aw`, []string{`disk_format=raw|aw`}},
		{`tag="gold"|`, []string{}},
		{`tag=x y=|`, []string{}},
		{`limit=|`, []string{}},
		{`name~/o|`, []string{}},
		{`name~/o s/ prot|`, []string{`name~/o s/ protected=|`}},
		{`/o s|`, []string{}},
		{`name=a, st|`, []string{`name=a, status=|`, `name=a, stores=|`, `name=a, "Status"=|`}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, completed(test.line, Complete)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.line, diff)
		}
	}
	if got := completed(`|`, Complete); len(got) != len(keys)+len(inUse.Properties) {
		t.Errorf("an empty line offers %d keys", len(got))
	}
}

func TestCompleteSortGoesOnWithWhatTheCursorStandsIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line string
		want []string
	}{
		{`nam|`, []string{`name:|`}},
		{`name:|`, []string{`name:asc|`, `name:desc|`}},
		{`name:d|,size`, []string{`name:desc|,size`}},
		{`name:asc, virt|`, []string{`name:asc, virtual_size:|`}},
		{`hw|`, []string{`"hw:cpu":|`}},
		{`"hw:cpu":a|`, []string{`"hw:cpu":asc|`}},
		{`member|`, []string{}},
		{`name asc|`, []string{}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, completed(test.line, CompleteSort)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.line, diff)
		}
	}
}

func TestACompletionOfAKeyReadsAsThatKey(t *testing.T) {
	t.Parallel()
	for _, completion := range Complete("", 0, inUse) {
		_, err := Parse(completion.Text + "2024")
		if err != nil && !strings.Contains(err.Error(), "cannot be") {
			t.Errorf("%s: %v", completion.Text, err)
		}
	}
	for _, completion := range CompleteSort("", 0, inUse) {
		if _, err := ParseSort(completion.Text + "asc"); err != nil {
			t.Errorf("%s: %v", completion.Text, err)
		}
	}
}

func TestCompleteTakesAnyLineAndAnyCursor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{
			"status", "tag", "tags", "x", "=", "!=", "~", "in:", ",", `"`, "/", `\`, " ", "!", "?", "none", "é", ":", "asc",
		})).Draw(t, "parts"), "")
		cursor := rapid.IntRange(0, len(line)).Draw(t, "cursor")
		for _, completion := range slices.Concat(Complete(line, cursor, inUse), CompleteSort(line, cursor, inUse)) {
			if completion.Start < 0 || completion.Start > cursor || completion.End != cursor {
				t.Fatalf("%q at %d: %+v", line, cursor, completion)
			}
		}
	})
}
