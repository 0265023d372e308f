package cmd_test

import (
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"glimpse/api/embedded"
)

// halfSecure is a cloud whose login is encrypted and whose image endpoint is
// not. It returns where to log in, the file of the authority, and a count of
// the requests that the image service got.
func halfSecure(t *testing.T) (authURL, cacert string, images *atomic.Int32) {
	t.Helper()
	images = &atomic.Int32{}
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 20, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/image") {
				images.Add(1)
			}
			next.ServeHTTP(w, r)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	behind, err := url.Parse(server.AuthURL())
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewUnstartedServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = behind.Scheme, behind.Host
	}})
	front.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	front.Config.ErrorLog = log.New(io.Discard, "", 0)
	front.StartTLS()
	t.Cleanup(front.Close)
	cacert = filepath.Join(t.TempDir(), "ca.pem")
	content := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw})
	if err := os.WriteFile(cacert, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return front.URL + behind.Path, cacert, images
}

// withConfig adds a configuration file of glimpse.
func (s surroundings) withConfig(t *testing.T, content string) surroundings {
	t.Helper()
	file := filepath.Join(s.home, "config", "glimpse", "config.yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnImageEndpointWithoutTLSIsToldOrRefused(t *testing.T) {
	t.Parallel()
	authURL, cacert, images := halfSecure(t)
	place := func() surroundings {
		return newSurroundings(t).withClouds(t, cloudAt(authURL, "demo")+"    cacert: "+cacert+"\n")
	}
	const told = "not encrypted although the login is"
	for _, config := range []string{"", "clouds: {here: {insecure_endpoint: warn}}", "clouds: {other: {insecure_endpoint: refuse}}"} {
		got := place().withConfig(t, config).run(t.Context(), "list", "--output", "id")
		if got.code != 0 || strings.Count(got.errs, told) != 1 || got.out == "" {
			t.Errorf("%q: exit code %d: %s", config, got.code, got.errs)
		}
	}
	images.Store(0)
	got := place().withConfig(t, "clouds: {here: {insecure_endpoint: refuse}}").run(t.Context(), "list", "--output", "id")
	if got.code != 1 || images.Load() != 0 || got.out != "" {
		t.Errorf("exit code %d after %d requests of images: %s", got.code, images.Load(), got.errs)
	}
	has(t, "stderr", got.errs, told, "insecure_endpoint: refuse", "image_endpoint_override")
	got = place().withConfig(t, "clouds: {here: {insecure_endpoint: perhaps}}").run(t.Context(), "list")
	if got.code != 2 {
		t.Errorf("a wrong word: exit code %d", got.code)
	}
	has(t, "stderr", got.errs, "config.yaml", "warn, refuse")
}

// TestASecretThatAServiceRepeatsIsOnNoStream lists from a service that repeats
// the token and the password in its errors.
func TestASecretThatAServiceRepeatsIsOnNoStream(t *testing.T) {
	t.Parallel()
	const password = "correct horse/battery"
	var token atomic.Value
	token.Store("")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/auth/tokens") {
			w.Header().Set("X-Subject-Token", "gAAAAAB-Geheim-token")
			w.WriteHeader(http.StatusCreated)
			io.WriteString(w, `{"token": {"expires_at": "2099-01-01T00:00:00.000000Z", "catalog": [{"type": "image", "endpoints": [
				{"interface": "public", "region": "r", "url": "http://`+r.Host+`/image"}]}]}}`)
			return
		}
		token.Store(r.Header.Get("X-Auth-Token"))
		w.Header().Set("X-Openstack-Request-Id", "req-"+r.Header.Get("X-Auth-Token"))
		w.WriteHeader(http.StatusForbidden)
		json.NewEncoder(w).Encode(map[string]string{
			"message": "no " + r.Header.Get("X-Auth-Token") + " and " + password + " and " + url.QueryEscape(password),
		})
	}))
	defer server.Close()
	place := newSurroundings(t).withClouds(t, cloudAt(server.URL, password))
	logFile := filepath.Join(place.home, "log")
	got := place.run(t.Context(), "list", "--log-file", logFile)
	logged, err := os.ReadFile(logFile)
	if err != nil || got.code != 1 || token.Load() != "gAAAAAB-Geheim-token" {
		t.Fatalf("exit code %d, %v, token %v: %s", got.code, err, token.Load(), got.errs)
	}
	for name, content := range map[string]string{"stderr": got.errs, "stdout": got.out, "the log": string(logged)} {
		for _, secret := range []string{"Geheim", "horse"} {
			if strings.Contains(content, secret) {
				t.Errorf("%s tells it: %s", name, content)
			}
		}
	}
	has(t, "stderr", got.errs, `"no [redacted] and [redacted] and [redacted]"`, "req-[redacted]")
	has(t, "the log", string(logged), "[redacted]")
}

// TestAProxyOfTheEnvironmentIsObeyed: a loopback address is no exception.
func TestAProxyOfTheEnvironmentIsObeyed(t *testing.T) {
	t.Parallel()
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 3})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	place := newSurroundings(t, "ALL_PROXY=http://127.0.0.1:1").withClouds(t, cloudAt(server.AuthURL(), "demo"))
	if got := place.run(t.Context(), "list"); got.code != 1 || !strings.Contains(got.errs, "ALL_PROXY") {
		t.Errorf("a cloud of the user's: exit code %d: %s", got.code, got.errs)
	}
}
