package query

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/text"
)

type untrusted = text.Untrusted

// words are texts of which images and queries are made, so that they meet:
// odd ones for the language, for the service and for case.
var words = []string{
	"a", "A", "ab", "a b", "a,b", `a"b`, `a\b`, `a\`, "", "in:a", "eq:a", "a:b", "none", "é", "É", "😀", "k\u212a", " a", "status", "/a/", "!a", "a=b", "\x1b[2J", "a\x00", "snapshot",
}

var propertyKeys = []string{"p", "P", "a b", "status", "tag", "size_min", "hw:x", "é", "locations", "keys", "image_type", "os_glance_failed_import"}

func anyWord() *rapid.Generator[string] { return rapid.SampledFrom(words) }

func anyImage(t *rapid.T, index int) stored {
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	null := model.AttributeSet(0)
	for _, attribute := range []model.Attribute{model.AttrName, model.AttrSize, model.AttrVirtualSize, model.AttrOwner, model.AttrChecksum, model.AttrDiskFormat} {
		if rapid.IntRange(0, 4).Draw(t, "null") == 0 {
			null = null.With(attribute)
		}
	}
	null = null.With(model.AttrHashAlgorithm).With(model.AttrHashValue).With(model.AttrStores).With(model.AttrDirectURL)
	number := func(label string) int64 {
		return rapid.SampledFrom([]int64{0, 1, 2, 1000, 1024, 1 << 30, 3 << 30}).Draw(t, label)
	}
	s := stored{
		created: anyTime().Draw(t, "created"), updated: anyTime().Draw(t, "updated"), foreign: rapid.Bool().Draw(t, "foreign"),
		img: model.Image{
			ID: model.NewImageID("id-" + strconv.Itoa(index)), Null: null,
			Status:     model.Status{Untrusted: text.Of(pick("status", "active", "queued", "saving", "killed", "deactivated"))},
			Visibility: model.Visibility{Untrusted: text.Of(pick("visibility", "public", "community", "shared", "private"))},
			MinDisk:    number("min_disk") % 4096, MinRAM: number("min_ram") % 4096,
			Protected: rapid.Bool().Draw(t, "protected"), Hidden: rapid.Bool().Draw(t, "hidden"),
			ContainerFormat: text.Of("bare"),
		},
	}
	s.img.CreatedAt, s.img.UpdatedAt = s.created.Truncate(time.Second), s.updated.Truncate(time.Second)
	for attribute, set := range map[model.Attribute]func(){
		model.AttrName:        func() { s.img.Name = text.Of(anyWord().Draw(t, "name")) },
		model.AttrSize:        func() { s.img.Size = number("size") },
		model.AttrVirtualSize: func() { s.img.VirtualSize = number("virtual_size") },
		model.AttrOwner:       func() { s.img.Owner = text.Of(pick("owner", "a", "A", "b")) },
		model.AttrChecksum:    func() { s.img.Checksum = text.Of(pick("checksum", "a", "b")) },
		model.AttrDiskFormat:  func() { s.img.DiskFormat = text.Of(pick("disk_format", "raw", "qcow2")) },
	} {
		if s.img.Has(attribute) {
			set()
		}
	}
	for _, tag := range rapid.SliceOfNDistinct(anyWord(), 0, 3, rapid.ID).Draw(t, "tags") {
		s.img.Tags = append(s.img.Tags, text.Of(tag))
	}
	for _, key := range rapid.SliceOfNDistinct(rapid.SampledFrom(propertyKeys), 0, 4, rapid.ID).Draw(t, "properties") {
		property := model.Property{Key: text.Of(key), Value: text.Of(anyWord().Draw(t, "value"))}
		if rapid.IntRange(0, 5).Draw(t, "null") == 0 {
			property.Null, property.Value = true, untrusted{}
		}
		s.img.Properties = append(s.img.Properties, property)
	}
	return s
}

// anyTime gives times around the edges of what dates stand for.
func anyTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		edge := rapid.SampledFrom([]string{"2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2024-02-29T10:30:00Z", "2026-03-30T12:30:45Z"}).Draw(t, "edge")
		when, _ := time.Parse(time.RFC3339, edge)
		return when.Add(time.Duration(rapid.IntRange(-3_000_000, 3_000_000).Draw(t, "microseconds")) * time.Microsecond)
	})
}

// anyTerm gives the terms that a line can hold.
func anyTerm() *rapid.Generator[Term] {
	return rapid.Custom(func(t *rapid.T) Term {
		info := rapid.SampledFrom(keys).Draw(t, "key")
		if rapid.IntRange(0, 3).Draw(t, "property") == 0 {
			info = PropertyKey(rapid.SampledFrom(propertyKeys).Draw(t, "key"))
		}
		term := Term{Field: info.Field, Op: rapid.SampledFrom(info.Ops).Draw(t, "op")}
		values := anyWord()
		switch {
		case len(info.Values) > 0:
			// What is unused is known of images whose uses were looked up: uses_test.go.
			values = rapid.SampledFrom(info.Values).Filter(func(word string) bool { return word != isUnused })
		case info.Hint == hintTime:
			values = rapid.SampledFrom([]string{"2023", "2024", "2024-01", "2024-02-29", "2024-02-29T10:30", "2024-02-29T10:30:00Z", "2024-02-29T12:30:00+02:00", "20240201", "-1d", "-1y", "9999", "0001"})
		case info.Hint == hintSize, info.Hint == hintGiB, info.Hint == hintMiB:
			values = rapid.SampledFrom([]string{"0", "1", "2", "1000", "1024", "1kB", "1KiB", "1GiB", "3GB", "1.5KiB", "2B", "2147483648", "3GiB"})
		}
		count := 1
		switch term.Op {
		case OpSet, OpUnset:
			count = 0
		case OpContains, OpNotContains:
			// What an enumeration contains need not be one of its words.
			values = anyWord().Filter(func(value string) bool { return value != "" })
			term.Word = term.Op == OpContains && info.Field == AttributeField(model.AttrName) && rapid.Bool().Draw(t, "word")
		case OpMatches, OpNotMatches:
			values = rapid.SampledFrom([]string{"a", "^a", "b$", "(?i)A", "a/b", "^$", "[[:upper:]]", `\s`})
		case OpEqual, OpNotEqual:
			if info.Field.Kind != FieldHidden && info.Field.Kind != FieldMemberStatus {
				count = rapid.IntRange(1, 3).Draw(t, "count")
			}
		}
		for range count {
			term.Values = append(term.Values, values.Draw(t, "value"))
		}
		return term
	}).Filter(func(term Term) bool { return term.check() == nil })
}

func anyTerms() *rapid.Generator[[]Term] {
	return rapid.SliceOfN(anyTerm(), 0, 5).Filter(func(terms []Term) bool {
		for i, term := range terms {
			if contradicts(terms[:i], term, 0) != nil {
				return false
			}
		}
		return true
	})
}

func TestFormatLosesNothingOfAnyTerms(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms().Draw(t, "terms")
		line := Format(terms)
		if text.Escape(line) != line {
			t.Fatalf("the line is not fit for a terminal: %q", line)
		}
		again, err := Parse(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if diff := cmp.Diff(terms, again, ignoreOffsets); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", line, diff)
		}
	})
}

func TestFormatLosesNothingOfAnyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		if rapid.Bool().Draw(t, "valid") {
			value = rapid.String().Draw(t, "text")
		}
		terms := []Term{attr(model.AttrName, OpEqual, value, "x"), prop(value, OpNotEqual, value)}
		if value != "" {
			terms = append(terms, tagged(OpContains, value), word(OpContains, value))
		}
		line := Format(terms)
		if text.Escape(line) != line {
			t.Fatalf("the line is not fit for a terminal: %q", line)
		}
		again, err := Parse(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if diff := cmp.Diff(terms, again, ignoreOffsets); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", line, diff)
		}
		order := []SortKey{{Field: PropertyField(value)}, {Field: AttributeField(model.AttrName), Descending: true}}
		if got, err := ParseSort(FormatSort(order)); err != nil || !slices.Equal(got, order) {
			t.Fatalf("%s: %v, %v", FormatSort(order), got, err)
		}
	})
}

func TestNotIsTheExactComplement(t *testing.T) {
	t.Parallel()
	opposite := map[Op]Op{OpEqual: OpNotEqual, OpContains: OpNotContains, OpMatches: OpNotMatches, OpSet: OpUnset}
	rapid.Check(t, func(t *rapid.T) {
		term := anyTerm().Draw(t, "term")
		negated := term
		negated.Op = opposite[term.Op]
		if info, _ := infoOf(term.Field); negated.Op == OpEqual || !info.Accepts(negated.Op) || negated.check() != nil {
			t.Skip("has no opposite")
		}
		if term.Field.Kind == FieldIs && term.Values[0] == "duplicate" {
			t.Skip("takes more than one image")
		}
		negated.Word = false
		image := anyImage(t, 0).img
		one, err := Query{Terms: []Term{term}}.Split(testNow)
		if err != nil {
			t.Fatal(err)
		}
		other, err := Query{Terms: []Term{negated}}.Split(testNow)
		if err != nil {
			t.Fatal(err)
		}
		if one.Match(&image) == other.Match(&image) {
			t.Fatalf("%s and %s give the same", term, negated)
		}
	})
}

// TestServiceAndThisSideTogetherAnswerTheWholeQuery is the contract of Split:
// whatever is asked of the service, after Match the images are those that the
// query as a whole, evaluated naively, selects.
func TestServiceAndThisSideTogetherAnswerTheWholeQuery(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		service := glance{caseless: rapid.Bool().Draw(t, "caseless")}
		for i := range rapid.IntRange(1, 12).Draw(t, "images") {
			service.images = append(service.images, anyImage(t, i))
		}
		terms := anyTerms().Draw(t, "terms")
		split, err := Query{Terms: terms, Projects: Projects{Own: ownProject}}.Split(testNow)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		uses := map[string]int{}
		for _, request := range split.Requests {
			images, _ := service.list(request)
			for _, img := range images {
				uses[img.Name.Raw()]++
			}
		}
		uses[""] = 0
		for _, request := range split.Requests {
			images, err := service.list(request)
			if err != nil {
				t.Fatalf("%s: the service refuses %v: %v", Format(terms), request, err)
			}
			for _, img := range images {
				if split.Uses != nil && !split.Uses(uses[img.Name.Raw()]) {
					continue
				}
				if split.MatchAlone(img) {
					got = append(got, img.ID.Raw())
				} else if !service.caseless && !split.IsLocal() {
					t.Fatalf("%s: no term is local, and %s does not match", Format(terms), img.ID)
				}
			}
		}
		var want []string
		for i := range service.images {
			if selects(terms, &service.images[i], service.images) {
				want = append(want, service.images[i].img.ID.Raw())
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%s\nasked %v\ngot  %v\nwant %v", Format(terms), split.Requests, got, want)
		}
	})
}

func TestCompareIsATotalOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var order []SortKey
		for _, info := range rapid.SliceOfNDistinct(rapid.SampledFrom(keys), 0, 3, func(k KeyInfo) string { return k.Name }).Draw(t, "order") {
			if info.Sortable {
				order = append(order, SortKey{info.Field, rapid.Bool().Draw(t, "descending")})
			}
		}
		if again, err := ParseSort(FormatSort(order)); err != nil || !slices.Equal(again, order) {
			t.Fatalf("%s reads as %v, %v", FormatSort(order), again, err)
		}
		split, err := Query{Sort: order}.Split(testNow)
		if err != nil {
			t.Fatal(err)
		}
		a, b, c := anyImage(t, 0).img, anyImage(t, 1).img, anyImage(t, 2).img
		if split.Compare(&a, &b) == 0 || split.Compare(&a, &b) != -split.Compare(&b, &a) {
			t.Fatal("two images are not ordered")
		}
		if split.Compare(&a, &b) < 0 && split.Compare(&b, &c) < 0 && split.Compare(&a, &c) > 0 {
			t.Fatal("the order is not transitive")
		}
		if keys := bytes.Compare(split.AppendKey(nil, &a), split.AppendKey(nil, &b)); keys != split.Compare(&a, &b) {
			t.Fatalf("by %s %+v and %+v compare %d, their keys %d", FormatSort(order), a, b, split.Compare(&a, &b), keys)
		}
	})
}

func TestParseNeverReturnsWhatSplitRefuses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{
			"status", "size", "created", "tag", "tags", "x", "hidden", "visibility", "member_status", "protected",
			"=", "!=", "~", "!~", "<", ">=", "in:", ",", `"`, "/", `\`, " ", " ", "!", "?", "active", "1GiB", "2024", "-1d", "none", "all", "no", "é",
		})).Draw(t, "parts")
		line := strings.Join(parts, "")
		terms, err := Parse(line)
		if err != nil {
			return
		}
		if _, err := (Query{Terms: terms}).Split(testNow); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	})
}
