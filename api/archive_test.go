package api

import (
	"cmp"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// kept is an image of an archive.
type kept struct {
	id      string
	created time.Time
	hidden  bool
}

// archive is an image service whose images were created at certain times. As in
// Glance, the last bound of created_at counts, parts of a second are kept and not
// isShown, and a marker that is gone is an error.
type archive struct {
	mu      sync.Mutex
	images  []kept // newest first
	queries []url.Values
	// under way are requests now, most is how many were at once.
	under, most int
	// before runs ahead of each listing; what it answers is the answer.
	before func(w http.ResponseWriter, params url.Values) (answered bool)
}

// newArchive has images that were created at random, some of them together.
func newArchive(seed uint64, count int) *archive {
	random := rand.New(rand.NewPCG(seed, 1))
	a := &archive{}
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for i := range count {
		switch random.IntN(12) {
		case 0:
			at = at.Add(-time.Duration(random.IntN(40)) * time.Hour)
		case 1, 2:
		default:
			at = at.Add(-time.Duration(random.IntN(90_000)) * time.Millisecond)
		}
		a.images = append(a.images, kept{id: imageID(i + 1), created: at, hidden: random.IntN(5) == 0})
	}
	slices.SortFunc(a.images, newestFirst)
	return a
}

func newestFirst(a, b kept) int {
	return cmp.Or(b.created.Compare(a.created), cmp.Compare(b.id, a.id))
}

func (a *archive) serve(w http.ResponseWriter, r *http.Request) {
	params := r.URL.Query()
	a.mu.Lock()
	a.queries = append(a.queries, params)
	a.under++
	a.most = max(a.most, a.under)
	before := a.before
	a.mu.Unlock()
	defer func() {
		a.mu.Lock()
		a.under--
		a.mu.Unlock()
	}()
	if before != nil && before(w, params) {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list(w, params)
}

func (a *archive) list(w http.ResponseWriter, params url.Values) {
	listed := slices.Clone(a.images)
	if strings.HasPrefix(params.Get("sort"), "created_at:asc") {
		slices.Reverse(listed)
	}
	if marker := params.Get("marker"); marker != "" {
		begin := slices.IndexFunc(listed, func(k kept) bool { return k.id == marker }) + 1
		if begin == 0 {
			fault(w, http.StatusBadRequest, "No image found with ID "+marker)
			return
		}
		listed = listed[begin:]
	}
	hidden := params.Get("os_hidden") == "true"
	asked := append([]string{""}, params["created_at"]...)
	operator, value, _ := strings.Cut(asked[len(asked)-1], ":")
	bound, err := time.Parse(time.RFC3339, value)
	listed = slices.DeleteFunc(listed, func(k kept) bool {
		return k.hidden != hidden || operator == "lt" && !k.created.Before(bound) || operator == "gte" && k.created.Before(bound)
	})
	if operator != "" && err != nil {
		fault(w, http.StatusBadRequest, `Bad "created_at" query filter format. Use ISO 8601 DateTime notation.`)
		return
	}
	limit, _ := strconv.Atoi(params.Get("limit"))
	more := len(listed) >= limit
	images := []map[string]any{}
	for _, k := range listed[:min(limit, len(listed))] {
		images = append(images, map[string]any{
			"id": k.id, "status": "active", "created_at": k.created.Format("2006-01-02T15:04:05Z"), "os_hidden": hidden,
		})
	}
	answer := map[string]any{"images": images}
	if more {
		answer["next"] = "/v2/images?elsewhere"
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// begun is of how many ranges a first page was asked for.
func begun(queries []url.Values) (ranges int) {
	for _, params := range queries {
		if !params.Has("marker") {
			ranges++
		}
	}
	return ranges
}

// remove takes an image away.
func (a *archive) remove(id string) {
	a.images = slices.DeleteFunc(slices.Clone(a.images), func(k kept) bool { return k.id == id })
}

// ids are those of the images that are hidden, or not, in their order.
func (a *archive) ids(take func(k kept) bool) []string {
	ids := []string{}
	for _, k := range a.images {
		if take(k) {
			ids = append(ids, k.id)
		}
	}
	return ids
}

func isShown(k kept) bool { return !k.hidden }

// requests is how many there were, and the most that were at once.
func (a *archive) requests() (all []url.Values, most int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.queries), a.most
}

// wantAll has every page read, however busy the machine is that runs the tests.
func wantAll(t testing.TB, p *Pager) {
	t.Helper()
	p.All()
	p.mu.Lock()
	p.pace.Bearable = time.Hour
	p.mu.Unlock()
	t.Cleanup(p.Close)
}

// walkAside reads all pages with several readers.
func walkAside(t testing.TB, p *Pager) (ids []string) {
	t.Helper()
	wantAll(t, p)
	for more := true; more; {
		page, err := p.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ids, more = append(ids, idsOf(page.Images)...), page.More
	}
	return ids
}
