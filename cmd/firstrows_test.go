package cmd_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"glimpse/api/embedded"
)

// TestTheFirstRowsOnScreenTakeTwoRequests holds back whatever is asked for
// after a token and a page until the rows are seen.
func TestTheFirstRowsOnScreenTakeTwoRequests(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	seen := make(chan struct{})
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 300, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if requests.Add(1) > 2 {
				select {
				case <-seen:
				case <-r.Context().Done():
				}
			}
			next.ServeHTTP(w, r)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	release := sync.OnceFunc(func() { close(seen) })
	t.Cleanup(release)
	file := filepath.Join(t.TempDir(), "clouds.yaml")
	if err := os.WriteFile(file, []byte(cloudAt(server.AuthURL(), "demo")), 0o600); err != nil {
		t.Fatal(err)
	}
	command, terminal, screen := startOnTerminal(t, []string{"OS_CLIENT_CONFIG_FILE=" + file})
	screen.await(t, "100 loaded, more")
	screen.await(t, "qcow2")
	release()
	io.WriteString(terminal, "q")
	if code := exitOf(command); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}
