package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"glimpse/api/clouds"
	"glimpse/model"
)

const (
	secretPassword = "pass-w0rd-Geheim"
	tokenPrefix    = "tok3n-Geheim-"
)

// fakeCloud is an identity service, and whatever a test puts in the place of
// the image service.
type fakeCloud struct {
	*httptest.Server
	image http.HandlerFunc // below /image, after the token was checked

	mu       sync.Mutex
	logins   int
	requests []string // method and path with query, of the image service
	life     time.Duration
	skew     time.Duration // of the identity service's clock
	// login answers a login in place of the service, if set.
	login http.HandlerFunc
	// valid decides about tokens in place of "the last one issued", if set.
	valid func(token string) bool
	// catalog are the endpoints in place of the one of the image service.
	catalog []map[string]any
	// services are further services of the catalogue, roles those of the token.
	services []any
	roles    []string
}

func newFakeCloud(t testing.TB, image http.HandlerFunc) *fakeCloud {
	t.Helper()
	f := &fakeCloud{image: image, life: time.Hour}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

func (f *fakeCloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/identity/v3/auth/tokens" {
		f.serveLogin(w, r)
		return
	}
	token := r.Header.Get("X-Auth-Token")
	f.mu.Lock()
	f.requests = append(f.requests, r.Method+" "+r.URL.RequestURI())
	valid := token == f.token(f.logins)
	if f.valid != nil {
		valid = f.valid(token)
	}
	f.mu.Unlock()
	if !valid {
		fault(w, http.StatusUnauthorized, "This server could not verify that you are authorized")
		return
	}
	f.image(w, r)
}

func (f *fakeCloud) token(n int) string { return fmt.Sprint(tokenPrefix, n) }

func (f *fakeCloud) serveLogin(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.logins++
	n, login := f.logins, f.login
	f.mu.Unlock()
	if login != nil {
		login(w, r)
		return
	}
	f.issue(w, n)
}

func (f *fakeCloud) issue(w http.ResponseWriter, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	issued := time.Now().Add(f.skew).UTC()
	catalog := f.catalog
	if catalog == nil {
		catalog = []map[string]any{endpointIn("RegionOne", "public", f.URL+"/image")}
	}
	roles := make([]any, len(f.roles))
	for i, name := range f.roles {
		roles[i] = map[string]any{"id": "r-" + name, "name": name}
	}
	w.Header().Set("X-Subject-Token", f.token(n))
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]any{"token": map[string]any{
		"issued_at": issued.Format("2006-01-02T15:04:05.000000Z"), "expires_at": issued.Add(f.life).Format("2006-01-02T15:04:05.000000Z"),
		"roles": roles,
		"catalog": append([]any{
			map[string]any{"type": "compute", "name": "nova", "endpoints": []any{endpointIn("RegionOne", "public", f.URL+"/compute")}},
			map[string]any{"type": "image", "name": "glance", "endpoints": catalog},
		}, f.services...),
		"user": map[string]any{"id": "u1", "name": "alice"}, "project": map[string]any{"id": "p1", "name": "demo"},
	}})
}

func endpointIn(region, kind, url string) map[string]any {
	return map[string]any{"region": region, "region_id": region, "interface": kind, "url": url, "id": "e"}
}

func (f *fakeCloud) count(prefix string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, request := range f.requests {
		if strings.HasPrefix(request, prefix) {
			n++
		}
	}
	return n
}

func (f *fakeCloud) taken() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	taken := f.requests
	f.requests = nil
	return taken
}

func (f *fakeCloud) loginCount() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.logins
}

func (f *fakeCloud) cloud() clouds.Cloud {
	return clouds.Cloud{
		Name: "fake", File: "/etc/openstack/clouds.yaml", AuthType: "password", AuthURL: f.URL + "/identity", Username: "alice", UserDomainName: "Default",
		Password: clouds.NewSecret(secretPassword), ProjectName: "demo", ProjectDomainName: "Default", Interface: "public", Verify: true,
	}
}

// atOnce is a retrier that does not wait.
func atOnce() *retrier {
	retry := newRetrier(time.Now)
	retry.sleep = func(ctx context.Context, _ time.Duration) error { return context.Cause(ctx) }
	return retry
}

func (f *fakeCloud) connect(t testing.TB, options Options) *Client {
	t.Helper()
	return f.connectTo(t, f.cloud(), options)
}

func (f *fakeCloud) connectTo(t testing.TB, cloud clouds.Cloud, options Options) *Client {
	t.Helper()
	options = options.withDefaults()
	retry := atOnce()
	retry.log = options.Log
	client, err := connect(context.Background(), cloud, options, retry)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// fault answers as Glance does.
func fault(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set(requestIDHeader, "req-1")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{
		"message": message + "<br /><br />\n\n\n", "code": fmt.Sprint(status, " ", http.StatusText(status)), "title": http.StatusText(status),
	})
}

// hangUp ends the connection without an answer.
func hangUp(w http.ResponseWriter) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		connection.Close()
	}
}

func drain(r *http.Request) []byte {
	body, _ := io.ReadAll(r.Body)
	return body
}

const id1 = "11111111-1111-4111-8111-111111111111"

func imageID(n int) string { return fmt.Sprintf("%08x-0000-4000-8000-000000000000", n) }

func idsOf(images []model.Image) []string {
	ids := make([]string, len(images))
	for i := range images {
		ids[i] = images[i].ID.Raw()
	}
	return ids
}

func modelID(id string) model.ImageID { return model.NewImageID(id) }
