package api

import (
	"context"
	"errors"
	"net/http"

	"glimpse/model"
)

// Stores reads the stores in which the service keeps the data of images
// (GET /v2/info/stores), in the order of its configuration. A service that
// keeps them all in one place has no list, and there are none.
func (c *Client) Stores(ctx context.Context) ([]model.Store, error) {
	request := call{
		operation: "listing the stores", method: http.MethodGet, path: "/v2/info/stores", accept: []int{http.StatusOK},
	}
	var stores []model.Store
	err := c.read(ctx, request, func(body []byte) (err error) {
		stores, err = decodeStores(body)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return stores, err
}

func decodeStores(body []byte) ([]model.Store, error) {
	_, list, err := decodeRecords(body, "stores", "list of stores")
	if err != nil {
		return nil, err
	}
	stores := make([]model.Store, len(list))
	for i, r := range list {
		stores[i] = model.Store{
			ID: r.text("id"), Description: r.text("description"), Default: r.flag("default"), ReadOnly: r.flag("read-only"),
		}
	}
	return stores, nil
}
