package keystone

import (
	"encoding/json"
)

// scope is what a token is good for.
type scope struct {
	project *project
	system  bool
	roles   []string
}

// wanted is the scope that a request asks for.
type wanted struct {
	// kind is project, domain, system or unscoped, and empty when the
	// request leaves the choice to Keystone.
	kind    string
	project projectRef
	all     bool
}

type projectRef struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Domain *domainRef `json:"domain"`
}

// parseScope reads the scope of a request, which names exactly one.
func parseScope(raw json.RawMessage) (wanted, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return wanted{}, nil
	}
	if string(raw) == `"unscoped"` {
		return wanted{kind: "unscoped"}, nil
	}
	var named map[string]json.RawMessage
	_ = json.Unmarshal(raw, &named) // what is no object names no scope
	var kinds []string
	for _, kind := range []string{"system", "project", "domain", "unscoped"} {
		if _, found := named[kind]; found {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) != 1 {
		return wanted{}, missing("system, project, domain, OS-TRUST:trust or unscoped", "scope")
	}
	w := wanted{kind: kinds[0]}
	switch w.kind {
	case "project":
		_ = json.Unmarshal(named["project"], &w.project) // the schema has passed it
		return w, w.project.check()
	case "domain":
		var domain domainRef
		_ = json.Unmarshal(named["domain"], &domain) // the schema has passed it
		if domain.ID == "" && domain.Name == "" {
			return wanted{}, noReference("scope/domain")
		}
	case "system":
		var system struct {
			All bool `json:"all"`
		}
		w.all = json.Unmarshal(named["system"], &system) == nil && system.All
	}
	return w, nil
}

func (p *projectRef) check() error {
	switch {
	case p.ID != "":
		return nil
	case p.Name == "":
		return noReference("scope/project")
	case p.Domain == nil:
		return missing("domain", "project")
	case p.Domain.ID == "" && p.Domain.Name == "":
		return noReference("scope/project/domain")
	}
	return nil
}

// grantScope turns what was asked for into what the user may have. That a
// project does not exist and that the user has no role on it is the same 401.
func (s *Service) grantScope(p *proof, w wanted) (scope, error) {
	if p.credential != nil {
		return scope{project: p.credential.project, roles: p.credential.roles}, nil
	}
	var granted scope
	switch w.kind {
	case "project":
		granted.project = s.resolveProject(w.project)
		granted.roles = p.user.rolesOn(granted.project)
	case "system":
		granted.system = w.all
		granted.roles = p.user.rolesOnSystem()
		if !w.all {
			granted.roles = nil
		}
	case "domain":
		// Nobody has a role on the domain.
	case "unscoped":
		return scope{}, nil
	default:
		if !p.user.Default || p.user.project == nil {
			return scope{}, nil
		}
		granted.project = p.user.project
		granted.roles = p.user.rolesOn(granted.project)
	}
	if len(granted.roles) == 0 {
		return scope{}, unauthorized()
	}
	return granted, nil
}

func (s *Service) resolveProject(ref projectRef) *project {
	if ref.ID != "" {
		return s.projectByID(ref.ID)
	}
	if !ref.Domain.known() {
		return nil
	}
	return s.projectByName(ref.Name)
}
