package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"glimpse/model"
	"glimpse/model/patch"
)

// store is an image service of one image, which does what it is asked for
// before or after it loses the connection.
type store struct {
	mu      sync.Mutex
	image   map[string]any // nil where there is none
	touched int            // how often it was changed
	// lose are the answers to the next requests, by method: "before" hangs up
	// before the change, "after" hangs up after it, a number answers with that
	// status before it, +number after it.
	lose map[string][]string
}

func newStore() *store {
	return &store{lose: map[string][]string{}, image: map[string]any{
		"id": id1, "name": "one", "status": "active", "tags": []string{"old"}, "os_distro": "ubuntu", "protected": false,
	}}
}

func (s *store) next(method string) string {
	if todo := s.lose[method]; len(todo) > 0 {
		s.lose[method] = todo[1:]
		return todo[0]
	}
	return ""
}

func (s *store) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body := drain(r)
	fate := s.next(r.Method)
	if fate == "before" {
		hangUp(w)
		return
	}
	late := strings.HasPrefix(fate, "+") || fate == "after"
	var status int
	_, _ = fmt.Sscan(strings.TrimPrefix(fate, "+"), &status)
	if status != 0 && !late {
		fault(w, status, "because I say so")
		return
	}
	status, answer := s.apply(r, body, status)
	switch {
	case fate == "after":
		hangUp(w)
	case status >= 400:
		fault(w, status, fmt.Sprint(answer))
	default:
		w.WriteHeader(status)
		if answer != nil {
			_ = json.NewEncoder(w).Encode(answer)
		}
	}
}

// apply carries out a request and returns the answer, whose status may be
// given in place of the right one.
func (s *store) apply(r *http.Request, body []byte, instead int) (status int, answer any) {
	status, answer = s.carryOut(r, body)
	if instead != 0 {
		return instead, "because I say so"
	}
	return status, answer
}

func (s *store) carryOut(r *http.Request, body []byte) (int, any) {
	if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/images") {
		var wanted map[string]any
		_ = json.Unmarshal(body, &wanted)
		if s.image != nil && s.image["id"] == wanted["id"] {
			return http.StatusConflict, "Image already exists!"
		}
		s.image = wanted
		s.touched++
		return http.StatusCreated, s.image
	}
	if s.image == nil || !strings.Contains(r.URL.Path, fmt.Sprint(s.image["id"])) {
		return http.StatusNotFound, "No image found"
	}
	tags := tagsIn(s.image)
	_, tag, isTag := strings.Cut(r.URL.Path, "/tags/")
	switch {
	case r.Method == http.MethodGet:
		return http.StatusOK, s.image
	case isTag && r.Method == http.MethodPut:
		if !slices.Contains(tags, tag) {
			s.image["tags"] = append(tags, tag)
		}
	case isTag && !slices.Contains(tags, tag):
		return http.StatusNotFound, "The resource could not be found."
	case isTag:
		s.image["tags"] = slices.DeleteFunc(tags, func(has string) bool { return has == tag })
	case r.Method == http.MethodDelete:
		s.image = nil
	case strings.HasSuffix(r.URL.Path, "/deactivate"):
		s.image["status"] = "deactivated"
	case strings.HasSuffix(r.URL.Path, "/reactivate"):
		s.image["status"] = "active"
	case r.Method == http.MethodPatch:
		if !s.patch(body) {
			return http.StatusConflict, "There was a conflict when trying to complete your request.<br /><br />\nProperty p does not exist."
		}
		s.touched++
		return http.StatusOK, s.image
	}
	s.touched++
	return http.StatusNoContent, nil
}

func tagsIn(image map[string]any) (tags []string) {
	encoded, _ := json.Marshal(image["tags"])
	_ = json.Unmarshal(encoded, &tags)
	return tags
}

func (s *store) patch(body []byte) bool {
	var operations []struct {
		Op, Path string
		Value    any
	}
	_ = json.Unmarshal(body, &operations)
	changed := make(map[string]any)
	for key, value := range s.image {
		changed[key] = value
	}
	for _, o := range operations {
		key := strings.NewReplacer("~1", "/", "~0", "~").Replace(strings.TrimPrefix(o.Path, "/"))
		if _, has := changed[key]; o.Op == "remove" && !has {
			return false
		}
		changed[key] = o.Value
		if o.Op == "remove" {
			delete(changed, key)
		}
	}
	s.image = changed
	return true
}

// write is one change, in every way that the client has.
type write struct {
	name, method string
	do           func(ctx context.Context, client *Client) error
	holds        func(s *store) bool
}

var writes = []write{
	{"create", "POST", func(ctx context.Context, c *Client) error {
		image, err := c.Create(ctx, NewImage{
			Attributes: map[model.Attribute]any{model.AttrName: "new", model.AttrProtected: true, model.AttrMinDisk: 3},
			Tags:       []string{"b", "a"}, Properties: map[string]string{"p": "v"},
		})
		if err == nil && image.Name.Raw() != "new" {
			return fmt.Errorf("created %+v", image)
		}
		return err
	}, func(s *store) bool { return s.image["name"] == "new" && s.image["min_disk"] == 3.0 }},
	{"update", "PATCH", func(ctx context.Context, c *Client) error {
		image, err := c.Update(ctx, modelID(id1), patch.Patch{
			patch.SetAttribute(model.AttrName, "two"), patch.SetProperty("a/b~c", "v"), patch.RemoveProperty("os_distro"),
		})
		if value, _ := image.Property("a/b~c"); err == nil && (image.Name.Raw() != "two" || value.Raw() != "v") {
			return fmt.Errorf("changed to %+v", image)
		}
		return err
	}, func(s *store) bool { return s.image["name"] == "two" && s.image["os_distro"] == nil }},
	{
		"delete", "DELETE", func(ctx context.Context, c *Client) error { return c.Delete(ctx, modelID(id1)) },
		func(s *store) bool { return s.image == nil },
	},
	{
		"deactivate", "POST", func(ctx context.Context, c *Client) error { return c.Deactivate(ctx, modelID(id1)) },
		func(s *store) bool { return s.image["status"] == "deactivated" },
	},
	{"add a tag", "PUT", func(ctx context.Context, c *Client) error {
		return c.Retag(ctx, known("old"), []string{"gold"}, nil)
	}, func(s *store) bool { return slices.Equal(tagsIn(s.image), []string{"old", "gold"}) }},
	{"remove a tag", "DELETE", func(ctx context.Context, c *Client) error {
		return c.Retag(ctx, known("old"), nil, []string{"old"})
	}, func(s *store) bool { return s.image != nil && len(tagsIn(s.image)) == 0 }},
	{"replace the tags", "PATCH", func(ctx context.Context, c *Client) error {
		return c.Retag(ctx, known("old"), []string{"größe"}, nil)
	}, func(s *store) bool { return slices.Equal(tagsIn(s.image), []string{"old", "größe"}) }},
}

func repeat(fate string, n int) []string { return slices.Repeat([]string{fate}, n) }

func TestAChangeIsReportedAsWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fates []string // of the requests that change
		reads []string // of those that read
		want  error
		holds bool
	}{
		{"success", nil, nil, nil, true},
		{"lost before it happened", []string{"before"}, nil, nil, true},
		{"lost after it happened", []string{"after"}, nil, nil, true},
		{"lost five times before", repeat("before", 5), nil, nil, true},
		{"lost six times, after it happened", repeat("after", 6), nil, nil, true},
		{"lost six times before it happened", repeat("before", 6), nil, ErrUncertain, false},
		{"a proxy gave up before", []string{"504"}, nil, nil, true},
		{"a proxy gave up after", []string{"+504"}, nil, nil, true},
		{"busy", []string{"429", "503"}, nil, nil, true},
		{"always too many requests", repeat("429", 6), nil, ErrBusy, false},
		{"always unavailable", repeat("503", 6), nil, ErrUncertain, false},
		{"forbidden", []string{"403"}, nil, ErrForbidden, false},
		{"not accepted", []string{"400"}, nil, ErrInvalid, false},
		{"too many", []string{"413"}, nil, ErrQuota, false},
		{"lost, then forbidden", []string{"before", "403"}, nil, ErrForbidden, false},
		{"done and lost, then forbidden", []string{"after", "403"}, nil, nil, true},
		{"lost, then the token is refused", []string{"before", "401"}, nil, ErrUncertain, false},
		{"failed by itself", []string{"500"}, nil, ErrAnswer, false},
		{"failed by itself after it happened", []string{"+500"}, nil, nil, true},
	}
	for _, operation := range writes {
		for _, test := range tests {
			t.Run(operation.name+", "+test.name, func(t *testing.T) {
				t.Parallel()
				s := newStore()
				s.lose[operation.method], s.lose["GET"] = slices.Clone(test.fates), slices.Clone(test.reads)
				client := newFakeCloud(t, s.serve).connect(t, Options{})
				err := operation.do(t.Context(), client)
				if test.want == nil && err != nil || !errors.Is(err, test.want) {
					t.Errorf("got %v, want %v", err, test.want)
				}
				if got := operation.holds(s); got != test.holds {
					t.Errorf("it holds: %v; %v", got, s.image)
				}
				if s.touched > 1 && operation.name != "deactivate" {
					t.Errorf("changed %d times", s.touched)
				}
			})
		}
	}
}

func TestAChangeThatIsGivenUpOnItsWayIsUncertain(t *testing.T) {
	t.Parallel()
	for _, operation := range writes {
		t.Run(operation.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(t.Context())
			reason := errors.New("the user left")
			s := newStore()
			client := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					s.serve(w, r)
					return
				}
				drain(r)
				cancel(reason)
				<-r.Context().Done()
			}).connect(t, Options{})
			if err := operation.do(ctx, client); !errors.Is(err, ErrUncertain) || !errors.Is(err, reason) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAChangeThatWasNotSentIsNotUncertain(t *testing.T) {
	t.Parallel()
	for _, operation := range writes {
		t.Run(operation.name, func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, newStore().serve)
			client := f.connect(t, Options{})
			f.CloseClientConnections()
			f.Listener.Close()
			client.transport.CloseIdleConnections()
			if err := operation.do(t.Context(), client); !errors.Is(err, ErrUnreachable) || errors.Is(err, ErrUncertain) {
				t.Errorf("got %v", err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := operation.do(ctx, client); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUncertain) {
				t.Errorf("given up at once: %v", err)
			}
		})
	}
}

func TestAnExpiredTokenAfterALostAnswerIsUncertain(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	s := newStore()
	s.lose["PATCH"] = []string{"after"}
	f := newFakeCloud(t, nil)
	f.image = func(w http.ResponseWriter, r *http.Request) {
		// The token was accepted; it is refused from before the answer is lost
		// on, or the client may be back sooner.
		if r.Method == http.MethodPatch {
			f.mu.Lock()
			f.valid = func(string) bool { return false }
			f.login = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }
			f.mu.Unlock()
		}
		s.serve(w, r)
	}
	client := f.connect(t, Options{Now: ticking.now})
	_, err := client.Update(t.Context(), modelID(id1), patch.Patch{patch.SetAttribute(model.AttrName, "two")})
	if !errors.Is(err, ErrUncertain) {
		t.Errorf("got %v", err)
	}
}

func TestACreateFindsItsOwnImageAndNoOther(t *testing.T) {
	t.Parallel()
	wanted := NewImage{ID: modelID(id1), Attributes: map[model.Attribute]any{model.AttrName: "one"}}
	s := newStore() // has an image of that id
	client := newFakeCloud(t, s.serve).connect(t, Options{})
	if _, err := client.Create(t.Context(), wanted); !errors.Is(err, ErrConflict) {
		t.Errorf("an image that was there: %v", err)
	}
	s.lose["POST"] = []string{"before"}
	wanted.Attributes[model.AttrName] = "another"
	if _, err := client.Create(t.Context(), wanted); !errors.Is(err, ErrConflict) {
		t.Errorf("another image: %v", err)
	}
	s.lose["POST"] = []string{"before"}
	wanted.Attributes[model.AttrName] = "one"
	if _, err := client.Create(t.Context(), wanted); err != nil {
		t.Errorf("the same image: %v", err)
	}
}

func TestADeleteOfWhatIsNotThere(t *testing.T) {
	t.Parallel()
	s := newStore()
	s.image = nil
	client := newFakeCloud(t, s.serve).connect(t, Options{})
	if err := client.Delete(t.Context(), modelID(id1)); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

// TestWhatIsNotInAStoreIsDeletedFromIt has somebody else delete the data there, or the
// image, just before.
func TestWhatIsNotInAStoreIsDeletedFromIt(t *testing.T) {
	t.Parallel()
	for stores, want := range map[string]error{"ceph,web": nil, "": ErrNotFound} {
		client := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodDelete || stores == "" {
				fault(w, http.StatusNotFound, "Image "+id1+" is not stored in store fs.")
				return
			}
			fmt.Fprintf(w, `{"id": %q, "stores": %q}`, id1, stores)
		}).connect(t, Options{})
		if err := client.DeleteFromStore(t.Context(), modelID(id1), "fs"); !errors.Is(err, want) {
			t.Errorf("in %q: %v", stores, err)
		}
	}
}

func TestAPatchThatMustNotBeSent(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, newStore().serve)
	client := f.connect(t, Options{})
	for _, p := range []patch.Patch{nil, {patch.SetProperty("image_id", "x")}, {patch.SetProperty(" x", "y")}} {
		if _, err := client.Update(t.Context(), modelID(id1), p); !errors.Is(err, ErrInvalid) {
			t.Errorf("%v: %v", p, err)
		}
	}
	if got := f.taken(); len(got) > 0 {
		t.Errorf("sent %v", got)
	}
}

// TestAPatchIsNotSentAgainWhereItHolds: what somebody else has changed since
// would be written over.
func TestAPatchIsNotSentAgainWhereItHolds(t *testing.T) {
	t.Parallel()
	s := newStore()
	s.lose["PATCH"] = []string{"after"}
	f := newFakeCloud(t, s.serve)
	client := f.connect(t, Options{})
	if _, err := client.Update(t.Context(), modelID(id1), patch.Patch{patch.SetAttribute(model.AttrName, "two")}); err != nil {
		t.Fatal(err)
	}
	if got := f.count("PATCH "); got != 1 {
		t.Errorf("sent %d times: %v", got, f.taken())
	}
}

func TestARemovedPropertyThatIsGoneAlreadyIsSuccess(t *testing.T) {
	t.Parallel()
	client := newFakeCloud(t, newStore().serve).connect(t, Options{})
	if _, err := client.Update(t.Context(), modelID(id1), patch.Patch{patch.RemoveProperty("p")}); err != nil {
		t.Error(err)
	}
	_, err := client.Update(t.Context(), modelID(id1), patch.Patch{patch.RemoveProperty("p"), patch.SetProperty("q", "1")})
	if !errors.Is(err, ErrConflict) {
		t.Errorf("with another change: %v", err)
	}
}

func TestChangesToOneImageComeOneAtATime(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	atOnce, images := map[string]int{}, 0
	gate := make(chan struct{})
	s := newStore()
	f := newFakeCloud(t, nil)
	f.image = func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			s.serve(w, r)
			return
		}
		drain(r)
		mu.Lock()
		atOnce[r.URL.Path]++
		if atOnce[r.URL.Path] > 1 {
			t.Error("two changes at once to ", r.URL.Path)
		}
		if images++; images == 4 {
			close(gate) // all four images are being changed
		}
		mu.Unlock()
		<-gate
		mu.Lock()
		atOnce[r.URL.Path]--
		mu.Unlock()
		showOne(w, r)
	}
	client := f.connect(t, Options{Workers: 8})
	var group sync.WaitGroup
	for n := range 40 {
		group.Go(func() {
			_, err := client.Update(t.Context(), modelID(imageID(n%4)), patch.Patch{patch.SetProperty("p", fmt.Sprint(n))})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if len(client.writes.held) > 0 {
		t.Errorf("%d locks are left", len(client.writes.held))
	}
}
