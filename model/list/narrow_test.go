package list_test

import (
	"fmt"
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

func searching(t testing.TB, line string) list.Narrowing {
	t.Helper()
	s, err := search.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	return list.Narrowing{Search: s}
}

func TestNarrowingKeepsTheCursorOnItsImage(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, false, []string{"xy", "y", "xz", "yz"})
	l.MoveTo(2)
	l.Filter(searching(t, "z"))
	expect(t, l, "xzyz", "xz")
	l.Filter(searching(t, "y"))
	expect(t, l, "xyyyz", "xy") // nothing that was shown stands before it
	l.MoveTo(2)
	l.Filter(searching(t, "x"))
	expect(t, l, "xyxz", "xy") // the nearest before it
	l.MoveTo(1)
	l.Filter(list.Narrowing{})
	expect(t, l, "xyyxzyz", "xz")
	if count := l.Count(); count.Listed != 4 || count.Shown != 4 {
		t.Errorf("the count is %+v", count)
	}
}

func TestNarrowingThatShowsNothing(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"x", "y"})
	l.MoveTo(1)
	l.Filter(searching(t, "z"))
	expect(t, l, "", "")
	l.MoveTo(4)
	if l.Cursor() != 0 || l.Current() != nil {
		t.Error("the cursor is on a row that is not shown")
	}
	if count := l.Count(); count.Listed != 2 || count.Shown != 0 {
		t.Errorf("the count is %+v", count)
	}
	l.Filter(list.Narrowing{})
	expect(t, l, "xy", "x")
}

func TestPagesThatArriveWhileNarrowedAreSiftedAndNotAskedFor(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, false, []string{"xy", "y"})
	l.Filter(searching(t, "x"))
	if _, needed := l.NextFetch(1, 50); needed {
		t.Error("a narrowed list loads by itself")
	}
	fetch, ok := l.Rest()
	if !ok {
		t.Fatal("the rest cannot be loaded")
	}
	l.AddPage(fetch.Ticket, page(true, "zx", "d"))
	expect(t, l, "xyzx", "xy")
	if count := l.Count(); count.Listed != 4 || count.Shown != 2 {
		t.Errorf("the count is %+v", count)
	}
}

func TestDuplicatesStandTogetherTheNewestFirst(t *testing.T) {
	t.Parallel()
	l := &list.List{}
	fetch := l.SetQuery(list.Rules{})
	named := func(id, name string, age int) model.Image {
		i := image(id)
		i.Name = text.Of(name)
		i.CreatedAt = time.Unix(int64(1000-age), 0)
		return i
	}
	l.AddPage(fetch.Ticket, model.Page{Images: []model.Image{
		named("1", "x", 1), named("2", "y", 2), named("3", "x", 3), named("4", "", 4), named("5", "", 5), named("6", "a", 6),
	}, More: true})
	l.Filter(list.Narrowing{Duplicates: list.SameName})
	expect(t, l, "13", "1")
	fetch, _ = l.Rest()
	l.AddPage(fetch.Ticket, model.Page{Images: []model.Image{named("7", "a", 0)}})
	for !l.Step(3) {
		continue
	}
	expect(t, l, "7613", "7")
}

func TestMarksOutliveTheQuery(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b", "c"})
	l.SetMark(l.Row(1).Image, true)
	l.SetMark(l.Row(2).Image, true)
	fetch := l.SetQuery(list.Rules{})
	l.AddPage(fetch.Ticket, page(true, "c", "d"))
	if marked, hidden := l.MarkedCount(); marked != 2 || hidden != 1 {
		t.Errorf("%d are marked and %d of them not shown", marked, hidden)
	}
	var names []string
	for _, image := range l.Marked() {
		names = append(names, image.ID.Raw())
	}
	if !slices.Equal(names, []string{"c", "b"}) {
		t.Errorf("marked are %v", names)
	}
	l.Filter(list.Narrowing{Marked: true})
	expect(t, l, "c", "c")
	l.Remove(model.NewImageID("b"))
	if marked, _ := l.MarkedCount(); marked != 1 {
		t.Errorf("%d are marked after one was deleted", marked)
	}
	l.Unmark()
	expect(t, l, "c", "c") // what is unmarked stays until the narrowing changes
	if l.Row(0).Marked {
		t.Error("the row is still marked")
	}
}

func TestARecordThatIsReadAgainIsTheOneThatIsKept(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a"})
	l.SetMark(l.Row(0).Image, true)
	newer := image("a")
	newer.Name = text.Of("newer")
	fetch := l.Refresh()
	l.AddPage(fetch.Ticket, model.Page{Images: []model.Image{newer}})
	fetch = l.SetQuery(list.Rules{})
	l.AddPage(fetch.Ticket, page(true, "z"))
	if got := l.Marked(); len(got) != 1 || got[0].Name.Raw() != "newer" {
		t.Errorf("kept is %v", got)
	}
}

func TestRangesAndInversion(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b", "c", "d"})
	l.MoveTo(2)
	l.BeginRange()
	l.MoveTo(1)
	if first, last, ok := l.Range(); !ok || first != 1 || last != 2 {
		t.Errorf("the range is %d to %d, %v", first, last, ok)
	}
	if n := l.MarkRange(); n != 2 {
		t.Errorf("%d were marked", n)
	}
	if _, _, ok := l.Range(); ok {
		t.Error("the range goes on")
	}
	l.InvertMarks()
	if n, _ := l.MarkedCount(); n != 2 {
		t.Errorf("%d are marked after all marks were inverted", n)
	}
	l.MarkShown(true)
	if n, _ := l.MarkedCount(); n != 4 {
		t.Errorf("%d of 4 are marked", n)
	}
	l.MarkShown(false)
	if n, _ := l.MarkedCount(); n != 0 {
		t.Errorf("%d are still marked", n)
	}
	if l.SetMark(&model.Image{}, true) || l.SetMark(nil, true) {
		t.Error("an image without an id was marked")
	}
}

// TestNarrowingIsWhatAWalkOverTheRowsGives compares a narrowed list with the
// same rows sifted one by one, through random searches, pages and moves.
func TestNarrowingIsWhatAWalkOverTheRowsGives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := &list.List{}
		fetch := l.SetQuery(list.Rules{})
		var all []model.Image
		add := func() {
			p := model.Page{More: true}
			for range rapid.IntRange(0, 6).Draw(t, "images") {
				i := image(fmt.Sprint(len(all)))
				i.Name = text.Of(rapid.StringOfN(rapid.SampledFrom([]rune("abA")), 0, 3, -1).Draw(t, "name"))
				all, p.Images = append(all, i), append(p.Images, i)
			}
			l.AddPage(fetch.Ticket, p)
		}
		add()
		line := ""
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			current := l.Current()
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0:
				if next, ok := l.Rest(); ok {
					fetch = next
					add()
				}
			case 1:
				line += rapid.SampledFrom([]string{"a", "b", "A", "!", " "}).Draw(t, "typed")
			case 2:
				line = ""
			case 3:
				l.MoveTo(rapid.IntRange(0, 20).Draw(t, "row"))
				current = l.Current()
			case 4:
				l.SetMark(l.Current(), true)
			}
			s, _ := search.Parse(line)
			l.Filter(list.Narrowing{Search: s})
			var want []string
			for i := range all {
				if finds(&s, &all[i]) {
					want = append(want, all[i].ID.Raw())
				}
			}
			var got []string
			for i := range l.Len() {
				got = append(got, l.Row(i).Image.ID.Raw())
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q shows %v, want %v", line, got, want)
			}
			if current != nil && slices.Contains(want, current.ID.Raw()) && l.Current().ID != current.ID && l.Cursor() != 0 {
				t.Fatalf("the cursor went from %s to %s", current.ID.Raw(), l.Current().ID.Raw())
			}
		}
	})
}

// crowd returns a list with n images of eight properties and four tags each.
func crowd(b testing.TB, n int) *list.List {
	b.Helper()
	l := &list.List{}
	fetch := l.SetQuery(list.Rules{})
	for done := 0; done < n; {
		size := min(1000, n-done)
		p := model.Page{More: done+size < n}
		for i := range size {
			p.Images = append(p.Images, big(done+i))
		}
		l.AddPage(fetch.Ticket, p)
		done += size
		fetch, _ = l.Rest()
	}
	return l
}

func big(n int) model.Image {
	i := image(fmt.Sprintf("%08x-5d1c-4c2e-9b7f-%012x", uint32(n)*2654435761, n))
	i.Name = text.Of(fmt.Sprintf("%s-%d.%02d-server-amd64", []string{"ubuntu", "debian", "rocky"}[n%3], n%30, n%12))
	i.Visibility, i.DiskFormat, i.Owner = model.VisibilityPublic, text.Of("qcow2"), text.Of(fmt.Sprintf("%032x", n%50))
	for t := range 4 {
		i.Tags = append(i.Tags, text.Of(fmt.Sprintf("tag-%d", n*t%40)))
	}
	for p := range 8 {
		i.Properties = append(i.Properties, model.Property{Key: text.Of(fmt.Sprintf("property_%d", p)), Value: text.Of(fmt.Sprint(n % 9))})
	}
	return i
}

// BenchmarkSearchKeystroke is one more character of a search over everything
// that is loaded, from the first character on and for text that is nowhere.
// Budget: 10 ms with 100,000 loaded.
func BenchmarkSearchKeystroke(b *testing.B) {
	const n = 100_000
	l := crowd(b, n)
	for _, line := range []string{"u", "ubuntu 7.11", "zzzz", "!server", "Server", "/ubuntu.*11/"} {
		b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(line, "/", "_"), n), func(b *testing.B) {
			wanted := searching(b, line)
			for b.Loop() {
				l.Filter(list.Narrowing{})
				l.Filter(wanted)
			}
		})
	}
}

// finds reports whether a search finds an image.
func finds(s *search.Search, image *model.Image) bool {
	return s.Match(s.Common(image), string(search.AppendOwn(nil, image)), func() *model.Image { return image })
}
