package query

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"glimpse/model"
	"glimpse/model/text"
)

func TestParseSortReadsAnOrderAndFormatSortWritesItBack(t *testing.T) {
	t.Parallel()
	by := func(field Field, descending bool) SortKey { return SortKey{Field: field, Descending: descending} }
	tests := []struct {
		line      string
		want      []SortKey
		canonical string
	}{
		{``, nil, ``},
		{`  `, nil, ``},
		{`name`, []SortKey{by(AttributeField(model.AttrName), true)}, `name:desc`},
		{`name:asc`, []SortKey{by(AttributeField(model.AttrName), false)}, `name:asc`},
		{` name:asc , created_at `, []SortKey{by(AttributeField(model.AttrName), false), by(AttributeField(model.AttrCreatedAt), true)}, `name:asc,created:desc`},
		{`tags:desc,os_hidden:asc`, []SortKey{by(Field{Kind: FieldTag}, true), by(Field{Kind: FieldHidden}, false)}, `tag:desc,hidden:asc`},
		{`os_distro:asc`, []SortKey{by(PropertyField("os_distro"), false)}, `os_distro:asc`},
		{`"hw:cpu":asc`, []SortKey{by(PropertyField("hw:cpu"), false)}, `"hw:cpu":asc`},
		{`"a, b",min_ram:asc`, []SortKey{by(PropertyField("a, b"), true), by(AttributeField(model.AttrMinRAM), false)}, `"a, b":desc,min_ram:asc`},
		{`"name":asc,name`, []SortKey{by(PropertyField("name"), false), by(AttributeField(model.AttrName), true)}, `"name":asc,name:desc`},
	}
	for _, test := range tests {
		got, err := ParseSort(test.line)
		if err != nil {
			t.Errorf("%s: %v", test.line, err)
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.line, diff)
		}
		if got := FormatSort(got); got != test.canonical {
			t.Errorf("FormatSort = %s, want %s", got, test.canonical)
		}
	}
}

func TestParseSortNamesTheKeyThePlaceAndWhatWasExpected(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line, term        string
		column            int
		problem, expected string
	}{
		{`name:up`, `name:up`, 6, `"up" is no direction`, "asc or desc"},
		{`name:ASC`, `name:ASC`, 6, `"ASC" is no direction`, "asc or desc"},
		{`name:`, `name:`, 6, `"" is no direction`, "asc or desc"},
		{`name:asc,`, ``, 10, "missing", "name:asc"},
		{`,name`, ``, 1, "missing", "name:asc"},
		{`:asc`, `:asc`, 1, "missing", "name:asc"},
		{`name:asc size:desc`, `name:asc size:desc`, 9, "ends here", "a comma"},
		{`name:asc,size,name`, `name`, 15, "has name already", "once"},
		{`created:asc,created_at`, `created_at`, 13, "has created already", "once"},
		{`größe,Name`, `Name`, 7, "lower case", "name"},
		{`member_status`, `member_status`, 1, "no field of an image", "a field"},
		{`locations`, `locations`, 1, "no filter", "direct_url"},
		{`"a`, `"a`, 1, "not closed", `a closing "`},
		{`"a"b`, `"a"b`, 4, "goes on", "an operator"},
	}
	for _, test := range tests {
		order, err := ParseSort(test.line)
		var mistake *SyntaxError
		if !errors.As(err, &mistake) {
			t.Errorf("ParseSort(%s) = %v, %v", test.line, order, err)
			continue
		}
		if mistake.Term != test.term || mistake.Column != test.column ||
			!strings.Contains(mistake.Problem, test.problem) || !strings.Contains(mistake.Expected, test.expected) {
			t.Errorf("%s: %+v", test.line, *mistake)
		}
	}
	_, err := ParseSort(`name:up,"x\q,y",size:down`)
	if got := strings.Count(err.Error(), "\n"); got != 2 {
		t.Errorf("not all mistakes are reported: %v", err)
	}
}

// order sorts images by an order and returns their ids.
func order(t *testing.T, line string, images []*model.Image) string {
	t.Helper()
	split := mustSplit(t, "", line)
	sorted := slices.Clone(images)
	slices.SortFunc(sorted, split.Compare)
	var ids []string
	for _, img := range sorted {
		ids = append(ids, img.ID.Raw())
	}
	return strings.Join(ids, " ")
}

func TestCompareOrdersAsTheServiceDoes(t *testing.T) {
	t.Parallel()
	at := func(second int) time.Time { return time.Date(2024, 1, 1, 0, 0, second, 0, time.UTC) }
	nothing := model.AttributeSet(0).With(model.AttrName).With(model.AttrSize).With(model.AttrMinDisk).With(model.AttrUpdatedAt).With(model.AttrProtected).With(model.AttrHidden)
	images := []*model.Image{
		{ID: model.NewImageID("a"), Name: text.Of("b"), Size: 5, MinDisk: 10, CreatedAt: at(1), UpdatedAt: at(9), Protected: true, Tags: []text.Untrusted{text.Of("x"), text.Of("y")}},
		{
			ID: model.NewImageID("b"), Name: text.Of("B"), Size: 50, MinDisk: 9, CreatedAt: at(3), UpdatedAt: at(8), Hidden: true,
			Properties: []model.Property{{Key: text.Of("p"), Value: text.Of("10")}},
		},
		{
			ID: model.NewImageID("c"), Name: text.Of(""), Size: 5, MinDisk: 9, CreatedAt: at(2), UpdatedAt: at(7), Tags: []text.Untrusted{text.Of("z")},
			Properties: []model.Property{{Key: text.Of("p"), Value: text.Of("9")}},
		},
		{ID: model.NewImageID("d"), Null: nothing, CreatedAt: at(2), Properties: []model.Property{{Key: text.Of("p"), Null: true}}},
	}
	tests := []struct{ order, want string }{
		{"", "b d c a"},
		{"created:asc", "a c d b"},
		{"id:asc", "a b c d"},
		{"id:desc", "d c b a"},
		{"name:asc", "d c b a"},
		{"name:desc", "a b c d"},
		{"size:asc", "d a c b"},
		{"size:desc", "b c a d"},
		{"size:asc,id:asc", "d a c b"},
		{"size:asc,name:asc", "d c a b"},
		{"min_disk:asc", "d c b a"},
		{"updated:asc", "d c b a"},
		{"protected:asc", "d c b a"},
		{"hidden:desc", "b d c a"},
		{"tag:desc", "a c b d"},
		{"p:asc", "a d b c"},
		{"p:desc", "c b d a"},
		{"p:asc,min_disk:desc", "a d b c"},
	}
	for _, test := range tests {
		if got := order(t, test.order, images); got != test.want {
			t.Errorf("by %q: %s, want %s", test.order, got, test.want)
		}
	}
}

func TestCompareIsZeroOnlyForTheSameImage(t *testing.T) {
	t.Parallel()
	split := mustSplit(t, "", "name:asc,size:desc")
	a, b := &model.Image{ID: model.NewImageID("a")}, &model.Image{ID: model.NewImageID("b")}
	if split.Compare(a, a) != 0 {
		t.Error("an image differs from itself")
	}
	if split.Compare(a, b) != 1 || split.Compare(b, a) != -1 {
		t.Error("several keys break ties by descending id")
	}
}
