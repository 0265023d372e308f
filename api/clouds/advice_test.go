package clouds

import (
	"errors"
	"strings"
	"testing"

	"glimpse/model/remote"
)

// plainCloud is a configuration that is what it should be.
const plainCloud = `clouds:
  a:
    auth:
      auth_url: https://cloud.example:5000/v3
      username: u
      password: p
      project_name: p
`

// TestTheAdviceOnAConfigurationChangesTheOutcome makes each mistake, wants it
// told with its advice, does what the advice says, and wants the cloud to load.
func TestTheAdviceOnAConfigurationChangesTheOutcome(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		// spoil and mend turn the configuration into a wrong one, and that into
		// the one that is advised: texts and what takes their place.
		spoil, mend []string
		// environ and then are the environment, and the one that is advised.
		environ, then []string
		cloud         string
		choose        string // the cloud that is advised
		region, area  string // the region, and the one that is advised
		advice        []string
	}{
		{
			name: "no password", spoil: []string{"      password: p\n", ""}, mend: []string{"      username: u\n", "      username: u\n      password: p\n"},
			advice: []string{"no password", "under auth in", "secure.yaml"},
		},
		{
			name: "no user", spoil: []string{"      username: u\n", ""}, mend: []string{"    auth:\n", "    auth:\n      username: u\n"},
			advice: []string{"no username", "under auth in"},
		},
		{
			name: "no address", spoil: []string{"      auth_url: https://cloud.example:5000/v3\n", ""},
			mend:   []string{"    auth:\n", "    auth:\n      auth_url: https://cloud.example/v3\n"},
			advice: []string{"no auth_url", "under auth in"},
		},
		{
			name: "no password in the environment", spoil: []string{plainCloud, "clouds: {}\n"},
			environ: []string{"OS_AUTH_URL=https://c/v3", "OS_USERNAME=u", "OS_PROJECT_NAME=p"},
			then:    []string{"OS_AUTH_URL=https://c/v3", "OS_USERNAME=u", "OS_PROJECT_NAME=p", "OS_PASSWORD=p"},
			advice:  []string{"set OS_PASSWORD"},
		},
		{name: "an address without a scheme", spoil: []string{"https://cloud", "cloud"}, mend: []string{"cloud.example", "https://cloud.example"}, advice: []string{"auth_url", "write it like https://"}},
		{name: "an address with a password", spoil: []string{"https://", "https://u:p@"}, mend: []string{"u:p@", ""}, advice: []string{"must not hold a user name or a password"}},
		{name: "a tab", spoil: []string{"    auth:", "\tauth:"}, mend: []string{"\tauth:", "    auth:"}, advice: []string{"indent with spaces"}},
		{name: "a quote", spoil: []string{"password: p", `password: "p`}, mend: []string{`"p`, `"p"`}, advice: []string{"close the quote"}},
		{name: "a bracket", spoil: []string{"password: p", "password: [p"}, mend: []string{"[p", `"[p"`}, advice: []string{"in quotes"}},
		{name: "an asterisk", spoil: []string{"password: p", "password: *p"}, mend: []string{"*p", `"*p"`}, advice: []string{"begins with * in quotes"}},
		{name: "an at sign", spoil: []string{"password: p", "password: @p"}, mend: []string{"@p", `"@p"`}, advice: []string{"put the value in quotes"}},
		{name: "a colon", spoil: []string{"username: u", "username: u: v"}, mend: []string{"u: v", `"u: v"`}, advice: []string{"a colon in quotes"}},
		{name: "an exclamation mark", spoil: []string{"password: p", "password: !p q"}, mend: []string{"!p q", `"!p q"`}, advice: []string{"begins with ! in quotes"}},
		{name: "a yes", spoil: []string{"project_name: p", "project_name: true"}, mend: []string{"true", `"true"`}, advice: []string{"put the value in quotes"}},
		{name: "a second document", spoil: []string{"clouds:", "---\nx: y\n---\nclouds:"}, mend: []string{"---\nx: y\n---\n", ""}, advice: []string{"remove the line `---`"}},
		{name: "clouds that are a text", spoil: []string{plainCloud, "clouds: none\n"}, mend: []string{"clouds: none\n", plainCloud}, advice: []string{"must be a mapping"}},
		{name: "an interface that is none", spoil: []string{"    auth:", "    interface: outer\n    auth:"}, mend: []string{"outer", "internal"}, advice: []string{"public, internal or admin"}},
		{name: "a timeout that is none", spoil: []string{"    auth:", "    api_timeout: soon\n    auth:"}, mend: []string{"soon", "30"}, advice: []string{"write a number", "such as 30"}},
		{name: "an old API", spoil: []string{"    auth:", "    image_api_version: 1\n    auth:"}, mend: []string{"image_api_version: 1", "image_api_version: 2"}, advice: []string{"make it 2"}},
		{name: "an image endpoint that is none", spoil: []string{"    auth:", "    image_endpoint_override: image\n    auth:"}, mend: []string{"override: image", "override: https://image.example"}, advice: []string{"write it like https://"}},
		{name: "an unknown login", spoil: []string{"    auth:", "    auth_type: pasword\n    auth:"}, mend: []string{"pasword", "password"}, advice: []string{"did you mean password?"}},
		{name: "a login of the openstack command", spoil: []string{"    auth:", "    auth_type: v3oidcpassword\n    auth:"}, environ: nil, then: []string{"OS_TOKEN=t"}, advice: []string{"OS_TOKEN"}},
		{name: "two scopes", spoil: []string{"project_name: p", "project_name: p\n      trust_id: t"}, mend: []string{"\n      trust_id: t", ""}, advice: []string{"keep one of them"}},
		{name: "a scope of the system that is none", spoil: []string{"project_name: p", "system_scope: some"}, mend: []string{"some", "all"}, advice: []string{"must be all"}},
		{name: "a profile that is nowhere", spoil: []string{"auth_url: https://cloud.example:5000/v3\n      ", "", "    auth:", "    profile: nowhere\n    auth:"}, mend: []string{"    auth:\n", "    auth:\n      auth_url: https://c/v3\n"}, advice: []string{"write auth_url"}},
		{name: "an unknown cloud", cloud: "aa", choose: "a", advice: []string{`did you mean "a"?`}},
		{name: "several clouds", spoil: []string{"clouds:\n", "clouds:\n  b: {auth: {}}\n"}, choose: "a", advice: []string{"--cloud or OS_CLOUD"}},
		{name: "several regions", spoil: []string{"    auth:", "    regions: [one, two]\n    auth:"}, area: "one", advice: []string{"--region or OS_REGION_NAME"}},
		{name: "an unknown region", spoil: []string{"    auth:", "    regions: [one, two]\n    auth:"}, region: "One", area: "one", advice: []string{`did you mean "one"?`}},
		{name: "no cloud at all", spoil: []string{plainCloud, ""}, mend: []string{"", plainCloud}, advice: []string{"write a clouds.yaml"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wrong := strings.NewReplacer(test.spoil...).Replace(plainCloud)
			err := loads(wrong, test.cloud, test.region, test.environ...)
			if err == nil {
				t.Fatalf("no error:\n%s", wrong)
			}
			for _, part := range test.advice {
				if !strings.Contains(err.Error()+remote.Advice(err), part) {
					t.Errorf("the advice lacks %q: %v", part, err)
				}
			}
			right := wrong
			if len(test.mend) > 0 {
				right = strings.Replace(wrong, test.mend[0], test.mend[1], 1)
			}
			choose, area, environ := test.cloud, test.region, test.environ
			if test.choose != "" {
				choose = test.choose
			}
			if test.area != "" {
				area = test.area
			}
			if test.then != nil {
				environ = test.then
			}
			if err := loads(right, choose, area, environ...); err != nil {
				t.Errorf("following it leads to: %v\n%s", err, right)
			}
		})
	}
}

// loads reads the configuration, chooses a cloud, and returns what is wrong.
func loads(content, cloud, region string, environ ...string) error {
	config, err := Load(memory{"/cwd/clouds.yaml": content}.env(environ...))
	if err != nil {
		return err
	}
	_, err = config.Cloud(cloud, region)
	return err
}

func TestTheAdviceOnAFileOfCertificatesNamesIt(t *testing.T) {
	t.Parallel()
	files := memory{"/none.pem": "nothing", "/closed.pem": "!unreadable"}
	for path, cloud := range map[string]Cloud{
		"/gone.pem":   {Name: "a", Verify: true, CACert: "/gone.pem"},
		"/none.pem":   {Name: "a", Verify: true, CACert: "/none.pem"},
		"/closed.pem": {Name: "a", Verify: true, CACert: "/closed.pem"},
	} {
		_, err := files.env().TLSConfig(cloud)
		advised, ok := err.(interface{ Advice() string })
		if !ok || !strings.Contains(err.Error(), path) || !strings.Contains(advised.Advice(), "cacert") {
			t.Errorf("%s: %v", path, err)
			continue
		}
		cloud.CACert = ""
		if _, err := files.env().TLSConfig(cloud); err != nil {
			t.Errorf("following %q leads to: %v", advised.Advice(), err)
		}
	}
	_, err := files.env().TLSConfig(Cloud{Name: "a", Cert: "/gone.pem"})
	if advised, ok := err.(interface{ Advice() string }); !ok || !strings.Contains(advised.Advice(), "cert") || strings.Contains(advised.Advice(), "cacert") {
		t.Errorf("got %v", err)
	}
}

// TestTheAuthoritiesOfRequestsCount: the openstack command trusts what these
// variables name, unless the cloud has a cacert.
func TestTheAuthoritiesOfRequestsCount(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		environ []string
		cacert  string
		setting string
	}{
		{[]string{"REQUESTS_CA_BUNDLE=/one.pem", "CURL_CA_BUNDLE=/two.pem"}, "", "REQUESTS_CA_BUNDLE"},
		{[]string{"REQUESTS_CA_BUNDLE=", "CURL_CA_BUNDLE=/two.pem"}, "", "CURL_CA_BUNDLE"},
		{[]string{"REQUESTS_CA_BUNDLE=/one.pem"}, "/own.pem", "cacert"},
	} {
		_, err := memory{}.env(test.environ...).TLSConfig(Cloud{Name: "a", Verify: true, CACert: test.cacert})
		var wrong *FileError
		if !errors.As(err, &wrong) || wrong.Setting != test.setting || !strings.Contains(wrong.Advice(), test.setting) {
			t.Errorf("%v: got %v", test.environ, err)
		}
		if _, err := (memory{}).env(test.environ...).TLSConfig(Cloud{Name: "a", CACert: test.cacert}); err != nil {
			t.Errorf("%v, unverified: got %v", test.environ, err)
		}
	}
}
