package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"glimpse/model"
	"glimpse/model/text"
)

func known(tags ...string) *model.Image {
	image := &model.Image{ID: modelID(id1)}
	for _, tag := range tags {
		image.Tags = append(image.Tags, text.Of(tag))
	}
	return image
}

func TestRetaggingAKnownImageCostsOneRequestATagOrOnePatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		add, remove []string
		want        []string // methods
		tags        []string
	}{
		{"one tag to add", []string{"gold"}, nil, []string{"PUT"}, []string{"old", "gold"}},
		{"one tag to add and one to remove", []string{"gold"}, []string{"old"}, []string{"PUT", "DELETE"}, []string{"gold"}},
		{"one tag that a path cannot hold", []string{"a/b"}, nil, []string{"PATCH"}, []string{"old", "a/b"}},
		{"four tags", []string{"a", "b", "c", "d"}, nil, []string{"PATCH"}, []string{"old", "a", "b", "c", "d"}},
		{"one that is there", []string{"old"}, []string{"new"}, nil, []string{"old"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newStore()
			f := newFakeCloud(t, s.serve)
			client := f.connect(t, Options{})
			if err := client.Retag(t.Context(), known("old"), test.add, test.remove); err != nil {
				t.Fatal(err)
			}
			var methods []string
			for _, request := range f.taken() {
				methods = append(methods, strings.Fields(request)[0])
			}
			if !slices.Equal(methods, test.want) || !slices.Equal(tagsIn(s.image), test.tags) {
				t.Errorf("sent %v, want %v; tags %v", methods, test.want, tagsIn(s.image))
			}
		})
	}
}

// TestATagIsEscapedInThePathOfItsRequest uses tags that would be another
// request, or another tag, if they stood in the path as they are.
func TestATagIsEscapedInThePathOfItsRequest(t *testing.T) {
	t.Parallel()
	for tag, path := range map[string]string{
		"a?b": "a%3Fb", "a#b": "a%23b", "50%": "50%25", "%41": "%2541", "a%2Fb": "a%252Fb", "a;b": "a%3Bb", `a\b`: "a%5Cb", `"`: "%22",
	} {
		s := newStore()
		f := newFakeCloud(t, s.serve)
		client := f.connect(t, Options{})
		if err := client.Retag(t.Context(), known("old"), []string{tag}, nil); err != nil {
			t.Errorf("adding %s: %v", tag, err)
		}
		if got := tagsIn(s.image); !slices.Equal(got, []string{"old", tag}) {
			t.Errorf("adding %s: the image has %v", tag, got)
		}
		if err := client.Retag(t.Context(), known("old", tag), nil, []string{tag}); err != nil {
			t.Errorf("removing %s: %v", tag, err)
		}
		if got := tagsIn(s.image); !slices.Equal(got, []string{"old"}) {
			t.Errorf("removing %s: the image has %v", tag, got)
		}
		tags := "/image/v2/images/" + id1 + "/tags/"
		if got := f.taken(); !slices.Equal(got, []string{"PUT " + tags + path, "DELETE " + tags + path}) {
			t.Errorf("%s: sent %v", tag, got)
		}
	}
}

func TestRetaggingReadsAgainAfterALostAnswer(t *testing.T) {
	t.Parallel()
	// What is known is older than what others have added: the first patch
	// never arrives, and the second is made from what is there then.
	s := newStore()
	s.image["tags"] = []string{"old", "theirs"}
	s.lose["PATCH"] = []string{"before"}
	f := newFakeCloud(t, s.serve)
	client := f.connect(t, Options{})
	if err := client.Retag(t.Context(), known("old"), []string{"größe"}, nil); err != nil {
		t.Fatal(err)
	}
	if got := tagsIn(s.image); !slices.Equal(got, []string{"old", "theirs", "größe"}) {
		t.Errorf("tags %v", got)
	}
	if f.count("GET") != 1 || f.count("PATCH") != 2 {
		t.Errorf("%d reads and %d patches", f.count("GET"), f.count("PATCH"))
	}
}

func TestRetaggingComparesTheAnswerToAPatch(t *testing.T) {
	t.Parallel()
	// The first patch is answered with success and with an image that another
	// change has just saved over it.
	s := newStore()
	lost := false
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPatch && !lost {
			lost = true
			_, _ = w.Write([]byte(`{"id":"` + id1 + `","name":"one","status":"active","tags":["old","theirs"]}`))
			return
		}
		s.serve(w, r)
	})
	if err := f.connect(t, Options{}).Retag(t.Context(), known("old"), []string{"größe"}, nil); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(tagsIn(s.image), "größe") || f.count("PATCH") != 2 {
		t.Errorf("tags %v after %d patches", tagsIn(s.image), f.count("PATCH"))
	}
}

func TestTagsToAddAndToRemoveAreRefusedBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, newStore().serve)
	client := f.connect(t, Options{})
	both := []string{"x"}
	err := client.Retag(t.Context(), known(), both, both)
	if !errors.Is(err, ErrInvalid) || len(f.taken()) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestRequestIDsOfChangesAreHandedOut(t *testing.T) {
	t.Parallel()
	s := newStore()
	s.lose["PUT"] = []string{"503"}
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(requestIDHeader, "req-"+r.Method)
		s.serve(w, r)
	})
	var ids []string
	ctx := WithRequestIDs(t.Context(), func(id text.Untrusted) { ids = append(ids, id.Raw()) })
	if err := f.connect(t, Options{}).Retag(ctx, known("old"), []string{"gold"}, nil); err != nil {
		t.Fatal(err)
	}
	// The refused one has the id that this fault is answered with; the read in
	// between is none of a change.
	if !slices.Equal(ids, []string{"req-1", "req-PUT"}) {
		t.Errorf("got %v", ids)
	}
}

func TestAllCallsWaitWhenTheServiceAsksToBeLeftAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		retry := newRetrier(time.Now)
		begun := time.Now()
		retry.applyRetryAfter(&Problem{Status: 429, Kind: ErrBusy, retryAfter: "2"})
		retry.applyRetryAfter(&Problem{Status: 503, Kind: ErrBusy, retryAfter: "1"}) // a shorter time takes nothing back
		retry.applyRetryAfter(&Problem{Status: 500, Kind: ErrAnswer, retryAfter: "50"})
		later := make(chan error, 1)
		go func() {
			time.Sleep(time.Second)
			retry.applyRetryAfter(&Problem{Status: 498, Kind: ErrBusy, retryAfter: "4"})
			later <- retry.waitIfThrottled(t.Context())
		}()
		for range 8 {
			if err := retry.waitIfThrottled(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(begun); waited != 5*time.Second {
			t.Errorf("waited %v", waited)
		}
		if err := <-later; err != nil || time.Since(begun) != 5*time.Second {
			t.Errorf("the one that was told to waited %v, %v", time.Since(begun), err)
		}
	})
}

func TestTheEndOfTheContextEndsTheWaitOfAll(t *testing.T) {
	t.Parallel()
	retry := newRetrier(time.Now)
	retry.applyRetryAfter(&Problem{Status: 429, Kind: ErrBusy, retryAfter: "30"})
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("another query")
	cancel(reason)
	if err := retry.waitIfThrottled(ctx); !errors.Is(err, reason) {
		t.Errorf("got %v", err)
	}
}

func TestAWaitThatIsTooLongIsToldAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	tests := []struct{ header, told string }{
		{"90", "90 seconds"},
		{"150", "2 minutes"},
		{"7200", "2 hours"},
		{"604800", "7 days"},
		{"9223372036854775808", "more than a week"}, // 2⁶³
		{"Fri, 31 Dec 9999 23:59:59 GMT", "more than a week"},
	}
	for _, test := range tests {
		f := newFakeCloud(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", test.header)
			fault(w, http.StatusTooManyRequests, "Slow down.")
		})
		client := f.connect(t, Options{})
		_, err := client.Image(t.Context(), modelID(id1))
		var problem *Problem
		if !errors.As(err, &problem) || !strings.Contains(err.Error(), test.told) || problem.RetryAfter() != time.Minute {
			t.Errorf("%s: got %v", test.header, err)
		}
		if _, err := client.Image(t.Context(), modelID(id1)); !errors.Is(err, ErrBusy) || f.count("GET") != 2 {
			t.Errorf("%s: the next call: %v, %d requests", test.header, err, f.count("GET"))
		}
	}
}
