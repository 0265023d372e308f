package compare

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/text"
)

// drawn is an image of few different values, so that two of them are often
// alike in some fields and different in others.
func drawn(t *rapid.T, name string) *model.Image {
	word := func(label string) text.Untrusted {
		return text.Of(rapid.SampledFrom([]string{"", "a", "A", "a ", "yes", "not set"}).Draw(t, name+label))
	}
	number := func(label string) int64 {
		return rapid.SampledFrom([]int64{0, 1, 1 << 30, 1<<30 + 1}).Draw(t, name+label)
	}
	image := &model.Image{
		ID: model.ImageID{Untrusted: word("id")}, Name: word("name"), Status: model.Status{Untrusted: word("status")},
		Visibility: model.Visibility{Untrusted: word("visibility")}, DiskFormat: word("disk"), ContainerFormat: word("container"),
		Size: number("size"), VirtualSize: number("virtual"), MinDisk: number("min disk"), MinRAM: number("min ram"),
		Owner: word("owner"), Checksum: word("checksum"), HashAlgorithm: word("algorithm"), HashValue: word("hash"),
		Stores: word("stores"), DirectURL: word("url"), Protected: rapid.Bool().Draw(t, name+"protected"),
		Hidden: rapid.Bool().Draw(t, name+"hidden"), CreatedAt: time.Unix(number("created"), 0), UpdatedAt: time.Unix(number("updated"), 0),
	}
	for _, attribute := range model.Attributes() {
		if rapid.IntRange(0, 3).Draw(t, name+"null") == 0 {
			image.Null = image.Null.With(attribute)
		}
	}
	for _, key := range []string{"a", "b", "name", "tag a"} {
		switch rapid.IntRange(0, 4).Draw(t, name+key) {
		case 0:
			image.Tags = append(image.Tags, text.Of(key))
		case 1:
			image.Properties = append(image.Properties, model.Property{Key: text.Of(key), Value: word(key)})
		case 2:
			image.Properties = append(image.Properties, model.Property{Key: text.Of(key), Null: true})
		case 3:
			image.Tags = append(image.Tags, text.Of(key))
			image.Properties = append(image.Properties, model.Property{Key: text.Of(key), Value: word(key)})
		}
	}
	return image
}

// valueOf is what an image has in an attribute, in a form to be compared.
func valueOf(image *model.Image, attribute model.Attribute) any {
	if value, ok := image.Text(attribute); ok {
		return value.Raw()
	}
	if value, ok := image.Number(attribute); ok {
		return value
	}
	if value, ok := image.Bool(attribute); ok {
		return value
	}
	if value, ok := image.Time(attribute); ok {
		return value.Unix()
	}
	return nil
}

func TestAFieldDiffersExactlyWhereTheRecordsDo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawn(t, "a "), drawn(t, "b ")
		var want []string
		for _, attribute := range model.Attributes() {
			if valueOf(a, attribute) != valueOf(b, attribute) {
				want = append(want, attribute.String())
			}
		}
		for _, word := range []string{"a", "b", "name", "tag a"} {
			if a.HasTag(word) != b.HasTag(word) {
				want = append(want, "tag "+word)
			}
			valueA, hasA := a.Property(word)
			valueB, hasB := b.Property(word)
			if hasA != hasB || hasA && valueA != valueB {
				want = append(want, word)
			}
		}
		var got []string
		for _, row := range rowsOf([]model.Image{*a, *b}) {
			if row.differs() {
				got = append(got, row.name)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%q differ, want %q", got, want)
		}
	})
}

func TestWhatIsUnknownIsNotKnownToBeTheSame(t *testing.T) {
	t.Parallel()
	known, unread := &model.Image{Tags: []text.Untrusted{text.Of("gold")}}, &model.Image{Unknown: ^model.AttributeSet(0)}
	for _, pair := range [][2]*model.Image{{known, unread}, {unread, known}, {unread, unread}} {
		for _, one := range rowsOf([]model.Image{*pair[0], *pair[1]}) {
			if !one.differs() {
				t.Errorf("%s: %+v are said to be the same", one.name, one.values)
			}
		}
	}
}
