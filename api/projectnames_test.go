package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"glimpse/model/text"
)

func owners(ids ...string) []text.Untrusted {
	all := make([]text.Untrusted, len(ids))
	for i, id := range ids {
		all[i] = text.Of(id)
	}
	return all
}

// told are names by ids, in one line.
func told(names map[string]text.Untrusted) string {
	all := make([]string, 0, len(names))
	for id, name := range names {
		all = append(all, id+"="+name.Raw())
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

const (
	ownList = identityPrefix + "/auth/projects"
	allList = identityPrefix + "/projects"
	mine    = `{"projects": [{"id": "p1", "name": "demo"}]}`
)

func TestNamesCostAsFewRequestsAsPossible(t *testing.T) {
	t.Parallel()
	one := func(id, name string) string { return fmt.Sprintf(`{"project": {"id": %q, "name": %q}}`, id, name) }
	tests := []struct {
		name    string
		answers answers
		asked   []string
		want    string
		sent    []string
		again   []string // of asking the same once more
	}{
		{"nothing asked, nothing sent", answers{}, nil, "", nil, nil},
		{"one's own", answers{ownList: mine}, []string{"p1", "p1"}, "p1=demo", []string{ownList}, nil},
		{
			"an administrator has the list of all",
			answers{ownList: mine, allList: `{"projects": [{"id": "p1", "name": "demo"}, {"id": "p2", "name": "two"}]}`},
			[]string{"p2", "gone", "p1"},
			"p1=demo p2=two",
			[]string{ownList, allList},
			nil,
		},
		{
			"a member is refused twice and does not ask again",
			answers{ownList: mine, allList: "403!no", allList + "/p2": "403!no"},
			[]string{"p1", "p2", "p3"},
			"p1=demo",
			[]string{ownList, allList, allList + "/p2"},
			nil,
		},
		{
			"a service that tells single ones",
			answers{ownList: mine, allList: "403!no", allList + "/p2": one("p2", "two"), allList + "/p3": "404!gone"},
			[]string{"p2", "p3", "p2"},
			"p2=two",
			[]string{ownList, allList, allList + "/p2", allList + "/p3"},
			nil,
		},
		{
			"a list that was cut",
			answers{ownList: mine, allList: `{"projects": [{"id": "p2", "name": "two"}], "truncated": true}`, allList + "/p3": one("p3", "three")},
			[]string{"p2", "p3"},
			"p2=two p3=three",
			[]string{ownList, allList, allList + "/p3"},
			nil,
		},
		{
			"a service without any of it", answers{}, []string{"p1"}, "", []string{ownList, allList, allList + "/p1"}, nil,
		},
		{
			"what is no id is not asked for", answers{ownList: mine}, []string{"", "..", "a/b", "a b", "é", strings.Repeat("x", 65), "p?x", "p1"}, "p1=demo", []string{ownList}, nil,
		},
		{
			"a name that acts stays as it is",
			answers{ownList: `{"projects": [{"id": "p1", "name": "\u001b[2J"}, {"name": "nobody"}]}`},
			[]string{"p1", ""},
			"p1=\x1b[2J",
			[]string{ownList},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, test.answers.ServeHTTP)
			c := f.connect(t, Options{ReadOnly: true})
			for _, want := range [][]string{test.sent, test.again} {
				names, err := c.ProjectNames(t.Context(), owners(test.asked...))
				if err != nil || told(names) != test.want {
					t.Errorf("told %q, %v; want %q", told(names), err, test.want)
				}
				var sent []string
				for _, request := range f.taken() {
					sent = append(sent, strings.TrimPrefix(request, "GET "))
				}
				if !slices.Equal(sent, want) {
					t.Errorf("sent %q, want %q", sent, want)
				}
			}
		})
	}
}

func TestAFailureKeepsWhatIsKnownAndIsMadeUpForLater(t *testing.T) {
	t.Parallel()
	broken := map[string]bool{}
	var mu sync.Mutex
	all := answers{ownList: mine, allList: "403!no", allList + "/p2": `{"project": {"id": "p2", "name": "two"}}`}
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		out := broken[r.URL.Path]
		mu.Unlock()
		if out {
			fault(w, http.StatusInternalServerError, "broken")
			return
		}
		all.ServeHTTP(w, r)
	})
	c := f.connect(t, Options{})
	for _, path := range []string{ownList, allList, allList + "/p2"} {
		mu.Lock()
		clear(broken)
		broken[path] = true
		mu.Unlock()
		names, err := c.ProjectNames(t.Context(), owners("p1", "p2"))
		if err == nil || path != ownList && told(names) != "p1=demo" {
			t.Errorf("with %s broken: %q, %v", path, told(names), err)
		}
	}
	mu.Lock()
	clear(broken)
	mu.Unlock()
	if names, err := c.ProjectNames(t.Context(), owners("p1", "p2")); err != nil || told(names) != "p1=demo p2=two" {
		t.Errorf("with nothing broken: %q, %v", told(names), err)
	}
	for _, path := range []string{ownList, allList} {
		if got := f.count("GET " + path); path == ownList && got != 2 {
			t.Errorf("%s was asked for %d times, want once in vain and once more", path, got)
		}
	}
}

func TestOneCallReadsABoundedNumberOfProjectsOneByOne(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		id, single := strings.CutPrefix(r.URL.Path, allList+"/")
		if !single {
			fault(w, http.StatusForbidden, "no")
			return
		}
		fmt.Fprintf(w, `{"project": {"id": %q, "name": "named %s"}}`, id, id)
	})
	c := f.connect(t, Options{})
	var ids []string
	for i := range 2*oneByOne + 1 {
		ids = append(ids, fmt.Sprint("p", i))
	}
	for _, want := range []int{oneByOne, 2 * oneByOne, 2*oneByOne + 1} {
		names, err := c.ProjectNames(t.Context(), owners(ids...))
		if err != nil || len(names) != want {
			t.Errorf("%d names, %v; want %d", len(names), err, want)
		}
	}
	if got := f.count("GET " + allList + "/"); got != len(ids) {
		t.Errorf("%d requests for %d ids", got, len(ids))
	}
}

func TestAllWhoAskAtOnceShareTheRequests(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, answers{ownList: mine, allList: "403!no"}.ServeHTTP)
	c := f.connect(t, Options{})
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if names, err := c.ProjectNames(t.Context(), owners("p1", "p2")); err != nil || told(names) != "p1=demo" {
				t.Errorf("%q, %v", told(names), err)
			}
		})
	}
	group.Wait()
	if got := len(f.taken()); got != 3 {
		t.Errorf("%d requests, want 3", got)
	}
}

func TestWhoWaitsForNamesCanGiveUp(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}, 1), make(chan struct{})
	c := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-release
		answers{ownList: mine}.ServeHTTP(w, r)
	}).connect(t, Options{})
	first := make(chan error, 1)
	go func() {
		_, err := c.ProjectNames(context.Background(), owners("p1"))
		first <- err
	}()
	<-arrived
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if names, err := c.ProjectNames(ctx, owners("p1")); names != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", names, err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
}
