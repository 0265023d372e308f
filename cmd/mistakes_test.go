package cmd_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"glimpse/api/embedded"
)

func cloudAt(authURL, password string) string {
	return `clouds:
  here:
    auth:
      auth_url: ` + authURL + `
      username: admin
      password: ` + password + `
      project_name: admin
      user_domain_name: Default
      project_domain_name: Default
`
}

// TestMistakesGetASentenceAndAnExitCode pins what a user reads of the
// mistakes that everybody makes.
func TestMistakesGetASentenceAndAnExitCode(t *testing.T) {
	t.Parallel()
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 5})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<html><body><h1>Welcome to the hotel</h1></body></html>"))
	}))
	t.Cleanup(page.Close)
	good := cloudAt(server.AuthURL(), "demo")
	tests := []struct {
		name    string
		clouds  string
		environ []string
		args    []string
		code    int
		says    []string
	}{
		{
			name: "nothing is configured", args: []string{"list"}, code: 2,
			says: []string{"clouds.yaml", "OS_", "--cloud", "glimpse demo"},
		},
		{
			name: "nothing is configured and the clouds are asked for", args: []string{"clouds"}, code: 2,
			says: []string{"clouds.yaml", "glimpse demo"},
		},
		{
			name: "an unknown project", clouds: good, args: []string{"list", "--query", "owner=nobody"}, code: 2,
			says: []string{`no project is called "nobody"`, "give the project's id"},
		},
		{
			name: "an unknown project with escapes", clouds: good, args: []string{"list", "--query", `owner!="\u{1b}[2J"`}, code: 2,
			says: []string{`no project is called "`, `[2J"`},
		},
		{
			name: "an unknown cloud", clouds: good, args: []string{"list", "--cloud", "hree"}, code: 2,
			says: []string{`"hree" is not configured`, `"here"`},
		},
		{
			name: "a malformed clouds.yaml", clouds: "clouds:\n  a:\n    auth: [\n", args: []string{"list"}, code: 2,
			says: []string{"clouds.yaml", "line"},
		},
		{
			name: "a tab in clouds.yaml", clouds: "clouds:\n\ta: {}\n", args: []string{"list"}, code: 2,
			says: []string{"clouds.yaml", "2"},
		},
		{
			name: "several clouds and none chosen", clouds: good + strings.ReplaceAll(strings.TrimPrefix(good, "clouds:\n"), "here:", "there:"),
			args: []string{"list"}, code: 2, says: []string{"here", "there", "--cloud"},
		},
		{
			name: "a wrong query term", clouds: good, args: []string{"list", "--query", "status=active size>=big"}, code: 2,
			says: []string{`"big" is no size`, "at character 21", "expected a size"},
		},
		{
			name: "a query instead of a command", clouds: good, args: []string{"status=active"}, code: 2,
			says: []string{`"status=active" is not a command`, "--query 'status=active'"},
		},
		{
			name: "a mistyped command", args: []string{"lst"}, code: 2, says: []string{`"lst" is not a command`, "glimpse list"},
		},
		{
			name: "a wrong sort key", clouds: good, args: []string{"list", "--sort", "size:up"}, code: 2,
			says: []string{"--sort", "up", "asc"},
		},
		{
			name: "an unknown flag", args: []string{"list", "--colour"}, code: 2, says: []string{"--colour", "--help"},
		},
		{
			name: "an unknown output", clouds: good, args: []string{"list", "--output", "xml"}, code: 2,
			says: []string{`"xml" is not a format`, "table, json, csv, id"},
		},
		{
			name: "a page size out of range", clouds: good, args: []string{"list", "--page-size", "5000"}, code: 2,
			says: []string{"1 to 1000"},
		},
		{
			name: "an unknown interface", clouds: good, args: []string{"list", "--interface", "secret"}, code: 2,
			says: []string{"public, internal or admin"},
		},
		{
			name: "a region that is not there", clouds: good, args: []string{"list", "--region", "Mars"}, code: 2,
			says: []string{"Mars", "RegionOne"},
		},
		{
			name: "a wrong password", clouds: cloudAt(server.AuthURL(), "wrong"), args: []string{"list"}, code: 1,
			says: []string{"logging in", "check the user, the password"},
		},
		{
			name: "an identity service that is not there", clouds: cloudAt("http://"+closedPort+"/v3", "demo"), args: []string{"list"}, code: 1,
			says: []string{"logging in", "refused", "auth_url"},
		},
		{
			name: "a name that does not resolve", clouds: cloudAt("http://cloud.invalid:5000/v3", "demo"), args: []string{"list"}, code: 1,
			says: []string{"logging in", "cloud.invalid"},
		},
		{
			name: "a web page instead of an identity service", clouds: cloudAt(page.URL, "demo"), args: []string{"list"}, code: 1,
			says: []string{"logging in", "auth_url"},
		},
		{
			name: "an endpoint that is another service's", clouds: good + "    image_endpoint_override: " + page.URL + "\n", args: []string{"list"}, code: 1,
			says: []string{"listing images", "web page", "proxy"},
		},
		{
			name: "the browser without a terminal", clouds: good, args: []string{}, code: 2, says: []string{"needs a terminal", "glimpse list"},
		},
		{
			name: "a demo with a wrong fault", args: []string{"demo", "--faults", "5O3=1%"}, code: 2, says: []string{"--faults", "5O3"},
		},
		{
			name: "a demo for everybody to reach", args: []string{"demo", "--headless", "--listen", "0.0.0.0:0"}, code: 2, says: []string{"loopback"},
		},
		{
			name: "an unknown shell", args: []string{"completion", "tcsh"}, code: 2, says: []string{"tcsh", "bash"},
		},
		{
			name: "a credential type that cannot be used", code: 2, args: []string{"list"}, says: []string{"v3oidcpassword", "token issue"},
			clouds: strings.Replace(good, "    auth:", "    auth_type: v3oidcpassword\n    auth:", 1),
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			place := newSurroundings(t, test.environ...)
			if test.clouds != "" {
				place = place.withClouds(t, test.clouds)
			}
			got := place.run(t.Context(), test.args...)
			if got.code != test.code {
				t.Errorf("exit code %d, want %d; it said:\n%s", got.code, test.code, got.errs)
			}
			has(t, "standard error", got.errs, test.says...)
			if got.out != "" {
				t.Errorf("standard output is not empty: %q", got.out)
			}
			if strings.Contains(got.errs, "goroutine") || strings.Contains(got.errs, "panic") {
				t.Errorf("the user sees a stack trace:\n%s", got.errs)
			}
			if r, found := forbidden(got.errs); found {
				t.Errorf("character %U reached the terminal", r)
			}
		})
	}
}

// closedPort returns a loopback address on which nobody listens: a port that was
// free a moment ago may be another test's by the time it is asked.
const closedPort = "127.0.0.1:1"

// TestF19AWrongPasswordIsTriedOnce keeps accounts from being locked.
func TestF19AWrongPasswordIsTriedOnce(t *testing.T) {
	t.Parallel()
	var logins atomic.Int32
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 5, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/auth/tokens") {
				logins.Add(1)
			}
			next.ServeHTTP(w, r)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	got := newSurroundings(t).withClouds(t, cloudAt(server.AuthURL(), "wrong")).run(t.Context(), "list")
	if got.code != 1 || logins.Load() != 1 {
		t.Errorf("exit code %d after %d logins, want 1 after 1: %s", got.code, logins.Load(), got.errs)
	}
}

// TestTheFirstRowsTakeTwoRequests holds a budget of the contract: one token,
// one page.
func TestTheFirstRowsTakeTwoRequests(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 300, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			next.ServeHTTP(w, r)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	got := newSurroundings(t).withClouds(t, cloudAt(server.AuthURL(), "demo")).
		run(t.Context(), "list", "--limit", "25", "--output", "id", "--query", "status=active tag=gold")
	if got.code != 0 || requests.Load() != 2 {
		t.Errorf("exit code %d after %d requests, want 0 after 2: %s", got.code, requests.Load(), got.errs)
	}
}

// TestCompletionOffersWhatThereIs asks as a shell does.
func TestCompletionOffersWhatThereIs(t *testing.T) {
	t.Parallel()
	place := newSurroundings(t).withClouds(t, cloudAt("http://127.0.0.1:1/v3", "demo"))
	for _, test := range []struct {
		args []string
		want []string
	}{
		{[]string{"__complete", "list", "--cloud", ""}, []string{"here"}},
		{[]string{"__complete", "list", "--output", ""}, []string{"table", "json", "csv", "id"}},
		{[]string{"__complete", "list", "--columns", ""}, []string{"disk_format", "updated_at"}},
		{[]string{"__complete", "--interface", ""}, []string{"public", "internal", "admin"}},
		{[]string{"__complete", "l"}, []string{"list"}},
	} {
		got := place.run(t.Context(), test.args...)
		has(t, strings.Join(test.args, " "), got.out, test.want...)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if got := place.run(t.Context(), "completion", shell); got.code != 0 || !strings.Contains(got.out, "glimpse") {
			t.Errorf("completion %s: exit %d, %d bytes", shell, got.code, len(got.out))
		}
	}
	if got := place.run(t.Context(), "version"); got.code != 0 || !strings.HasPrefix(got.out, "glimpse ") {
		t.Errorf("version: %q", got.out)
	}
	has(t, "clouds", place.run(t.Context(), "clouds").out, "here", "admin", "127.0.0.1:1")
	has(t, "clouds --json", place.run(t.Context(), "clouds", "--json").out, `"auth_type": "password"`, `"default": true`)
}
