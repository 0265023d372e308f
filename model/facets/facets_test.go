package facets_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/facets"
	"glimpse/model/query"
	"glimpse/model/text"
)

func image(owner string, tags []string, properties ...string) model.Image {
	image := model.Image{Owner: text.Of(owner)}
	for _, tag := range tags {
		image.Tags = append(image.Tags, text.Of(tag))
	}
	for _, property := range properties {
		key, value, valued := strings.Cut(property, "=")
		image.Properties = append(image.Properties, model.Property{Key: text.Of(key), Value: text.Of(value), Null: !valued})
	}
	return image
}

func TestTheMostUsedWordsComeFirst(t *testing.T) {
	t.Parallel()
	var v facets.Facets
	v.Add([]model.Image{
		image("p1", []string{"gold", "lts"}, "os_distro=ubuntu", "zz"),
		image("p2", []string{"gold"}, "os_distro=debian"),
		image("p2", []string{"eol"}, "os_distro=debian"),
	})
	for _, test := range []struct {
		name      string
		got, want []string
	}{
		{"tags", v.Tags(), []string{"gold", "eol", "lts"}},
		{"property keys", v.Properties(), []string{"os_distro", "zz"}},
		{"values of a property", v.Values(query.PropertyField("os_distro")), []string{"debian", "ubuntu"}},
		{"a property that is null has none", v.Values(query.PropertyField("zz")), nil},
		{"a property that is not known", v.Values(query.PropertyField("other")), nil},
		{"owners", v.Values(query.AttributeField(model.AttrOwner)), []string{"p2", "p1"}},
		{"what never repeats is not offered", v.Values(query.AttributeField(model.AttrID)), nil},
		{"tags as a field", v.Values(query.Field{Kind: query.FieldTag}), []string{"gold", "eol", "lts"}},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, test.got, test.want)
		}
	}
}

func TestWordsAreBounded(t *testing.T) {
	t.Parallel()
	var v facets.Facets
	images := make([]model.Image, 5000)
	for i := range images {
		images[i] = image("p", []string{fmt.Sprint("t", i)}, fmt.Sprint("k", i, "=1"), fmt.Sprint("same=", i), "long="+strings.Repeat("x", 5000))
	}
	v.Add(images)
	if tags, keys := len(v.Tags()), len(v.Properties()); tags != 2000 || keys != 2000 {
		t.Errorf("%d tags and %d keys are kept", tags, keys)
	}
	if values := len(v.Values(query.PropertyField("same"))); values != 200 {
		t.Errorf("%d values of one property are kept", values)
	}
	if values := v.Values(query.PropertyField("long")); len(values) != 0 {
		t.Errorf("%d long values are kept", len(values))
	}
}

func TestEmptyFacetsOfferNothing(t *testing.T) {
	t.Parallel()
	var v facets.Facets
	if properties, tags := v.Properties(), v.Values(query.Field{Kind: query.FieldTag}); len(properties)+len(tags) != 0 {
		t.Errorf("got %v, %v", properties, tags)
	}
}
