package glance

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of the HTTP server under the real service. A line of so many bytes,
// its end counted, is refused; so many headers are taken.
const (
	maxRequestLine = 8192
	maxHeaderLine  = 16384
	maxHeaders     = 255
)

// ServeHTTP answers one request of the Image API.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if code := tooLarge(r); code != 0 {
		(&statusError{code: code, bare: true}).write(w, r)
		return
	}
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), s.options.Prefix)
	if !ok {
		http.NotFound(w, r)
		return
	}
	path, err := url.PathUnescape(path)
	if err != nil || !utf8.ValidString(path) {
		(&statusError{code: http.StatusInternalServerError, bare: true}).write(w, r)
		return
	}
	if r.Method == http.MethodOptions {
		w.Header()["Content-Type"] = nil
		w.Header().Set("Content-Length", "0")
		return
	}
	if path == "/healthcheck" {
		serveHealth(w, r)
		return
	}
	rest, known := s.negotiate(path, r.Header.Get("Accept"))
	if !known {
		code := http.StatusMultipleChoices
		if first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/"); first == "versions" {
			code = http.StatusOK
		}
		s.serveVersions(w, r, code)
		return
	}
	s.serveAPI(w, r, rest)
}

// tooLarge is the status with which the HTTP server turns a request away, or
// 0.
func tooLarge(r *http.Request) int {
	if len(r.Method)+len(r.RequestURI)+len(r.Proto)+len("  \r\n") >= maxRequestLine {
		return http.StatusRequestURITooLong
	}
	count := 1 // Host, which net/http keeps apart
	for name, values := range r.Header {
		count += len(values)
		for _, text := range values {
			if len(name)+len(": ")+len(text)+len("\r\n") >= maxHeaderLine {
				return http.StatusBadRequest
			}
		}
	}
	if count > maxHeaders {
		return http.StatusRequestHeaderFieldsTooLarge
	}
	return 0
}

func (s *Service) serveAPI(w http.ResponseWriter, r *http.Request, path string) {
	token := r.Header.Get("X-Auth-Token")
	var who Identity
	confirmed := false
	if s.options.Auth != nil && token != "" {
		who, confirmed = s.options.Auth.Authenticate(token)
	}
	if !confirmed {
		failure := detailed(http.StatusUnauthorized, "")
		failure.header = http.Header{"Www-Authenticate": {`Keystone uri="` + s.options.KeystoneURL + `/v3"`}}
		failure.write(w, r)
		return
	}
	c := &call{s: s, w: w, r: r, who: who, requestID: r.Header.Get("X-Openstack-Request-Id")}
	if !strings.HasPrefix(c.requestID, "req-") {
		if c.requestID == "" {
			c.requestID = s.options.NewID()
		}
		c.requestID = "req-" + c.requestID
	}
	w.Header().Set("X-Openstack-Request-Id", c.requestID)
	if path == "" {
		w.Header().Set("Content-Type", "text/plain; charset=utf8")
		w.Header().Set("Location", "http://"+r.Host+"/v2/")
		w.Header().Set("Content-Length", "0")
		w.WriteHeader(http.StatusFound)
		return
	}
	if err := s.dispatch(c, path); err != nil {
		var failure *statusError
		if !errors.As(err, &failure) {
			failure = broken()
		}
		failure.write(w, r)
	}
}

// call is one request on its way through the service.
type call struct {
	s         *Service
	w         http.ResponseWriter
	r         *http.Request
	who       Identity
	requestID string
	// vars are the variable parts of the path.
	vars []string
}

// hasBody reports whether the request brings a body by the real service's rule:
// a length, or a transfer coding where the method may have one.
func (c *call) hasBody() bool {
	if c.r.ContentLength > 0 {
		return true
	}
	mayHave := c.r.Method == http.MethodPost || c.r.Method == http.MethodPut || c.r.Method == http.MethodPatch
	return mayHave && slices.Contains(c.r.TransferEncoding, "chunked")
}

// body reads a JSON body, which must be an object or a list.
func (c *call) body() (value, error) {
	if !c.hasBody() {
		return value{}, badRequest("Body expected in request.")
	}
	data, err := io.ReadAll(c.r.Body)
	if err != nil {
		return value{}, badRequest("Malformed JSON in request body.")
	}
	v, err := decode(data)
	switch {
	case errors.Is(err, errTooDeep):
		return value{}, broken()
	case err != nil:
		return value{}, badRequest("Malformed JSON in request body.")
	case v.kind != kindDict && v.kind != kindList:
		return value{}, badRequest("Unexpected body type. Expected list/dict.")
	}
	return v, nil
}

func (c *call) json(code int, body []byte) error {
	header := c.w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	c.w.WriteHeader(code)
	_, _ = c.w.Write(body) // the client is gone, nothing is left to be told
	return nil
}

// image answers with one image as the caller may see it.
func (c *call) image(code int, r *Record) error {
	return c.json(code, c.s.appendImage(make([]byte, 0, 1024), r, c.who.Admin()))
}

func (c *call) empty(code int) error {
	c.w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	c.w.Header().Set("Content-Length", "0")
	c.w.WriteHeader(code)
	return nil
}

// nothing answers 204 without even a media type.
func (c *call) nothing() error {
	c.w.Header()["Content-Type"] = nil
	c.w.Header().Set("Content-Length", "0")
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}
