package glance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// tokens are the callers of the tests: the name is the token.
type tokens map[string]Identity

func (t tokens) Authenticate(token string) (Identity, bool) {
	who, ok := t[token]
	return who, ok
}

var callers = tokens{
	"admin":    {UserID: "u-admin", ProjectID: "p-admin", Roles: []string{"admin", "member", "reader"}},
	"demo":     {UserID: "u-demo", ProjectID: "p-demo", Roles: []string{"member", "reader"}},
	"viewer":   {UserID: "u-viewer", ProjectID: "p-demo", Roles: []string{"reader"}},
	"other":    {UserID: "u-other", ProjectID: "p-other", Roles: []string{"member", "reader"}},
	"unscoped": {UserID: "u-demo"},
	"system":   {UserID: "u-admin", Roles: []string{"admin", "member", "reader"}, SystemScope: true},
}

// rig is a service with a clock of its own, which moves 1.25 s with every
// look at it.
type rig struct {
	testing.TB
	s *Service
}

func newRig(t testing.TB, change ...func(*Options)) *rig {
	t.Helper()
	var ticks atomic.Int64
	start := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	options := Options{
		Auth: callers, KeystoneURL: "http://keystone", Seed: 7,
		Now: func() time.Time { return start.Add(time.Duration(ticks.Add(1)) * 1250 * time.Millisecond) },
	}
	for _, edit := range change {
		edit(&options)
	}
	return &rig{TB: t, s: New(options)}
}

// reply is an answer, read.
type reply struct {
	code   int
	header http.Header
	body   string
}

func (r *rig) do(who, method, path, body string, headers ...string) reply {
	r.Helper()
	var request *http.Request
	if body == "" {
		request = httptest.NewRequest(method, "http://cloud"+path, nil)
	} else {
		request = httptest.NewRequest(method, "http://cloud"+path, strings.NewReader(body))
	}
	if who != "" {
		request.Header.Set("X-Auth-Token", who)
	}
	request.Header.Set("Accept", "application/json")
	if method == http.MethodPatch {
		request.Header.Set("Content-Type", patchV21)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	r.s.ServeHTTP(recorder, request)
	return reply{code: recorder.Code, header: recorder.Result().Header, body: recorder.Body.String()}
}

// message is the text of an error answer without WebOb's layout.
func (a reply) message() string {
	var decoded struct{ Message string }
	if json.Unmarshal([]byte(a.body), &decoded) != nil || decoded.Message == "" {
		return a.body
	}
	text, detail, _ := strings.Cut(decoded.Message, "<br /><br />")
	if strings.TrimSpace(detail) != "" {
		return "D " + strings.TrimSpace(detail)
	}
	return text
}

// image decodes an image; it fails the test when there is none.
func (r *rig) image(a reply) map[string]any {
	r.Helper()
	var decoded map[string]any
	if err := json.Unmarshal([]byte(a.body), &decoded); err != nil {
		r.Fatalf("no JSON object: %v in %q", err, a.body)
	}
	return decoded
}

// create makes an image and returns its id.
func (r *rig) create(who, body string) string {
	r.Helper()
	made := r.do(who, post, "/v2/images", body)
	if made.code != http.StatusCreated {
		r.Fatalf("creating %s: %d %s", body, made.code, made.body)
	}
	id, _ := r.image(made)["id"].(string)
	return id
}

// upload makes an image with data.
func (r *rig) upload(who, name, data string) string {
	r.Helper()
	id := r.create(who, `{"name": "`+name+`", "disk_format": "raw", "container_format": "bare"}`)
	if sent := r.do(who, put, "/v2/images/"+id+"/file", data, "Content-Type", octets); sent.code != http.StatusNoContent {
		r.Fatalf("uploading: %d %s", sent.code, sent.body)
	}
	return id
}

// names lists the names of the images of a page, null for none.
func (r *rig) names(a reply) []string {
	r.Helper()
	var page struct{ Images []struct{ Name *string } }
	if err := json.Unmarshal([]byte(a.body), &page); err != nil || a.code != http.StatusOK {
		r.Fatalf("no page of images: %d %s", a.code, a.body)
	}
	names := []string{}
	for _, image := range page.Images {
		if image.Name == nil {
			names = append(names, "null")
			continue
		}
		names = append(names, *image.Name)
	}
	return names
}

func (r *rig) wantCode(a reply, code int, message string) {
	r.Helper()
	if a.code != code {
		r.Errorf("status %d, want %d: %s", a.code, code, a.body)
	}
	if message != "" && a.message() != message {
		r.Errorf("message %q, want %q", a.message(), message)
	}
}

func (r *rig) wantNames(a reply, want ...string) {
	r.Helper()
	if got := r.names(a); !slices.Equal(got, want) {
		r.Errorf("names %q, want %q", got, want)
	}
}

func TestErrorBodiesFollowTheAcceptHeader(t *testing.T) {
	t.Parallel()
	const page = "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n" +
		"  No image found with ID &lt;b&gt;&#195;&#169;<br /><br />\n\n\n\n </body>\n</html>"
	const object = `{"message": "No image found with ID <b>\u00c3\u00a9<br /><br />\n\n\n", "code": "404 Not Found", "title": "Not Found"}`
	const plain = "404 Not Found\n\nNo image found with ID Ã©\n\n   "
	for _, test := range []struct{ accept, contentType, body string }{
		{"application/json", "application/json", object},
		{"application/*", "application/json", object},
		{"text/html;q=0.5, application/json", "application/json", object},
		{"*/*", "text/html; charset=UTF-8", page},
		{"text/*", "text/html; charset=UTF-8", page},
		{"application/json, text/html", "text/html; charset=UTF-8", page},
		{"garbage", "text/html; charset=UTF-8", page},
		{"application/json;q=2", "text/html; charset=UTF-8", page},
		{"", "text/plain; charset=UTF-8", plain},
		{"application/xml", "text/plain; charset=UTF-8", plain},
		{"*/*;q=0", "text/plain; charset=UTF-8", plain},
	} {
		t.Run(test.accept, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			got := r.do("demo", get, "/v2/images/%3Cb%3E%C3%A9", "", "Accept", test.accept)
			if got.code != http.StatusNotFound || got.header.Get("Content-Type") != test.contentType || got.body != test.body {
				t.Errorf("got %d %s\n%q, want\n%q", got.code, got.header.Get("Content-Type"), got.body, test.body)
			}
		})
	}
}

func TestRequestsAreRefusedInTheOrderOfTheRealService(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const lost = "The resource could not be found."
	for _, test := range []struct {
		says              string
		who, method, path string
		body              string
		code              int
		message           string
	}{
		{"no token comes before an unknown path", "", get, "/v2/nope", "", 401, explanations[401]},
		{"a bad token is 401", "stolen", get, "/v2/images", "", 401, explanations[401]},
		{"an unknown path is 404", "demo", get, "/v2/nope", "", 404, lost},
		{"a trailing slash is 404", "demo", get, "/v2/images/", "", 404, lost},
		{"several slashes count as one", "demo", get, "/v2//images//file", "", 404, "No image found with ID file"},
		{"a slash in an id is 404", "demo", get, "/v2/images/a%2Fb", "", 404, lost},
		{"a wrong method is 405", "demo", put, "/v2/images", "", 405, "The method PUT is not allowed for this resource. "},
		{"a wrong method with a bad body is 400", "demo", put, "/v2/images", "x", 400, "Malformed JSON in request body."},
		{"a method beside tasks is 404", "demo", post, "/v2/images/x/tasks", "", 404, lost},
		{"a body comes before a missing image", "demo", del, "/v2/images/x", "{}", 400, "A body is not expected with this request."},
		{"a bad patch comes before a missing image", "demo", patch, "/v2/images/x", "[5]", 400, "Operations must be JSON objects."},
		{"a missing image comes before the change", "demo", patch, "/v2/images/x", `[{"op":"remove","path":"/y"}]`, 404, "No image found with ID x"},
	} {
		t.Run(test.says, func(t *testing.T) {
			r := &rig{TB: t, s: r.s}
			r.wantCode(r.do(test.who, test.method, test.path, test.body), test.code, test.message)
		})
	}
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const name = "X-Openstack-Request-Id"
	for _, test := range []struct{ says, who, path, sent, want string }{
		{"an own id is echoed", "demo", "/v2/images", "req-mine", "req-mine"},
		{"an id without its prefix gets one", "demo", "/v2/images", "mine", "req-mine"},
		{"401 has none", "", "/v2/images", "req-mine", ""},
		{"the versions have none", "demo", "/versions", "req-mine", ""},
		{"an id that is no UTF-8 ends below the service", "demo", "/v2/images/%ff", "req-mine", ""},
	} {
		t.Run(test.says, func(t *testing.T) {
			if got := r.do(test.who, get, test.path, "", name, test.sent).header.Get(name); got != test.want {
				t.Errorf("request id %q, want %q", got, test.want)
			}
		})
	}
	if got := r.do("demo", get, "/v2/images", "").header.Get(name); !strings.HasPrefix(got, "req-") || len(got) != len("req-")+36 {
		t.Errorf("request id %q, want req- and a UUID", got)
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for path, code := range map[string]int{
		"/": 300, "/versions": 200, "/versions/x": 200, "/v3": 300, "/v2.99/images": 300, "/v2.14/images": 300, "/v1/images": 300,
		"/v2.0/images": 401, "/v2.15/images": 401, "/healthcheck": 200,
	} {
		got := r.do("", get, path, "")
		if got.code != code {
			t.Errorf("%s: status %d, want %d", path, got.code, code)
		}
		if code == 300 && !strings.HasPrefix(got.body, `{"versions": [{"id": "v2.15", "status": "CURRENT", "links": [{"rel": "self", "href": "http://cloud/v2/"}]}, {"id": "v2.13"`) {
			t.Errorf("%s: body %s", path, got.body)
		}
	}
	if got := r.do("demo", get, "/v2", ""); got.code != http.StatusFound || got.header.Get("Location") != "http://cloud/v2/" {
		t.Errorf("/v2: %d to %s", got.code, got.header.Get("Location"))
	}
	if got := r.do("", http.MethodOptions, "/anything", ""); got.code != http.StatusOK || got.body != "" {
		t.Errorf("OPTIONS: %d %q", got.code, got.body)
	}
}

func TestAPrefixIsTakenOffAndNeverShown(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *Options) { o.Prefix = "/glance" })
	made := r.do("demo", post, "/glance/v2/images", `{}`)
	r.wantCode(made, http.StatusCreated, "")
	if location := made.header.Get("Location"); !strings.HasPrefix(location, "http://cloud/v2/images/") {
		t.Errorf("Location %s", location)
	}
	r.wantCode(r.do("demo", get, "/v2/images", ""), http.StatusNotFound, "")
	if listed := r.do("demo", get, "/glance/v2/images?limit=1", ""); strings.Contains(listed.body, "glance") {
		t.Errorf("the prefix shows in %s", listed.body)
	}
}

func TestRequestsTooLargeAreRefusedByTheServer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	long := strings.Repeat("x", 8200)
	if got := r.do("demo", get, "/v2/images?name="+long, ""); got.code != 414 || got.body != "" {
		t.Errorf("a long line: %d %q", got.code, got.body)
	}
	r.wantCode(r.do("demo", get, "/v2/images", "", "X-Long", strings.Repeat("x", 17000)), 400, "")
	r.wantCode(r.do("demo", get, "/v2/images", "", "X-Long", strings.Repeat("x", 16000)), 200, "")
	many := make([]string, 0, 600)
	for i := range 300 {
		many = append(many, fmt.Sprintf("X-Many-%d", i), "x")
	}
	r.wantCode(r.do("demo", get, "/v2/images", "", many...), 431, "")
}

func TestSnapshotAndLenTellTheTruth(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.Load([]Record{
		{ID: "a", Status: statusActive, Visibility: "public", CreatedAt: time.Unix(2, 0)},
		{ID: "b", Status: statusActive, Visibility: "public", CreatedAt: time.Unix(1, 0)},
		{ID: "c", Status: statusDeleted, Visibility: "public", CreatedAt: time.Unix(1, 0), DeletedAt: time.Unix(3, 0)},
	})
	if r.s.Len() != 2 {
		t.Errorf("%d images, want 2", r.s.Len())
	}
	r.wantCode(r.do("admin", del, "/v2/images/a", ""), 204, "")
	if held, ok := r.s.Snapshot("a"); !ok || !held.Deleted() || held.Status != statusDeleted || r.s.Len() != 1 {
		t.Errorf("after the deletion: %v %v, %d images", held, ok, r.s.Len())
	}
	if _, ok := r.s.Snapshot("nope"); ok {
		t.Error("there is a snapshot of nothing")
	}
	r.s.Load([]Record{{ID: "a", Status: statusActive, Visibility: "public", CreatedAt: time.Unix(2, 0)}})
	if r.s.Len() != 2 {
		t.Errorf("%d images after one was loaded again, want 2", r.s.Len())
	}
}
