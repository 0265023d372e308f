package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gophercloud/gophercloud/v2"

	"glimpse/model"
	"glimpse/model/text"
)

// call is one request of the Image API.
type call struct {
	operation string // for errors: "listing", "deleting"
	image     model.ImageID
	method    string
	path      string // below the endpoint, escaped
	query     url.Values
	body      []byte // nil for none
	mediaType string // of the body
	accept    []int  // the statuses of success
	version   string // the microversion, as its header has it
}

// reply is the answer to a call.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// requestIDHeader is where the services tell the id of a request.
const requestIDHeader = "X-Openstack-Request-Id"

// changes reports whether a call may change something.
func (c *call) changes() bool { return c.method != http.MethodGet && c.method != http.MethodHead }

// Advice on the refusal of a token that was issued just now.
const newTokenRefused = "the identity service gave a token and the image service does not accept it; " +
	"it may have lost its own connection to the identity service, so try again, or ask the cloud's operator"

// once carries out one attempt of a call, with the token renewed where it has
// expired. The error is a *Problem, or the context's where nothing was sent
// that could have changed something.
func (c *Client) once(ctx context.Context, call call) (reply, error) {
	if err := c.retry.waitIfThrottled(ctx); err != nil {
		return reply{}, c.during(ctx, call, err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, errTimeout)
	defer cancel()
	var got reply
	err := c.withToken(ctx, call, func(token string) (err error) {
		got, err = c.send(ctx, call, token)
		return err
	})
	return got, err
}

// withToken sends a call with a token, and with a new one where that has expired.
func (c *Client) withToken(ctx context.Context, call call, send func(token string) error) error {
	token, err := c.source.token(ctx)
	if err != nil {
		return c.during(ctx, call, err)
	}
	err = send(token)
	if !errors.Is(err, ErrUnauthorized) {
		return err
	}
	fresh, renewal := c.source.renew(ctx, token)
	switch {
	case renewal == nil:
		err = send(fresh)
	case !errors.Is(renewal, errTokenIsNew):
		return c.during(ctx, call, renewal)
	}
	// Glance answers 401 as well where it cannot reach the identity service
	// itself, so that a new token may be refused too; that is then the answer.
	var refused *Problem
	if errors.Is(err, ErrUnauthorized) && errors.As(err, &refused) {
		refused.advice, refused.cause = newTokenRefused, ErrNewTokenRefused
	}
	return err
}

// errTimeout is why an attempt ends that has taken long enough; errClosed is
// why everything does after Close.
var (
	errTimeout = errors.New("no complete answer in time")
	errClosed  = errors.New("the connection was closed")
)

// alive returns a context that ends with the caller's or with the client.
func (c *Client) alive(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	end := func() { cancel(context.Cause(c.life)) }
	if c.life.Err() != nil {
		end() // now, so that nothing is sent
	}
	detach := context.AfterFunc(c.life, end)
	return ctx, func() { detach(); cancel(nil) }
}

// during returns an error of the login as it is, and gives one of the context
// the name of the operation.
func (c *Client) during(ctx context.Context, call call, err error) error {
	var known *Problem
	if errors.As(err, &known) {
		return err
	}
	return c.problem(ctx, call, err, false)
}

// send sends one request with a token.
func (c *Client) send(ctx context.Context, call call, token string) (reply, error) {
	begun := time.Now()
	target := c.endpoint.String() + call.path
	if len(call.query) > 0 {
		target += "?" + call.query.Encode()
	}
	options := &gophercloud.RequestOpts{
		OkCodes:          call.accept,
		KeepResponseBody: true,
		MoreHeaders:      map[string]string{"X-Auth-Token": token},
	}
	if call.version != "" {
		options.MoreHeaders["OpenStack-API-Version"] = call.version
	}
	if call.body != nil {
		options.RawBody = bytes.NewReader(call.body)
		options.MoreHeaders["Content-Type"] = call.mediaType
	}
	// Without a connection the request has not left.
	var connected atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }})
	response, err := c.service.ProviderClient.Request(traced, call.method, target, options)
	var got reply
	if err == nil {
		got = reply{status: response.StatusCode, header: response.Header}
		got.body, err = readAll(response)
	}
	if err != nil {
		err = c.problem(ctx, call, err, call.changes() && connected.Load())
		c.retry.applyRetryAfter(err)
	}
	watcherOf(ctx).tell(time.Since(begun), err)
	c.record(call, begun, got, err)
	requestIDFuncOf(ctx).tell(call, c.explain.requestID(got.header), err)
	return got, err
}

// readAll reads a body to its end, into a buffer of the size that the answer
// announced where that is plausible.
func readAll(response *http.Response) ([]byte, error) {
	defer response.Body.Close()
	var buffer bytes.Buffer
	if size := response.ContentLength; size > 0 && size <= maxBody {
		buffer = *bytes.NewBuffer(spareBody(int(size) + bytes.MinRead))
	}
	_, err := buffer.ReadFrom(response.Body)
	return buffer.Bytes(), err
}

// spareBodies are buffers of pages that were decoded: the next page is read into one of
// them, which spares the collector a megabyte a page.
var spareBodies sync.Pool

// largeBody is the size from which on a buffer is worth to be kept.
const largeBody = 256 << 10

// spareBody returns an empty buffer with room for so many bytes. That of a page is a little
// larger, so that the next one finds room in it too.
func spareBody(size int) []byte {
	if size < largeBody {
		return make([]byte, 0, size)
	}
	size = (size + largeBody - 1) / largeBody * largeBody
	if body, ok := spareBodies.Get().(*[]byte); ok && cap(*body) >= size {
		return (*body)[:0]
	}
	return make([]byte, 0, size)
}

// reuse gives the buffer of an answer away. Nothing may refer to it any more.
func reuse(body []byte) {
	if cap(body) >= largeBody {
		spareBodies.Put(&body)
	}
}

// problem turns whatever went wrong with a call into a *Problem, or into the
// context's error where the caller gave up and nothing may have changed.
// arrived reports whether the call was a change and was sent.
func (c *Client) problem(ctx context.Context, call call, err error, arrived bool) error {
	problem := c.explain.problem(call.operation, err)
	problem.Image = call.image
	cause := context.Cause(ctx)
	switch {
	case problem.Status != 0 || cause == nil || errors.Is(cause, errTimeout):
	case errors.Is(cause, errClosed):
		problem.Kind, problem.Reason, problem.final = ErrUnreachable, text.Of(errClosed.Error()), true
	case !arrived:
		return cause
	default:
		problem.Kind, problem.Reason, problem.final = ErrUnreachable, ownWords("it was given up before the answer came"), true
		problem.cause = cause
	}
	problem.arrived = arrived && !problem.refusal()
	c.noImageAPI(problem, call)
	return problem
}

// noImageAPI gives the answer that there is no such path its meaning where the
// path is the Image API's and no image's: nothing was deleted there, the
// endpoint leads to something else.
func (c *Client) noImageAPI(problem *Problem, call call) {
	isPath := slices.Contains([]string{"/v2/images", "/v2/schemas/image"}, call.path)
	if !isPath || !problem.isOneOf(ErrNotFound) {
		return
	}
	problem.Kind = ErrNoImageAPI
	problem.Reason = text.Of(fmt.Sprintf("there is no Image API at %s: %s", c.about.Endpoint.Raw(), problem.Reason.Raw()))
	problem.advice = "set " + c.explain.setting("image_endpoint_override") + " to the URL of the image service, without /v2, " +
		"or ask the cloud's operator to correct the catalogue"
}

// record writes a line about a request to the log. What a service or a user
// chose is escaped there too.
func (c *Client) record(call call, begun time.Time, got reply, err error) {
	attributes := []any{
		"method", call.method, "path", text.Escape(call.path), "query", text.Escape(call.query.Encode()),
		"duration", time.Since(begun).Round(time.Millisecond).String(),
	}
	var problem *Problem
	if errors.As(err, &problem) {
		c.log.Warn("request failed", append(attributes, "status", problem.Status,
			"request_id", problem.RequestID.Display(), "error", problem.Error())...)
		return
	}
	if err != nil {
		c.log.Info("request given up", attributes...)
		return
	}
	c.log.Debug("request", append(attributes, "status", got.status, "bytes", len(got.body),
		"request_id", c.explain.requestID(got.header).Display())...)
}

// read carries out a call that changes nothing, again and again as the rules
// of trying again allow, and hands its body to decode each time.
func (c *Client) read(ctx context.Context, request call, decode func(body []byte) error) error {
	ctx, stop := c.alive(ctx)
	defer stop()
	return c.retry.do(ctx, func(ctx context.Context) error {
		return c.readOnce(ctx, request, decode)
	})
}

// readOnce is one attempt of read.
func (c *Client) readOnce(ctx context.Context, request call, decode func(body []byte) error) error {
	got, err := c.once(ctx, request)
	if err != nil {
		return err
	}
	return c.unreadable(request, got, decode(got.body))
}
