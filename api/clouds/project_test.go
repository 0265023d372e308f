package clouds

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gophercloud/gophercloud/v2"
)

func TestWithProjectChangesWhatTheLoginIsGoodForAndNothingElse(t *testing.T) {
	t.Parallel()
	user := Cloud{Name: "c", AuthURL: "https://id/v3", AuthType: "password", Username: "alice", UserDomainName: "people", Password: NewSecret("pw"), Region: "r"}
	token := Cloud{Name: "c", AuthURL: "https://id/v3", AuthType: "token", Token: NewSecret("t")}
	with := func(c Cloud, change func(*Cloud)) Cloud { change(&c); return c }
	tests := []struct {
		name  string
		cloud Cloud
	}{
		{"a password for a project by name", with(user, func(c *Cloud) { c.ProjectName, c.ProjectDomainID = "old", "d" })},
		{"a password for a project by id", with(user, func(c *Cloud) { c.ProjectID = "old" })},
		{"a password for a domain", with(user, func(c *Cloud) { c.DomainName = "d" })},
		{"a password for a domain by id", with(user, func(c *Cloud) { c.DomainID = "d" })},
		{"a password for the system", with(user, func(c *Cloud) { c.SystemScope = "all" })},
		{"a password for a trust", with(user, func(c *Cloud) { c.TrustID = "trust" })},
		{"a password for nothing", user},
		{"a token as it is", token},
		{"a token for another project", with(token, func(c *Cloud) { c.ProjectName, c.ProjectDomainName = "old", "d" })},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			before := test.cloud
			got, err := test.cloud.WithProject("new")
			if err != nil {
				t.Fatal(err)
			}
			want := before.AuthOptions()
			want.Scope = &gophercloud.AuthScope{ProjectID: "new"}
			if diff := cmp.Diff(want, got.AuthOptions()); diff != "" {
				t.Errorf("the login (-want +got):\n%s", diff)
			}
			if got.Name != before.Name || got.Region != before.Region || got.AuthURL != before.AuthURL {
				t.Errorf("the cloud is %+v, was %+v", got, before)
			}
			if scope := test.cloud.scope(); scope.ProjectID == "new" {
				t.Error("the cloud itself was changed")
			}
		})
	}
}

func TestWithProjectRefusesWhatCannotChange(t *testing.T) {
	t.Parallel()
	credential := Cloud{Name: "app\x1b[2J", AuthType: "v3applicationcredential", ApplicationCredentialID: "i", ApplicationCredentialSecret: NewSecret("s")}
	_, err := credential.WithProject("new")
	var fixed *FixedProjectError
	if !errors.As(err, &fixed) || fixed.Cloud != credential.Name || fixed.Advice() == "" || !strings.Contains(err.Error(), fixed.Advice()) {
		t.Errorf("an application credential: %v", err)
	}
	if strings.ContainsRune(err.Error(), '\x1b') {
		t.Errorf("the error holds a control character: %q", err)
	}
	var incomplete *IncompleteError
	if _, err := (Cloud{Name: "c", AuthType: "password"}).WithProject(""); !errors.As(err, &incomplete) {
		t.Errorf("no id: %v", err)
	}
}
