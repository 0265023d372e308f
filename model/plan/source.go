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

// sourceHasData refuses an image of another region that has no data to fetch.
func sourceHasData(source *model.Image, region string) error {
	if source.Status == model.StatusActive || source.Unknown.Has(model.AttrStatus) {
		return nil
	}
	return unfit("wait until it is active, or name another with id:ID", "image %s of region %s is %s, and only an active one is fetched",
		source.ID.Raw(), region, source.Status.Raw())
}
