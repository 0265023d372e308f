package api

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"glimpse/api/proxy"
)

// router sends each request by the way that the proxies of the environment say,
// and never by another one.
type router struct {
	proxies proxy.Settings
	workers int
	tls     *tls.Config

	mu   sync.Mutex
	ways map[string]*http.Transport // by the address of the proxy
}

// RoundTrip implements http.RoundTripper. What goes wrong on a way through a
// proxy is a *viaError.
func (r *router) RoundTrip(request *http.Request) (*http.Response, error) {
	through, err := r.proxies.For(request.URL)
	if err != nil {
		return nil, err
	}
	way, err := r.way(through)
	if err != nil {
		return nil, err
	}
	response, err := way.RoundTrip(request)
	switch {
	case through == nil:
		return response, err
	case err != nil:
		return nil, &viaError{proxy: through, err: err}
	case response.StatusCode == http.StatusProxyAuthRequired:
		response.Body.Close()
		return nil, &viaError{proxy: through, err: &proxyAnswerError{status: response.StatusCode}}
	}
	return response, nil
}

// CloseIdleConnections drops the connections that nobody uses, of all ways.
func (r *router) CloseIdleConnections() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, way := range r.ways {
		way.CloseIdleConnections()
	}
}

// way returns the connections through a proxy, or without one for nil.
func (r *router) way(through *proxy.Proxy) (*http.Transport, error) {
	key := ""
	if through != nil {
		key = through.URL.String()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if way, known := r.ways[key]; known {
		return way, nil
	}
	way, err := r.newWay(through)
	if err != nil {
		return nil, err
	}
	r.ways[key] = way
	return way, nil
}

func (r *router) newWay(through *proxy.Proxy) (*http.Transport, error) {
	dialer := &net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}
	way := &http.Transport{
		DialContext:         dialer.DialContext,
		TLSClientConfig:     r.tls.Clone(),
		TLSHandshakeTimeout: tlsTimeout,
		IdleConnTimeout:     idleTimeout,
		MaxIdleConns:        2 * r.workers,
		MaxIdleConnsPerHost: r.workers,
		ForceAttemptHTTP2:   true,
		// Only requests with data ask to go on (Expect: 100-continue).
		ExpectContinueTimeout: continueTimeout,
	}
	switch {
	case through == nil:
	case through.IsSOCKS():
		dial, err := through.Dial(dialer)
		if err != nil {
			return nil, err
		}
		way.DialContext = dial
	default:
		way.Proxy = http.ProxyURL(through.URL)
		way.OnProxyConnectResponse = connected
	}
	return way, nil
}

// connected takes the answer of a proxy to CONNECT. Without it, the transport
// passes on the proxy's words alone.
func connected(_ context.Context, _ *url.URL, request *http.Request, response *http.Response) error {
	if response.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyAnswerError{status: response.StatusCode, target: request.Host}
}

// viaError reports that something went wrong on a way through a proxy.
type viaError struct {
	proxy *proxy.Proxy
	err   error
}

func (e *viaError) Error() string { return fmt.Sprintf("through the proxy %v: %v", e.proxy, e.err) }
func (e *viaError) Unwrap() error { return e.err }

// proxyAnswerError reports that a proxy answered in place of the service.
type proxyAnswerError struct {
	status int
	target string // empty for what was no CONNECT
}

func (e *proxyAnswerError) Error() string {
	return fmt.Sprintf("it answered %d %s", e.status, http.StatusText(e.status))
}
