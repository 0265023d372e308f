package cmd_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"glimpse/api/embedded"
)

// asked is a service that keeps what it was asked, and the tokens that it gave.
type asked struct {
	mu       sync.Mutex
	requests []string
	tokens   []string
	// hold, where it is set, holds the requests back whose path ends so.
	hold string
}

func (a *asked) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		a.requests = append(a.requests, r.Method+" "+r.URL.Path)
		hold := a.hold != "" && strings.HasSuffix(r.URL.Path, a.hold)
		a.mu.Unlock()
		if hold {
			<-r.Context().Done()
			return
		}
		next.ServeHTTP(w, r)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.tokens = append(a.tokens, w.Header().Get("X-Subject-Token"))
	})
}

// logins returns how often somebody logged in, and forgets all that was asked.
func (a *asked) logins() (count, others int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, request := range a.requests {
		if strings.HasSuffix(request, "/auth/tokens") {
			count++
		} else {
			others++
		}
	}
	a.requests = nil
	return count, others
}

func completing(t *testing.T, service *asked, environ ...string) surroundings {
	t.Helper()
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 400, Seed: 1, Wrap: service.wrap})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	s := newSurroundings(t, append(environ, "OS_CLOUD=demo")...)
	return s.withClouds(t, server.CloudsYAML())
}

// complete returns what a shell is offered for the last word.
func (s surroundings) complete(t *testing.T, args ...string) []string {
	t.Helper()
	got := s.run(t.Context(), append([]string{"__complete"}, args...)...)
	// What cobra says on stderr is for those who debug a completion script.
	if errs, _, _ := strings.Cut(got.errs, "Completion ended with directive"); got.code != 0 || errs != "" {
		t.Errorf("%q: exit code %d: %s", args, got.code, got.errs)
	}
	lines := strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
	return lines[:len(lines)-1]
}

// kept are the contents of the files with words.
func (s surroundings) kept(t *testing.T) (content string) {
	t.Helper()
	names, err := filepath.Glob(s.home + "/cache/glimpse/words/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		read, err := os.ReadFile(name)
		about, statErr := os.Stat(name)
		if err != nil || statErr != nil || about.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, err, statErr)
		}
		content += string(read)
	}
	return content
}

func TestCompletionAsksTheCloudOnceAndKeepsNoSecret(t *testing.T) {
	t.Parallel()
	service := &asked{}
	s := completing(t, service)
	// The cloud has two seconds to answer, which it may miss on a busy machine.
	for range 5 {
		if len(s.complete(t, "list", "--query", "owner=kub")) > 0 && len(s.complete(t, "show", "decoder-tr")) > 0 {
			break
		}
		if err := os.RemoveAll(s.home + "/cache/glimpse/words"); err != nil {
			t.Fatal(err)
		}
		service.logins()
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"list", "--query", "status=active os_distro=deb"}, "status=active os_distro=debian"},
		{[]string{"list", "--query", "tag=gol"}, "tag=gold"},
		{[]string{"list", "--query", "owner=kub"}, "owner=kubernetes-infra"},
		{[]string{"list", "--query", "os_dis"}, "os_distro="},
		{[]string{"list", "--sort", "os_dis"}, "os_distro:"},
		{[]string{"list", "--columns", "id,os_dis"}, "id,os_distro"},
		{[]string{"overview", "--by", "owner,os_dis"}, "owner,os_distro"},
		{[]string{"change", "--query", "tag=gol"}, "tag=gold"},
		{[]string{"change", "--query", "x", "tag +gol"}, "tag +gold"},
		{[]string{"change", "--query", "x", "set os_distro=deb"}, "set os_distro=debian"},
		{[]string{"show", "decoder-tr"}, "decoder-trap"},
		{[]string{"download", "decoder-tr"}, "decoder-trap"},
		{[]string{"list", "--region", ""}, "RegionOne"},
	} {
		got := s.complete(t, test.args...)
		if !slices.ContainsFunc(got, func(one string) bool { word, _, _ := strings.Cut(one, "\t"); return word == test.want }) {
			t.Errorf("%q: %q has no %s", test.args, got, test.want)
		}
	}
	if logins, others := service.logins(); logins != 1 || others == 0 || others > 8 {
		t.Errorf("%d logins and %d other requests", logins, others)
	}
	// By an id, which says which image it is; beside a query it has no place.
	ids := s.complete(t, "change", "60")
	if len(ids) == 0 || !strings.HasPrefix(ids[0], "60") || !strings.Contains(ids[0], "\t") {
		t.Errorf("ids: %q", ids)
	}
	if got := s.complete(t, "change", "--query", "x", "60"); len(got) > 0 {
		t.Errorf("beside a query: %q", got)
	}
	for _, choice := range s.complete(t, "show", "") {
		if r, found := forbidden(strings.ReplaceAll(choice, "\t", "")); found || strings.ContainsAny(strings.Split(choice, "\t")[0], " $`;|&'\"\\") {
			t.Errorf("%q is offered (%U)", choice, r)
		}
	}
	content := s.kept(t)
	for _, token := range service.tokens {
		if token != "" && strings.Contains(content, token) {
			t.Error("a token is in the cache")
		}
	}
	// Another project is another login.
	if s.complete(t, "list", "--cloud", "demo-member", "--query", "tag=gol"); len(s.kept(t)) <= len(content) {
		t.Error("the words of another login are not kept beside")
	}
	if logins, _ := service.logins(); logins != 1 {
		t.Errorf("%d logins of another user", logins)
	}
}

func TestCompletionIsSilentWhereTheCloudIsOfNoUse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ []string
		clouds  string
		hold    string
		logins  int
	}{
		"a login that is refused": {environ: []string{"OS_PASSWORD=quite-wrong"}, logins: 1},
		"no answer to the login":  {hold: "/auth/tokens", logins: 1},
		"no answer with images":   {hold: "/v2/images", logins: 1},
		"a passcode":              {environ: []string{"OS_AUTH_TYPE=v3totp", "OS_PASSCODE=123456"}},
		"no such cloud":           {environ: []string{"OS_CLOUD=nobody"}},
		"nobody there":            {clouds: "clouds: {demo: {auth: {auth_url: 'http://127.0.0.1:1/v3', username: a, password: secret}}}"},
		"a file that is none":     {clouds: "clouds: ["},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := &asked{hold: test.hold}
			s := completing(t, service, test.environ...)
			if slices.Contains(test.environ, "OS_CLOUD=nobody") {
				s.environ = append(s.environ, "OS_CLOUD=nobody")
			}
			if test.clouds != "" {
				s = s.withClouds(t, test.clouds)
			}
			begun := time.Now()
			for range 3 {
				if got := s.complete(t, "list", "--query", "tag=gol"); len(got) > 0 {
					t.Errorf("it offers %q", got)
				}
				// What the language itself has is offered all the same.
				if got := s.complete(t, "list", "--query", "status=act"); !slices.Contains(got, "status=active") {
					t.Errorf("it offers %q", got)
				}
			}
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("it takes %v", took)
			}
			if logins, _ := service.logins(); logins != test.logins {
				t.Errorf("%d logins", logins)
			}
			if content := s.kept(t); strings.Contains(content, "quite-wrong") || strings.Contains(content, "secret") {
				t.Errorf("a secret is kept: %s", content)
			}
		})
	}
}

// TestCompletionReadsNoJournalsBesideItWhereThereIsNoHome stands in a folder that looks
// like that of the state.
func TestCompletionReadsNoJournalsBesideItWhereThereIsNoHome(t *testing.T) {
	s := completing(t, &asked{})
	if got := s.run(t.Context(), "change", "--query", "os_distro=debian", "--yes", "tag +a"); got.code != 0 {
		t.Fatal(got.errs)
	}
	if got := s.complete(t, "job", "report", ""); len(got) != 1 {
		t.Errorf("it offers %q", got)
	}
	t.Chdir(s.home + "/state/glimpse")
	t.Setenv("HOME", "")
	s.environ = slices.DeleteFunc(s.environ, func(one string) bool { return strings.HasPrefix(one, "XDG_STATE_HOME=") })
	if got := s.complete(t, "job", "report", ""); len(got) > 0 {
		t.Errorf("it offers %q", got)
	}
}
