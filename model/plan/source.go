package plan

import (
	"glimpse/model"
	"glimpse/model/command"
)

// SourceOf is the image of another region that an import for an image fetches: the one
// that was named, or the one of the same id.
func SourceOf(wanted command.Import, image *model.Image) model.ImageID {
	if wanted.From == "" {
		return image.ID
	}
	return model.NewImageID(wanted.From)
}

// sourceHasData refuses an image of another region that has no data to fetch, and the very
// image that is to get it, which an import from the connection's own region finds by its id.
func sourceHasData(source, image *model.Image, region string) error {
	switch {
	case source.ID == image.ID && source.CreatedAt.Equal(image.CreatedAt):
		return unfit("name the image to fetch with id:ID", "region %s is where this image is", region)
	case source.Status == model.StatusActive, source.Unknown.Has(model.AttrStatus):
		return nil
	}
	return unfit("wait until it is active, or name another with id:ID", "image %s of region %s is %s, and only an active one is fetched",
		source.ID.Raw(), region, source.Status.Raw())
}
