package api

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"glimpse/api/clouds"
)

// trouble is one error of connecting: what makes it, what is said, and the
// change that its advice asks for.
type trouble struct {
	name string
	// arrange makes the world in which the error arises.
	arrange func(t *testing.T) *world
	// reason and advice are parts of what is said.
	reason, advice []string
	// not are words that would be bad advice.
	not []string
	// follow does what the advice says.
	follow func(t *testing.T, w *world)
	// then is a part of the next error, where following leads to one.
	then string
}

// worldOf is the world around a service.
func worldOf(f *fakeCloud) *world { return &world{cloud: f.cloud(), service: f} }

// overTLS is the world around a service with a certificate by an authority that
// is known to the cloud's configuration, unless the template says otherwise.
func overTLS(t *testing.T, change func(template *x509.Certificate)) *world {
	ca := newAuthority(t, "Our CA")
	template := forLoopback()
	if change != nil {
		change(template)
	}
	w := worldOf(newTLSCloud(t, &tls.Config{Certificates: []tls.Certificate{pair(t, ca, template)}}))
	w.cloud.CACert = inFile(t, ca)
	return w
}

func valid(from, until time.Duration) func(*x509.Certificate) {
	return func(template *x509.Certificate) {
		template.NotBefore, template.NotAfter = time.Now().Add(from), time.Now().Add(until)
	}
}

func unverified(_ *testing.T, w *world) { w.cloud.Verify = false }

func byName(_ *testing.T, w *world) {
	w.cloud.AuthURL = strings.Replace(w.cloud.AuthURL, "127.0.0.1", "localhost", 1)
}

var certificateTroubles = []trouble{
	{
		name: "an unknown authority, without cacert", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			w.environ = []string{"RIGHT=" + w.cloud.CACert}
			w.cloud.CACert = ""
			return w
		},
		reason: []string{`"Our CA"`, "not known"}, advice: []string{"set cacert in clouds.yaml"}, not: []string{"verify"},
		follow: func(_ *testing.T, w *world) { w.cloud.CACert = strings.TrimPrefix(w.environ[0], "RIGHT=") },
	},
	{
		name: "an unknown authority, with another cacert", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			w.environ = []string{"RIGHT=" + w.cloud.CACert}
			w.cloud.CACert = inFile(t, newAuthority(t, "Another CA"))
			return w
		},
		reason: []string{`"Our CA"`}, advice: []string{"cacert in clouds.yaml", "certificates.pem", "does not hold it"},
		follow: func(_ *testing.T, w *world) { w.cloud.CACert = strings.TrimPrefix(w.environ[0], "RIGHT=") },
	},
	{
		name: "an unknown authority, from the environment", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			w.environ = []string{"RIGHT=" + w.cloud.CACert}
			w.cloud.CACert, w.cloud.File = "", ""
			return w
		},
		advice: []string{"set OS_CACERT"}, not: []string{"clouds.yaml"},
		follow: func(_ *testing.T, w *world) { w.cloud.CACert = strings.TrimPrefix(w.environ[0], "RIGHT=") },
	},
	{
		name: "a variable that outranks the file", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			w.environ = []string{"RIGHT=" + w.cloud.CACert, "OS_CACERT=other"}
			w.cloud.CACert = inFile(t, newAuthority(t, "Another CA"))
			return w
		},
		advice: []string{"set OS_CACERT"}, not: []string{"clouds.yaml"},
		follow: func(_ *testing.T, w *world) { w.cloud.CACert = strings.TrimPrefix(w.environ[0], "RIGHT=") },
	},
	{
		name: "another bundle of requests", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			right := w.cloud.CACert
			w.cloud.CACert = ""
			w.environ = []string{"REQUESTS_CA_BUNDLE=" + inFile(t, newAuthority(t, "Another CA")), "RIGHT=" + right}
			return w
		},
		reason: []string{`"Our CA"`}, advice: []string{"set cacert"},
		follow: func(_ *testing.T, w *world) { w.cloud.CACert = strings.TrimPrefix(w.environ[1], "RIGHT=") },
	},
	{
		name: "a bundle of requests that is not there", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			right := w.cloud.CACert
			w.cloud.CACert = ""
			w.environ = []string{"REQUESTS_CA_BUNDLE=" + right + ".gone", "RIGHT=" + filepath.Dir(right)}
			return w
		},
		reason: []string{"REQUESTS_CA_BUNDLE", ".gone"}, advice: []string{"correct the path in REQUESTS_CA_BUNDLE"},
		// The folder of the file does as well.
		follow: func(_ *testing.T, w *world) {
			w.environ[0] = "REQUESTS_CA_BUNDLE=" + strings.TrimPrefix(w.environ[1], "RIGHT=")
		},
	},
	{
		name: "signed by itself, without cacert", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, &tls.Config{Certificates: []tls.Certificate{pair(t, nil, forLoopback())}}))
			return w
		},
		reason: []string{"is self-signed"}, advice: []string{"set cacert"}, not: []string{"verify"},
		follow: func(t *testing.T, w *world) { w.cloud.CACert = inFile(t, w.service.TLS.Certificates[0]) },
	},
	{
		name: "signed by itself, with another cacert", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, &tls.Config{Certificates: []tls.Certificate{pair(t, nil, forLoopback())}}))
			w.cloud.CACert = inFile(t, newAuthority(t, "Another CA"))
			return w
		},
		reason: []string{"is self-signed"}, advice: []string{"cacert", "does not hold it"},
		follow: func(t *testing.T, w *world) { w.cloud.CACert = inFile(t, w.service.TLS.Certificates[0]) },
	},
	{
		name:    "expired, with cacert",
		arrange: func(t *testing.T) *world { return overTLS(t, valid(-2*time.Hour, -time.Hour)) },
		reason:  []string{"expired on 20"}, advice: []string{"renew", "clock", "verify: false"}, not: []string{"cacert"},
		follow: unverified,
	},
	{
		name: "expired, from the environment", arrange: func(t *testing.T) *world {
			w := overTLS(t, valid(-2*time.Hour, -time.Hour))
			w.cloud.File = ""
			return w
		},
		reason: []string{"expired on 20"}, advice: []string{"renew", "OS_INSECURE=true"}, not: []string{"CACERT", "clouds.yaml"},
		follow: unverified,
	},
	{
		name: "expired by a clock that is wrong", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			w.now = time.Now().Add(100 * 24 * time.Hour)
			return w
		},
		reason: []string{"expired"}, advice: []string{"this computer's clock says"},
		follow: func(_ *testing.T, w *world) { w.now = time.Time{} },
	},
	{
		name: "not yet valid", arrange: func(t *testing.T) *world { return overTLS(t, valid(time.Minute, time.Hour)) },
		reason: []string{"not valid before 20"}, advice: []string{"set this computer's clock"}, not: []string{"cacert", "renew"},
		follow: func(_ *testing.T, w *world) { w.now = time.Now().Add(10 * time.Minute) },
	},
	{
		name: "an authority that has expired", arrange: func(t *testing.T) *world {
			ca := newAuthority(t, "Old CA", time.Now().Add(-2*time.Hour), time.Now().Add(-time.Hour))
			w := worldOf(newTLSCloud(t, &tls.Config{Certificates: []tls.Certificate{pair(t, ca, forLoopback())}}))
			w.cloud.CACert = inFile(t, ca)
			return w
		},
		reason: []string{`authority "Old CA"`, "expired"}, advice: []string{"cacert in clouds.yaml", "verify: false"}, follow: unverified,
	},
	{
		name: "another host", arrange: func(t *testing.T) *world {
			return overTLS(t, func(template *x509.Certificate) { template.IPAddresses = nil })
		},
		reason: []string{"is for localhost, not for 127.0.0.1"}, advice: []string{"a name that the certificate has into auth_url in clouds.yaml"},
		not: []string{"cacert"}, follow: byName, then: "listing images",
	},
	{
		name: "another host of the image endpoint", arrange: func(t *testing.T) *world {
			w := overTLS(t, func(template *x509.Certificate) { template.IPAddresses = nil })
			byName(t, w)
			return w
		},
		reason: []string{"listing images", "is for localhost"}, advice: []string{"image_endpoint_override"}, not: []string{"auth_url"},
		follow: func(t *testing.T, w *world) {
			w.cloud.ImageEndpointOverride = "https://localhost:" + port(t, w.service.URL) + "/image"
		},
	},
	{
		name: "no names", arrange: func(t *testing.T) *world {
			return overTLS(t, func(template *x509.Certificate) { template.IPAddresses, template.DNSNames = nil, nil })
		},
		reason: []string{"names no host", `"cloud"`}, advice: []string{"subject alternative names", "verify: false"}, not: []string{"cacert", "auth_url"},
		follow: unverified,
	},
	{
		name: "for another purpose", arrange: func(t *testing.T) *world {
			return overTLS(t, func(template *x509.Certificate) {
				template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning}
			})
		},
		reason: []string{"usage"}, advice: []string{"another certificate", "verify: false"}, not: []string{"cacert"}, follow: unverified,
	},
	{
		name: "a client's certificate is wanted", arrange: func(t *testing.T) *world { return mutual(t, tls.VersionTLS13) },
		reason: []string{"certificate required"}, advice: []string{"set cert in clouds.yaml"}, not: []string{"cacert"}, follow: withCertificate,
	},
	{
		name: "a client's certificate is wanted, by TLS 1.2", arrange: func(t *testing.T) *world { return mutual(t, tls.VersionTLS12) },
		reason: []string{"ended the connection"}, advice: []string{"set cert in clouds.yaml"}, follow: withCertificate,
	},
	{
		name: "a client's certificate by another authority", arrange: func(t *testing.T) *world {
			w := mutual(t, tls.VersionTLS13)
			w.cloud.Cert = inFile(t, pair(t, newAuthority(t, "Another CA"), forLoopback()))
			return w
		},
		advice: []string{"does not accept the certificate in", "set cert in clouds.yaml"}, follow: withCertificate,
	},
	{
		name: "the port speaks no TLS", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.cloud.AuthURL = strings.Replace(w.cloud.AuthURL, "http:", "https:", 1)
			return w
		},
		reason: []string{"does not speak TLS"}, advice: []string{"http:// in place of https://", "auth_url"},
		follow: func(_ *testing.T, w *world) { w.cloud.AuthURL = strings.Replace(w.cloud.AuthURL, "https:", "http:", 1) },
	},
	{
		name: "the port speaks TLS alone", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			w.cloud.AuthURL = strings.Replace(w.cloud.AuthURL, "https:", "http:", 1)
			return w
		},
		advice: []string{"https:// in place of http://", "auth_url"},
		follow: func(_ *testing.T, w *world) { w.cloud.AuthURL = strings.Replace(w.cloud.AuthURL, "http:", "https:", 1) },
	},
	{
		name: "the image endpoint's port speaks TLS alone", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			byName(t, w)
			w.service.catalog = []map[string]any{endpointIn("RegionOne", "public", strings.Replace(w.service.URL, "https:", "http:", 1)+"/image")}
			return w
		},
		advice: []string{"https:// in place of http://", "image_endpoint_override"},
		follow: func(_ *testing.T, w *world) { w.cloud.ImageEndpointOverride = w.service.URL + "/image" },
	},
	{
		name: "a plain image endpoint that is refused", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			w.service.catalog = []map[string]any{endpointIn("RegionOne", "public", "http://127.0.0.1:1/image")}
			w.options.RefuseInsecureEndpoint = true
			return w
		},
		reason: []string{"http://127.0.0.1:1/image", "insecure_endpoint: refuse"}, advice: []string{"image_endpoint_override in clouds.yaml", "https"},
		follow: func(_ *testing.T, w *world) { w.cloud.ImageEndpointOverride = w.service.URL + "/image" },
	},
	{
		name: "a cacert that is not there", arrange: func(t *testing.T) *world {
			w := overTLS(t, nil)
			w.environ = []string{"RIGHT=" + w.cloud.CACert}
			w.cloud.CACert += ".gone"
			return w
		},
		reason: []string{"cacert", ".gone"}, follow: func(_ *testing.T, w *world) { w.cloud.CACert = strings.TrimPrefix(w.environ[0], "RIGHT=") },
	},
}

// mutual is a service that wants a certificate of its client.
func mutual(t *testing.T, version uint16) *world {
	ca := newAuthority(t, "Our CA")
	known := x509.NewCertPool()
	known.AddCert(ca.certificate)
	w := worldOf(newTLSCloud(t, &tls.Config{
		Certificates: []tls.Certificate{pair(t, ca, forLoopback())}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: known,
		MinVersion: version, MaxVersion: version,
	}))
	w.cloud.CACert = inFile(t, ca)
	w.environ = []string{"PAIR=" + inFile(t, pair(t, ca, forLoopback()))}
	return w
}

func withCertificate(_ *testing.T, w *world) {
	w.cloud.Cert = strings.TrimPrefix(w.environ[0], "PAIR=")
}

// nowhere is an address of this machine where nothing listens: a port that
// was free a moment ago may be another test's by the time it is asked.
const nowhere = "127.0.0.1:1"

// greeter is a service that says something of its own to everybody.
func greeter(t *testing.T, greeting string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			io.WriteString(connection, greeting)
			connection.Close()
		}
	}()
	return listener.Addr().String()
}

// misled is a world whose login goes somewhere else; the right address is kept.
func misled(t *testing.T, address string) *world {
	w := worldOf(newTLSCloud(t, nil))
	w.environ = []string{"RIGHT=" + w.cloud.AuthURL}
	w.cloud.AuthURL = address
	return w
}

func rightLogin(_ *testing.T, w *world) { w.cloud.AuthURL = strings.TrimPrefix(w.environ[0], "RIGHT=") }

// lost is a world whose catalogue has another image endpoint.
func lost(t *testing.T, endpoint string) *world {
	w := worldOf(newTLSCloud(t, nil))
	w.service.catalog = []map[string]any{endpointIn("RegionOne", "public", endpoint)}
	return w
}

func rightEndpoint(_ *testing.T, w *world) { w.cloud.ImageEndpointOverride = w.service.URL + "/image" }

var networkTroubles = []trouble{
	{
		name: "nothing listens", arrange: func(t *testing.T) *world { return misled(t, "http://"+nowhere+"/identity") },
		reason: []string{"connection refused"}, advice: []string{"auth_url in clouds.yaml"}, follow: rightLogin,
	},
	{
		name: "a name that is none", arrange: func(t *testing.T) *world { return misled(t, "http://no..name/identity") },
		reason: []string{"no..name cannot be resolved"}, advice: []string{"host in auth_url"}, follow: rightLogin,
	},
	{
		name: "another protocol", arrange: func(t *testing.T) *world { return misled(t, "http://"+greeter(t, "SSH-2.0-OpenSSH_9.2\r\n")+"/") },
		advice: []string{"check the port", "auth_url"}, follow: rightLogin,
	},
	{
		name: "a service that hangs up", arrange: func(t *testing.T) *world { return misled(t, "http://"+greeter(t, "")+"/") },
		advice: []string{"auth_url"}, follow: rightLogin,
	},
	{
		name: "a slow service", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.service.login = func(rw http.ResponseWriter, r *http.Request) {
				select {
				case <-r.Context().Done():
				case <-time.After(300 * time.Millisecond):
					w.service.issue(rw, w.service.loginCount())
				}
			}
			w.cloud.Timeout = 20 * time.Millisecond
			return w
		},
		reason: []string{"no complete answer in time"}, advice: []string{"api_timeout in clouds.yaml"},
		follow: func(_ *testing.T, w *world) { w.cloud.Timeout = 10 * time.Second },
	},
	{
		name: "nothing listens at the image endpoint", arrange: func(t *testing.T) *world { return lost(t, "http://"+nowhere+"/image") },
		reason: []string{"listing images", "connection refused"}, advice: []string{"image_endpoint_override in clouds.yaml"}, not: []string{"auth_url"},
		follow: rightEndpoint,
	},
	{
		name: "no Image API at the endpoint", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.service.image = func(rw http.ResponseWriter, r *http.Request) {
				if !strings.HasPrefix(r.URL.Path, "/image/v2/") {
					http.NotFound(rw, r)
					return
				}
				writeListing(rw, nil, false)
			}
			w.service.catalog = []map[string]any{endpointIn("RegionOne", "public", w.service.URL+"/other/prefix")}
			return w
		},
		reason: []string{"there is no Image API at http://127.0.0.1:", "/other/prefix", "404 page not found"}, advice: []string{"image_endpoint_override in clouds.yaml", "without /v2"},
		not: []string{"deleted", "another project"}, follow: rightEndpoint,
	},
	{
		name: "a redirect at the endpoint", arrange: func(t *testing.T) *world {
			elsewhere := newTLSCloud(t, nil)
			elsewhere.image = func(rw http.ResponseWriter, r *http.Request) {
				http.Redirect(rw, r, "https://sso.example/", http.StatusFound)
			}
			elsewhere.valid = func(string) bool { return true }
			return lost(t, elsewhere.URL+"/image")
		},
		reason: []string{"points to https://sso.example/"}, advice: []string{"image_endpoint_override"}, not: []string{"auth_url"}, follow: rightEndpoint,
	},
	{
		name: "a web page at the endpoint", arrange: func(t *testing.T) *world {
			elsewhere := newTLSCloud(t, nil)
			elsewhere.image = func(rw http.ResponseWriter, _ *http.Request) { io.WriteString(rw, "<html>Sign in</html>") }
			elsewhere.valid = func(string) bool { return true }
			return lost(t, elsewhere.URL+"/image")
		},
		reason: []string{"web page"}, advice: []string{"image_endpoint_override"}, follow: rightEndpoint,
	},
	{
		name: "a catalogue with an endpoint that is no address", arrange: func(t *testing.T) *world { return lost(t, "image.internal/v2") },
		reason: []string{"image.internal/v2", "catalogue"}, advice: []string{"image_endpoint_override"}, follow: rightEndpoint,
	},
	{
		name: "no identity service", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.environ = []string{"RIGHT=" + w.cloud.AuthURL}
			w.cloud.AuthURL += "/wrong"
			w.service.valid = func(string) bool { return true }
			w.service.image = func(rw http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.URL.Path, "wrong") {
					http.NotFound(rw, r)
					return
				}
				writeListing(rw, nil, false)
			}
			return w
		},
		advice: []string{"auth_url in clouds.yaml", "/identity/wrong/v3"}, follow: rightLogin,
	},
	{
		name: "a refused password", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.service.login = func(rw http.ResponseWriter, r *http.Request) {
				if !strings.Contains(string(drain(r)), secretPassword) {
					fault(rw, http.StatusUnauthorized, "The request you have made requires authentication.")
					return
				}
				w.service.issue(rw, w.service.loginCount())
			}
			w.cloud.Password = clouds.NewSecret("wrong")
			return w
		},
		reason: []string{`"The request you have made requires authentication."`}, advice: []string{"password"},
		follow: func(_ *testing.T, w *world) { w.cloud.Password = clouds.NewSecret(secretPassword) },
	},
	{
		name: "several regions", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.service.catalog = []map[string]any{endpointIn("one", "public", w.service.URL+"/image"), endpointIn("two", "public", "http://x/")}
			return w
		},
		reason: []string{`"one", "two"`}, advice: []string{"--region"}, follow: func(_ *testing.T, w *world) { w.cloud.Region = "one" },
	},
	{
		name: "another region", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.cloud.Region = "Regionone"
			return w
		},
		reason: []string{"Regionone", "RegionOne"}, advice: []string{"--region"}, follow: func(_ *testing.T, w *world) { w.cloud.Region = "RegionOne" },
	},
	{
		name: "another interface", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.cloud.Interface = "internal"
			return w
		},
		reason: []string{"internal", "public"}, advice: []string{"--interface"}, follow: func(_ *testing.T, w *world) { w.cloud.Interface = "public" },
	},
	{
		name: "no image service", arrange: func(t *testing.T) *world {
			w := lost(t, "")
			w.service.catalog = []map[string]any{}
			return w
		},
		reason: []string{"no image service in its catalogue"}, advice: []string{"image_endpoint_override"}, follow: rightEndpoint,
	},
	{
		name: "a new token that is not accepted", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.service.valid = func(string) bool { return false }
			return w
		},
		advice: []string{"try again"}, follow: func(_ *testing.T, w *world) { w.service.valid = nil },
	},
	{
		name: "a service that asks to be left alone for a day", arrange: func(t *testing.T) *world {
			w := worldOf(newTLSCloud(t, nil))
			w.service.image = func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Retry-After", "86400")
				rw.WriteHeader(http.StatusServiceUnavailable)
			}
			return w
		},
		reason: []string{"24 hours"}, advice: []string{"try again"},
		follow: func(_ *testing.T, w *world) {
			w.service.image = func(rw http.ResponseWriter, _ *http.Request) { writeListing(rw, nil, false) }
		},
	},
}

func TestTheAdviceOnACertificateChangesTheOutcome(t *testing.T) {
	t.Parallel()
	for _, test := range certificateTroubles {
		t.Run(test.name, func(t *testing.T) { t.Parallel(); test.run(t) })
	}
}

func TestTheAdviceOnTheNetworkChangesTheOutcome(t *testing.T) {
	t.Parallel()
	for _, test := range networkTroubles {
		t.Run(test.name, func(t *testing.T) { t.Parallel(); test.run(t) })
	}
}

func TestTheAdviceOnAProxyChangesTheOutcome(t *testing.T) {
	t.Parallel()
	for _, test := range proxyTroubles {
		t.Run(test.name, func(t *testing.T) { t.Parallel(); test.run(t) })
	}
}

// run makes the error, checks what is said, does what is advised, and wants
// another outcome.
func (test *trouble) run(t *testing.T) {
	t.Helper()
	w := test.arrange(t)
	err := w.try(t)
	if err == nil {
		t.Fatal("no error")
	}
	advice := ""
	if advised, ok := err.(interface{ Advice() string }); ok {
		advice = advised.Advice()
	}
	for _, part := range test.reason {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the reason lacks %q", part)
		}
	}
	for _, part := range test.advice {
		if !strings.Contains(advice, part) {
			t.Errorf("the advice lacks %q", part)
		}
	}
	for _, part := range test.not {
		if strings.Contains(advice, part) {
			t.Errorf("the advice should not speak of %q", part)
		}
	}
	test.follow(t, w)
	after := w.try(t)
	if after != nil && (test.then == "" || !strings.Contains(after.Error(), test.then)) {
		t.Errorf("following it leads to: %v", after)
	}
	if t.Failed() {
		t.Logf("%v\n  %s", err, advice)
	}
}

// through sets a variable of the environment to a proxy, with a login or none.
func through(variable, scheme, login, address string) string {
	target := url.URL{Scheme: scheme, Host: address}
	if user, password, found := strings.Cut(login, ":"); found {
		target.User = url.UserPassword(user, password)
	}
	return variable + "=" + target.String()
}
