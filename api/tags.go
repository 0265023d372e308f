package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// Retag adds tags to an image that was read just now and removes others, and leaves
// every other tag as it is. A tag that is to be added and is there, or is to be removed
// and is not, is no error and no request.
//
// The first attempt starts from now, so that one image costs one request; after a lost
// or failed answer the image is read before each further one. Up to three changes of
// plain tags go one by one (PUT and DELETE /v2/images/{id}/tags/{tag}); otherwise the
// list of tags is replaced by one patch. Both leave a window in which another client's
// change can be lost, the first only inside the service: the Image API has no
// conditional request. Errors: ErrNotFound, ErrForbidden, ErrQuota (128 tags),
// ErrInvalid (more than 255 characters, or a tag both to add and to remove).
func (c *Client) Retag(ctx context.Context, now *model.Image, add, remove []string) error {
	t := &retagging{client: c, id: now.ID, add: add, remove: remove, image: *now}
	if err := t.check(); err != nil {
		return err
	}
	known := true
	return c.write(ctx, now.ID, changingTags, func(ctx context.Context, change *change) error {
		done := known && t.done()
		if !known {
			var err error
			if done, err = t.read(ctx); err != nil {
				return err
			}
		}
		if done {
			return nil
		}
		known = false
		return t.send(ctx, change)
	}, t.read)
}

const changingTags = "changing the tags of"

// retagging is a change of the tags of one image.
type retagging struct {
	client      *Client
	id          model.ImageID
	add, remove []string
	// image is the image as it was read or answered last.
	image model.Image
}

// check refuses what contradicts itself.
func (t *retagging) check() error {
	if slices.ContainsFunc(t.add, func(tag string) bool { return slices.Contains(t.remove, tag) }) {
		return &Problem{
			Operation: changingTags, Image: t.id, Kind: ErrInvalid, Reason: ownWords("a tag is to be added and to be removed"),
		}
	}
	return nil
}

// read reads the image and reports whether nothing is left to be done.
func (t *retagging) read(ctx context.Context) (done bool, err error) {
	image, err := t.client.imageOnce(ctx, t.id)
	if err != nil {
		return false, err
	}
	t.image = image
	return t.done(), nil
}

func (t *retagging) done() bool {
	adding, removing := tagChanges(&t.image, t.add, t.remove)
	return len(adding)+len(removing) == 0
}

// send carries out what is left to be done.
func (t *retagging) send(ctx context.Context, change *change) error {
	adding, removing := tagChanges(&t.image, t.add, t.remove)
	// A list would take away the tags that could not be read.
	if t.image.Unknown.Has(model.AttrTags) || patch.TagByTag(adding, removing) {
		return change.tagByTag(ctx, adding, removing)
	}
	tags := make([]string, 0, len(t.image.Tags)+len(adding))
	for _, tag := range t.image.Tags {
		if !slices.Contains(removing, tag.Raw()) {
			tags = append(tags, tag.Raw())
		}
	}
	got, err := t.client.patch(ctx, change, patch.Patch{patch.SetTags(append(tags, adding...))})
	if err != nil {
		return err
	}
	t.image = got
	if !t.done() {
		return collided(changingTags, t.id)
	}
	return nil
}

// collided is the error of a change that the service answered with success and
// that another one, which was saved at the same moment, has undone. It is
// tried again.
func collided(operation string, id model.ImageID) *Problem {
	return &Problem{
		Operation: operation, Image: id, Kind: ErrUnreachable,
		Reason: ownWords("another change to the image was under way"),
	}
}

// tagChanges returns what has yet to be done to the tags of an image, each
// once.
func tagChanges(image *model.Image, add, remove []string) (adding, removing []string) {
	for _, tag := range add {
		if !image.HasTag(tag) && !slices.Contains(adding, tag) {
			adding = append(adding, tag)
		}
	}
	for _, tag := range remove {
		if image.HasTag(tag) && !slices.Contains(removing, tag) {
			removing = append(removing, tag)
		}
	}
	return adding, removing
}

// tagByTag changes one tag after another. Where a later one fails for good,
// the error says that earlier ones are done.
func (c *change) tagByTag(ctx context.Context, adding, removing []string) error {
	for i, tag := range append(slices.Clone(adding), removing...) {
		err := c.tag(ctx, tag, i < len(adding))
		var problem *Problem
		if i > 0 && errors.As(err, &problem) && problem.refusal() {
			partly := *problem
			partly.Reason = text.Of(fmt.Sprintf("%s (%d of %d tags were changed before)",
				problem.Reason.Raw(), i, len(adding)+len(removing)))
			return &partly
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tag adds or removes one tag.
func (c *change) tag(ctx context.Context, tag string, add bool) error {
	method, operation := http.MethodPut, "adding tag "+text.Escape(tag)+" to"
	if !add {
		method, operation = http.MethodDelete, "removing tag "+text.Escape(tag)+" from"
	}
	_, err := c.send(ctx, call{
		operation: operation, image: c.id, method: method, path: imagePath(c.id) + "/tags/" + url.PathEscape(tag),
		accept: []int{http.StatusNoContent},
	})
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	// The image is gone, or the tag to remove is; and Glance answers so as well
	// when two changes to an image collide.
	image, readErr := c.client.imageOnce(ctx, c.id)
	switch {
	case errors.Is(readErr, ErrNotFound):
		return err
	case readErr != nil:
		return readErr
	case image.HasTag(tag) == add:
		return nil
	}
	return collided(operation, c.id)
}
