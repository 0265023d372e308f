package api

import (
	"context"
	"encoding/json"
	"net/http"

	"glimpse/model"
)

// Import says how the service is to take in the data of an image.
type Import struct {
	// Method is one of those of ImportMethods: glance-direct for data that was
	// staged, web-download for that of a URI, copy-image for a copy of an active
	// image in other stores, glance-download for an image of another region.
	Method string
	// URI is the source of web-download.
	URI string
	// Region and From are the source of glance-download: the region's name in
	// the catalogue, and the id of the image there.
	Region string
	From   model.ImageID
	// Stores are where the data is to go, in all of them or in none; without any it is
	// the default store.
	Stores []string
}

func (i *Import) document() map[string]any {
	method := map[string]any{"name": i.Method}
	if i.URI != "" {
		method["uri"] = i.URI
	}
	if i.Region != "" {
		method["glance_region"], method["glance_image_id"] = i.Region, i.From.Raw()
	}
	document := map[string]any{"method": method}
	if len(i.Stores) > 0 {
		document["stores"] = i.Stores
	}
	if len(i.Stores) > 1 {
		document["all_stores_must_succeed"] = true
	}
	return document
}

// StartImport has the service take in the data of an image
// (POST /v2/images/{id}/import). The work is done after the answer: the image,
// and its tasks, tell of it. It is not sent again where the image shows that it
// has begun, or that it may have ended already.
//
// Errors: ErrConflict where the image is in a status that the method does not
// take, or is held by another import; ErrInvalid where the method, the store or
// the URI is not one that the service takes; ErrForbidden; ErrNotFound.
func (c *Client) StartImport(ctx context.Context, image *model.Image, wanted Import) error {
	const importing = "importing data of"
	body, err := json.Marshal(wanted.document())
	if err != nil {
		return err
	}
	begun := func(ctx context.Context) (bool, error) {
		now, err := c.imageOnce(ctx, image.ID)
		_, held := now.Property(model.PropertyImportTask)
		return err == nil && (held || now.Status != image.Status || now.Stores != image.Stores), err
	}
	return c.write(ctx, image.ID, importing, func(ctx context.Context, change *change) error {
		if change.unsure {
			if done, err := begun(ctx); done || err != nil {
				return err
			}
		}
		_, err := change.send(ctx, call{
			operation: importing, image: image.ID, method: http.MethodPost, path: imagePath(image.ID) + "/import",
			body: body, mediaType: "application/json", accept: []int{http.StatusAccepted},
		})
		return err
	}, begun)
}
