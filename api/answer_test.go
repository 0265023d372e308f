package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"glimpse/model"
)

func TestTheServicesOwnSentenceIsFound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, body, want string }{
		{"Glance's JSON", `{"message": "Attribute 'self' is read-only.<br /><br />\n\n\n", "code": "403 Forbidden", "title": "Forbidden"}`, "Attribute 'self' is read-only."},
		{"with its heading", `{"message": "Access was denied to this resource.<br /><br />\nImage x is protected.\n\n"}`, "Image x is protected."},
		{"a heading alone", `{"message": "Access was denied to this resource."}`, "Access was denied to this resource."},
		{"a schema's message", `{"message": "Provided object does not match schema 'image': 5 is not of type 'string'\n\nFailed validating 'type'"}`, "5 is not of type 'string'"},
		{"Keystone's JSON", `{"error": {"code": 401, "message": "The request you have made requires authentication."}}`, "The request you have made requires authentication."},
		{"a page", `<html><head><title>x</title><style>p{}</style></head><body><h1>502 Bad Gateway</h1>nginx &amp; co</body></html>`, "502 Bad Gateway nginx & co"},
		{"plain text", "Service\r\n  Unavailable\n", "Service Unavailable"},
		{"nothing", "", "the service answered 409 Conflict and no more"},
		{"JSON that broke off", `{"message": "half`, "the service answered 409 Conflict and no more"},
		{"JSON that says nothing", `{"message": 7}`, "the service answered 409 Conflict and no more"},
	} {
		if got := reasonIn(http.StatusConflict, []byte(test.body)).Raw(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// FuzzReason holds errors to what they promise whatever a service answers: one
// bounded line without a character that acts, with the operation and the image.
func FuzzReason(f *testing.F) {
	for _, seed := range []string{
		`{"message": "no\u001b[31m"}`, `{"error": {"message": "\u202e"}}`, "<html><script>alert(1)</script><p>x", "\xff\xfe\x00", "[]", "null",
		strings.Repeat("ä", 4000), `{"message": "` + strings.Repeat("x", 5000) + `"}`, "<" + strings.Repeat("<", 500), "a\nb\r\tc",
	} {
		f.Add(403, []byte(seed), "req-1\x1b[2J")
		f.Add(502, []byte(seed), "")
	}
	f.Fuzz(func(t *testing.T, status int, body []byte, request string) {
		problem := &Problem{
			Operation: "deleting", Image: model.NewImageID(id1), Status: status,
			Reason: reasonIn(status, body), Kind: kindOf(status),
		}
		for _, said := range []string{problem.Error(), problem.Advice(), fmt.Sprintf("%v %+v %q", problem.Reason, problem.Reason, problem.Reason)} {
			if strings.ContainsFunc(said, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
				t.Fatalf("%q acts on a terminal", said)
			}
		}
		// Every byte may have to be shown as an escape of at most eight.
		if len(problem.Error()) > 100+8*(maxReason+len("…")) || problem.Reason.IsEmpty() {
			t.Fatalf("%d bytes: %q", len(problem.Error()), problem.Error())
		}
		if !strings.HasPrefix(problem.Error(), "deleting image "+id1) || problem.Kind == nil || !errors.Is(problem, problem.Kind) {
			t.Fatalf("got %q, %v", problem.Error(), problem.Kind)
		}
	})
}
