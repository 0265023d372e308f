package list_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/search"
	"glimpse/model/sortkey"
	"glimpse/model/text"
)

// anyLoaded makes a complete list of some images with few names, some of which
// are marked, with the cursor on any of them.
func anyLoaded(t *rapid.T) func() *list.List {
	images := make([]model.Image, rapid.IntRange(0, 80).Draw(t, "images"))
	for i := range images {
		images[i] = image(fmt.Sprintf("%02d", i))
		images[i].Name = text.Of(rapid.StringMatching("[abc]{1,2}").Draw(t, "name"))
		images[i].Checksum = text.Of(rapid.StringMatching("[01]{0,3}").Draw(t, "checksum"))
		images[i].CreatedAt = time.Unix(rapid.Int64Range(0, 9).Draw(t, "created"), 0)
		images[i].Owner = text.Of(rapid.StringMatching("[a-z]").Draw(t, "owner"))
		images[i].Size = rapid.Int64Range(0, 9).Draw(t, "size")
		if rapid.Bool().Draw(t, "queued") {
			images[i].Status = model.StatusQueued
		}
		images[i].Properties = []model.Property{{Key: text.Of("rank"), Value: text.Of(rapid.StringMatching("[0-9]").Draw(t, "rank"))}}
	}
	cursor := rapid.IntRange(0, len(images)).Draw(t, "cursor")
	marked := rapid.IntRange(1, 5).Draw(t, "every nth is marked")
	return func() *list.List {
		l := &list.List{}
		l.AddPage(l.SetQuery(list.Rules{}).Ticket, model.Page{Images: slices.Clone(images)})
		for i := 0; i < l.Len(); i += marked {
			l.SetMark(l.Row(i).Image, true)
		}
		l.MoveTo(cursor)
		return l
	}
}

// anyLarge draws something that walks over all that is loaded.
func anyLarge(t *rapid.T) func(*list.List) {
	switch rapid.SampledFrom([]string{"filter", "filter", "sort", "mark", "shown", "invert", "older", "unmark"}).Draw(t, "what") {
	case "filter":
		sought, err := search.Parse(rapid.SampledFrom([]string{"", "a", "ab", "/^a.?$/", "/b/", "!c", "zz"}).Draw(t, "text"))
		if err != nil {
			t.Fatal(err)
		}
		by := list.Narrowing{
			Search: sought, Marked: rapid.Bool().Draw(t, "marked"), Duplicates: list.Duplicates(rapid.IntRange(0, 2).Draw(t, "duplicates")),
		}
		return func(l *list.List) { l.BeginFilter(by) }
	case "sort":
		rank := func(i *model.Image) string { value, _ := i.Property("rank"); return value.Raw() }
		rules := list.Rules{Key: func(key []byte, image *model.Image) []byte { return sortkey.AppendText(key, rank(image)) }}
		return func(l *list.List) { l.BeginReorder(rules) }
	case "mark":
		rank := rapid.StringMatching("[0-9]").Draw(t, "rank that is marked")
		return func(l *list.List) {
			l.BeginMarkWhere(func(i *model.Image) bool { value, _ := i.Property("rank"); return value.Raw() <= rank })
		}
	case "older":
		return func(l *list.List) { l.MarkOlder() }
	case "unmark":
		return func(l *list.List) { l.Unmark() }
	case "shown":
		marked := rapid.Bool().Draw(t, "marked")
		return func(l *list.List) { l.MarkShown(marked) }
	default:
		return func(l *list.List) { l.InvertMarks() }
	}
}

// state is all that can be seen of a list.
func state(l *list.List) string {
	var out strings.Builder
	for i := range l.Len() {
		row := l.Row(i)
		fmt.Fprintf(&out, "%s %v %v\n", row.Image.ID.Raw(), row.Marked, row.Image.Properties)
	}
	marked, hidden := l.MarkedCount()
	fmt.Fprintf(&out, "cursor %d, %d marked, %d of them hidden, %+v, %+v", l.Cursor(), marked, hidden, l.Count(), l.Groups())
	return out.String()
}

func TestWhatIsDoneInStepsEndsAsIfItWereDoneAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		fresh := anyLoaded(t)
		size := rapid.SampledFrom([]int{1, 7, 1000}).Draw(t, "size of the steps")
		atOnce, inSteps := fresh(), fresh()
		for range rapid.IntRange(1, 4).Draw(t, "how many") {
			begin := anyLarge(t)
			begin(atOnce)
			for !atOnce.Step(1 << 20) {
				continue
			}
			begin(inSteps)
			steps := 0
			for !inSteps.Step(size) {
				if done, all := inSteps.Progress(); done < 0 || done > all {
					t.Fatalf("%d of %d are done", done, all)
				}
				_ = state(inSteps) // it must be sound all the time
				if steps++; steps > 5000 {
					t.Fatal("it does not end")
				}
			}
			if want, got := state(atOnce), state(inSteps); got != want {
				t.Fatalf("in steps of %d:\n%s\nat once:\n%s", size, got, want)
			}
		}
	})
}

// While a search goes on, pages arrive, images come and go, the cursor is moved
// and another search is typed. In the end what is shown is what the last search
// finds.
func TestAnythingMayHappenWhileASearchGoesOn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := anyLoaded(t)()
		var sought search.Search
		next := 100
		t.Repeat(map[string]func(*rapid.T){
			"search": func(t *rapid.T) {
				var err error
				if sought, err = search.Parse(rapid.SampledFrom([]string{"/a/", "/^b/", "/c$/", "a", ""}).Draw(t, "text")); err != nil {
					t.Fatal(err)
				}
				l.BeginFilter(list.Narrowing{Search: sought})
			},
			"step": func(t *rapid.T) { l.Step(rapid.IntRange(1, 9).Draw(t, "n")) },
			"move": func(t *rapid.T) { l.MoveTo(l.Cursor() + rapid.IntRange(-3, 3).Draw(t, "by")) },
			"sort": func(*rapid.T) {
				l.BeginReorder(list.Rules{Key: nameKey})
			},
			"cancel": func(*rapid.T) { l.CancelReorder() },
			"remove": func(t *rapid.T) {
				l.Remove(model.NewImageID(fmt.Sprintf("%02d", rapid.IntRange(0, 80).Draw(t, "which"))))
			},
			"refresh": func(*rapid.T) {
				i := image(fmt.Sprint(next))
				i.Name = text.Of("ab")
				next++
				l.AddPage(l.Refresh().Ticket, model.Page{Images: []model.Image{i}, More: true})
			},
			"": func(t *rapid.T) {
				if l.Cursor() < 0 || l.Len() > 0 && l.Cursor() >= l.Len() {
					t.Fatalf("the cursor is on row %d of %d", l.Cursor(), l.Len())
				}
			},
		})
		for !l.Step(10) {
			continue
		}
		var want, got []string
		for i := range l.Len() {
			got = append(got, l.Row(i).Image.ID.Raw())
		}
		l.Filter(list.Narrowing{})
		for i := range l.Len() {
			if image := l.Row(i).Image; finds(&sought, image) {
				want = append(want, image.ID.Raw())
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q shows %v, want %v", sought.String(), got, want)
		}
	})
}

// Marks that wait for a search are given to what that search shows, or, where
// another one or another query begins before, not at all.
func TestMarksThatWaitForASearchAreOfThatSearch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		images := make([]model.Image, rapid.IntRange(1, 40).Draw(t, "images"))
		for i := range images {
			images[i] = image(fmt.Sprintf("%02d", i))
			images[i].Name = text.Of(rapid.StringMatching("[abc]{1,2}").Draw(t, "name"))
		}
		l := &list.List{}
		load := func() {
			l.AddPage(l.SetQuery(list.Rules{}).Ticket, model.Page{Images: slices.Clone(images)})
		}
		load()
		var sought search.Search
		want, waiting := map[model.ImageID]bool{}, map[model.ImageID]bool{}
		settle := func() {
			if l.Pending() != list.Filtering {
				maps.Copy(want, waiting)
				clear(waiting)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"search": func(t *rapid.T) {
				sought, _ = search.Parse(rapid.SampledFrom([]string{"", "a", "ab", "/^b/"}).Draw(t, "text"))
				clear(waiting)
				l.BeginFilter(list.Narrowing{Search: sought})
			},
			"query": func(*rapid.T) {
				clear(waiting)
				load()
			},
			"mark": func(*rapid.T) {
				for i := range images {
					if finds(&sought, &images[i]) {
						waiting[images[i].ID] = true
					}
				}
				l.MarkShown(true)
			},
			"step": func(t *rapid.T) { l.Step(rapid.IntRange(1, 30).Draw(t, "n")) },
			"":     func(*rapid.T) { settle() },
		})
		for !l.Step(10) {
			continue
		}
		settle()
		for i := range images {
			if id := images[i].ID; l.IsMarked(id) != want[id] {
				t.Fatalf("%s %q is marked: %v, want %v", id, images[i].Name, l.IsMarked(id), want[id])
			}
		}
	})
}
