package keystone

import (
	"net/http"
	"strings"
)

type projectBody struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	DomainID    *string           `json:"domain_id"`
	Description string            `json:"description"`
	Enabled     bool              `json:"enabled"`
	ParentID    *string           `json:"parent_id"`
	IsDomain    bool              `json:"is_domain"`
	Tags        []string          `json:"tags"`
	Options     struct{}          `json:"options"`
	Links       map[string]string `json:"links"`
}

func (c *call) project(p *project) projectBody {
	domain := DomainID
	return projectBody{
		ID: p.id, Name: p.name, DomainID: &domain, Description: p.description, Enabled: true, ParentID: &domain,
		Tags: []string{}, Links: map[string]string{"self": c.base + "/v3/projects/" + p.id},
	}
}

// domain is the domain as the project that Keystone also takes it for.
func (c *call) domain() projectBody {
	return projectBody{
		ID: DomainID, Name: DomainName, Description: "The default domain", Enabled: true, IsDomain: true,
		Tags: []string{}, Links: map[string]string{"self": c.base + "/v3/projects/" + DomainID},
	}
}

func (c *call) replyProjects(list []projectBody) error {
	c.reply(http.StatusOK, object{{"projects", list}, {"links", c.pageLinks()}})
	return nil
}

// projectsOf lists the projects that a user has a role on.
func (c *call) projectsOf(u *user) error {
	list := make([]projectBody, 0, len(u.grants))
	for _, g := range u.grants {
		list = append(list, c.project(g.project))
	}
	return c.replyProjects(list)
}

// ownProjects answers GET /v3/auth/projects.
func (s *Service) ownProjects(c *call) error { return c.projectsOf(c.token.user) }

// ownDomains answers GET /v3/auth/domains: nobody has a role on the domain.
func (s *Service) ownDomains(c *call) error {
	c.reply(http.StatusOK, object{{"domains", []string{}}, {"links", c.pageLinks()}})
	return nil
}

// ownSystem answers GET /v3/auth/system.
func (s *Service) ownSystem(c *call) error {
	list := []map[string]bool{}
	if len(c.token.user.rolesOnSystem()) > 0 {
		list = append(list, map[string]bool{"all": true})
	}
	c.reply(http.StatusOK, object{{"system", list}, {"links", object{{"self", c.self()}}}})
	return nil
}

// listProjects answers GET /v3/projects.
func (s *Service) listProjects(c *call) error {
	if !c.token.admin() {
		return forbidden("identity:list_projects")
	}
	query := c.r.URL.Query()
	list := []projectBody{}
	if truth(query.Get("is_domain")) {
		return c.replyProjects(append(list, c.domain()))
	}
	for i := range s.projects {
		if p := &s.projects[i]; listed(p, query) {
			list = append(list, c.project(p))
		}
	}
	return c.replyProjects(list)
}

// listed reports whether the query's filters leave a project in.
func listed(p *project, query map[string][]string) bool {
	for key, values := range query {
		value := values[len(values)-1]
		left := true
		switch key {
		case "name":
			left = p.name == value
		case "name__contains":
			left = strings.Contains(p.name, value)
		case "domain_id", "parent_id":
			left = value == DomainID
		case "enabled":
			left = truth(value)
		}
		if !left {
			return false
		}
	}
	return true
}

// truth reads a flag of a query as Keystone does: only 0 and false, in any
// case, are untrue, and so is one that is absent.
func truth(value string) bool {
	return value != "" && value != "0" && !strings.EqualFold(value, "false")
}

// showProject answers GET /v3/projects/{id}.
func (s *Service) showProject(c *call) error {
	if !c.token.admin() && c.token.ProjectID != c.vars[0] {
		return forbidden("identity:get_project")
	}
	p := s.projectByID(c.vars[0])
	switch {
	case p != nil:
		c.reply(http.StatusOK, map[string]any{"project": c.project(p)})
	case c.vars[0] == DomainID:
		c.reply(http.StatusOK, map[string]any{"project": c.domain()})
	default:
		return notFound("Could not find project: " + c.vars[0] + ".")
	}
	return nil
}

// someone finds the user of the path, if the caller may know about it: an
// admin, or the user itself.
func (s *Service) someone(c *call, rule string) (*user, error) {
	if !c.token.admin() && c.token.UserID != c.vars[0] {
		return nil, forbidden("identity:" + rule)
	}
	if u := s.userByID(c.vars[0]); u != nil {
		return u, nil
	}
	return nil, notFound("Could not find user: " + c.vars[0] + ".")
}

// userProjects answers GET /v3/users/{id}/projects.
func (s *Service) userProjects(c *call) error {
	u, err := s.someone(c, "list_user_projects")
	if err != nil {
		return err
	}
	return c.projectsOf(u)
}

// showUser answers GET /v3/users/{id}.
func (s *Service) showUser(c *call) error {
	u, err := s.someone(c, "get_user")
	if err != nil {
		return err
	}
	body := struct {
		ID                string            `json:"id"`
		Name              string            `json:"name"`
		DomainID          string            `json:"domain_id"`
		Enabled           bool              `json:"enabled"`
		DefaultProject    string            `json:"default_project_id,omitempty"`
		PasswordExpiresAt *string           `json:"password_expires_at"`
		Options           struct{}          `json:"options"`
		Links             map[string]string `json:"links"`
	}{
		ID: u.id, Name: u.User, DomainID: DomainID, Enabled: !u.Disabled,
		Links: map[string]string{"self": c.base + "/v3/users/" + u.id},
	}
	if u.Default && u.project != nil {
		body.DefaultProject = u.project.id
	}
	c.reply(http.StatusOK, map[string]any{"user": body})
	return nil
}
