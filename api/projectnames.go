package api

import (
	"context"
	"errors"
	"sync"

	"glimpse/model"
	"glimpse/model/lazy"
	"glimpse/model/text"
)

// oneByOne is how many projects a call of ProjectNames reads by their ids.
const oneByOne = 50

// projectID is what an id of a project looks like that is worth asking for.
// The owner of an image may be any text.
var projectID = lazy.Regexp(`^[0-9A-Za-z_-]{1,64}$`)

// projectNames is what a connection knows of the names of projects. The zero
// value is ready.
type projectNames struct {
	ready sync.Once
	turn  chan struct{} // holds one value while nobody has the turn

	// What follows belongs to who has the turn.
	known map[string]model.Project
	// unnamed are ids that the service has no name for, or tells none.
	unnamed map[string]bool
	// own: the user's own projects are known. asked: the list of all projects
	// was asked for; whole: it was given, and not cut.
	own, asked, whole bool
	// sought are the names that were looked up among all projects.
	sought map[string]bool
	// refusedAll: this user may not list all projects. refused: nor read a
	// project by its id.
	refusedAll, refused bool
}

// take waits for the turn. The error is the context's.
func (p *projectNames) take(ctx context.Context) (giveBack func(), err error) {
	p.ready.Do(func() {
		p.turn = make(chan struct{}, 1)
		p.turn <- struct{}{}
		p.known, p.unnamed, p.sought = map[string]model.Project{}, map[string]bool{}, map[string]bool{}
	})
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-p.turn:
		return func() { p.turn <- struct{}{} }, nil
	}
}

// unknown returns those of the ids that are worth asking for.
func (p *projectNames) unknown(ids []text.Untrusted) []string {
	var open []string
	seen := map[string]bool{}
	for _, each := range ids {
		id := each.Raw()
		if _, known := p.known[id]; known || p.unnamed[id] || seen[id] || !projectID().MatchString(id) {
			continue
		}
		seen[id] = true
		open = append(open, id)
	}
	return open
}

func (p *projectNames) learn(projects []model.Project) {
	for _, project := range projects {
		if !project.ID.IsEmpty() {
			p.known[project.ID.Raw()] = project
		}
	}
}

// of returns the names that are known of the ids.
func (p *projectNames) of(ids []text.Untrusted) map[string]text.Untrusted {
	names := make(map[string]text.Untrusted, len(ids))
	for _, id := range ids {
		if project, found := p.known[id.Raw()]; found {
			names[id.Raw()] = project.Name
		}
	}
	return names
}

// ProjectNames returns the names of projects, such as the owners of images, by
// their ids, as far as this user may know them; an id that is missing from the
// answer has no name that can be told.
//
// What was learned is remembered for the life of the connection, and so is what
// was refused: the user's own projects are asked for once
// (GET /v3/auth/projects), and only where some id is not among them all
// projects (GET /v3/projects), which is for administrators, or where that is
// refused or cut the project itself (GET /v3/projects/{id}): each id at most
// once, no further one after the first refusal, and at most 50 in one call, so
// that a further call may know more.
//
// An error leaves what is known in the answer. It is one of the connection; to
// be refused is none.
func (c *Client) ProjectNames(ctx context.Context, ids []text.Untrusted) (map[string]text.Untrusted, error) {
	names := &c.learned.names
	giveBack, err := names.take(ctx)
	if err != nil {
		return nil, err
	}
	defer giveBack()
	err = c.learnNames(ctx, names, ids)
	return names.of(ids), err
}

func (c *Client) learnNames(ctx context.Context, names *projectNames, ids []text.Untrusted) error {
	if len(names.unknown(ids)) == 0 {
		return nil
	}
	if err := c.learnOwn(ctx, names); err != nil {
		return err
	}
	if len(names.unknown(ids)) == 0 {
		return nil
	}
	if err := c.learnAll(ctx, names); err != nil {
		return err
	}
	if names.whole || names.refused {
		return nil
	}
	open := names.unknown(ids)
	return c.learnOneByOne(ctx, names, open[:min(oneByOne, len(open))])
}

// learnOwn asks once for the user's own projects.
func (c *Client) learnOwn(ctx context.Context, names *projectNames) error {
	if names.own {
		return nil
	}
	found, _, err := c.listProjects(ctx, "listing your projects", "/auth/projects", nil)
	if err != nil && !withheld(err) {
		return err
	}
	names.learn(found)
	names.own = true
	return nil
}

// learnAll asks once for all projects of the cloud.
func (c *Client) learnAll(ctx context.Context, names *projectNames) error {
	if names.asked || names.refusedAll {
		return nil
	}
	found, cut, err := c.listProjects(ctx, "listing the projects of the cloud", "/projects", nil)
	if err != nil && !withheld(err) {
		return err
	}
	names.learn(found)
	names.asked, names.whole, names.refusedAll = true, err == nil && !cut, err != nil
	return nil
}

func (c *Client) learnOneByOne(ctx context.Context, names *projectNames, ids []string) error {
	for _, id := range ids {
		project, err := c.project(ctx, id)
		switch {
		case err == nil:
			names.known[id] = project
		case errors.Is(err, ErrForbidden):
			names.refused = true
			return nil
		case withheld(err):
			names.unnamed[id] = true
		default:
			return err
		}
	}
	return nil
}

// withheld reports whether the service answered that it does not tell.
func withheld(err error) bool {
	return errors.Is(err, ErrForbidden) || errors.Is(err, ErrNotFound) || errors.Is(err, ErrInvalid)
}
