package cmd

import (
	"bytes"
	"errors"
	"hash/maphash"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/api/embedded"
	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/query"
)

// TestWatchTellsAChangeOnceAlsoWhereALaterPageFails lets the second page of a walk fail
// whose first has told a change.
func TestWatchTellsAChangeOnceAlsoWhereALaterPageFails(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 30, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if broken.Load() && r.URL.Query().Has("marker") {
				http.Error(w, "no", http.StatusForbidden)
				return
			}
			next.ServeHTTP(w, r)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	home := t.TempDir()
	if err := os.WriteFile(home+"/clouds.yaml", []byte(server.CloudsYAML()), 0o600); err != nil {
		t.Fatal(err)
	}
	env := clouds.System()
	env.Environ = func() []string { return []string{"OS_CLOUD=demo"} }
	env.Home, env.WorkDir = home, home
	var out bytes.Buffer
	streams := Streams{Out: &out, Err: io.Discard, Clouds: env}
	client, err := connect(t.Context(), streams, &options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	w := &watching{streams: streams, client: client, size: 10, seed: maphash.MakeSeed()}
	walk := func(fails bool) {
		t.Helper()
		broken.Store(fails)
		if err := w.walk(t.Context()); (err != nil) != fails || fails && !errors.Is(err, api.ErrForbidden) {
			t.Fatalf("walking: %v", err)
		}
	}
	walk(false)
	split, err := query.Query{}.Split(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	first, err := client.Pages(split, api.PageOptions{Size: 1}).Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Update(t.Context(), first.Images[0].ID, patch.Patch{patch.SetAttribute(model.AttrMinDisk, int64(7))}); err != nil {
		t.Fatal(err)
	}
	walk(true)
	walk(true)
	walk(false)
	walk(false)
	if lines := strings.Split(strings.TrimSpace(out.String()), "\n"); len(lines) != 1 || !strings.Contains(lines[0], `"change":"changed"`) {
		t.Errorf("it tells %q", lines)
	}
}

func TestARecordIsTheSameInWhateverOrderItComes(t *testing.T) {
	t.Parallel()
	w := &watching{seed: maphash.MakeSeed()}
	const record = `{"id":"a","tags":["gold","cis"],"os_distro":"debian","size":null}`
	for written, same := range map[string]bool{
		`{"id":"a","tags":["cis","gold"],"os_distro":"debian","size":null}`:  true,
		`{"os_distro":"debian","size":null,"tags":["gold","cis"],"id":"a"}`:  true,
		`{"id":"a","tags":["cis"],"os_distro":"debian","size":null}`:         false,
		`{"id":"a","tags":["gold","cis"],"os_distro":"debian","size":0}`:     false,
		`{"id":"a","tags":["gold","cis"],"os_version":"debian","size":null}`: false,
		`{"id":"a"`: false,
	} {
		if got := w.fingerprint([]byte(record)) == w.fingerprint([]byte(written)); got != same {
			t.Errorf("%s is the same: %v", written, got)
		}
	}
}
