package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/api/clouds"
)

// clock is a clock that is set by hand.
type clock struct{ offset atomic.Int64 }

func (c *clock) now() time.Time          { return time.Now().Add(time.Duration(c.offset.Load())) }
func (c *clock) advance(d time.Duration) { c.offset.Add(int64(d)) }

// showOne answers with the record of the image that was asked for.
func showOne(w http.ResponseWriter, r *http.Request) {
	_, id, _ := strings.Cut(r.URL.Path, "/images/")
	_, _ = fmt.Fprintf(w, `{"id": %q, "name": "one", "status": "active"}`, id)
}

func TestTwentyCallsWithAnExpiredTokenRenewItOnce(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	f := newFakeCloud(t, showOne)
	client := f.connect(t, Options{Now: ticking.now, Workers: 20})
	ticking.advance(time.Minute) // so that the token is not a new one
	var barrier, group sync.WaitGroup
	barrier.Add(20)
	f.mu.Lock()
	f.valid = func(token string) bool { return token == f.token(2) }
	f.mu.Unlock()
	for range 20 {
		group.Go(func() {
			barrier.Done()
			barrier.Wait()
			if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := f.loginCount(); got != 2 {
		t.Errorf("%d logins", got)
	}
}

func TestF11ACallThatIsGivenUpDuringARenewalFailsAlone(t *testing.T) {
	t.Parallel()
	runs := 100
	if testing.Short() {
		runs = 10
	}
	for range runs {
		ticking := &clock{}
		f := newFakeCloud(t, showOne)
		client := f.connect(t, Options{Now: ticking.now, Workers: 8})
		ticking.advance(time.Minute)
		entered, release := make(chan struct{}), make(chan struct{})
		f.mu.Lock()
		f.valid = func(token string) bool { return token == f.token(2) }
		f.login = func(w http.ResponseWriter, _ *http.Request) {
			close(entered)
			<-release
			f.issue(w, 2)
		}
		f.mu.Unlock()
		ctx, cancel := context.WithCancel(t.Context())
		first := make(chan error, 1)
		go func() {
			_, err := client.Image(ctx, modelID(id1))
			first <- err
		}()
		<-entered // the call that will be given up has begun the renewal
		others := make(chan error, 7)
		for range cap(others) {
			go func() {
				_, err := client.Image(t.Context(), modelID(id1))
				others <- err
			}()
		}
		cancel()
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		close(release)
		for range cap(others) {
			if err := <-others; err != nil {
				t.Fatalf("another call failed: %v", err)
			}
		}
		client.Close()
		f.Close()
	}
}

func TestF19AWrongPasswordIsSentOnce(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, showOne)
	f.login = func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}`))
	}
	_, err := connect(t.Context(), f.cloud(), Options{}.withDefaults(), atOnce())
	if !errors.Is(err, ErrUnauthorized) || !strings.Contains(err.Error(), "requires authentication") || f.loginCount() != 1 {
		t.Errorf("%v, %d logins", err, f.loginCount())
	}
}

func TestF19APasswordThatWasChangedIsSentOnce(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	f := newFakeCloud(t, showOne)
	client := f.connect(t, Options{Now: ticking.now})
	ticking.advance(time.Minute)
	f.mu.Lock()
	f.valid = func(string) bool { return false }
	f.login = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }
	f.mu.Unlock()
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			for range 3 {
				if _, err := client.Image(t.Context(), modelID(id1)); !errors.Is(err, ErrUnauthorized) {
					t.Errorf("got %v", err)
				}
			}
		})
	}
	group.Wait()
	if got := f.loginCount(); got != 2 {
		t.Errorf("%d logins", got)
	}
}

// awaitLogins waits until so many logins were answered.
func awaitLogins(t *testing.T, f *fakeCloud, client *Client, want int) {
	t.Helper()
	for f.loginCount() < want {
		if t.Context().Err() != nil {
			t.Fatal("no login")
		}
		runtime.Gosched()
	}
	// The renewal has ended when another one can begin.
	<-client.source.flight.DoChan("login", func() (any, error) { return login{}, nil })
}

func TestATokenIsRenewedBeforeItEndsAndUsedMeanwhile(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	f := newFakeCloud(t, showOne)
	f.valid = func(string) bool { return true }
	client := f.connect(t, Options{Now: ticking.now})
	show := func() {
		t.Helper()
		if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
			t.Fatal(err)
		}
	}
	ticking.advance(time.Hour - 2*time.Minute)
	show()
	if got := f.loginCount(); got != 1 {
		t.Errorf("%d logins before it is due", got)
	}
	ticking.advance(time.Minute + time.Second)
	release := make(chan struct{})
	f.mu.Lock()
	f.login = func(w http.ResponseWriter, _ *http.Request) { <-release; f.issue(w, 2) }
	f.mu.Unlock()
	show() // does not wait for the login
	close(release)
	awaitLogins(t, f, client, 2)
	show()
	if got := f.loginCount(); got != 2 {
		t.Errorf("%d logins", got)
	}
}

// TestARenewalThatFailsIsNotTriedAtOnceAgain: each call would ask an identity
// service that is in trouble already.
func TestARenewalThatFailsIsNotTriedAtOnceAgain(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	f := newFakeCloud(t, showOne)
	f.valid = func(string) bool { return true }
	client := f.connect(t, Options{Now: ticking.now})
	f.mu.Lock()
	f.login = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	f.mu.Unlock()
	// logins shows an image, and returns how many logins there were once none is
	// under way.
	logins := func() int {
		t.Helper()
		if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
			t.Fatal(err)
		}
		<-client.source.flight.DoChan("login", func() (any, error) { return login{}, nil })
		return f.loginCount()
	}
	ticking.advance(time.Hour - 30*time.Second)
	first := logins()
	if first == 1 {
		t.Fatal("a token that is due was not renewed")
	}
	for range 3 {
		if got := logins(); got != first {
			t.Errorf("%d logins after %d", got, first)
		}
	}
	ticking.advance(renewalPause + time.Second)
	if got := logins(); got == first {
		t.Error("it was not tried again later")
	}
}

func TestAnIdentityServiceThatIsAwayDoesNotHoldUpAValidToken(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	f := newFakeCloud(t, showOne)
	f.valid = func(string) bool { return true }
	client := f.connect(t, Options{Now: ticking.now})
	f.mu.Lock()
	f.login = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	f.mu.Unlock()
	ticking.advance(time.Hour - 30*time.Second)
	for range 5 {
		if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
			t.Fatal(err)
		}
	}
	awaitLogins(t, f, client, 1+maxAttempts)
	ticking.advance(2 * time.Hour) // well past its end by this clock, which may be wrong
	if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
		t.Fatal(err)
	}
}

func TestF19ATokenThatCannotBeRenewedSaysHowToGetOne(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, showOne)
	cloud := f.cloud()
	cloud.AuthType, cloud.Token, cloud.Password, cloud.Username = "token", clocksToken(), clouds.Secret{}, ""
	cloud.ProjectName = ""
	var method string
	f.login = func(w http.ResponseWriter, r *http.Request) {
		method = r.Method
		if r.Header.Get("X-Auth-Token") != tokenPrefix+"own" || r.Header.Get("X-Subject-Token") != tokenPrefix+"own" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("X-Subject-Token", tokenPrefix+"own")
		_, _ = w.Write([]byte(`{"token": {"issued_at": "2026-01-01T00:00:00.000000Z", "expires_at": "2026-01-01T01:00:00.000000Z", "catalog": [
			{"type": "image", "endpoints": [{"interface": "public", "region": "R", "region_id": "R", "url": "` + f.URL + `/image"}]}]}}`))
	}
	f.valid = func(token string) bool { return token == tokenPrefix+"own" }
	client := f.connectTo(t, cloud, Options{})
	if method != http.MethodGet {
		t.Errorf("a token as it is was exchanged by %s", method)
	}
	if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	f.valid = func(string) bool { return false }
	f.mu.Unlock()
	_, err := client.Image(t.Context(), modelID(id1))
	var problem *Problem
	if !errors.As(err, &problem) || !errors.Is(err, ErrUnauthorized) || !strings.Contains(problem.Advice(), "openstack token issue") ||
		!strings.Contains(err.Error(), "no longer accepted") {
		t.Errorf("got %v", err)
	}
	if got := f.loginCount(); got != 1 {
		t.Errorf("%d logins", got)
	}
}

func clocksToken() clouds.Secret { return clouds.NewSecret(tokenPrefix + "own") }

func TestARefusedTokenWhileTheIdentityServiceIsAway(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	f := newFakeCloud(t, showOne)
	client := f.connect(t, Options{Now: ticking.now})
	ticking.advance(time.Minute)
	f.mu.Lock()
	f.valid = func(string) bool { return false } // as Glance does that cannot ask Keystone
	f.login = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	f.mu.Unlock()
	_, err := client.Image(t.Context(), modelID(id1))
	if !errors.Is(err, ErrBusy) || !strings.HasPrefix(err.Error(), "logging in") {
		t.Errorf("got %v", err)
	}
	if got := f.loginCount(); got > 1+maxAttempts {
		t.Errorf("%d logins: attempts multiply", got)
	}
}

func TestANewTokenThatIsRefusedIsNotRenewedAgain(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	f := newFakeCloud(t, showOne)
	client := f.connect(t, Options{Now: ticking.now})
	ticking.advance(time.Minute)
	f.mu.Lock()
	f.valid = func(string) bool { return false }
	f.mu.Unlock()
	for range 10 {
		_, err := client.Image(t.Context(), modelID(id1))
		var problem *Problem
		if !errors.As(err, &problem) || !errors.Is(err, ErrUnauthorized) || !strings.Contains(problem.Advice(), "identity service") {
			t.Fatalf("got %v", err)
		}
	}
	if got := f.loginCount(); got != 2 {
		t.Errorf("%d logins", got)
	}
	ticking.advance(time.Minute)
	f.mu.Lock()
	f.valid = nil
	f.mu.Unlock()
	if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
		t.Error(err)
	}
}

func TestF23ClocksThatDisagreeCostNoLogins(t *testing.T) {
	t.Parallel()
	for _, skew := range []time.Duration{-10 * time.Minute, 10 * time.Minute, -2 * time.Hour} {
		ticking := &clock{}
		f := newFakeCloud(t, showOne)
		f.skew = skew
		client := f.connect(t, Options{Now: ticking.now})
		for range 5 {
			if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
				t.Fatal(err)
			}
		}
		if got := f.loginCount(); got != 1 {
			t.Errorf("skew %v: %d logins", skew, got)
		}
		ticking.advance(-10 * time.Minute) // and one that is set back
		if _, err := client.Image(t.Context(), modelID(id1)); err != nil || f.loginCount() != 1 {
			t.Errorf("skew %v: %v, %d logins", skew, err, f.loginCount())
		}
	}
}

// A machine that was asleep for an hour wakes up with a token that has ended,
// and a clock that says so or has stood still.
func TestF23ATokenThatEndedDuringASleepIsRenewedOnceForAll(t *testing.T) {
	t.Parallel()
	for _, noticed := range []time.Duration{youngToken, time.Hour + time.Minute} {
		ticking := &clock{}
		f := newFakeCloud(t, showOne)
		client := f.connect(t, Options{Now: ticking.now, Workers: 8})
		if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
			t.Fatal(err)
		}
		ticking.advance(noticed)
		f.mu.Lock()
		f.valid = func(token string) bool { return token == f.token(2) }
		f.mu.Unlock()
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
					t.Errorf("the clock went on by %v: %v", noticed, err)
				}
			})
		}
		group.Wait()
		if got := f.loginCount(); got != 2 {
			t.Errorf("the clock went on by %v: %d logins", noticed, got)
		}
	}
}

// An application credential has an end of its own, and there is nothing to try
// then.
func TestF19AnApplicationCredentialThatHasEndedIsSentOnce(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	f := newFakeCloud(t, showOne)
	cloud := f.cloud()
	cloud.AuthType, cloud.Username, cloud.Password, cloud.ProjectName = "v3applicationcredential", "", clouds.Secret{}, ""
	cloud.ApplicationCredentialID, cloud.ApplicationCredentialSecret = "ac1", clouds.NewSecret("ac-secret")
	client := f.connectTo(t, cloud, Options{Now: ticking.now})
	ticking.advance(time.Minute)
	f.mu.Lock()
	f.valid = func(string) bool { return false }
	f.login = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }
	f.mu.Unlock()
	for range 3 {
		_, err := client.Image(t.Context(), modelID(id1))
		var problem *Problem
		if !errors.As(err, &problem) || !errors.Is(err, ErrUnauthorized) || problem.Advice() == "" || strings.Contains(fmt.Sprintf("%+v", err), "ac-secret") {
			t.Errorf("got %v", err)
		}
	}
	if got := f.loginCount(); got != 2 {
		t.Errorf("%d logins", got)
	}
}

func TestTokensOfThreeSeconds(t *testing.T) {
	t.Parallel()
	ticking := &clock{}
	f := newFakeCloud(t, showOne)
	f.life = 3 * time.Second
	var issuedAt atomic.Int64
	f.login = func(w http.ResponseWriter, _ *http.Request) {
		issuedAt.Store(ticking.now().UnixNano())
		f.issue(w, f.loginCount())
	}
	f.valid = func(token string) bool {
		return token == f.token(f.logins) && ticking.now().UnixNano()-issuedAt.Load() < int64(3*time.Second)
	}
	client := f.connect(t, Options{Now: ticking.now})
	begun := ticking.now()
	for range 300 {
		ticking.advance(100 * time.Millisecond)
		if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
			t.Fatal(err)
		}
	}
	// The clock goes on by itself, too.
	took := ticking.now().Sub(begun)
	if got, most := f.loginCount(), int(took/(3*time.Second))+4; got > most {
		t.Errorf("%d logins in %v, at most %d are needed", got, took, most)
	}
}

func TestALoginThatIsNoLogin(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer func(w http.ResponseWriter)
		kind   error
		logins int
		advice string
	}{
		{"a web page", func(w http.ResponseWriter) { _, _ = w.Write([]byte("<html>Sign in</html>")) }, ErrAnswer, 1, "auth_url"},
		{"a web page with the right status", func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte("<html>Sign in</html>"))
		}, ErrAnswer, 1, "auth_url"},
		{"no token in it", func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte(`{"token":{}}`))
		}, ErrAnswer, 1, "auth_url"},
		{"another service", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }, ErrNotFound, 1, "auth_url"},
		{"a redirect", func(w http.ResponseWriter) {
			w.Header().Set("Location", "https://sso.example/")
			w.WriteHeader(http.StatusFound)
		}, ErrRedirect, 1, "auth_url"},
		{"busy", func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) }, ErrBusy, maxAttempts, ""},
		{"no answer", hangUp, ErrUnreachable, maxAttempts, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, showOne)
			f.login = func(w http.ResponseWriter, _ *http.Request) { test.answer(w) }
			_, err := connect(t.Context(), f.cloud(), Options{}.withDefaults(), atOnce())
			var problem *Problem
			if !errors.As(err, &problem) || !errors.Is(err, test.kind) || !strings.Contains(problem.Advice(), test.advice) {
				t.Errorf("got %v", err)
			}
			if got := f.loginCount(); got != test.logins {
				t.Errorf("%d logins, want %d", got, test.logins)
			}
		})
	}
}

// answerToken answers a login with what it says of the token, with status 201.
func answerToken(token string) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Subject-Token", tokenPrefix+"1")
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(`{"token": ` + token + `}`))
	}
}

func TestALoginIsReadInTheFormsThatServicesWriteIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status          int
		issued, expires string
		life            time.Duration
	}{
		"as Keystone":                 {201, `"2026-01-01T00:00:00.000000Z"`, `"2026-01-01T01:00:00.000000Z"`, time.Hour},
		"200 in place of 201":         {200, `"2026-01-01T00:00:00Z"`, `"2026-01-01T01:00:00Z"`, time.Hour},
		"no zone":                     {201, `"2026-01-01T00:00:00.000000"`, `"2026-01-01T01:00:00.000000"`, time.Hour},
		"a blank in place of T":       {201, `"2026-01-01 00:00:00"`, `"2026-01-01 01:00:00"`, time.Hour},
		"another zone":                {201, `"2026-01-01T00:00:00Z"`, `"2026-01-01T03:00:00+02:00"`, time.Hour},
		"another zone, no colon":      {201, `"2026-01-01T00:00:00Z"`, `"2026-01-01T03:00:00+0200"`, time.Hour},
		"no expiry":                   {201, `null`, `null`, 0},
		"an expiry that says nothing": {201, `"2026-01-01T00:00:00Z"`, `"soon"`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, showOne)
			f.login = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Subject-Token", tokenPrefix+"1")
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(`{"token": {"issued_at": ` + c.issued + `, "expires_at": ` + c.expires + `, "project": {"id": "p"}, "catalog": [
					{"type": "image", "endpoints": [{"interface": "public", "region": null, "url": "` + f.URL + `/image"}]}]}}`))
			}
			client, err := connect(t.Context(), f.cloud(), Options{}.withDefaults(), atOnce())
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			if client.source.current.life != c.life {
				t.Errorf("the token lives for %v, not %v", client.source.current.life, c.life)
			}
		})
	}
}

func TestAPasscodeIsSentOnce(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, showOne)
	cloud := f.cloud()
	cloud.AuthType, cloud.Passcode, cloud.Password = "v3totp", clouds.NewSecret("123456"), clouds.Secret{}
	client := f.connectTo(t, cloud, Options{})
	f.mu.Lock()
	f.valid = func(string) bool { return false }
	f.mu.Unlock()
	_, err := client.Image(t.Context(), modelID(id1))
	var problem *Problem
	if !errors.As(err, &problem) || !errors.Is(err, ErrUnauthorized) || !strings.Contains(problem.Advice(), "OS_PASSCODE") || f.loginCount() != 1 {
		t.Errorf("%v, %d logins", err, f.loginCount())
	}
	f.login = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }
	_, err = connect(t.Context(), cloud, Options{}.withDefaults(), atOnce())
	if !errors.As(err, &problem) || !strings.Contains(problem.Advice(), "OS_PASSCODE") {
		t.Errorf("a passcode that is refused: %v", err)
	}
}

func TestALoginThatIsGivenUp(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, showOne)
	ctx, cancel := context.WithCancel(t.Context())
	f.login = func(_ http.ResponseWriter, r *http.Request) { cancel(); drain(r); <-r.Context().Done() }
	if _, err := connect(ctx, f.cloud(), Options{}.withDefaults(), atOnce()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestALoginThatLacksSomethingIsNotSent(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, showOne)
	cloud := f.cloud()
	cloud.Password = clouds.Secret{}
	if _, err := Connect(t.Context(), cloud, Options{}); err == nil || f.loginCount() != 0 {
		t.Errorf("%v, %d logins", err, f.loginCount())
	}
}
