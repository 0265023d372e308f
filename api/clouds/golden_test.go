package clouds

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// configuration is one case of testdata/configurations: files, environment and
// what is asked for, with what openstack answers and where glimpse differs
// on purpose.
type configuration struct {
	sentence      string
	cloud, region string
	variables     []string
	files         memory
	// refused is the error that glimpse gives, if it does; differs are the
	// fields in which its answer is another one; because is the reason for
	// either.
	refused string
	differs map[string]any
	because string
	// lists reports whether the openstack command lists images with it, and login is
	// what it then sent to log in; refusedToo reports whether neither that command
	// nor the SDK can use it. expected is the command's reading of it, or else
	// the SDK's.
	lists, refusedToo bool
	login             any
	expected          map[string]any
}

// readConfiguration reads a case and the SDK's answer to it.
func readConfiguration(t *testing.T, path string) configuration {
	t.Helper()
	header, files := readArchive(t, path)
	c := configuration{files: files}
	for i, line := range strings.Split(strings.TrimSpace(header), "\n") {
		if i == 0 {
			c.sentence = line
			continue
		}
		key, setting, _ := strings.Cut(line, ": ")
		switch key {
		case "cloud":
			c.cloud = setting
		case "region":
			c.region = setting
		case "env":
			c.variables = append(c.variables, strings.ReplaceAll(setting, "${ROOT}", ""))
		case "refused":
			c.refused = setting
		case "because":
			c.because = setting
		case "catalog":
		case "glimpse":
			if err := json.Unmarshal([]byte(setting), &c.differs); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		default:
			t.Fatalf("%s: unknown line %q", path, line)
		}
	}
	answer, err := os.ReadFile(filepath.Join("testdata", "expected", strings.TrimSuffix(filepath.Base(path), ".txtar")+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		Command, SDK struct {
			Error  string
			Cloud  map[string]any
			Login  *struct{ Body any }
			Images string
		}
	}
	if err := json.Unmarshal(answer, &said); err != nil {
		t.Fatal(err)
	}
	// Where the command logs in, it is the oracle. Where it does not, the
	// configuration may yet be one that the SDK reads.
	c.refusedToo = said.Command.Login == nil
	c.expected = said.SDK.Cloud
	if said.Command.Login != nil {
		c.expected = said.Command.Cloud
	}
	if c.lists = said.Command.Images != ""; c.lists {
		c.login = said.Command.Login.Body
	}
	return c
}

// readArchive reads a text archive: a header, then files, each after a line with
// its name between dashes.
func readArchive(t *testing.T, path string) (header string, files memory) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files = memory{}
	name := ""
	for line := range strings.Lines(string(content)) {
		marker := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(marker, "-- ") && strings.HasSuffix(marker, " --"):
			name = strings.TrimSuffix(strings.TrimPrefix(marker, "-- "), " --")
			files[name] = ""
		case name == "":
			header += line
		default:
			files[name] += line
		}
	}
	return header, files
}

// fields returns a cloud as the SDK's answers are written: by setting, without
// those that are not set.
func fields(c Cloud) map[string]any {
	all := map[string]any{
		"name": c.Name, "region": c.Region, "interface": c.Interface, "auth_type": c.AuthType,
		"cacert": c.CACert, "cert": c.Cert, "key": c.Key,
		"image_endpoint_override": c.ImageEndpointOverride, "image_api_version": c.ImageAPIVersion,
		"image_service_type": c.ImageServiceType, "image_service_name": c.ImageServiceName,
		"auth_url": c.AuthURL, "username": c.Username, "user_id": c.UserID,
		"user_domain_id": c.UserDomainID, "user_domain_name": c.UserDomainName,
		"password": c.Password.Reveal(), "passcode": c.Passcode.Reveal(), "token": c.Token.Reveal(),
		"application_credential_id": c.ApplicationCredentialID, "application_credential_name": c.ApplicationCredentialName,
		"application_credential_secret": c.ApplicationCredentialSecret.Reveal(),
		"project_id":                    c.ProjectID, "project_name": c.ProjectName,
		"project_domain_id": c.ProjectDomainID, "project_domain_name": c.ProjectDomainName,
		"default_domain_id": c.DefaultDomainID, "default_domain_name": c.DefaultDomainName,
		"compute_region": c.Compute.Region, "compute_interface": or(c.Compute.Interface, c.Interface),
		"block_storage_region": c.BlockStorage.Region, "block_storage_interface": or(c.BlockStorage.Interface, c.Interface),
		"domain_id": c.DomainID, "domain_name": c.DomainName, "system_scope": c.SystemScope, "trust_id": c.TrustID,
	}
	for name, v := range all {
		if v == "" {
			delete(all, name)
		}
	}
	all["verify"] = c.Verify
	if c.Timeout != 0 {
		all["api_timeout"] = strconv.FormatFloat(c.Timeout.Seconds(), 'f', -1, 64)
	}
	return all
}

// or returns a setting of a service, or what holds for all.
func or(service, general string) string {
	if service != "" {
		return service
	}
	return general
}

// wanted returns what glimpse must answer: the SDK's answer and the differences.
func (c configuration) wanted() map[string]any {
	want := map[string]any{}
	for name, v := range c.expected {
		want[name] = v
	}
	for name, v := range c.differs {
		want[name] = v
		if v == nil {
			delete(want, name)
		}
	}
	if timeout, found := want["api_timeout"]; found {
		want["api_timeout"] = fmt.Sprint(timeout)
	}
	return want
}

// body returns what a cloud sends to log in, as it is sent.
func body(t *testing.T, c Cloud) any {
	t.Helper()
	options := c.AuthOptions()
	scope, err := options.ToTokenV3ScopeMap()
	if err != nil {
		t.Fatal(err)
	}
	made, err := options.ToTokenV3CreateMap(scope)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	var sent any
	if err := json.Unmarshal(encoded, &sent); err != nil {
		t.Fatal(err)
	}
	return sent
}

func TestConfigurationsAreReadAsTheOpenstackCommandReadsThem(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/configurations/*.txtar")
	if err != nil || len(paths) < 160 {
		t.Fatalf("%d configurations found (%v); at least 160 are wanted", len(paths), err)
	}
	if answers, err := filepath.Glob("testdata/expected/*.json"); err != nil || len(answers) != len(paths) {
		t.Errorf("%d configurations have %d answers (%v); run testdata/expect.py", len(paths), len(answers), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			c := readConfiguration(t, path)
			t.Log(c.sentence)
			c.checkReason(t)
			config, err := Load(c.files.env(c.variables...))
			var got Cloud
			if err == nil {
				got, err = config.Cloud(c.cloud, c.region)
			}
			if c.refused != "" {
				if kind := errorKind(err); kind != c.refused {
					t.Errorf("the error is a %s (%v), not a %s", kind, err, c.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.wanted(), fields(got)); diff != "" {
				t.Errorf("the answer differs (- wanted, + got):\n%s", diff)
			}
			if c.lists && len(c.differs) == 0 {
				if diff := cmp.Diff(c.login, body(t, got)); diff != "" {
					t.Errorf("the login differs (- wanted, + got):\n%s", diff)
				}
			}
		})
	}
}

// checkReason fails a case that differs from the SDK without a reason, or names
// a difference that is none: a reason must not outlive it.
func (c configuration) checkReason(t *testing.T) {
	t.Helper()
	differs := len(c.differs) > 0 || c.refused != "" && !c.refusedToo
	if differs && c.because == "" || !differs && c.because != "" && c.refused == "" {
		t.Errorf("differs from openstack: %v, but the reason given is %q", differs, c.because)
	}
	for name, v := range c.differs {
		if was, found := c.expected[name]; c.expected != nil && (found && reflect.DeepEqual(was, v) || !found && v == nil) {
			t.Errorf("%s is said to differ and does not", name)
		}
	}
}

// errorKind returns the name of the error of this package that an error is.
func errorKind(err error) string {
	for ; err != nil; err = errors.Unwrap(err) {
		kind := fmt.Sprintf("%T", err)
		if name, ours := strings.CutPrefix(kind, "*clouds."); ours {
			return name
		}
		if name, shared := strings.CutPrefix(kind, "*remote."); shared {
			return name
		}
	}
	return "none"
}
