package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"glimpse/api/clouds"
	"glimpse/model"
	"glimpse/model/text"
)

// answers serves fixed answers by their paths; what is not among them is the
// 404 of the router.
type answers map[string]string

func (a answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, found := a[r.URL.Path]
	if !found {
		fault(w, http.StatusNotFound, "The resource could not be found.")
		return
	}
	if status, message, refused := strings.Cut(body, "!"); refused {
		code := http.StatusForbidden
		if status != "" {
			_, _ = fmt.Sscan(status, &code)
		}
		fault(w, code, message)
		return
	}
	_, _ = w.Write([]byte(body))
}

const (
	imagePrefix    = "/image/v2/images/" + id1
	identityPrefix = "/identity/v3"
)

func TestAnImageThatIsNotSharedIsNoFailure(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, answer string
		kind         error
	}{
		{"not shared", "403!Not allowed to list members for image " + id1 + ": Only shared images have members.", ErrNotShared},
		{"another refusal", "403!Not allowed to list members for image " + id1 + ": You are not authorized to complete get_members action.", ErrForbidden},
		{"no such image", "404!Image " + id1 + " not found.", ErrNotFound},
		{"no list", `{"images": []}`, ErrAnswer},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newFakeCloud(t, answers{imagePrefix + "/members": test.answer}.ServeHTTP).connect(t, Options{})
			members, err := c.Members(t.Context(), modelID(id1))
			var problem *Problem
			if members != nil || !errors.As(err, &problem) || problem.Kind != test.kind || problem.Advice() == "" || problem.Image.Raw() != id1 {
				t.Errorf("%v, %v; want %v", members, err, test.kind)
			}
			if !strings.HasPrefix(err.Error(), "listing the members of image "+id1+": ") {
				t.Errorf("the sentence is %q", err)
			}
		})
	}
}

func TestAServiceWithoutTasksIsAskedOnce(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, answers{imagePrefix: `{"id": "` + id1 + `"}`}.ServeHTTP)
	c := f.connect(t, Options{})
	for range 3 {
		tasks, err := c.Tasks(t.Context(), modelID(id1))
		var problem *Problem
		if tasks != nil || !errors.Is(err, ErrNotOffered) || errors.Is(err, ErrNotFound) || !errors.As(err, &problem) || problem.Advice() == "" {
			t.Errorf("%v, %v", tasks, err)
		}
	}
	if got, want := f.taken(), []string{"GET " + imagePrefix + "/tasks", "GET " + imagePrefix}; !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
}

func TestAMissingImageIsNotTakenForAnOldService(t *testing.T) {
	t.Parallel()
	other := imageID(2)
	f := newFakeCloud(t, answers{"/image/v2/images/" + other: `{"id": "` + other + `"}`, "/image/v2/images/" + other + "/tasks": `{"tasks": []}`}.ServeHTTP)
	c := f.connect(t, Options{})
	if _, err := c.Tasks(t.Context(), modelID(id1)); !errors.Is(err, ErrNotFound) {
		t.Errorf("of an image that is gone: %v", err)
	}
	if tasks, err := c.Tasks(t.Context(), modelID(other)); err != nil || len(tasks) != 0 {
		t.Errorf("of another one: %v, %v", tasks, err)
	}
}

func TestAServiceWithOneStoreHasNoList(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]error{"404!Multi backend is not supported at this site.": nil, "403!no": ErrForbidden, `{"stores": 1}`: ErrAnswer} {
		c := newFakeCloud(t, answers{"/image/v2/info/stores": answer}.ServeHTTP).connect(t, Options{})
		if stores, err := c.Stores(t.Context()); stores != nil || !errors.Is(err, want) {
			t.Errorf("%s: %v, %v; want %v", answer, stores, err, want)
		}
	}
}

// readings are the calls of this kind, by their names.
var readings = map[string]func(context.Context, *Client) error{
	"members": func(ctx context.Context, c *Client) error {
		_, err := c.Members(ctx, modelID(id1))
		return err
	},
	"tasks": func(ctx context.Context, c *Client) error {
		_, err := c.Tasks(ctx, modelID(id1))
		return err
	},
	"stores": func(ctx context.Context, c *Client) error {
		_, err := c.Stores(ctx)
		return err
	},
	"schema": func(ctx context.Context, c *Client) error {
		_, err := c.ImageSchema(ctx)
		return err
	},
	"projects": func(ctx context.Context, c *Client) error {
		_, err := c.Projects(ctx)
		return err
	},
	"names": func(ctx context.Context, c *Client) error {
		_, err := c.ProjectNames(ctx, []text.Untrusted{of("p9")})
		return err
	},
	"every name": func(ctx context.Context, c *Client) error {
		_, err := c.AllProjectNames(ctx)
		return err
	},
	"a project": func(ctx context.Context, c *Client) error {
		_, err := c.FindProject(ctx, "p9")
		return err
	},
}

// anything is an answer that all of them take.
const anything = `{"members": [], "tasks": [], "stores": [], "properties": {}, "projects": [], "project": {"id": "p9", "name": "nine"}}`

func TestReadingsFollowTheRulesOfEveryRead(t *testing.T) {
	t.Parallel()
	for name, ask := range readings {
		t.Run(name+" are tried again and renew the token, read-only", func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			attempts := map[string]int{}
			f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				attempts[r.URL.Path]++
				n := attempts[r.URL.Path]
				mu.Unlock()
				switch {
				case n == 1:
					w.WriteHeader(http.StatusServiceUnavailable)
				case n == 2:
					_, _ = w.Write([]byte(anything[:20])) // breaks off
				case r.Method != http.MethodGet:
					t.Errorf("%s %s", r.Method, r.URL.Path)
				default:
					_, _ = w.Write([]byte(anything))
				}
			})
			c := f.connect(t, Options{ReadOnly: true, Now: later(time.Now().Add(10 * time.Second))})
			f.mu.Lock()
			f.logins++ // the token that the client has is no longer the one that counts
			f.mu.Unlock()
			if err := ask(t.Context(), c); err != nil {
				t.Error(err)
			}
			if got := f.loginCount(); got != 3 {
				t.Errorf("%d logins, want the first, the one that voided it and a renewal", got)
			}
		})
		t.Run(name+" end with the caller", func(t *testing.T) {
			t.Parallel()
			arrived, release := make(chan struct{}, 9), make(chan struct{})
			c := newFakeCloud(t, func(http.ResponseWriter, *http.Request) { arrived <- struct{}{}; <-release }).connect(t, Options{})
			defer close(release)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- ask(ctx, c) }()
			<-arrived
			cancel()
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			}
		})
		t.Run(name+" are not to be had after the end", func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, answers{}.ServeHTTP)
			c := f.connect(t, Options{})
			c.Close()
			if err := ask(t.Context(), c); !errors.Is(err, ErrUnreachable) || len(f.taken()) > 0 {
				t.Errorf("%v", err)
			}
		})
	}
}

func later(now time.Time) func() time.Time {
	first := true
	var mu sync.Mutex
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		if first {
			first = false
			return now.Add(-10 * time.Second)
		}
		return now
	}
}

func TestProjectsAreAskedForAtTheIdentityService(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, answers{identityPrefix + "/auth/projects": `{"projects": [{"id": "p1", "name": "demo", "domain_id": "d", "enabled": true}]}`}.ServeHTTP)
	c := f.connect(t, Options{ReadOnly: true})
	projects, err := c.Projects(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, projects, []model.Project{{ID: of("p1"), Name: of("demo"), DomainID: of("d"), Enabled: true}})
	if got := f.taken(); !slices.Equal(got, []string{"GET " + identityPrefix + "/auth/projects"}) {
		t.Errorf("sent %q", got)
	}
	if about := c.About(); about.ProjectID.Raw() != "p1" {
		t.Errorf("the connection is for project %q", about.ProjectID.Raw())
	}
}

func TestAnIdentityServiceThatTellsNothingIsBlamedForIt(t *testing.T) {
	t.Parallel()
	for answer, advice := range map[string]string{
		"404!not here": "check auth_url in clouds.yaml", "<html>": "check auth_url in clouds.yaml",
		"403!no": "another role or project is needed; ask the cloud's operator",
		"401!no": "the identity service does not accept the token that it has just given; ask the cloud's operator",
	} {
		c := newFakeCloud(t, answers{identityPrefix + "/auth/projects": answer}.ServeHTTP).connect(t, Options{})
		_, err := c.Projects(t.Context())
		var problem *Problem
		if !errors.As(err, &problem) || problem.Advice() != advice || problem.Operation != "listing your projects" {
			t.Errorf("%s: %v", answer, err)
			if problem != nil {
				t.Errorf("the advice is %q, want %q", problem.Advice(), advice)
			}
		}
	}
}

func TestAnotherProjectIsAnotherLogin(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, answers{}.ServeHTTP)
	var bodies []string
	f.login = func(w http.ResponseWriter, r *http.Request) {
		bodies = append(bodies, string(drain(r)))
		f.issue(w, f.loginCount())
	}
	byToken := f.cloud()
	byToken.AuthType, byToken.Token, byToken.Username, byToken.ProjectName = "token", clouds.NewSecret("given"), "", ""
	for _, cloud := range []clouds.Cloud{f.cloud(), byToken} {
		there, err := cloud.WithProject("p7")
		if err != nil {
			t.Fatal(err)
		}
		f.connectTo(t, there, Options{ReadOnly: true})
	}
	if len(bodies) != 2 || !strings.Contains(bodies[0], `"password"`) || !strings.Contains(bodies[1], `"token":{"id":"given"}`) {
		t.Errorf("logged in with %q", bodies)
	}
	for _, body := range bodies {
		if !strings.Contains(body, `"scope":{"project":{"id":"p7"}}`) {
			t.Errorf("logged in with %s", body)
		}
	}
}

func TestTheSchemaIsAskedForOnce(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, answers{"/image/v2/schemas/image": `{"properties": {"disk_format": {"enum": ["raw"]}}}`}.ServeHTTP)
	c := f.connect(t, Options{})
	f.taken()
	for range 3 {
		if schema, err := c.ImageSchema(t.Context()); err != nil || len(schema.Fields) != 1 {
			t.Errorf("the schema is %+v, %v", schema, err)
		}
	}
	if sent := f.taken(); len(sent) != 1 {
		t.Errorf("sent %q", sent)
	}
}
