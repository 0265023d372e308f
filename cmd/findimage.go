package cmd

import (
	"context"
	"fmt"
	"strings"
	"time"

	"glimpse/api"
	"glimpse/cmd/change"
	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
)

// findImage reads the image that a person names by its id or its name, hidden
// ones among them. A name that several images have is an error that tells their
// ids.
func findImage(ctx context.Context, client *api.Client, said string) (model.Image, error) {
	if change.IsID(said) {
		return client.Image(ctx, model.NewImageID(said))
	}
	all, err := query.Parse("visibility=all hidden=both")
	if err != nil {
		return model.Image{}, err
	}
	named := query.Term{Field: query.AttributeField(model.AttrName), Op: query.OpEqual, Values: []string{said}}
	split, err := query.Query{Terms: append(all, named)}.Split(time.Now())
	if err != nil {
		return model.Image{}, err
	}
	images, err := change.ByQuery(ctx, client, split)
	switch {
	case err != nil:
		return model.Image{}, err
	case len(images.Found) == 0:
		return model.Image{}, &advisedError{
			fmt.Errorf("no image is called %s", text.ShellQuote(text.Escape(said))),
			"`glimpse list` lists the images; upper and lower case count",
		}
	case len(images.Found) > 1:
		ids := make([]string, len(images.Found))
		for i, image := range images.Found {
			ids[i] = image.ID.Display()
		}
		return model.Image{}, &advisedError{
			fmt.Errorf("%d images are called %s:\n%s", len(ids), text.ShellQuote(text.Escape(said)), strings.Join(ids, "\n")), "use the id",
		}
	}
	return client.Image(ctx, images.Found[0].ID)
}
