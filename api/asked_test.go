package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// other is the id of an image that nobody asks for.
const other = "22222222-2222-4222-8222-222222222222"

// mixUp is a service whose answers about one image are another's, as a cache
// before it makes them.
func mixUp(w http.ResponseWriter, r *http.Request) {
	record := map[string]any{"id": other, "name": "other", "status": "deactivated", "tags": []string{"x"}, "member_id": "p", "image_id": other}
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/members"):
		_ = json.NewEncoder(w).Encode(map[string]any{"members": []any{record}})
	case strings.HasSuffix(path, "/tasks"):
		_ = json.NewEncoder(w).Encode(map[string]any{"tasks": []any{record}})
	case strings.HasSuffix(path, "/images") && r.Method == http.MethodGet:
		_ = json.NewEncoder(w).Encode(map[string]any{"images": []any{record}})
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/images"):
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(record)
	case r.Method == http.MethodPost, r.Method == http.MethodPut, r.Method == http.MethodDelete:
		w.WriteHeader(http.StatusServiceUnavailable) // so that the image is looked at
	default:
		_ = json.NewEncoder(w).Encode(record)
	}
}

// TestAnAnswerAboutAnotherImageIsAnError asks for one image in every way there
// is. What was not sent yet is not sent then, and what was sent is in doubt.
func TestAnAnswerAboutAnotherImageIsAnError(t *testing.T) {
	t.Parallel()
	id := modelID(id1)
	tests := []struct {
		name string
		call func(t *testing.T, client *Client) error
		kind error
		sent []string // the methods of changes that are sent
	}{
		{"reading", func(t *testing.T, c *Client) error { _, err := c.Image(t.Context(), id); return err }, ErrAnswer, nil},
		{"members", func(t *testing.T, c *Client) error { _, err := c.Members(t.Context(), id); return err }, ErrAnswer, nil},
		{"tasks", func(t *testing.T, c *Client) error { _, err := c.Tasks(t.Context(), id); return err }, ErrAnswer, nil},
		{"some by their ids", func(t *testing.T, c *Client) error {
			_, err := c.Images(t.Context(), []model.ImageID{id, modelID(imageID(7))})
			return err
		}, ErrAnswer, nil},
		{"a query with the id", func(t *testing.T, c *Client) error {
			_, err := c.Pages(splitOf(t, "id="+id1, ""), PageOptions{}).Next(t.Context())
			return err
		}, ErrAnswer, nil},
		{"a query with two ids", func(t *testing.T, c *Client) error {
			_, err := c.Pages(splitOf(t, "id=in:"+id1+","+imageID(7), ""), PageOptions{Unmatched: true}).Next(t.Context())
			return err
		}, ErrAnswer, nil},
		{"replacing the tags", func(t *testing.T, c *Client) error {
			return c.Retag(t.Context(), known("old"), []string{"größe"}, nil)
		}, ErrUncertain, []string{"PATCH"}},
		{"changing", func(t *testing.T, c *Client) error {
			_, err := c.Update(t.Context(), id, patch.Patch{patch.SetAttribute(model.AttrName, "other")})
			return err
		}, ErrUncertain, []string{"PATCH"}},
		{"creating", func(t *testing.T, c *Client) error {
			_, err := c.Create(t.Context(), NewImage{ID: id, Attributes: map[model.Attribute]any{model.AttrName: "other"}})
			return err
		}, ErrUncertain, []string{"POST"}},
		{"deactivating", func(t *testing.T, c *Client) error {
			return c.Deactivate(WithAttempts(t.Context(), 1), id)
		}, ErrUncertain, []string{"POST"}},
		{"deleting", func(t *testing.T, c *Client) error {
			return c.Delete(WithAttempts(t.Context(), 1), id)
		}, ErrUncertain, []string{"DELETE"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, mixUp)
			err := test.call(t, f.connect(t, Options{}))
			if !errors.Is(err, test.kind) {
				t.Errorf("got %v", err)
			}
			var problem *Problem
			if test.kind == ErrAnswer && (!errors.As(err, &problem) || !strings.Contains(err.Error(), other) || problem.Advice() != mixedUp) {
				t.Errorf("got %v", err)
			}
			var sent []string
			for _, request := range f.taken() {
				method, target, _ := strings.Cut(request, " ")
				if method != http.MethodGet {
					sent = append(sent, method)
				}
				if strings.Contains(target, other) {
					t.Errorf("the other image was asked for or changed: %s", request)
				}
			}
			if !slices.Equal(sent, test.sent) {
				t.Errorf("sent %v, want %v", sent, test.sent)
			}
		})
	}
}

// TestAnIDInTheOtherCaseIsTheSame: a database may find an id that is written
// in capitals, and answers with it as it stands there.
func TestAnIDInTheOtherCaseIsTheSame(t *testing.T) {
	t.Parallel()
	const lower = "abcdefab-0000-4000-8000-000000000000"
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/images") {
			fmt.Fprintf(w, `{"images": [{"id": %q}]}`, lower)
			return
		}
		fmt.Fprintf(w, `{"id": %q}`, lower)
	})
	client := f.connect(t, Options{})
	if image, err := client.Image(t.Context(), modelID(strings.ToUpper(lower))); err != nil || image.ID.Raw() != lower {
		t.Errorf("got %v, %v", image.ID, err)
	}
	page, err := client.Pages(splitOf(t, "id="+strings.ToUpper(lower), ""), PageOptions{Unmatched: true}).Next(t.Context())
	if err != nil || len(page.Images) != 1 {
		t.Errorf("got %v, %v", page, err)
	}
}

// TestAProjectUnderAnotherIDIsAnError keeps an owner from getting another
// project's name.
func TestAProjectUnderAnotherIDIsAnError(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, nil)
	client := f.connect(t, Options{})
	client.source.identity.Endpoint = f.URL + "/image/v3/" // below which the fake checks the token
	f.image = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/projects") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		fmt.Fprint(w, `{"project": {"id": "theirs", "name": "production"}}`)
	}
	names, err := client.ProjectNames(t.Context(), []text.Untrusted{text.Of("ours")})
	var problem *Problem
	if !errors.As(err, &problem) || !errors.Is(err, ErrAnswer) || problem.Advice() != mixedUp || len(names) != 0 {
		t.Errorf("got %v, %v", names, err)
	}
}
