package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"glimpse/api/clouds"
	"glimpse/api/embedded"
	"glimpse/api/embedded/keystone"
)

// The tests of this file are named for the faults of logins, tokens and
// clocks.

// embeddedCloud starts a cloud of its own and returns how its member logs in.
func embeddedCloud(t *testing.T, options embedded.Options) (*embedded.Server, clouds.Cloud) {
	t.Helper()
	server, err := embedded.Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server, clouds.Cloud{
		Name: "embedded", AuthType: "password", AuthURL: server.AuthURL(), Username: "member", UserDomainName: keystone.DomainName,
		Password: clouds.NewSecret(keystone.Password), ProjectName: "demo", ProjectDomainName: keystone.DomainName,
		Interface: "public", Verify: true,
	}
}

// logins is how many logins a cloud was asked for, refused ones included.
func logins(server *embedded.Server) int {
	return server.Requests().Of(http.MethodPost, embedded.ClassToken)
}

// TestF11ARefreshThatIsCancelledDuringARenewalFailsAlone renews the token of
// one connection a hundred times, each time begun by a list that is given up.
func TestF11ARefreshThatIsCancelledDuringARenewalFailsAlone(t *testing.T) {
	t.Parallel()
	const others = 7
	ticking := &clock{}
	s := newShelf(3)
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/images") {
			s.serve(w, r)
			return
		}
		showOne(w, r)
	})
	client := f.connect(t, Options{Now: ticking.now, Workers: others + 1})
	refresh := func(ctx context.Context) error {
		_, err := client.Pages(splitOf(t, "", ""), PageOptions{}).Next(ctx)
		return err
	}
	for run := range 100 {
		ticking.advance(time.Minute) // so that the token is not a new one
		entered, release := make(chan struct{}), make(chan struct{})
		f.mu.Lock()
		fresh := f.logins + 1
		f.valid = func(token string) bool { return token == f.token(fresh) }
		f.login = func(w http.ResponseWriter, _ *http.Request) {
			close(entered)
			<-release
			f.issue(w, fresh)
		}
		f.requests = nil
		f.mu.Unlock()
		ctx, cancel := context.WithCancel(t.Context())
		given := make(chan error, 1)
		go func() { given <- refresh(ctx) }()
		<-entered // the refresh has begun the renewal
		results := make(chan error, others)
		for n := range others {
			go func() {
				if n%2 == 0 {
					results <- refresh(t.Context())
					return
				}
				_, err := client.Image(t.Context(), modelID(id1))
				results <- err
			}()
		}
		for run%2 == 0 && f.count("GET") <= others { // all have been refused and wait for the same login
			if t.Context().Err() != nil {
				t.Fatal("the calls were never sent")
			}
		}
		cancel()
		if err := <-given; !errors.Is(err, context.Canceled) {
			t.Fatalf("run %d: the refresh ended with %v", run, err)
		}
		close(release)
		for range others {
			if err := <-results; err != nil {
				t.Errorf("run %d: another call failed: %v", run, err)
			}
		}
		if got := f.loginCount(); got != fresh {
			t.Fatalf("run %d: %d logins in place of one", run, got-fresh+1)
		}
	}
}

func TestF19CredentialsThatAreRefusedAreSentOnce(t *testing.T) {
	t.Parallel()
	server, good := embeddedCloud(t, embedded.Options{Images: 3})
	wrong, locked, credential := good, good, good
	wrong.Password = clouds.NewSecret("wrong")
	locked.Username = "disabled"
	credential = applicationCredential(credential, keystone.DemoCredential("member"), "wrong")
	for name, cloud := range map[string]clouds.Cloud{"a wrong password": wrong, "a locked account": locked, "a wrong secret": credential} {
		server.ForgetRequests()
		_, err := Connect(t.Context(), cloud, Options{})
		var problem *Problem
		if !errors.As(err, &problem) || !errors.Is(err, ErrUnauthorized) || !strings.HasPrefix(err.Error(), "logging in: ") || problem.Advice() == "" {
			t.Errorf("%s: got %v", name, err)
		}
		if got := logins(server); got != 1 {
			t.Errorf("%s: %d logins", name, got)
		}
	}
}

func applicationCredential(cloud clouds.Cloud, id, secret string) clouds.Cloud {
	return clouds.Cloud{
		Name: cloud.Name, AuthType: "v3applicationcredential", AuthURL: cloud.AuthURL, Interface: cloud.Interface, Verify: true,
		ApplicationCredentialID: id, ApplicationCredentialSecret: clouds.NewSecret(secret),
	}
}

// expiring makes an application credential that ends at a time, and returns
// its id.
func expiring(t *testing.T, client *Client, cloud clouds.Cloud, end time.Time) string {
	t.Helper()
	token, err := client.source.token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	user := client.source.current.about.UserID.Raw()
	body := fmt.Sprintf(`{"application_credential": {"name": "nightly", "secret": "s", "expires_at": %q}}`, end.UTC().Format("2006-01-02T15:04:05"))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		cloud.AuthURL+"/users/"+user+"/application_credentials", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Auth-Token", token)
	request.Header.Set("Content-Type", "application/json")
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	content, _ := io.ReadAll(reply.Body)
	_, rest, found := strings.Cut(string(content), `"id": "`)
	if !found {
		_, rest, found = strings.Cut(string(content), `"id":"`)
	}
	id, _, ends := strings.Cut(rest, `"`)
	if reply.StatusCode != http.StatusCreated || !found || !ends {
		t.Fatalf("%s: %s", reply.Status, content)
	}
	return id
}

// TestF19AnApplicationCredentialThatExpiresInAWalkIsSentOnce lets a credential
// end between two pages, with a client whose clock tells it, and with one
// whose clock does not.
func TestF19AnApplicationCredentialThatExpiresInAWalkIsSentOnce(t *testing.T) {
	t.Parallel()
	for _, suspension := range []time.Duration{time.Minute, 2 * time.Hour} {
		theirs, ours := &clock{}, &clock{}
		server, cloud := embeddedCloud(t, embedded.Options{Images: 50, Plain: true, Now: theirs.now})
		maker, err := Connect(t.Context(), cloud, Options{Now: ours.now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(maker.Close)
		cloud = applicationCredential(cloud, expiring(t, maker, cloud, theirs.now().Add(30*time.Minute)), "s")
		client, err := Connect(t.Context(), cloud, Options{Now: ours.now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(client.Close)
		p := client.Pages(splitOf(t, "", ""), PageOptions{Size: 5})
		if page, err := p.Next(t.Context()); err != nil || len(page.Images) != 5 || !page.More {
			t.Fatalf("the first page: %d images, %v", len(page.Images), err)
		}
		theirs.advance(2 * time.Hour)
		ours.advance(suspension)
		server.ForgetRequests()
		for range 3 {
			_, err := p.Next(t.Context())
			var problem *Problem
			if !errors.As(err, &problem) || !errors.Is(err, ErrUnauthorized) || !strings.Contains(problem.Advice(), "application credential may have expired") {
				t.Errorf("after %v: got %v", suspension, err)
			}
		}
		if got := logins(server); got != 1 {
			t.Errorf("after %v: %d logins, want the one that is refused", suspension, got)
		}
	}
}

// TestF23TheServicesAnswerDecidesWhetherATokenIsGood walks over three pages
// with clocks that differ and jump, and asks what it cost.
func TestF23TheServicesAnswerDecidesWhetherATokenIsGood(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		skew         time.Duration // of the service's clock against ours, all the time
		theirs, ours time.Duration // by which the clocks move between the pages
		logins       int           // after the first
		refused      int           // requests that the image service answered with 401
	}{
		{"ours is ten minutes late", 10 * time.Minute, time.Second, time.Second, 0, 0},
		{"ours is ten minutes early", -10 * time.Minute, time.Second, time.Second, 0, 0},
		{"ours is ten minutes late, and the token ends", 10 * time.Minute, 61 * time.Minute, 61 * time.Minute, 1, 0},
		{"ours is ten minutes early, and the token ends", -10 * time.Minute, 61 * time.Minute, 61 * time.Minute, 1, 0},
		{"an hour of suspension that our clock has seen", 0, time.Hour, time.Hour, 1, 0},
		{"an hour of suspension that our clock has not seen", 0, time.Hour + time.Second, 10 * time.Second, 1, 1},
		{"the same, ten minutes late", 10 * time.Minute, time.Hour + time.Second, 10 * time.Second, 1, 1},
		{"the same, ten minutes early", -10 * time.Minute, time.Hour + time.Second, 10 * time.Second, 1, 1},
		{"ours is put back by an hour, and the token ends", 0, time.Hour + time.Second, -time.Hour, 1, 1},
		{"ours is put forward by an hour, and the token is good", 0, time.Second, time.Hour, 1, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			theirs, ours := &clock{}, &clock{}
			theirs.advance(test.skew)
			server, cloud := embeddedCloud(t, embedded.Options{Images: 60, Plain: true, Now: theirs.now})
			client, err := Connect(t.Context(), cloud, Options{Now: ours.now})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(client.Close)
			whole, _ := walk(t, client.Pages(splitOf(t, "", ""), PageOptions{}), 5)
			size := (len(whole) + 2) / 3
			server.ForgetRequests()
			p := client.Pages(splitOf(t, "", ""), PageOptions{Size: size})
			first, err := p.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			theirs.advance(test.theirs)
			ours.advance(test.ours)
			rest, _ := walk(t, p, 5)
			if got := append(idsOf(first.Images), rest...); strings.Join(got, " ") != strings.Join(whole, " ") {
				t.Errorf("%d images, want %d", len(got), len(whole))
			}
			refused := 0
			for _, request := range server.RequestLog() {
				if request.Status == http.StatusUnauthorized {
					refused++
				}
			}
			if got := logins(server); got != test.logins || refused != test.refused {
				t.Errorf("%d logins and %d refused requests, want %d and %d", got, refused, test.logins, test.refused)
			}
		})
	}
}
