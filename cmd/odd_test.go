package cmd_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"glimpse/api/embedded"
)

// listing answers every listing of a cloud with one page, as it is.
func listing(t *testing.T, images string) surroundings {
	t.Helper()
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 1, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/v2/images") {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"images": [`+images+`], "schema": "/v2/schemas/images"}`)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return newSurroundings(t).withClouds(t, cloudAt(server.AuthURL(), "demo"))
}

// TestIDsAreSafeOnATerminalAndOriginalElsewhere lists ids that no service
// chose by itself, but that any client may have brought.
func TestIDsAreSafeOnATerminalAndOriginalElsewhere(t *testing.T) {
	t.Parallel()
	place := listing(t, `{"id":"plain"}, {"id":"\u001b[2J\u0007"}, {"id":"\u202eback"}, {"id":"größe\ud83d\ude00"}, {"id":"two\nlines\r"}`)
	got := place.runOnTerminal(t.Context(), "list", "--output", "id")
	want := "plain\n␛[2J␇\n<U+202E>back\ngröße😀\ntwo␊lines␍\n"
	if got.code != 0 || got.out != want {
		t.Errorf("a terminal gets %q, want %q; exit %d %s", got.out, want, got.code, got.errs)
	}
	got = place.run(t.Context(), "list", "--output", "id")
	want = "plain\n\x1b[2J\x07\n\u202eback\ngröße😀\ntwo␊lines␍\n"
	if got.code != 0 || got.out != want {
		t.Errorf("a file gets %q, want %q; exit %d %s", got.out, want, got.code, got.errs)
	}
}
