package embedded

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"glimpse/api/embedded/faults"
)

const patchTwice = `[{"op": "add", "path": "/note", "value": "kept"}]`

// faulty is a cloud with a few images, a token and the address of one image,
// whose faults are set after the login.
func faulty(t *testing.T, spec string) (c *cloud, token, image string) {
	t.Helper()
	c = start(t, Options{Images: 30, Seed: 1})
	token, base := c.login("admin", "admin")
	image = base + "/v2/images/" + c.page(base+"/v2/images?limit=1&status=active", token).Images[0].ID
	if err := c.SetFaults(spec); err != nil {
		t.Fatal(err)
	}
	c.waitIdle()
	c.ForgetRequests()
	return c, token, image
}

func (c *cloud) noted(image string) bool {
	c.t.Helper()
	r, found := c.Glance().Snapshot(image[strings.LastIndex(image, "/")+1:])
	if !found {
		c.t.Fatalf("%s is gone", image)
	}
	for _, p := range r.Properties {
		if p.Key == "note" {
			return true
		}
	}
	return false
}

func TestAPageOfAProxyStandsForTheAnswer(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		fault  string
		status int
		text   string
		done   bool
	}{
		{"429=100%", 429, "You have sent too many requests in a given amount of time.", false},
		{"500=100%", 500, "An internal server error occurred.", false},
		{"502=100%", 502, "The server returned an invalid or incomplete response.", false},
		{"503=100%", 503, "No server is available to handle this request.", false},
		{"504=100%", 504, "The server didn't respond in time.", false},
		{"504-after=100%", 504, "The server didn't respond in time.", true},
	} {
		t.Run(test.fault, func(t *testing.T) {
			t.Parallel()
			c, token, image := faulty(t, test.fault)
			a := c.do("PATCH", image, token, patchTwice)
			if a.status != test.status || a.header.Get("Content-Type") != "text/html" || !strings.Contains(a.body, test.text) {
				t.Errorf("got %d %q %s", a.status, a.header.Get("Content-Type"), a.body)
			}
			if c.noted(image) != test.done {
				t.Errorf("the change was made: %v, want %v", c.noted(image), test.done)
			}
			if log := c.waitIdle(); log[0].Status != test.status || log[0].Fault != strings.TrimSuffix(test.fault, "=100%") {
				t.Errorf("logged as %+v", log[0])
			}
		})
	}
}

func TestAResetEndsTheConnectionBeforeOrAfterTheWork(t *testing.T) {
	t.Parallel()
	for fault, done := range map[string]bool{"reset-before=100%": false, "reset-after=100%": true} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			c, token, image := faulty(t, fault)
			a, err := c.try("PATCH", image, token, patchTwice)
			if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
				t.Errorf("got %d %s, %v", a.status, a.body, err)
			}
			if c.noted(image) != done {
				t.Errorf("the change was made: %v, want %v", c.noted(image), done)
			}
			if log := c.waitIdle(); log[0].Status != 0 || log[0].Fault != strings.TrimSuffix(fault, "=100%") {
				t.Errorf("logged as %+v", log[0])
			}
		})
	}
}

func TestATruncatedAnswerAnnouncesItsFullLength(t *testing.T) {
	t.Parallel()
	c, token, image := faulty(t, "truncate=100%")
	a, err := c.try("GET", image, token, "")
	if !errors.Is(err, io.ErrUnexpectedEOF) || a.status != http.StatusOK {
		t.Fatalf("got %d, %v", a.status, err)
	}
	if announced := a.header.Get("Content-Length"); len(a.body) == 0 || announced == "" {
		t.Errorf("%d bytes came of %s", len(a.body), announced)
	}
	if _, err := c.try("PATCH", image, token, patchTwice); err == nil || !c.noted(image) {
		t.Errorf("a truncated PATCH: %v, the change was made: %v", err, c.noted(image))
	}
	if a, err := c.try("DELETE", image+"/nothing", token, ""); err == nil || a.status != http.StatusNotFound {
		t.Errorf("a truncated 404: %d, %v", a.status, err)
	}
}

func TestAPortalAnswersAnythingWithALoginPage(t *testing.T) {
	t.Parallel()
	c, token, image := faulty(t, "html=100%")
	a := c.do("PATCH", image, token, patchTwice)
	if a.status != http.StatusOK || !strings.Contains(a.body, "Sign in") || c.noted(image) {
		t.Errorf("got %d %s, the change was made: %v", a.status, a.body, c.noted(image))
	}
}

func TestATokenIsRefusedAsIfItHadExpired(t *testing.T) {
	t.Parallel()
	c, token, image := faulty(t, "401=100%")
	a := c.do("GET", image, token, "")
	if a.status != http.StatusUnauthorized || !strings.Contains(a.body, "could not verify that you are authorized") {
		t.Errorf("got %d %s", a.status, a.body)
	}
	if want := `Keystone uri="` + c.AuthURL() + `"`; a.header.Get("Www-Authenticate") != want {
		t.Errorf("challenge %q, want %q", a.header.Get("Www-Authenticate"), want)
	}
}

func TestRetryAfterIsSentInSecondsOrAsADate(t *testing.T) {
	t.Parallel()
	c, token, image := faulty(t, "429=100%,retry-after=2s")
	if got := c.do("GET", image, token, "").header.Get("Retry-After"); got != "2" {
		t.Errorf("got %q", got)
	}
	if err := c.SetFaults("503=100%,retry-after-date=86400s"); err != nil {
		t.Fatal(err)
	}
	at, err := http.ParseTime(c.do("GET", image, token, "").header.Get("Retry-After"))
	if err != nil || at.Before(time.Now().Add(23*time.Hour)) {
		t.Errorf("got %v, %v", at, err)
	}
	if err := c.SetFaults("502=100%,retry-after=2s"); err != nil {
		t.Fatal(err)
	}
	if got := c.do("GET", image, token, "").header.Get("Retry-After"); got != "" {
		t.Errorf("502 came with %q", got)
	}
}

func TestFaultsKeepToTheirScope(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		spec                  string
		identity, read, write bool // whether each fails
	}{
		{"503=100%", true, true, true},
		{"502=100%", false, true, true},
		{"502=100%@read", false, true, false},
		{"502=100%@write", false, false, true},
		{"502=100%@identity", true, false, false},
		{"", false, false, false},
	} {
		t.Run("faults "+test.spec, func(t *testing.T) {
			t.Parallel()
			c, token, image := faulty(t, test.spec)
			failed := func(a answer) bool { return a.status >= http.StatusInternalServerError }
			if got := failed(c.do("GET", c.AuthURL(), "", "")); got != test.identity {
				t.Errorf("the Identity service fails: %v", got)
			}
			if got := failed(c.do("GET", image, token, "")); got != test.read {
				t.Errorf("reads fail: %v", got)
			}
			if got := failed(c.do("PATCH", image, token, patchTwice)); got != test.write {
				t.Errorf("writes fail: %v", got)
			}
		})
	}
}

func TestTheSameSeedBringsTheSameFaults(t *testing.T) {
	t.Parallel()
	const spec = "503=20%,502=20%,504-after=10%,latency=0ms-2ms"
	sequence := func(c *cloud, token, image string) string {
		if err := c.SetFaults(spec); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for range 60 {
			a := c.do("GET", image, token, "")
			out.WriteByte("0123456789"[a.status%10])
		}
		return out.String()
	}
	c, token, image := faulty(t, "")
	first := sequence(c, token, image)
	if second := sequence(c, token, image); second != first {
		t.Errorf("set again, the faults are others:\n%s\n%s", first, second)
	}
	d, token, image := faulty(t, "")
	if other := sequence(d, token, image); other != first {
		t.Errorf("in another cloud, the faults are others:\n%s\n%s", first, other)
	}
	for _, status := range "0234" {
		if !strings.ContainsRune(first, status) {
			t.Errorf("no status that ends in %c among %s", status, first)
		}
	}
}

func TestWrongFaultsChangeNothing(t *testing.T) {
	t.Parallel()
	c, token, image := faulty(t, "502=100%")
	var wrong *faults.SpecError
	if err := c.SetFaults("502=0%,x"); !errors.As(err, &wrong) || wrong.Position != 8 {
		t.Errorf("got %v", err)
	}
	if a := c.do("GET", image, token, ""); a.status != http.StatusBadGateway {
		t.Errorf("the former faults are gone: %d", a.status)
	}
}

func TestTokensLiveAsLongAsTheFaultsSay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c := start(t, Options{Faults: "token-life=3s", TokenLife: time.Hour, Now: func() time.Time { return now }})
	life := func() time.Duration {
		token, _ := c.login("member", "demo")
		known, ok := c.Keystone().Validate(token)
		if !ok {
			t.Fatal("a new token is no good")
		}
		return known.ExpiresAt.Sub(known.IssuedAt)
	}
	if got := life(); got != 3*time.Second {
		t.Errorf("tokens live %v", got)
	}
	if err := c.SetFaults(""); err != nil {
		t.Fatal(err)
	}
	if got := life(); got != time.Hour {
		t.Errorf("without faults, tokens live %v", got)
	}
}

func TestLatencyIsWaitedUnlessTheClientLeaves(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Latency: time.Hour})
	c.client.Timeout = 3 * time.Second // in which the request arrives
	if _, err := c.try("GET", c.AuthURL(), "", ""); err == nil {
		t.Error("the answer came at once")
	}
	if log := c.waitIdle(); len(log) != 1 {
		t.Errorf("the request is still waiting: %+v", log)
	}
	if err := c.SetFaults("latency=0s"); err != nil {
		t.Fatal(err)
	}
	c.client.Timeout = 0
	if a := c.do("GET", c.AuthURL(), "", ""); a.status != http.StatusOK {
		t.Errorf("without latency: %d", a.status)
	}
}
