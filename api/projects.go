package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"glimpse/model"
	"glimpse/model/text"
)

// Projects reads the projects that this user may work in
// (GET /v3/auth/projects), in the service's order. Every user may ask that,
// whatever the role and the scope; a user of an application credential is told
// all of the user's projects, although the credential is good for one alone.
func (c *Client) Projects(ctx context.Context) ([]model.Project, error) {
	found, _, err := c.listProjects(ctx, "listing your projects", "/auth/projects", nil)
	return found, err
}

// listProjects reads a list of projects of the Identity API, and whether it is
// one that the service cut.
func (c *Client) listProjects(
	ctx context.Context, operation, path string, filter url.Values,
) (projects []model.Project, cut bool, err error) {
	request := call{operation: operation, method: http.MethodGet, path: path, query: filter, accept: []int{http.StatusOK}}
	err = c.readIdentity(ctx, request, func(body []byte) (err error) {
		projects, cut, err = decodeProjects(body)
		return err
	})
	return projects, cut, err
}

// project reads one project (GET /v3/projects/{id}).
func (c *Client) project(ctx context.Context, id string) (project model.Project, err error) {
	request := call{
		operation: "reading a project", method: http.MethodGet, path: "/projects/" + url.PathEscape(id),
		accept: []int{http.StatusOK},
	}
	err = c.readIdentity(ctx, request, func(body []byte) (err error) {
		all, err := decodeRecord(body, "project")
		if err != nil {
			return err
		}
		if all["project"].Kind() != '{' {
			return &missingError{"project"}
		}
		project = projectOf(recordOf(all["project"]))
		return checkAsked("project", text.Of(id), project.ID)
	})
	return project, err
}

func decodeProjects(body []byte) (projects []model.Project, cut bool, err error) {
	all, list, err := decodeRecords(body, "projects", "list of projects")
	if err != nil {
		return nil, false, err
	}
	projects = make([]model.Project, len(list))
	for i, r := range list {
		projects[i] = projectOf(r)
	}
	// Keystone says that it cut a list (truncated), and gives no link to the
	// rest; another service may give one.
	return projects, all.flag("truncated") || !recordOf(all["links"]).text("next").IsEmpty(), nil
}

func projectOf(r record) model.Project {
	return model.Project{
		ID: r.text("id"), Name: r.text("name"), DomainID: r.text("domain_id"), Description: r.text("description"),
		Enabled: r["enabled"].Kind() != 'f',
	}
}

// readIdentity is read for the Identity API: with the same token, the same
// bounds and the same rules of trying again, at the address that the login
// went to. The path is below /v3.
func (c *Client) readIdentity(ctx context.Context, request call, decode func(body []byte) error) error {
	base, err := url.Parse(strings.TrimSuffix(c.source.identity.Endpoint, "/"))
	if err != nil {
		return fmt.Errorf("%s: %w", request.operation, err)
	}
	err = c.at(base).read(ctx, request, decode)
	var problem *Problem
	if !errors.As(err, &problem) {
		return err
	}
	// One and the same problem of a login goes to all who waited for it.
	told := *problem
	switch {
	case told.isOneOf(ErrUnauthorized) && told.advice == newTokenRefused:
		told.advice = "the identity service does not accept the token that it has just given; ask the cloud's operator"
	case told.advice == mixedUp:
	case told.isOneOf(ErrAnswer, ErrNotFound, ErrInvalid, ErrRedirect):
		told.advice = "check " + c.explain.setting("auth_url")
	}
	return &told
}
