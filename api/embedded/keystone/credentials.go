package keystone

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// credential is an application credential.
type credential struct {
	id, name, description, secret string
	user                          *user
	project                       *project
	roles                         []string
	// expiresAt is zero for one that does not expire.
	expiresAt    time.Time
	unrestricted bool
	// described and limited report whether the creator said something about
	// the description and about the restriction: null is shown otherwise.
	described, limited bool
	// rules are the access rules as they were given, which are kept but not
	// enforced: that is the business of each service's middleware.
	rules []object
	// deleted ones are kept by the tokens that were made with them.
	deleted bool
}

// DemoCredential returns the id of the application credential that the user
// of that name has from the start. Its name is demo, its secret the user's
// password, and it has the user's role on the user's project.
func DemoCredential(userName string) string { return idOf("credential", userName) }

func demoCredential(u *user) *credential {
	return &credential{
		id: DemoCredential(u.User), name: "demo", secret: u.Password, user: u, project: u.project, roles: u.rolesOn(u.project),
	}
}

const credentialGone = "Could not find Application Credential: "

func noCredential(id string) error { return notFound(credentialGone + id + ".") }

// proveCredential finds the credential that a request refers to by id, or by
// name and user. It is called with the lock held.
func (s *Service) proveCredential(p *proof, method *credentialMethod) (*user, error) {
	var found *credential
	switch {
	case method.ID != "":
		if found = s.credential(func(c *credential) bool { return c.id == method.ID }); found == nil {
			return nil, noCredential(method.ID)
		}
	case method.Name == "":
		return nil, missing("name or ID", "application credential")
	case method.User == nil:
		return nil, missing("user", "application credential")
	default:
		who, err := s.resolveUser(method.User, "user")
		if err != nil {
			return nil, err
		}
		found = s.credential(func(c *credential) bool { return who != nil && c.user == who && c.name == method.Name })
	}
	expired := found != nil && !found.expiresAt.IsZero() && !s.options.Now().Before(found.expiresAt)
	if found == nil || expired || found.secret != method.Secret {
		return nil, unauthorized()
	}
	p.credential = found
	return found.user, nil
}

func (s *Service) credential(matches func(*credential) bool) *credential {
	if at := slices.IndexFunc(s.credentials, matches); at >= 0 {
		return s.credentials[at]
	}
	return nil
}

type credentialBody struct {
	ID           string            `json:"id"`
	Name         string            `json:"name"`
	Description  *string           `json:"description"`
	UserID       string            `json:"user_id"`
	ProjectID    *string           `json:"project_id"`
	System       *string           `json:"system"`
	ExpiresAt    *string           `json:"expires_at"`
	Unrestricted *bool             `json:"unrestricted"`
	Roles        []credentialRole  `json:"roles"`
	AccessRules  []object          `json:"access_rules,omitempty"`
	Secret       string            `json:"secret,omitempty"`
	Links        map[string]string `json:"links"`
}

type credentialRole struct {
	ID          string          `json:"id"`
	Name        string          `json:"name"`
	DomainID    *string         `json:"domain_id"`
	Description *string         `json:"description"`
	Options     map[string]bool `json:"options"`
}

// credential describes one, with its secret only when it is made.
func (c *call) credential(cred *credential, withSecret bool) credentialBody {
	body := credentialBody{
		ID: cred.id, Name: cred.name, UserID: cred.user.id, Roles: []credentialRole{}, AccessRules: cred.rules,
		Links: map[string]string{"self": c.base + "/v3/application_credentials/" + cred.id},
	}
	if cred.described {
		body.Description = &cred.description
	}
	if cred.project != nil {
		body.ProjectID = &cred.project.id
	}
	if !cred.expiresAt.IsZero() {
		text := cred.expiresAt.Format(credentialTime)
		body.ExpiresAt = &text
	}
	if cred.limited {
		body.Unrestricted = &cred.unrestricted
	}
	for _, role := range cred.roles {
		body.Roles = append(body.Roles, credentialRole{ID: idOf("role", role), Name: role, Options: map[string]bool{"immutable": true}})
	}
	if withSecret {
		body.Secret = cred.secret
	}
	return body
}

// listCredentials answers GET /v3/users/{id}/application_credentials.
func (s *Service) listCredentials(c *call) error {
	if !c.token.admin() && c.token.UserID != c.vars[0] {
		return forbidden("identity:list_application_credentials")
	}
	query := c.r.URL.Query()
	list := []credentialBody{}
	s.mu.Lock()
	for _, cred := range s.credentials {
		if cred.user.id == c.vars[0] && (!query.Has("name") || query.Get("name") == cred.name) {
			list = append(list, c.credential(cred, false))
		}
	}
	s.mu.Unlock()
	c.reply(http.StatusOK, object{{"application_credentials", list}, {"links", c.pageLinks()}})
	return nil
}

// byPath finds the credential of the path, if the caller may deal with it.
func (s *Service) byPath(c *call, rule string) (*credential, error) {
	if !c.token.admin() && c.token.UserID != c.vars[0] {
		return nil, forbidden("identity:" + rule)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	cred := s.credential(func(cred *credential) bool {
		return cred.id == c.vars[1] && (c.token.admin() || cred.user == c.token.user)
	})
	if cred == nil {
		return nil, noCredential(c.vars[1])
	}
	return cred, nil
}

// showCredential answers GET /v3/users/{id}/application_credentials/{id}.
func (s *Service) showCredential(c *call) error {
	cred, err := s.byPath(c, "get_application_credential")
	if err != nil {
		return err
	}
	c.reply(http.StatusOK, map[string]any{"application_credential": c.credential(cred, false)})
	return nil
}

// deleteCredential answers DELETE /v3/users/{id}/application_credentials/{id}.
// The tokens that were made with it are useless from then on.
func (s *Service) deleteCredential(c *call) error {
	if err := c.unrestricted(); err != nil {
		return err
	}
	cred, err := s.byPath(c, "delete_application_credential")
	if err != nil {
		return err
	}
	s.mu.Lock()
	cred.deleted = true
	s.credentials = slices.DeleteFunc(s.credentials, func(other *credential) bool { return other == cred })
	s.mu.Unlock()
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// unrestricted keeps a token that an application credential made from making
// or deleting others, unless the credential allows it.
func (c *call) unrestricted() error {
	if c.token.credential != nil && !c.token.credential.unrestricted {
		return forbidden("Using method 'application_credential' is not allowed for managing additional application credentials.")
	}
	return nil
}

type credentialRequest struct {
	Name         string           `json:"name"`
	Secret       string           `json:"secret"`
	Description  *string          `json:"description"`
	ExpiresAt    string           `json:"expires_at"`
	Unrestricted *bool            `json:"unrestricted"`
	Roles        []named          `json:"roles"`
	AccessRules  []map[string]any `json:"access_rules"`
}

// createCredential answers POST /v3/users/{id}/application_credentials. The
// answer is the only one that shows the secret.
func (s *Service) createCredential(c *call) error {
	request, err := c.credentialRequest()
	if err != nil {
		return err
	}
	if c.token.UserID != c.vars[0] {
		return forbidden("identity:create_application_credential")
	}
	if err := c.unrestricted(); err != nil {
		return err
	}
	cred, err := s.newCredential(c.token, request)
	if err != nil {
		return err
	}
	s.mu.Lock()
	taken := s.credential(func(other *credential) bool { return other.user == cred.user && other.name == cred.name })
	if taken == nil {
		s.credentials = append(s.credentials, cred)
	}
	s.mu.Unlock()
	if taken != nil {
		return &failure{
			code:    http.StatusConflict,
			message: "Conflict occurred attempting to store application_credential - Duplicate entry found with name " + cred.name + ".",
		}
	}
	c.reply(http.StatusCreated, map[string]any{"application_credential": c.credential(cred, true)})
	return nil
}

var credentialSchema = &schema{kind: "object", required: []string{"name"}, members: map[string]*schema{
	"name": textSchema, "secret": {}, "description": {}, "expires_at": {}, "project_id": {}, "system": {},
	"unrestricted": {kind: "boolean"}, "access_rules": {kind: "array", item: &schema{kind: "object"}},
	"roles": {kind: "array", item: &schema{kind: "object", members: map[string]*schema{"id": textSchema, "name": textSchema}}},
}}

// credentialRequest reads what is asked for. A member that the database has
// no column for is Keystone's undoing, and named in its words.
func (c *call) credentialRequest() (*credentialRequest, error) {
	body, data, err := c.object()
	if err != nil {
		return nil, err
	}
	asked, _ := body["application_credential"].(map[string]any)
	if asked == nil {
		asked = map[string]any{}
	}
	if err := credentialSchema.check(asked, nil); err != nil {
		return nil, err
	}
	if asked["name"] == "" {
		return nil, badRequest("Invalid input for field 'name': '' is too short")
	}
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		if credentialSchema.members[name] == nil {
			return nil, badRequest("'" + name + "' is an invalid keyword argument for ApplicationCredentialModel")
		}
	}
	var request struct {
		Credential credentialRequest `json:"application_credential"`
	}
	if err := json.Unmarshal(data, &request); err != nil {
		return nil, missing("valid JSON", "request body")
	}
	return &request.Credential, nil
}

// newCredential makes the credential that was asked for. Its roles are the
// token's unless the request names some of them.
func (s *Service) newCredential(t *Token, request *credentialRequest) (*credential, error) {
	cred := &credential{
		id: randomID(), name: request.Name, secret: request.Secret, user: t.user, project: t.project, roles: t.Roles,
	}
	for _, rule := range request.AccessRules {
		cred.rules = append(cred.rules, object{
			{"id", randomID()}, {"service", rule["service"]}, {"path", rule["path"]}, {"method", rule["method"]},
		})
	}
	if cred.secret == "" {
		cred.secret = secret(64)
	}
	if request.Description != nil {
		cred.described, cred.description = true, *request.Description
	}
	if request.Unrestricted != nil {
		cred.limited, cred.unrestricted = true, *request.Unrestricted
	}
	if request.ExpiresAt != "" {
		// Whatever does not end in Z gets one, and so may leave the zone out.
		expires, err := time.Parse(time.RFC3339Nano, strings.TrimSuffix(request.ExpiresAt, "Z")+"Z")
		if err != nil {
			return nil, badRequest("Timestamp not in expected format." + malformed)
		}
		if expires.Before(s.options.Now()) {
			return nil, badRequest("The 'expires_at' must not be before now." + malformed)
		}
		cred.expiresAt = expires.UTC()
	}
	if request.Roles != nil {
		roles, err := chosenRoles(request.Roles, t.Roles)
		if err != nil {
			return nil, err
		}
		cred.roles = roles
	}
	return cred, nil
}

func chosenRoles(chosen []named, held []string) ([]string, error) {
	var roles []string
	for _, ref := range chosen {
		at := slices.IndexFunc(ladder, func(role string) bool {
			return ref.ID == idOf("role", role) || ref.ID == "" && ref.Name == role
		})
		if at < 0 {
			return nil, notFound("Role " + ref.ID + ref.Name + " is not defined")
		}
		if !slices.Contains(held, ladder[at]) {
			return nil, badRequest("Invalid application credential: Cannot create an application credential with unassigned role")
		}
		roles = append(roles, ladder[at])
	}
	return roles, nil
}
