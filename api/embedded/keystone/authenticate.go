package keystone

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// The request for a token, POST /v3/auth/tokens.
type (
	authRequest struct {
		Identity struct {
			Methods  []string        `json:"methods"`
			Password *passwordMethod `json:"password"`
			Token    *struct {
				ID string `json:"id"`
			} `json:"token"`
			Credential *credentialMethod `json:"application_credential"`
		} `json:"identity"`
		Scope json.RawMessage `json:"scope"`
		// present holds the members of identity by name.
		present map[string]any
	}
	passwordMethod struct {
		User *userRef `json:"user"`
	}
	credentialMethod struct {
		ID     string   `json:"id"`
		Name   string   `json:"name"`
		Secret string   `json:"secret"`
		User   *userRef `json:"user"`
	}
	userRef struct {
		ID       string     `json:"id"`
		Name     string     `json:"name"`
		Password string     `json:"password"`
		Domain   *domainRef `json:"domain"`
	}
	domainRef struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
)

// proof is what the methods of a request have proved: who asks, and what
// binds the token that will be issued.
type proof struct {
	user     *user
	methods  []string
	auditIDs []string
	// expiresAt is zero unless the token must not outlive another.
	expiresAt time.Time
	// credential is the application credential that was used, if any.
	credential *credential
}

// maxBody bounds what is read of a request, in bytes, as Keystone does.
const maxBody = 114688

// object reads the body, which must be a JSON object, or nothing.
func (c *call) object() (map[string]any, []byte, error) {
	data, err := io.ReadAll(io.LimitReader(c.r.Body, maxBody))
	switch {
	case err != nil:
		return nil, nil, missing("valid JSON", "request body")
	case len(data) == 0:
		return nil, nil, nil
	}
	kind, _, _ := strings.Cut(c.r.Header.Get("Content-Type"), ";")
	if kind = strings.TrimSpace(kind); kind != "" && kind != "application/json" {
		return nil, nil, missing("application/json", "Content-Type header")
	}
	var body map[string]any
	if err := json.Unmarshal(data, &body); err != nil || body == nil {
		return nil, nil, missing("valid JSON", "request body")
	}
	return body, data, nil
}

// authenticate answers POST /v3/auth/tokens.
func (s *Service) authenticate(c *call) error {
	token, err := s.grant(c)
	if err != nil {
		return err
	}
	c.w.Header().Set("X-Subject-Token", token.id)
	c.reply(http.StatusCreated, s.tokenBody(c, token))
	return nil
}

func (s *Service) grant(c *call) (*Token, error) {
	request, err := c.authRequest()
	if err != nil {
		return nil, err
	}
	if err := checkMethods(request); err != nil {
		return nil, err
	}
	wanted, err := parseScope(request.Scope)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.prove(request)
	if err != nil {
		return nil, err
	}
	granted, err := s.grantScope(p, wanted)
	if err != nil {
		return nil, err
	}
	return s.issue(p, granted), nil
}

func (c *call) authRequest() (*authRequest, error) {
	body, data, err := c.object()
	if err != nil {
		return nil, err
	}
	auth, found := body["auth"]
	if !found {
		return nil, missing("auth", "request body")
	}
	if err := authSchema.check(auth, nil); err != nil {
		return nil, err
	}
	var wrapped struct {
		Auth authRequest `json:"auth"`
	}
	if err := json.Unmarshal(data, &wrapped); err != nil {
		return nil, missing("valid JSON", "request body")
	}
	request := &wrapped.Auth
	request.present, _ = auth.(map[string]any)["identity"].(map[string]any) // the schema has passed it
	if p := request.Identity.Password; p != nil && p.User != nil && p.User.ID == "" && p.User.Name == "" {
		return nil, noReference("identity/password/user")
	}
	return request, nil
}

func noReference(path string) error {
	return badRequest("Invalid input for field " + path + ": id or name must be present.")
}

// supported are the methods that Keystone knows by default. Those that are
// not served here fail as they do in Keystone without their configuration.
var supported = []string{"external", "password", "token", "oauth1", "mapped", "application_credential"}

func checkMethods(request *authRequest) error {
	for _, method := range request.Identity.Methods {
		if _, found := request.present[method]; !found {
			return missing(method, "identity")
		}
	}
	for _, method := range request.Identity.Methods {
		if !slices.Contains(supported, method) {
			return &failure{
				code: http.StatusUnauthorized, message: "Attempted to authenticate with an unsupported method.",
				identity: map[string]any{"methods": supported},
			}
		}
	}
	return nil
}

// prove carries out the methods of the request, all of which must succeed for
// the same user. It is called with the lock held.
func (s *Service) prove(request *authRequest) (*proof, error) {
	p := &proof{}
	for _, method := range request.Identity.Methods {
		who, err := s.proveBy(method, request, p)
		if err != nil {
			return nil, err
		}
		if who.Disabled || p.user != nil && p.user != who {
			return nil, unauthorized()
		}
		p.user = who
		if !slices.Contains(p.methods, method) {
			p.methods = append(p.methods, method)
		}
	}
	if p.user == nil {
		return nil, unauthorized()
	}
	slices.Sort(p.methods)
	return p, nil
}

// proveBy carries out one method. Its part can be missing although the schema
// has seen it: a twin of the name in another case may have taken its place.
func (s *Service) proveBy(method string, request *authRequest, p *proof) (*user, error) {
	identity := &request.Identity
	switch {
	case method == "password" && identity.Password != nil:
		return s.provePassword(identity.Password)
	case method == "token" && identity.Token != nil:
		return s.proveToken(p, identity.Token.ID)
	case method == "application_credential" && identity.Credential != nil:
		who, err := s.proveCredential(p, identity.Credential)
		if err == nil && request.Scope != nil {
			err = &failure{
				code: http.StatusUnauthorized, identity: struct{}{},
				message: "Error authenticating with application credential: Application credentials cannot request a scope.",
			}
		}
		return who, err
	}
	return nil, unauthorized()
}

func (s *Service) provePassword(method *passwordMethod) (*user, error) {
	if method.User == nil {
		return nil, missing("user", "None")
	}
	who, err := s.resolveUser(method.User, "user")
	if err != nil {
		return nil, err
	}
	if who == nil || who.Password != method.User.Password {
		return nil, unauthorized()
	}
	return who, nil
}

// resolveUser finds the user that a request refers to by id, or by name and
// domain; nil stands for one that does not exist.
func (s *Service) resolveUser(ref *userRef, target string) (*user, error) {
	if ref.ID != "" {
		return s.userByID(ref.ID), nil
	}
	if ref.Domain == nil {
		return nil, missing("domain", target)
	}
	if !ref.Domain.known() {
		return nil, nil
	}
	return s.userByName(ref.Name), nil
}

func (d *domainRef) known() bool {
	if d.ID != "" {
		return d.ID == DomainID
	}
	return d.Name == DomainName
}

func (s *Service) proveToken(p *proof, id string) (*user, error) {
	t, err := s.find(id)
	if err != nil {
		return nil, err
	}
	if t.credential != nil {
		return nil, forbidden("Using a delegated token to create another token is not allowed.")
	}
	p.expiresAt = t.ExpiresAt
	p.auditIDs = t.AuditIDs[len(t.AuditIDs)-1:]
	for _, method := range t.Methods {
		if !slices.Contains(p.methods, method) {
			p.methods = append(p.methods, method)
		}
	}
	return t.user, nil
}
