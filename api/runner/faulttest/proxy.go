package faulttest

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"glimpse/api/embedded/faults"
)

// Request is one request that came to a proxy.
type Request struct {
	Method, Path string
	Fault        Fault
	// Status is what the service answered; 0 where it was not asked, or has
	// not answered.
	Status       int
	Began, Ended time.Time
}

// Carried reports whether the service carried out a change, or has read
// something.
func (r *Request) Carried() bool { return r.Status >= 200 && r.Status < 300 }

// Changes reports whether the request is of a method that may change something.
func (r *Request) Changes() bool { return changes(r.Method) }

// Proxy stands before a service, counts what comes, and makes it fail. What it
// lets pass it does not change.
type Proxy struct {
	*httptest.Server
	forward *httputil.ReverseProxy

	mu     sync.Mutex
	faults Faults
	all    Fault
	seen   map[string]int
	log    []*Request
	watch  []func(n int, r *Request)
	news   chan struct{}
	// closing ends what waits.
	closing chan struct{}
}

// NewProxy serves before the service at an address until the test ends.
// configure, if set, changes the server before it starts.
func NewProxy(t testing.TB, target string, configure func(server *http.Server)) *Proxy {
	t.Helper()
	to, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{seen: map[string]int{}, news: make(chan struct{}, 1), closing: make(chan struct{})}
	quiet := log.New(io.Discard, "", 0)
	p.forward = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = to.Scheme, to.Host, r.In.Host
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true, IdleConnTimeout: time.Second},
		ErrorLog:  quiet,
	}
	p.Server = httptest.NewUnstartedServer(p)
	p.Config.ErrorLog = quiet
	if configure != nil {
		configure(p.Config)
	}
	p.Start()
	t.Cleanup(func() {
		close(p.closing)
		p.Close()
	})
	return p
}

// Set replaces what goes wrong from the next request on, and forgets what came
// so far.
func (p *Proxy) Set(wrong Faults) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults, p.all, p.seen, p.log, p.watch = wrong, None, map[string]int{}, nil, nil
}

// Meet lets every request meet a fault from now on; None ends that. Down is a
// total outage.
func (p *Proxy) Meet(fault Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = fault
}

// Watch has a function called for each request before it is carried out, with
// its number, counted from 1. It may be called from several goroutines.
func (p *Proxy) Watch(watch func(n int, r *Request)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watch = append(p.watch, watch)
}

// Requests returns what came since Set.
func (p *Proxy) Requests() []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := make([]Request, len(p.log))
	for i, r := range p.log {
		all[i] = *r
	}
	return all
}

// Count returns how many requests for which a condition holds came since Set.
func (p *Proxy) Count(holds func(r *Request) bool) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	count := 0
	for _, r := range p.log {
		if holds(r) {
			count++
		}
	}
	return count
}

// Await waits until so many requests came for which a condition holds.
func (p *Proxy) Await(t testing.TB, count int, within time.Duration, holds func(r *Request) bool) {
	t.Helper()
	deadline := time.After(within)
	for p.Count(holds) < count {
		select {
		case <-p.news:
		case <-deadline:
			t.Fatalf("only %d of %d requests came within %v", p.Count(holds), count, within)
		}
	}
}

// ServeHTTP implements http.Handler.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	entry := &Request{Method: r.Method, Path: r.URL.EscapedPath(), Began: time.Now()}
	p.mu.Lock()
	key := r.Method + " " + r.URL.RequestURI()
	wrong := p.faults
	entry.Fault = wrong.of(r, p.seen[key])
	p.seen[key]++
	p.log = append(p.log, entry)
	number, watch := len(p.log), p.watch
	p.mu.Unlock()
	p.tell()
	defer p.ended(entry)
	for _, tell := range watch {
		tell(number, entry)
	}
	if wrong.Latency > 0 {
		select {
		case <-time.After(wrong.Latency):
		case <-p.closing:
		}
	}
	fault := p.faultFor(entry)
	switch {
	case fault == None:
		p.pass(entry, w, r)
		return
	case fault.inData():
		p.cut(entry, fault, wrong.place(r, number), w, r)
		return
	}
	if fault.after() {
		p.pass(entry, httptest.NewRecorder(), r)
	}
	wrong.do(fault, w)
}

// faultFor returns what befalls a request after all.
func (p *Proxy) faultFor(entry *Request) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all != None {
		entry.Fault = p.all
	}
	return entry.Fault
}

// pass lets the service carry a request out, also where the client is gone: a
// request that has left arrives.
func (p *Proxy) pass(entry *Request, w http.ResponseWriter, r *http.Request) {
	noted := &noting{ResponseWriter: w}
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		entry.Status = noted.status
	}()
	p.forward.ServeHTTP(noted, r.WithContext(context.WithoutCancel(r.Context())))
}

func (p *Proxy) ended(entry *Request) {
	p.mu.Lock()
	entry.Ended = time.Now()
	p.mu.Unlock()
	p.tell()
}

// tell wakes whoever awaits requests.
func (p *Proxy) tell() {
	select {
	case p.news <- struct{}{}:
	default:
	}
}

// do answers in place of the service.
func (f *Faults) do(fault Fault, w http.ResponseWriter) {
	switch fault {
	case Busy:
		faults.Page(w, http.StatusServiceUnavailable, "")
	case BusyLater:
		faults.Page(w, http.StatusServiceUnavailable, strconv.Itoa(f.RetryAfter))
	case Limited:
		faults.Page(w, http.StatusTooManyRequests, strconv.Itoa(f.RetryAfter))
	case TimedOut:
		faults.Page(w, http.StatusGatewayTimeout, "")
	case Refused:
		faults.Page(w, http.StatusUnauthorized, "")
	case Moved:
		w.Header().Set("Location", f.MovedTo)
		faults.Page(w, f.MovedBy, "")
	default:
		faults.Reset(w)
	}
}

// noting notes the status of an answer.
type noting struct {
	http.ResponseWriter
	status int
}

// Unwrap lets http.ResponseController reach the connection.
func (n *noting) Unwrap() http.ResponseWriter { return n.ResponseWriter }

// WriteHeader notes the status.
func (n *noting) WriteHeader(status int) {
	if status >= 200 {
		n.status = status
	}
	n.ResponseWriter.WriteHeader(status)
}

// Write notes the status that is meant when none is given.
func (n *noting) Write(content []byte) (int, error) {
	if n.status == 0 {
		n.status = http.StatusOK
	}
	return n.ResponseWriter.Write(content)
}
