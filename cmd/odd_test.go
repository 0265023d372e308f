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

// TestWhatTheServiceSaysOtherwiseIsReadOrUnknown lists what real services and
// gateways were seen to send, from the wire to the output.
func TestWhatTheServiceSaysOtherwiseIsReadOrUnknown(t *testing.T) {
	t.Parallel()
	const rest = `"name":"n","status":"active","visibility":"private","virtual_size":null,"disk_format":null,"container_format":null,"min_ram":0,` +
		`"owner":"p","tags":[],"updated_at":"2024-01-01T00:00:00Z","checksum":null`
	place := listing(t,
		`{"id":"read","size":"1048576","min_disk":10.0,"created_at":"2024-01-01T00:00:00","os_hidden":"False","protected":"true",`+rest+`},`+
			`{"id":"unread","size":"big","min_disk":"10 GiB","created_at":"yesterday","os_hidden":"perhaps","protected":2,`+rest+`},`+
			`{"id":"missing",`+rest+`}`)
	columns := []string{"--output", "csv", "--columns", "id,size,min_disk,created_at,os_hidden,protected"}
	got := place.run(t.Context(), append([]string{"list"}, columns...)...)
	want := "id,size,min_disk,created_at,os_hidden,protected\n" +
		"read,1048576,10,2024-01-01T00:00:00Z,false,true\n" +
		"unread,unknown,unknown,unknown,unknown,unknown\nmissing,unknown,unknown,unknown,unknown,unknown\n"
	if got.code != 0 || got.out != want {
		t.Errorf("got %s, want %s; exit %d", got.out, want, got.code)
	}
	if strings.Contains(got.errs, "image read") || strings.Count(got.errs, "image unread") != 5 {
		t.Errorf("the warnings are\n%s", got.errs)
	}
	// Each is evaluated on this side.
	for query, want := range map[string]string{
		"size!=1": "read\n", "size!=1048576": "", "protected!=true": "", "protected!=false": "read\n", "created!=2023": "read\n", "!size": "", "?size": "read\n",
	} {
		if got := place.run(t.Context(), "list", "--output", "id", "--query", query); got.code != 0 || got.out != want {
			t.Errorf("%s finds %q, want %q; exit %d", query, got.out, want, got.code)
		}
	}
}
