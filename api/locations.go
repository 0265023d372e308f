package api

import (
	"context"
	"net/http"
	"slices"

	"glimpse/model"
	"glimpse/model/patch"
)

const relocating = "changing the locations of"

// ChangeLocations adds places to those from which the service reads the data of an
// image, and removes others, by their URLs (PATCH /v2/images/{id}, all or nothing). It
// returns the image as it then is. What is there already, or already is not, is no
// error. A store deletes the data of a location that is removed.
//
// A location is removed by its place in the list, which is read just before: the API
// has no other way, and no conditional request. Errors: ErrNotOffered where the
// service does not show locations, ErrInvalid where it takes no such URL or finds no
// data there, ErrForbidden (the last one, or not the owner), ErrConflict (the status).
func (c *Client) ChangeLocations(ctx context.Context, id model.ImageID, add, remove []string) (image model.Image, err error) {
	r := &relocation{client: c, id: id, add: add, remove: remove}
	err = c.write(ctx, id, relocating, r.attempt, r.read)
	return r.image, err
}

// relocation is a change of the locations of one image.
type relocation struct {
	client      *Client
	id          model.ImageID
	add, remove []string
	// image is the image as it was read or answered last, has are the URLs that it has.
	image model.Image
	has   []string
}

// read reads the image and reports whether nothing is left to be done.
func (r *relocation) read(ctx context.Context) (done bool, err error) {
	image, err := r.client.imageOnce(ctx, r.id)
	if err != nil {
		return false, err
	}
	locations, shown := image.Locations()
	if !shown {
		return false, &Problem{
			Operation: relocating, Image: r.id, Kind: ErrNotOffered,
			Reason: ownWords("this service does not show the locations of image data"),
		}
	}
	r.image, r.has = image, make([]string, len(locations))
	for i := range locations {
		r.has[i] = locations[i].URL.Raw()
	}
	isThere := func(at string) bool { return slices.Contains(r.has, at) }
	isMissing := func(at string) bool { return !isThere(at) }
	return !slices.ContainsFunc(r.add, isMissing) && !slices.ContainsFunc(r.remove, isThere), nil
}

func (r *relocation) attempt(ctx context.Context, change *change) error {
	if done, err := r.read(ctx); done || err != nil {
		return err
	}
	add := slices.DeleteFunc(slices.Clone(r.add), func(at string) bool { return slices.Contains(r.has, at) })
	var remove []int
	for i, at := range r.has {
		if slices.Contains(r.remove, at) {
			remove = append(remove, i)
		}
	}
	request := call{
		operation: relocating, image: r.id, method: http.MethodPatch, path: imagePath(r.id),
		body: patch.Locations(add, remove), mediaType: patch.MediaType, accept: []int{http.StatusOK},
	}
	got, err := change.send(ctx, request)
	if err != nil {
		return err
	}
	r.image, err = r.client.readImage(r.id, got.body)
	return r.client.unreadable(request, got, err)
}
