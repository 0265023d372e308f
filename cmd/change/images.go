package change

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/planpreview"
)

// Images are those that a change is about.
type Images struct {
	Found []*model.Image
	// Missing are ids that no image has.
	Missing []model.ImageID
}

// ByQuery reads every image of a query.
func ByQuery(ctx context.Context, client *api.Client, selection query.Split) (Images, error) {
	pager := client.Pages(selection, api.PageOptions{})
	pager.All()
	defer pager.Close()
	var images Images
	for {
		page, err := pager.Next(ctx)
		if err != nil {
			return Images{}, err
		}
		for i := range page.Images {
			images.Found = append(images.Found, &page.Images[i])
		}
		if !page.More {
			return images, nil
		}
	}
}

const (
	// fewIDs is up to how many images are read one by one: a listing of them
	// costs two requests.
	fewIDs = 2
	// atOnce is how many images that no listing has are asked for at once.
	atOnce = 8
)

// ByIDs reads images, each once and in the order of the ids: by listings, and
// those that none has (shared ones that were not accepted) by themselves.
func ByIDs(ctx context.Context, client *api.Client, ids []model.ImageID) (Images, error) {
	wanted, known := distinct(ids), map[model.ImageID]*model.Image{}
	if len(wanted) > fewIDs {
		listed, err := client.Images(ctx, wanted)
		if err != nil {
			return Images{}, err
		}
		for i := range listed {
			known[listed[i].ID] = &listed[i]
		}
	}
	found := make([]*model.Image, len(wanted))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, id := range wanted {
		if found[i] = known[id]; found[i] == nil {
			group.Go(func() (err error) {
				found[i], err = one(ctx, client, id)
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		return Images{}, err
	}
	var images Images
	for i, id := range wanted {
		if found[i] == nil {
			images.Missing = append(images.Missing, id)
		} else {
			images.Found = append(images.Found, found[i])
		}
	}
	return images, nil
}

// distinct returns each id once.
func distinct(ids []model.ImageID) []model.ImageID {
	seen := make(map[model.ImageID]bool, len(ids))
	return slices.DeleteFunc(slices.Clone(ids), func(id model.ImageID) bool {
		repeated := seen[id]
		seen[id] = true
		return repeated
	})
}

// one reads an image; nil is that there is none.
func one(ctx context.Context, client *api.Client, id model.ImageID) (*model.Image, error) {
	image, err := client.Image(ctx, id)
	switch {
	case errors.Is(err, api.ErrNotFound):
		return nil, nil //nolint:nilnil // that there is no image is an answer
	case err != nil:
		return nil, err
	}
	return &image, nil
}

// Tell leaves the images that are not there out of a plan, with the reason.
func (i *Images) Tell(p *plan.Plan) {
	for _, id := range i.Missing {
		p.LeftOut = append(p.LeftOut, plan.LeftOut{Image: id, Reason: plan.NotFound})
	}
}

// Place is where a plan would be sent, with what the images tell. The names of
// projects that cannot be had stay ids.
func (i *Images) Place(ctx context.Context, client *api.Client, p *plan.Plan, production bool) planpreview.Place {
	about := client.About()
	byID := make(map[model.ImageID]*model.Image, len(i.Found))
	owners := map[text.Untrusted]bool{}
	for _, project := range p.Projects() {
		owners[project] = true
	}
	delete(owners, about.ProjectID)
	for _, image := range i.Found {
		byID[image.ID] = image
		if image.Owner != about.ProjectID && !image.Owner.IsEmpty() {
			owners[image.Owner] = true
		}
	}
	names := map[text.Untrusted]text.Untrusted{about.ProjectID: about.Project}
	if len(owners) > 0 {
		all := make([]text.Untrusted, 0, len(owners))
		for owner := range owners {
			all = append(all, owner)
		}
		client.ProjectNames(ctx, all) //nolint:errcheck // what is not known by then stays an id
		for id, name := range client.KnownProjectNames(ctx) {
			names[text.Of(id)] = name
		}
	}
	return planpreview.Place{
		Cloud: about.Cloud, Project: about.Project, User: about.User, Region: text.Of(about.Region.Raw()),
		ProjectID: about.ProjectID, NoAdmin: !about.MayAdminister(), Production: production,
		Image: func(id model.ImageID) *model.Image { return byID[id] },
		Owner: func(id text.Untrusted) text.Untrusted { return names[id] },
	}
}
