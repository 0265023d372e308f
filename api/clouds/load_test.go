package clouds

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"glimpse/model/remote"
)

const twoClouds = `
clouds:
  Lab: {auth: {auth_url: "https://lab.example", username: u, password: p, project_name: demo}, region_name: R}
  production: {auth: {auth_url: "https://prod.example", user_id: u, password: p, project_id: p1}, regions: [North, South, East]}
`

func load(t *testing.T, files memory, variables ...string) *Config {
	t.Helper()
	config, err := Load(files.env(variables...))
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func TestEveryRefusalSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content       string
		variables     []string
		cloud, region string
		says          []string
	}{
		"nothing configured": {"", nil, "", "", []string{
			"no cloud is configured", "clouds.yaml", "OS_* variables", "OS_CLOUD or --cloud", "glimpse demo",
		}},
		"a cloud without any file": {"", nil, "x", "", []string{`"x" is not configured`, "no clouds.yaml", "glimpse demo"}},
		"a typing error":           {twoClouds, nil, "prodution", "", []string{`did you mean "production"?`}},
		"upper and lower case":     {twoClouds, nil, "lab", "", []string{`did you mean "Lab"?`}},
		"a beginning":              {twoClouds, nil, "prod", "", []string{`did you mean "production"?`}},
		"nothing like it":          {twoClouds, nil, "zzz", "", []string{`there are "Lab", "production"`}},
		"OS_CLOUD":                 {twoClouds, []string{"OS_CLOUD=zzz"}, "", "", []string{`"zzz", named by OS_CLOUD, is not`}},
		"several clouds":           {twoClouds, nil, "", "", []string{"several clouds", `"Lab", "production"`, "--cloud or OS_CLOUD"}},
		"several regions": {twoClouds, nil, "production", "", []string{
			"several regions", `"North", "South", "East"`, "--region or OS_REGION_NAME",
		}},
		"an unknown region":              {twoClouds, nil, "production", "north", []string{`no region "north"`, `did you mean "North"?`}},
		"a region far from any":          {twoClouds, nil, "production", "Moon-2", []string{`it has "North", "South", "East"`}},
		"a name with an escape sequence": {twoClouds, nil, "\x1b[2J\u202e", "", []string{`"\x1b[2J\u202e"`}},
		"a cloud with such a name": {
			"clouds: {\"a\\e[2J\": {auth: {}}, b: {}}", nil, "", "", []string{`"a\x1b[2J", "b"`},
		},
		"variables without an address": {"", []string{"OS_USERNAME=u", "OS_PASSWORD=p"}, "", "", []string{
			"no auth_url", "set OS_AUTH_URL", "--cloud",
		}},
		"a cloud without a password": {
			"clouds: {a: {auth: {auth_url: 'https://x', username: u}}}", nil, "", "", []string{"no password", cloudsPath, "secure.yaml"},
		},
		"an application credential given to a password login": {
			"clouds: {a: {auth_type: password, auth: {auth_url: 'https://x', application_credential_id: i, application_credential_secret: s}}}",
			nil, "", "",
			[]string{"no username and no password", "v3applicationcredential"},
		},
		"a profile": {
			"clouds: {a: {profile: ovhh, auth: {username: u, password: p}}}", nil, "", "", []string{
				`profile "ovhh"`, "neither built in nor in a clouds-public.yaml", "openstack --os-cloud a configuration show",
			},
		},
		"a profile that the SDK fetches": {
			"clouds: {a: {profile: vexxhost, auth: {username: u, password: p}}}", nil, "", "", []string{"not fetched from an address"},
		},
		"a profile at an address": {
			"clouds: {a: {profile: 'https://x.example', auth: {username: u, password: p}}}", nil, "", "", []string{"not fetched"},
		},
		"a one-time password": {
			"clouds: {a: {auth_type: v3totp, auth: {auth_url: 'https://x', username: u}}}", nil, "", "", []string{
				"no passcode: set OS_PASSCODE", "OS_TOKEN", "openstack --os-cloud a token issue -f value -c id",
			},
		},
		"a one-time password of the environment": {
			"", []string{"OS_AUTH_TYPE=v3totp", "OS_AUTH_URL=https://x", "OS_USERNAME=u"}, "", "", []string{"`openstack token issue -f value -c id`"},
		},
		"factors other than a password and a passcode": {
			"clouds: {a: {auth_type: v3multifactor, auth_methods: [v3totp, v3token], auth: {auth_url: 'https://x', username: u}}}", nil, "", "", []string{
				"v3multifactor", "only v3password and v3totp", "OS_TOKEN",
			},
		},
		"a region of the environment that the cloud does not have": {
			twoClouds, []string{"OS_REGION_NAME=Nord"}, "production", "", []string{`no region "Nord", which OS_REGION_NAME names`, `did you mean "North"?`},
		},
		"a login in a cloud whose name must not be pasted": {
			"clouds: {'a; rm -rf ~': {auth_type: v3totp, auth: {auth_url: 'https://x', username: u}}}", nil, "", "", []string{
				"openstack --os-cloud NAME token issue",
			},
		},
		"an identity provider": {
			"clouds: {a: {auth_type: v3oidcpassword, auth: {auth_url: 'https://x'}}}", nil, "", "", []string{"identity provider", "OS_TOKEN"},
		},
		"the old Identity API": {
			"clouds: {a: {auth_type: v2password, auth: {auth_url: 'https://x'}}}", nil, "", "", []string{"version 2 of the Identity API is gone"},
		},
		"a login that there is not": {
			"clouds: {a: {auth_type: pasword, auth: {auth_url: 'https://x'}}}", nil, "", "", []string{"no such way", "did you mean password?"},
		},
		"a login unlike any": {
			"clouds: {a: {auth_type: magic-beans, auth: {auth_url: 'https://x'}}}", nil, "", "", []string{"no such way", "use auth_type password"},
		},
		"an address without a scheme": {
			"clouds:\n  a:\n    auth: {auth_url: 'keystone:5000', username: u, password: p}", nil, "", "", []string{
				"line 3, column 22", "auth_url must begin with https://",
			},
		},
		"an address with a password": {
			"clouds: {a: {auth: {auth_url: 'https://u:p@x', username: u, password: p}}}", nil, "", "", []string{"must not hold a user name"},
		},
		"an address of the environment": {"", []string{"OS_AUTH_URL=x", "OS_USERNAME=u", "OS_PASSWORD=p"}, "", "", []string{
			"environment variable OS_AUTH_URL", "must begin with https://",
		}},
		"an interface":         {"clouds: {a: {interface: secret, auth: {}}}", nil, "", "", []string{"public, internal or admin"}},
		"a timeout":            {"clouds: {a: {api_timeout: soon, auth: {}}}", nil, "", "", []string{"number of seconds"}},
		"a timeout of nothing": {"clouds: {a: {api_timeout: -1, auth: {}}}", nil, "", "", []string{"number of seconds"}},
		"a timeout beyond any": {"clouds: {a: {api_timeout: 86401, auth: {}}}", nil, "", "", []string{"number of seconds"}},
		"a cloud whose name reads as an option": {
			"clouds: {'-x': {auth_type: v3totp, auth: {auth_url: 'https://x', username: u}}}", nil, "", "", []string{"--os-cloud NAME"},
		},
		"a cloud that secure.yaml would complete": {
			"clouds: {a: {auth: {auth_url: 'https://x'}}}", nil, "", "", []string{"no username and no password: write them under auth"},
		},
		"braces":                       {"clouds: {a: {auth: {auth_url: 'https://{x}'}}}", nil, "", "", []string{"braces that name no setting"}},
		"half a brace":                 {"clouds: {a: {auth: {auth_url: 'https://x}'}}}", nil, "", "", []string{"braces that name no setting"}},
		"auth as a text":               {"clouds: {a: {auth: yes please}}", nil, "", "", []string{"`auth` is a text"}},
		"a cloud as a list":            {"clouds: {a: [1]}", nil, "", "", []string{`cloud "a"`, "this cloud is a list"}},
		"regions as a text":            {"clouds: {a: {regions: R, auth: {}}}", nil, "", "", []string{"`regions` is a text"}},
		"a region without a name":      {"clouds: {a: {regions: [{values: {}}], auth: {}}}", nil, "", "", []string{"no `name`"}},
		"values of a region as a list": {"clouds: {a: {regions: [{name: r, values: []}]}}", nil, "", "", []string{"`values` must be a mapping"}},
		"a project as a mapping": {
			"clouds: {a: {auth: {auth_url: 'https://x', project_id: {a: b}}}}", nil, "", "", []string{"project_id is a mapping"},
		},
		"part of the system": {
			"clouds: {a: {auth: {auth_url: 'https://x', user_id: u, password: p, system_scope: some}}}", nil, "", "", []string{"must be all"},
		},
		"verify as a list":      {"clouds: {a: {verify: [1], auth: {}}}", nil, "", "", []string{"verify is a list"}},
		"insecure as a mapping": {"clouds: {a: {insecure: {b: c}, auth: {}}}", nil, "", "", []string{"insecure is a mapping"}},
		"a cacert as a yes":     {"clouds: {a: {cacert: yes, auth: {}}}", nil, "", "", []string{"cacert is written without quotes"}},
		"an override with a password": {
			"clouds: {a: {image_endpoint_override: 'https://u:p@x', auth: {}}}", nil, "", "", []string{"image_endpoint_override must not hold"},
		},
		"an override that is no address": {
			"clouds: {a: {image_endpoint: '://', auth: {}}}", nil, "", "", []string{"image_endpoint is no web address"},
		},
		"an override with unknown braces": {
			"clouds: {a: {image_endpoint_override: 'https://{x}', auth: {}}}", nil, "", "", []string{"braces that name no setting"},
		},
		"a password in an address": {
			"clouds: {a: {password: p, auth: {auth_url: 'https://{password}', username: u}}}", nil, "", "", []string{"braces that name no setting"},
		},
		"an auth type as a list":     {"clouds: {a: {auth_type: [password], auth: {}}}", nil, "", "", []string{"auth_type is a list"}},
		"a region_name as a mapping": {"clouds: {a: {region_name: {b: c}, auth: {}}}", nil, "", "", []string{"region_name is a mapping"}},
		"a region that reads as no":  {"clouds: {a: {regions: [no], auth: {}}}", nil, "", "", []string{"the region is written without quotes"}},
		"a region's name as a list":  {"clouds: {a: {regions: [{name: []}], auth: {}}}", nil, "", "", []string{"the region's name is a list"}},
		"auth of a region as a text": {
			"clouds: {a: {regions: [{name: r, values: {auth: x}}]}}", nil, "", "", []string{"`auth` must be a mapping"},
		},
		"regions of region_name": {"clouds: {a: {region_name: [A, B]}}", nil, "", "", []string{`none is chosen: "A", "B"`}},
		"more clouds than a line holds": {
			"clouds: {a: , b: , c: , d: , e: , f: , g: , h: , i: , j: , k: , l: , m: , n: }", nil, "", "", []string{`"l", 2 more`},
		},
		"an old Image API": {
			"clouds: {a: {image_api_version: 1, auth: {auth_url: 'https://x'}}}", nil, "", "", []string{"version 2 of the Image API"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := memory{}
			if c.content != "" {
				files[cloudsPath] = c.content
			}
			_, err := load(t, files, c.variables...).Cloud(c.cloud, c.region)
			if err == nil {
				t.Fatal("nothing is refused")
			}
			for _, part := range c.says {
				if !strings.Contains(err.Error()+remote.Advice(err), part) {
					t.Errorf("the error does not say %q: %v", part, err)
				}
			}
			if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e }) {
				t.Errorf("the error holds a control character: %q", err)
			}
			if errorKind(err) == "none" {
				t.Errorf("the error is of no kind that callers know: %T", err)
			}
		})
	}
}

func TestTheTokenOfAnotherCloudIsNotUsed(t *testing.T) {
	t.Parallel()
	files := memory{cloudsPath: "clouds: {a: {auth_type: v3oidcpassword, auth: {auth_url: 'https://a.example', username: u}}}"}
	for name, c := range map[string]struct {
		variables []string
		used      bool
	}{
		"without an address in the environment": {[]string{"OS_TOKEN=gAAA"}, true},
		"with the cloud's own address":          {[]string{"OS_TOKEN=gAAA", "OS_AUTH_URL=https://a.example"}, true},
		"with another address":                  {[]string{"OS_TOKEN=gAAA", "OS_AUTH_URL=https://b.example"}, false},
		"without a token":                       {nil, false},
	} {
		cloud, err := load(t, files, c.variables...).Cloud("a", "")
		var unsupported *UnsupportedError
		if c.used != (err == nil) || !c.used && !errors.As(err, &unsupported) || c.used && cloud.Token.Reveal() != "gAAA" {
			t.Errorf("%s: the token is used: %v, error %v", name, err == nil, err)
		}
	}
}

func TestTheListOfCloudsTellsWhatThereIs(t *testing.T) {
	t.Parallel()
	config := load(t, memory{
		cloudsPath:                   twoClouds + "  broken:\n  prompt: {auth_type: v3totp, auth: {auth_url: 'https://t.example', project_id: p2}}\n",
		"/etc/openstack/secure.yaml": "clouds: {hidden: {auth: {auth_url: 'https://u:x@h.example', system_scope: all}}}",
	}, "OS_USERNAME=u", "OS_PASSWORD=p", "OS_TENANT_NAME=old", "OS_REGION_NAME=E")
	var got []string
	for _, entry := range config.Names() {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s|%v|%v|%v", entry.Name, entry.File, entry.AuthURL, entry.AuthType,
			entry.Project, entry.Regions, entry.Default, entry.Problem != nil))
	}
	want := []string{
		"Lab|" + cloudsPath + "|https://lab.example|password|demo|[R]|false|false",
		"production|" + cloudsPath + "|https://prod.example|password|p1|[North South East]|false|false",
		"broken|" + cloudsPath + "||||[]|false|true",
		"prompt|" + cloudsPath + "|https://t.example|v3totp|p2|[]|false|true",
		"hidden|/etc/openstack/secure.yaml||password|old|[]|false|true",
		"envvars|||password|old|[E]|false|true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the clouds are\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatIsOddIsWarnedOf(t *testing.T) {
	t.Parallel()
	const secret = "clouds: {a: {auth: {auth_url: 'https://x', username: u, password: p}}}"
	for name, c := range map[string]struct {
		files     memory
		variables []string
		want      []string
	}{
		"a secret that others can read":    {memory{cloudsPath + "?mode=644": secret}, nil, []string{cloudsPath + `": it holds a secret`, "chmod 600"}},
		"a secret of one's own":            {memory{cloudsPath: secret}, nil, nil},
		"a file without secrets":           {memory{cloudsPath + "?mode=644": "clouds: {a: {auth: {auth_url: 'https://x'}}}"}, nil, nil},
		"a secret inside a region":         {memory{cloudsPath + "?mode=644": "clouds: {a: {regions: [{name: r, values: {auth: {password: p}}}]}}"}, nil, []string{"secret"}},
		"a secure file that is not secure": {memory{"/etc/openstack/secure.yaml?mode=644": secret}, nil, []string{"/etc/openstack/secure.yaml"}},
		"a file that cannot be read": {
			memory{"/cwd/clouds.yaml": "!unreadable", cloudsPath: secret}, nil, []string{`"/cwd/clouds.yaml": passed over`, "permission denied"},
		},
		"a directory of that name": {memory{"/cwd/clouds.yaml/x": "", cloudsPath: secret}, nil, []string{"it is a directory"}},
		"a disk that fails":        {memory{"/cwd/clouds.yaml": "!broken", cloudsPath: secret}, nil, []string{"input/output error"}},
		"a named file that is not there": {
			memory{cloudsPath: secret}, []string{"OS_CLIENT_CONFIG_FILE=mine.yaml"}, []string{`"/cwd/mine.yaml": named by OS_CLIENT_CONFIG_FILE, and not there`},
		},
		"a named file that is there": {memory{"/cwd/mine.yaml": secret}, []string{"OS_CLIENT_CONFIG_FILE=mine.yaml"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := load(t, c.files, c.variables...)
			if (len(config.Warnings()) == 0) != (len(c.want) == 0) {
				t.Fatalf("the warnings are %v", config.Warnings())
			}
			for _, part := range c.want {
				if !strings.Contains(config.Warnings()[0].String(), part) {
					t.Errorf("the warning does not say %q: %v", part, config.Warnings())
				}
			}
		})
	}
}

// TestModesMeanNothingOnWindows: every file there has a mode that lets others read.
func TestModesMeanNothingOnWindows(t *testing.T) {
	t.Parallel()
	env := memory{cloudsPath + "?mode=644": "clouds: {a: {auth: {auth_url: 'https://x', password: p}}}"}.env()
	env.Platform = "windows"
	config, err := Load(env)
	if err != nil || len(config.Warnings()) > 0 {
		t.Errorf("%v, warnings %v", err, config.Warnings())
	}
}

func TestACloudTellsWhatIsOddAboutIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ settings, want string }{
		"a profile that is nowhere":       {"profile: gone", "its own settings alone count"},
		"a cacert and no verification":    {"verify: false, cacert: /ca.pem", "is not verified"},
		"insecure that does not count":    {"insecure: '1'", "is verified"},
		"several interfaces":              {"interface: [internal, public]", "the first counts"},
		"nothing":                         {"insecure: 'False', verify: true", ""},
		"a cacert with verification":      {"cacert: /ca.pem", ""},
		"insecure in a text, and no more": {"insecure: 'TRUE'", ""},
	} {
		config := load(t, memory{cloudsPath: "clouds: {a: {" + c.settings + ", auth: {auth_url: 'https://x', username: u, password: p}}}"})
		cloud, err := config.Cloud("a", "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := fmt.Sprint(cloud.Warnings); (c.want == "") != (len(cloud.Warnings) == 0) || !strings.Contains(got, c.want) {
			t.Errorf("%s: the warnings are %s, not %q", name, got, c.want)
		}
	}
}

func TestWhatIsMisplacedIsToldWhereItBelongs(t *testing.T) {
	t.Parallel()
	const login = "auth_url: 'https://x', username: u, password: p"
	for name, c := range map[string]struct{ file, want string }{
		"verify under auth":       {"clouds:\n  a:\n    auth:\n      verify: false\n      auth_url: https://x\n      username: u\n      password: p", "line 4: cloud \"a\": verify has no effect under auth; write it beside auth"},
		"a region under auth":     {"clouds: {a: {auth: {" + login + ", region_name: R}}}", "region_name has no effect under auth"},
		"an interface, dashed":    {"clouds: {a: {auth: {" + login + ", endpoint-type: internal}}}", "endpoint_type has no effect under auth"},
		"the type of the login":   {"clouds: {a: {auth: {" + login + ", auth_type: password}}}", "auth_type has no effect under auth"},
		"auth under auth":         {"clouds: {a: {auth: {" + login + ", auth: {}}}}", "auth stands under auth"},
		"in a region":             {"clouds: {a: {regions: [{name: R, values: {auth: {cacert: /x}}}], auth: {" + login + "}}}", "cacert has no effect under auth"},
		"a slip under auth":       {"clouds: {a: {auth: {" + login + ", projet_name: x}}}", "no setting \"projet_name\" under auth; did you mean project_name"},
		"half a word under auth":  {"clouds: {a: {auth: {" + login + ", project: x}}}", "did you mean project_id or project_name"},
		"a slip beside auth":      {"clouds: {a: {verfy: false, auth: {" + login + "}}}", "no setting \"verfy\"; did you mean verify?"},
		"a cloud at the margin":   {"a: {auth: {" + login + "}}\nclouds: {a: {auth: {" + login + "}}}", "\"a\" stands beside `clouds:`"},
		"a setting at the margin": {"verify: false\nclouds: {a: {auth: {" + login + "}}}", "verify has no effect outside of a cloud"},
		"a login without a name":  {"clouds: {auth: {" + login + "}, a: {auth: {" + login + "}}}", "stands where a cloud's name must be"},
		"what the SDK has for others": {
			"client: {force_ipv4: true}\ncache: {auth: true}\nmetrics: {}\nclouds: {a: {networks: [], volume_api_version: 3, compute_endpoint_override: 'https://c', " +
				"floating_ip_source: None, image_format: raw, prefer_ipv6: false, sts_endpoint: x, username: u, auth: {" + login + ", protocol: openid, identity_provider: i}}}", "",
		},
	} {
		config := load(t, memory{cloudsPath: c.file})
		cloud, err := config.Cloud("a", "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := fmt.Sprint(append(config.Warnings(), cloud.Warnings...))
		if c.want == "" && got != "[]" || !strings.Contains(got, c.want) {
			t.Errorf("%s: the warnings are %s, not %q", name, got, c.want)
		}
	}
}

func TestVariablesThatTakeThePlaceOfAFileAreTold(t *testing.T) {
	t.Parallel()
	files := memory{cloudsPath: "clouds: {a: {auth: {auth_url: 'https://a.example', username: u, password: p, project_name: mine}}}"}
	for name, c := range map[string]struct {
		variables []string
		want      string
	}{
		"another address and user":      {[]string{"OS_AUTH_URL=https://b.example", "OS_USERNAME=v"}, "used with OS_AUTH_URL, OS_USERNAME in place of"},
		"the same":                      {[]string{"OS_AUTH_URL=https://a.example", "OS_USERNAME=u"}, ""},
		"a project, which the file has": {[]string{"OS_PROJECT_NAME=theirs"}, ""},
		"what the file does not say":    {[]string{"OS_USER_DOMAIN_ID=d"}, ""},
		"a token left over":             {[]string{"OS_TOKEN=gAAA"}, "OS_TOKEN does not count"},
	} {
		cloud, err := load(t, files, c.variables...).Cloud("a", "")
		if err != nil || cloud.ProjectName != "mine" || cloud.AuthType != authPassword {
			t.Errorf("%s: %v, %v", name, cloud, err)
		}
		if got := fmt.Sprint(cloud.Warnings); (c.want == "") != (len(cloud.Warnings) == 0) || !strings.Contains(got, c.want) {
			t.Errorf("%s: the warnings are %s, not %q", name, got, c.want)
		}
	}
}

func TestOneBadCloudLeavesTheOthersUsable(t *testing.T) {
	t.Parallel()
	config := load(t, memory{cloudsPath: twoClouds + "  broken:\n  list: [1]\n  auth: {auth: no}\n"})
	if cloud, err := config.Cloud("Lab", ""); err != nil || cloud.Region != "R" || cloud.File != cloudsPath {
		t.Errorf("cloud Lab is %v, %v", cloud, err)
	}
}

func TestDirectoriesAreThoseOfTheSystem(t *testing.T) {
	t.Parallel()
	env := memory{}.env()
	if got, want := env.directories(nil), []string{"/cwd", "/home/u/.config/openstack", "/etc/xdg/openstack", "/etc/openstack"}; !slices.Equal(got, want) {
		t.Errorf("on Linux the directories are %v, not %v", got, want)
	}
	snap := map[string]string{"SNAP_REAL_HOME": "/home/real"}
	if got := env.directories(snap); !slices.Contains(got, "/home/real/.config/openstack") {
		t.Errorf("inside a snap the directories are %v", got)
	}
	env.Platform = "darwin"
	want := []string{
		"/cwd", "/home/u/Library/Application Support/openstack", "/home/u/.config/openstack",
		"/Library/Application Support/openstack", "/etc/openstack",
	}
	if got := env.directories(nil); !slices.Equal(got, want) {
		t.Errorf("on macOS the directories are %v, not %v", got, want)
	}
	env.Platform = "windows"
	want = []string{"/cwd", "/home/u/.config/openstack", "/home/u/AppData/Local/OpenStack/openstack"}
	if got := env.directories(map[string]string{"LOCALAPPDATA": "/home/u/AppData/Local"}); !slices.Equal(got, want) {
		t.Errorf("on Windows the directories are %v, not %v", got, want)
	}
	if got := (Env{Platform: "linux"}).directories(nil); !slices.Equal(got, []string{"/etc/xdg/openstack", "/etc/openstack"}) {
		t.Errorf("without home and working directory they are %v", got)
	}
}

func TestTheRealFileSystemIsRead(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	path := filepath.Join(directory, "clouds.yaml")
	if err := os.WriteFile(path, []byte(twoClouds), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	env := System()
	env.Environ = func() []string { return []string{"OS_CLIENT_CONFIG_FILE=" + path, "OS_CLIENT_CONFIG_FILE=/second"} }
	env.WorkDir, env.Home = directory, directory
	config, err := Load(env)
	if err != nil {
		t.Fatal(err)
	}
	if cloud, err := config.Cloud("Lab", ""); err != nil || cloud.File != path {
		t.Errorf("cloud Lab is %v, %v", cloud, err)
	}
	if warnings := config.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0].String(), "chmod 600") {
		t.Errorf("the warnings are %v", warnings)
	}
}
