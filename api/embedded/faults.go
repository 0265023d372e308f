package embedded

import (
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// SetFaults replaces what goes wrong from the next request on, and starts
// the sequence of faults anew: with the same seed and the same requests, the
// same faults follow. An error is a *SpecError, and changes nothing.
func (s *Server) SetFaults(spec string) error {
	faults, err := ParseFaults(spec)
	if err != nil {
		return err
	}
	s.apply(faults)
	return nil
}

func (s *Server) apply(faults Faults) {
	if s.options.Latency > 0 {
		for g := range faults.groups {
			if _, set := faults.groups[g].set["latency"]; !set {
				faults.groups[g].latency = span{s.options.Latency, s.options.Latency}
			}
		}
	}
	s.identity.SetTokenLife(faults.tokenLife)
	s.faults.set(faults)
}

// group tells which faults concern a request.
func (s *Server) group(r *http.Request) group {
	switch {
	case under(identityPrefix, r.URL.Path):
		return groupIdentity
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		return groupRead
	}
	return groupWrite
}

// injector does the faults to requests. What befalls a request depends on the
// seed, the request's number since the faults were set, and its group alone.
type injector struct {
	seed uint64

	mu     sync.Mutex
	faults Faults
	number uint64
}

func (i *injector) set(faults Faults) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.faults, i.number = faults, 0
}

// draw decides what befalls the next request.
func (i *injector) draw(g group) (fault, time.Duration, groupFaults) {
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

// serve answers a request, well or not.
func (i *injector) serve(w *recorder, r *http.Request, g group, next http.Handler) {
	fault, delay, faults := i.draw(g)
	if !wait(r, delay) {
		return
	}
	w.fault = fault.String()
	if fault.after && fault.effect != effectTruncate {
		next.ServeHTTP(&lostWriter{header: http.Header{}}, r)
	}
	switch fault.effect {
	case effectToken:
		r = r.Clone(r.Context())
		r.Header.Del("X-Auth-Token")
		next.ServeHTTP(w, r)
	case effectReset:
		reset(w)
	case effectTruncate:
		next.ServeHTTP(&halfWriter{ResponseWriter: w}, r)
	case effectPage:
		faults.page(w, fault.status)
	case effectPortal:
		portal(w)
	default:
		next.ServeHTTP(w, r)
	}
}

// wait lets time pass, and reports whether the client is still there.
func wait(r *http.Request, delay time.Duration) bool {
	if delay <= 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// reset ends the connection with a TCP RST, so that the client sees
// "connection reset by peer" rather than an orderly end.
func reset(w *recorder) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // the connection is gone already
	}
	w.lost, w.status = true, 0
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without it the end is orderly: all that is lost is the reset
	}
	_ = conn.Close()
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

// page answers as HAProxy does in front of a service in trouble.
func (g groupFaults) page(w http.ResponseWriter, status int) {
	busy := status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
	if busy && g.retrySet {
		after := strconv.Itoa(int(g.retryAfter / time.Second))
		if g.retryDate {
			after = time.Now().Add(g.retryAfter).UTC().Format(http.TimeFormat)
		}
		w.Header().Set("Retry-After", after)
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
