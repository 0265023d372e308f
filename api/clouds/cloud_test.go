package clouds

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// login returns the body of the login request that gophercloud makes of a
// cloud.
func login(t *testing.T, c Cloud) string {
	t.Helper()
	options := c.AuthOptions()
	scope, err := options.ToTokenV3ScopeMap()
	if err != nil {
		t.Fatalf("making the scope: %v", err)
	}
	body, err := options.ToTokenV3CreateMap(scope)
	if err != nil {
		t.Fatalf("making the request: %v", err)
	}
	encoded, err := json.Marshal(body["auth"])
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func TestTheLoginIsTheRequestThatTheIdentityAPITakes(t *testing.T) {
	t.Parallel()
	const head = "clouds:\n  lab:\n    auth_type: "
	for name, c := range map[string]struct {
		settings string
		body     string
		replayed bool
	}{
		"a name and a password in their domains": {
			"password\n    auth: {username: alice, password: pw, user_domain_name: D, project_name: demo, project_domain_id: p}",
			`{"identity":{"methods":["password"],"password":{"user":{"name":"alice","password":"pw","domain":{"name":"D"}}}},
			  "scope":{"project":{"domain":{"id":"p"},"name":"demo"}}}`, true,
		},
		"the id of a domain before its name": {
			"password\n    auth: {username: alice, password: pw, user_domain_name: D, user_domain_id: d, project_name: demo, project_domain_id: p}",
			`{"identity":{"methods":["password"],"password":{"user":{"name":"alice","password":"pw","domain":{"id":"d"}}}},
			  "scope":{"project":{"domain":{"id":"p"},"name":"demo"}}}`, true,
		},
		"the ids of user and project, which need no domain": {
			"v3password\n    auth: {user_id: u1, username: alice, user_domain_id: d, password: pw, project_id: p1, project_domain_id: p}",
			`{"identity":{"methods":["password"],"password":{"user":{"id":"u1","password":"pw"}}},"scope":{"project":{"id":"p1"}}}`, true,
		},
		"no domain at all, as the openstack command has it": {
			"password\n    auth: {username: alice, password: pw, project_name: demo}",
			`{"identity":{"methods":["password"],"password":{"user":{"name":"alice","password":"pw","domain":{"id":"default"}}}},
			  "scope":{"project":{"domain":{"id":"default"},"name":"demo"}}}`, true,
		},
		"the default domain of the configuration": {
			"password\n    auth: {username: alice, password: pw, project_name: demo, default_domain_name: Acme}",
			`{"identity":{"methods":["password"],"password":{"user":{"name":"alice","password":"pw","domain":{"name":"Acme"}}}},
			  "scope":{"project":{"domain":{"name":"Acme"},"name":"demo"}}}`, true,
		},
		"no scope": {
			"password\n    auth: {user_id: u1, password: pw}",
			`{"identity":{"methods":["password"],"password":{"user":{"id":"u1","password":"pw"}}}}`, true,
		},
		"a domain as the scope": {
			"password\n    auth: {user_id: u1, password: pw, domain_name: D}",
			`{"identity":{"methods":["password"],"password":{"user":{"id":"u1","password":"pw"}}},"scope":{"domain":{"name":"D"}}}`, true,
		},
		"the system as the scope": {
			"password\n    auth: {user_id: u1, password: pw, system_scope: all}",
			`{"identity":{"methods":["password"],"password":{"user":{"id":"u1","password":"pw"}}},"scope":{"system":{"all":true}}}`, true,
		},
		"a trust": {
			"password\n    auth: {user_id: u1, password: pw, trust_id: t1}",
			`{"identity":{"methods":["password"],"password":{"user":{"id":"u1","password":"pw"}}},"scope":{"OS-TRUST:trust":{"id":"t1"}}}`, true,
		},
		"a token for a project": {
			"token\n    auth: {token: gAAA, project_id: p1, username: left-over}",
			`{"identity":{"methods":["token"],"token":{"id":"gAAA"}},"scope":{"project":{"id":"p1"}}}`, false,
		},
		"a token as it is": {
			"v3token\n    auth: {token: gAAA}",
			`{"identity":{"methods":["token"],"token":{"id":"gAAA"}}}`, false,
		},
		"an application credential, which brings its scope": {
			"v3applicationcredential\n    auth: {application_credential_id: a, application_credential_secret: s, project_id: p1}",
			`{"identity":{"methods":["application_credential"],"application_credential":{"id":"a","secret":"s"}}}`, true,
		},
		"an application credential by name and user": {
			"v3applicationcredential\n    auth: {application_credential_name: a, application_credential_secret: s, username: alice}",
			`{"identity":{"methods":["application_credential"],"application_credential":
			  {"name":"a","secret":"s","user":{"name":"alice","domain":{"id":"default"}}}}}`, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config, err := Load(memory{cloudsPath: head + c.settings + "\n    auth_url: https://k.example:5000/v3\n"}.env())
			if err != nil {
				t.Fatal(err)
			}
			cloud, err := config.Cloud("", "")
			if err != nil {
				t.Fatal(err)
			}
			var got, want any
			if err := json.Unmarshal([]byte(login(t, cloud)), &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(c.body), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the login differs (- wanted, + got):\n%s", diff)
			}
			options := cloud.AuthOptions()
			if options.IdentityEndpoint != "https://k.example:5000/v3" {
				t.Errorf("the login goes to %q", options.IdentityEndpoint)
			}
			if options.CanReauth() != c.replayed {
				t.Errorf("the login can be repeated: %v", options.CanReauth())
			}
		})
	}
}
