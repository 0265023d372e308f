package faults

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Injector does the faults to requests. What befalls a request depends on the
// seed, the request's number since the faults were set, and its group alone.
type Injector struct {
	seed uint64

	mu     sync.Mutex
	faults Faults
	number uint64
}

// NewInjector returns an injector that does nothing yet.
func NewInjector(seed uint64) *Injector { return &Injector{seed: seed} }

// Set replaces what goes wrong from the next request on, and starts the sequence
// anew.
func (i *Injector) Set(faults Faults) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.faults, i.number = faults, 0
}

// draw decides what befalls the next request.
func (i *Injector) draw(g Group) (fault, time.Duration, groupFaults) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.number++
	faults := i.faults.groups[g]
	source := rand.New(rand.NewPCG(i.seed, i.number))
	at, delay := source.Float64(), faults.latency.from
	if width := faults.latency.to - faults.latency.from; width > 0 {
		delay += time.Duration(source.Int64N(int64(width) + 1))
	}
	for _, c := range faults.chances {
		if at < c.share {
			return c.fault, delay, faults
		}
		at -= c.share
	}
	return fault{}, delay, faults
}

// Met is what befell a request.
type Met struct {
	// Name is the fault's, in the words of Parse, if any other than latency.
	Name string
	// Reset reports whether the connection was reset in place of an answer.
	Reset bool
}

// Serve answers a request, well or not.
func (i *Injector) Serve(w http.ResponseWriter, r *http.Request, g Group, next http.Handler) Met {
	fault, delay, faults := i.draw(g)
	if !wait(r, delay) {
		return Met{}
	}
	met := Met{Name: fault.String()}
	if fault.after && fault.effect != effectTruncate {
		next.ServeHTTP(&lostWriter{header: http.Header{}}, r)
	}
	switch fault.effect {
	case effectToken:
		r = r.Clone(r.Context())
		r.Header.Del("X-Auth-Token")
		next.ServeHTTP(w, r)
	case effectReset:
		met.Reset = Reset(w)
	case effectTruncate:
		next.ServeHTTP(&halfWriter{ResponseWriter: w}, r)
	case effectPage:
		faults.page(w, fault.status)
	case effectPortal:
		portal(w)
	default:
		next.ServeHTTP(w, r)
	}
	return met
}

// wait lets time pass, and reports whether the client is still there.
func wait(r *http.Request, delay time.Duration) bool {
	return delay <= 0 || sleep(r.Context(), delay)
}

// sleepByTimer waits to within a millisecond, and reports whether the context is still
// alive.
func sleepByTimer(ctx context.Context, delay time.Duration) bool {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// Reset ends the connection with a TCP RST, so that the client sees "connection
// reset by peer" rather than an orderly end. It returns false where the
// connection is gone already.
func Reset(w http.ResponseWriter) bool {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return false
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without it the end is orderly: all that is lost is the reset
	}
	_ = conn.Close()
	return true
}

// lostWriter swallows an answer. It stops a long one, whose making would take
// time for nothing.
type lostWriter struct {
	header http.Header
	size   int
}

// enoughLost is the number of bytes after which a lost answer is given up.
const enoughLost = 1 << 20

func (l *lostWriter) Header() http.Header { return l.header }

func (l *lostWriter) WriteHeader(int) {}

func (l *lostWriter) Write(data []byte) (int, error) {
	if l.size += len(data); l.size > enoughLost {
		return 0, http.ErrHandlerTimeout
	}
	return len(data), nil
}

// halfWriter sends half of a body whose length was announced, after which
// net/http can but close the connection.
type halfWriter struct {
	http.ResponseWriter
	started bool
	left    int64
}

func (h *halfWriter) WriteHeader(status int) {
	if !h.started {
		h.started = true
		length, err := strconv.ParseInt(h.Header().Get("Content-Length"), 10, 64)
		h.left = length / 2
		if err != nil {
			h.left = -1 // no length was announced, nothing can be held back
		}
	}
	h.ResponseWriter.WriteHeader(status)
}

func (h *halfWriter) Write(data []byte) (int, error) {
	if !h.started {
		h.WriteHeader(http.StatusOK)
	}
	if h.left < 0 {
		return h.ResponseWriter.Write(data)
	}
	part := data[:min(int64(len(data)), h.left)]
	h.left -= int64(len(part))
	n, err := h.ResponseWriter.Write(part)
	if err == nil && len(part) < len(data) {
		err = http.ErrContentLength
	}
	return n, err
}

// pageTexts are what HAProxy says below the heading of its pages.
var pageTexts = map[int]string{
	http.StatusTooManyRequests:     "You have sent too many requests in a given amount of time.",
	http.StatusInternalServerError: "An internal server error occurred.",
	http.StatusBadGateway:          "The server returned an invalid or incomplete response.",
	http.StatusServiceUnavailable:  "No server is available to handle this request.",
	http.StatusGatewayTimeout:      "The server didn't respond in time.",
}

func (g groupFaults) page(w http.ResponseWriter, status int) {
	after := ""
	busy := status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
	if busy && g.retrySet {
		after = strconv.Itoa(int(g.retryAfter / time.Second))
		if g.retryDate {
			after = time.Now().Add(g.retryAfter).UTC().Format(http.TimeFormat)
		}
	}
	Page(w, status, after)
}

// Page answers as HAProxy does in front of a service in trouble. retryAfter is
// the header of that name, unless it is empty.
func Page(w http.ResponseWriter, status int, retryAfter string) {
	if retryAfter != "" {
		w.Header().Set("Retry-After", retryAfter)
	}
	html(w, status, "<html><body><h1>"+strconv.Itoa(status)+" "+http.StatusText(status)+"</h1>\n"+pageTexts[status]+"\n</body></html>\n")
}

// portal answers as a captive portal does for any address.
func portal(w http.ResponseWriter) {
	html(w, http.StatusOK, "<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head>\n"+
		"<body><form action=\"/login\" method=\"post\"><input name=\"user\"><input name=\"password\" type=\"password\">"+
		"<button>Sign in</button></form></body></html>\n")
}

func html(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body)) // the client is gone, nothing is left to be told
}
