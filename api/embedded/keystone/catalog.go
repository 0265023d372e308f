package keystone

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// The parts of a token's body, in Keystone's order.
type (
	tokenBody struct {
		Methods    []string         `json:"methods"`
		User       tokenUser        `json:"user"`
		AuditIDs   []string         `json:"audit_ids"`
		ExpiresAt  string           `json:"expires_at"`
		IssuedAt   string           `json:"issued_at"`
		Project    *tokenProject    `json:"project,omitempty"`
		IsDomain   *bool            `json:"is_domain,omitempty"`
		Roles      []named          `json:"roles,omitempty"`
		System     map[string]bool  `json:"system,omitempty"`
		Catalog    *[]service       `json:"catalog,omitempty"`
		Credential *tokenCredential `json:"application_credential,omitempty"`
	}
	named struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	tokenUser struct {
		Domain            named   `json:"domain"`
		ID                string  `json:"id"`
		Name              string  `json:"name"`
		PasswordExpiresAt *string `json:"password_expires_at"`
	}
	tokenProject struct {
		Domain named  `json:"domain"`
		ID     string `json:"id"`
		Name   string `json:"name"`
	}
	tokenCredential struct {
		ID         string `json:"id"`
		Name       string `json:"name"`
		Restricted bool   `json:"restricted"`
	}
	service struct {
		Endpoints []endpoint `json:"endpoints"`
		ID        string     `json:"id"`
		Type      string     `json:"type"`
		Name      string     `json:"name"`
	}
	endpoint struct {
		ID        string `json:"id"`
		Interface string `json:"interface"`
		RegionID  string `json:"region_id"`
		URL       string `json:"url"`
		Region    string `json:"region"`
	}
)

var theDomain = named{ID: DomainID, Name: DomainName}

// tokenBody describes a token to a caller, with the catalogue unless the
// query says nocatalog or the token has no scope.
func (s *Service) tokenBody(c *call, t *Token) any {
	body := tokenBody{
		Methods: t.Methods, AuditIDs: t.AuditIDs,
		User:      tokenUser{Domain: theDomain, ID: t.UserID, Name: t.UserName},
		ExpiresAt: t.ExpiresAt.Format(tokenTime), IssuedAt: t.IssuedAt.Format(tokenTime),
	}
	for _, role := range t.Roles {
		body.Roles = append(body.Roles, named{ID: idOf("role", role), Name: role})
	}
	if t.project != nil {
		body.Project = &tokenProject{Domain: theDomain, ID: t.ProjectID, Name: t.ProjectName}
		body.IsDomain = new(bool)
	}
	if t.System {
		body.System = map[string]bool{"all": true}
	}
	if t.credential != nil {
		body.Credential = &tokenCredential{ID: t.credential.id, Name: t.credential.name, Restricted: !t.credential.unrestricted}
	}
	if _, without := c.r.URL.Query()["nocatalog"]; !without && t.scoped() {
		catalog := s.catalog(t)
		body.Catalog = &catalog
	}
	return map[string]any{"token": body}
}

func (t *Token) scoped() bool { return t.project != nil || t.System }

// ProjectIDVariable stands in the address of an endpoint for the id of the project
// that a token is scoped to.
const ProjectIDVariable = "%(project_id)s"

// catalog lists the services as a token sees them. One without a project is not
// told of those whose address needs one.
func (s *Service) catalog(t *Token) []service {
	var list []service
	for _, entry := range s.options.Catalog {
		at := slices.IndexFunc(list, func(known service) bool { return known.Type == entry.Type })
		if at < 0 {
			at = len(list)
			list = append(list, service{ID: idOf("service", entry.Type), Type: entry.Type, Name: entry.Name, Endpoints: []endpoint{}})
		}
		address := strings.ReplaceAll(entry.URL, ProjectIDVariable, t.ProjectID)
		if address != entry.URL && t.ProjectID == "" {
			continue
		}
		list[at].Endpoints = append(list[at].Endpoints, s.faces(entry, address)...)
	}
	return list
}

// faces are the interfaces of a service in a region.
func (s *Service) faces(entry Endpoint, address string) []endpoint {
	region := cmp.Or(entry.Region, s.options.Region)
	of := entry.Type
	if region != s.options.Region {
		of += " " + region
	}
	names := []string{"public", "internal", "admin"}
	all := make([]endpoint, len(names))
	for i, face := range names {
		all[i] = endpoint{ID: idOf("endpoint", of+" "+face), Interface: face, RegionID: region, URL: address, Region: region}
	}
	return all
}

// ownCatalog answers GET /v3/auth/catalog.
func (s *Service) ownCatalog(c *call) error {
	if !c.token.scoped() {
		return forbidden("")
	}
	c.reply(http.StatusOK, object{{"catalog", s.catalog(c.token)}, {"links", object{{"self", c.self()}}}})
	return nil
}

// subject finds the token that a request is about, if the caller may deal
// with it: its own user's, or anyone's for an admin.
func (s *Service) subject(c *call, rule string) (*Token, error) {
	header := c.r.Header.Get("X-Subject-Token")
	var token *Token
	if header != "" {
		var err error
		if token, err = s.lookup(header); err != nil {
			return nil, err
		}
	}
	switch {
	case c.token.admin() && token == nil:
		return nil, notFound("No token in the request")
	case !c.token.admin() && (token == nil || token.user != c.token.user):
		return nil, forbidden("identity:" + rule)
	}
	return token, nil
}

// showToken answers GET and HEAD /v3/auth/tokens.
func (s *Service) showToken(c *call) error {
	rule := "validate_token"
	if c.r.Method == http.MethodHead {
		rule = "check_token"
	}
	token, err := s.subject(c, rule)
	if err != nil {
		return err
	}
	c.w.Header().Set("X-Subject-Token", token.id)
	c.reply(http.StatusOK, s.tokenBody(c, token))
	return nil
}

// deleteToken answers DELETE /v3/auth/tokens.
func (s *Service) deleteToken(c *call) error {
	token, err := s.subject(c, "revoke_token")
	if err != nil {
		return err
	}
	s.revoke(token)
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}
