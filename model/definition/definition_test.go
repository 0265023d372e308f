package definition_test

import (
	"slices"
	"testing"

	"glimpse/model/definition"
	"glimpse/model/text"
)

func TestDoubt(t *testing.T) {
	t.Parallel()
	one, many := 1.0, 64.0
	buses := []text.Untrusted{text.Of("virtio"), text.Of("scsi")}
	for _, test := range []struct {
		name     string
		property *definition.Property
		value    string
		want     string
	}{
		{"nothing is defined", nil, "anything", ""},
		{"any text", &definition.Property{Type: text.Of("string")}, "anything", ""},
		{"a value to choose", &definition.Property{Type: text.Of("string"), Values: buses}, "scsi", ""},
		{"another one", &definition.Property{Type: text.Of("string"), Values: buses}, "SCSI", "it is defined as one of virtio, scsi"},
		{"a flag", &definition.Property{Type: text.Of("boolean")}, "Yes", ""},
		{"no flag", &definition.Property{Type: text.Of("boolean")}, "perhaps", "it is defined as true or false"},
		{"a number", &definition.Property{Type: text.Of("integer"), Minimum: &one, Maximum: &many}, "64", ""},
		{"no number", &definition.Property{Type: text.Of("integer")}, "1.5", "it is defined as a whole number"},
		{"too small", &definition.Property{Type: text.Of("integer"), Minimum: &one}, "0", "it is defined as at least 1"},
		{"too large", &definition.Property{Type: text.Of("number"), Maximum: &many}, "64.5", "it is defined as at most 64"},
		{"a list is not judged", &definition.Property{Type: text.Of("array"), Values: buses}, "<in> a", ""},
		{"nothing is typed yet", &definition.Property{Type: text.Of("integer")}, "", ""},
	} {
		if got := test.property.Doubt(test.value); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	var none *definition.Catalogue
	if none.Property("x") != nil || none.Keys() != nil || none.Property("x").Words() != nil {
		t.Error("a catalogue that is not there defines something")
	}
	catalogue := definition.New([]definition.Namespace{
		{Properties: []definition.Property{{Key: text.Of("b"), Title: text.Of("first")}, {Key: text.Of("flag"), Type: text.Of("boolean")}}},
		{Objects: []definition.Object{{Properties: []definition.Property{{Key: text.Of("a")}, {Key: text.Of("b"), Title: text.Of("second")}}}}},
	})
	if !slices.Equal(catalogue.Keys(), []string{"a", "b", "flag"}) || catalogue.Property("b").Title.Raw() != "first" {
		t.Errorf("keys %q, b is %q", catalogue.Keys(), catalogue.Property("b").Title)
	}
	if words := catalogue.Property("flag").Words(); !slices.Equal(words, []string{"true", "false"}) {
		t.Errorf("a flag offers %q", words)
	}
}

func TestRange(t *testing.T) {
	t.Parallel()
	one, many := 1.0, 2.5
	for _, test := range []struct {
		property definition.Property
		want     string
	}{
		{definition.Property{Type: text.Of("string")}, ""},
		{definition.Property{Type: text.Of("integer"), Minimum: &one}, "integer, at least 1"},
		{definition.Property{Type: text.Of("number"), Minimum: &one, Maximum: &many}, "number, 1 to 2.5"},
		{definition.Property{Maximum: &many}, "at most 2.5"},
	} {
		if got := test.property.Range(); got != test.want {
			t.Errorf("%+v: %q, want %q", test.property, got, test.want)
		}
	}
}
