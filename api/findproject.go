package api

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/text"
)

// ProjectNameError reports that a name stands for no project, or for several.
type ProjectNameError struct {
	Name string
	// Found are the projects of that name; none is an unknown name.
	Found []model.Project
	// OwnOnly reports that this user may list no projects but the user's own.
	OwnOnly bool
}

// Error implements error.
func (e *ProjectNameError) Error() string {
	name := `"` + text.Escape(e.Name) + `"`
	switch {
	case len(e.Found) > 0:
		said := "several projects are called " + name + ": "
		for i := range e.Found {
			if i > 0 {
				said += ", "
			}
			said += e.Found[i].ID.Display() + " in domain " + e.Found[i].DomainID.Display()
		}
		return said
	case e.OwnOnly:
		return "none of your projects is called " + name + ", and this user may not look up others"
	}
	return "no project is called " + name
}

// Advice says what to do.
func (e *ProjectNameError) Advice() string {
	if len(e.Found) > 0 {
		return "give the id of the one that you mean"
	}
	if e.OwnOnly {
		return "give the project's id: its members see it with openstack token issue -c project_id"
	}
	return "check the name, or give the project's id"
}

// ProjectNamesError reports several names that stand for no project, or for several.
type ProjectNamesError []*ProjectNameError

// Error implements error. Those of which the same is to be said are named together.
func (all ProjectNamesError) Error() string {
	var said, own, none []string
	for _, one := range all {
		name := `"` + text.Escape(one.Name) + `"`
		switch {
		case len(one.Found) > 0:
			said = append(said, one.Error())
		case one.OwnOnly:
			own = append(own, name)
		default:
			none = append(none, name)
		}
	}
	if len(own) > 0 {
		said = append(said, "none of your projects is called "+strings.Join(own, " or ")+
			", and this user may not look up others")
	}
	if len(none) > 0 {
		said = append(said, "no project is called "+strings.Join(none, " or "))
	}
	return strings.Join(said, "; ")
}

// Advice says what to do.
func (all ProjectNamesError) Advice() string { return all[len(all)-1].Advice() }

// Unwrap returns the first of them, by which the error is told from others.
func (all ProjectNamesError) Unwrap() error { return all[0] }

// FindProject returns the project that a person means by a name, or by an id.
// Where the name stands for none or for several, the error is a
// [*ProjectNameError].
//
// A name is looked up among the user's own projects (GET /v3/auth/projects) and,
// where the user may list them, all of the cloud (GET /v3/projects): whatever
// one's own projects are called, another domain may have one of the same name.
// What was learned is kept, as with [Client.ProjectNames].
func (c *Client) FindProject(ctx context.Context, typed string) (model.Project, error) {
	names := &c.learned.names
	giveBack, err := names.take(ctx)
	if err != nil {
		return model.Project{}, err
	}
	defer giveBack()
	if err := c.learnOwn(ctx, names); err != nil {
		return model.Project{}, err
	}
	if project, isID := names.known[typed]; isID {
		return project, nil
	}
	if err := c.learnNamed(ctx, names, typed); err != nil {
		return model.Project{}, err
	}
	found := names.called(typed)
	switch len(found) {
	case 0:
		return c.projectOfID(ctx, names, typed)
	case 1:
		return found[0], nil
	default:
		return model.Project{}, &ProjectNameError{Name: typed, Found: found}
	}
}

// projectOfID returns the project of an id that does not look like one.
func (c *Client) projectOfID(ctx context.Context, names *projectNames, typed string) (model.Project, error) {
	if !names.whole && !names.refused {
		if err := c.learnOneByOne(ctx, names, names.unknown([]text.Untrusted{text.Of(typed)})); err != nil {
			return model.Project{}, err
		}
	}
	if project, isID := names.known[typed]; isID {
		return project, nil
	}
	return model.Project{}, &ProjectNameError{Name: typed, OwnOnly: names.refusedAll}
}

// learnNamed asks for the projects of a name, unless the list of all projects
// is known or was refused.
func (c *Client) learnNamed(ctx context.Context, names *projectNames, name string) error {
	if names.whole || names.refusedAll || names.sought[name] {
		return nil
	}
	found, _, err := c.listProjects(ctx, "looking up a project", "/projects", url.Values{"name": {name}})
	if err != nil && !withheld(err) {
		return err
	}
	names.learn(found)
	names.refusedAll = err != nil
	names.sought[name] = true
	return nil
}

// called returns the projects of a name that are known: those whose name is
// exactly that, or else those whose name differs in case alone.
func (p *projectNames) called(name string) []model.Project {
	var exact, folded []model.Project
	for _, project := range p.known {
		switch {
		case project.Name.Raw() == name:
			exact = append(exact, project)
		case strings.EqualFold(project.Name.Raw(), name):
			folded = append(folded, project)
		}
	}
	if len(exact) == 0 {
		exact = folded
	}
	slices.SortFunc(exact, func(a, b model.Project) int { return strings.Compare(a.ID.Raw(), b.ID.Raw()) })
	return exact
}

// AllProjectNames returns the names of all projects that this user may know,
// by their ids: all of the cloud for an administrator, else the user's own.
// What was learned before is not asked for again.
func (c *Client) AllProjectNames(ctx context.Context) (map[string]text.Untrusted, error) {
	names := &c.learned.names
	giveBack, err := names.take(ctx)
	if err != nil {
		return nil, err
	}
	defer giveBack()
	if err := c.learnOwn(ctx, names); err != nil {
		return nil, err
	}
	if err := c.learnAll(ctx, names); err != nil {
		return nil, err
	}
	return names.all(), nil
}

// KnownProjectNames returns the names of the projects that the connection has
// learned so far, by their ids. It sends nothing.
func (c *Client) KnownProjectNames(ctx context.Context) map[string]text.Untrusted {
	names := &c.learned.names
	giveBack, err := names.take(ctx)
	if err != nil {
		return nil
	}
	defer giveBack()
	return names.all()
}

func (p *projectNames) all() map[string]text.Untrusted {
	all := make(map[string]text.Untrusted, len(p.known))
	for id, project := range p.known {
		all[id] = project.Name
	}
	return all
}
