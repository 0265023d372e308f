package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// NewImage is what an image is created with (POST /v2/images). What is not
// set is the service's to choose.
type NewImage struct {
	// ID is the id of the new image, a UUID; empty makes one. Whoever may have
	// to ask again after a lost connection keeps it, and creates one image.
	ID model.ImageID
	// Attributes are the attributes by their names, with values as a patch
	// takes them.
	Attributes map[model.Attribute]any
	Tags       []string
	Properties map[string]string
}

func (n *NewImage) document() map[string]any {
	document := make(map[string]any, len(n.Attributes)+len(n.Properties)+2)
	for key, value := range n.Properties {
		document[key] = value
	}
	for attribute, value := range n.Attributes {
		document[attribute.String()] = value
	}
	if n.Tags != nil {
		document[model.AttrTags.String()] = n.Tags
	}
	document[model.AttrID.String()] = n.ID.Raw()
	return document
}

// created reports whether an image is the one that was to be made.
func (n *NewImage) created(image *model.Image) bool {
	var wanted patch.Patch
	for attribute, value := range n.Attributes {
		wanted = append(wanted, patch.SetAttribute(attribute, value))
	}
	for key, value := range n.Properties {
		wanted = append(wanted, patch.SetProperty(key, value))
	}
	if n.Tags != nil {
		wanted = append(wanted, patch.SetTags(n.Tags))
	}
	return wanted.Applied(image)
}

// Create makes an image record (POST /v2/images) and returns it.
//
// A create that is repeated after a lost reply finds its own id taken, and
// then the image is read and compared: the same is success. Errors: ErrConflict
// where the id belongs to another image, also a deleted one; ErrInvalid,
// ErrForbidden (publicize, owner, reserved names), ErrQuota.
func (c *Client) Create(ctx context.Context, wanted NewImage) (model.Image, error) {
	ownID := wanted.ID.IsEmpty()
	if ownID {
		wanted.ID = model.NewImageID(uuid.NewString())
	}
	body, err := json.Marshal(wanted.document())
	if err != nil {
		return model.Image{}, fmt.Errorf("encoding the new image: %w", err)
	}
	request := call{
		operation: "creating", image: wanted.ID, method: http.MethodPost, path: "/v2/images",
		body: body, mediaType: "application/json", accept: []int{http.StatusCreated},
	}
	var image model.Image
	found := func(ctx context.Context) (bool, error) {
		has, err := c.imageOnce(ctx, wanted.ID)
		switch {
		case errors.Is(err, ErrNotFound):
			return false, nil // it was not made
		case err == nil:
			image = has
		}
		// An id that was made here is nobody else's.
		return err == nil && (ownID || wanted.created(&has)), err
	}
	err = c.write(ctx, wanted.ID, "creating", func(ctx context.Context, change *change) error {
		again := change.unsure
		got, err := change.send(ctx, request)
		if again && errors.Is(err, ErrConflict) {
			done, readErr := found(ctx)
			switch {
			case done:
				return nil
			case readErr != nil && isTransient(readErr):
				return readErr
			}
			return err
		}
		if err != nil {
			return err
		}
		image, err = c.readImage(wanted.ID, got.body)
		return c.unreadable(request, got, err)
	}, found)
	return image, err
}

// Update changes an image by JSON Patch (PATCH /v2/images/{id}), all of it or
// nothing, and returns the image as it then is.
//
// The values of a patch are absolute, so that it can be repeated. After a lost
// reply the image is read first: if it is what the patch makes of it, nothing
// more is sent; the same after the answer that a property to remove is not
// there. Errors: ErrNotFound, ErrForbidden (read-only, reserved and base
// attributes, formats of an image that has data, not the owner), ErrConflict
// (a property to remove that is not there, beside other changes), ErrInvalid,
// ErrQuota (tags, properties). An empty patch is refused, because the service
// would answer it with success.
func (c *Client) Update(ctx context.Context, id model.ImageID, changes patch.Patch) (model.Image, error) {
	if len(changes) == 0 {
		return model.Image{}, &Problem{Operation: "changing", Image: id, Kind: ErrInvalid, Reason: ownWords("the patch is empty")}
	}
	if err := changes.Check(); err != nil {
		return model.Image{}, &Problem{Operation: "changing", Image: id, Kind: ErrInvalid, Reason: text.Of(err.Error())}
	}
	update := &update{client: c, id: id, changes: changes}
	err := c.write(ctx, id, "changing", update.attempt, update.applied)
	return update.image, err
}

// update is an Update under way.
type update struct {
	client  *Client
	id      model.ImageID
	changes patch.Patch
	image   model.Image // as the service answered it last
}

// attempt sends the patch, unless an earlier attempt has done what it asks for.
func (u *update) attempt(ctx context.Context, change *change) error {
	if change.unsure {
		if done, err := u.applied(ctx); done || err != nil {
			return err
		}
	}
	image, err := u.client.patch(ctx, change, u.changes)
	if err == nil {
		u.image = image
		return nil
	}
	if errors.Is(err, ErrConflict) {
		if done, readErr := u.applied(ctx); done && readErr == nil {
			return nil
		}
	}
	return err
}

// applied reads the image and reports whether it is what the patch makes of it.
func (u *update) applied(ctx context.Context) (bool, error) {
	image, err := u.client.imageOnce(ctx, u.id)
	if err != nil {
		return false, err
	}
	u.image = image
	return u.changes.Applied(&image), nil
}

// patch sends one attempt of a patch.
func (c *Client) patch(ctx context.Context, change *change, changes patch.Patch) (model.Image, error) {
	body, err := json.Marshal(changes)
	if err != nil {
		return model.Image{}, fmt.Errorf("encoding the patch: %w", err)
	}
	request := call{
		operation: "changing", image: change.id, method: http.MethodPatch, path: imagePath(change.id),
		body: body, mediaType: patch.MediaType, accept: []int{http.StatusOK},
	}
	got, err := change.send(ctx, request)
	if err != nil {
		return model.Image{}, err
	}
	image, err := c.readImage(change.id, got.body)
	return image, c.unreadable(request, got, err)
}

// Delete deletes an image and its data (DELETE /v2/images/{id}); there is no
// way back. Errors: ErrNotFound where there was none before the first request
// arrived, ErrForbidden (protected, or not the owner), ErrConflict (in use).
func (c *Client) Delete(ctx context.Context, id model.ImageID) error {
	return c.write(ctx, id, "deleting", func(ctx context.Context, change *change) error {
		again := change.unsure
		_, err := change.send(ctx, call{
			operation: "deleting", image: id, method: http.MethodDelete, path: imagePath(id),
			accept: []int{http.StatusNoContent},
		})
		if again && errors.Is(err, ErrNotFound) {
			return nil // an earlier attempt arrived
		}
		return err
	}, func(ctx context.Context) (bool, error) {
		_, err := c.imageOnce(ctx, id)
		if errors.Is(err, ErrNotFound) {
			return true, nil
		}
		return false, err
	})
}

// Deactivate makes the data of an image unavailable to all but administrators
// (POST …/actions/deactivate). Of an image that is deactivated it is success.
// Errors: ErrNotFound, ErrForbidden (status, or not the owner).
func (c *Client) Deactivate(ctx context.Context, id model.ImageID) error {
	return c.action(ctx, id, "deactivate", "deactivating", model.StatusDeactivated)
}

// Reactivate takes back a deactivation (POST …/actions/reactivate). Of an
// active image it is success. Errors as those of Deactivate.
func (c *Client) Reactivate(ctx context.Context, id model.ImageID) error {
	return c.action(ctx, id, "reactivate", "reactivating", model.StatusActive)
}

func (c *Client) action(ctx context.Context, id model.ImageID, name, operation string, wanted model.Status) error {
	return c.write(ctx, id, operation, func(ctx context.Context, change *change) error {
		_, err := change.send(ctx, call{
			operation: operation, image: id, method: http.MethodPost, path: imagePath(id) + "/actions/" + name,
			accept: []int{http.StatusNoContent},
		})
		return err
	}, func(ctx context.Context) (bool, error) {
		image, err := c.imageOnce(ctx, id)
		return err == nil && image.Status == wanted, err
	})
}
