package api

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"glimpse/model"
)

// TestOneInvalidValueIsOneMarkedRow puts what is no JSON into one image of
// three.
func TestOneInvalidValueIsOneMarkedRow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, members string
		faults        []string
		check         func(image *model.Image) bool
	}{
		{"NaN", `"size":NaN,"name":"n"`, []string{"size"}, func(i *model.Image) bool { return i.Unknown.Has(model.AttrSize) && i.Name.Raw() == "n" }},
		{"infinity", `"size":Infinity,"min_disk":-Infinity,"name":"n"`, []string{"size", "min_disk"}, nil},
		{"a number that breaks off", `"size":12.,"min_disk":1e,"min_ram":-`, []string{"size", "min_disk", "min_ram"}, nil},
		{"a number with zeros before it", `"size":007`, []string{"size"}, func(i *model.Image) bool { return i.Unknown.Has(model.AttrSize) }},
		{"words of Python", `"protected":False,"os_hidden":None`, []string{"protected", "os_hidden"}, func(i *model.Image) bool {
			return i.Unknown.Has(model.AttrProtected) && i.Unknown.Has(model.AttrHidden)
		}},
		{"nothing", `"size":,"name":"n"`, []string{"size"}, func(i *model.Image) bool { return i.Unknown.Has(model.AttrSize) && i.Name.Raw() == "n" }},
		{
			"raw control characters", "\"name\":\"a\x01\n\x1bb\",\"p\":\"\x00\",\"tags\":[\"\t\"]",
			[]string{"name", "p", "tags"},
			func(i *model.Image) bool {
				return i.Name.Raw() == "a\x01\n\x1bb" && i.HasTag("\t") && i.Has(model.AttrName)
			},
		},
		{"a control character in a key", "\"a\x01b\":\"v\"", []string{"a\x01b"}, nil},
		{"an escape that is none", `"name":"\x41","p":"\u12"`, []string{"name", "p"}, func(i *model.Image) bool { return i.Unknown.Has(model.AttrName) }},
		{"a property", `"p":NaN,"q":"v"`, []string{"p"}, func(i *model.Image) bool {
			return slices.Equal(propertiesOf(i), []string{"p=NaN", "q=v"})
		}},
		{"among the tags", `"tags":["x",NaN]`, []string{"tags"}, func(i *model.Image) bool { return i.Unknown.Has(model.AttrTags) }},
		{"a comma too many", `"name":"n",`, nil, func(i *model.Image) bool { return i.Name.Raw() == "n" }},
		{"the rest", `"name":"n",size:5,"protected":true`, []string{""}, func(i *model.Image) bool {
			return i.Name.Raw() == "n" && i.Unknown.Has(model.AttrProtected)
		}},
	}
	for _, test := range tests {
		body := `{"first": NaN, "images": [{"id":"before"}, {"id":"odd", ` + test.members + ` } , {"id":"after"}], "next": "/v2"}`
		page, err := decodeListing([]byte(body), true, newInterner())
		if err != nil || len(page.images) != 3 || !page.more || page.images[0].ID.Raw() != "before" || page.images[2].ID.Raw() != "after" {
			t.Errorf("%s: %d images, more %v, %v", test.name, len(page.images), page.more, err)
			continue
		}
		image := &page.images[1]
		if got := faultsOf(image); !slices.Equal(got, test.faults) || image.ID.Raw() != "odd" {
			t.Errorf("%s: faults %q of %q, want %q", test.name, got, image.ID.Raw(), test.faults)
		}
		if test.check != nil && !test.check(image) {
			t.Errorf("%s: got %+v", test.name, image)
		}
		for i := range page.images {
			if !json.Valid(page.images[i].Raw) {
				t.Errorf("%s: the record is kept as %s", test.name, page.images[i].Raw)
			}
		}
		alone, err := decodeImage([]byte(`{"id":"odd", `+test.members+`}`), newInterner())
		if err != nil || !slices.Equal(faultsOf(&alone), test.faults) || !json.Valid(alone.Raw) {
			t.Errorf("%s alone: faults %q, record %s, %v", test.name, faultsOf(&alone), alone.Raw, err)
		}
	}
}

func TestAnElementThatIsNothingIsOneRow(t *testing.T) {
	t.Parallel()
	page, err := decodeListing([]byte(`{"images": [nul, {"id":"a"}, {'id': 'b'}, {"id":"c"}]}`), true, newInterner())
	if err != nil || len(page.images) != 4 || page.images[1].ID.Raw() != "a" || page.images[3].ID.Raw() != "c" {
		t.Fatalf("%+v, %v", page.images, err)
	}
	for _, i := range []int{0, 2} {
		if len(page.images[i].Faults) == 0 || !page.images[i].ID.IsEmpty() {
			t.Errorf("row %d is %+v", i, page.images[i])
		}
	}
}

func TestAMalformedPageThatBreaksOffMayBeWholeTheNextTime(t *testing.T) {
	t.Parallel()
	whole := `{"images": [{"id": "a", "size": NaN}, {"id": "b", "name": "x"}], "next": "/v2"}`
	bad := strings.Index(whole, "aN") + 2
	for end := bad; end < len(whole); end++ {
		if _, err := decodeListing([]byte(whole[:end]), false, newInterner()); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v", whole[:end], err)
		}
	}
}
