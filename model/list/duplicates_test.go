package list_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/search"
	"glimpse/model/text"
)

func TestTheOlderOfEachGroupAreMarked(t *testing.T) {
	t.Parallel()
	// An image is its name, its status or "-" where it is not known when it was
	// made, and how old it is.
	for name, test := range map[string]struct {
		images, shown, marked string
	}{
		"the newest stays":                              {"a:active:1 a:active:3 a:active:2", "0 2 1", "2 1"},
		"in each group":                                 {"b:active:1 a:active:1 b:active:2 a:active:2", "1 3 0 2", "3 2"},
		"one alone is no duplicate":                     {"a:active:1 b:active:2", "", ""},
		"images without a name are none":                {":active:1 :active:2", "", ""},
		"one that is not active keeps no other's place": {"a:queued:1 a:active:2 a:active:3", "0 1 2", "2"},
		"none is active":                                {"a:queued:1 a:killed:2 a:killed:3", "0 1 2", "1 2"},
		"unknown age":                                   {"a:active:1 a:-:2 a:active:3", "0 2 1", "2"},
		"deactivated ones are older too":                {"a:active:1 a:deactivated:2", "0 1", "1"},
	} {
		var images []model.Image
		for i, one := range strings.Fields(test.images) {
			part := strings.Split(one, ":")
			img := image(string(rune('0' + i)))
			img.Name, img.Status = text.Of(part[0]), model.Status{Untrusted: text.Of(part[1])}
			img.CreatedAt = time.Unix(100-int64(part[2][0]-'0'), 0)
			if part[1] == "-" {
				img.Status, img.CreatedAt, img.Unknown = model.StatusActive, time.Time{}, model.AttributeSet(0).With(model.AttrCreatedAt)
			}
			images = append(images, img)
		}
		l := &list.List{}
		l.AddPage(l.SetQuery(list.Rules{}).Ticket, model.Page{Images: images})
		l.Filter(list.Narrowing{Duplicates: list.SameName})
		l.MarkShown(true) // that the others lose their marks is part of it
		l.MarkOlder()
		var shown, marked []string
		for i := range l.Len() {
			row := l.Row(i)
			shown = append(shown, row.Image.ID.Raw())
			if row.Marked {
				marked = append(marked, row.Image.ID.Raw())
			}
		}
		if strings.Join(shown, " ") != test.shown || strings.Join(marked, " ") != test.marked {
			t.Errorf("%s: %v are shown and %v marked, want %s and %s", name, shown, marked, test.shown, test.marked)
		}
	}
}

func TestDuplicatesByChecksum(t *testing.T) {
	t.Parallel()
	with := func(id, hash, checksum string) model.Image {
		img := image(id)
		img.HashValue, img.Checksum = text.Of(hash), text.Of(checksum)
		return img
	}
	l := &list.List{}
	l.AddPage(l.SetQuery(list.Rules{}).Ticket, model.Page{Images: []model.Image{
		with("a", "h1", "c1"), with("b", "", "c1"), with("c", "h2", "c1"), with("d", "", "c1"), with("e", "", ""), with("f", "", ""), with("g", "h1", "c2"),
	}})
	l.Filter(list.Narrowing{Duplicates: list.SameChecksum})
	expect(t, l, "bdag", "b")
}

// Groups are the rows in parts, each of one name with two rows or more, and what is
// said of a group is that of its rows.
func TestGroupsAreTheRowsInParts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := anyLoaded(t)()
		by := rapid.SampledFrom([]list.Duplicates{list.SameName, list.SameChecksum}).Draw(t, "by")
		all := map[string]int{}
		for i := range l.Len() {
			all[by.Of(l.Row(i).Image).Raw()]++
		}
		l.Filter(list.Narrowing{Duplicates: by})
		at, met := 0, map[string]bool{}
		l.MarkOlder()
		for _, group := range l.Groups() {
			key := by.Of(l.Row(group.First).Image).Raw()
			if group.First != at || key == "" || met[key] || group.End-group.First != all[key] || all[key] < 2 {
				t.Fatalf("the group %+v of %q with %d images begins at %d", group, key, all[key], at)
			}
			met[key], at = true, group.End
			checkGroup(t, l, group)
		}
		if at != l.Len() {
			t.Fatalf("%d of %d rows are in groups", at, l.Len())
		}
	})
}

func checkGroup(t *rapid.T, l *list.List, group list.Group) {
	t.Helper()
	var bytes int64
	var owners []text.Untrusted
	unmarked, active, activeUnmarked := 0, 0, 0
	for i := group.First; i < group.End; i++ {
		row := l.Row(i)
		bytes += row.Image.Size
		if !slices.Contains(owners, row.Image.Owner) {
			owners = append(owners, row.Image.Owner)
		}
		isActive := row.Image.Status == model.StatusActive
		if isActive {
			active++
		}
		if row.Marked {
			continue
		}
		if isActive {
			activeUnmarked++
		}
		if unmarked++; i > group.First && l.Row(i-1).Marked {
			t.Fatalf("row %d is older than a marked one, and is not marked", i)
		}
	}
	if unmarked == 0 || activeUnmarked != min(1, active) || active == 0 && unmarked != 1 {
		t.Fatalf("of %+v %d stay, %d of %d active ones", group, unmarked, activeUnmarked, active)
	}
	if bytes != group.Bytes || !slices.Equal(owners[:min(len(owners), list.MostOwners)], group.Owners) {
		t.Fatalf("%d bytes of %v, the group says %+v", bytes, owners, group)
	}
}

// A search among duplicates leaves some of a group out; what is left stays while
// it is typed further.
func TestASearchAmongDuplicatesIsTypedFurther(t *testing.T) {
	t.Parallel()
	l := &list.List{}
	l.AddPage(l.SetQuery(list.Rules{}).Ticket, model.Page{Images: []model.Image{image("p1"), image("p22"), image("q3")}})
	for i := range l.Len() {
		same := *l.Row(i).Image
		same.Name = text.Of("same")
		l.Replace(&same)
	}
	for _, typed := range []string{"p", "p2", "p22"} {
		sought, err := search.Parse(typed)
		if err != nil {
			t.Fatal(err)
		}
		l.Filter(list.Narrowing{Duplicates: list.SameName, Search: sought})
	}
	if l.Len() != 1 || l.Row(0).Image.ID.Raw() != "p22" || len(l.Groups()) != 1 {
		t.Errorf("%d rows are shown in %+v", l.Len(), l.Groups())
	}
}
