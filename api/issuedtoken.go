package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"

	"glimpse/model/remote"
	"glimpse/model/text"
)

// issuedToken is what the identity service says about a token, when it issues
// one and when it is asked about one.
type issuedToken struct {
	id      string
	Expires string                `json:"expires_at"`
	Issued  string                `json:"issued_at"`
	Catalog []tokens.CatalogEntry `json:"catalog"`
	User    tokens.User           `json:"user"`
	Project tokens.Project        `json:"project"`
	Domain  map[string]any        `json:"domain"`
	System  map[string]any        `json:"system"`
	Methods []string              `json:"methods"`
	Roles   []tokens.Role         `json:"roles"`
}

// ask logs in with one request. A token without a new scope is used as it is;
// asking about it tells the catalogue.
func (s *tokenSource) ask(ctx context.Context) (*issuedToken, error) {
	if s.options.TokenID != "" && (s.options.Scope == nil || *s.options.Scope == gophercloud.AuthScope{}) {
		got, err := s.exchange(ctx, http.MethodGet, nil, map[string]string{
			"X-Auth-Token": s.options.TokenID, "X-Subject-Token": s.options.TokenID,
		})
		if err == nil {
			got.id = s.options.TokenID
		}
		return got, err
	}
	options := s.options
	scope, err := options.ToTokenV3ScopeMap()
	if err != nil {
		return nil, fmt.Errorf("writing the scope of a login: %w", err)
	}
	body, err := options.ToTokenV3CreateMap(scope)
	if err != nil {
		return nil, fmt.Errorf("writing a login: %w", err)
	}
	return s.exchange(ctx, http.MethodPost, body, nil)
}

// exchange sends a request about a token and reads the answer. Some services
// answer a login with 200, where Keystone says 201, and a question about a token
// with 203.
func (s *tokenSource) exchange(ctx context.Context, method string, body any, headers map[string]string) (*issuedToken, error) {
	options := &gophercloud.RequestOpts{
		MoreHeaders: headers, KeepResponseBody: true,
		OkCodes: []int{http.StatusOK, http.StatusCreated, http.StatusNonAuthoritativeInfo},
	}
	if body != nil {
		options.JSONBody = body
		options.OmitHeaders = []string{"X-Auth-Token"}
	}
	response, err := s.identity.Request(ctx, method, s.identity.ServiceURL("auth", "tokens"), options)
	if err != nil {
		return nil, err //nolint:wrapcheck // it is a gophercloud error, which the explainer reads
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("reading a token: %w", err)
	}
	var read struct {
		Token *issuedToken `json:"token"`
	}
	if err := json.Unmarshal(content, &read); err != nil || read.Token == nil {
		return nil, ErrAnswer
	}
	read.Token.id = response.Header.Get("X-Subject-Token")
	return read.Token, nil
}

// login returns what a token that was asked for at a time is good for.
func (t *issuedToken) login(begun time.Time) (login, error) {
	if t.id == "" {
		return login{}, ErrAnswer
	}
	got := login{
		token: t.id, begun: begun, about: t.about(),
		catalog: &tokens.ServiceCatalog{Entries: t.Catalog},
		admin:   slices.ContainsFunc(t.Roles, func(role tokens.Role) bool { return strings.EqualFold(role.Name, "admin") }),
		scoped:  t.Project.ID != "" || t.Domain != nil || t.System != nil,
	}
	if expires, found := readTime(t.Expires); found {
		got.life = expires.Sub(begun)
		if issued, found := readTime(t.Issued); found {
			got.life = expires.Sub(issued)
		}
	}
	got.life = max(0, got.life)
	got.renewAt = begun.Add(got.life - min(earlyRenewal, got.life/10))
	return got, nil
}

// about is what a token tells of a connection. The configuration tells the rest.
func (t *issuedToken) about() remote.Connection {
	roles := make([]text.Untrusted, 0, len(t.Roles))
	for _, role := range t.Roles {
		roles = append(roles, text.Of(role.Name))
	}
	slices.SortFunc(roles, func(a, b text.Untrusted) int { return cmp.Compare(a.Raw(), b.Raw()) })
	return remote.Connection{
		Roles:     roles,
		Project:   text.Of(cmp.Or(t.Project.Name, t.Project.ID)),
		ProjectID: text.Of(t.Project.ID),
		User:      text.Of(cmp.Or(t.User.Name, t.User.ID)),
		UserID:    text.Of(t.User.ID),
	}
}

// readTime reads a time of the identity service, which is in UTC where it names
// no zone.
func readTime(written string) (time.Time, bool) {
	written = strings.Replace(strings.TrimSpace(written), " ", "T", 1)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700"} {
		if read, err := time.Parse(layout, written); err == nil {
			return read, true
		}
	}
	return time.Time{}, false
}
