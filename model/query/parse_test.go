package query

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"glimpse/model"
)

var ignoreOffsets = cmp.Options{cmpopts.IgnoreFields(Term{}, "Start", "End"), cmpopts.EquateEmpty()}

func attr(attribute model.Attribute, op Op, values ...string) Term {
	return Term{Field: AttributeField(attribute), Op: op, Values: values}
}

func prop(key string, op Op, values ...string) Term {
	return Term{Field: PropertyField(key), Op: op, Values: values}
}

func tagged(op Op, values ...string) Term {
	return Term{Field: Field{Kind: FieldTag}, Op: op, Values: values}
}

func word(op Op, value string) Term {
	return Term{Field: AttributeField(model.AttrName), Op: op, Values: []string{value}, Word: true}
}

// oneTerm holds every form of a single term: what is typed, what it means, and
// how it is written back; empty means exactly as typed.
var oneTerm = []struct {
	line      string
	want      Term
	canonical string
}{
	// Equality.
	{line: `status=active`, want: attr(model.AttrStatus, OpEqual, "active")},
	{line: `name=a`, want: attr(model.AttrName, OpEqual, "a")},
	{line: `name=Ubuntu`, want: attr(model.AttrName, OpEqual, "Ubuntu")},
	{line: `name=""`, want: attr(model.AttrName, OpEqual, "")},
	{line: `name="a"`, want: attr(model.AttrName, OpEqual, "a"), canonical: `name=a`},
	{line: `name="a b"`, want: attr(model.AttrName, OpEqual, "a b")},
	{line: `name="a,b"`, want: attr(model.AttrName, OpEqual, "a,b")},
	{line: `name="say \"hi\""`, want: attr(model.AttrName, OpEqual, `say "hi"`)},
	{line: `name=C:\temp`, want: attr(model.AttrName, OpEqual, `C:\temp`)},
	{line: `name="C:\\temp"`, want: attr(model.AttrName, OpEqual, `C:\temp`), canonical: `name=C:\temp`},
	{line: `name="a \\ b"`, want: attr(model.AttrName, OpEqual, `a \ b`)},
	{line: `name=win:2022`, want: attr(model.AttrName, OpEqual, "win:2022")},
	{line: `name=eq:x`, want: attr(model.AttrName, OpEqual, "eq:x")},
	{line: `name="in:a"`, want: attr(model.AttrName, OpEqual, "in:a")},
	{line: `name="=a"`, want: attr(model.AttrName, OpEqual, "=a")},
	{line: `name="~a"`, want: attr(model.AttrName, OpEqual, "~a")},
	{line: `name="!a"`, want: attr(model.AttrName, OpEqual, "!a")},
	{line: `name=a=b`, want: attr(model.AttrName, OpEqual, "a=b")},
	{line: `name=a!=b`, want: attr(model.AttrName, OpEqual, "a!=b")},
	{line: `name=/x/`, want: attr(model.AttrName, OpEqual, "/x/")},
	{line: `name=größe`, want: attr(model.AttrName, OpEqual, "größe")},
	{line: `name=日本`, want: attr(model.AttrName, OpEqual, "日本")},
	{line: `name="\u{1b}[2J"`, want: attr(model.AttrName, OpEqual, "\x1b[2J")},
	{line: "name=\"a\nb\"", want: attr(model.AttrName, OpEqual, "a\nb"), canonical: `name="a\u{a}b"`},
	{line: `name="\u{202E}x"`, want: attr(model.AttrName, OpEqual, "\u202ex"), canonical: `name="\u{202e}x"`},
	{line: `name="\xff"`, want: attr(model.AttrName, OpEqual, "\xff")},
	{line: "name=\xff", want: attr(model.AttrName, OpEqual, "\xff"), canonical: `name="\xff"`},
	{line: `name="\xc3\xa9"`, want: attr(model.AttrName, OpEqual, "é"), canonical: `name=é`},
	{line: "name=a\u0301", want: attr(model.AttrName, OpEqual, "a\u0301")},
	{line: "name=\u0301", want: attr(model.AttrName, OpEqual, "\u0301"), canonical: `name="\u{301}"`},
	{line: `name!=a`, want: attr(model.AttrName, OpNotEqual, "a")},
	{line: `status!=active`, want: attr(model.AttrStatus, OpNotEqual, "active")},
	{line: `id=6bbe2f5e`, want: attr(model.AttrID, OpEqual, "6bbe2f5e")},
	{line: `owner=p1`, want: attr(model.AttrOwner, OpEqual, "p1")},
	{line: `disk_format=qcow2`, want: attr(model.AttrDiskFormat, OpEqual, "qcow2")},
	{line: `disk_format=gpt`, want: attr(model.AttrDiskFormat, OpEqual, "gpt")},
	{line: `container_format!=bare`, want: attr(model.AttrContainerFormat, OpNotEqual, "bare")},
	{line: `checksum=d41d8cd9`, want: attr(model.AttrChecksum, OpEqual, "d41d8cd9")},
	{line: `os_hash_algo=sha512`, want: attr(model.AttrHashAlgorithm, OpEqual, "sha512")},
	{line: `os_hash_value=cf83`, want: attr(model.AttrHashValue, OpEqual, "cf83")},
	{line: `stores~fs`, want: attr(model.AttrStores, OpContains, "fs")},
	{line: `direct_url~rbd://`, want: attr(model.AttrDirectURL, OpContains, "rbd://")},

	// Lists.
	{line: `name=in:a,b`, want: attr(model.AttrName, OpEqual, "a", "b")},
	{line: `name=in:a`, want: attr(model.AttrName, OpEqual, "a"), canonical: `name=a`},
	{line: `name=in:"a b","c,d",e`, want: attr(model.AttrName, OpEqual, "a b", "c,d", "e")},
	{line: `name=in:"",a`, want: attr(model.AttrName, OpEqual, "", "a")},
	{line: `name=in:a,"b"`, want: attr(model.AttrName, OpEqual, "a", "b"), canonical: `name=in:a,b`},
	{line: `name=in:in:a,b`, want: attr(model.AttrName, OpEqual, "in:a", "b"), canonical: `name=in:"in:a",b`},
	{line: `name!=in:a,b`, want: attr(model.AttrName, OpNotEqual, "a", "b")},
	{line: `status=in:active,queued`, want: attr(model.AttrStatus, OpEqual, "active", "queued")},
	{line: `protected=in:true,false`, want: attr(model.AttrProtected, OpEqual, "true", "false")},
	{line: `size=in:1,2KiB`, want: attr(model.AttrSize, OpEqual, "1", "2KiB")},
	{line: `created=in:2023,2024-05`, want: attr(model.AttrCreatedAt, OpEqual, "2023", "2024-05")},
	{line: `visibility=in:public,community`, want: attr(model.AttrVisibility, OpEqual, "public", "community")},

	// Contains and regular expressions.
	{line: `name~ubuntu`, want: attr(model.AttrName, OpContains, "ubuntu")},
	{line: `name!~ubuntu`, want: attr(model.AttrName, OpNotContains, "ubuntu")},
	{line: `name~"a b"`, want: attr(model.AttrName, OpContains, "a b")},
	{line: `name~a,b`, want: attr(model.AttrName, OpContains, "a,b"), canonical: `name~"a,b"`},
	{line: `name~/^ub.*\d+$/`, want: attr(model.AttrName, OpMatches, `^ub.*\d+$`)},
	{line: `name~/a b  c/`, want: attr(model.AttrName, OpMatches, `a b  c`)},
	{line: `name~/a\/b/`, want: attr(model.AttrName, OpMatches, `a/b`)},
	{line: `name~/a\\/`, want: attr(model.AttrName, OpMatches, `a\\`)},
	{line: `name~/[/]/`, want: Term{}, canonical: "error"},
	{line: `name~/[\/]/`, want: attr(model.AttrName, OpMatches, `[/]`)},
	{line: `name~/(?i)x"y/`, want: attr(model.AttrName, OpMatches, `(?i)x"y`)},
	{line: `name!~/x/`, want: attr(model.AttrName, OpNotMatches, "x")},
	{line: `name~"/x/"`, want: attr(model.AttrName, OpContains, "/x/")},
	{line: `name!~"/x"`, want: attr(model.AttrName, OpNotContains, "/x")},
	{line: `status~act`, want: attr(model.AttrStatus, OpContains, "act")},
	{line: `visibility~p`, want: attr(model.AttrVisibility, OpContains, "p")},
	{line: `status~/^(active|queued)$/`, want: attr(model.AttrStatus, OpMatches, "^(active|queued)$")},

	// Words.
	{line: `ubuntu`, want: word(OpContains, "ubuntu")},
	{line: `Name`, want: word(OpContains, "Name")},
	{line: `"ubuntu 22"`, want: word(OpContains, "ubuntu 22")},
	{line: `"ubuntu"`, want: word(OpContains, "ubuntu"), canonical: `ubuntu`},
	{line: `"status"`, want: word(OpContains, "status")},
	{line: `"limit"`, want: word(OpContains, "limit")},
	{line: `"a=b"`, want: word(OpContains, "a=b")},
	{line: `"/x/"`, want: word(OpContains, "/x/")},
	{line: `"!x"`, want: word(OpContains, "!x")},
	{line: `"?x"`, want: word(OpContains, "?x")},
	{line: `a?x`, want: word(OpContains, "a?x")},
	{line: `a,b`, want: word(OpContains, "a,b"), canonical: `"a,b"`},
	{line: `in:x`, want: word(OpContains, "in:x")},
	{line: `/^a b$/`, want: word(OpMatches, "^a b$")},
	{line: `22.04`, want: word(OpContains, "22.04")},
	{line: `-14d`, want: word(OpContains, "-14d")},

	// Sizes.
	{line: `size>=1GiB`, want: attr(model.AttrSize, OpGreaterOrEqual, "1GiB")},
	{line: `size>=1gib`, want: attr(model.AttrSize, OpGreaterOrEqual, "1GiB"), canonical: `size>=1GiB`},
	{line: `size<1KB`, want: attr(model.AttrSize, OpLess, "1kB"), canonical: `size<1kB`},
	{line: `size<=1.5TiB`, want: attr(model.AttrSize, OpLessOrEqual, "1.5TiB")},
	{line: `size>0`, want: attr(model.AttrSize, OpGreater, "0")},
	{line: `size=1073741824`, want: attr(model.AttrSize, OpEqual, "1073741824")},
	{line: `size!=0B`, want: attr(model.AttrSize, OpNotEqual, "0B")},
	{line: `size>="1 GiB"`, want: attr(model.AttrSize, OpGreaterOrEqual, "1GiB"), canonical: `size>=1GiB`},
	{line: `size<=9223372036854775807`, want: attr(model.AttrSize, OpLessOrEqual, "9223372036854775807")},
	{line: `virtual_size>20GB`, want: attr(model.AttrVirtualSize, OpGreater, "20GB")},
	{line: `min_disk>=20`, want: attr(model.AttrMinDisk, OpGreaterOrEqual, "20")},
	{line: `min_disk<1.5`, want: attr(model.AttrMinDisk, OpLess, "1.5")},
	{line: `min_ram<=2GiB`, want: attr(model.AttrMinRAM, OpLessOrEqual, "2GiB")},

	// Dates.
	{line: `created>=2024-01-01`, want: attr(model.AttrCreatedAt, OpGreaterOrEqual, "2024-01-01")},
	{line: `created_at>=2024-01-01`, want: attr(model.AttrCreatedAt, OpGreaterOrEqual, "2024-01-01"), canonical: `created>=2024-01-01`},
	{line: `updated_at<-1y`, want: attr(model.AttrUpdatedAt, OpLess, "-1y"), canonical: `updated<-1y`},
	{line: `created=2024`, want: attr(model.AttrCreatedAt, OpEqual, "2024")},
	{line: `created=2024-02`, want: attr(model.AttrCreatedAt, OpEqual, "2024-02")},
	{line: `created=20240229`, want: attr(model.AttrCreatedAt, OpEqual, "20240229")},
	{line: `created<2024-01-31T10`, want: attr(model.AttrCreatedAt, OpLess, "2024-01-31T10")},
	{line: `created<2024-01-31T10:30`, want: attr(model.AttrCreatedAt, OpLess, "2024-01-31T10:30")},
	{line: `created<2024-01-31T10:30:05Z`, want: attr(model.AttrCreatedAt, OpLess, "2024-01-31T10:30:05Z")},
	{line: `created<2024-01-31t10:30:05z`, want: attr(model.AttrCreatedAt, OpLess, "2024-01-31t10:30:05z")},
	{line: `created<2024-01-31T10:30+02:00`, want: attr(model.AttrCreatedAt, OpLess, "2024-01-31T10:30+02:00")},
	{line: `created<2024-01-31T10:30-0530`, want: attr(model.AttrCreatedAt, OpLess, "2024-01-31T10:30-0530")},
	{line: `created<20240131T103005Z`, want: attr(model.AttrCreatedAt, OpLess, "20240131T103005Z")},
	{line: `created<"2024-01-31 10:30"`, want: attr(model.AttrCreatedAt, OpLess, "2024-01-31 10:30")},
	{line: `created!=2024`, want: attr(model.AttrCreatedAt, OpNotEqual, "2024")},
	{line: `created>-3mo`, want: attr(model.AttrCreatedAt, OpGreater, "-3mo")},
	{line: `created>-2w`, want: attr(model.AttrCreatedAt, OpGreater, "-2w")},
	{line: `created>-14d`, want: attr(model.AttrCreatedAt, OpGreater, "-14d")},
	{line: `created>-6h`, want: attr(model.AttrCreatedAt, OpGreater, "-6h")},
	{line: `created>-30min`, want: attr(model.AttrCreatedAt, OpGreater, "-30min")},
	{line: `created>-90s`, want: attr(model.AttrCreatedAt, OpGreater, "-90s")},

	// Tags.
	{line: `tag=gold`, want: tagged(OpEqual, "gold")},
	{line: `tag=none`, want: tagged(OpEqual, "none")},
	{line: `tag=in:a,b`, want: tagged(OpEqual, "a", "b")},
	{line: `tag!=gold`, want: tagged(OpNotEqual, "gold")},
	{line: `tag~go`, want: tagged(OpContains, "go")},
	{line: `tags~go`, want: tagged(OpContains, "go"), canonical: `tag~go`},
	{line: `tag!~/^g/`, want: tagged(OpNotMatches, "^g")},
	{line: `tags=none`, want: tagged(OpUnset)},
	{line: `tags!=none`, want: tagged(OpSet)},
	{line: `!tag`, want: tagged(OpUnset), canonical: `tags=none`},
	{line: `?tags`, want: tagged(OpSet), canonical: `tags!=none`},

	// Properties.
	{line: `os_distro=ubuntu`, want: prop("os_distro", OpEqual, "ubuntu")},
	{line: `os_distro=in:ubuntu,debian`, want: prop("os_distro", OpEqual, "ubuntu", "debian")},
	{line: `hw:cpu.x-y=1`, want: prop("hw:cpu.x-y", OpEqual, "1")},
	{line: `"a b"=x`, want: prop("a b", OpEqual, "x")},
	{line: `"status"=x`, want: prop("status", OpEqual, "x")},
	{line: `"Status"=x`, want: prop("Status", OpEqual, "x")},
	{line: `"limit"=x`, want: prop("limit", OpEqual, "x")},
	{line: `"size_min"=x`, want: prop("size_min", OpEqual, "x")},
	{line: `"tags"=none`, want: prop("tags", OpEqual, "none")},
	{line: `"os_distro"=x`, want: prop("os_distro", OpEqual, "x"), canonical: `os_distro=x`},
	{line: `""=x`, want: prop("", OpEqual, "x")},
	{line: `"a,b"~x`, want: prop("a,b", OpContains, "x")},
	{line: `hw_min=1`, want: prop("hw_min", OpEqual, "1")},
	{line: `?os_distro`, want: prop("os_distro", OpSet)},
	{line: `!os_distro`, want: prop("os_distro", OpUnset)},
	{line: `!"a b"`, want: prop("a b", OpUnset)},
	{line: `?"status"`, want: prop("status", OpSet)},

	// The rest.
	{line: `?size`, want: attr(model.AttrSize, OpSet)},
	{line: `!owner`, want: attr(model.AttrOwner, OpUnset)},
	{line: `!created`, want: attr(model.AttrCreatedAt, OpUnset)},
	{line: `protected=true`, want: attr(model.AttrProtected, OpEqual, "true")},
	{line: `protected!=true`, want: attr(model.AttrProtected, OpNotEqual, "true")},
	{line: `visibility=all`, want: attr(model.AttrVisibility, OpEqual, "all")},
	{line: `visibility!=in:public,shared`, want: attr(model.AttrVisibility, OpNotEqual, "public", "shared")},
	{line: `hidden=both`, want: Term{Field: Field{Kind: FieldHidden}, Op: OpEqual, Values: []string{"both"}}},
	{line: `os_hidden=true`, want: Term{Field: Field{Kind: FieldHidden}, Op: OpEqual, Values: []string{"only"}}, canonical: `hidden=only`},
	{line: `hidden=false`, want: Term{Field: Field{Kind: FieldHidden}, Op: OpEqual, Values: []string{"no"}}, canonical: `hidden=no`},
	{line: `member_status=pending`, want: Term{Field: Field{Kind: FieldMemberStatus}, Op: OpEqual, Values: []string{"pending"}}},
}

func TestParseReadsEveryFormOfATermAndFormatWritesItBack(t *testing.T) {
	t.Parallel()
	for _, test := range oneTerm {
		t.Run(test.line, func(t *testing.T) {
			t.Parallel()
			terms, err := Parse(test.line)
			if test.canonical == "error" {
				if err == nil {
					t.Fatalf("Parse took it as %v", terms)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]Term{test.want}, terms, ignoreOffsets); diff != "" {
				t.Fatalf("terms (-want +got):\n%s", diff)
			}
			want := test.canonical
			if want == "" {
				want = test.line
			}
			if got := Format(terms); got != want {
				t.Errorf("Format = %s, want %s", got, want)
			}
			again, err := Parse(want)
			if err != nil {
				t.Fatalf("the canonical line: %v", err)
			}
			if diff := cmp.Diff(terms, again, ignoreOffsets); diff != "" {
				t.Errorf("the canonical line reads differently (-first +again):\n%s", diff)
			}
		})
	}
}

func TestParseReadsALineOfTermsWithTheirPlaces(t *testing.T) {
	t.Parallel()
	const line = "  größe  status=active\ttag=\"a b\" /x y/ !os_distro\u00a0size>1 "
	terms, err := Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, term := range terms {
		got = append(got, line[term.Start:term.End])
	}
	want := []string{"größe", "status=active", `tag="a b"`, "/x y/", "!os_distro", "size>1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
	if got, want := Format(terms), `größe status=active tag="a b" /x y/ !os_distro size>1`; got != want {
		t.Errorf("Format = %s, want %s", got, want)
	}
}

func TestParseOfABlankLineIsNoTerm(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"", " ", "\t\n\u2003"} {
		if terms, err := Parse(line); err != nil || terms != nil {
			t.Errorf("Parse(%q) = %v, %v", line, terms, err)
		}
	}
}

func TestFormatOfARegularExpressionWrittenByAProgramReadsTheSame(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"a/b", `\Qa/b\E`, "//", `[/]\\`} {
		terms := []Term{attr(model.AttrName, OpMatches, pattern)}
		again, err := Parse(Format(terms))
		if err != nil {
			t.Fatalf("%s: %v", Format(terms), err)
		}
		if diff := cmp.Diff(terms, again, ignoreOffsets); diff != "" {
			t.Errorf("%s (-want +got):\n%s", Format(terms), diff)
		}
	}
}
