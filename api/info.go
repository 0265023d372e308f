package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"glimpse/model"
	"glimpse/model/text"
)

// Usage reads the limits of this project and what it uses of them
// (GET /v2/info/usage). There are none where the service has no limits, or is
// older than the call.
func (c *Client) Usage(ctx context.Context) ([]model.Quota, error) {
	request := call{operation: "reading the quota", method: http.MethodGet, path: "/v2/info/usage", accept: []int{http.StatusOK}}
	var quotas []model.Quota
	err := c.read(ctx, request, func(body []byte) error {
		all, err := decodeRecord(body, "usage")
		if err != nil {
			return err
		}
		quotas = nil
		for _, m := range membersOf(all["usage"]) {
			r := recordOf(m.value)
			limit, hasLimit := r.number("limit")
			used, hasUsage := r.number("usage")
			if hasLimit && hasUsage {
				quotas = append(quotas, model.Quota{Resource: text.Of(m.name), Limit: limit, Used: used})
			}
		}
		return nil
	})
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return quotas, err
}

// ImportMethods reads the ways in which the service takes in data by an import
// (GET /v2/info/import); there are none where it offers none.
func (c *Client) ImportMethods(ctx context.Context) ([]text.Untrusted, error) {
	request := call{
		operation: "listing the import methods", method: http.MethodGet, path: "/v2/info/import", accept: []int{http.StatusOK},
	}
	var methods []text.Untrusted
	err := c.read(ctx, request, func(body []byte) error {
		all, err := decodeRecord(body, "list of import methods")
		if err != nil {
			return err
		}
		values, _ := recordOf(all["import-methods"]).list("value")
		methods = make([]text.Untrusted, len(values))
		for i, value := range values {
			methods[i] = textOf(value)
		}
		return nil
	})
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return methods, err
}

// DeleteFromStore deletes the data of an image from one of its stores
// (DELETE /v2/stores/{store}/{id}). That the store has none of it is success. Errors:
// ErrForbidden where it is the only store, or the role does not allow it; ErrConflict
// where there is no such store; ErrNotFound where there is no such image.
func (c *Client) DeleteFromStore(ctx context.Context, id model.ImageID, store string) error {
	const operation = "deleting data of"
	return c.write(ctx, id, operation, func(ctx context.Context, change *change) error {
		_, err := change.send(ctx, call{
			operation: operation, image: id, method: http.MethodDelete,
			path:   "/v2/stores/" + url.PathEscape(store) + "/" + url.PathEscape(id.Raw()),
			accept: []int{http.StatusNoContent},
		})
		if errors.Is(err, ErrNotFound) { // the image is not there, or not in the store
			if done, readErr := c.outOfStore(ctx, id, store); done && readErr == nil {
				return nil
			}
		}
		return err
	}, func(ctx context.Context) (bool, error) { return c.outOfStore(ctx, id, store) })
}

// outOfStore reports whether an image has no data in a store.
func (c *Client) outOfStore(ctx context.Context, id model.ImageID, store string) (bool, error) {
	image, err := c.imageOnce(ctx, id)
	return err == nil && image.Has(model.AttrStores) && !image.IsIn(store), err
}
