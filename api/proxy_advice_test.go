package api

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

const proxyPassword = "pr0xy-Geheim:/@"

// behindProxy is a world whose service is reached through a proxy.
func behindProxy(t *testing.T, secure bool, environ ...string) *world {
	t.Helper()
	w := worldOf(newTLSCloud(t, nil))
	if secure {
		w = overTLS(t, nil)
	}
	w.environ = environ
	return w
}

var proxyTroubles = []trouble{
	{
		name: "an unreadable value", arrange: func(t *testing.T) *world {
			return behindProxy(t, true, "HTTPS_PROXY=http://user:Geheim#x@proxy:3128")
		},
		reason: []string{"HTTPS_PROXY"}, advice: []string{"write HTTPS_PROXY like", "%XX"}, not: []string{"Geheim"},
		follow: func(t *testing.T, w *world) {
			w.environ = []string{through("HTTPS_PROXY", "http", "", newWebProxy(t, "").Listener.Addr().String())}
		},
	},
	{
		name: "a login is wanted for a tunnel", arrange: func(t *testing.T) *world {
			p := newWebProxy(t, "user:"+proxyPassword)
			return behindProxy(t, true, through("https_proxy", "http", "", p.Listener.Addr().String()))
		},
		reason: []string{"wants a login", "(https_proxy)", "http://127.0.0.1:"}, advice: []string{"write user and password of the proxy into https_proxy"},
		follow: withLogin("https_proxy", "http"),
	},
	{
		name: "a refused login for a tunnel", arrange: func(t *testing.T) *world {
			p := newWebProxy(t, "user:"+proxyPassword)
			return behindProxy(t, true, through("ALL_PROXY", "http", "user:wr0ng-Geheim", p.Listener.Addr().String()))
		},
		reason: []string{"does not accept the login", "(ALL_PROXY)"}, advice: []string{"into ALL_PROXY"}, not: []string{"Geheim"},
		follow: withLogin("ALL_PROXY", "http"),
	},
	{
		name: "a login is wanted for plain requests", arrange: func(t *testing.T) *world {
			p := newWebProxy(t, "user:"+proxyPassword)
			return behindProxy(t, false, through("HTTP_PROXY", "http", "", p.Listener.Addr().String()))
		},
		reason: []string{"wants a login", "(HTTP_PROXY)"}, advice: []string{"into HTTP_PROXY"}, follow: withLogin("HTTP_PROXY", "http"),
	},
	{
		name: "a proxy that does not let through", arrange: func(t *testing.T) *world {
			p := newWebProxy(t, "")
			p.refuse = http.StatusForbidden
			return behindProxy(t, true, through("HTTPS_PROXY", "http", "", p.Listener.Addr().String()))
		},
		reason: []string{"does not let connections to 127.0.0.1:", "403 Forbidden"}, advice: []string{"NO_PROXY"},
		follow: func(_ *testing.T, w *world) { w.environ = append(w.environ, "NO_PROXY=127.0.0.1") },
	},
	{
		name: "a proxy that does not get there", arrange: func(t *testing.T) *world {
			p := newWebProxy(t, "")
			p.refuse = http.StatusServiceUnavailable
			return behindProxy(t, true, through("HTTPS_PROXY", "http", "", p.Listener.Addr().String()))
		},
		reason: []string{"does not reach 127.0.0.1:", "503"}, advice: []string{"auth_url", "NO_PROXY"},
		follow: func(_ *testing.T, w *world) { w.environ = append(w.environ, "NO_PROXY=127.0.0.1") },
	},
	{
		name: "a proxy that is not there", arrange: func(t *testing.T) *world {
			return behindProxy(t, true, through("HTTPS_PROXY", "http", "", nowhere))
		},
		reason: []string{"(HTTPS_PROXY) cannot be reached", "connection refused"}, advice: []string{"correct HTTPS_PROXY"},
		follow: func(t *testing.T, w *world) {
			w.environ = []string{through("HTTPS_PROXY", "http", "", newWebProxy(t, "").Listener.Addr().String())}
		},
	},
	{
		name: "a proxy for plain requests that is not there", arrange: func(t *testing.T) *world {
			return behindProxy(t, false, through("all_proxy", "http", "", nowhere))
		},
		reason: []string{"(all_proxy) cannot be reached"}, advice: []string{"correct all_proxy", "NO_PROXY"},
		follow: func(_ *testing.T, w *world) { w.environ = append(w.environ, "no_proxy=127.0.0.1") },
	},
	{
		name: "a proxy with a certificate by an unknown authority", arrange: func(t *testing.T) *world {
			ours, theirs := newAuthority(t, "Our CA"), newAuthority(t, "Proxy CA")
			w := worldOf(newTLSCloud(t, &tls.Config{Certificates: []tls.Certificate{pair(t, ours, forLoopback())}}))
			w.cloud.CACert = inFile(t, ours)
			p := &webProxy{}
			p.Server = httptest.NewUnstartedServer(p)
			p.TLS = &tls.Config{Certificates: []tls.Certificate{pair(t, theirs, forLoopback())}}
			p.Config.ErrorLog = log.New(io.Discard, "", 0)
			p.StartTLS()
			t.Cleanup(p.Close)
			w.environ = []string{through("HTTPS_PROXY", "https", "", p.Listener.Addr().String()), "BOTH=" + inFile(t, ours, theirs)}
			return w
		},
		reason: []string{"the proxy https://127.0.0.1:", "(HTTPS_PROXY)'s certificate", `"Proxy CA"`}, advice: []string{"cacert", "put it into"},
		follow: func(_ *testing.T, w *world) { w.cloud.CACert = strings.TrimPrefix(w.environ[1], "BOTH=") },
	},
	{
		name: "a SOCKS proxy that is not there", arrange: func(t *testing.T) *world {
			return behindProxy(t, true, through("ALL_PROXY", "socks5h", "", nowhere))
		},
		reason: []string{"socks5h://127.0.0.1:", "cannot be reached"}, advice: []string{"correct ALL_PROXY"},
		follow: func(t *testing.T, w *world) {
			w.environ = []string{through("ALL_PROXY", "socks5h", "", newSOCKSProxy(t, "").Addr().String())}
		},
	},
	{
		name: "a SOCKS proxy that wants a login", arrange: func(t *testing.T) *world {
			return behindProxy(t, true, through("ALL_PROXY", "socks5", "", newSOCKSProxy(t, "user:"+proxyPassword).Addr().String()))
		},
		reason: []string{"does not accept the login"}, advice: []string{"into ALL_PROXY"}, follow: withLogin("ALL_PROXY", "socks5"),
	},
	{
		name: "a SOCKS proxy that refuses a login", arrange: func(t *testing.T) *world {
			return behindProxy(t, true, through("ALL_PROXY", "socks5", "user:wr0ng-Geheim", newSOCKSProxy(t, "user:"+proxyPassword).Addr().String()))
		},
		reason: []string{"does not accept the login"}, advice: []string{"into ALL_PROXY"}, not: []string{"Geheim"}, follow: withLogin("ALL_PROXY", "socks5"),
	},
	{
		name: "a name that only the SOCKS proxy knows", arrange: func(t *testing.T) *world {
			w := behindProxy(t, false, through("ALL_PROXY", "socks5", "", newSOCKSProxy(t, "").Addr().String()))
			w.cloud.AuthURL = "http://in..side:" + port(t, w.service.URL) + "/identity"
			return w
		},
		reason: []string{"in..side cannot be resolved"}, advice: []string{"socks5h:// in place of socks5:// in ALL_PROXY"},
		follow: func(_ *testing.T, w *world) { w.environ[0] = strings.Replace(w.environ[0], "socks5:", "socks5h:", 1) },
	},
	{
		name: "a service that the SOCKS proxy does not reach", arrange: func(t *testing.T) *world {
			w := behindProxy(t, false, through("ALL_PROXY", "socks5", "", newSOCKSProxy(t, "").Addr().String()))
			w.environ = append(w.environ, "RIGHT="+w.cloud.AuthURL)
			w.cloud.AuthURL = "http://" + nowhere + "/identity"
			return w
		},
		reason: []string{"does not reach the service", "refused"}, advice: []string{"auth_url"},
		follow: func(_ *testing.T, w *world) { w.cloud.AuthURL = strings.TrimPrefix(w.environ[1], "RIGHT=") },
	},
}

// withLogin writes the right login into the first variable.
func withLogin(variable, scheme string) func(t *testing.T, w *world) {
	return func(_ *testing.T, w *world) {
		address := w.environ[0]
		address = address[strings.LastIndex(address, "127.0.0.1"):]
		w.environ = []string{through(variable, scheme, "user:"+proxyPassword, address)}
	}
}

// TestAProxyThatRefusesIsAskedOnce: many a proxy locks an account after some
// wrong passwords.
func TestAProxyThatRefusesIsAskedOnce(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{true, false} {
		for _, login := range []string{"", "user:wr0ng-Geheim"} {
			p := newWebProxy(t, "user:"+proxyPassword)
			w := behindProxy(t, secure, through("ALL_PROXY", "http", login, p.Listener.Addr().String()))
			err := w.try(t)
			var problem *Problem
			if !errors.As(err, &problem) || !errors.Is(err, ErrProxy) || p.requests() != 1 || w.service.loginCount() != 0 {
				t.Errorf("TLS %v, login %q: %v after %d requests to the proxy and %d logins", secure, login, err, p.requests(), w.service.loginCount())
				continue
			}
			if said := everyWay(err) + problem.Advice(); strings.Contains(said, "Geheim") {
				t.Errorf("the password is told: %s", said)
			}
		}
	}
}

// TestNothingGoesAroundAProxy: what cannot be read, or does not work, is no
// reason to connect without.
func TestNothingGoesAroundAProxy(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{true, false} {
		for _, value := range []string{"http://user:Geheim#x@proxy:3128", "socks4://127.0.0.1:1", "http://" + nowhere, "socks5://" + nowhere, "://"} {
			w := behindProxy(t, secure, "ALL_PROXY="+value)
			err := w.try(t)
			if err == nil || w.service.loginCount() != 0 || strings.Contains(everyWay(err), "Geheim") {
				t.Errorf("%s: %v after %d logins", value, err, w.service.loginCount())
			}
		}
	}
}

// TestProxiesAreObeyed reaches loopback services through a proxy by every
// variable and scheme.
func TestProxiesAreObeyed(t *testing.T) {
	t.Parallel()
	for _, variable := range []string{"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"} {
		p := newWebProxy(t, "user:"+proxyPassword)
		w := behindProxy(t, true, through(variable, "http", "user:"+proxyPassword, p.Listener.Addr().String()))
		if err := w.try(t); err != nil || p.requests() == 0 {
			t.Errorf("%s: %v, %d requests through the proxy", variable, err, p.requests())
		}
		for _, scheme := range []string{"socks5", "socks5h"} {
			s := newSOCKSProxy(t, "user:"+proxyPassword)
			w := behindProxy(t, true, through(variable, scheme, "user:"+proxyPassword, s.Addr().String()))
			w.cloud.AuthURL = strings.Replace(w.cloud.AuthURL, "127.0.0.1", "localhost", 1)
			err := w.try(t)
			resolvedHere := !slices.Contains(s.asked(), "localhost")
			if err != nil || len(s.asked()) == 0 || resolvedHere != (scheme == "socks5") {
				t.Errorf("%s, %s: %v, asked for %v", variable, scheme, err, s.asked())
			}
		}
	}
	p := newWebProxy(t, "")
	w := behindProxy(t, true, through("HTTP_PROXY", "http", "", p.Listener.Addr().String()))
	if err := w.try(t); err != nil || p.requests() != 0 {
		t.Errorf("HTTP_PROXY for an address with https: %v, %d requests through it", err, p.requests())
	}
}
