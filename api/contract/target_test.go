package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"glimpse/api/embedded"
)

// account is one of the users that every target has. They are the same on the
// embedded and on the real services, and so is their password.
type account string

const (
	// admin carries the admin role on project admin.
	admin account = "admin"
	// member and reader carry the role of their name on project demo.
	member account = "member"
	reader account = "reader"
	// other carries the member role on project other.
	other account = "other"
	// nobody sends no token.
	nobody account = ""

	password = "demo"
	region   = "RegionOne"
	// secondRegion has a service of its own where the extras are configured.
	secondRegion = "RegionTwo"
)

// projects says which project each account logs in to.
var projects = map[account]string{admin: "admin", member: "demo", reader: "demo", other: "other"}

// login is what Keystone gave to an account.
type login struct {
	Token, ProjectID, UserID string
}

// target is a Keystone and a Glance to hold to the contract.
type target struct {
	// AuthURL is Keystone's, with /v3; ImageURL is Glance's from Keystone's
	// catalogue, without a slash at its end.
	AuthURL, ImageURL string
	// SecondURL is that of the second region, if there is one.
	SecondURL string
	// CloudsYAML is the text of a clouds.yaml that has a cloud for each account.
	CloudsYAML string
	// IsReal reports whether these are real services, not the embedded one. No assertion may
	// depend on it; only how long to wait and what to print.
	IsReal bool

	logins map[account]login
	// special keeps the tokens of tokenOf, by scope.
	special sync.Map
}

// theTarget is shared by all tests of the run.
var theTarget *target

func TestMain(m *testing.M) {
	os.Exit(runOn(m))
}

func runOn(m *testing.M) int {
	if count := os.Getenv(serveImages); count != "" {
		return serveOnly(count)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	t, stop, err := openTarget(ctx)
	if err != nil {
		fmt.Fprintf(os.Stderr, "contract: %v\n", err)
		return 1
	}
	defer stop()
	theTarget = t
	return m.Run()
}

// openTarget finds the real services when GLIMPSE_CONTRACT_DIR names the folder
// of `.ci/openstack/up`, and starts the embedded one otherwise.
func openTarget(ctx context.Context) (t *target, stop func(), err error) {
	dir := os.Getenv("GLIMPSE_CONTRACT_DIR")
	if dir == "" {
		return startEmbedded(ctx, embedded.Options{})
	}
	t, err = realTarget(ctx, dir)
	return t, func() {}, err
}

// realTarget is the services that `.ci/openstack/up` started in a folder.
func realTarget(ctx context.Context, dir string) (*target, error) {
	text, err := os.ReadFile(filepath.Join(dir, "clouds.yaml"))
	if err != nil {
		return nil, fmt.Errorf("read the clouds of the real services: %w", err)
	}
	t, err := newTarget(ctx, string(text))
	if err != nil {
		return nil, err
	}
	t.IsReal = true
	return t, nil
}

// startEmbedded serves the embedded service without sample images, at the root
// of its address as Glance is.
func startEmbedded(ctx context.Context, options embedded.Options) (*target, func(), error) {
	options.ImagePrefix = "/"
	server, err := embedded.Start(ctx, options)
	if err != nil {
		return nil, nil, fmt.Errorf("start the embedded service: %w", err)
	}
	t, err := newTarget(ctx, server.CloudsYAML())
	if err != nil {
		_ = server.Close() // the error of the login says more
		return nil, nil, err
	}
	return t, func() { _ = server.Close() }, nil // the tests have had their say by then
}

// newTarget logs all accounts in with what a clouds.yaml says.
func newTarget(ctx context.Context, cloudsYAML string) (*target, error) {
	var file struct {
		Clouds map[string]struct {
			Auth struct {
				AuthURL string `yaml:"auth_url"`
			} `yaml:"auth"`
		} `yaml:"clouds"`
	}
	if err := yaml.Unmarshal([]byte(cloudsYAML), &file); err != nil {
		return nil, fmt.Errorf("read clouds.yaml: %w", err)
	}
	t := &target{CloudsYAML: cloudsYAML, logins: map[account]login{}}
	for _, cloud := range file.Clouds {
		t.AuthURL = strings.TrimRight(cloud.Auth.AuthURL, "/")
	}
	if t.AuthURL == "" {
		return nil, errors.New("clouds.yaml names no auth_url")
	}
	for who := range projects {
		token, err := t.authenticate(ctx, passwordLogin(who, password, projectScope(projects[who])))
		if err != nil {
			return nil, fmt.Errorf("log %s in: %w", who, err)
		}
		t.logins[who] = login{Token: token.ID, ProjectID: token.Project.ID, UserID: token.User.ID}
		if t.ImageURL, err = token.endpoint("image", region); err != nil {
			return nil, err
		}
		t.SecondURL, _ = token.endpoint("image", secondRegion) // without the extras there is none
	}
	return t, nil
}

// token is the part of Keystone's answer to a login that the tests look at.
type token struct {
	ID        string    `json:"-"`
	ExpiresAt time.Time `json:"expires_at"`
	Methods   []string  `json:"methods"`
	User      struct {
		ID, Name string
		Domain   struct{ ID, Name string }
	} `json:"user"`
	Project struct {
		ID, Name string
		Domain   struct{ ID, Name string }
	} `json:"project"`
	System  map[string]bool         `json:"system"`
	Roles   []struct{ Name string } `json:"roles"`
	Catalog []struct {
		Type, Name string
		Endpoints  []struct {
			URL, Interface, Region string
			RegionID               string `json:"region_id"`
		} `json:"endpoints"`
	} `json:"catalog"`
}

// endpoint is the public URL of a service in the catalogue.
func (t token) endpoint(service, region string) (string, error) {
	for _, entry := range t.Catalog {
		for _, endpoint := range entry.Endpoints {
			if entry.Type == service && endpoint.Interface == "public" && endpoint.Region == region {
				return strings.TrimRight(endpoint.URL, "/"), nil
			}
		}
	}
	return "", fmt.Errorf("the catalogue has no public endpoint of type %s in %s", service, region)
}

// passwordLogin is the body of POST /v3/auth/tokens; scope is one of the
// functions below, or "" to leave it to Keystone.
func passwordLogin(who account, secret, scope string) string {
	text := fmt.Sprintf(`{"auth": {"identity": {"methods": ["password"], "password": {"user":
		{"name": %q, "password": %q, "domain": {"name": "Default"}}}}`, string(who), secret)
	if scope != "" {
		text += `, "scope": ` + scope
	}
	return text + `}}`
}

func projectScope(project string) string {
	return fmt.Sprintf(`{"project": {"name": %q, "domain": {"name": "Default"}}}`, project)
}

const (
	unscoped    = `"unscoped"`
	systemScope = `{"system": {"all": true}}`
)

// authenticate asks Keystone for a token.
func (t *target) authenticate(ctx context.Context, body string) (token, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.AuthURL+"/auth/tokens", strings.NewReader(body))
	if err != nil {
		return token{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := httpClient.Do(request)
	if err != nil {
		return token{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return token{}, err
	}
	if response.StatusCode != http.StatusCreated {
		return token{}, fmt.Errorf("%s: %s", response.Status, bytes.TrimSpace(text))
	}
	var answer struct{ Token token }
	if err := json.Unmarshal(text, &answer); err != nil {
		return token{}, fmt.Errorf("read the token: %w", err)
	}
	answer.Token.ID = response.Header.Get("X-Subject-Token")
	return answer.Token, nil
}

// tokenOf is the admin's token for a scope other than a project's. It is asked
// for once.
func (t *target) tokenOf(tb testing.TB, scope string) string {
	tb.Helper()
	if known, ok := t.special.Load(scope); ok {
		return known.(string)
	}
	made, err := t.authenticate(tb.Context(), passwordLogin(admin, password, scope))
	if err != nil {
		tb.Fatalf("log in with scope %s: %v", scope, err)
	}
	t.special.Store(scope, made.ID)
	return made.ID
}

// httpClient follows no redirect, asks for no compression, and gives up in the
// end; what it is told to send it sends.
var httpClient = &http.Client{
	Timeout:       time.Minute,
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 8},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}
