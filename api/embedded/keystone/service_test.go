package keystone

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is a time that a test moves by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

type bench struct {
	*Service
	t     *testing.T
	clock *clock
}

func start(t *testing.T, change ...func(*Options)) *bench {
	t.Helper()
	b := &bench{t: t, clock: &clock{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}}
	options := Options{
		Prefix: "/identity", Now: b.clock.Now, Projects: []string{"web-prod"},
		Catalog: []Endpoint{
			{Type: "identity", Name: "keystone", URL: "http://cloud/identity/v3"}, {Type: "image", Name: "glance", URL: "http://cloud/image"},
		},
	}
	for _, edit := range change {
		edit(&options)
	}
	b.Service = New(options)
	return b
}

type answer struct {
	*http.Response
	body string
}

// do sends one request; headers are given as name, value pairs.
func (b *bench) do(method, path, body string, headers ...string) answer {
	b.t.Helper()
	r := httptest.NewRequest(method, "http://cloud/identity"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	result := w.Result()
	text, err := io.ReadAll(result.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{result, string(text)}
}

// password is a request body for a token with a password and a scope in JSON.
func password(user, secret, scope string) string {
	if scope != "" {
		scope = `,"scope":` + scope
	}
	return `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"` + user +
		`","password":"` + secret + `","domain":{"name":"Default"}}}}` + scope + `}}`
}

func onProject(name string) string {
	return `{"project":{"name":"` + name + `","domain":{"id":"default"}}}`
}

func (b *bench) token(user, project string) string {
	b.t.Helper()
	a := b.do("POST", "/v3/auth/tokens", password(user, "demo", onProject(project)))
	if a.StatusCode != http.StatusCreated {
		b.t.Fatalf("%s got no token: %d %s", user, a.StatusCode, a.body)
	}
	return a.Header.Get("X-Subject-Token")
}

// shown is the part of a token's body that the tests look at.
type shown struct {
	Token struct {
		Methods   []string
		ExpiresAt time.Time `json:"expires_at"`
		IssuedAt  time.Time `json:"issued_at"`
		User      struct{ ID, Name string }
		Project   *struct{ ID, Name string }
		System    map[string]bool
		Roles     []struct{ Name string }
		Catalog   []struct {
			Type      string
			Endpoints []struct{ Interface, URL, Region string }
		}
		AuditIDs []string `json:"audit_ids"`
	}
}

func parse[T any](t *testing.T, text string) T {
	t.Helper()
	var out T
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return out
}

const (
	wantAuthentication = `{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}`
	clientAtFault      = " The server could not comply with the request since it is either malformed or otherwise incorrect." +
		" The client is assumed to be in error."
)

func TestATokenSaysWhoWhereAndWhatThereIs(t *testing.T) {
	t.Parallel()
	b := start(t)
	a := b.do("POST", "/v3/auth/tokens", password("member", "demo", onProject("demo")))
	if a.StatusCode != http.StatusCreated || !strings.HasPrefix(a.Header.Get("X-Subject-Token"), "gAAAAA") {
		t.Fatalf("got %d and token %q", a.StatusCode, a.Header.Get("X-Subject-Token"))
	}
	for header, want := range map[string]string{"Content-Type": "application/json", "Vary": "X-Auth-Token"} {
		if got := a.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	if id := a.Header.Get("X-Openstack-Request-Id"); len(id) != len("req-")+36 || !strings.HasPrefix(id, "req-") {
		t.Errorf("request id %q", id)
	}
	token := parse[shown](t, a.body).Token
	if token.User.ID != UserID("member") || token.Project == nil || token.Project.ID != ProjectID("demo") {
		t.Errorf("the token speaks for %+v on %+v", token.User, token.Project)
	}
	if life := token.ExpiresAt.Sub(token.IssuedAt); life != time.Hour {
		t.Errorf("it lives %v", life)
	}
	if len(token.Roles) != 2 || token.Roles[0].Name != "member" || token.Roles[1].Name != "reader" {
		t.Errorf("roles %v", token.Roles)
	}
	if len(token.Catalog) != 2 || token.Catalog[1].Type != "image" || len(token.Catalog[1].Endpoints) != 3 {
		t.Fatalf("catalogue %+v", token.Catalog)
	}
	for i, face := range []string{"public", "internal", "admin"} {
		if got := token.Catalog[1].Endpoints[i]; got.Interface != face || got.URL != "http://cloud/image" || got.Region != "RegionOne" {
			t.Errorf("endpoint %d is %+v", i, got)
		}
	}
	if !strings.HasPrefix(a.body, `{"token": {"methods": ["password"], "user": {"domain": {"id": "default", "name": "Default"}, "id": "`) {
		t.Errorf("the body is not laid out as Keystone's: %.200s", a.body)
	}
}

func TestScopesDecideWhatATokenIsGoodFor(t *testing.T) {
	t.Parallel()
	b := start(t, func(o *Options) {
		o.Accounts = append(Demo(), Account{User: "settled", Password: "demo", Project: "demo", Role: "member", Default: true})
	})
	for _, test := range []struct {
		name, user, scope string
		project           string
		system, catalogue bool
	}{
		{"a project by name", "admin", onProject("admin"), "admin", false, true},
		{"a project by id", "reader", `{"project":{"id":"` + ProjectID("demo") + `"}}`, "demo", false, true},
		{"none asked for, none given", "member", "", "", false, false},
		{"unscoped, said so", "settled", `"unscoped"`, "", false, false},
		{"unscoped as an object", "settled", `{"unscoped":{}}`, "", false, false},
		{"the default project", "settled", "", "demo", false, true},
		{"the system", "admin", `{"system":{"all":true}}`, "", true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := b.do("POST", "/v3/auth/tokens", password(test.user, "demo", test.scope))
			if a.StatusCode != http.StatusCreated {
				t.Fatalf("%d %s", a.StatusCode, a.body)
			}
			token := parse[shown](t, a.body).Token
			project := ""
			if token.Project != nil {
				project = token.Project.Name
			}
			if project != test.project || token.System["all"] != test.system || (token.Catalog != nil) != test.catalogue {
				t.Errorf("scoped to %q, system %v, %d services", project, token.System, len(token.Catalog))
			}
		})
	}
}

func TestRefusalsAreWordedAsKeystoneWordsThem(t *testing.T) {
	t.Parallel()
	b := start(t)
	member := password("member", "demo", "")
	scoped := func(scope string) string { return password("member", "demo", scope) }
	malformed := func(message string) string {
		return `{"error":{"code":400,"message":"` + message + clientAtFault + `","title":"Bad Request"}}`
	}
	for _, test := range []struct {
		name, body string
		code       int
		want       string
	}{
		{"a wrong password", password("member", "bad", ""), 401, wantAuthentication},
		{"an unknown user", password("nobody", "demo", ""), 401, wantAuthentication},
		{"another case", password("Member", "demo", ""), 401, wantAuthentication},
		{"a disabled user", password("disabled", "demo", ""), 401, wantAuthentication},
		{"an unknown domain", strings.Replace(member, "Default", "Nope", 1), 401, wantAuthentication},
		{"no domain", `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"member","password":"demo"}}}}}`, 400, malformed("Expecting to find domain in user.")},
		{"an unknown project", scoped(onProject("nope")), 401, wantAuthentication},
		{"a project without a role", scoped(onProject("other")), 401, wantAuthentication},
		{"a project without a domain", scoped(`{"project":{"name":"demo"}}`), 400, malformed("Expecting to find domain in project.")},
		{"a project without a name", scoped(`{"project":{}}`), 400, `{"error":{"code":400,"message":"Invalid input for field scope/project: id or name must be present.","title":"Bad Request"}}`},
		{"the system without a role", scoped(`{"system":{"all":true}}`), 401, wantAuthentication},
		{"a part of the system", password("admin", "demo", `{"system":{"all":false}}`), 401, wantAuthentication},
		{"a domain", password("admin", "demo", `{"domain":{"id":"default"}}`), 401, wantAuthentication},
		{"two scopes", scoped(`{"project":{"id":"x"},"system":{"all":true}}`), 400, malformed("Expecting to find system, project, domain, OS-TRUST:trust or unscoped in scope.")},
		{"an unknown scope", scoped(`"bogus"`), 400, malformed("Expecting to find system, project, domain, OS-TRUST:trust or unscoped in scope.")},
		{"no body", ``, 400, malformed("Expecting to find auth in request body.")},
		{"no auth", `{}`, 400, malformed("Expecting to find auth in request body.")},
		{"no JSON", `{"a`, 400, malformed("Expecting to find valid JSON in request body.")},
		{"a list", `[]`, 400, malformed("Expecting to find valid JSON in request body.")},
		{"no methods", `{"auth":{"identity":{"methods":[]}}}`, 401, wantAuthentication},
		{"an unknown method", `{"auth":{"identity":{"methods":["bogus"]}}}`, 400, malformed("Expecting to find bogus in identity.")},
		{"an unsupported method", `{"auth":{"identity":{"methods":["totp"],"totp":{}}}}`, 401, `{"error":{"code":401,"identity":{"methods":["external","password","token","oauth1","mapped","application_credential"]},"message":"Attempted to authenticate with an unsupported method.","title":"Unauthorized"}}`},
		{"a method without its part", `{"auth":{"identity":{"methods":["password"]}}}`, 400, malformed("Expecting to find password in identity.")},
		{"no user", `{"auth":{"identity":{"methods":["password"],"password":{}}}}`, 400, malformed("Expecting to find user in None.")},
		{"a nameless user", `{"auth":{"identity":{"methods":["password"],"password":{"user":{"password":"x"}}}}}`, 400, `{"error":{"code":400,"message":"Invalid input for field identity/password/user: id or name must be present.","title":"Bad Request"}}`},
		{"a number for a name", `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":5}}}}}`, 400, `{"error":{"code":400,"message":"Invalid input for field 'identity/password/user/name': 5 is not of type 'string'\n\nFailed validating 'type' in schema['properties']['identity']['properties']['password']['properties']['user']['properties']['name']:\n    {'type': 'string'}\n\nOn instance['identity']['password']['user']['name']:\n    5","title":"Bad Request"}}`},
		{"a number for a method", `{"auth":{"identity":{"methods":[1]}}}`, 400, `{"error":{"code":400,"message":"Invalid input for field 'identity/methods/0': 1 is not of type 'string'\n\nFailed validating 'type' in schema['properties']['identity']['properties']['methods']['items']:\n    {'type': 'string'}\n\nOn instance['identity']['methods'][0]:\n    1","title":"Bad Request"}}`},
		{"an unknown token", `{"auth":{"identity":{"methods":["token"],"token":{"id":"xx"}}}}`, 404, `{"error":{"code":404,"message":"Could not recognize Fernet token","title":"Not Found"}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := b.do("POST", "/v3/auth/tokens", test.body)
			if a.StatusCode != test.code || a.body != test.want+"\n" {
				t.Errorf("got %d %s\nwant %d %s", a.StatusCode, a.body, test.code, test.want)
			}
			challenge := a.Header.Get("WWW-Authenticate")
			if (challenge == `Keystone uri="http://cloud/identity/v3"`) != (test.code == 401) {
				t.Errorf("the challenge is %q", challenge)
			}
		})
	}
}

func TestABodyOfAnotherTypeIsRefused(t *testing.T) {
	t.Parallel()
	a := start(t).do("POST", "/v3/auth/tokens", "a=b", "Content-Type", "application/x-www-form-urlencoded")
	if a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, "Expecting to find application/json in Content-Type header.") {
		t.Errorf("got %d %s", a.StatusCode, a.body)
	}
}
