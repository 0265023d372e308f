package list_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/search"
	"glimpse/model/sortkey"
	"glimpse/model/text"
)

// A query that is answered from memory lists what the service would be asked for:
// whatever the list has been told of the images since, and however it is narrowed.
func TestWhatIsRecalledIsWhatAListingWouldBring(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := anyLoaded(t)()
		memory, complete := l.Remember()
		if !complete {
			t.Fatal("a list that is complete remembers nothing")
		}
		truth := map[model.ImageID]model.Image{}
		for _, image := range l.Marked() {
			truth[image.ID] = *image
		}
		for i := range l.Len() {
			truth[l.Row(i).Image.ID] = *l.Row(i).Image
		}
		wanted := "0"
		rules := func() list.Rules {
			wanted = rapid.StringMatching("[0-9]").Draw(t, "ranks from")
			from := wanted
			return list.Rules{
				Match: func(i *model.Image) bool { value, _ := i.Property("rank"); return value.Raw() >= from },
				Key: func(key []byte, image *model.Image) []byte {
					begin := len(key)
					key = sortkey.AppendText(key, image.ID.Raw())
					sortkey.Reverse(key[begin:])
					return key
				},
			}
		}
		marked := l.Marked()
		t.Repeat(map[string]func(*rapid.T){
			"recall": func(*rapid.T) { l.BeginRecall(rules(), memory) },
			"step":   func(t *rapid.T) { l.Step(rapid.IntRange(1, 40).Draw(t, "n")) },
			"search": func(t *rapid.T) {
				sought, err := search.Parse(rapid.SampledFrom([]string{"", "a", "/b/"}).Draw(t, "text"))
				if err != nil {
					t.Fatal(err)
				}
				l.BeginFilter(list.Narrowing{Search: sought})
			},
			"remove": func(t *rapid.T) {
				id := model.NewImageID(fmt.Sprintf("%02d", rapid.IntRange(0, 80).Draw(t, "which")))
				l.Remove(id)
				memory.Remove(id)
				delete(truth, id)
				marked = slices.DeleteFunc(marked, func(i *model.Image) bool { return i.ID == id })
			},
			"replace": func(t *rapid.T) {
				id := model.NewImageID(fmt.Sprintf("%02d", rapid.IntRange(0, 80).Draw(t, "which")))
				image, known := truth[id]
				if !known {
					return
				}
				image.Name = text.Of("renamed")
				image.Properties = []model.Property{{Key: text.Of("rank"), Value: text.Of(rapid.StringMatching("[0-9]").Draw(t, "rank"))}}
				truth[id] = image
				l.Replace(&image)
				memory.Replace(&image)
			},
		})
		l.BeginRecall(rules(), memory)
		l.BeginFilter(list.Narrowing{})
		for !l.Step(10) {
			continue
		}
		var want, got []string
		for _, image := range truth {
			if rank, _ := image.Property("rank"); rank.Raw() >= wanted {
				want = append(want, fmt.Sprintf("%s %s %v", image.ID.Raw(), image.Name.Raw(), image.Properties))
			}
		}
		slices.Sort(want)
		slices.Reverse(want)
		for i := range l.Len() {
			image := l.Row(i).Image
			got = append(got, fmt.Sprintf("%s %s %v", image.ID.Raw(), image.Name.Raw(), image.Properties))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("recalled\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if count := l.Count(); !count.Complete || count.Listed != len(want) || count.Read != len(want) || l.Loading() {
			t.Fatalf("the count is %+v, want %d, complete", count, len(want))
		}
		if all, _ := l.MarkedCount(); all != len(marked) {
			t.Fatalf("%d images are marked, want %d", all, len(marked))
		}
	})
}

func TestOnlyACompleteListIsRemembered(t *testing.T) {
	t.Parallel()
	if _, complete := loaded(t, list.Rules{}, false, []string{"a", "b"}).Remember(); complete {
		t.Error("a list of which a page is missing is remembered")
	}
	l := loaded(t, list.Rules{}, true, []string{"a", "b"})
	l.Refresh()
	if _, complete := l.Remember(); complete {
		t.Error("a list that is being read anew is remembered")
	}
}

// What is asked of the service behind an answer from memory renews it.
func TestARecalledListIsRefreshedAsAnyOther(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b", "c"})
	memory, _ := l.Remember()
	fetch := l.Refresh() // is under way when the query changes
	rules := list.Rules{
		Match: func(i *model.Image) bool { return i.ID.Raw() != "b" },
		Key:   func(key []byte, image *model.Image) []byte { return sortkey.AppendText(key, image.ID.Raw()) },
	}
	l.BeginRecall(rules, memory)
	for !l.Step(100) {
		continue
	}
	expect(t, l, "ac", "a")
	if l.AddPage(fetch.Ticket, page(true, "z")) {
		t.Error("an answer of the query before is taken")
	}
	l.AddPage(l.RefreshBehind().Ticket, page(false, "a"))
	if count := l.Count(); !count.Complete || count.Listed != 2 {
		t.Errorf("while what was recalled is read anew the count is %+v", count)
	}
	l.AddPage(l.Refresh().Ticket, page(false, "c"))
	if l.Count().Complete {
		t.Error("a list that the user refreshes counts as complete")
	}
	l.AddPage(l.Refresh().Ticket, page(true, "c", "d"))
	expect(t, l, "cd+", "c")

	l.BeginRecall(rules, memory)
	l.CancelRecall()
	l.Step(100)
	expect(t, l, "cd+", "c")
}

// An image that another list deletes may be none of the memory.
func TestAMemoryForgetsWhatItDoesNotHave(t *testing.T) {
	t.Parallel()
	memory, _ := loaded(t, list.Rules{}, true, []string{"a"}).Remember()
	for _, id := range []string{"x", "y", "a"} {
		memory.Remove(model.ImageID{Untrusted: text.Of(id)})
	}
	selection := memory.Selection()
	if left := selection.Len(); left != 0 {
		t.Errorf("%d images are left of one that was removed", left)
	}
}
