package query

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseNamesTheTermThePlaceAndWhatWasExpected(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line, term string
		column     int
		problem    string // a part of it
		expected   string // a part of it
	}{
		{`size>=1XB`, `size>=1XB`, 8, `"XB" is no unit`, "GiB"},
		{`status=active size>=1XB`, `size>=1XB`, 22, `"XB" is no unit`, "TiB"},
		{`größe size>=1XB`, `size>=1XB`, 14, `"XB" is no unit`, "KiB"},
		{`size>=1K`, `size>=1K`, 8, `"K" is no unit`, "KiB"},
		{`size>=`, `size>=`, 7, "a value is missing", "1.5GiB"},
		{`size>=big`, `size>=big`, 7, "no size", "number of bytes"},
		{`size>=-1`, `size>=-1`, 7, "no size", "number of bytes"},
		{`size>=1.`, `size>=1.`, 7, "no number", "number of bytes"},
		{`size>=.5GiB`, `size>=.5GiB`, 7, "no size", "number of bytes"},
		{`size>=0.3B`, `size>=0.3B`, 7, "no whole number of bytes", "number of bytes"},
		{`size>=1.3KiB`, `size>=1.3KiB`, 7, "no whole number of bytes", "number of bytes"},
		{`size>=9223372036854775808`, `size>=9223372036854775808`, 7, "beyond the largest", "number of bytes"},
		{`size>=8388608TiB`, `size>=8388608TiB`, 7, "beyond the largest", "number of bytes"},
		{`size>=` + strings.Repeat("1", 65), `size>=` + strings.Repeat("1", 65), 7, "too many digits", "number of bytes"},
		{`size>=1,5GiB`, `size>=1,5GiB`, 8, "no unit", "GiB"},
		{`size~1`, `size~1`, 5, `cannot be compared with "~"`, "= != < <= > >="},
		{`size=>1`, `size=>1`, 6, `">" follows the operator "="`, "a value"},
		{`min_disk=9000000000000`, `min_disk=9000000000000`, 10, "beyond the largest", "GiB"},
		{`min_ram>lots`, `min_ram>lots`, 9, "no size", "MiB"},

		{`created>yesterday`, `created>yesterday`, 9, `"yesterday" is no date`, "2024-01-31"},
		{`created>2024-13`, `created>2024-13`, 9, "no date", "2024"},
		{`created>2023-02-29`, `created>2023-02-29`, 9, "no date", "2024"},
		{`created>0000`, `created>0000`, 9, "no date", "2024"},
		{`created>2024-01-01T10:00:00.5Z`, `created>2024-01-01T10:00:00.5Z`, 9, "no date", "2024"},
		{`created>2024-01-01T25:00`, `created>2024-01-01T25:00`, 9, "no date", "2024"},
		{`created>2024-01-01T10:00:60Z`, `created>2024-01-01T10:00:60Z`, 9, "no date", "2024"},
		{`created>-5m`, `created>-5m`, 11, "minutes or months", "min for minutes or mo for months"},
		{`created>-5`, `created>-5`, 11, "no unit", "y, mo, w, d, h, min, s"},
		{`created>-5x`, `created>-5x`, 11, `"x" is no unit of time`, "y, mo, w, d, h, min, s"},
		{`created>-y`, `created>-y`, 9, "no date and no age", "-14d"},
		{`created>-1001y`, `created>-1001y`, 9, "too long ago", "a thousand years"},
		{`created>-99999999999999999999s`, `created>-99999999999999999999s`, 9, "too long ago", "a thousand years"},
		{`created_at=gt:2024-01-01`, `created_at=gt:2024-01-01`, 12, "how the API writes it", "created>2024-01-01"},
		{`updated_at=lte:2024-01-01`, `updated_at=lte:2024-01-01`, 12, "how the API writes it", "updated<=2024-01-01"},
		{`created~2024`, `created~2024`, 8, "cannot be compared", "<="},

		{`name=`, `name=`, 6, "a value is missing", `"" is the empty text`},
		{`name=a,b`, `name=a,b`, 7, "a comma", "in: before a list"},
		{`tag=a,b`, `tag=a,b`, 6, "a comma", "key=in:a,b"},
		{`name==a`, `name==a`, 6, `"=" follows the operator`, "in quotes"},
		{`name=~a`, `name=~a`, 6, `"~" follows the operator`, "in quotes"},
		{`name!a`, `name!a`, 5, `"!" alone is no operator`, "!="},
		{`name>a`, `name>a`, 5, `cannot be compared with ">"`, "= != ~ !~"},
		{`os_version>22`, `os_version>22`, 11, "cannot be compared", "= != ~ !~"},
		{`name="a`, `name="a`, 6, "not closed", `a closing "`},
		{`"a b`, `"a b`, 1, "not closed", `a closing "`},
		{`name="a"b`, `name="a"b`, 9, "goes on after", "a blank"},
		{`name=a"b"`, `name=a"b"`, 7, "within a word", "in quotes"},
		{`foo"bar"`, `foo"bar"`, 4, "within a word", "in quotes"},
		{`name="a\qb" x`, `name="a\qb"`, 8, "begins no escape", `\u{1b}`},
		{`name="\u{}"`, `name="\u{}"`, 7, "begins no escape", `\u{1b}`},
		{`name="\u{110000}"`, `name="\u{110000}"`, 7, "begins no escape", `\u{1b}`},
		{`name="\u{d800}"`, `name="\u{d800}"`, 7, "begins no escape", `\u{1b}`},
		{`name="\xzz"`, `name="\xzz"`, 7, "begins no escape", `\xff`},
		{`name=in:`, `name=in:`, 9, "an empty place", "a value"},
		{`name=in:a,`, `name=in:a,`, 11, "an empty place", "a value"},
		{`name=in:a,,b`, `name=in:a,,b`, 11, "an empty place", "a value"},
		{`name=in:a,"b`, `name=in:a,"b`, 11, "not closed", `a closing "`},
		{`name~in:a,b`, `name~in:a,b`, 6, "a list cannot follow", "one value"},
		{`size>in:1,2`, `size>in:1,2`, 6, "a list cannot follow", "one value"},
		{`size=in:1,x`, `size=in:1,x`, 11, "no size", "number of bytes"},
		{`name~`, `name~`, 6, "a value is missing", "a text"},
		{`name~""`, `name~""`, 6, "the empty one", "not empty"},
		{`""`, `""`, 1, "the empty one", "not empty"},
		{`name~/a`, `name~/a`, 6, "not closed", "a closing /"},
		{`name~//`, `name~//`, 7, "is empty", "between the slashes"},
		{`name~/(/`, `name~/(/`, 7, "missing closing )", "RE2"},
		{`name~/a/b`, `name~/a/b`, 9, "the term ends here", "a blank"},
		{"name~/\x1b/", "name~/\x1b/", 7, "cannot be shown", `\x{1b}`},
		{`/dev/sda`, `/dev/sda`, 6, "the term ends here", "a blank"},

		{`status`, `status`, 7, `"status" is the key`, "an operator and a value"},
		{`created_at`, `created_at`, 11, "is the key created", "an operator and a value"},
		{`status=Active`, `status=Active`, 8, "cannot be", "queued"},
		{`status=in:active,Queued`, `status=in:active,Queued`, 18, "cannot be", "queued"},
		{`Status=active`, `Status=active`, 1, "lower case", "status"},
		{`OS_HIDDEN=true`, `OS_HIDDEN=true`, 1, "lower case", "os_hidden"},
		{`visibility=Public`, `visibility=Public`, 12, "cannot be", "public, community, shared, private, all"},
		{`visibility=in:public,all`, `visibility=in:public,all`, 22, "no image has the visibility all", "visibility=all alone"},
		{`visibility!=all`, `visibility!=all`, 13, "no image has the visibility all", "visibility=all alone"},
		{`protected=yes`, `protected=yes`, 11, "cannot be", "true, false"},
		{`protected~t`, `protected~t`, 10, "cannot be compared", "= !="},
		{`hidden=maybe`, `hidden=maybe`, 8, "cannot be", "no, only, both"},
		{`hidden!=no`, `hidden!=no`, 7, "cannot be compared", "="},
		{`hidden=in:no,only`, `hidden=in:no,only`, 8, "takes one value", "no, only, both"},
		{`?hidden`, `?hidden`, 1, "no field of an image", "hidden=VALUE"},
		{`!protected`, `!protected`, 1, "is set on every image", "protected=false"},
		{`member_status=invited`, `member_status=invited`, 15, "cannot be", "accepted, pending, rejected, all"},
		{`member_status!=all`, `member_status!=all`, 14, "cannot be compared", "="},
		{`!member_status`, `!member_status`, 1, "no field of an image", "member_status=VALUE"},
		{`member_status=all member_status=pending`, `member_status=pending`, 19, "already all", "one member_status"},
		{`tags=gold`, `tags=gold`, 6, "none or not none", "tag=VALUE"},
		{`tags!=gold`, `tags!=gold`, 7, "none or not none", "tag=VALUE"},
		{`tag>1`, `tag>1`, 4, "cannot be compared", "= != ~ !~"},

		{`limit=5`, `limit=5`, 1, "no filter", "--page-size"},
		{`limit`, `limit`, 1, "no filter", "--page-size"},
		{`marker=abc`, `marker=abc`, 1, "no filter", "follows the marker"},
		{`sort=name:asc`, `sort=name:asc`, 1, "no filter", "--sort KEY:DIR"},
		{`sort_key=name`, `sort_key=name`, 1, "no filter", "--sort KEY:DIR"},
		{`sort_dir=asc`, `sort_dir=asc`, 1, "no filter", "--sort KEY:DIR"},
		{`size_min=5`, `size_min=5`, 1, "no key", "size>=VALUE"},
		{`size_max=5`, `size_max=5`, 1, "no key", "size<=VALUE"},
		{`created_at_min=5`, `created_at_min=5`, 1, "no key", "created>=VALUE"},
		{`min_disk_min=5`, `min_disk_min=5`, 1, "no key", "min_disk>=VALUE"},
		{`deleted=true`, `deleted=true`, 1, "no filter", "lists no deleted"},
		{`changes-since=2024`, `changes-since=2024`, 1, "no filter", "updated>=TIME"},
		{`locations=x`, `locations=x`, 1, "no filter", "direct_url"},
		{`!self`, `!self`, 2, "no filter", "id"},

		{`=x`, `=x`, 1, `a key is missing before "="`, "a key or a word"},
		{`>5`, `>5`, 1, `a key is missing before ">"`, "a key or a word"},
		{`<none>`, `<none>`, 1, `a key is missing before "<"`, "in quotes"},
		{`!`, `!`, 2, "has no key", "a key right after"},
		{`?  x`, `?`, 2, "has no key", "a key right after"},
		{`!=x`, `!=x`, 2, "has no key", "a key right after"},
		{`!a=x`, `!a=x`, 3, "takes a key and no value", "key!=value"},
		{`?a~x`, `?a~x`, 3, "takes a key and no value", "a blank"},
		{`!"a`, `!"a`, 2, "not closed", `a closing "`},
		{`a,b=x`, `a,b=x`, 1, "a comma within a key", "in quotes"},
		{`"a"b`, `"a"b`, 4, "goes on after", "an operator"},
	}
	for _, test := range tests {
		t.Run(test.line, func(t *testing.T) {
			t.Parallel()
			terms, err := Parse(test.line)
			var mistake *SyntaxError
			if !errors.As(err, &mistake) {
				t.Fatalf("Parse = %v, %v", terms, err)
			}
			if mistake.Term != test.term || mistake.Column != test.column {
				t.Errorf("in %q at column %d, want %q at %d", mistake.Term, mistake.Column, test.term, test.column)
			}
			if !strings.Contains(mistake.Problem, test.problem) {
				t.Errorf("the problem is %q, want %q in it", mistake.Problem, test.problem)
			}
			if !strings.Contains(mistake.Expected, test.expected) {
				t.Errorf("expected is %q, want %q in it", mistake.Expected, test.expected)
			}
			if got := len([]rune(test.line[:mistake.Offset])) + 1; got != mistake.Column {
				t.Errorf("offset %d is column %d, not %d", mistake.Offset, got, mistake.Column)
			}
		})
	}
}

func TestParseReportsEveryMistakeOfALine(t *testing.T) {
	t.Parallel()
	_, err := Parse(`size>=1XB ok name="a \q b" status=active created>-1m "open`)
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("not joined: %v", err)
	}
	var got []string
	for _, one := range joined.Unwrap() {
		var mistake *SyntaxError
		if !errors.As(one, &mistake) {
			t.Fatalf("%v is no SyntaxError", one)
		}
		got = append(got, mistake.Term)
	}
	want := []string{`size>=1XB`, `name="a \q b"`, `created>-1m`, `"open`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
}

func TestSyntaxErrorIsOneLineFitForATerminal(t *testing.T) {
	t.Parallel()
	_, err := Parse("na\x1b[31mme=\"" + strings.Repeat("long\n", 100))
	if err == nil {
		t.Fatal("no mistake")
	}
	if strings.ContainsAny(err.Error(), "\x1b\n") {
		t.Errorf("the error is not fit for a terminal: %q", err.Error())
	}
	if len(err.Error()) > 400 {
		t.Errorf("the error has %d bytes: %q", len(err.Error()), err.Error())
	}
	const want = `column 8, in size>=1XB: "XB" is no unit; expected one of B, kB, MB, GB, TB, KiB, MiB, GiB, TiB`
	if _, err := Parse("size>=1XB"); err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}
