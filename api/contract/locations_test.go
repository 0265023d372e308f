package contract

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/model"
)

// inTheWeb serves image data on this machine.
func inTheWeb(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/image" {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(content))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// located expects an image to have its data at these places.
func located(want ...string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		got := []string{}
		for _, one := range a.object(s)["locations"].([]any) {
			got = append(got, one.(map[string]any)["url"].(string))
		}
		for i := range want {
			want[i] = s.expand(want[i])
		}
		if !slices.Equal(got, want) {
			s.Errorf("the locations are %q, want %q", got, want)
		}
	}
}

func TestExtrasLocations(t *testing.T) {
	s := spaceOn(t, extras(t))
	web := inTheWeb(t)
	s.image("id", member, `{"name": "a", "disk_format": "raw", "container_format": "bare"}`)
	s.active("stored", member, `{"name": "stored"}`, content)
	add := func(at string) string {
		return `[{"op": "add", "path": "/locations/-", "value": {"url": "` + at + `", "metadata": {}}}]`
	}
	const remove = `[{"op": "remove", "path": "/locations/0"}]`
	s.check(t, []exchange{
		{"a new image has none", member, "GET /v2/images/{id}", "", 200, has(`{"locations": []}`)},
		{"no file of the service's own", member, "PATCH /v2/images/{id}", add("file:///etc/passwd"), 400, refused("Invalid location")},
		{"nothing of a store that is not there", member, "PATCH /v2/images/{id}", add("bogus://x/y"), 400, refused("Invalid location")},
		{"nothing where no data is", member, "PATCH /v2/images/{id}", add(web + "/none"), 400, refused("Invalid location")},
		{"a place in the list is a number", member, "PATCH /v2/images/{id}", `[{"op": "add", "path": "/locations/x", "value": {"url": "` + web + `/image", "metadata": {}}}]`, 400, refused("Invalid position for adding a location.")},
		{"the list is no place", member, "PATCH /v2/images/{id}", `[{"op": "add", "path": "/locations", "value": []}]`, 400, refused("Invalid JSON pointer for this resource: '/locations'")},
		{"nothing is removed from a queued image", member, "PATCH /v2/images/{id}", remove, 409, refused("It's not allowed to remove locations if image status is queued.")},
		{"a queued image gets its data so", member, "PATCH /v2/images/{id}", add(web + "/image"), 200, all(has(`{"status": "active", "checksum": null, "stores": "web"}`), located(web+"/image"))},
		{"which is read from there", member, "GET /v2/images/{id}/file", "", 200, text(content)},
		{"not twice", member, "PATCH /v2/images/{id}", add(web + "/image"), 400, refused("The location " + web + "/image already exists")},
		{"the last one stays", member, "PATCH /v2/images/{id}", remove, 403, denied("Cannot remove last location in the image.")},
		{"another one comes behind", member, "PATCH /v2/images/{id}", add(web + "/image?2"), 200, located(web+"/image", web+"/image?2")},
		{"one that is not there is not removed", member, "PATCH /v2/images/{id}", `[{"op": "remove", "path": "/locations/9"}]`, 400, refused("Invalid position for removing a location.")},
		{"all operations or none", member, "PATCH /v2/images/{id}", `[{"op": "remove", "path": "/locations/0"}, {"op": "remove", "path": "/locations/9"}]`, 403, denied("Cannot remove last location in the image.")},
		{"one is removed", member, "PATCH /v2/images/{id}", remove, 200, located(web + "/image?2")},
		{"all are not replaced by none", member, "PATCH /v2/images/{id}", `[{"op": "replace", "path": "/locations", "value": []}]`, 403, denied("Cannot set locations to empty list.")},
		{"a stored image has its place", member, "PATCH /v2/images/{stored}", add(web + "/image"), 200, has(`{"stores": "fs,web"}`)},
		{"whose data goes with it", member, "PATCH /v2/images/{stored}", remove, 200, all(has(`{"stores": "web"}`), located(web+"/image"))},
		{"a deactivated image", member, "POST /v2/images/{id}/actions/deactivate", "", 204, nil},
		{"shows nobody but the admin its places", member, "GET /v2/images/{id}", "", 200, all(located(), lacks("stores"))},
		{"which are there", admin, "GET /v2/images/{id}", "", 200, located(web + "/image?2")},
		{"and gets no other", member, "PATCH /v2/images/{id}", add(web + "/image"), 409, refused("It's not allowed to add locations if image status is deactivated.")},
	})
}

func TestExtrasDataIsDownloadedFromTheWeb(t *testing.T) {
	s := spaceOn(t, extras(t))
	web := inTheWeb(t)
	for _, name := range []string{"id", "failing"} {
		s.image(name, member, `{"disk_format": "raw", "container_format": "bare"}`)
	}
	download := func(at string) string {
		return `{"method": {"name": "web-download", "uri": "` + at + `"}, "stores": ["fs2"]}`
	}
	s.check(t, []exchange{
		{"a source is taken", member, postImport, download(web + "/image"), 202, nil},
		{"one without data, too", member, strings.Replace(postImport, "{id}", "{failing}", 1), download(web + "/none"), 202, nil},
	})
	s.awaitStores("id", "fs2")
	s.check(t, []exchange{
		{"the data is there", member, "GET /v2/images/{id}", "", 200, has(`{"status": "active", "stores": "fs2", "os_glance_failed_import": ""}`)},
		{"as it was", member, "GET /v2/images/{id}/file", "", 200, text(content)},
	})
	s.poll("fs2 queued", func() any {
		image := s.must(member, "GET /v2/images/{failing}", "").object(s)
		return fmt.Sprint(image["os_glance_failed_import"], " ", image["status"])
	})
}

func TestExtrasTheClientChangesLocations(t *testing.T) {
	on := extras(t)
	s := spaceOn(t, on)
	web := inTheWeb(t)
	c := on.client(t, member, api.Options{})
	id := created(t, s, c, api.NewImage{Attributes: map[model.Attribute]any{
		model.AttrDiskFormat: "raw", model.AttrContainerFormat: "bare",
	}}).ID
	ctx := t.Context()
	for _, step := range []struct{ add, remove, want []string }{
		{[]string{web + "/image", web + "/image?2"}, nil, []string{web + "/image", web + "/image?2"}},
		{[]string{web + "/image"}, []string{web + "/none"}, []string{web + "/image", web + "/image?2"}}, // it is so already
		{[]string{web + "/image?3"}, []string{web + "/image", web + "/image?2"}, []string{web + "/image?3"}},
	} {
		image, err := c.ChangeLocations(ctx, id, step.add, step.remove)
		if err != nil {
			t.Fatal(err)
		}
		locations, shown := image.Locations()
		var got []string
		for _, one := range locations {
			got = append(got, one.URL.Raw())
		}
		if !shown || !slices.Equal(got, step.want) || image.Status != model.StatusActive {
			t.Errorf("+%q -%q gave %q, %s", step.add, step.remove, got, image.Status.Raw())
		}
	}
	for name, test := range map[string]struct {
		add, remove []string
		want        error
	}{
		"the last one":       {nil, []string{web + "/image?3"}, api.ErrForbidden},
		"where no data is":   {[]string{web + "/none"}, nil, api.ErrInvalid},
		"a file of its own":  {[]string{"file:///etc/passwd"}, nil, api.ErrInvalid},
		"there, and no more": {[]string{web + "/image?3"}, nil, nil},
	} {
		if _, err := c.ChangeLocations(ctx, id, test.add, test.remove); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	plain := theTarget.client(t, member, api.Options{})
	hidden := created(t, spaceOn(t, theTarget), plain, api.NewImage{}).ID
	if _, err := plain.ChangeLocations(ctx, hidden, []string{web + "/image"}, nil); !errors.Is(err, api.ErrNotOffered) {
		t.Errorf("a service that shows none: %v", err)
	}
}
