package api

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/api/clouds"
)

// authority signs certificates.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

var serial atomic.Int64

func newAuthority(t testing.TB, name string, life ...time.Time) *authority {
	t.Helper()
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	if len(life) == 2 {
		template.NotBefore, template.NotAfter = life[0], life[1]
	}
	made, key := sign(t, template, nil)
	return &authority{certificate: made, key: key}
}

// sign makes a certificate, by itself where no authority is given.
func sign(t testing.TB, template *x509.Certificate, by *authority) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template.SerialNumber = big.NewInt(serial.Add(1))
	if template.NotAfter.IsZero() {
		template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.certificate, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made, key
}

// pair makes the certificate of a service or of a client.
func pair(t testing.TB, by *authority, template *x509.Certificate) tls.Certificate {
	t.Helper()
	made, key := sign(t, template, by)
	return tls.Certificate{Certificate: [][]byte{made.Raw}, PrivateKey: key, Leaf: made}
}

// forLoopback is the certificate of a service that is what it should be.
func forLoopback() *x509.Certificate {
	return &x509.Certificate{
		Subject: pkix.Name{CommonName: "cloud"}, DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
}

// inFile writes certificates, and their keys, to a file.
func inFile(t testing.TB, certificates ...any) string {
	t.Helper()
	var out []byte
	for _, each := range certificates {
		switch each := each.(type) {
		case *authority:
			out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: each.certificate.Raw})...)
		case tls.Certificate:
			key, err := x509.MarshalPKCS8PrivateKey(each.PrivateKey)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: each.Certificate[0]})...)
			out = append(out, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...)
		}
	}
	name := filepath.Join(t.TempDir(), "certificates.pem")
	if err := os.WriteFile(name, out, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// newTLSCloud is a fake cloud that is reached over TLS.
func newTLSCloud(t testing.TB, config *tls.Config) *fakeCloud {
	t.Helper()
	f := &fakeCloud{life: time.Hour, image: func(w http.ResponseWriter, _ *http.Request) { writeListing(w, nil, false) }}
	f.Server = httptest.NewUnstartedServer(f)
	f.Config.ErrorLog = log.New(io.Discard, "", 0)
	if config == nil {
		f.Start()
	} else {
		f.TLS = config
		f.StartTLS()
	}
	t.Cleanup(f.Close)
	return f
}

// webProxy is a proxy for HTTP that wants a login where one is set.
type webProxy struct {
	*httptest.Server
	login string // user:password
	// refuse answers every CONNECT, if set.
	refuse int

	mu    sync.Mutex
	asked []string
}

func newWebProxy(t testing.TB, login string) *webProxy {
	t.Helper()
	p := &webProxy{login: login}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *webProxy) requests() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.asked)
}

func (p *webProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.Method+" "+r.Host)
	p.mu.Unlock()
	given := strings.TrimPrefix(r.Header.Get("Proxy-Authorization"), "Basic ")
	switch {
	case p.login != "" && given != base64.StdEncoding.EncodeToString([]byte(p.login)):
		w.WriteHeader(http.StatusProxyAuthRequired)
		io.WriteString(w, "no: "+given)
	case r.Method == http.MethodConnect && p.refuse != 0:
		w.WriteHeader(p.refuse)
	case r.Method == http.MethodConnect:
		p.tunnel(w, r)
	default:
		p.forward(w, r)
	}
}

func (p *webProxy) tunnel(w http.ResponseWriter, r *http.Request) {
	there, err := net.Dial("tcp", r.Host)
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	here, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n")
	splice(here, buffered.Reader, there)
}

func splice(here net.Conn, from io.Reader, there net.Conn) {
	go func() {
		io.Copy(there, from)
		there.Close()
	}()
	go func() {
		io.Copy(here, there)
		here.Close()
	}()
}

func (p *webProxy) forward(w http.ResponseWriter, r *http.Request) {
	onward := r.Clone(r.Context())
	onward.RequestURI = ""
	onward.Header.Del("Proxy-Authorization")
	answer, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(onward)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	for name, values := range answer.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.StatusCode)
	io.Copy(w, answer.Body)
}

// socksProxy is a proxy that speaks SOCKS5. It resolves every name to
// 127.0.0.1, as one in another network knows names that nobody knows here.
type socksProxy struct {
	net.Listener
	login string // user:password

	mu    sync.Mutex
	hosts []string
}

func newSOCKSProxy(t testing.TB, login string) *socksProxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &socksProxy{Listener: listener, login: login}
	t.Cleanup(func() { p.Close() })
	go func() {
		for {
			connection, err := p.Accept()
			if err != nil {
				return
			}
			go func() {
				if p.serve(connection) != nil {
					connection.Close()
				}
			}()
		}
	}()
	return p
}

func (p *socksProxy) asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.hosts...)
}

var errNoSOCKS = errors.New("refused")

func (p *socksProxy) serve(connection net.Conn) error {
	in := bufio.NewReader(connection)
	if err := p.authenticate(connection, in); err != nil {
		return err
	}
	header := make([]byte, 4)
	if _, err := io.ReadFull(in, header); err != nil {
		return err
	}
	var host string
	switch header[3] {
	case 1:
		ip := make(net.IP, 4)
		io.ReadFull(in, ip)
		host = ip.String()
	case 3:
		size, _ := in.ReadByte()
		name := make([]byte, size)
		io.ReadFull(in, name)
		host = string(name)
	default:
		return errNoSOCKS
	}
	port := make([]byte, 2)
	if _, err := io.ReadFull(in, port); err != nil {
		return err
	}
	p.mu.Lock()
	p.hosts = append(p.hosts, host)
	p.mu.Unlock()
	there, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(int(binary.BigEndian.Uint16(port)))))
	if err != nil {
		connection.Write([]byte{5, 5, 0, 1, 0, 0, 0, 0, 0, 0}) // connection refused
		return err
	}
	connection.Write([]byte{5, 0, 0, 1, 127, 0, 0, 1, 0, 0})
	splice(connection, in, there)
	return nil
}

func (p *socksProxy) authenticate(connection net.Conn, in *bufio.Reader) error {
	greeting := make([]byte, 2)
	if _, err := io.ReadFull(in, greeting); err != nil {
		return err
	}
	methods := make([]byte, greeting[1])
	if _, err := io.ReadFull(in, methods); err != nil {
		return err
	}
	if p.login == "" {
		_, err := connection.Write([]byte{5, 0})
		return err
	}
	if !strings.Contains(string(methods), "\x02") {
		connection.Write([]byte{5, 0xff})
		return errNoSOCKS
	}
	connection.Write([]byte{5, 2})
	in.ReadByte()
	var parts []string
	for range 2 {
		size, _ := in.ReadByte()
		part := make([]byte, size)
		io.ReadFull(in, part)
		parts = append(parts, string(part))
	}
	if strings.Join(parts, ":") != p.login {
		connection.Write([]byte{1, 1})
		return errNoSOCKS
	}
	_, err := connection.Write([]byte{1, 0})
	return err
}

// world is what a connection is made in.
type world struct {
	cloud   clouds.Cloud
	service *fakeCloud
	environ []string
	options Options
	now     time.Time
}

// try connects and lists.
func (w *world) try(t *testing.T) error {
	t.Helper()
	options := w.options
	options.Environ = func() []string { return w.environ }
	if !w.now.IsZero() {
		options.Now = func() time.Time { return w.now }
	}
	client, err := connect(t.Context(), w.cloud, options.withDefaults(), atOnce())
	if err != nil {
		return err
	}
	defer client.Close()
	_, err = client.Pages(splitOf(t, "", ""), PageOptions{}).Next(t.Context())
	return err
}

// port returns the port of a URL.
func port(t testing.TB, address string) string {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Port()
}
