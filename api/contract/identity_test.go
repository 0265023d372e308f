package contract

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"glimpse/api"
)

// identityFault expects an error of Keystone's.
func identityFault(message string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		want := map[string]any{"code": float64(a.status), "message": s.expand(message), "title": http.StatusText(a.status)}
		if got := a.object(s)["error"]; !reflect.DeepEqual(got, want) {
			s.Errorf("the error is\n%q\nwant\n%q", got, want)
		}
		if got := a.header.Get("Content-Type"); got != "application/json" {
			s.Errorf("Content-Type is %q, want application/json", got)
		}
	}
}

const wantsAuthentication = "The request you have made requires authentication."

func TestIdentityRequests(t *testing.T) {
	s := newSpace(t)
	s.values["member"] = s.target.logins[member].Token
	login := func(method string) string {
		return `{"auth": {"identity": {"methods": [` + method + `}}`
	}
	const tokens = "POST identity:/auth/tokens"
	forbids := func(rule string) expectation {
		return identityFault("You are not authorized to perform the requested action: " + rule + ".")
	}
	s.check(t, []exchange{
		{"a login without a body is malformed", nobody, tokens, "", 400, identityFault("Expecting to find auth in request body. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.")},
		{"a login of another form is malformed", nobody, tokens, `{"auth": {}}`, 400, contains("'identity' is a required property")},
		{"a login that is no JSON is malformed", nobody, tokens, `{`, 400, identityFault("Expecting to find valid JSON in request body. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.")},
		{"a wrong password says nothing of what is wrong", nobody, tokens, passwordLogin(member, "wrong", projectScope("demo")), 401, all(identityFault(wantsAuthentication), header("Www-Authenticate", `Keystone uri="`+s.target.AuthURL+`"`))},
		{"a token is in a header of the answer", nobody, tokens, passwordLogin(member, password, projectScope("demo")), 201, all(header("Vary", "X-Auth-Token"), contains(`"methods": ["password"]`))},
		{"a token buys another one", nobody, tokens, login(`"token"], "token": {"id": "{member}"}}, "scope": ` + projectScope("demo")), 201, func(s *space, a *answer) {
			methods, _ := a.object(s)["token"].(map[string]any)["methods"].([]any)
			if got := sortedTags(methods); !reflect.DeepEqual(got, []any{"password", "token"}) {
				s.Errorf("the methods are %v, want password and token", got)
			}
		}},
		{"not for a project of others", nobody, tokens, login(`"token"], "token": {"id": "{member}"}}, "scope": ` + projectScope("other")), 401, identityFault(wantsAuthentication)},
		{"an unknown token buys none", nobody, tokens, login(`"token"], "token": {"id": "nope"}}`), 404, identityFault("Could not recognize Fernet token")},
		{"a token is checked", member, "GET identity:/auth/tokens\nX-Subject-Token: {member}", "", 200, all(header("X-Subject-Token", "{member}"), contains(`"name": "member"`))},
		{"an unknown token is not found", member, "GET identity:/auth/tokens\nX-Subject-Token: nope", "", 404, identityFault("Could not recognize Fernet token")},
		{"nobody checks tokens", nobody, "GET identity:/auth/tokens\nX-Subject-Token: {member}", "", 401, identityFault(wantsAuthentication)},
		{"one's projects", member, "GET identity:/auth/projects", "", 200, contains(`"name": "demo"`)},
		{"the projects of all are not for members", member, "GET identity:/projects", "", 403, forbids("identity:list_projects")},
		{"the projects of all are for the admin", admin, "GET identity:/projects?name=demo", "", 200, contains(`"id": "{demo}"`)},
		{"a project has a name", member, "GET identity:/projects/{demo}", "", 200, contains(`"name": "demo"`)},
		{"the catalogue comes without a login, too", member, "GET identity:/auth/catalog", "", 200, contains(`"type": "image"`)},
		{"an unknown path is not found", member, "GET identity:/nope", "", 404, contains("The requested URL was not found on the server.")},
	})
}

func TestApplicationCredentials(t *testing.T) {
	s := newSpace(t)
	s.values["user"] = s.target.logins[member].UserID
	_, name, _ := strings.Cut(s.values["mine"], "=")
	s.values["called"] = name
	const of = "identity:/users/{user}/application_credentials"
	s.check(t, []exchange{{
		"a user makes one", member, "POST " + of, `{"application_credential": {"name": "{called}", "secret": "a secret", "description": "d"}}`, 201,
		func(s *space, a *answer) {
			made, _ := a.object(s)["application_credential"].(map[string]any)
			s.values["credential"], _ = made["id"].(string)
			if made["secret"] != "a secret" || made["project_id"] != s.values["demo"] {
				s.Errorf("made %v", made)
			}
		},
	}})
	login := func(by, secret string) string {
		return `{"auth": {"identity": {"methods": ["application_credential"], "application_credential": {` + by + `, "secret": "` + secret + `"}}}}`
	}
	byName := `"name": "{called}", "user": {"name": "member", "domain": {"name": "Default"}}`
	const tokens = "POST identity:/auth/tokens"
	s.check(t, []exchange{
		{"its id and secret are a login to its project", nobody, tokens, login(`"id": "{credential}"`, "a secret"), 201, all(contains(`"methods": ["application_credential"]`), contains(`"id": "{demo}"`), contains(`"type": "image"`))},
		{"so are its name and the user's", nobody, tokens, login(byName, "a secret"), 201, contains(`"id": "{demo}"`)},
		{"a wrong secret is refused", nobody, tokens, login(`"id": "{credential}"`, "wrong"), 401, identityFault(wantsAuthentication)},
		{"it is listed without its secret", member, "GET " + of, "", 200, func(s *space, a *answer) {
			if body := string(a.body); !strings.Contains(body, s.values["credential"]) || strings.Contains(body, "a secret") {
				s.Errorf("listed %s", body)
			}
		}},
		{"others do not see it", other, "GET " + of + "/{credential}", "", 403, identityFault("You are not authorized to perform the requested action: identity:get_application_credential.")},
		{"it is deleted", member, "DELETE " + of + "/{credential}", "", 204, nil},
		{"and no login any more", nobody, tokens, login(`"id": "{credential}"`, "a secret"), 404, identityFault("Could not find Application Credential: {credential}.")},
	})
}

// A token that was revoked is not one to Keystone. (Glance may know it from
// before for some minutes.)
func TestRevokedTokens(t *testing.T) {
	s := newSpace(t)
	made, err := s.target.authenticate(t.Context(), passwordLogin(member, password, projectScope("demo")))
	if err != nil {
		t.Fatal(err)
	}
	s.values["token"] = made.ID
	const own = "\nX-Auth-Token: {token}"
	s.check(t, []exchange{
		{"it works", nobody, "GET identity:/auth/projects" + own, "", 200, nil},
		{"it is revoked", nobody, "DELETE identity:/auth/tokens" + own + "\nX-Subject-Token: {token}", "", 204, nil},
		{"it does not work any more", nobody, "GET identity:/auth/projects" + own, "", 401, identityFault(wantsAuthentication)},
		{"and is not found", member, "GET identity:/auth/tokens\nX-Subject-Token: {token}", "", 404, identityFault("Failed to validate token")},
	})
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	t.Run("a wrong password is refused with 401", func(t *testing.T) {
		_, err := theTarget.authenticate(ctx, passwordLogin(member, "wrong", projectScope("demo")))
		if err == nil || !strings.HasPrefix(err.Error(), "401 ") || !strings.Contains(err.Error(), "The request you have made requires authentication.") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("an unknown user is refused in the same words", func(t *testing.T) {
		_, err := theTarget.authenticate(ctx, passwordLogin("nobody-of-that-name", password, projectScope("demo")))
		if err == nil || !strings.HasPrefix(err.Error(), "401 ") || !strings.Contains(err.Error(), "The request you have made requires authentication.") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a project without a role for the user is refused", func(t *testing.T) {
		_, err := theTarget.authenticate(ctx, passwordLogin(member, password, projectScope("other")))
		if err == nil || !strings.HasPrefix(err.Error(), "401 ") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a token says whom it is for and what it may do", func(t *testing.T) {
		got, err := theTarget.authenticate(ctx, passwordLogin(admin, password, projectScope("admin")))
		if err != nil {
			t.Fatal(err)
		}
		var roles []string
		for _, role := range got.Roles {
			roles = append(roles, role.Name)
		}
		slices.Sort(roles)
		if !slices.Equal(roles, []string{"admin", "member", "reader"}) {
			t.Errorf("roles %q: admin implies member, which implies reader", roles)
		}
		if got.User.Name != "admin" || got.Project.Name != "admin" || got.User.Domain.Name != "Default" || !slices.Equal(got.Methods, []string{"password"}) {
			t.Errorf("token %+v", got)
		}
		if got.ExpiresAt.IsZero() || got.ID == "" {
			t.Errorf("expires at %v, id %q", got.ExpiresAt, got.ID)
		}
	})
	t.Run("the catalogue has the image service under its three interfaces", func(t *testing.T) {
		got, err := theTarget.authenticate(ctx, passwordLogin(reader, password, projectScope("demo")))
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, entry := range got.Catalog {
			for _, endpoint := range entry.Endpoints {
				if entry.Type == "image" && endpoint.Region == region && endpoint.RegionID == region && strings.TrimRight(endpoint.URL, "/") == theTarget.ImageURL {
					found = append(found, endpoint.Interface)
				}
			}
		}
		slices.Sort(found)
		if !slices.Equal(found, []string{"admin", "internal", "public"}) {
			t.Errorf("interfaces %q", found)
		}
	})
	t.Run("a token without a scope has neither project nor catalogue", func(t *testing.T) {
		got, err := theTarget.authenticate(ctx, passwordLogin(admin, password, unscoped))
		if err != nil {
			t.Fatal(err)
		}
		if got.Project.ID != "" || len(got.Catalog) != 0 || len(got.Roles) != 0 {
			t.Errorf("token %+v", got)
		}
	})
	t.Run("a token of the system says so", func(t *testing.T) {
		got, err := theTarget.authenticate(ctx, passwordLogin(admin, password, systemScope))
		if err != nil {
			t.Fatal(err)
		}
		if !got.System["all"] || got.Project.ID != "" {
			t.Errorf("token %+v", got)
		}
	})
	t.Run("a login without a scope is for no project, as the user has no default one", func(t *testing.T) {
		got, err := theTarget.authenticate(ctx, passwordLogin(member, password, ""))
		if err != nil {
			t.Fatal(err)
		}
		if got.Project.ID != "" || len(got.Catalog) != 0 {
			t.Errorf("token %+v", got)
		}
	})
	t.Run("the entry of the Identity API names its version", func(t *testing.T) {
		response, err := httpClient.Get(theTarget.AuthURL)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		var got struct {
			Version struct {
				ID    string
				Links []struct{ Rel, Href string }
			}
		}
		if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != http.StatusOK || !strings.HasPrefix(got.Version.ID, "v3.") || len(got.Version.Links) == 0 {
			t.Errorf("%s %+v", response.Status, got)
		}
	})
}

// The roles of a user are those of the project that the token is for.
func TestTheConnectionKnowsTheRoles(t *testing.T) {
	t.Parallel()
	for who, want := range map[account]string{admin: "admin", member: "member", reader: "reader"} {
		roles := theTarget.client(t, who, api.Options{}).About().Roles
		raw := make([]string, len(roles))
		for i, role := range roles {
			raw[i] = role.Raw()
		}
		if !slices.Contains(raw, want) || slices.Contains(raw, "admin") != (want == "admin") || !slices.IsSorted(raw) {
			t.Errorf("the roles of %s are %q", want, raw)
		}
	}
}
