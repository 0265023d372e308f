package api

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
)

// TestAnImageEndpointWithoutTLSIsToldOrRefused: the login is encrypted, the
// catalogue's image endpoint is not.
func TestAnImageEndpointWithoutTLSIsToldOrRefused(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t, "Our CA")
	var told atomic.Int64
	plain := newTLSCloud(t, nil)
	plain.valid = func(string) bool { told.Add(1); return true }
	secure := newTLSCloud(t, &tls.Config{Certificates: []tls.Certificate{pair(t, ca, forLoopback())}})
	secure.catalog = []map[string]any{endpointIn("RegionOne", "public", plain.URL+"/image")}
	cloud := secure.cloud()
	cloud.CACert = inFile(t, ca)

	client := secure.connectTo(t, cloud, Options{})
	if !client.About().PlainHTTP {
		t.Error("About does not tell")
	}
	if _, err := client.Pages(splitOf(t, "", ""), PageOptions{}).Next(t.Context()); err != nil || told.Load() == 0 {
		t.Errorf("%v, and the token was sent %d times", err, told.Load())
	}

	told.Store(0)
	_, err := Connect(t.Context(), cloud, Options{RefuseInsecureEndpoint: true})
	var refused *InsecureEndpointError
	if !errors.As(err, &refused) || told.Load() != 0 || refused.Advice() == "" {
		t.Errorf("%v, and the token was sent %d times", err, told.Load())
	}

	// The same service, named by the configuration, is refused as well; one with
	// TLS and one whose login is plain are not.
	cloud.ImageEndpointOverride = plain.URL + "/image"
	if _, err := Connect(t.Context(), cloud, Options{RefuseInsecureEndpoint: true}); !errors.As(err, &refused) {
		t.Errorf("an endpoint of the configuration: %v", err)
	}
	cloud.ImageEndpointOverride = secure.URL + "/image"
	if client := secure.connectTo(t, cloud, Options{RefuseInsecureEndpoint: true}); client.About().PlainHTTP {
		t.Error("an endpoint with TLS is told of")
	}
	if client := plain.connectTo(t, plain.cloud(), Options{RefuseInsecureEndpoint: true}); client.About().PlainHTTP {
		t.Error("a login without TLS is told of")
	}
}

// TestTheChainOfACertificateMayHaveAnAuthorityBetween keeps the advice on an
// unknown authority to the one that is missing here.
func TestTheChainOfACertificateMayHaveAnAuthorityBetween(t *testing.T) {
	t.Parallel()
	root := newAuthority(t, "Root CA")
	made, key := sign(t, &x509.Certificate{
		Subject: root.certificate.Subject, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, root)
	between := &authority{certificate: made, key: key}
	chain := pair(t, between, forLoopback())
	chain.Certificate = append(chain.Certificate, made.Raw)
	f := newTLSCloud(t, &tls.Config{Certificates: []tls.Certificate{chain}})
	f.image = func(w http.ResponseWriter, _ *http.Request) { writeListing(w, nil, false) }
	w := worldOf(f)
	w.cloud.CACert = inFile(t, root)
	if err := w.try(t); err != nil {
		t.Errorf("got %v", err)
	}
}
