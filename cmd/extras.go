package cmd

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/definition"
	"glimpse/model/text"
	"glimpse/model/uses"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/usedby"
)

// Projects implements backend.Session.
func (s *session) Projects(ctx context.Context) ([]model.Project, error) {
	return s.client.Projects(ctx)
}

// membersAtOnce is how many images are asked for their members at once.
const membersAtOnce = 8

// Members implements backend.Session.
func (s *session) Members(ctx context.Context, ids []model.ImageID) []model.Membership {
	all := make([]model.Membership, len(ids))
	var group errgroup.Group
	group.SetLimit(membersAtOnce)
	for i, id := range ids {
		group.Go(func() error {
			members, err := s.client.Members(ctx, id)
			if errors.Is(err, api.ErrNotShared) {
				err = nil // it has none
			}
			all[i] = model.Membership{Image: id, Members: members, Err: err}
			return nil
		})
	}
	_ = group.Wait() // what went wrong is told of each image
	return all
}

// Tasks implements backend.Session.
func (s *session) Tasks(ctx context.Context, id model.ImageID) ([]model.Task, error) {
	return s.client.Tasks(ctx, id)
}

// Uses implements backend.Session.
func (s *session) Uses(ctx context.Context, ids ...model.ImageID) uses.Found {
	return s.client.Uses(ctx, ids...)
}

// ImagesOfRegion implements backend.Session.
func (s *session) ImagesOfRegion(ctx context.Context, region string) ([]model.Image, error) {
	return s.client.ImagesOfRegion(ctx, region)
}

// Volumes implements backend.Session.
func (s *session) Volumes(ctx context.Context) ([]model.Volume, error) {
	return s.client.Volumes(ctx)
}

// Usage implements backend.Session.
func (s *session) Usage(ctx context.Context) ([]model.Quota, error) {
	return s.client.Usage(ctx)
}

// Definitions implements backend.Session.
func (s *session) Definitions(ctx context.Context) (*definition.Catalogue, error) {
	return s.client.Definitions(ctx)
}

// usesWithin is how long a preview as text waits for what uses the images.
const usesWithin = 10 * time.Second

// usage says what uses images that are taken away.
func (s *changing) usage(withdrawn []uses.Image) usedby.Sentence {
	ctx, cancel := context.WithTimeout(s.ctx, usesWithin)
	defer cancel()
	ids := make([]model.ImageID, len(withdrawn))
	for i := range withdrawn {
		ids[i] = withdrawn[i].ID
	}
	found := s.client.Uses(ctx, ids...)
	return usedby.Of(&found, withdrawn, s.client.About().ProjectID.Raw())
}

// Facts implements backend.Session. What cannot be read is no failure: then values
// are offered as the images use them, and owners are known by their ids.
func (s *session) Facts(ctx context.Context, owners []text.Untrusted) backend.Facts {
	var facts backend.Facts
	facts.Schema, _ = s.client.ImageSchema(ctx)
	facts.Stores, _ = s.client.Stores(ctx)
	s.client.ProjectNames(ctx, owners) //nolint:errcheck // what is not known by then stays an id
	facts.Projects = s.client.KnownProjectNames(ctx)
	return facts
}

// Extras implements backend.Session.
func (s *session) Extras(ctx context.Context, image *model.Image) detail.Extras {
	var extras detail.Extras
	if image.Visibility == model.VisibilityShared || image.Unknown.Has(model.AttrVisibility) {
		extras.Members, extras.MembersErr = s.client.Members(ctx, image.ID)
		if errors.Is(extras.MembersErr, api.ErrNotShared) {
			extras.Members, extras.MembersErr = nil, nil
		}
	}
	extras.Tasks, extras.TasksErr = s.client.Tasks(ctx, image.ID)
	extras.Stores, extras.StoresErr = s.client.Stores(ctx)
	if cache, err := s.client.Cache(ctx); err == nil {
		extras.Cache = &cache
	}
	ids := make([]text.Untrusted, 0, 1+len(extras.Members))
	ids = append(ids, image.Owner)
	for _, member := range extras.Members {
		ids = append(ids, member.Project)
	}
	// A name that cannot be had is no failure: the id stays.
	extras.Names, _ = s.client.ProjectNames(ctx, ids)
	return extras
}
