package faulttest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"glimpse/api/embedded"
)

// Cloud is a Keystone and a Glance behind proxies, and the way around them.
type Cloud struct {
	// Identity and Images are what a client is led through.
	Identity, Images *Proxy
	// Real tells the services of .ci/openstack/up from the embedded one.
	Real bool

	authURL, imageURL string // behind the proxies

	mu    sync.Mutex
	token string
	until time.Time
}

// contractDir names the folder of .ci/openstack/up for tests on the real
// services.
const contractDir = "GLIMPSE_CONTRACT_DIR"

// Embedded serves the embedded cloud behind proxies until the test ends.
func Embedded(t testing.TB, options embedded.Options) *Cloud {
	t.Helper()
	server, err := embedded.Start(context.WithoutCancel(t.Context()), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return behind(t, server.AuthURL(), server.ImageURL())
}

// RealServices are the Keystone and Glance that GLIMPSE_CONTRACT_DIR names,
// behind proxies; false where it names none.
func RealServices(t testing.TB) (*Cloud, bool) {
	t.Helper()
	dir := os.Getenv(contractDir)
	if dir == "" {
		return nil, false
	}
	content, err := os.ReadFile(filepath.Join(dir, "env"))
	if err != nil {
		t.Fatal(err)
	}
	setting := func(name string) string {
		found := regexp.MustCompile(`(?m)^export ` + name + `=(\S+)$`).FindSubmatch(content)
		if found == nil {
			t.Fatalf("%s/env has no %s", dir, name)
		}
		return string(found[1])
	}
	c := behind(t, setting("GLIMPSE_REAL_AUTH_URL"), setting("GLIMPSE_REAL_IMAGE_URL"))
	c.Real = true
	return c, true
}

func behind(t testing.TB, authURL, imageURL string) *Cloud {
	t.Helper()
	return &Cloud{
		Identity: NewProxy(t, authURL, nil), Images: NewProxy(t, imageURL, nil), authURL: authURL, imageURL: imageURL,
	}
}

// CloudsYAML is the clouds.yaml that leads a client through the proxies: cloud
// "faulty" of the administrator.
func (c *Cloud) CloudsYAML() string { return c.CloudsYAMLOf("admin", "demo") }

// CloudsYAMLOf is the same with another project and password of admin.
func (c *Cloud) CloudsYAMLOf(project, password string) string {
	return fmt.Sprintf(`clouds:
  faulty:
    region_name: RegionOne
    identity_api_version: 3
    image_endpoint_override: %s
    auth:
      auth_url: %s
      username: admin
      password: %s
      project_name: %s
      user_domain_name: Default
      project_domain_name: Default
`, through(c.Images, c.imageURL), through(c.Identity, c.authURL), password, project)
}

// through is an address with the proxy's host in the place of its own.
func through(p *Proxy, address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	return p.URL + parsed.Path
}

// Record is an image as encoding/json reads it.
type Record map[string]any

// ID is the image's id.
func (r Record) ID() string { return r.Text("id") }

// Text is a field that is a text.
func (r Record) Text(key string) string {
	value, _ := r[key].(string)
	return value
}

// Tags are the image's tags, sorted.
func (r Record) Tags() []string {
	list, _ := r["tags"].([]any)
	tags := make([]string, 0, len(list))
	for _, tag := range list {
		name, _ := tag.(string)
		tags = append(tags, name)
	}
	slices.Sort(tags)
	return tags
}

// HasTag tells whether the image has a tag.
func (r Record) HasTag(tag string) bool { return slices.Contains(r.Tags(), tag) }

// Walk reads, past the proxies, every image of a listing.
func (c *Cloud) Walk(t testing.TB, params string) []Record {
	t.Helper()
	var all []Record
	for marker := ""; ; {
		status, body := c.Do(t, http.MethodGet, "/v2/images?limit=1000&"+params+marker, nil)
		var page struct{ Images []Record }
		if err := json.Unmarshal(body, &page); err != nil || status != http.StatusOK {
			t.Fatalf("reading the images: %d, %v: %.300s", status, err, body)
		}
		if len(page.Images) == 0 {
			return all
		}
		all = append(all, page.Images...)
		marker = "&marker=" + page.Images[len(page.Images)-1].ID()
	}
}

// Do sends a request past the proxies, as the administrator. content is sent
// as JSON unless it is nil.
func (c *Cloud) Do(t testing.TB, method, path string, content any) (status int, body []byte) {
	t.Helper()
	var encoded []byte
	if content != nil {
		var err error
		if encoded, err = json.Marshal(content); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		address := strings.TrimSuffix(c.imageURL, "/") + path
		request, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), method, address, bytes.NewReader(encoded))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Auth-Token", c.logIn(t))
		request.Header.Set("Content-Type", "application/json")
		if status, body = exchange(t, request, nil); status != http.StatusUnauthorized {
			break // a token of three seconds ends now and then before it is looked at
		}
	}
	return status, body
}

// logIn returns a token that is good for a while. Those of the tests may be
// good for three seconds only.
func (c *Cloud) logIn(t testing.TB) string {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Now().Before(c.until) {
		return c.token
	}
	const login = `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"admin","password":"demo",` +
		`"domain":{"name":"Default"}}}},"scope":{"project":{"name":"admin","domain":{"name":"Default"}}}}}`
	request, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodPost, c.authURL+"/auth/tokens", strings.NewReader(login))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	begun := time.Now()
	var header http.Header
	if status, body := exchange(t, request, &header); status != http.StatusCreated {
		t.Fatalf("logging in: %d: %s", status, body)
	}
	c.token, c.until = header.Get("X-Subject-Token"), begun.Add(time.Second)
	return c.token
}

// plain is a client that follows no redirect.
var plain = &http.Client{
	Timeout:       time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func exchange(t testing.TB, request *http.Request, header *http.Header) (status int, body []byte) {
	t.Helper()
	response, err := plain.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if header != nil {
		*header = response.Header
	}
	return response.StatusCode, body
}
