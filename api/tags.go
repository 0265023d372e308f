package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// fewTags is up to how many changes are sent tag by tag. Each such request
// reads and saves the image within the service, so that the tags of others are
// lost in a much shorter time than between a read and a patch from here; more
// of them cost more requests than that is worth.
const fewTags = 3

// ChangeTags adds and removes tags, and leaves every other tag as it is. It
// returns the image as it then is. A tag that is to be added and is there, or
// is to be removed and is not, is no error and no request.
//
// Up to three changes of plain tags go one by one (PUT and DELETE
// /v2/images/{id}/tags/{tag}); otherwise the tags are computed from a fresh
// read and replaced by one patch, before every attempt anew. Both leave a
// window in which another client's change can be lost, the first only inside
// the service: the Image API has no conditional request. Errors: ErrNotFound,
// ErrForbidden, ErrQuota (128 tags), ErrInvalid (more than 255 characters).
func (c *Client) ChangeTags(ctx context.Context, id model.ImageID, add, remove []string) (model.Image, error) {
	var image model.Image
	err := c.write(ctx, id, func(ctx context.Context, _ bool) (err error) {
		image, err = c.imageOnce(ctx, id)
		if err != nil {
			return err
		}
		adding := slices.DeleteFunc(slices.Clone(add), image.HasTag)
		removing := slices.DeleteFunc(slices.Clone(remove), func(tag string) bool { return !image.HasTag(tag) })
		changes := append(slices.Clone(adding), removing...)
		switch {
		case len(changes) == 0:
			return nil
		case len(changes) <= fewTags && !slices.ContainsFunc(changes, needsPatch):
			err = c.tagByTag(ctx, id, adding, removing)
			if err == nil {
				image, err = c.imageOnce(ctx, id)
			}
			return err
		}
		tags := make([]string, 0, len(image.Tags)+len(adding))
		for _, tag := range image.Tags {
			if !slices.Contains(removing, tag.Raw()) {
				tags = append(tags, tag.Raw())
			}
		}
		image, err = c.patch(ctx, id, patch.Patch{patch.SetTags(append(tags, adding...))})
		return err
	})
	return image, err
}

// needsPatch tells whether a tag cannot stand in a path: Glance reads other
// than ASCII characters there as Latin-1, and finds no tag that is empty, has
// a slash, or is one of the two names that a path gives a meaning.
func needsPatch(tag string) bool {
	if tag == "" || tag == "." || tag == ".." {
		return true
	}
	return slices.ContainsFunc([]byte(tag), func(b byte) bool { return b <= ' ' || b > '~' || b == '/' })
}

func (c *Client) tagByTag(ctx context.Context, id model.ImageID, adding, removing []string) error {
	for _, tag := range adding {
		if err := c.putTag(ctx, id, tag); err != nil {
			return err
		}
	}
	for _, tag := range removing {
		if err := c.deleteTag(ctx, id, tag); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) putTag(ctx context.Context, id model.ImageID, tag string) error {
	_, err := c.once(ctx, tagCall(http.MethodPut, "adding tag "+text.Escape(tag)+" to", id, tag))
	if errors.Is(err, ErrNotFound) {
		// Glance answers so as well when two changes to an image collide.
		if _, readErr := c.imageOnce(ctx, id); readErr == nil {
			return &Problem{
				Operation: "adding tag " + text.Escape(tag) + " to", Image: id, Kind: ErrUnreachable,
				Reason: ownWords("another change to the image was under way"),
			}
		}
	}
	return err
}

func (c *Client) deleteTag(ctx context.Context, id model.ImageID, tag string) error {
	_, err := c.once(ctx, tagCall(http.MethodDelete, "removing tag "+text.Escape(tag)+" from", id, tag))
	if errors.Is(err, ErrNotFound) {
		// The tag is gone, or the image is.
		image, readErr := c.imageOnce(ctx, id)
		if readErr == nil && !image.HasTag(tag) {
			return nil
		}
	}
	return err
}

func tagCall(method, operation string, id model.ImageID, tag string) call {
	return call{
		operation: operation, image: id, method: method, path: imagePath(id) + "/tags/" + url.PathEscape(tag),
		accept: []int{http.StatusNoContent},
	}
}
