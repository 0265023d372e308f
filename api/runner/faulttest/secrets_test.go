package faulttest_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/api/embedded"
	"glimpse/api/embedded/keystone"
	"glimpse/api/journal"
	"glimpse/api/redact"
	"glimpse/api/runner"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/query"
	"glimpse/model/text"
)

// TestASecretThatAServiceRepeatsIsInNoJournalAndNoReport has a service that
// refuses every change, and repeats the token in its words and its header.
func TestASecretThatAServiceRepeatsIsInNoJournalAndNoReport(t *testing.T) {
	t.Parallel()
	var token atomic.Value
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 20, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPut && r.Method != http.MethodPatch {
				next.ServeHTTP(w, r)
				return
			}
			given := r.Header.Get("X-Auth-Token")
			token.Store(given)
			w.Header().Set("X-Openstack-Request-Id", "req-"+given)
			w.WriteHeader(http.StatusForbidden)
			json.NewEncoder(w).Encode(map[string]any{"forbidden": map[string]any{"message": "the token " + given + " may not"}})
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	client, err := api.Connect(t.Context(), clouds.Cloud{
		Name: "parrot", AuthType: "password", AuthURL: server.AuthURL(), Username: "admin", UserDomainName: keystone.DomainName,
		Password: clouds.NewSecret(keystone.Password), ProjectName: "admin", ProjectDomainName: keystone.DomainName, Interface: "public",
		Verify: true,
	}, api.Options{Environ: func() []string { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	r := &rig{t: t, client: client, dir: t.TempDir()}
	r.Runner = runner.New(client, runner.Options{Workers: 2, Dir: r.dir, Origin: journal.Origin{Cloud: "parrot"}})
	defer r.Drain(t.Context())
	every, err := query.Query{}.Split(time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := client.Pages(every, api.PageOptions{Size: 5}).Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	change := plan.Plan{Title: "tag +parrot"}
	for i := range page.Images {
		change.Steps = append(change.Steps, plan.Step{Image: page.Images[i].ID, Kind: plan.Retag, Add: []string{"parrot"}})
	}
	report := r.ended(r.start(change))
	var told strings.Builder
	for _, format := range []string{"json", "csv"} {
		if err := jobs.WriteReport(&told, format, &report, func(result *jobs.Result) text.Untrusted { return result.Reason }); err != nil {
			t.Fatal(err)
		}
	}
	for _, write := range r.Writes() {
		told.WriteString(write.Reason.Raw() + write.RequestID.Raw())
	}
	files, err := filepath.Glob(filepath.Join(r.dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("journals %v, %v", files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		told.Write(content)
	}
	secret, _ := token.Load().(string)
	if secret == "" || report.Counts[jobs.Refused] != 5 {
		t.Fatalf("%s, token %q", report.Summary(), secret)
	}
	if said := told.String(); strings.Contains(said, secret) || !strings.Contains(said, redact.Mark+" may not") {
		t.Errorf("it is told: %s", said)
	}
}
