package clouds

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"strings"
	"testing"
	"time"
)

// certificate returns a certificate signed by its own key, and the key.
func certificate(t *testing.T) (certPEM, keyPEM string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), DNSNames: []string{"x"}}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: encoded}))
}

func TestConnectionsAreSecuredAsConfigured(t *testing.T) {
	t.Parallel()
	cert, key := certificate(t)
	_, otherKey := certificate(t)
	env := memory{
		"/ca.pem": cert, "/cwd/here.pem": cert, "/cert.pem": cert, "/key.pem": key, "/both.pem": cert + key, "/other.pem": otherKey,
		"/text.pem": "not a certificate", "/closed.pem": "!unreadable", "/dir/x": "",
	}.env()
	for name, c := range map[string]struct {
		cloud Cloud
		says  []string
		check func(t *testing.T, pool *x509.CertPool, insecure bool, certificates int)
	}{
		"the system's authorities": {Cloud{Verify: true}, nil, func(t *testing.T, pool *x509.CertPool, insecure bool, certificates int) {
			if pool != nil || insecure || certificates != 0 {
				t.Error("more is set than must be")
			}
		}},
		"authorities of its own": {Cloud{Verify: true, CACert: "/ca.pem"}, nil, func(t *testing.T, pool *x509.CertPool, insecure bool, _ int) {
			if pool == nil || insecure {
				t.Error("the file of authorities is not used")
			}
		}},
		"a path relative to the working directory": {Cloud{Verify: true, CACert: "here.pem"}, nil, func(t *testing.T, pool *x509.CertPool, _ bool, _ int) {
			if pool == nil {
				t.Error("the file of authorities is not used")
			}
		}},
		"no verification": {Cloud{CACert: "/gone.pem"}, nil, func(t *testing.T, pool *x509.CertPool, insecure bool, _ int) {
			if pool != nil || !insecure {
				t.Error("the certificate is verified")
			}
		}},
		"a client certificate": {Cloud{Verify: true, Cert: "/cert.pem", Key: "/key.pem"}, nil, func(t *testing.T, _ *x509.CertPool, _ bool, certificates int) {
			if certificates != 1 {
				t.Error("the client shows no certificate")
			}
		}},
		"certificate and key in one file": {Cloud{Verify: true, Cert: "/both.pem"}, nil, func(t *testing.T, _ *x509.CertPool, _ bool, certificates int) {
			if certificates != 1 {
				t.Error("the client shows no certificate")
			}
		}},
		"a cacert that is gone":        {Cloud{Name: "lab", Verify: true, CACert: "/gone.pem"}, []string{`cloud "lab"`, `cacert "/gone.pem"`, "no such file"}, nil},
		"a cacert that is closed":      {Cloud{Verify: true, CACert: "/closed.pem"}, []string{"permission denied"}, nil},
		"a cacert that is a directory": {Cloud{Verify: true, CACert: "/dir"}, []string{"it is a directory"}, nil},
		"a cacert that is none":        {Cloud{Verify: true, CACert: "/text.pem"}, []string{"no certificate in PEM form"}, nil},
		"a cert that is gone":          {Cloud{Verify: true, Cert: "/gone.pem"}, []string{`cert "/gone.pem"`, "no such file"}, nil},
		"a key that is gone":           {Cloud{Verify: true, Cert: "/cert.pem", Key: "/gone.key"}, []string{`key "/gone.key"`, "no such file"}, nil},
		"a key of another certificate": {Cloud{Verify: true, Cert: "/cert.pem", Key: "/other.pem"}, []string{"do not belong together"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config, err := env.TLSConfig(c.cloud)
			if len(c.says) == 0 {
				if err != nil {
					t.Fatal(err)
				}
				if config.MinVersion < tls.VersionTLS12 {
					t.Errorf("TLS is spoken from version %#x on", config.MinVersion)
				}
				c.check(t, config.RootCAs, config.InsecureSkipVerify, len(config.Certificates))
				return
			}
			var fileError *FileError
			if !errors.As(err, &fileError) {
				t.Fatalf("the error is not about a file: %v", err)
			}
			for _, part := range c.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %q: %v", part, err)
				}
			}
		})
	}
	_, err := env.TLSConfig(Cloud{Verify: true, CACert: "/gone.pem"})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the reason is lost: %v", err)
	}
}
