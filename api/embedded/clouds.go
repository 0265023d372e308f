package embedded

import (
	"fmt"
	"strings"

	"glimpse/api/embedded/keystone"
)

// CloudsYAML is a clouds.yaml for this cloud, which openstacksdk and other
// clients take as well. Its clouds are demo (user admin, project admin),
// demo-member, demo-reader (project demo) and demo-other (project other).
func (s *Server) CloudsYAML() string {
	var out strings.Builder
	out.WriteString("clouds:\n")
	for _, cloud := range []struct{ name, user, project string }{
		{"demo", "admin", "admin"},
		{"demo-member", "member", "demo"},
		{"demo-reader", "reader", "demo"},
		{"demo-other", "other", "other"},
	} {
		fmt.Fprintf(&out, `  %s:
    auth_type: password
    auth:
      auth_url: %s
      username: %s
      password: %s
      project_name: %s
      user_domain_name: %s
      project_domain_name: %[6]s
    region_name: RegionOne
    interface: public
    identity_api_version: 3
`, cloud.name, s.AuthURL(), cloud.user, keystone.Password, cloud.project, keystone.DomainName)
	}
	return out.String()
}
