package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/api/clouds"
	"glimpse/model"
	"glimpse/model/patch"
)

// everyMethod calls every method of a client that sends something.
func everyMethod(t testing.TB, client *Client) map[string]error {
	ctx := t.Context()
	id := modelID(id1)
	results := make(map[string]error)
	_, results["Image"] = client.Image(ctx, id)
	_, results["Pages"] = client.Pages(splitOf(t, "", ""), PageOptions{}).Next(ctx)
	_, results["Create"] = client.Create(ctx, NewImage{Attributes: map[model.Attribute]any{model.AttrName: "x"}})
	_, results["Update"] = client.Update(ctx, id, patch.Patch{patch.SetProperty("p", "v")})
	results["Delete"] = client.Delete(ctx, id)
	results["Deactivate"] = client.Deactivate(ctx, id)
	results["Reactivate"] = client.Reactivate(ctx, id)
	results["Retag"] = client.Retag(ctx, known(), []string{"gold"}, nil)
	results["Retag by patch"] = client.Retag(ctx, known(), []string{"größe"}, nil)
	return results
}

func reads(method string) bool { return method == "Image" || method == "Pages" }

func TestARedirectIsAnErrorThatNamesItsTarget(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{"GET", "POST", "PATCH", "PUT", "DELETE"} {
			t.Run(fmt.Sprint(status, method), func(t *testing.T) {
				t.Parallel()
				var reached atomic.Int64
				target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
				defer target.Close()
				f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
					http.Redirect(w, r, target.URL+"/elsewhere", status)
				})
				client := f.connect(t, Options{})
				_, err := client.once(t.Context(), call{operation: "testing", method: method, path: "/v2/images", accept: []int{200, 201, 204}})
				if !errors.Is(err, ErrRedirect) || !strings.Contains(err.Error(), target.URL+"/elsewhere") || reached.Load() > 0 {
					t.Errorf("%v; the target was reached %d times", err, reached.Load())
				}
			})
		}
	}
}

func TestEveryMethodTakesARedirectForAFailure(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/image/v2/elsewhere", http.StatusFound)
	})
	for method, err := range everyMethod(t, f.connect(t, Options{})) {
		if !errors.Is(err, ErrRedirect) {
			t.Errorf("%s: %v", method, err)
		}
	}
	if f.count("GET /image/v2/elsewhere") > 0 {
		t.Error("a redirect was followed")
	}
}

func TestAReadOnlyConnectionLetsOnlyReadsThrough(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/images") {
			writeListing(w, nil, false)
			return
		}
		showOne(w, r)
	})
	client := f.connect(t, Options{ReadOnly: true})
	for method, err := range everyMethod(t, client) {
		if reads(method) != (err == nil) || !reads(method) && !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", method, err)
		}
	}
	// The same below all methods.
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "post", "GeT"} {
		_, err := client.once(t.Context(), call{operation: "testing", method: method, path: "/v2/images", body: []byte("{}"), accept: []int{200}})
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", method, err)
		}
	}
	for _, request := range f.taken() {
		if !strings.HasPrefix(request, "GET ") {
			t.Errorf("the service got %s", request)
		}
	}
	if !client.About().ReadOnly {
		t.Error("About does not tell")
	}
}

// closing notes that a body was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestTheGateLetsNothingToOtherOrigins(t *testing.T) {
	t.Parallel()
	identity, _ := url.Parse("https://cloud:5000/v3")
	image, _ := url.Parse("https://images:9292/glance")
	tests := []struct {
		method, url string
		readOnly    bool
		want        error
	}{
		{"GET", "https://images:9292/glance/v2/images", false, nil},
		{"GET", "https://IMAGES:9292/other", false, nil},
		{"POST", "https://cloud:5000/v3/auth/tokens", true, nil},
		{"HEAD", "https://images:9292/", true, nil},
		{"POST", "https://cloud:5000/v3/users", true, errReadOnlyGate},
		{"POST", "https://images:9292/v3/auth/tokens", true, errReadOnlyGate},
		{"DELETE", "https://cloud:5000/v3/auth/tokens", true, errReadOnlyGate},
		{"GET", "http://images:9292/glance/v2/images", false, errForeignOrigin},
		{"GET", "https://images/glance/v2/images", false, errForeignOrigin},
		{"GET", "https://images.evil:9292/", false, errForeignOrigin},
		{"POST", "https://evil/v3/auth/tokens", true, errReadOnlyGate},
	}
	passed := errors.New("passed")
	for _, test := range tests {
		g := &guardTransport{next: refusing{passed}, readOnly: test.readOnly, identity: identity, image: image}
		body := &closing{Reader: strings.NewReader("x")}
		request := httptest.NewRequest(test.method, test.url, body)
		request.Body = body
		want := test.want
		if want == nil {
			want = passed
		}
		if _, err := g.RoundTrip(request); !errors.Is(err, want) || test.want != nil && !body.closed {
			t.Errorf("%s %s: %v, closed %v", test.method, test.url, err, body.closed)
		}
	}
	unknown := &guardTransport{next: refusing{passed}, identity: identity}
	if _, err := unknown.RoundTrip(httptest.NewRequest(http.MethodGet, "https://images:9292/", http.NoBody)); !errors.Is(err, errForeignOrigin) {
		t.Errorf("got %v", err)
	}
}

// TestTheGateLetsOneActionOnAVolumeThrough allows of the Block Storage service reads and
// the action on one volume, and nothing else.
func TestTheGateLetsOneActionOnAVolumeThrough(t *testing.T) {
	t.Parallel()
	identity, _ := url.Parse("https://cloud:5000/v3")
	volumes, _ := url.Parse("https://volumes:8776/v3/p")
	passed := errors.New("passed")
	for _, test := range []struct {
		method, url string
		readOnly    bool
		want        error
	}{
		{"GET", "https://volumes:8776/v3/p/volumes/detail", true, passed},
		{"POST", "https://volumes:8776/v3/p/volumes/v-1/action", false, passed},
		{"POST", "https://volumes:8776/v3/p/volumes/v-1/action", true, errReadOnlyGate},
		{"POST", "https://volumes:8776/v3/p/volumes", false, errForeignOrigin},
		{"POST", "https://volumes:8776/v3/p/volumes/a/b/action", false, errForeignOrigin},
		{"POST", "https://volumes:8776/v3/p/volumes//action", false, errForeignOrigin},
		{"POST", "https://volumes:8776/v3/q/volumes/v-1/action", false, errForeignOrigin},
		{"POST", "https://elsewhere:8776/v3/p/volumes/v-1/action", false, errForeignOrigin},
		{"DELETE", "https://volumes:8776/v3/p/volumes/v-1/action", false, errForeignOrigin},
		{"DELETE", "https://volumes:8776/v3/p/volumes/v-1", false, errForeignOrigin},
	} {
		g := &guardTransport{
			next: refusing{passed}, readOnly: test.readOnly, identity: identity, readOnlyAt: []*url.URL{volumes}, volumes: volumes,
		}
		if _, err := g.RoundTrip(httptest.NewRequest(test.method, test.url, http.NoBody)); !errors.Is(err, test.want) {
			t.Errorf("%s %s: %v, want %v", test.method, test.url, err, test.want)
		}
	}
}

type refusing struct{ err error }

func (r refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, r.err }

func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		size, limit int64
		want        error
	}{{0, 10, nil}, {9, 10, nil}, {10, 10, nil}, {11, 10, errBodyTooLarge}, {1000, 10, errBodyTooLarge}} {
		body := &boundedBody{body: io.NopCloser(strings.NewReader(strings.Repeat("x", int(test.size)))), left: test.limit + 1}
		got, err := io.ReadAll(body)
		if !errors.Is(err, test.want) || int64(len(got)) > test.limit+1 {
			t.Errorf("%d bytes of at most %d: %v", test.size, test.limit, err)
		}
	}
}

func TestAnswersThatNeverShouldBe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer http.HandlerFunc
		kind   error
		text   string
	}{
		{"a hundred megabytes", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"images": [`)
			chunk := []byte(strings.Repeat(" ", 1<<20))
			for range 100 {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}, ErrTooLarge, "32 MiB"},
		{"one byte at a time", func(w http.ResponseWriter, r *http.Request) {
			ticker := time.NewTicker(10 * time.Millisecond)
			defer ticker.Stop()
			for {
				_, _ = io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				select {
				case <-r.Context().Done():
					return
				case <-ticker.C:
				}
			}
		}, ErrUnreachable, "no complete answer in time"},
		{"nothing at all", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, ErrUnreachable, "in time"},
		{"a captive portal", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<!DOCTYPE html><html><body>Please sign in\x1b[2J</body></html>")
		}, ErrAnswer, "web page"},
		{"a body cut by the connection", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"images": [{"id": "a"}`)
			w.(http.Flusher).Flush()
			hangUp(w)
		}, ErrUnreachable, "broke off"},
		{
			"a body cut by the service", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"images": [{"id": "a"}`) },
			ErrUnreachable, "broke off",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, test.answer)
			client := f.connect(t, Options{})
			client.timeout = time.Minute
			if strings.HasSuffix(test.text, "in time") { // what never ends
				client.timeout = 100 * time.Millisecond
			}
			_, err := client.Pages(splitOf(t, "", ""), PageOptions{}).Next(t.Context())
			if !errors.Is(err, test.kind) || !strings.Contains(err.Error(), test.text) || strings.Contains(err.Error(), "\x1b") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestTheTimeoutOfTheCloudBoundsACall(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	cloud := f.cloud()
	cloud.Timeout = 90 * time.Second
	client := f.connectTo(t, cloud, Options{})
	if client.timeout != cloud.Timeout {
		t.Errorf("an attempt may take %v", client.timeout)
	}
	client.timeout = 20 * time.Millisecond // after the login, which has to be answered
	if _, err := client.Image(t.Context(), modelID(id1)); !errors.Is(err, ErrUnreachable) {
		t.Errorf("got %v", err)
	}
}

// TestACertificateThatIsNotTrustedIsNotTriedAgain counts connections: the
// handler is never reached.
func TestACertificateThatIsNotTrustedIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	defer server.Close()
	cloud := (&fakeCloud{Server: server}).cloud()
	_, err := connect(t.Context(), cloud, Options{}.withDefaults(), atOnce())
	var problem *Problem
	if !errors.As(err, &problem) || !strings.Contains(problem.Advice(), "cacert") || connections.Load() != 1 {
		t.Errorf("got %v after %d connections", err, connections.Load())
	}
}

// TestConnectionsThatEndWhileIdle sends changes over connections that the
// service drops after 50 ms of idleness, which is when some are being used
// again.
func TestConnectionsThatEndWhileIdle(t *testing.T) {
	t.Parallel()
	const workers = 16
	changes := 2000
	if raceEnabled || testing.Short() {
		changes = 400
	}
	var open, most atomic.Int64
	f := &fakeCloud{life: time.Hour}
	f.image = func(w http.ResponseWriter, r *http.Request) { drain(r); showOne(w, r) }
	f.Server = httptest.NewUnstartedServer(f)
	f.Config.IdleTimeout = 50 * time.Millisecond
	f.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			if now := open.Add(1); now > most.Load() {
				most.Store(now)
			}
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		}
	}
	f.Start()
	t.Cleanup(f.Close)
	client := f.connect(t, Options{Workers: workers})
	client.retry.sleep = sleep
	var next atomic.Int64
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for n := next.Add(1); n <= int64(changes); n = next.Add(1) {
				if n%20 == int64(worker) {
					_ = sleep(t.Context(), 50*time.Millisecond) // as long as the service waits
				}
				if _, err := client.Update(t.Context(), modelID(imageID(int(n))), patch.Patch{patch.SetProperty("p", "v")}); err != nil {
					t.Errorf("change %d: %v", n, err)
				}
			}
		})
	}
	group.Wait()
	// In use, kept, and those whose end the service has not noticed: a leak is of hundreds.
	if got := most.Load(); got > 4*workers {
		t.Errorf("%d connections at once", got)
	}
}

// TestAsManyConnectionsAreKeptAsThereAreWorkers: each that is not kept is a
// handshake more for the next round, over a VPN.
func TestAsManyConnectionsAreKeptAsThereAreWorkers(t *testing.T) {
	t.Parallel()
	const workers, rounds = 8, 10
	var made atomic.Int64
	var together sync.WaitGroup
	f := &fakeCloud{life: time.Hour}
	f.image = func(w http.ResponseWriter, r *http.Request) {
		together.Done()
		together.Wait()
		showOne(w, r)
	}
	f.Server = httptest.NewUnstartedServer(f)
	f.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			made.Add(1)
		}
	}
	f.Start()
	t.Cleanup(f.Close)
	client := f.connect(t, Options{Workers: workers})
	for range rounds {
		together.Add(workers)
		var group sync.WaitGroup
		for range workers {
			group.Go(func() {
				if _, err := client.Image(t.Context(), modelID(id1)); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
	}
	if got := made.Load(); got > 2*workers {
		t.Errorf("%d connections for %d rounds of %d requests", got, rounds, workers)
	}
}

func TestCloseEndsWhatIsUnderWayAndWhatComesAfter(t *testing.T) {
	t.Parallel()
	entered := make(chan struct{}, 1)
	f := newFakeCloud(t, func(_ http.ResponseWriter, r *http.Request) { entered <- struct{}{}; <-r.Context().Done() })
	client := f.connect(t, Options{})
	ended := make(chan error)
	go func() {
		_, err := client.Image(context.WithoutCancel(t.Context()), modelID(id1))
		ended <- err
	}()
	<-entered
	client.Close()
	client.Close()
	if err := <-ended; !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "closed") {
		t.Errorf("got %v", err)
	}
	f.taken()
	for method, err := range everyMethod(t, client) {
		if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "closed") || errors.Is(err, ErrUncertain) {
			t.Errorf("%s: %v", method, err)
		}
	}
	if got := f.taken(); len(got) > 0 {
		t.Errorf("sent after Close: %v", got)
	}
}

func TestACertificateFileThatIsNotThere(t *testing.T) {
	t.Parallel()
	cloud := clouds.Cloud{Name: "x", AuthURL: "https://h/v3", CACert: t.TempDir() + "/none.pem", Verify: true}
	if _, err := Connect(t.Context(), cloud, Options{}); err == nil || !strings.Contains(err.Error(), "none.pem") {
		t.Errorf("got %v", err)
	}
}
