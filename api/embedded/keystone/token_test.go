package keystone

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func (b *bench) valid(token string) bool {
	_, ok := b.Validate(token)
	return ok
}

func TestATokenIsGoodUntilItExpires(t *testing.T) {
	t.Parallel()
	b := start(t, func(o *Options) { o.TokenLife = 3 * time.Second })
	token := b.token("member", "demo")
	b.clock.Advance(3*time.Second - time.Millisecond)
	if !b.valid(token) {
		t.Error("it ended early")
	}
	b.clock.Advance(time.Millisecond)
	if b.valid(token) {
		t.Error("it outlived its time")
	}
	if a := b.do("GET", "/v3/auth/projects", "", "X-Auth-Token", token); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("Keystone itself still takes it: %d", a.StatusCode)
	}
	a := b.do("GET", "/v3/auth/tokens", "", "X-Auth-Token", b.token("admin", "admin"), "X-Subject-Token", token)
	if a.StatusCode != http.StatusNotFound || !strings.Contains(a.body, `"Failed to validate token"`) {
		t.Errorf("an admin who asks about it is told %d %s", a.StatusCode, a.body)
	}
}

func TestTheLifeOfNewTokensCanBeChanged(t *testing.T) {
	t.Parallel()
	b := start(t)
	long := b.token("member", "demo")
	b.SetTokenLife(500 * time.Millisecond)
	short := b.token("member", "demo")
	b.SetTokenLife(0)
	again := b.token("member", "demo")
	b.clock.Advance(time.Second)
	if !b.valid(long) || b.valid(short) || !b.valid(again) {
		t.Errorf("after a second: long %v, short %v, long again %v", b.valid(long), b.valid(short), b.valid(again))
	}
}

func TestARevokedTokenIsUselessAtOnce(t *testing.T) {
	t.Parallel()
	b := start(t)
	token, kept := b.token("member", "demo"), b.token("member", "demo")
	if a := b.do("DELETE", "/v3/auth/tokens", "", "X-Auth-Token", kept, "X-Subject-Token", token); a.StatusCode != http.StatusNoContent || a.body != "" {
		t.Fatalf("got %d %s", a.StatusCode, a.body)
	}
	if b.valid(token) || !b.valid(kept) {
		t.Errorf("the revoked one is good: %v, the other: %v", b.valid(token), b.valid(kept))
	}
	body := `{"auth":{"identity":{"methods":["token"],"token":{"id":"` + token + `"}}}}`
	if a := b.do("POST", "/v3/auth/tokens", body); a.StatusCode != http.StatusNotFound {
		t.Errorf("it can still be exchanged: %d", a.StatusCode)
	}
}

func TestATokenCanBeExchangedForOneOfAnotherScope(t *testing.T) {
	t.Parallel()
	b := start(t)
	first := b.do("POST", "/v3/auth/tokens", password("member", "demo", ""))
	b.clock.Advance(time.Minute)
	a := b.do("POST", "/v3/auth/tokens?nocatalog", `{"auth":{"identity":{"methods":["token"],"token":{"id":"`+
		first.Header.Get("X-Subject-Token")+`"}},"scope":`+onProject("demo")+`}}`)
	if a.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	before, after := parse[shown](t, first.body).Token, parse[shown](t, a.body).Token
	if !slices.Equal(after.Methods, []string{"password", "token"}) || after.Project == nil || after.Catalog != nil {
		t.Errorf("got %+v", after)
	}
	if !after.ExpiresAt.Equal(before.ExpiresAt) {
		t.Errorf("it expires at %v, the one it was made from at %v", after.ExpiresAt, before.ExpiresAt)
	}
	if len(after.AuditIDs) != 2 || after.AuditIDs[1] != before.AuditIDs[0] {
		t.Errorf("the chain of audit ids is %v after %v", after.AuditIDs, before.AuditIDs)
	}
}

func TestOnlyTheUserAndAnAdminMayLookIntoAToken(t *testing.T) {
	t.Parallel()
	b := start(t)
	mine, own, foreign, admin := b.token("member", "demo"), b.token("member", "demo"), b.token("reader", "demo"), b.token("admin", "admin")
	for _, test := range []struct {
		name, method, caller, subject string
		code                          int
		want                          string
	}{
		{"itself", "GET", mine, mine, 200, `"name": "member"`},
		{"another of the user's", "GET", own, mine, 200, `"name": "member"`},
		{"an admin", "GET", admin, mine, 200, `"name": "member"`},
		{"somebody else", "GET", foreign, mine, 403, "identity:validate_token."},
		{"somebody else, head", "HEAD", foreign, mine, 403, ""},
		{"somebody else, to revoke", "DELETE", foreign, mine, 403, "identity:revoke_token."},
		{"without a subject", "GET", mine, "", 403, "identity:validate_token."},
		{"an admin without a subject", "GET", admin, "", 404, "No token in the request"},
		{"a garbled subject", "GET", mine, "bad", 404, "Could not recognize Fernet token"},
		{"without a token", "GET", "", mine, 401, "requires authentication"},
		{"with a garbled token", "GET", "bad", mine, 401, "requires authentication"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := b.do(test.method, "/v3/auth/tokens?nocatalog", "", "X-Auth-Token", test.caller, "X-Subject-Token", test.subject)
			if a.StatusCode != test.code || !strings.Contains(a.body, test.want) {
				t.Errorf("got %d %s, want %d with %s", a.StatusCode, a.body, test.code, test.want)
			}
			if test.method == "HEAD" && a.body != "" {
				t.Errorf("HEAD has a body: %s", a.body)
			}
		})
	}
}

func TestAnApplicationCredentialAuthenticatesWithoutAScope(t *testing.T) {
	t.Parallel()
	b := start(t)
	request := func(part, scope string) string {
		return `{"auth":{"identity":{"methods":["application_credential"],"application_credential":{` + part + `}}` + scope + `}}`
	}
	id := DemoCredential("member")
	for _, test := range []struct {
		name, body string
		code       int
		want       string
	}{
		{"by id", request(`"id":"`+id+`","secret":"demo"`, ""), 201, `"application_credential": {"id": "` + id + `", "name": "demo", "restricted": true}`},
		{"by name and user id", request(`"name":"demo","secret":"demo","user":{"id":"`+UserID("member")+`"}`, ""), 201, `"name": "member"`},
		{"by name and user name", request(`"name":"demo","secret":"demo","user":{"name":"member","domain":{"id":"default"}}`, ""), 201, `"name": "demo"`},
		{"by name alone", request(`"name":"demo","secret":"demo"`, ""), 400, "Expecting to find user in application credential."},
		{"by nothing", request(``, ""), 400, "Expecting to find name or ID in application credential."},
		{"with a wrong secret", request(`"id":"`+id+`","secret":"x"`, ""), 401, "requires authentication"},
		{"with an unknown id", request(`"id":"x","secret":"x"`, ""), 404, "Could not find Application Credential: x."},
		{"with an unknown name", request(`"name":"x","secret":"x","user":{"id":"`+UserID("member")+`"}`, ""), 401, "requires authentication"},
		{"with a scope", request(`"id":"`+id+`","secret":"demo"`, `,"scope":`+onProject("demo")), 401, `{"error":{"code":401,"identity":{},"message":"Error authenticating with application credential: Application credentials cannot request a scope."`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if a := b.do("POST", "/v3/auth/tokens?nocatalog", test.body); a.StatusCode != test.code || !strings.Contains(a.body, test.want) {
				t.Errorf("got %d %s, want %d with %s", a.StatusCode, a.body, test.code, test.want)
			}
		})
	}
}

func TestAnApplicationCredentialShowsItsSecretOnceAndTakesItsTokensAlong(t *testing.T) {
	t.Parallel()
	b := start(t)
	path := "/v3/users/" + UserID("member") + "/application_credentials"
	mine := []string{"X-Auth-Token", b.token("member", "demo")}
	made := b.do("POST", path, `{"application_credential":{"name":"one","description":"d","roles":[{"name":"reader"}]}}`, mine...)
	if made.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", made.StatusCode, made.body)
	}
	cred := parse[struct {
		Credential struct{ ID, Secret string } `json:"application_credential"`
	}](t, made.body).Credential
	if len(cred.Secret) < 64 {
		t.Errorf("secret of %d characters", len(cred.Secret))
	}
	for _, read := range []string{path, path + "/" + cred.ID, path + "?name=one"} {
		a := b.do("GET", read, "", mine...)
		if a.StatusCode != http.StatusOK || strings.Contains(a.body, "secret") || !strings.Contains(a.body, cred.ID) {
			t.Errorf("GET %s: %d %s", read, a.StatusCode, a.body)
		}
	}
	a := b.do("POST", "/v3/auth/tokens", `{"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"`+
		cred.ID+`","secret":"`+cred.Secret+`"}}}}`)
	token := a.Header.Get("X-Subject-Token")
	got, ok := b.Validate(token)
	if !ok || !slices.Equal(got.Roles, []string{"reader"}) || got.ProjectName != "demo" {
		t.Fatalf("its token stands for %+v", got)
	}
	if a := b.do("POST", path, `{"application_credential":{"name":"two"}}`, "X-Auth-Token", token); a.StatusCode != http.StatusForbidden {
		t.Errorf("a restricted credential made another: %d", a.StatusCode)
	}
	if a := b.do("DELETE", path+"/"+cred.ID, "", mine...); a.StatusCode != http.StatusNoContent {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	if b.valid(token) {
		t.Error("the token outlived the credential")
	}
	if a := b.do("GET", "/v3/auth/projects", "", "X-Auth-Token", token); a.StatusCode != http.StatusNotFound || !strings.Contains(a.body, cred.ID) {
		t.Errorf("got %d %s", a.StatusCode, a.body)
	}
}

func TestApplicationCredentialsThatCannotBeMade(t *testing.T) {
	t.Parallel()
	b := start(t)
	path := "/v3/users/" + UserID("member") + "/application_credentials"
	token := b.token("member", "demo")
	for _, test := range []struct {
		name, body string
		code       int
		want       string
	}{
		{"a name in use", `{"name":"demo"}`, 409, "Duplicate entry found with name demo."},
		{"no name", `{}`, 400, "'name' is a required property"},
		{"an empty name", `{"name":""}`, 400, "'' is too short"},
		{"a number for a name", `{"name":5}`, 400, "5 is not of type 'string'"},
		{"an end in the past", `{"name":"x","expires_at":"2020-01-01T00:00:00Z"}`, 400, "The 'expires_at' must not be before now."},
		{"an end that is no time", `{"name":"x","expires_at":"xx"}`, 400, "Timestamp not in expected format."},
		{"a role that one has not", `{"name":"x","roles":[{"name":"admin"}]}`, 400, "unassigned role"},
		{"a role that does not exist", `{"name":"x","roles":[{"name":"nope"}]}`, 404, "Role nope is not defined"},
		{"a member that nobody knows", `{"name":"x","zzz":"1"}`, 400, "'zzz' is an invalid keyword argument"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := b.do("POST", path, `{"application_credential":`+test.body+`}`, "X-Auth-Token", token)
			if a.StatusCode != test.code || !strings.Contains(a.body, test.want) {
				t.Errorf("got %d %s, want %d with %s", a.StatusCode, a.body, test.code, test.want)
			}
		})
	}
	for _, end := range []string{"2099-01-01T00:00:00", "2099-01-01T00:00:00Z", "2099-01-01T00:00:00.000001"} {
		a := b.do("POST", path, `{"application_credential":{"name":"until `+end+`","expires_at":"`+end+`"}}`, "X-Auth-Token", token)
		if a.StatusCode != http.StatusCreated || !strings.Contains(a.body, `"expires_at": "2099-01-01T00:00:00.00000`) {
			t.Errorf("an end at %s: %d %s", end, a.StatusCode, a.body)
		}
	}
	if a := b.do("POST", path, `{"application_credential":{"name":"x"}}`, "X-Auth-Token", b.token("admin", "admin")); a.StatusCode != http.StatusForbidden {
		t.Errorf("an admin made one for another user: %d", a.StatusCode)
	}
}

func TestWhatElseIsThereAndWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	b := start(t)
	member, admin := b.token("member", "demo"), b.token("admin", "admin")
	unscoped := b.do("POST", "/v3/auth/tokens", password("member", "demo", "")).Header.Get("X-Subject-Token")
	demo, other := "/v3/projects/"+ProjectID("demo"), "/v3/projects/"+ProjectID("other")
	for _, test := range []struct {
		name, method, path, token string
		code                      int
		want                      string
	}{
		{"the versions", "GET", "/", "", 300, `{"versions": {"values": [{"id": "v3.14", "status": "stable", "updated": "2020-04-07T00:00:00Z", "links": [{"rel": "self", "href": "http://cloud/identity/v3/"}]`},
		{"the version", "GET", "/v3", "", 200, `{"version": {"id": "v3.14"`},
		{"the version, with a slash", "GET", "/v3/", "", 200, `{"version": {"id": "v3.14"`},
		{"a wrong method on the version", "POST", "/v3", "", 405, "<title>405 Method Not Allowed</title>"},
		{"nowhere", "GET", "/v3/nope", member, 404, "<title>404 Not Found</title>"},
		{"another version", "GET", "/v2.0/tokens", "", 404, "<title>404 Not Found</title>"},
		{"a wrong method", "PUT", "/v3/auth/tokens", "", 405, `{"message": "The method is not allowed for the requested URL."}`},
		{"options", "OPTIONS", "/v3/auth/tokens", "", 200, ""},
		{"own projects", "GET", "/v3/auth/projects", unscoped, 200, `"name": "demo"`},
		{"own domains", "GET", "/v3/auth/domains", member, 200, `{"domains": [], "links": {"next": null, "self": "http://cloud/identity/v3/auth/domains", "previous": null}}`},
		{"own system roles", "GET", "/v3/auth/system", admin, 200, `{"system": [{"all": true}]`},
		{"no system roles", "GET", "/v3/auth/system", member, 200, `{"system": []`},
		{"the catalogue", "GET", "/v3/auth/catalog", member, 200, `"type": "image"`},
		{"the catalogue without a scope", "GET", "/v3/auth/catalog", unscoped, 403, "You are not authorized to perform the requested action."},
		{"all projects", "GET", "/v3/projects", admin, 200, `"name": "web-prod"`},
		{"projects by name", "GET", "/v3/projects?name=other&enabled=True&domain_id=default", admin, 200, `"name": "other"`},
		{"projects of another case", "GET", "/v3/projects?name=OTHER", admin, 200, `{"projects": []`},
		{"disabled projects", "GET", "/v3/projects?enabled=false", admin, 200, `{"projects": []`},
		{"domains as projects", "GET", "/v3/projects?is_domain=true", admin, 200, `{"projects": [{"id": "default", "name": "Default", "domain_id": null`},
		{"all projects, a member", "GET", "/v3/projects", member, 403, "identity:list_projects."},
		{"the own project", "GET", demo, member, 200, `"name": "demo"`},
		{"the own project without a scope", "GET", demo, unscoped, 403, "identity:get_project."},
		{"a foreign project", "GET", other, member, 403, "identity:get_project."},
		{"a foreign project, an admin", "GET", other, admin, 200, `"name": "other"`},
		{"an unknown project, an admin", "GET", "/v3/projects/%C3%A9", admin, 404, `Could not find project: \u00e9.`},
		{"making a project", "POST", "/v3/projects", member, 403, "identity:create_project."},
		{"oneself", "GET", "/v3/users/" + UserID("member"), member, 200, `"enabled": true`},
		{"somebody else", "GET", "/v3/users/" + UserID("admin"), member, 403, "identity:get_user."},
		{"an unknown user", "GET", "/v3/users/nope", admin, 404, "Could not find user: nope."},
		{"own projects, by user", "GET", "/v3/users/" + UserID("member") + "/projects", member, 200, `"name": "demo"`},
		{"a foreign user's credentials", "GET", "/v3/users/" + UserID("reader") + "/application_credentials", member, 403, "identity:list_application_credentials."},
		{"an unknown credential", "GET", "/v3/users/" + UserID("member") + "/application_credentials/nope", member, 404, "Could not find Application Credential: nope."},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := b.do(test.method, test.path, "", "X-Auth-Token", test.token)
			if a.StatusCode != test.code || !strings.Contains(a.body, test.want) {
				t.Errorf("got %d %s, want %d with %s", a.StatusCode, a.body, test.code, test.want)
			}
			if (test.code == 405 || test.method == "OPTIONS") && a.Header.Get("Allow") == "" {
				t.Error("Allow is missing")
			}
		})
	}
}

func TestAPathOutsideThePrefixLeadsNowhere(t *testing.T) {
	t.Parallel()
	b := start(t, func(o *Options) { o.Prefix = "/elsewhere" })
	if a := b.do("GET", "/v3", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("got %d", a.StatusCode)
	}
}

func TestExpiredTokensDoNotPileUp(t *testing.T) {
	t.Parallel()
	b := start(t, func(o *Options) { o.TokenLife = time.Second })
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range sweepAt / 4 {
				b.token("member", "demo")
			}
		})
	}
	group.Wait()
	b.clock.Advance(time.Minute)
	last := b.token("member", "demo")
	if held := len(b.tokens); held != 1 || !b.valid(last) {
		t.Errorf("%d tokens are held, the last one is good: %v", held, b.valid(last))
	}
}

func TestIDsAreTheSameInEveryService(t *testing.T) {
	t.Parallel()
	first, second := start(t), start(t)
	one, _ := first.Validate(first.token("other", "other"))
	two, _ := second.Validate(second.token("other", "other"))
	if one.UserID != two.UserID || one.ProjectID != two.ProjectID || len(one.UserID) != 32 || one.UserID == one.ProjectID {
		t.Errorf("%s of %s and %s of %s", one.UserID, one.ProjectID, two.UserID, two.ProjectID)
	}
}
