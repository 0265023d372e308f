package embedded

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// cloud is a server with a client of its own.
type cloud struct {
	*Server
	t      *testing.T
	client *http.Client
}

func start(t *testing.T, options Options) *cloud {
	t.Helper()
	s, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &cloud{s, t, &http.Client{Transport: transport}}
}

type answer struct {
	status int
	header http.Header
	body   string
}

// try sends a request and returns the error that a client would see.
func (c *cloud) try(method, url, token, body string) (answer, error) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Content-Type", "application/json")
	if method == "PATCH" {
		r.Header.Set("Content-Type", "application/openstack-images-v2.1-json-patch")
	}
	if token != "" {
		r.Header.Set("X-Auth-Token", token)
	}
	response, err := c.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(text)}, err
}

func (c *cloud) do(method, url, token, body string) answer {
	c.t.Helper()
	a, err := c.try(method, url, token, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, url, err)
	}
	return a
}

// login authenticates over HTTP and returns the token and the address of the
// Image service in the catalogue.
func (c *cloud) login(user, project string) (token, image string) {
	c.t.Helper()
	a := c.do("POST", c.AuthURL()+"/auth/tokens", "", `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"`+user+
		`","password":"demo","domain":{"name":"Default"}}}},"scope":{"project":{"name":"`+project+`","domain":{"name":"Default"}}}}}`)
	var body struct {
		Token struct {
			Catalog []struct {
				Type      string
				Endpoints []struct{ Interface, URL string }
			}
		}
	}
	if err := json.Unmarshal([]byte(a.body), &body); err != nil || a.status != http.StatusCreated {
		c.t.Fatalf("%d %s", a.status, a.body)
	}
	for _, service := range body.Token.Catalog {
		if service.Type == "image" {
			return a.header.Get("X-Subject-Token"), service.Endpoints[0].URL
		}
	}
	c.t.Fatalf("no image service in %s", a.body)
	return "", ""
}

type page struct {
	Images []struct {
		ID, Status, Visibility string
		Name                   *string
		Hidden                 bool `json:"os_hidden"`
	}
	Next string
}

func (c *cloud) page(url, token string) page {
	c.t.Helper()
	a := c.do("GET", url, token, "")
	var p page
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.status != http.StatusOK {
		c.t.Fatalf("GET %s: %d %v %.300s", url, a.status, err, a.body)
	}
	return p
}

func TestAClientLogsInAndWalksThePages(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Images: 300, Seed: 1})
	token, image := c.login("admin", "admin")
	if image != c.ImageURL() || !strings.HasSuffix(image, "/image") {
		t.Errorf("the catalogue says %s, the server %s", image, c.ImageURL())
	}
	seen := map[string]bool{}
	for _, hidden := range []string{"false", "true"} {
		for url := "/v2/images?limit=100&visibility=all&os_hidden=" + hidden; url != ""; {
			p := c.page(image+url, token)
			for _, i := range p.Images {
				if seen[i.ID] {
					t.Errorf("image %s came twice", i.ID)
				}
				seen[i.ID] = true
			}
			url = p.Next
		}
	}
	if len(seen) != 300 || c.Glance().Len() != 300 {
		t.Errorf("%d images were listed, the service holds %d", len(seen), c.Glance().Len())
	}
	if got := c.Requests().Of("POST", ClassToken); got != 1 {
		t.Errorf("%d logins were counted", got)
	}
	if lists := c.Requests().Of("GET", ClassImages); lists < 4 || c.Requests().Of("", "") != lists+1 {
		t.Errorf("%d lists were counted among %d requests", lists, c.Requests().Of("", ""))
	}
}

func TestTheSameSeedServesTheSameImages(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	var bodies []string
	for range 2 {
		c := start(t, Options{Images: 50, Seed: 42, Now: now})
		token, image := c.login("admin", "admin")
		bodies = append(bodies, c.do("GET", image+"/v2/images?limit=50", token, "").body)
	}
	if bodies[0] != bodies[1] {
		t.Error("two servers with one seed list different images")
	}
}

func TestEachAccountSeesItsOwn(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Images: 2000, Seed: 1})
	counts := map[string]int{}
	for _, account := range []struct{ user, project string }{{"admin", "admin"}, {"member", "demo"}, {"reader", "demo"}, {"other", "other"}} {
		token, image := c.login(account.user, account.project)
		counts[account.user] = len(c.page(image+"/v2/images?limit=1000&visibility=private", token).Images)
		if n := len(c.page(image+"/v2/images?limit=1000&visibility=public", token).Images); n < 50 {
			t.Errorf("%s sees %d public images", account.user, n)
		}
		if n := len(c.page(image+"/v2/images?limit=1000&visibility=shared&member_status=pending", token).Images); n < 2 && account.user != "admin" {
			t.Errorf("%s sees %d images that are offered", account.user, n)
		}
	}
	if counts["member"] != counts["reader"] || counts["member"] < 100 || counts["other"] < 30 || counts["admin"] < counts["member"]+counts["other"] {
		t.Errorf("private images: %v", counts)
	}
}

func TestTheImageServiceCanLieUnderAnyPath(t *testing.T) {
	t.Parallel()
	for prefix, suffix := range map[string]string{"/glance": "/v2/images", "/glance/v2": "/images", "/": "/v2/images", "/a/b/": "/v2/images"} {
		c := start(t, Options{Images: 5, ImagePrefix: prefix})
		token, image := c.login("admin", "admin")
		if p := c.page(image+suffix, token); len(p.Images) == 0 {
			t.Errorf("%s: nothing is listed at %s", prefix, image+suffix)
		}
		if got := c.Requests().Of("GET", ClassImages); got != 1 {
			t.Errorf("%s: %d lists were counted", prefix, got)
		}
		if a := c.do("GET", strings.TrimSuffix(c.AuthURL(), "/identity/v3")+"/nowhere/else", "", ""); prefix != "/" && a.status != http.StatusNotFound {
			t.Errorf("%s: a path of nobody's is answered %d", prefix, a.status)
		}
	}
}

func TestTheVersionsLeadBackUnderThePath(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	if a := c.do("GET", c.ImageURL()+"/", "", ""); !strings.Contains(a.body, `"href": "`+c.ImageURL()+`/v2/"`) {
		t.Errorf("got %d %s", a.status, a.body)
	}
	token, image := c.login("member", "demo")
	a := c.do("POST", image+"/v2/images", token, `{"name": "new"}`)
	if location := a.header.Get("Location"); !strings.HasPrefix(location, image+"/v2/images/") {
		t.Errorf("%d, made at %q", a.status, location)
	}
}

func TestAddressesThatCannotBeServedOn(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for address, want := range map[string]string{
		"0.0.0.0:0":             "serves loopback only",
		":0":                    "serves loopback only",
		"192.0.2.1:80":          "serves loopback only",
		"example.org:80":        "serves loopback only",
		"nonsense":              "reading the listen address",
		taken.Addr().String():   "starting the embedded cloud",
		"127.0.0.1:not-a-port!": "starting the embedded cloud",
	} {
		if s, err := Start(t.Context(), Options{Listen: address}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v %v, want %q", address, s, err, want)
		}
	}
	if _, err := Start(t.Context(), Options{Faults: "bogus"}); err == nil {
		t.Error("wrong faults were taken")
	}
	c := start(t, Options{Listen: "localhost:0"})
	if a := c.do("GET", c.AuthURL(), "", ""); a.status != http.StatusOK {
		t.Errorf("localhost answers %d", a.status)
	}
}

func TestTheCloudEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-s.Done()
	if conn, err := net.Dial("tcp", s.address); err == nil {
		conn.Close()
		t.Error("it still listens")
	}
	if err := s.Close(); err != nil {
		t.Errorf("closing it again: %v", err)
	}
}

func TestCloudsYAMLNamesTheFourClouds(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	want := "  demo-reader:\n    auth_type: password\n    auth:\n      auth_url: " + c.AuthURL() + "\n      username: reader\n" +
		"      password: demo\n      project_name: demo\n      user_domain_name: Default\n      project_domain_name: Default\n" +
		"    region_name: RegionOne\n    interface: public\n    identity_api_version: 3\n"
	yaml := c.CloudsYAML()
	if !strings.HasPrefix(yaml, "clouds:\n  demo:\n") || !strings.Contains(yaml, want) {
		t.Errorf("got\n%s", yaml)
	}
	for _, name := range []string{"demo", "demo-member", "demo-reader", "demo-other"} {
		if strings.Count(yaml, "\n  "+name+":\n") != 1 {
			t.Errorf("%s is not there once", name)
		}
	}
}

func TestRequestsAreToldApart(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Images: 30})
	token, image := c.login("admin", "admin")
	id := c.page(image+"/v2/images?limit=1", token).Images[0].ID
	c.ForgetRequests()
	base := image + "/v2/images/" + id
	for _, test := range []struct {
		method, url string
		want        Class
	}{
		{"GET", c.AuthURL(), ClassIdentity},
		{"GET", c.AuthURL() + "/auth/tokens", ClassToken},
		{"GET", image + "/", ClassVersions},
		{"GET", image + "/versions", ClassVersions},
		{"GET", image + "/v2/", ClassVersions},
		{"GET", image + "/v2/images", ClassImages},
		{"POST", image + "/v2/images", ClassImages},
		{"GET", base, ClassImage},
		{"PUT", base + "/tags/a%2Fb", ClassTag},
		{"POST", base + "/actions/deactivate", ClassAction},
		{"GET", base + "/members/x", ClassMember},
		{"GET", base + "/tasks", ClassTask},
		{"PUT", base + "/stage", ClassData},
		{"GET", image + "/v2/schemas/image", ClassSchema},
		{"GET", image + "/v2/info/stores", ClassInfo},
		{"GET", image + "/v2/nothing", ClassOther},
		{"GET", strings.TrimSuffix(image, "/image") + "/elsewhere", ClassOther},
	} {
		before := c.Requests()
		a := c.do(test.method, test.url, token, "")
		after := c.Requests()
		if after.Of(test.method, test.want) != before.Of(test.method, test.want)+1 || after.Of("", "") != before.Of("", "")+1 {
			t.Errorf("%s %s did not count as %s: %v", test.method, test.url, test.want, after)
		}
		log := c.RequestLog()
		last := log[len(log)-1]
		if !strings.HasSuffix(test.url, last.Path) || last.Method != test.method || last.Class != test.want {
			t.Errorf("%s %s is logged as %+v", test.method, test.url, last)
		}
		if ended := c.waitIdle(); ended[len(ended)-1].Status != a.status {
			t.Errorf("%s %s was answered %d and logged as %d", test.method, test.url, a.status, ended[len(ended)-1].Status)
		}
	}
}

// waitIdle waits until no request is under way and returns the log.
func (c *cloud) waitIdle() []Request {
	c.t.Helper()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for c.Busy() > 0 {
		select {
		case <-ticker.C:
		case <-c.t.Context().Done():
			c.t.Fatal("requests do not end")
		}
	}
	return c.RequestLog()
}

func TestTheLogForgetsTheOldAndTheTallyDoesNot(t *testing.T) {
	t.Parallel()
	var log requestLog
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://x/y?z=%20", nil)
	if err != nil {
		t.Fatal(err)
	}
	for range keptRequests + 5 {
		log.end(log.begin(r, ClassOther), &recorder{status: 200})
	}
	if len(log.kept) != keptRequests/2+5 || log.tally.Of("GET", "") != keptRequests+5 || log.open != 0 {
		t.Errorf("%d are kept, %d counted, %d open", len(log.kept), log.tally.Of("GET", ""), log.open)
	}
	if last := log.kept[len(log.kept)-1]; last.Query != "z=%20" || last.Ended.IsZero() {
		t.Errorf("the last one is %+v", last)
	}
}

func TestWrapSeesEveryRequest(t *testing.T) {
	t.Parallel()
	var bodies bytes.Buffer
	c := start(t, Options{Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = io.NopCloser(io.TeeReader(r.Body, &bodies))
			next.ServeHTTP(w, r)
		})
	}})
	c.login("member", "demo")
	if !strings.Contains(bodies.String(), `"name":"member"`) {
		t.Errorf("it saw %q", bodies.String())
	}
}

func BenchmarkStart100000(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		s, err := Start(context.Background(), Options{Images: 100_000, Seed: 1})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil && !errors.Is(err, http.ErrServerClosed) {
			b.Fatal(err)
		}
	}
}
