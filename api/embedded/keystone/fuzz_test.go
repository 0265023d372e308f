package keystone

import (
	"encoding/json"
	"net/http"
	"testing"
)

// FuzzRequestBodies sends any body where one is read. Whatever comes, the
// answer is one of Keystone's, in JSON, and only the right credentials get a
// token.
func FuzzRequestBodies(f *testing.F) {
	for _, seed := range []string{
		password("member", "demo", onProject("demo")),
		password("member", "bad", `{"system":{"all":true}}`),
		`{"auth":{"identity":{"methods":["token"],"token":{"id":"x"},"Token":null}}}`,
		`{"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"x"}}},"scope":[1]}}`,
		`{"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"x","secret":"y"}},"scope":null}}`,
		`{"application_credential":{"name":"n","description":[1],"roles":[{"name":"reader"}],"access_rules":[{}]}}`,
		`{"application_credential":{"name":"é\ud800","expires_at":"2030-01-01T00:00:00Z"}}`,
		`{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"a","domain":{},"password":""}}}}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		b := start(t)
		token := b.token("member", "demo")
		for _, path := range []string{"/v3/auth/tokens?nocatalog", "/v3/users/" + UserID("member") + "/application_credentials"} {
			a := b.do("POST", path, body, "X-Auth-Token", token)
			if !json.Valid([]byte(a.body)) || a.StatusCode == http.StatusInternalServerError {
				t.Errorf("%s answers %d %s to %q", path, a.StatusCode, a.body, body)
			}
		}
		for _, held := range b.tokens {
			if held.user.Disabled || held.System && held.UserName != "admin" {
				t.Errorf("%q got a token of %s, system %v", body, held.UserName, held.System)
			}
		}
	})
}
