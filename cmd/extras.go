package cmd

import (
	"context"
	"errors"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
)

// Projects implements backend.Session.
func (s *session) Projects(ctx context.Context) ([]model.Project, error) {
	return s.client.Projects(ctx)
}

// Tasks implements backend.Session.
func (s *session) Tasks(ctx context.Context, id model.ImageID) ([]model.Task, error) {
	return s.client.Tasks(ctx, id)
}

// Facts implements backend.Session. What cannot be read is no failure: then values
// are offered as the images use them, and owners are known by their ids.
func (s *session) Facts(ctx context.Context, owners []text.Untrusted) backend.Facts {
	var facts backend.Facts
	facts.Schema, _ = s.client.ImageSchema(ctx)
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
	ids := make([]text.Untrusted, 0, 1+len(extras.Members))
	ids = append(ids, image.Owner)
	for _, member := range extras.Members {
		ids = append(ids, member.Project)
	}
	// A name that cannot be had is no failure: the id stays.
	extras.Names, _ = s.client.ProjectNames(ctx, ids)
	return extras
}
