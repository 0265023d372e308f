package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"glimpse/api/clouds"
	"glimpse/api/proxy"
)

// The bounds of one exchange. The numbers are those that a real Keystone and
// Glance behind a VPN were found to need.
const (
	dialTimeout = 10 * time.Second
	tlsTimeout  = 10 * time.Second
	// idleTimeout is shorter than the five seconds after which many servers
	// drop an idle connection: a request on a connection that the other side
	// is just closing fails without an answer.
	idleTimeout = 4 * time.Second
	// callTimeout bounds one attempt of a call with its whole answer, so that
	// one byte a second is an error and not a wait without end.
	callTimeout = 60 * time.Second
	// continueTimeout is how long the data of an image waits for the service to
	// look at the token and the image, before it is sent unasked.
	continueTimeout = time.Second
	// maxBody bounds an answer. A page of 1,000 images is about one MiB.
	maxBody = 32 << 20
)

// newRouter makes the connections of one cloud: as many kept as there are
// workers, with the cloud's certificates, and through the proxies of the
// environment. now is the clock by which certificates are valid.
func newRouter(cloud *clouds.Cloud, options *Options) (*router, error) {
	files := clouds.System()
	files.Environ = options.Environ
	config, err := files.TLSConfig(*cloud)
	if err != nil {
		return nil, err
	}
	config.Time = options.Now
	return &router{
		proxies: proxy.FromEnvironment(options.Environ()), workers: options.Workers, tls: config,
		ways: map[string]*http.Transport{},
	}, nil
}

// guardTransport is the last thing that a request passes before the network. What must
// never happen is made impossible here, below every caller.
type guardTransport struct {
	next     http.RoundTripper
	readOnly bool
	identity *url.URL // where credentials and the token may go
	image    *url.URL // where the token may go, once the catalogue is known
	// readOnlyAt are services that the token may go to as well, for reads alone.
	readOnlyAt []*url.URL
	// volumes is the Block Storage service, whose volumes may be acted on as well; nil is
	// none.
	volumes *url.URL
}

// RoundTrip implements http.RoundTripper.
func (g *guardTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := g.refuse(request); err != nil {
		if request.Body != nil {
			request.Body.Close()
		}
		return nil, err
	}
	response, err := g.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if request.Context().Value(dataKey{}) == nil {
		response.Body = &boundedBody{body: response.Body, left: maxBody + 1}
	}
	return response, nil
}

// refuse returns why a request must not leave the program, if so.
func (g *guardTransport) refuse(request *http.Request) error {
	if g.readOnly && !g.reads(request) {
		return errReadOnlyGate
	}
	if sameOrigin(request.URL, g.identity) || g.image != nil && sameOrigin(request.URL, g.image) {
		return nil
	}
	isKnown := func(address *url.URL) bool { return sameOrigin(request.URL, address) }
	if g.actsOnVolume(request) || g.reads(request) && slices.ContainsFunc(g.readOnlyAt, isKnown) {
		return nil
	}
	return errForeignOrigin
}

// actsOnVolume reports whether a request is an action on one volume (POST
// /volumes/{id}/action), which makes an image of it.
func (g *guardTransport) actsOnVolume(request *http.Request) bool {
	if g.volumes == nil || request.Method != http.MethodPost || !sameOrigin(request.URL, g.volumes) {
		return false
	}
	rest, isVolume := strings.CutPrefix(request.URL.EscapedPath(), strings.TrimSuffix(g.volumes.EscapedPath(), "/")+"/volumes/")
	id, isAction := strings.CutSuffix(rest, "/action")
	return isVolume && isAction && id != "" && !strings.Contains(id, "/")
}

var (
	errReadOnlyGate  = errors.New("the connection is read-only")
	errForeignOrigin = errors.New("the request would leave the cloud's own services")
	errBodyTooLarge  = fmt.Errorf("the answer is larger than %d MiB", maxBody>>20)
)

// reads reports whether a request changes nothing. Asking for a token is a POST
// that every reader needs.
func (g *guardTransport) reads(request *http.Request) bool {
	if request.Method == http.MethodGet || request.Method == http.MethodHead {
		return true
	}
	return request.Method == http.MethodPost && sameOrigin(request.URL, g.identity) &&
		request.URL.Path == strings.TrimSuffix(g.identity.Path, "/")+"/auth/tokens"
}

func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Host, b.Host)
}

// boundedBody ends an answer that is larger than anything the API sends.
type boundedBody struct {
	body io.ReadCloser
	left int64 // one byte more than is allowed, so that the last one is no error
}

func (b *boundedBody) Read(buffer []byte) (int, error) {
	if b.left <= 0 {
		return 0, errBodyTooLarge
	}
	n, err := b.body.Read(buffer[:min(int64(len(buffer)), b.left)])
	b.left -= int64(n)
	return n, err
}

func (b *boundedBody) Close() error { return b.body.Close() }
