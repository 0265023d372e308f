package cmd_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"glimpse/api/embedded"
)

// TestWhatAServiceSaysOfAFailureIsEscaped answers every listing with a
// sentence that fights back, as Glance repeats what it was sent, and looks at
// the error, the log and the screen.
func TestWhatAServiceSaysOfAFailureIsEscaped(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"JSON": `{"message": "\u001b[2Jno\u0007 \u009b31m\u202elist\n\u0000<br />", "code": "403 Forbidden", "title": "Forbidden"}`,
		"text": "403 Forbidden\n\n\x1b]52;c;cm0=\x07no\x1b[8m list\x9b2J\r\n",
		"HTML": "<html><body><h1>403</h1>\x1b[2Jno \x1bPlist</body></html>",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, err := embedded.Start(t.Context(), embedded.Options{Images: 5, Wrap: func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if !strings.HasSuffix(r.URL.Path, "/v2/images") {
						next.ServeHTTP(w, r)
						return
					}
					kind := map[string]string{"JSON": "application/json", "text": "text/plain", "HTML": "text/html"}[name]
					w.Header().Set("Content-Type", kind)
					w.WriteHeader(http.StatusForbidden)
					io.WriteString(w, body)
				})
			}})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { server.Close() })
			place := newSurroundings(t).withClouds(t, cloudAt(server.AuthURL(), "demo"))
			log := filepath.Join(place.home, "glimpse.log")
			got := place.run(t.Context(), "list", "--log-file", log)
			if got.code != 1 || got.out != "" {
				t.Errorf("exit code %d, %q", got.code, got.out)
			}
			if r, found := forbidden(got.errs); found {
				t.Errorf("the error holds %U: %q", r, got.errs)
			}
			content, err := os.ReadFile(log)
			if err != nil || !strings.Contains(string(content), "403") {
				t.Errorf("the log does not tell of it: %q, %v", content, err)
			}
			if r, found := forbidden(string(content)); found {
				t.Errorf("the log holds %U: %q", r, content)
			}
			command, terminal, screen := startOnTerminal(t, []string{"OS_CLIENT_CONFIG_FILE=" + filepath.Join(place.home, "clouds.yaml")})
			screen.await(t, "Not allowed to list the images")
			_, raw := screen.text()
			for _, bad := range []string{"\x1b[2J\u009b", "\x1b]52", "\x1b[8m", "\x1bP", "\u009b", "\u202e", "\x9b2J"} {
				if strings.Contains(raw, bad) {
					t.Errorf("the terminal was sent %q", bad)
				}
			}
			io.WriteString(terminal, "q")
			exitOf(command)
		})
	}
}
