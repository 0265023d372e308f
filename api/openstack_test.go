package api

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"

	"glimpse/api/clouds"
)

// ask is what a configuration of api/clouds/testdata/configurations says beside
// its files.
type ask struct {
	cloud, region string
	differs       bool
	catalog       *tokens.ServiceCatalog
	env           clouds.Env
}

// readAsk reads a configuration.
func readAsk(t *testing.T, path string) ask {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var (
		asked     ask
		variables []string
		name      string
		files     = fstest.MapFS{}
	)
	for line := range strings.Lines(string(content)) {
		marker := strings.TrimSpace(line)
		key, setting, _ := strings.Cut(marker, ": ")
		switch {
		case strings.HasPrefix(marker, "-- /") && strings.HasSuffix(marker, " --"):
			name = strings.TrimSuffix(strings.TrimPrefix(marker, "-- /"), " --")
			files[name] = &fstest.MapFile{Mode: 0o600}
		case name != "":
			files[name].Data = append(files[name].Data, line...)
		case key == "cloud":
			asked.cloud = setting
		case key == "region":
			asked.region = setting
		case key == "env":
			variables = append(variables, strings.ReplaceAll(setting, "${ROOT}", ""))
		case key == "glimpse", key == "refused":
			asked.differs = true
		case key == "catalog":
			asked.catalog = &tokens.ServiceCatalog{}
			if err := json.Unmarshal([]byte(setting), &asked.catalog.Entries); err != nil {
				t.Fatal(err)
			}
		}
	}
	asked.env = clouds.Env{
		Environ: func() []string { return variables },
		Open:    func(name string) (fs.File, error) { return files.Open(strings.TrimPrefix(name, "/")) },
		Home:    "/home/u", WorkDir: "/cwd", Platform: "linux",
	}
	return asked
}

// offering is the catalogue of the services that the oracle was asked before,
// where a configuration brings none of its own.
func offering(cloud *clouds.Cloud) *tokens.ServiceCatalog {
	entry := tokens.CatalogEntry{Type: cloud.ImageServiceType, Name: cmp.Or(cloud.ImageServiceName, "glance")}
	for _, kind := range []string{"public", "internal", "admin"} {
		entry.Endpoints = append(entry.Endpoints, tokens.Endpoint{
			Interface: kind, Region: cloud.Region, RegionID: cloud.Region, URL: "https://" + kind + ".image.example",
		})
	}
	return &tokens.ServiceCatalog{Entries: []tokens.CatalogEntry{entry}}
}

// minorVersion is what the openstack command keeps of an endpoint that names it;
// all of them are one to the service.
var minorVersion = regexp.MustCompile(`/v2\.\d+/images$`)

func TestImagesAreListedWhereTheOpenstackCommandListsThem(t *testing.T) {
	t.Parallel()
	const data = "clouds/testdata"
	answers, err := filepath.Glob(data + "/expected/*.json")
	if err != nil || len(answers) < 160 {
		t.Fatalf("%d configurations (%v)", len(answers), err)
	}
	compared := 0
	for _, path := range answers {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var said struct {
			Command struct {
				Images string
				Login  struct{ URL string }
			}
		}
		if err := json.Unmarshal(content, &said); err != nil {
			t.Fatal(err)
		}
		asked := readAsk(t, filepath.Join(data, "configurations", name+".txtar"))
		if said.Command.Images == "" || asked.differs {
			continue
		}
		compared++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config, err := clouds.Load(asked.env)
			if err != nil {
				t.Fatal(err)
			}
			cloud, err := config.Cloud(asked.cloud, asked.region)
			if err != nil {
				t.Fatal(err)
			}
			if asked.catalog == nil {
				asked.catalog = offering(&cloud)
			}
			login, err := identityEndpoint(cloud.AuthURL)
			if err != nil || login.JoinPath("auth", "tokens").String() != said.Command.Login.URL {
				t.Errorf("the login goes to %v (%v), not %s", login, err, said.Command.Login.URL)
			}
			endpoint, _, err := imageEndpoint(&cloud, asked.catalog)
			want := minorVersion.ReplaceAllString(said.Command.Images, "/v2/images")
			// A host is written in small letters there.
			if err != nil || !strings.EqualFold(endpoint.JoinPath("v2", "images").String(), want) {
				t.Errorf("images are listed at %v (%v), not %s", endpoint, err, want)
			}
		})
	}
	t.Logf("figure: %d of %d configurations: the login and the listing go where those of the openstack command go", compared, len(answers))
}

func TestWhatALoginIsGoodForIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token    string
		unscoped bool
	}{
		"no project":              {`{"catalog": []}`, true},
		"no project, null":        {`{"catalog": null, "project": null, "domain": null}`, true},
		"a domain":                {`{"domain": {"id": "default"}, "catalog": []}`, false},
		"the system":              {`{"system": {"all": true}, "catalog": []}`, false},
		"a project without any":   {`{"project": {"id": "p"}, "catalog": []}`, false},
		"a project, but no entry": {`{"project": {"id": "p"}}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, showOne)
			f.login = answerToken(c.token)
			_, err := connect(t.Context(), f.cloud(), Options{}.withDefaults(), atOnce())
			var unscoped *UnscopedError
			var missing *EndpointError
			if errors.As(err, &unscoped) != c.unscoped || errors.As(err, &missing) == c.unscoped {
				t.Errorf("got %v", err)
			}
			if c.unscoped && (!strings.Contains(err.Error(), "no project") || !strings.Contains(unscoped.Advice(), "set project_name in clouds.yaml")) {
				t.Errorf("got %v; %s", err, unscoped.Advice())
			}
		})
	}
}
