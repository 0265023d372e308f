package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"glimpse/api"
	"glimpse/model/query"
	"glimpse/ui/usedby"
)

// findProjects looks up the projects that a query or a command names, and what was
// made from images where a query asks for that. A name that stands for no project, as
// far as this user may know, is the id that it was seen with in this session
// (named.Seen); and one of owners is an id itself.
func findProjects(ctx context.Context, client *api.Client, named query.NamedProjects, owners []string) (query.Projects, error) {
	found := query.Projects{IDs: make(map[string]string, len(named.Names))}
	var all api.ProjectNamesError
	for _, name := range named.Names {
		project, err := client.FindProject(ctx, name)
		var unknown *api.ProjectNameError
		switch {
		case err == nil:
			found.IDs[name] = project.ID.Raw()
		case errors.As(err, &unknown) && len(unknown.Found) == 0 && named.Seen[name] != "":
			found.IDs[name] = named.Seen[name]
		case errors.As(err, &unknown) && len(unknown.Found) == 0 && slices.Contains(owners, name):
			found.IDs[name] = name
		case errors.As(err, &unknown):
			all = append(all, unknown)
		default:
			return query.Projects{}, err
		}
	}
	switch len(all) {
	case 0:
	case 1:
		return query.Projects{}, all[0]
	default:
		return query.Projects{}, all
	}
	if named.Own {
		if found.Own = client.About().ProjectID.Raw(); found.Own == "" {
			return query.Projects{}, errNoProject
		}
	}
	if named.Parts {
		names, err := client.AllProjectNames(ctx)
		if err != nil {
			return query.Projects{}, err
		}
		found.Names = names
	}
	if named.Uses {
		told := client.Uses(ctx)
		if !told.CanTell() {
			return query.Projects{}, fmt.Errorf("is=unused: what uses the images is not known: %s", usedby.Untold(&told))
		}
		found.Uses, found.Own = &told, client.About().ProjectID.Raw()
	}
	return found, nil
}

var errNoProject = errors.New("is=mine: this connection is to no project, so no image is its own")

// FindProjects implements [backend.Session].
func (s *session) FindProjects(ctx context.Context, named query.NamedProjects, owners []string) (query.Projects, error) {
	return findProjects(ctx, s.client, named, owners)
}
