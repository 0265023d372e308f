package list

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/theme"
)

// full returns an image that has a value in every attribute, and a property.
func full(property string) model.Image {
	some := text.Of("some")
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return model.Image{
		ID: model.ImageID{Untrusted: some}, Name: some, Status: model.StatusActive, Visibility: model.VisibilityPublic,
		DiskFormat: some, ContainerFormat: some, Size: 7, VirtualSize: 7, MinDisk: 7, MinRAM: 7, Owner: some, Checksum: some,
		HashAlgorithm: some, HashValue: some, CreatedAt: at, UpdatedAt: at, Protected: true, Hidden: true, Stores: some,
		DirectURL: some, Tags: []text.Untrusted{some}, Properties: []model.Property{{Key: text.Of(property), Value: some}},
	}
}

// names draws what a person may write for a column: the names of attributes
// and of filters, in any case, and others.
func names() *rapid.Generator[string] {
	var known []string
	for _, attribute := range model.Attributes() {
		known = append(known, attribute.String(), strings.ToUpper(attribute.String()))
	}
	for _, key := range query.Keys() {
		known = append(append(known, key.Name), key.Aliases...)
	}
	return rapid.OneOf(rapid.SampledFrom(known), rapid.String())
}

func TestNoColumnThatIsTakenIsAlwaysEmpty(t *testing.T) {
	t.Parallel()
	look := theme.New(theme.Choice{})
	s := New(&look, "here")
	rapid.Check(t, func(t *rapid.T) {
		written, quoted := names().Draw(t, "name"), rapid.Bool().Draw(t, "quoted")
		name, refused := query.ColumnName(written, quoted)
		if refused != nil {
			return
		}
		s.Choose([]string{name})
		if got := s.Chosen(); len(got) != 1 || got[0] != name {
			t.Fatalf("%q became the column %q", name, got)
		}
		image := full(name)
		shown := strings.TrimSpace(ansi.Strip(s.columns[0].cell(s, &image, 40).Text))
		if shown == "" || shown == look.Glyphs.Dash {
			t.Fatalf("the column %q of %q, quoted %v, is empty for an image that has everything", name, written, quoted)
		}
	})
}

func TestEveryColumnThatIsOfferedIsTaken(t *testing.T) {
	t.Parallel()
	for _, name := range Columns() {
		if taken, refused := query.ColumnName(name, false); refused != nil || taken != name {
			t.Errorf("%s is offered, and taken as %q, %v", name, taken, refused)
		}
	}
}
