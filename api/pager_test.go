package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/query"
)

// shelf is an image service that only lists, in a fixed order, as Glance
// does: with a next link that has lost parameters, and 400 for a marker that
// is gone.
type shelf struct {
	mu      sync.Mutex
	ids     []string
	most    int // api_limit_max
	queries []url.Values
	// before runs ahead of each listing, with the lock held.
	before func(params url.Values)
	status int // of the answer to a marker that is gone
}

func newShelf(count int) *shelf {
	s := &shelf{most: 1000, status: http.StatusBadRequest}
	for i := range count {
		s.ids = append(s.ids, imageID(i))
	}
	return s
}

func (s *shelf) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	params := r.URL.Query()
	s.queries = append(s.queries, params)
	if s.before != nil {
		s.before(params)
	}
	limit, _ := strconv.Atoi(params.Get("limit"))
	limit = min(limit, s.most)
	begin := 0
	if marker := params.Get("marker"); marker != "" {
		begin = slices.Index(s.ids, marker) + 1
		switch {
		case begin == 0 && s.status == http.StatusForbidden:
			fault(w, s.status, "Forbidding request, image "+marker+" not visible")
			return
		case begin == 0:
			fault(w, s.status, "No image found with ID "+marker)
			return
		}
	}
	end := min(len(s.ids), begin+limit)
	writeListing(w, s.ids[begin:end], end-begin == limit)
}

func writeListing(w http.ResponseWriter, ids []string, more bool) {
	images := make([]map[string]any, len(ids))
	for i, id := range ids {
		images[i] = map[string]any{"id": id, "name": "n" + id, "status": "active", "created_at": "2026-01-01T00:00:00Z"}
		if id == "" {
			delete(images[i], "id")
		}
	}
	answer := map[string]any{"images": images, "first": "/v2/images"}
	if more {
		answer["next"] = "http://elsewhere.invalid/v2/images?marker=wrong"
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func splitOf(t testing.TB, line, sort string) query.Split {
	t.Helper()
	terms, err := query.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	order, err := query.ParseSort(sort)
	if err != nil {
		t.Fatal(err)
	}
	split, err := query.Query{Terms: terms, Sort: order}.Split(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return split
}

// walk reads all pages, at most so many.
func walk(t testing.TB, p *Pager, most int) (ids []string, pages int) {
	t.Helper()
	for more := true; more; {
		page, err := p.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ids, more = append(ids, idsOf(page.Images)...), page.More
		if pages++; pages > most {
			t.Fatalf("no end after %d pages", pages)
		}
	}
	return ids, pages
}

func TestEveryPageHasTheFullQueryAndTheLastID(t *testing.T) {
	t.Parallel()
	s := newShelf(7)
	client := newFakeCloud(t, s.serve).connect(t, Options{})
	ids, _ := walk(t, client.Pages(splitOf(t, "tag=gold tag=cis os_distro=ubuntu", "status:asc,disk_format:desc"), PageOptions{Size: 3, Unmatched: true}), 3)
	if !slices.Equal(ids, s.ids) {
		t.Errorf("got %v", ids)
	}
	if len(s.queries) != 3 {
		t.Fatalf("%d requests", len(s.queries))
	}
	for i, got := range s.queries {
		marker := ""
		if i > 0 {
			marker = s.ids[3*i-1]
		}
		tags := slices.Sorted(slices.Values(got["tag"]))
		if !slices.Equal(tags, []string{"cis", "gold"}) || got.Get("os_distro") != "ubuntu" || got.Get("limit") != "3" ||
			got.Get("marker") != marker || !strings.HasPrefix(got.Get("sort"), "status:asc,disk_format:desc") {
			t.Errorf("request %d: %v", i, got)
		}
	}
}

func TestTheEndIsWhereThereIsNoLink(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                string
		images, size, most  int
		wantPages, wantCall int
	}{
		{"short pages of a service that gives fewer", 10, 1000, 3, 4, 4},
		{"the last page exactly full", 6, 3, 1000, 3, 3},
		{"no image", 0, 3, 1000, 1, 1},
		{"one page", 2, 3, 1000, 1, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(test.images)
			s.most = test.most
			client := newFakeCloud(t, s.serve).connect(t, Options{})
			ids, pages := walk(t, client.Pages(splitOf(t, "", ""), PageOptions{Size: test.size}), 10)
			if len(ids) != test.images || pages != test.wantPages || len(s.queries) != test.wantCall {
				t.Errorf("%d images, %d pages, %d requests", len(ids), pages, len(s.queries))
			}
		})
	}
}

func TestDefaultPageIsTheLargest(t *testing.T) {
	t.Parallel()
	s := newShelf(1)
	client := newFakeCloud(t, s.serve).connect(t, Options{})
	walk(t, client.Pages(splitOf(t, "", ""), PageOptions{}), 1)
	if got := s.queries[0].Get("limit"); got != "1000" {
		t.Errorf("limit %s", got)
	}
}

func TestALocalTermLeavesPagesEmptyAndGoesOn(t *testing.T) {
	t.Parallel()
	s := newShelf(9)
	client := newFakeCloud(t, s.serve).connect(t, Options{})
	p := client.Pages(splitOf(t, "name~00000008", ""), PageOptions{Size: 3})
	page, err := p.Next(t.Context())
	if err != nil || len(page.Images) != 0 || !page.More {
		t.Fatalf("%v %v", page, err)
	}
	if ids, _ := walk(t, p, 3); !slices.Equal(ids, []string{imageID(8)}) {
		t.Errorf("got %v", ids)
	}
	all, _ := walk(t, client.Pages(splitOf(t, "name~00000008", ""), PageOptions{Size: 3, Unmatched: true}), 4)
	if len(all) != 9 {
		t.Errorf("%d images with the unmatched ones", len(all))
	}
}

// Names are counted over all pages, also those of a walk that goes on after a
// failure, and only the last page has images.
func TestNamesAreCountedBeforeAnImageIsHandedOn(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "", "a", "", "c", "b"}
	ids := newShelf(len(names)).ids
	var calls, failed int
	client := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		if calls == 2 && failed == 0 {
			failed++
			fault(w, http.StatusBadRequest, "not now")
			return
		}
		begin := slices.Index(ids, r.URL.Query().Get("marker")) + 1
		end := min(begin+3, len(names))
		images := []map[string]any{}
		for i := begin; i < end; i++ {
			images = append(images, map[string]any{"id": ids[i], "name": names[i], "status": "active"})
		}
		answer := map[string]any{"images": images}
		if end < len(names) {
			answer["next"] = "/v2/images?more"
		}
		_ = json.NewEncoder(w).Encode(answer)
	}).connect(t, Options{})
	for line, want := range map[string][]int{
		"is=duplicate": {0, 1, 3, 6}, "is!=duplicate": {2, 4, 5}, "is=duplicate name=a": {0, 3}, "is=duplicate name=c": nil,
	} {
		calls, failed = 0, 0
		p := client.Pages(splitOf(t, line, ""), PageOptions{})
		page, err := p.Next(t.Context())
		if err != nil || len(page.Images) != 0 || !page.More {
			t.Fatalf("%s: the first page is %v, %v", line, page, err)
		}
		if _, err = p.Next(t.Context()); err == nil {
			t.Fatalf("%s: the failure is lost", line)
		}
		found, _ := walk(t, p, 3)
		var wanted []string
		for _, i := range want {
			wanted = append(wanted, ids[i])
		}
		if !slices.Equal(found, wanted) {
			t.Errorf("%s finds %v, want %v", line, found, wanted)
		}
		if all, _ := walk(t, client.Pages(splitOf(t, line, ""), PageOptions{Unmatched: true}), 3); len(all) != len(names) {
			t.Errorf("%s: %d images with the unmatched ones", line, len(all))
		}
	}
}

func TestAServiceThatRepeatsItselfForEver(t *testing.T) {
	t.Parallel()
	// As SQLite behind Glance with sort=size:desc and null sizes.
	client := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("marker") == "" {
			writeListing(w, []string{imageID(1), imageID(2)}, true)
			return
		}
		writeListing(w, []string{imageID(3), imageID(2)}, true)
	}).connect(t, Options{})
	ids, pages := walk(t, client.Pages(splitOf(t, "", ""), PageOptions{Size: 2}), 3)
	if !slices.Equal(ids, []string{imageID(1), imageID(2), imageID(3)}) || pages != 3 {
		t.Errorf("%v in %d pages", ids, pages)
	}
}

func TestRecordsWithoutAnIDAreShownAndEndTheWalk(t *testing.T) {
	t.Parallel()
	client := newFakeCloud(t, func(w http.ResponseWriter, _ *http.Request) { writeListing(w, []string{"", ""}, true) }).connect(t, Options{})
	if ids, pages := walk(t, client.Pages(splitOf(t, "", ""), PageOptions{Size: 2}), 1); len(ids) != 2 || pages != 1 {
		t.Errorf("%v in %d pages", ids, pages)
	}
}

func TestAVanishedMarkerIsSteppedOver(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden} {
		for _, size := range []int{1, 2, 7, 50, 200} {
			for _, gone := range []int{1, 2, 5, 40, 100} {
				t.Run(fmt.Sprintf("%d, pages of %d, %d vanish", status, size, gone), func(t *testing.T) {
					t.Parallel()
					const read, total = 100, 250
					s := newShelf(total)
					s.status = status
					client := newFakeCloud(t, s.serve).connect(t, Options{})
					p := client.Pages(splitOf(t, "", ""), PageOptions{Size: size})
					var ids []string
					for len(ids) < read {
						page, err := p.Next(t.Context())
						if err != nil {
							t.Fatal(err)
						}
						ids = append(ids, idsOf(page.Images)...)
					}
					s.mu.Lock()
					s.ids = slices.Delete(s.ids, len(ids)-gone, len(ids))
					before := len(s.queries)
					s.mu.Unlock()
					rest := []string{}
					if len(ids) < total {
						rest, _ = walk(t, p, total+200)
					}
					ids = append(ids, rest...)
					if len(ids) != total {
						t.Errorf("%d images of %d", len(ids), total)
					}
					if sorted := slices.Compact(slices.Sorted(slices.Values(ids))); len(sorted) != total {
						t.Errorf("%d of %d images came twice", total-len(sorted), total)
					}
					if requests, bound := len(s.queries)-before, (total-read+gone)/size+2*gone+8; requests > bound {
						t.Errorf("%d requests, at most %d are needed", requests, bound)
					}
				})
			}
		}
	}
}

func TestAWalkWhoseEveryMarkerVanishesGivesUp(t *testing.T) {
	t.Parallel()
	client := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		if marker := r.URL.Query().Get("marker"); marker != "" {
			fault(w, http.StatusBadRequest, "No image found with ID "+marker)
			return
		}
		writeListing(w, []string{imageID(1), imageID(2), imageID(3)}, true)
	}).connect(t, Options{})
	p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 3})
	var err error
	calls, more := 0, true
	for ; err == nil && more && calls < 20; calls++ {
		var page model.Page
		page, err = p.Next(t.Context())
		more = page.More
	}
	if calls == 20 || more && !errors.Is(err, ErrMarkerGone) {
		t.Errorf("after %d calls: %v", calls, err)
	}
}

func TestANextThatFailedGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	s := newShelf(6)
	var mended atomic.Bool // a page that was given up may still be asked for
	broken := func(w http.ResponseWriter, r *http.Request) {
		if !mended.Load() && r.URL.Query().Get("marker") != "" {
			fault(w, http.StatusForbidden, "not now")
			return
		}
		s.serve(w, r)
	}
	client := newFakeCloud(t, broken).connect(t, Options{})
	p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 3})
	first, err := p.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Next(t.Context()); !errors.Is(err, ErrForbidden) {
		t.Errorf("got %v", err)
	}
	given, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("another query")
	cancel(reason)
	if _, err := p.Next(given); !errors.Is(err, reason) {
		t.Errorf("got %v", err)
	}
	mended.Store(true)
	rest, _ := walk(t, p, 3)
	if got := append(idsOf(first.Images), rest...); !slices.Equal(got, s.ids) {
		t.Errorf("got %v", got)
	}
}

func TestOnlyItsOwnContextEndsANextThatWaits(t *testing.T) {
	t.Parallel()
	entered, release := make(chan struct{}), make(chan struct{})
	client := newFakeCloud(t, func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-release
		writeListing(w, []string{imageID(1)}, false)
	}).connect(t, Options{})
	p := client.Pages(splitOf(t, "", ""), PageOptions{})
	finished := make(chan error)
	go func() {
		_, err := p.Next(context.WithoutCancel(t.Context()))
		finished <- err
	}()
	<-entered
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(release)
	if err := <-finished; err != nil {
		t.Error(err)
	}
}

func TestConcurrentNextsShareOneWalk(t *testing.T) {
	t.Parallel()
	s := newShelf(300)
	client := newFakeCloud(t, s.serve).connect(t, Options{})
	p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 10})
	var mu sync.Mutex
	var ids []string
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for {
				page, err := p.Next(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				ids = append(ids, idsOf(page.Images)...)
				mu.Unlock()
				if !page.More {
					return
				}
			}
		})
	}
	group.Wait()
	slices.Sort(ids)
	if !slices.Equal(ids, s.ids) {
		t.Errorf("%d images", len(ids))
	}
}

func TestHiddenAndVisibleImagesAreMergedInTheOrderOfTheQuery(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ sort string }{{"id:asc"}, {"created:desc"}, {"size:asc"}} {
		t.Run(test.sort, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(1, 2))
			names := map[bool][]string{}
			for i := range 200 {
				hidden := random.IntN(3) == 0
				names[hidden] = append(names[hidden], fmt.Sprintf("%04d", i))
			}
			client := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
				params := r.URL.Query()
				mine := slices.Clone(names[params.Get("os_hidden") == "true"])
				created := func(name string) string {
					second, _ := strconv.Atoi(name)
					return time.Unix(int64(second), 0).UTC().Format(time.RFC3339)
				}
				if sort := params.Get("sort"); !strings.HasPrefix(sort, "id:asc") {
					slices.Reverse(mine)
				}
				begin := slices.IndexFunc(mine, func(name string) bool { return "id-"+name == params.Get("marker") }) + 1
				limit, _ := strconv.Atoi(params.Get("limit"))
				end := min(len(mine), begin+limit)
				images := []map[string]any{}
				for _, name := range mine[begin:end] {
					images = append(images, map[string]any{"id": "id-" + name, "name": name, "created_at": created(name), "size": nil})
				}
				answer := map[string]any{"images": images}
				if end-begin == limit {
					answer["next"] = "x"
				}
				_ = json.NewEncoder(w).Encode(answer)
			}).connect(t, Options{})
			split := splitOf(t, "hidden=both", test.sort)
			if len(split.Requests) != 2 {
				t.Fatalf("%d requests", len(split.Requests))
			}
			ids, _ := walk(t, client.Pages(split, PageOptions{Size: 7}), 80)
			want := make([]string, 200)
			for i := range want {
				want[i] = fmt.Sprintf("id-%04d", i)
			}
			if test.sort != "id:asc" {
				slices.Reverse(want)
			}
			if !slices.Equal(ids, want) {
				t.Errorf("got %v", ids)
			}
			if kept := keptIDs(t, client.Pages(split, PageOptions{Size: 7})); !slices.Equal(kept, want) {
				t.Errorf("when all is read, the pages hold %v", kept)
			}
		})
	}
}

// keptIDs reads all pages, and only then looks into them.
func keptIDs(t *testing.T, pager *Pager) (ids []string) {
	t.Helper()
	var pages []model.Page
	for more := true; more; {
		page, err := pager.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		pages, more = append(pages, page), page.More
	}
	for _, page := range pages {
		for i := range page.Images {
			ids = append(ids, page.Images[i].ID.Raw())
		}
	}
	return ids
}

func TestUUIDsAreToldApartByCaseAndForm(t *testing.T) {
	t.Parallel()
	ids := []string{
		"", "a", imageID(10), strings.ToUpper(imageID(10)), strings.ReplaceAll(imageID(10), "-", ""), imageID(11),
		"0000000g-0000-4000-8000-000000000000", "00000000-0000-0000-0000-000000000000",
	}
	var set idSet
	for _, id := range ids {
		if !set.add(modelID(id)) {
			t.Errorf("%q was there", id)
		}
		if set.add(modelID(id)) {
			t.Errorf("%q was not there", id)
		}
	}
}

// FuzzPagerAnswers answers each page with what the fuzzer wants: the walk ends
// and hands out no image twice.
func FuzzPagerAnswers(f *testing.F) {
	f.Add([]byte{3, 1, 2, 3, 3, 4, 5, 6, 200, 2, 7, 7})
	f.Add([]byte{2, 1, 2, 201, 201, 201, 2, 1, 2})
	f.Add([]byte{0, 0, 0, 1, 0, 1, 0})
	f.Fuzz(func(t *testing.T, script []byte) {
		var mu sync.Mutex
		next := 0
		take := func() byte {
			if len(script) == 0 {
				return 0
			}
			next++
			return script[(next-1)%len(script)]
		}
		client := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			marker := r.URL.Query().Get("marker")
			count := take()
			switch {
			case count >= 200 && marker != "":
				fault(w, http.StatusBadRequest, "No image found with ID "+marker)
				return
			case count >= 190:
				_, _ = w.Write([]byte(`{"images": [`))
				return
			}
			ids := make([]string, count%8)
			for i := range ids {
				if n := take(); n > 0 {
					ids[i] = imageID(int(n))
				}
			}
			writeListing(w, ids, count%2 == 1 || count > 20)
		}).connect(t, Options{})
		p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 5})
		seen := make(map[string]bool)
		for range 2000 {
			page, err := p.Next(t.Context())
			for _, id := range idsOf(page.Images) {
				if id != "" && seen[id] {
					t.Fatalf("%s came twice", id)
				}
				seen[id] = true
			}
			if err != nil || !page.More {
				return
			}
		}
		t.Fatal("the walk does not end")
	})
}
