package cmd_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"glimpse/api/clouds"
)

// record is an image as encoding/json reads it: the truth that `glimpse list`
// is compared with shares no code with the client.
type record map[string]any

func (r record) text(key string) string {
	value, _ := r[key].(string)
	return value
}

func (r record) isNull(key string) bool { return r[key] == nil }

func (r record) number(key string) (float64, bool) {
	value, found := r[key].(float64)
	return value, found
}

func (r record) tags() []string {
	var tags []string
	list, _ := r["tags"].([]any)
	for _, tag := range list {
		tags = append(tags, tag.(string))
	}
	return tags
}

func (r record) hasTag(tag string) bool {
	for _, has := range r.tags() {
		if has == tag {
			return true
		}
	}
	return false
}

func (r record) when(t *testing.T, key string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, r.text(key))
	if err != nil {
		t.Fatalf("image %v: %s: %v", r["id"], key, err)
	}
	return when
}

// service is a cloud under test, reached by plain HTTP.
type service struct {
	image, identity, token string
	// clouds and cloud are what `glimpse --cloud` is given.
	clouds, cloud string
}

// environment is one in which the service's clouds are the only ones.
func (s service) environment() clouds.Env {
	env := clouds.System()
	env.Environ = func() []string { return []string{"OS_CLIENT_CONFIG_FILE=" + s.clouds} }
	return env
}

// logIn asks an identity service for a token of the account, as curl would.
func logIn(t *testing.T, authURL, user, project string) string {
	t.Helper()
	body := fmt.Sprintf(`{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":%q,"password":"demo","domain":{"name":"Default"}}}},`+
		`"scope":{"project":{"name":%q,"domain":{"name":"Default"}}}}}`, user, project)
	reply, err := http.Post(strings.TrimSuffix(authURL, "/")+"/auth/tokens", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusCreated {
		t.Fatalf("asking for a token: %s", reply.Status)
	}
	return reply.Header.Get("X-Subject-Token")
}

// walk reads every page of a listing in the service's default order.
func (s service) walk(t *testing.T, params string) []record {
	t.Helper()
	var all []record
	marker := ""
	for {
		query := "limit=1000&" + params
		if marker != "" {
			query += "&marker=" + url.QueryEscape(marker)
		}
		page := s.page(t, query)
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
		marker = page[len(page)-1].text("id")
	}
}

// projects are the ids of the projects by their names.
func (s service) projects(t *testing.T) map[string]string {
	t.Helper()
	ids := map[string]string{}
	for _, project := range s.records(t, strings.TrimSuffix(s.identity, "/")+"/projects", "projects") {
		ids[project.text("name")] = project.text("id")
	}
	return ids
}

func (s service) page(t *testing.T, query string) []record {
	t.Helper()
	return s.records(t, strings.TrimSuffix(s.image, "/")+"/v2/images?"+query, "images")
}

func (s service) records(t *testing.T, from, key string) []record {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, from, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Auth-Token", s.token)
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	content, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s: %v: %.300s", from, reply.Status, err, content)
	}
	var list map[string]json.RawMessage
	if err := json.Unmarshal(content, &list); err != nil {
		t.Fatal(err)
	}
	var records []record
	if err := json.Unmarshal(list[key], &records); err != nil {
		t.Fatal(err)
	}
	return records
}

// realService returns the real services that GLIMPSE_CONTRACT_DIR names, as
// its administrator.
func realService(t *testing.T) (service, bool) {
	t.Helper()
	dir := os.Getenv("GLIMPSE_CONTRACT_DIR")
	if dir == "" {
		return service{}, false
	}
	settings := map[string]string{}
	content, err := os.ReadFile(filepath.Join(dir, "env"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		key, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		settings[key] = strings.Trim(value, `"'`)
	}
	image := settings["GLIMPSE_REAL_IMAGE_URL"]
	if image == "" {
		t.Fatalf("%s/env has no GLIMPSE_REAL_IMAGE_URL", dir)
	}
	return service{
		image: image, identity: settings["OS_AUTH_URL"],
		token:  logIn(t, settings["OS_AUTH_URL"], "admin", "admin"),
		clouds: filepath.Join(dir, "clouds.yaml"),
		cloud:  "real-admin",
	}, true
}

// most returns the most frequent non-empty value among the records, so that
// the queries find something on any sample.
func most(records []record, values func(record) []string) string {
	counts := map[string]int{}
	for _, r := range records {
		for _, value := range values(r) {
			if value != "" && !strings.ContainsAny(value, "\"\\ ,\x1b") {
				counts[value]++
			}
		}
	}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		if counts[names[i]] != counts[names[j]] {
			return counts[names[i]] > counts[names[j]]
		}
		return names[i] < names[j]
	})
	if len(names) == 0 {
		return ""
	}
	return names[0]
}
