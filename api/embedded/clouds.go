package embedded

import (
	"fmt"
	"strings"

	"glimpse/api/embedded/keystone"
)

// CloudsYAML is a clouds.yaml for this cloud, which openstacksdk and other
// clients take as well. Its clouds are demo (user admin, project admin),
// demo-member, demo-reader (project demo) and demo-other (project other), and with the
// extras demo-two, which is demo in the second region.
func (s *Server) CloudsYAML() string {
	var out strings.Builder
	out.WriteString("clouds:\n")
	for _, cloud := range []struct{ name, user, project, region string }{
		{"demo", "admin", "admin", firstRegion},
		{"demo-two", "admin", "admin", secondRegion},
		{"demo-member", "member", "demo", firstRegion},
		{"demo-reader", "reader", "demo", firstRegion},
		{"demo-other", "other", "other", firstRegion},
	} {
		if cloud.region != firstRegion && !s.options.Extras {
			continue
		}
		fmt.Fprintf(&out, `  %s:
    auth_type: password
    auth:
      auth_url: %s
      username: %s
      password: %s
      project_name: %s
      user_domain_name: %s
      project_domain_name: %[6]s
    region_name: %[7]s
    interface: public
    identity_api_version: 3
`, cloud.name, s.AuthURL(), cloud.user, keystone.Password, cloud.project, keystone.DomainName, cloud.region)
	}
	return out.String()
}
