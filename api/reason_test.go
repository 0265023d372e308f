package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"

	"glimpse/api/clouds"
	"glimpse/api/redact"
	"glimpse/model"
	"glimpse/model/text"
)

// plainExplainer knows no secret.
func plainExplainer() *explainer {
	return &explainer{cloud: &clouds.Cloud{}, secrets: &redact.Secrets{}, now: time.Now}
}

func reasonIn(e *explainer, status int, body []byte) text.Untrusted {
	return e.reason(status, sentenceIn(body))
}

func TestTheServicesOwnSentenceIsQuoted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ body, want string }{
		{`{"message": "Image x is protected.<br /><br />\n\n"}`, `"Image x is protected."`},
		{`{"badRequest": {"message": "no"}}`, `"no"`},
		{"plain\r\n text", `"plain text"`},
		{`{"message": 7}`, `"{"message": 7}"`},
		{"", "the service answered 409 Conflict and no more"},
		{"<html><body></body></html>", "the service answered 409 Conflict and no more"},
		{strings.Repeat("x", 501), `"` + strings.Repeat("x", 500) + `…"`},
	} {
		if got := reasonIn(plainExplainer(), http.StatusConflict, []byte(test.body)).Raw(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.body, got, test.want)
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
			Reason: reasonIn(plainExplainer(), status, body), Kind: kindOf(status),
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
		if !strings.HasPrefix(problem.Error(), "deleting image "+id1) || problem.Kind == "" || !errors.Is(problem, problem.Kind) {
			t.Fatalf("got %q, %v", problem.Error(), problem.Kind)
		}
	})
}
