package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
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
}

// reply is the answer to a call.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// requestIDHeader is where the services tell the id of a request.
const requestIDHeader = "X-Openstack-Request-Id"

// once carries out one attempt of a call, with the token renewed where it has
// expired. The error is a *Problem, or the context's.
func (c *Client) once(ctx context.Context, call call) (reply, error) {
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	token, err := c.source.token(ctx)
	if err != nil {
		return reply{}, c.during(ctx, call, err)
	}
	got, err := c.send(ctx, call, token)
	if !errors.Is(err, ErrUnauthorized) {
		return got, err
	}
	// Glance answers 401 as well where it cannot reach the identity service
	// itself, so that a new token may be refused too; that is then the answer.
	fresh, renewal := c.source.renew(ctx, token)
	if renewal != nil {
		return reply{}, c.during(ctx, call, renewal)
	}
	return c.send(ctx, call, fresh)
}

// bounded returns a context that ends with the caller's, with the client, or
// when one attempt has taken long enough.
func (c *Client) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, errTimeout)
	stop := make(chan struct{})
	go func() {
		select {
		case <-c.ended:
			cancel()
		case <-stop:
		}
	}()
	return ctx, func() { close(stop); cancel() }
}

var errTimeout = errors.New("no complete answer in time")

// during gives an error of the login the name of the operation that needed
// it, unless it is the caller's own end.
func (c *Client) during(ctx context.Context, call call, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
		return c.problem(ctx, call, err)
	}
	return err
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
	if call.body != nil {
		options.RawBody = bytes.NewReader(call.body)
		options.MoreHeaders["Content-Type"] = call.mediaType
	}
	response, err := c.service.ProviderClient.Request(ctx, call.method, target, options)
	var got reply
	if err == nil {
		got = reply{status: response.StatusCode, header: response.Header}
		got.body, err = readAll(response)
	}
	if err != nil {
		err = c.problem(ctx, call, err)
	}
	c.record(call, begun, got, err)
	return got, err
}

// readAll reads a body to its end, into a buffer of the size that the answer
// announced where that is plausible.
func readAll(response *http.Response) ([]byte, error) {
	defer response.Body.Close()
	var buffer bytes.Buffer
	if size := response.ContentLength; size > 0 && size <= maxBody {
		buffer.Grow(int(size) + bytes.MinRead)
	}
	_, err := buffer.ReadFrom(response.Body)
	return buffer.Bytes(), err
}

// problem turns whatever went wrong with a call into a *Problem, or into the
// context's error where the caller gave up.
func (c *Client) problem(ctx context.Context, call call, err error) error {
	if ctx.Err() != nil && !errors.Is(context.Cause(ctx), errTimeout) {
		select {
		case <-c.ended:
			return &Problem{
				Operation: call.operation, Image: call.image, Kind: ErrUnreachable,
				Reason: ownWords("the connection was closed"), final: true,
			}
		default:
			return context.Cause(ctx)
		}
	}
	problem := problemOf(call.operation, err)
	var known *Problem
	if errors.As(problem, &known) {
		known.Image = call.image
	}
	return problem
}

// problemOf turns an error of gophercloud, of net/http or of the gate into a
// *Problem. None of their texts is passed on as it is: they hold whole bodies.
func problemOf(operation string, err error) error {
	var known *Problem
	if errors.As(err, &known) {
		return err
	}
	problem := &Problem{Operation: operation}
	var unexpected gophercloud.ErrUnexpectedResponseCode
	switch {
	case errors.As(err, &unexpected):
		problem.answered(unexpected)
	case errors.Is(err, errReadOnlyGate):
		problem.Kind = ErrReadOnly
		problem.Reason = ownWords("the connection is read-only, nothing was sent")
	case errors.Is(err, errForeignOrigin):
		problem.Kind = ErrRedirect
		problem.Reason = ownWords(errForeignOrigin.Error())
	case errors.Is(err, errBodyTooLarge):
		problem.Kind = ErrTooLarge
		problem.Reason = ownWords(errBodyTooLarge.Error())
	case errors.Is(err, io.ErrUnexpectedEOF):
		problem.Kind = ErrUnreachable
		problem.Reason = ownWords("the answer broke off")
	default:
		problem.Kind = ErrUnreachable
		problem.Reason = text.Of(networkReason(err))
	}
	return problem
}

// answered fills a problem with an answer of the service.
func (p *Problem) answered(unexpected gophercloud.ErrUnexpectedResponseCode) {
	p.Status = unexpected.Actual
	p.Kind = kindOf(unexpected.Actual)
	p.RequestID = text.Of(unexpected.ResponseHeader.Get(requestIDHeader))
	p.retryAfter = unexpected.ResponseHeader.Get("Retry-After")
	p.Reason = reasonIn(unexpected.Actual, unexpected.Body)
	if errors.Is(p.Kind, ErrRedirect) {
		p.Reason = text.Of("the service answered " + http.StatusText(unexpected.Actual) +
			" and points to " + firstOf(unexpected.ResponseHeader.Get("Location"), "nowhere"))
	}
}

// ownWords is a reason in this program's words.
func ownWords(reason string) text.Untrusted { return text.Of(reason) }

// networkReason says in a sentence why there was no answer.
func networkReason(err error) string {
	var (
		dns   *net.DNSError
		timed interface{ Timeout() bool }
		web   *url.Error
	)
	switch {
	case errors.As(err, &dns):
		return "the name " + dns.Name + " cannot be resolved"
	case errors.Is(err, errTimeout), errors.Is(err, context.DeadlineExceeded), errors.As(err, &timed) && timed.Timeout():
		return "there was no complete answer in time"
	case errors.As(err, &web):
		return web.Err.Error()
	}
	return err.Error()
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
		"request_id", text.Escape(got.header.Get(requestIDHeader)))...)
}

// read carries out a call that changes nothing, again and again as the rules
// of trying again allow, and hands its body to decode each time.
func (c *Client) read(ctx context.Context, request call, decode func(body []byte) error) error {
	return c.retry.do(ctx, func(ctx context.Context, _ int) error {
		got, err := c.once(ctx, request)
		if err != nil {
			return err
		}
		return c.unreadable(request, got, decode(got.body))
	})
}
