package list_test

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/sortkey"
	"glimpse/model/text"
)

// world is a service and the fetches of a list that it has not answered yet,
// or may answer again.
type world struct {
	list    list.List
	rules   list.Rules
	service []model.Image // in the service's order, newest first
	next    int           // the number of the next new image
	walk    []model.Image // what the walk's pages are cut from
	walked  int
	fetches []list.Fetch // all that were ever given, to be answered in any order
	open    list.Ticket
	// home says that the cursor was not moved since the query's first page;
	// renewing, that this page has not arrived.
	home, renewing bool
}

func TestRandomSchedulesKeepTheListSound(t *testing.T) {
	t.Parallel()
	// rapid runs 100 checks by default; each is a schedule of 30 answers or
	// more, and -rapid.checks raises the number.
	for range 30 {
		rapid.Check(t, schedule)
	}
}

func schedule(t *rapid.T) {
	w := &world{}
	for range rapid.IntRange(0, 30).Draw(t, "images") {
		w.create()
	}
	w.setQuery(t)
	t.Repeat(map[string]func(*rapid.T){
		"query":   w.setQuery,
		"refresh": func(*rapid.T) { w.took(w.list.Refresh()) },
		"need": func(t *rapid.T) {
			if fetch, needed := w.list.NextFetch(rapid.IntRange(0, 20).Draw(t, "last"), 5); needed {
				w.took(fetch)
			}
		},
		"retry": func(*rapid.T) {
			if fetch, failed := w.list.Retry(); failed {
				w.took(fetch)
			}
		},
		"answer": w.answer,
		"fail":   w.fail,
		"move": func(t *rapid.T) {
			w.list.MoveTo(rapid.IntRange(-3, 40).Draw(t, "row"))
			w.home = w.renewing
		},
		"create": func(*rapid.T) { w.create() },
		"delete": func(t *rapid.T) {
			if len(w.service) > 0 {
				i := rapid.IntRange(0, len(w.service)-1).Draw(t, "image")
				w.service = slices.Delete(slices.Clone(w.service), i, i+1)
			}
		},
		"": w.check,
	})
	w.finish(t)
}

func (w *world) create() {
	w.next++
	made := image(strconv.Itoa(w.next))
	made.MinDisk = int64(w.next * 7 % 5)
	w.service = append([]model.Image{made}, w.service...)
}

func (w *world) setQuery(t *rapid.T) {
	w.rules = list.Rules{}
	if rapid.Bool().Draw(t, "filtered") {
		w.rules.Match = func(image *model.Image) bool { return image.MinDisk != 2 }
	}
	if rapid.Bool().Draw(t, "sorted") {
		w.rules.SortLocal = true
		w.rules.Key = func(key []byte, image *model.Image) []byte {
			return sortkey.AppendText(sortkey.AppendNumber(key, image.MinDisk), image.ID.Raw())
		}
	}
	w.home, w.renewing = true, true
	w.took(w.list.SetQuery(w.rules))
}

func (w *world) took(fetch list.Fetch) {
	w.fetches = append(w.fetches, fetch)
	w.open = fetch.Ticket
	if fetch.First {
		w.walk, w.walked = slices.Clone(w.service), 0
	}
}

// answer answers any fetch that was ever given: the open one with the walk's
// next page, which may repeat an image, any other with rubbish.
func (w *world) answer(t *rapid.T) {
	fetch := rapid.SampledFrom(w.fetches).Draw(t, "fetch")
	if rapid.Bool().Draw(t, "open") {
		fetch = w.fetches[len(w.fetches)-1]
	}
	if fetch.Ticket != w.open {
		before := rows(&w.list)
		if w.list.AddPage(fetch.Ticket, page(true, "rubbish")) || rows(&w.list) != before {
			t.Fatal("an answer that is not awaited changed the list")
		}
		return
	}
	w.reply(rapid.IntRange(0, 6).Draw(t, "size"), rapid.Bool().Draw(t, "repeat"))
}

func (w *world) reply(size int, repeat bool) {
	from := w.walked
	if repeat && from > 0 {
		from--
	}
	w.walked = min(w.walked+size, len(w.walk))
	under := w.list.Current()
	var id model.ImageID
	if under != nil {
		id = under.ID
	}
	w.list.AddPage(w.open, model.Page{Images: slices.Clone(w.walk[from:w.walked]), More: w.walked < len(w.walk)})
	w.open = list.Ticket{}
	switch {
	case w.home && w.list.Cursor() != 0:
		panic("the cursor left the first row without being moved")
	case !w.home && under != nil && w.list.IndexOf(id) >= 0 && w.list.Current().ID != id:
		panic("the cursor left an image that is still listed: " + id.Raw())
	}
	w.renewing = false
}

func (w *world) fail(t *rapid.T) {
	fetch := rapid.SampledFrom(w.fetches).Draw(t, "fetch")
	before := rows(&w.list)
	if w.list.Fail(fetch.Ticket, errors.New("no")) != (fetch.Ticket == w.open) {
		t.Fatal("a failure counts if and only if it is awaited")
	}
	if fetch.Ticket == w.open {
		w.open = list.Ticket{}
	}
	if rows(&w.list) != before {
		t.Fatal("a failure changed the rows")
	}
}

// check states what holds after every step.
func (w *world) check(t *rapid.T) {
	if w.list.Loading() != (w.open != list.Ticket{}) {
		t.Fatal("the list does not know whether a fetch is open")
	}
	seen := map[text.Untrusted]bool{}
	stale := false
	for i := range w.list.Len() {
		row := w.list.Row(i)
		if seen[row.Image.Name] {
			t.Fatalf("%s is listed twice in %s", row.Image.Name.Raw(), rows(&w.list))
		}
		seen[row.Image.Name] = true
		if w.list.IndexOf(row.Image.ID) != i {
			t.Fatalf("%s is at %d and not found there", row.Image.ID.Raw(), i)
		}
		if stale && !row.Stale && !w.rules.SortLocal {
			t.Fatalf("a row that was read stands behind one that was not: %s", rows(&w.list))
		}
		stale = stale || row.Stale
	}
	if n := w.list.Len(); w.list.Cursor() < 0 || w.list.Cursor() >= max(1, n) {
		t.Fatalf("the cursor is on %d of %d", w.list.Cursor(), n)
	}
	if (w.list.Current() == nil) != (w.list.Len() == 0) {
		t.Fatal("there is an image under the cursor exactly where there is one at all")
	}
}

// finish lets everything arrive and compares with what the service has.
func (w *world) finish(t *rapid.T) {
	for range 10 * (len(w.service) + len(w.walk) + 2) {
		if w.open != (list.Ticket{}) {
			w.reply(3, false)
			continue
		}
		if fetch, failed := w.list.Retry(); failed {
			w.took(fetch)
		} else if fetch, more := w.list.Rest(); more {
			w.took(fetch)
		} else {
			break
		}
	}
	var want []string
	walk := slices.Clone(w.walk)
	if w.rules.SortLocal {
		slices.SortStableFunc(walk, func(a, b model.Image) int {
			return cmp.Or(cmp.Compare(a.MinDisk, b.MinDisk), cmp.Compare(a.ID.Raw(), b.ID.Raw()))
		})
	}
	for i := range walk {
		if w.rules.Match == nil || w.rules.Match(&walk[i]) {
			want = append(want, walk[i].ID.Raw())
		}
	}
	var got []string
	for i := range w.list.Len() {
		got = append(got, w.list.Row(i).Image.ID.Raw())
	}
	if count := w.list.Count(); !slices.Equal(got, want) || !count.Complete || count.Read != len(w.walk) {
		t.Fatalf("the walk ended with %v, want %v; %+v of %d", got, want, count, len(w.walk))
	}
}
