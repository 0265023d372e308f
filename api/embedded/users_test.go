package embedded_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"glimpse/api/embedded/cinder"
	"glimpse/api/embedded/collection"
	"glimpse/api/embedded/glance"
	"glimpse/api/embedded/nova"
	"glimpse/api/embedded/sample"
)

// tokens of the tests: a project, or admin.
func tokens(token string) (collection.Identity, bool) {
	switch token {
	case "admin":
		return collection.Identity{ProjectID: "p0", Admin: true}, true
	case "p1", "p2":
		return collection.Identity{ProjectID: token}, true
	}
	return collection.Identity{}, false
}

// asked sends one request and returns the status and the ids in the answer, or
// what an error says.
func asked(t *testing.T, service http.Handler, token, path, version string) (int, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("X-Auth-Token", token)
	r.Header.Set("OpenStack-API-Version", version)
	w := httptest.NewRecorder()
	service.ServeHTTP(w, r)
	var answer map[string]json.RawMessage
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %v in %q", path, err, w.Body)
	}
	var ids []string
	for name, part := range answer {
		var records []struct{ ID, Rel string }
		var failure struct{ Message string }
		switch {
		case json.Unmarshal(part, &records) == nil:
			for _, record := range records {
				ids = append(ids, record.ID+record.Rel)
			}
		case json.Unmarshal(part, &failure) == nil && failure.Message != "":
			return w.Code, name + ": " + failure.Message
		}
	}
	slices.Sort(ids)
	return w.Code, strings.Join(ids, " ")
}

func TestNovaListsServersAsThePolicyAllows(t *testing.T) {
	t.Parallel()
	service := nova.New(collection.Options{Auth: tokens, Prefix: "/compute"}, []nova.Server{
		{ID: "a", Name: "web-1", Status: "ACTIVE", ProjectID: "p1", ImageID: "i1"},
		{ID: "b", Name: "web-2", Status: "SHUTOFF", ProjectID: "p1", ImageID: "i2"},
		{ID: "c", Name: "db-1", Status: "ACTIVE", ProjectID: "p2", ImageID: "i1"},
		{ID: "d", Name: "db-2", Status: "ACTIVE", ProjectID: "p2"},
	})
	for _, test := range []struct {
		name, token, path string
		code              int
		want              string
	}{
		{"a project sees its own", "p1", "/servers/detail", 200, "a b"},
		{"by image", "p1", "/servers?image=i1", 200, "a"},
		{"an administrator sees one project unless asked", "admin", "/servers/detail", 200, ""},
		{"all projects", "admin", "/servers/detail?all_tenants=1", 200, "a b c d"},
		{"all projects, by image", "admin", "/servers/detail?all_tenants=True&image=i1", 200, "a c"},
		{
			"all projects are for administrators", "p1", "/servers/detail?all_tenants=1", 403,
			"forbidden: Policy doesn't allow os_compute_api:servers:detail:get_all_tenants to be performed.",
		},
		{"a full page has a link", "admin", "/servers/detail?all_tenants=1&limit=2", 200, "a b next"},
		{"the next page", "admin", "/servers/detail?all_tenants=1&limit=2&marker=b", 200, "c d next"},
		{"the page behind the end", "admin", "/servers/detail?all_tenants=1&limit=2&marker=d", 200, ""},
		{"no such marker", "admin", "/servers/detail?marker=x", 400, "badRequest: marker [x] not found"},
		{"no such limit", "p1", "/servers?limit=ten", 400, "badRequest: limit param must be an integer"},
		{"another project's server", "p1", "/servers/c", 404, "itemNotFound: Instance c could not be found."},
		{"no token", "", "/servers", 401, "error: The request you have made requires authentication."},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			code, got := asked(t, service, test.token, "/compute/v2.1"+test.path, "")
			if got = strings.TrimSpace(got); code != test.code || got != test.want {
				t.Errorf("GET %s as %q: %d %q, want %d %q", test.path, test.token, code, got, test.code, test.want)
			}
		})
	}
}

func TestCinderListsVolumesAsThePolicyAllows(t *testing.T) {
	t.Parallel()
	service := cinder.New(collection.Options{Auth: tokens, Prefix: "/volume"}, cinder.Uploads{}, []cinder.Volume{
		{ID: "a", Status: "in-use", ProjectID: "p1", ImageID: "i1", Server: "s"},
		{ID: "b", Status: "available", ProjectID: "p1"},
		{ID: "c", Status: "available", ProjectID: "p2", ImageID: "i1"},
	})
	const byImage = "?all_tenants=1&glance_metadata=%7B%22image_id%22%3A%22i1%22%7D"
	for _, test := range []struct {
		name, token, path, version string
		code                       int
		want                       string
	}{
		{"a project sees its own", "p1", "p1/volumes/detail", "", 200, "a b"},
		{"whatever it asks for", "p1", "p1/volumes/detail?all_tenants=1", "", 200, "a b"},
		{"all projects", "admin", "p0/volumes/detail?all_tenants=1", "", 200, "a b c"},
		{"by image", "admin", "p0/volumes/detail" + byImage, "volume 3.4", 200, "a c"},
		{"an old version passes the image over", "admin", "p0/volumes/detail" + byImage, "volume 3.3", 200, "a b c"},
		{"and so it does for others than administrators", "p1", "p1/volumes/detail" + byImage, "volume 3.4", 200, "a b"},
		{"bootable", "p1", "p1/volumes?bootable=true", "", 200, "a"},
		{"a full page has a link", "p1", "p1/volumes?limit=1", "", 200, "a next"},
		{"no such marker", "p1", "p1/volumes?marker=x", "", 404, "itemNotFound: Volume x could not be found."},
		{"another project in the address", "p1", "p2/volumes", "", 400, "badRequest: Malformed request url"},
		{"another project's volume", "p1", "p1/volumes/c", "", 404, "itemNotFound: Volume c could not be found."},
		{
			"a version that there is not", "p1", "p1/volumes", "volume 3.99", 406,
			"computeFault: Version 3.99 is not supported by the API. Minimum is 3.0 and maximum is 3.4.",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			code, got := asked(t, service, test.token, "/volume/v3/"+test.path, test.version)
			if got = strings.TrimSpace(got); code != test.code || got != test.want {
				t.Errorf("GET %s as %q: %d %q, want %d %q", test.path, test.token, code, got, test.code, test.want)
			}
		})
	}
}

func TestNothingIsChangedInTheServicesThatUseImages(t *testing.T) {
	t.Parallel()
	for path, service := range map[string]http.Handler{
		"/compute/v2.1/servers":    nova.New(collection.Options{Auth: tokens, Prefix: "/compute"}, nil),
		"/volume/v3/p1/volumes/v1": cinder.New(collection.Options{Auth: tokens, Prefix: "/volume"}, cinder.Uploads{}, []cinder.Volume{{ID: "v1", ProjectID: "p1"}}),
	} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
			r := httptest.NewRequest(method, path, strings.NewReader("{}"))
			r.Header.Set("X-Auth-Token", "p1")
			w := httptest.NewRecorder()
			service.ServeHTTP(w, r)
			if w.Code != http.StatusForbidden {
				t.Errorf("%s %s was answered %d, want 403", method, path, w.Code)
			}
		}
	}
}

func TestSampleServersFollowFromTheSeed(t *testing.T) {
	t.Parallel()
	options := sample.Options{
		Images: 300, Seed: 7, Now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC),
		Projects: sample.Projects{Admin: sample.Project{ID: "a"}, Demo: sample.Project{ID: "d"}, Other: sample.Project{ID: "o"}, Tenants: []sample.Project{{ID: "t"}}},
	}
	records := sample.Records(options)
	servers, volumes := sample.Users(records, options)
	again, _ := sample.Users(sample.Records(options), options)
	if len(servers) < 100 || len(volumes) < 20 {
		t.Fatalf("%d servers and %d volumes for 300 images", len(servers), len(volumes))
	}
	if !slices.EqualFunc(servers, again, func(a, b nova.Server) bool { return a.ID == b.ID && a.ImageID == b.ImageID }) {
		t.Error("the same seed made other servers")
	}
	byID := map[string]*glance.Record{}
	for i := range records {
		byID[records[i].ID] = &records[i]
	}
	used := map[string]bool{}
	for _, server := range servers {
		used[server.ImageID] = true
		image := byID[server.ImageID]
		if image == nil {
			continue // it starts from a volume
		}
		if server.Created.Before(image.CreatedAt.Truncate(time.Second)) || server.Created.After(options.Now) {
			t.Errorf("server %s is of %v, its image of %v", server.ID, server.Created, image.CreatedAt)
		}
		if image.Visibility == "private" && server.ProjectID != *image.Owner {
			t.Errorf("server %s of project %s is made from a private image of %s", server.ID, server.ProjectID, *image.Owner)
		}
	}
	if len(used) > 250 {
		t.Errorf("%d of 300 images are used; some must not be", len(used))
	}
}
