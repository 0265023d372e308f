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
	"glimpse/ui/uitest"
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
	theme := theme.New(theme.Choice{})
	s := New(&theme, "here")
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
		if shown == "" || shown == theme.Glyphs.Dash {
			t.Fatalf("the column %q of %q, quoted %v, is empty for an image that has everything", name, written, quoted)
		}
	})
}

func TestTheDistributionIsShownWithItsVersion(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	s := New(&theme, "here")
	property := func(key, value string) model.Property {
		return model.Property{Key: text.Of(key), Value: text.Of(value)}
	}
	for _, test := range []struct {
		properties []model.Property
		want       string
	}{
		{nil, theme.Glyphs.Dash},
		{[]model.Property{property("os_distro", "ubuntu")}, "ubuntu"},
		{[]model.Property{property("os_distro", "ubuntu"), property("os_version", "24.04")}, "ubuntu 24.04"},
		{[]model.Property{property("os_version", "24.04")}, theme.Glyphs.Dash},
		{[]model.Property{property("os_distro", "\x1b[2J"), property("os_version", "\x07")}, "␛[2J ␇"},
	} {
		image := model.Image{Properties: test.properties}
		if got := ansi.Strip(distroCell(s, &image, 14).Text); got != test.want {
			t.Errorf("%v: %q, want %q", test.properties, got, test.want)
		}
	}
}

// TestTheVersionIsShownOnce has it with the distribution where it has no column of its
// own, or none for which there is room.
func TestTheVersionIsShownOnce(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	image := model.Image{ID: model.NewImageID("1"), Properties: []model.Property{
		{Key: text.Of("os_distro"), Value: text.Of("ubuntu")}, {Key: text.Of("os_version"), Value: text.Of("24.04")},
	}}
	for _, test := range []struct {
		columns, filter string
		width           int
		want            string
	}{
		{"name,os_distro", "", 120, "ubuntu 24.04"},
		{"name,os_distro,os_version", "", 120, "ubuntu"},
		{"os_version,os_distro,name", "", 120, "ubuntu"},
		{"name,os_distro,os_version", "", 36, "ubuntu 24.04"},
		{"name,os_distro", "os_version=24.04", 120, "ubuntu"},
		{"name,os_distro", "os_distro=ubuntu", 120, "ubuntu 24.04"},
	} {
		s := New(&theme, "here")
		s.SetSize(test.width, 20)
		terms, err := query.Parse(test.filter)
		if err != nil {
			t.Fatal(err)
		}
		asked := query.Query{Terms: terms}
		split, err := asked.Split(uitest.Now)
		if err != nil {
			t.Fatal(err)
		}
		s.Begin(asked, split)
		s.Choose(strings.Split(test.columns, ","))
		if got := ansi.Strip(distroCell(s, &image, 14).Text); got != test.want {
			t.Errorf("%s in %d cells, filtered by %q: %q, want %q", test.columns, test.width, test.filter, got, test.want)
		}
	}
}

func TestEveryColumnThatIsOfferedIsTaken(t *testing.T) {
	t.Parallel()
	for _, name := range Columns() {
		if taken, refused := query.ColumnName(name, false); refused != nil || taken != name {
			t.Errorf("%s is offered, and taken as %q, %v", name, taken, refused)
		}
	}
}

// TestNoColumnShowsAnUnknownValueAsAnother goes through every column of an
// image of which nothing could be read, and compares with one without values.
func TestNoColumnShowsAnUnknownValueAsAnother(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	s := New(&theme, "here")
	unread, empty := model.Image{Unknown: model.AlwaysSent()}, model.Image{Null: model.AlwaysSent()}
	for _, attribute := range model.Attributes() {
		if attribute.Kind() == model.KindOther || !model.AlwaysSent().Has(attribute) {
			continue
		}
		s.Choose([]string{attribute.String()})
		shown := ansi.Strip(s.columns[0].cell(s, &unread, 20).Text)
		if !strings.Contains(shown, "unknown") {
			t.Errorf("%s is shown as %q where it is unknown", attribute, shown)
		}
		if null := ansi.Strip(s.columns[0].cell(s, &empty, 20).Text); attribute != model.AttrStatus && strings.Contains(null, "unknown") {
			t.Errorf("%s is shown as %q where it is null", attribute, null)
		}
	}
	unread.Tags = []text.Untrusted{text.Of("gold")}
	s.Choose([]string{"tags"})
	if shown := ansi.Strip(s.columns[0].cell(s, &unread, 40).Text); shown != "some unknown, gold" {
		t.Errorf("tags of which some are known are shown as %q", shown)
	}
	if sign, _ := s.sign(&unread, false); sign != theme.Glyphs.Fault {
		t.Errorf("the row is marked with %q", sign)
	}
	old := model.Image{Unknown: model.AttributeSet(0).With(model.AttrHidden)}
	if sign, _ := s.sign(&old, false); sign != " " {
		t.Errorf("the row of a service without os_hidden is marked with %q", sign)
	}
}

// A bar is one step higher for each size four times as large.
func TestTheBarOfASizeGrowsByFours(t *testing.T) {
	t.Parallel()
	for size, want := range map[int64]int{
		-1: 0, 0: 0, 64<<20 - 1: 0, 64 << 20: 1, 256<<20 - 1: 1, 256 << 20: 2, 1 << 30: 3, 4<<30 - 1: 3, 4 << 30: 4, 16 << 30: 5, 64 << 30: 6,
		256 << 30: 7, 1 << 50: 7,
	} {
		if got := level(size); got != want {
			t.Errorf("%d bytes are level %d, want %d", size, got, want)
		}
	}
}
