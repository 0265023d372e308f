package keystone

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
)

func TestAUserWorksInEveryProjectOnWhichItHasARole(t *testing.T) {
	t.Parallel()
	b := start(t)
	tests := []struct {
		user     string
		projects []string
		// roles are those on the last of the projects.
		roles []string
	}{
		{"admin", []string{"admin", "demo", "web-prod"}, []string{"member", "reader"}},
		{"member", []string{"demo", "web-prod"}, []string{"member", "reader"}},
		{"reader", []string{"demo"}, []string{"reader"}},
		{"other", []string{"other"}, []string{"member", "reader"}},
	}
	for _, test := range tests {
		token := b.token(test.user, test.projects[0])
		told := parse[struct{ Projects []projectBody }](t, b.do("GET", "/v3/auth/projects", "", "X-Auth-Token", token).body)
		var names []string
		for _, p := range told.Projects {
			names = append(names, p.Name)
			scope := fmt.Sprintf(`{"project": {"id": %q}}`, p.ID)
			body := fmt.Sprintf(`{"auth": {"identity": {"methods": ["token"], "token": {"id": %q}}, "scope": %s}}`, token, scope)
			if a := b.do("POST", "/v3/auth/tokens", body); a.StatusCode != http.StatusCreated {
				t.Errorf("%s cannot change to %s: %d %s", test.user, p.Name, a.StatusCode, a.body)
			}
		}
		if !slices.Equal(names, test.projects) {
			t.Errorf("%s works in %q, want %q", test.user, names, test.projects)
		}
		last := b.token(test.user, test.projects[len(test.projects)-1])
		if got, ok := b.Validate(last); !ok || !slices.Equal(got.Roles, test.roles) {
			t.Errorf("%s has the roles %q on its last project, want %q", test.user, got.Roles, test.roles)
		}
	}
}
