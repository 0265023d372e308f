package ui_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/uitest"
)

// rowOf returns the row of the list that has a text.
func rowOf(t *testing.T, d *uitest.Driver, text string) string {
	t.Helper()
	for _, line := range strings.Split(ansi.Strip(d.View()), "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	t.Fatalf("no row has %q:\n%s", text, ansi.Strip(d.View()))
	return ""
}

// accessible are images that can be told from their rows.
func accessible(s *stub) {
	s.about.ProjectID = text.Of("own")
	other := text.Of("other")
	for i, change := range map[int]func(*model.Image){
		0: func(i *model.Image) { i.Name = text.Of("plain") },
		1: func(i *model.Image) { i.Name, i.Hidden = text.Of("concealed"), true },
		2: func(i *model.Image) { i.Name, i.Protected = text.Of("guarded"), true },
		3: func(i *model.Image) { i.Name, i.Owner, i.Visibility = text.Of("lent"), other, model.VisibilityShared },
		4: func(i *model.Image) {
			i.Name, i.Owner, i.Visibility = text.Of("foreign"), other, model.VisibilityPublic
		},
		5: func(i *model.Image) {
			i.Name, i.Owner, i.Visibility, i.Hidden, i.Protected = text.Of("everything"), other, model.VisibilityShared, true, true
		},
	} {
		s.images[i].Owner, s.images[i].Protected, s.images[i].Visibility = text.Of("own"), false, model.VisibilityPrivate
		change(&s.images[i])
	}
}

func TestARowTellsWhatIsHiddenProtectedAndNotOnesOwn(t *testing.T) {
	t.Parallel()
	s := newStub(6)
	accessible(s)
	o := options(s)
	o.Query = parse(t, "hidden=both", "")
	d := start(t, o, 120, 30)
	for name, want := range map[string]string{
		"plain": "   ", "concealed": "h  ", "guarded": " p ", "lent": "  s", "foreign": "  o", "everything": "hps",
	} {
		before, _, _ := strings.Cut(rowOf(t, d, name), name)
		if signs := strings.TrimSuffix(before, " "); !strings.HasSuffix(signs, want) || strings.TrimSpace(signs) != strings.TrimSpace(want) {
			t.Errorf("before %s stands %q, want %q", name, before, want)
		}
	}
}

func TestTheColumnThatIsFilteredOrSortedByIsShown(t *testing.T) {
	t.Parallel()
	o := options(newStub(9))
	d := start(t, o, 120, 30)
	hides(t, d, "MIN RAM", "hw_disk_b")
	press(d, ":filter min_ram>=1")
	d.Keys("enter")
	shows(t, d, "MIN RAM")
	press(d, ":sort hw_disk_bus:asc")
	d.Keys("enter")
	shows(t, d, "MIN RAM", "hw_disk_b", "virtio")
	press(d, ":filter clear")
	d.Keys("enter")
	hides(t, d, "MIN RAM")
}

// What the query looks at comes before what is usual, where there is no room for all.
func TestTheColumnsOfTheQueryComeFirst(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		terms, sort  string
		shown, given []string
	}{
		{"", "", []string{"STATUS", "VISIBILITY", "SIZE", "CREATED ↓"}, nil},
		{"os_distro!=none", "", []string{"STATUS", "SIZE", "CREATED ↓", "os_distro"}, []string{"VISIBILITY"}},
		{"updated>=-9y", "size:desc", []string{"SIZE ↓", "UPDATED", "STATUS"}, []string{"CREATED"}},
		{"os_distro!=none os_version~24", "size:desc", []string{"SIZE ↓", "os_distro", "os_version"}, []string{"CREATED", "VISIBILITY"}},
	} {
		o := options(newStub(9))
		o.Query = parse(t, test.terms, test.sort)
		d := start(t, o, 80, 24)
		shows(t, d, test.shown...)
		hides(t, d, test.given...)
	}
}

func TestTheTypeOfAnImageIsShown(t *testing.T) {
	t.Parallel()
	s := newStub(3)
	s.images[0].Name, s.images[1].Name = text.Of("of-a-server"), text.Of("of-a-file")
	s.images[0].Properties = append(s.images[0].Properties, model.Property{Key: text.Of("image_type"), Value: text.Of("snapshot")})
	d := start(t, options(s), 120, 30)
	shows(t, d, "TYPE")
	if row := rowOf(t, d, "of-a-server"); !strings.HasSuffix(strings.TrimRight(row, " "), "snapshot") {
		t.Errorf("the row of a snapshot is %q", row)
	}
	if row := rowOf(t, d, "of-a-file"); !strings.HasSuffix(strings.TrimRight(row, " "), "image") {
		t.Errorf("the row of another image is %q", row)
	}
}

func TestWhatASearchFindsInALongNameIsSeen(t *testing.T) {
	t.Parallel()
	s := newStub(4)
	const long = "a-name-that-is-longer-than-its-column-with-the-NEEDLE-where-it-is-cut-and-with-much-behind-it-v2"
	s.images[2].Name = text.Of(long)
	d := start(t, options(s), 80, 24)
	if row := rowOf(t, d, "a-name"); strings.Contains(row, "NEEDLE") || !strings.Contains(row, "v2") {
		t.Fatalf("the name is not cut in its middle: %q", row)
	}
	press(d, "/needle")
	if row := rowOf(t, d, "NEEDLE"); strings.Contains(row, long) {
		t.Errorf("the name is whole: %q", row)
	}
	d.Keys("enter", "esc", "G")
	press(d, "/-")
	if row := rowOf(t, d, "a-name"); strings.Contains(row, "NEEDLE") {
		t.Errorf("a name in which all is seen is shown otherwise: %q", row)
	}
}

// TestTagsAreShownByName has a service that keeps no order of tags.
func TestTagsAreShownByName(t *testing.T) {
	t.Parallel()
	f := changing(t, 2, func(s *stub) {
		for i := range s.images {
			s.images[i].Tags = []text.Untrusted{text.Of("prod"), text.Of("k8s"), text.Of("gold")}
		}
	})
	f.shows("gold k8s prod")
	f.Keys("space", "space", "=", "w")
	f.shows("gold, k8s, prod")
}
