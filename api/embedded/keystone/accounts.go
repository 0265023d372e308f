package keystone

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Account is one user with one role on one project.
type Account struct {
	// User and Password are what the user authenticates with.
	User, Password string
	// Project is the name of the project that Role (admin, member or reader)
	// is assigned on; both are empty for a user without any. The admin role
	// comes with the same role on the system, as Keystone's bootstrap
	// assigns it.
	Project, Role string
	// More are roles on further projects, if any.
	More []Grant
	// Default makes Project the one that a token is scoped to when no scope
	// is asked for.
	Default bool
	// Disabled makes every authentication fail.
	Disabled bool
}

// Grant is a role on a project.
type Grant struct{ Project, Role string }

// Names and ids of the one domain that Keystone's bootstrap makes.
const (
	DomainID   = "default"
	DomainName = "Default"
)

// Password is the password of every account of Demo, and the secret of the
// application credential that each has.
const Password = "demo"

// Demo returns the accounts of the demonstration: admin of project admin,
// member and reader of project demo, other (a member) of project other, and
// disabled, a member of demo that may not authenticate. The user admin is a
// mere member of demo and web-prod as well, and the user member one of
// web-prod, so that there are projects to change to.
func Demo() []Account {
	return []Account{
		{User: "admin", Password: Password, Project: "admin", Role: roleAdmin, More: []Grant{{"demo", roleMember}, second}},
		{User: "member", Password: Password, Project: "demo", Role: roleMember, More: []Grant{second}},
		{User: "reader", Password: Password, Project: "demo", Role: roleReader},
		{User: "other", Password: Password, Project: "other", Role: roleMember},
		{User: "disabled", Password: Password, Project: "demo", Role: roleMember, Disabled: true},
	}
}

// second is the role on a project of which a user is a member beside the
// user's own.
var second = Grant{"web-prod", roleMember}

// The roles that Keystone's bootstrap makes. Each implies the next.
const (
	roleAdmin  = "admin"
	roleMember = "member"
	roleReader = "reader"
)

var ladder = []string{roleAdmin, roleMember, roleReader}

// implied returns a role and those that it implies, and nothing for a name
// that is no role.
func implied(role string) []string {
	at := slices.Index(ladder, role)
	if at < 0 {
		return nil
	}
	return ladder[at:]
}

// UserID is the id of the user of that name, the same in every Service.
func UserID(name string) string { return idOf("user", name) }

// ProjectID is the id of the project of that name, the same in every Service.
func ProjectID(name string) string { return idOf("project", name) }

// idOf makes an id in the form of Keystone's, 32 hexadecimal digits.
func idOf(kind, name string) string {
	sum := sha256.Sum256([]byte(kind + " " + name))
	return hex.EncodeToString(sum[:16])
}

type project struct{ id, name, description string }

type user struct {
	Account
	id string
	// project is nil for a user without a role.
	project *project
	// grants are all roles of the user, that on project first.
	grants []grant
}

type grant struct {
	project *project
	role    string
}

// populate makes the projects, users and application credentials.
func (s *Service) populate() {
	s.projects = make([]project, 0, len(s.options.Accounts)+len(s.options.Projects))
	for _, a := range s.options.Accounts {
		s.addProject(a.Project)
	}
	for _, a := range s.options.Accounts {
		for _, g := range a.More {
			s.addProject(g.Project)
		}
	}
	for _, name := range s.options.Projects {
		s.addProject(name)
	}
	s.users = make([]user, 0, len(s.options.Accounts))
	for _, a := range s.options.Accounts {
		u := user{Account: a, id: UserID(a.User)}
		u.project = s.projectByName(a.Project)
		for _, g := range append([]Grant{{a.Project, a.Role}}, a.More...) {
			if p := s.projectByName(g.Project); p != nil {
				u.grants = append(u.grants, grant{p, g.Role})
			}
		}
		s.users = append(s.users, u)
		s.credentials = append(s.credentials, demoCredential(&s.users[len(s.users)-1]))
	}
}

func (s *Service) addProject(name string) {
	if name == "" || s.projectByName(name) != nil {
		return
	}
	p := project{id: ProjectID(name), name: name}
	if name == roleAdmin {
		p.description = "Bootstrap project for initializing the cloud."
	}
	s.projects = append(s.projects, p)
}

func (s *Service) projectByName(name string) *project {
	return find(s.projects, func(p *project) bool { return p.name == name })
}

func (s *Service) projectByID(id string) *project {
	return find(s.projects, func(p *project) bool { return p.id == id })
}

func (s *Service) userByName(name string) *user {
	return find(s.users, func(u *user) bool { return u.User == name })
}

func (s *Service) userByID(id string) *user {
	return find(s.users, func(u *user) bool { return u.id == id })
}

// find returns a pointer to the first element that matches, or nil.
func find[T any](list []T, matches func(*T) bool) *T {
	for i := range list {
		if matches(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// rolesOn returns the names of the roles that a user has on a project.
func (u *user) rolesOn(p *project) []string {
	for _, g := range u.grants {
		if g.project == p {
			return implied(g.role)
		}
	}
	return nil
}

// rolesOnSystem returns the names of the roles that a user has on the system.
func (u *user) rolesOnSystem() []string {
	if u.Role != roleAdmin {
		return nil
	}
	return implied(roleAdmin)
}
