package faulttest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
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
	// Real reports whether these are the services of .ci/openstack/up, not the embedded one.
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
	content, err := os.ReadFile(filepath.Join(dir, "env")) //nolint:gosec // whoever runs the tests names the folder
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
	return c.CloudsYAMLBy("password", map[string]string{
		"username": "admin", "password": password, "project_name": project,
		"user_domain_name": "Default", "project_domain_name": "Default",
	})
}

// CloudsYAMLBy is the same with another way of logging in, what that needs, and
// more lines of the cloud.
func (c *Cloud) CloudsYAMLBy(authType string, auth map[string]string, more ...string) string {
	lines := ""
	for _, key := range slices.Sorted(maps.Keys(auth)) {
		lines += fmt.Sprintf("      %s: %q\n", key, auth[key])
	}
	above := ""
	for _, line := range more {
		above += "    " + line + "\n"
	}
	return fmt.Sprintf(`clouds:
  faulty:
    region_name: RegionOne
    identity_api_version: 3
    image_endpoint_override: %s
    auth_type: %s
%s    auth:
      auth_url: %s
%s`, through(c.Images, c.imageURL), authType, above, through(c.Identity, c.authURL), lines)
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

// HasTag reports whether the image has a tag.
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

// Keystone sends a request to the Identity API past the proxies, as the
// administrator, and returns what a success answers.
func (c *Cloud) Keystone(t testing.TB, method, path string, content any) (answer map[string]any) {
	t.Helper()
	for range 20 {
		status, _, body := c.identity(t, method, path, c.logIn(t), content)
		if status == http.StatusUnauthorized {
			continue // as in Do
		}
		if status >= http.StatusBadRequest {
			t.Fatalf("%s %s: %d: %s", method, path, status, body)
		}
		if err := json.Unmarshal(body, &answer); err != nil && len(body) > 0 {
			t.Fatal(err)
		}
		return answer
	}
	t.Fatalf("%s %s: every token was refused", method, path)
	return nil
}

// Token logs in past the proxies to a project of the default domain, by these
// methods of the Identity API, and returns the token, or "" with the status
// where it is refused.
func (c *Cloud) Token(t testing.TB, methods map[string]any, project string) (token string, status int) {
	t.Helper()
	identity := map[string]any{"methods": slices.Sorted(maps.Keys(methods))}
	maps.Copy(identity, methods)
	login := map[string]any{"auth": map[string]any{
		"identity": identity,
		"scope":    map[string]any{"project": map[string]any{"name": project, "domain": map[string]any{"id": "default"}}},
	}}
	status, header, _ := c.identity(t, http.MethodPost, "/auth/tokens", "", login)
	return header.Get("X-Subject-Token"), status
}

// ApplicationCredential makes a credential of a user that ends at a time, with a
// token of the user's own.
func (c *Cloud) ApplicationCredential(t testing.TB, token, user string, until time.Time) (id, secret string) {
	t.Helper()
	wanted := map[string]any{"application_credential": map[string]any{
		"name": "short", "expires_at": until.UTC().Format("2006-01-02T15:04:05.000000"),
	}}
	status, _, body := c.identity(t, http.MethodPost, "/users/"+user+"/application_credentials", token, wanted)
	var made struct {
		Credential struct{ ID, Secret string } `json:"application_credential"`
	}
	if err := json.Unmarshal(body, &made); err != nil || status != http.StatusCreated {
		t.Fatalf("making an application credential: %d: %s", status, body)
	}
	return made.Credential.ID, made.Credential.Secret
}

// AuthURL is the address of the Identity API behind the proxy.
func (c *Cloud) AuthURL() string { return c.authURL }

// TokenLife is how long a token of the service lives.
func (c *Cloud) TokenLife(t testing.TB) time.Duration {
	t.Helper()
	token := c.logIn(t)
	request, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, c.authURL+"/auth/tokens", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Auth-Token", token)
	request.Header.Set("X-Subject-Token", token)
	_, body := exchange(t, request, nil)
	var answer struct {
		Token struct {
			Expires time.Time `json:"expires_at"`
			Issued  time.Time `json:"issued_at"`
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return answer.Token.Expires.Sub(answer.Token.Issued)
}

// identity sends one request to the Identity API past the proxies.
func (c *Cloud) identity(t testing.TB, method, path, token string, content any) (status int, header http.Header, body []byte) {
	t.Helper()
	var encoded []byte
	if content != nil {
		var err error
		if encoded, err = json.Marshal(content); err != nil {
			t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), method, c.authURL+path, bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("X-Auth-Token", token)
	}
	status, body = exchange(t, request, &header)
	return status, header, body
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
	begun := time.Now()
	admin := map[string]any{"user": map[string]any{"name": "admin", "password": "demo", "domain": map[string]any{"id": "default"}}}
	token, status := c.Token(t, map[string]any{"password": admin}, "admin")
	if status != http.StatusCreated {
		t.Fatalf("logging in: %d", status)
	}
	c.token, c.until = token, begun.Add(time.Second)
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
