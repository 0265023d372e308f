package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"glimpse/model"
)

// Image reads one image (GET /v2/images/{id}), with its Raw record. Hidden
// images, and shared ones that were not yet accepted, are found like others.
// The error is ErrNotFound where there is none that this project sees, and
// ErrAnswer where the answer is another image's.
func (c *Client) Image(ctx context.Context, id model.ImageID) (image model.Image, err error) {
	err = c.read(ctx, imageCall(id), func(body []byte) (err error) {
		image, err = c.readImage(id, body)
		return err
	})
	return image, err
}

// imageOnce is one attempt of Image, for writes that have their own rules of
// trying again.
func (c *Client) imageOnce(ctx context.Context, id model.ImageID) (image model.Image, err error) {
	err = c.readOnce(ctx, imageCall(id), func(body []byte) (err error) {
		image, err = c.readImage(id, body)
		return err
	})
	return image, err
}

func imageCall(id model.ImageID) call {
	return call{
		operation: "reading", image: id, method: http.MethodGet, path: imagePath(id),
		accept: []int{http.StatusOK},
	}
}

// imagePath is the path of an image, its id escaped: an id with a question
// mark would otherwise be another request.
func imagePath(id model.ImageID) string {
	return "/v2/images/" + url.PathEscape(id.Raw())
}

// unreadable turns an error of the decoder into a *Problem.
func (c *Client) unreadable(request call, got reply, err error) error {
	if err == nil {
		return nil
	}
	problem := &Problem{
		Operation: request.operation, Image: request.image, Status: got.status, Kind: ErrAnswer,
		Reason:    c.explain.foreign(err.Error()),
		RequestID: c.explain.requestID(got.header),
	}
	var other *notAskedError
	if errors.As(err, &other) {
		problem.advice = mixedUp
	} else if request.image.IsEmpty() {
		problem.advice = "check " + c.explain.addressSetting(c.endpoint.String()+request.path) +
			": a proxy or a login page may have answered in place of the service"
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		problem.Kind = ErrUnreachable
		problem.Reason = ownWords("the answer broke off")
	}
	return problem
}
