package api

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/model/ranges"
)

func TestSideBySideIsTheSameImagesInTheSameOrder(t *testing.T) {
	t.Parallel()
	all := func(kept) bool { return true }
	after := func(at string) func(kept) bool {
		bound, _ := time.Parse(time.RFC3339, at)
		return func(k kept) bool { return !k.hidden && !k.created.Before(bound) }
	}
	const border = "2026-04-10T07:00:00Z"
	tests := []struct {
		line, sort string
		take       func(kept) bool
		// listings are how many are merged; those are compared without an order,
		// because this side does not know parts of a second.
		listings int
	}{
		{"", "", isShown, 1},
		{"", "created:desc", isShown, 1},
		{"", "created:asc", isShown, 1},
		{"", "size:asc", isShown, 1},
		{"hidden=both", "", all, 2},
		{"hidden=both", "created:asc", all, 2},
		{"created>=" + border, "", after(border), 1},
		{"created>=" + border, "created:asc", after(border), 1},
		{"created<" + border, "", func(k kept) bool { return isShown(k) && !after(border)(k) }, 1},
		{"created<" + border, "created:asc", func(k kept) bool { return isShown(k) && !after(border)(k) }, 1},
		{"created<" + border + " created>=2026-04-01", "", func(k kept) bool {
			return after("2026-04-01T00:00:00Z")(k) && !after(border)(k)
		}, 1},
	}
	for _, test := range tests {
		for _, size := range []int{7, 40} {
			t.Run(fmt.Sprintf("%s %s in pages of %d", test.line, test.sort, size), func(t *testing.T) {
				t.Parallel()
				a := newArchive(uint64(size), 1200)
				client := newFakeCloud(t, a.serve).connect(t, Options{})
				split := splitOf(t, test.line, test.sort)
				got, want := walkAside(t, client.Pages(split, PageOptions{Size: size})), a.ids(test.take)
				if test.sort == "created:asc" {
					slices.Reverse(want)
				}
				if test.listings > 1 {
					slices.Sort(got)
					slices.Sort(want)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%d images, want the %d there are, in their order", len(got), len(want))
				}
				sent, most := a.requests()
				if ranges := begun(sent); len(want) > 20*size && ranges < test.listings+3 {
					t.Errorf("%d ranges were read", ranges)
				}
				if most > DefaultReaders {
					t.Errorf("%d pages at once", most)
				}
			})
		}
	}
}

func TestNothingIsDividedBeforeAllIsWantedAndAFewPagesAreRead(t *testing.T) {
	t.Parallel()
	a := newArchive(3, 2000)
	client := newFakeCloud(t, a.serve).connect(t, Options{})
	p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 10})
	defer p.Close()
	read := func(pages int) {
		t.Helper()
		for range pages {
			if _, err := p.Next(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	read(10)
	if sent, _ := a.requests(); len(sent) != 10 {
		t.Errorf("%d requests for ten pages", len(sent))
	}
	few := newArchive(3, 2000)
	var asked, answered atomic.Int64
	third := make(chan struct{})
	p = newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		switch asked.Add(1) {
		case 2: // a third that does not wait for its answer has the time to come
			select {
			case <-third:
			case <-time.After(100 * time.Millisecond):
			}
		case 3:
			if answered.Load() < 2 {
				t.Error("more is asked for before two pages of all have come")
			}
			close(third)
		}
		answer := httptest.NewRecorder()
		few.serve(answer, r)
		answered.Add(1) // before the client may have it
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer.Body.Bytes())
	}).connect(t, Options{}).Pages(splitOf(t, "", ""), PageOptions{Size: 10})
	defer p.Close()
	wantAll(t, p)
	read(3)
}

// Images that are deleted while they are walked over, the markers of pages above all,
// and those that are made, change nothing about the others.
func TestSideBySideUnderChurn(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			a := newArchive(seed, 2000)
			random := rand.New(rand.NewPCG(seed, 2))
			gone := map[string]bool{}
			first := a.ids(isShown)
			a.before = func(_ http.ResponseWriter, params url.Values) bool {
				a.mu.Lock()
				defer a.mu.Unlock()
				if marker := params.Get("marker"); marker != "" && random.IntN(4) == 0 {
					a.remove(marker)
					gone[marker] = true
				}
				victim := a.images[random.IntN(len(a.images))].id
				a.remove(victim)
				gone[victim] = true
				newest := kept{id: imageID(100_000 + len(a.queries)), created: a.images[0].created.Add(time.Second)}
				if random.IntN(2) == 0 {
					a.images = append([]kept{newest}, a.images...)
				}
				return false
			}
			client := newFakeCloud(t, a.serve).connect(t, Options{})
			got := walkAside(t, client.Pages(splitOf(t, "", ""), PageOptions{Size: 25}))
			at := map[string]int{}
			for i, id := range got {
				if before, again := at[id]; again {
					t.Errorf("%s came as %d and as %d", id, before, i)
				}
				at[id] = i
			}
			a.mu.Lock() // a page that nobody needed may still be asked for
			defer a.mu.Unlock()
			last := -1
			for _, id := range first {
				i, came := at[id]
				switch {
				case !came && !gone[id]:
					t.Errorf("%s was there all the time and did not come", id)
				case came && i < last:
					t.Errorf("%s is not in its place", id)
				case came:
					last = i
				}
			}
			if begun := begun(a.queries); begun < 8 {
				t.Errorf("%d images went, in %d ranges: this tests nothing", len(gone), begun)
			}
		})
	}
}

func TestAServiceThatKnowsNoTimeIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	s := newShelf(700)
	client := newFakeCloud(t, s.serve).connect(t, Options{})
	if got := walkAside(t, client.Pages(splitOf(t, "", ""), PageOptions{Size: 20})); !slices.Equal(got, s.ids) {
		t.Errorf("%d images of %d", len(got), len(s.ids))
	}
}

func TestAnotherOrderThanByCreationIsReadOnePageAfterTheOther(t *testing.T) {
	t.Parallel()
	s := newShelf(700)
	client := newFakeCloud(t, s.serve).connect(t, Options{})
	if got := walkAside(t, client.Pages(splitOf(t, "", "status:asc"), PageOptions{Size: 20})); !slices.Equal(got, s.ids) {
		t.Errorf("%d images of %d", len(got), len(s.ids))
	}
	for _, params := range s.queries {
		if params.Has("created_at") {
			t.Fatalf("it was divided: %v", params)
		}
	}
}

// A service that refuses to be asked for a range is asked for none.
func TestARangeThatIsRefusedIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	a := newArchive(5, 1500)
	var refused atomic.Int64
	a.before = func(w http.ResponseWriter, params url.Values) bool {
		if !params.Has("created_at") {
			return false
		}
		refused.Add(1)
		fault(w, http.StatusBadRequest, "created_at is not known here")
		return true
	}
	client := newFakeCloud(t, a.serve).connect(t, Options{})
	p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 25})
	wantAll(t, p)
	var got []string
	for more, failures := true, 0; more; {
		page, err := p.Next(t.Context())
		if err != nil {
			if failures++; failures > 5 {
				t.Fatal(err)
			}
			continue
		}
		got, more = append(got, idsOf(page.Images)...), page.More
	}
	if want := a.ids(isShown); !slices.Equal(got, want) {
		t.Errorf("%d images of %d", len(got), len(want))
	}
	if refused.Load() == 0 || refused.Load() > 8 {
		t.Errorf("%d ranges were refused", refused.Load())
	}
}

func TestFewerReadersWhereTheServiceHasTooMuchToDo(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			a := newArchive(7, 3000)
			refused := false
			a.before = func(w http.ResponseWriter, _ url.Values) bool {
				a.mu.Lock()
				defer a.mu.Unlock()
				if len(a.queries) < 40 || refused {
					return false
				}
				refused, a.most = true, 0
				fault(w, status, "too much")
				return true
			}
			f := newFakeCloud(t, a.serve)
			client := f.connect(t, Options{Readers: 8})
			p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 25})
			got := walkAside(t, p)
			if want := a.ids(isShown); !slices.Equal(got, want) {
				t.Errorf("%d images of %d", len(got), len(want))
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			if !refused || p.pace.Readers() > 4 {
				t.Errorf("%d readers after the service had too much to do (%t)", p.pace.Readers(), refused)
			}
		})
	}
}

func TestWhatFailsAheadIsReadAgainWhenItIsWanted(t *testing.T) {
	t.Parallel()
	a := newArchive(9, 3000)
	var fails atomic.Bool
	var failed atomic.Int64
	a.before = func(w http.ResponseWriter, params url.Values) bool {
		if !fails.Load() || params.Has("marker") || failed.Add(1) > 5 {
			return false
		}
		fault(w, http.StatusForbidden, "not this one")
		return true
	}
	client := newFakeCloud(t, a.serve).connect(t, Options{})
	p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 25})
	wantAll(t, p)
	var got []string
	for more, told := true, int64(0); more; {
		page, err := p.Next(t.Context())
		if err != nil {
			// What is wanted next is told, whoever began with it.
			if told++; told > failed.Load() {
				t.Fatal(err)
			}
			continue
		}
		got, more = append(got, idsOf(page.Images)...), page.More
		fails.Store(len(got) > 500)
	}
	if want := a.ids(isShown); !slices.Equal(got, want) || failed.Load() == 0 {
		t.Errorf("%d images of %d, %d failures", len(got), len(want), failed.Load())
	}
}

func TestAWalkThatIsGivenUpEndsWhatItReads(t *testing.T) {
	t.Parallel()
	a := newArchive(11, 3000)
	entered, release := make(chan struct{}, 100), make(chan struct{})
	var blocks atomic.Bool
	a.before = func(http.ResponseWriter, url.Values) bool {
		if blocks.Load() {
			entered <- struct{}{}
			<-release
		}
		return false
	}
	client := newFakeCloud(t, a.serve).connect(t, Options{})
	p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 25})
	wantAll(t, p)
	var got []string
	for range 4 {
		page, err := p.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, idsOf(page.Images)...)
	}
	blocks.Store(true)
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("another query")
	done := make(chan error)
	go func() {
		for {
			page, err := p.Next(ctx)
			if err != nil {
				done <- err
				return
			}
			got = append(got, idsOf(page.Images)...)
		}
	}()
	<-entered
	cancel(reason)
	if err := <-done; !errors.Is(err, reason) {
		t.Errorf("got %v", err)
	}
	blocks.Store(false)
	close(release)
	for more := true; more; {
		page, err := p.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got, more = append(got, idsOf(page.Images)...), page.More
	}
	if want := a.ids(isShown); !slices.Equal(got, want) {
		t.Errorf("%d images of %d after it was taken up again", len(got), len(want))
	}
	p.Close()
	if _, err := p.Next(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("after its end: %v", err)
	}
}

// The service has as much to do as it bears while answers are made use of here, of which
// there are not many at a time.
func TestTheServiceWaitsForNothingThatIsDoneHere(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		readers, asked, answered int
		want                     bool
	}{
		{readers: 4, asked: 3, want: true},
		{readers: 4, asked: 4, want: false},
		{readers: 4, asked: 3, answered: 4, want: true},
		{readers: 4, asked: 4, answered: 1, want: false},
		{readers: 4, asked: 3, answered: 5, want: false},
		{readers: 1, want: true},
		{readers: 1, answered: 1, want: false}, // one after the other
	} {
		p := &Pager{pace: ranges.NewPace(test.readers), flights: map[*flight]struct{}{}}
		for range test.asked {
			p.flights[&flight{}] = struct{}{}
		}
		for range test.answered {
			p.flights[&flight{answered: true}] = struct{}{}
		}
		if got := p.mayRead(); got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
}

// Also the page that is wanted next waits for a reader, or two of them would be three.
func TestThePageThatIsWantedNextIsOneReadersToo(t *testing.T) {
	t.Parallel()
	client := newFakeCloud(t, newArchive(5, 100).serve).connect(t, Options{Readers: 2})
	for _, test := range []struct {
		all   bool
		ahead int
		want  int
	}{
		{all: true, ahead: 2, want: 0},
		{all: true, ahead: 1, want: 1},
		{all: false, ahead: 2, want: 1}, // nothing is read ahead any more
	} {
		p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 10})
		p.mu.Lock()
		p.all = test.all
		for range test.ahead {
			p.flights[&flight{}] = struct{}{}
		}
		p.start(t.Context())
		if got := len(p.flights) - test.ahead; got != test.want {
			t.Errorf("%+v: %d pages were asked for", test, got)
		}
		p.mu.Unlock()
	}
}

// What is read ahead is bounded, however long nobody asks for it.
func TestOnlySoMuchIsReadAhead(t *testing.T) {
	t.Parallel()
	a := newArchive(13, 5000)
	client := newFakeCloud(t, a.serve).connect(t, Options{})
	p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 10})
	wantAll(t, p)
	for range 6 {
		if _, err := p.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for {
		p.mu.Lock()
		flights, waiting := len(p.flights), p.lanes[0].division.Waiting()
		p.mu.Unlock()
		if flights == 0 {
			if waiting < DefaultReaders || waiting > pagesAhead*DefaultReaders*3/2 {
				t.Errorf("%d pages wait", waiting)
			}
			return
		}
		select {
		case <-p.news:
		case <-t.Context().Done():
			t.Fatal("no end")
		}
	}
}
