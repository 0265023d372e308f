package list_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/sortkey"
	"glimpse/model/text"
)

// image returns an image with a letter or number for an id, whose name is the
// id as well.
func image(id string) model.Image {
	return model.Image{ID: model.NewImageID(id), Name: text.Of(id), Status: model.StatusActive}
}

func page(last bool, ids ...string) model.Page {
	p := model.Page{More: !last}
	for _, id := range ids {
		p.Images = append(p.Images, image(id))
	}
	return p
}

func rows(l *list.List) string {
	out := ""
	for i := range l.Len() {
		row := l.Row(i)
		out += row.Image.ID.Raw()
		if row.Stale {
			out += "~"
		}
		if row.Changed {
			out += "+"
		}
	}
	return out
}

func expect(t *testing.T, l *list.List, want string, cursor string) {
	t.Helper()
	if got := rows(l); got != want {
		t.Errorf("the rows are %q, want %q", got, want)
	}
	got := ""
	if current := l.Current(); current != nil {
		got = current.ID.Raw()
	}
	if got != cursor {
		t.Errorf("the cursor is on %q, want %q", got, cursor)
	}
}

// loaded returns a list with the pages of a walk, the last of them marked so
// if complete.
func loaded(t *testing.T, rules list.Rules, complete bool, pages ...[]string) *list.List {
	t.Helper()
	l := &list.List{}
	fetch := l.SetQuery(rules)
	for i, ids := range pages {
		if i > 0 {
			next, needed := l.Rest()
			if !needed {
				t.Fatal("the list asks for no further page")
			}
			fetch = next
		}
		if !l.AddPage(fetch.Ticket, page(complete && i == len(pages)-1, ids...)) {
			t.Fatal("the awaited page was dropped")
		}
	}
	return l
}

func TestPagesAreAppendedAndTheCursorStays(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, false, []string{"a", "b"})
	l.MoveTo(1)
	fetch, needed := l.NextFetch(1, 4)
	if !needed || fetch.First {
		t.Fatalf("near the end the next page is needed, got %+v %v", fetch, needed)
	}
	if _, again := l.NextFetch(1, 4); again {
		t.Error("a second fetch was given while one is open")
	}
	l.AddPage(fetch.Ticket, page(true, "c", "d"))
	expect(t, l, "abcd", "b")
	if _, more := l.NextFetch(3, 4); more {
		t.Error("a page was asked for beyond the last")
	}
	if count := l.Count(); count != (list.Count{Listed: 4, Shown: 4, Read: 4, Complete: true}) {
		t.Errorf("the count is %+v", count)
	}
}

func TestNothingIsAskedForWhileEnoughIsLoaded(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, false, []string{"a", "b", "c", "d"})
	if _, needed := l.NextFetch(1, 2); needed {
		t.Error("two rows ahead of the second are loaded, and a page was asked for")
	}
	if _, needed := l.NextFetch(2, 2); !needed {
		t.Error("two rows ahead of the third are not loaded, and no page was asked for")
	}
}

func TestAnImageThatPagingRepeatsIsListedOnce(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b"}, []string{"b", "c"})
	expect(t, l, "abc", "a")
}

func TestAnAnswerCountsOnceAndOnlyWithTheOpenTicket(t *testing.T) {
	t.Parallel()
	l := &list.List{}
	old := l.SetQuery(list.Rules{})
	fetch := l.SetQuery(list.Rules{})
	if l.AddPage(old.Ticket, page(true, "x")) || l.Fail(old.Ticket, errors.New("late")) {
		t.Error("the answer of an earlier query was taken")
	}
	if !l.AddPage(fetch.Ticket, page(false, "a")) || l.AddPage(fetch.Ticket, page(false, "b")) {
		t.Error("the awaited answer must be taken, and once")
	}
	if l.AddPage(list.Ticket{}, page(false, "z")) {
		t.Error("the zero ticket is nobody's")
	}
	expect(t, l, "a", "a")
}

func TestAnotherQueryKeepsTheOldRowsUntilItsFirstPage(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, false, []string{"a", "b", "c"})
	l.MoveTo(1)
	fetch := l.SetQuery(list.Rules{})
	expect(t, l, "a~b~c~", "b")
	l.Fail(fetch.Ticket, errors.New("no"))
	expect(t, l, "a~b~c~", "b")
	retry, failed := l.Retry()
	if !failed || !retry.First {
		t.Fatalf("the first page failed, so that its retry begins the walk: %+v %v", retry, failed)
	}
	l.AddPage(retry.Ticket, page(false, "c", "b"))
	expect(t, l, "cb", "c")
}

func TestAFailureStopsUntilItIsRetried(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, false, []string{"a"})
	fetch, _ := l.Rest()
	trouble := errors.New("503")
	l.Fail(fetch.Ticket, trouble)
	if !errors.Is(l.Err(), trouble) || l.Loading() {
		t.Error("the failure is not told")
	}
	if _, needed := l.Rest(); needed {
		t.Error("a failed page was asked for again by itself")
	}
	retry, _ := l.Retry()
	if retry.First || l.Err() != nil {
		t.Errorf("the retry is for the page that failed: %+v", retry)
	}
	l.AddPage(retry.Ticket, page(true, "b"))
	expect(t, l, "ab", "a")
	if _, again := l.Retry(); again {
		t.Error("there is nothing left to retry")
	}
}

func TestARefreshReplacesByIDAndTellsWhatChanged(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b", "c"}, []string{"d", "e"})
	l.MoveTo(3)
	fetch := l.Refresh()
	expect(t, l, "a~b~c~d~e~", "d")
	changed := page(false, "n", "a", "c")
	changed.Images[2].Name = text.Of("renamed")
	l.AddPage(fetch.Ticket, changed)
	// b was passed and not met: it is gone. d and e have not been reached.
	expect(t, l, "n+ac+d~e~", "d")
	fetch, needed := l.NextFetch(3, 0)
	if !needed {
		t.Fatal("the row under the cursor has not been read again")
	}
	l.AddPage(fetch.Ticket, page(true, "e"))
	expect(t, l, "n+ac+e", "c")
}

func TestALocalOrderIsKeptAsPagesArriveAndWantsAllOfThem(t *testing.T) {
	t.Parallel()
	byName := list.Rules{SortLocal: true, Key: nameKey}
	l := loaded(t, byName, false, []string{"d", "b"})
	l.MoveTo(1)
	fetch, needed := l.NextFetch(0, 0)
	if !needed {
		t.Fatal("a local order needs every page")
	}
	l.AddPage(fetch.Ticket, page(true, "c", "a"))
	expect(t, l, "abcd", "d")
	fetch = l.Refresh()
	l.AddPage(fetch.Ticket, page(true, "e", "a", "d"))
	expect(t, l, "ade+", "d")
}

func TestTheCursorStaysAtTheTopOfALocalOrderUntilItIsMoved(t *testing.T) {
	t.Parallel()
	byName := list.Rules{SortLocal: true, Key: nameKey}
	l := loaded(t, byName, false, []string{"d"}, []string{"c"})
	expect(t, l, "cd", "c")
	l.MoveTo(0)
	fetch, _ := l.Rest()
	l.AddPage(fetch.Ticket, page(true, "b"))
	expect(t, l, "bcd", "c")
}

func TestWhatTheRulesLeaveOutIsCountedAsRead(t *testing.T) {
	t.Parallel()
	even := list.Rules{Match: func(image *model.Image) bool { return image.Name.Raw() >= "c" }}
	l := loaded(t, even, false, []string{"a", "b", "c", "a"})
	expect(t, l, "c", "c")
	if count := l.Count(); count != (list.Count{Listed: 1, Shown: 1, Read: 3}) {
		t.Errorf("the count is %+v", count)
	}
}

func TestACompleteListIsReorderedWithoutAFetch(t *testing.T) {
	t.Parallel()
	descending := list.Rules{Key: func(key []byte, image *model.Image) []byte {
		begin := len(key)
		key = nameKey(key, image)
		sortkey.Reverse(key[begin:])
		return key
	}}
	l := loaded(t, list.Rules{}, false, []string{"a", "b"})
	if l.Reorder(descending) {
		t.Error("an incomplete list cannot be reordered")
	}
	l = loaded(t, list.Rules{}, true, []string{"a", "b", "c"})
	if !l.Reorder(descending) {
		t.Fatal("a complete list can be reordered")
	}
	expect(t, l, "cba", "c")
}

func TestTheRowBeforeTakesTheCursorOfARemovedImage(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b", "c"})
	l.MoveTo(2)
	l.Remove(model.NewImageID("c"))
	expect(t, l, "ab", "b")
	l.Remove(model.NewImageID("unknown"))
	l.MoveTo(0)
	l.Remove(model.NewImageID("a"))
	expect(t, l, "b", "b")
	l.Remove(model.NewImageID("b"))
	expect(t, l, "", "")
	if l.Cursor() != 0 {
		t.Errorf("the cursor of an empty list is %d", l.Cursor())
	}
}

func TestARemovedImageIsNoLongerCountedAsRead(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, false, []string{"a", "b", "c"})
	l.Remove(model.NewImageID("b"))
	if got, want := l.Count(), (list.Count{Listed: 2, Shown: 2, Read: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	refresh := l.Refresh()
	l.Remove(model.NewImageID("c")) // of the walk before
	l.AddPage(refresh.Ticket, model.Page{Images: []model.Image{image("a")}, More: true})
	if got := l.Count(); got.Read != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestAReplacedImageKeepsItsRowAndIsMarkedWhereItDiffers(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b"})
	same, other := image("a"), image("b")
	other.Tags = []text.Untrusted{text.Of("gold")}
	other.Raw = []byte("{}")
	l.Replace(&same)
	l.Replace(&other)
	expect(t, l, "ab+", "a")
	if l.Row(1).Image.Raw != nil {
		t.Error("the list keeps no raw records")
	}
}

func TestRecordsWithoutAnIDAreEachARow(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"", "a", ""})
	if l.Len() != 3 {
		t.Errorf("%d rows, want 3", l.Len())
	}
}

func TestIndexOfFindsOldAndNewRows(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b", "c"})
	fetch := l.Refresh()
	l.AddPage(fetch.Ticket, page(false, "a"))
	for i, id := range []string{"a", "b", "c"} {
		if got := l.IndexOf(model.NewImageID(id)); got != i {
			t.Errorf("%s is at %d, want %d", id, got, i)
		}
	}
	if l.IndexOf(model.NewImageID("z")) != -1 {
		t.Error("what is not listed has no index")
	}
}

func many(n int) model.Page {
	p := model.Page{Images: make([]model.Image, n)}
	for i := range p.Images {
		p.Images[i] = image(fmt.Sprintf("%08d", i))
		p.Images[i].CreatedAt = time.Unix(int64(i), 0)
	}
	return p
}

// BenchmarkMove is one key: it must cost the same however many are loaded.
func BenchmarkMove(b *testing.B) {
	for _, n := range []int{100, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l := &list.List{}
			l.AddPage(l.SetQuery(list.Rules{}).Ticket, many(n))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				l.MoveTo(i % n)
				l.NextFetch(l.Cursor()+50, 100)
				for j := range min(50, n-l.Cursor()) {
					_ = l.Row(l.Cursor() + j)
				}
			}
		})
	}
}

// BenchmarkAddPage is the arrival of all pages of a listing, one after the other.
// A page must cost the same however many are loaded before it: the time a page is
// that of the hundred thousand, and of one alone.
func BenchmarkAddPage(b *testing.B) {
	const size = 100
	for _, pages := range []int{1, 1000} {
		b.Run(fmt.Sprint(pages*size), func(b *testing.B) {
			images := many(pages * size).Images
			b.ReportAllocs()
			for b.Loop() {
				l := &list.List{}
				fetch := l.SetQuery(list.Rules{})
				for from := 0; from < len(images); from += size {
					l.AddPage(fetch.Ticket, model.Page{Images: images[from : from+size], More: true})
					fetch, _ = l.Rest()
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*pages), "ns/page")
		})
	}
}

func TestAKeyOnRowsThatAreOnScreenAllocatesNothing(t *testing.T) {
	l := &list.List{}
	l.AddPage(l.SetQuery(list.Rules{}).Ticket, many(1000))
	const rows = 100
	for i := range rows {
		_ = l.Row(i)
	}
	i := 0
	if n := testing.AllocsPerRun(100, func() { i = (i + 1) % rows; l.MoveTo(i); l.NextFetch(i, 50); _ = l.Row(i) }); n > 0 {
		t.Errorf("a move allocates %v times", n)
	}
}

// Who scrolls wants the next page; who wants all says so, also after a failure.
func TestAFetchSaysWhetherEveryPageIsWanted(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, false, []string{"a", "b"})
	next, needed := l.NextFetch(1, 10)
	if !needed || next.All {
		t.Errorf("scrolling asks for %+v, %t", next, needed)
	}
	l.AddPage(next.Ticket, page(false, "c"))
	rest, needed := l.Rest()
	if !needed || !rest.All {
		t.Errorf("the rest is asked for by %+v, %t", rest, needed)
	}
	l.Fail(rest.Ticket, errors.New("busy"))
	if again, failed := l.Retry(); !failed || !again.All {
		t.Errorf("it is asked for again by %+v, %t", again, failed)
	}
	here := list.Rules{SortLocal: true, Key: nameKey}
	if first := l.SetQuery(here); !first.All {
		t.Error("an order that is made here asks for one page only")
	}
}

// nameKey orders images by their names alone.
func nameKey(key []byte, image *model.Image) []byte { return sortkey.AppendText(key, image.Name.Raw()) }
