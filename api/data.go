package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gophercloud/gophercloud/v2"

	"glimpse/model"
)

// octets is the media type of the data of images.
const octets = "application/octet-stream"

// savedWithin bounds the wait for the answer once all of the data was sent:
// some stores put it together only then.
const savedWithin = 10 * time.Minute

// dataKey marks the context of a request whose answer may be of any length.
type dataKey struct{}

// Data is the data of an image on its way from the service. Reading fails where
// nothing arrives for as long as a call may take; the error is a *Problem, or
// the context's.
type Data struct {
	// From is where in the image's data it begins.
	From int64
	// Length is how many bytes the service announced, or -1.
	Length int64

	client *Client
	call   call
	ctx    context.Context //nolint:containedctx // reading has none of its own (io.Reader)
	body   io.ReadCloser
	stall  *stall
}

// Data begins to read the data of an image (GET /v2/images/{id}/file) at an
// offset, or at the beginning where the store of the image can read from no
// other place: look at From. The answer is to be closed.
//
// Errors: ErrNoData, ErrForbidden (deactivated, or not allowed to this role),
// ErrNotFound.
func (c *Client) Data(ctx context.Context, id model.ImageID, from int64) (*Data, error) {
	request := call{
		operation: "downloading", image: id, method: http.MethodGet, path: imagePath(id) + "/file",
		accept: []int{http.StatusOK, http.StatusNoContent, http.StatusPartialContent},
	}
	header := http.Header{}
	if from > 0 {
		header.Set("Range", "bytes="+strconv.FormatInt(from, 10)+"-")
	}
	var data *Data
	err := c.retry.do(ctx, func(ctx context.Context) (err error) {
		data, err = c.openData(ctx, request, header)
		return err
	})
	var problem *Problem
	if errors.As(err, &problem) && from > 0 && refusesRange(problem.Status) {
		return c.Data(ctx, id, 0)
	}
	if err != nil {
		return nil, err
	}
	return data, nil
}

// refusesRange reports whether a status is how stores refuse to begin elsewhere
// than at the beginning.
func refusesRange(status int) bool {
	return status == http.StatusBadRequest || status == http.StatusRequestedRangeNotSatisfiable || status == http.StatusNotImplemented
}

func (c *Client) openData(ctx context.Context, request call, header http.Header) (*Data, error) {
	if err := c.retry.waitIfThrottled(ctx); err != nil {
		return nil, c.during(ctx, request, err)
	}
	ctx, end := c.alive(ctx)
	ctx, watch := newStall(ctx, c.timeout, end)
	var response *http.Response
	err := c.withToken(ctx, request, func(token string) (err error) {
		response, err = c.transfer(ctx, request, token, header, nil, 0) //nolint:bodyclose // Data closes it
		return err
	})
	switch {
	case err != nil:
		watch.end()
		return nil, c.during(ctx, request, err)
	case response.StatusCode == http.StatusNoContent:
		response.Body.Close()
		watch.end()
		return nil, &Problem{
			Operation: request.operation, Image: request.image, Status: response.StatusCode, Kind: ErrNoData,
			Reason: ownWords("the service has no data of it"), RequestID: c.explain.requestID(response.Header),
			advice: "its status says whether an upload or an import is still under way",
		}
	}
	watch.pause()
	data := &Data{Length: response.ContentLength, client: c, call: request, ctx: ctx, body: response.Body, stall: watch}
	if response.StatusCode == http.StatusPartialContent {
		data.From = offsetIn(response.Header.Get("Content-Range"), header.Get("Range"))
	}
	return data, nil
}

// offsetIn reads where a part begins: "bytes 7-99/100". A service that does not
// tell begins where it was asked to: "bytes=7-".
func offsetIn(told, asked string) (from int64) {
	if _, err := fmt.Sscanf(told, "bytes %d-", &from); err != nil {
		_, _ = fmt.Sscanf(asked, "bytes=%d-", &from) // which this program wrote
	}
	return from
}

// Read implements io.Reader.
func (d *Data) Read(buffer []byte) (int, error) {
	// The service is waited for only while somebody reads.
	d.stall.begin()
	n, err := d.body.Read(buffer)
	d.stall.pause()
	if err != nil && !errors.Is(err, io.EOF) {
		err = d.client.problem(d.ctx, d.call, stalled(d.ctx, err), false)
	}
	return n, err
}

// Close ends the reading.
func (d *Data) Close() error {
	defer d.stall.end()
	return d.body.Close()
}

// stall ends a context where nothing happens for some time.
type stall struct {
	timer  *time.Timer
	within time.Duration
	end    func()
}

// newStall watches over what is done with a context; end ends the watch, and
// calls done.
func newStall(ctx context.Context, within time.Duration, done func()) (context.Context, *stall) {
	ctx, cancel := context.WithCancelCause(context.WithValue(ctx, dataKey{}, true))
	timer := time.AfterFunc(within, func() { cancel(errTimeout) })
	return ctx, &stall{timer: timer, within: within, end: sync.OnceFunc(func() {
		timer.Stop()
		cancel(nil)
		done()
	})}
}

// begin begins the time anew, pause stops it: nothing is waited for.
func (s *stall) begin() { s.timer.Reset(s.within) }
func (s *stall) pause() { s.timer.Stop() }

// stalled returns the error of what a stall has ended as that of the stall.
func stalled(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errTimeout) {
		return errTimeout
	}
	return err
}

// Upload sends the data of an image that has none (PUT /v2/images/{id}/file),
// or of one that an import is to take it from (stage, …/stage). It is sent once:
// where it broke off, the image is to be read, and the data sent from its
// beginning by whoever decides so. Only a request of whose data no byte was
// taken is tried again.
//
// Errors: ErrConflict where the image has data or is being given some,
// ErrInvalid (a format is not set, or not what the data is, or the signature of the
// image does not verify it), ErrQuota,
// ErrForbidden, ErrNotFound where it was deleted meanwhile. After any other
// error the image tells what became of it.
func (c *Client) Upload(ctx context.Context, id model.ImageID, data io.Reader, size int64, stage bool) error {
	request := call{
		operation: "uploading to", image: id, method: http.MethodPut, path: imagePath(id) + "/file", mediaType: octets,
		accept: []int{http.StatusNoContent},
	}
	if stage {
		request.operation, request.path = "staging data of", imagePath(id)+"/stage"
	}
	if c.about.ReadOnly {
		problem := c.explain.problem(request.operation, errReadOnlyGate)
		problem.Image = id
		return problem
	}
	ctx, end := c.alive(ctx)
	defer end()
	// The service saves the image as it was when the data began to come.
	unlock, err := c.writes.lock(ctx, id)
	if err != nil {
		return c.during(ctx, request, err)
	}
	defer unlock()
	err = c.retry.do(ctx, func(ctx context.Context) error {
		if err := c.retry.waitIfThrottled(ctx); err != nil {
			return err
		}
		ctx, watch := newStall(ctx, c.timeout, func() {})
		defer watch.end()
		return c.withToken(ctx, request, func(token string) error {
			// The transport may come back to the body of a request that has failed,
			// so that each has its own.
			body := &sent{data: data, left: size, stall: watch}
			defer body.end()
			return c.sendData(ctx, request, token, body, size)
		})
	})
	if err != nil {
		adviseOnSignature(err)
		return c.during(ctx, request, err)
	}
	return nil
}

// sendData sends the data of an image, unless some of it was sent before.
func (c *Client) sendData(ctx context.Context, request call, token string, body *sent, size int64) error {
	response, err := c.transfer(ctx, request, token, http.Header{"Expect": {"100-continue"}}, body, size)
	var problem *Problem
	switch {
	case err == nil:
		return response.Body.Close()
	case !body.end():
		return err
	case errors.Is(err, ErrUnauthorized):
		return uncertainUpload(err) // no new token sends it again
	case errors.As(err, &problem):
		problem.final = true
	}
	return err
}

// uncertainUpload is the refusal of a token in the middle of the data.
func uncertainUpload(err error) error {
	problem := &Problem{Kind: ErrUnreachable, Reason: ownWords("the token was refused while the data was sent"), final: true, arrived: true}
	var known *Problem
	if errors.As(err, &known) {
		problem.Operation, problem.Image, problem.Status, problem.RequestID = known.Operation, known.Image, known.Status, known.RequestID
	}
	return problem
}

// errEnded is the error of a body that is read after its request.
var errEnded = errors.New("the request is over")

// sent is data on its way out in one request. Whoever reads it once has begun to
// send it: either a reader sees that it has ended, or who ends it that it was read.
type sent struct {
	data         io.Reader
	left         int64
	stall        *stall
	begun, ended atomic.Bool
}

func (s *sent) Read(buffer []byte) (int, error) {
	s.begun.Store(true)
	if s.ended.Load() {
		return 0, errEnded
	}
	s.stall.pause()
	n, err := s.data.Read(buffer)
	if s.left -= int64(n); s.left > 0 {
		s.stall.begin()
	} else {
		s.stall.timer.Reset(savedWithin)
	}
	return n, err
}

// end gives nothing more of the data away, and reports whether any was given.
func (s *sent) end() (begun bool) {
	s.ended.Store(true)
	return s.begun.Load()
}

// transfer sends one request whose body or answer is data.
func (c *Client) transfer(
	ctx context.Context, call call, token string, header http.Header, body io.Reader, size int64,
) (*http.Response, error) {
	begun := time.Now()
	request, err := http.NewRequestWithContext(ctx, call.method, c.endpoint.String()+call.path, body)
	if err != nil {
		return nil, err
	}
	header = header.Clone()
	header.Set("X-Auth-Token", token)
	header.Set("Accept", "application/json") // for errors; data comes as it is
	header.Set("User-Agent", c.service.UserAgent.Join())
	if call.mediaType != "" {
		header.Set("Content-Type", call.mediaType)
	}
	request.Header, request.ContentLength = header, size
	response, err := c.service.HTTPClient.Do(request)
	got := reply{}
	if err == nil {
		got = reply{status: response.StatusCode, header: response.Header}
		err = refused(response, call.accept)
	}
	if err != nil {
		err = c.problem(ctx, call, stalled(ctx, err), call.changes())
		c.retry.applyRetryAfter(err)
	}
	c.record(call, begun, got, err)
	requestIDFuncOf(ctx).tell(call, c.explain.requestID(got.header), err)
	return response, err
}

// refused returns the error of an answer that is none of those accepted.
func refused(response *http.Response, accept []int) error {
	for _, status := range accept {
		if response.StatusCode == status {
			return nil
		}
	}
	response.Body = io.NopCloser(&boundedBody{body: response.Body, left: maxBody + 1})
	body, _ := readAll(response) // what of it arrived
	return gophercloud.ErrUnexpectedResponseCode{
		URL: response.Request.URL.String(), Method: response.Request.Method, Expected: accept,
		Actual: response.StatusCode, Body: body, ResponseHeader: response.Header,
	}
}
