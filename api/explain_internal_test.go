package api

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"glimpse/api/clouds"
	"glimpse/api/redact"
)

// TestAServiceThatGreetsIsToldHoweverNetHTTPNoticesIt gives the error that
// net/http has where the greeting arrives before the request was written.
func TestAServiceThatGreetsIsToldHoweverNetHTTPNoticesIt(t *testing.T) {
	t.Parallel()
	err := &url.Error{Op: "Get", URL: "http://image.example/v2/images", Err: errors.New("readLoopPeekFailLocked: %!w(<nil>)")}
	if reason := networkReason(err); reason != "what listens there does not speak HTTP" {
		t.Errorf("the reason is %q", reason)
	}
	e := &explainer{cloud: &clouds.Cloud{}, secrets: &redact.Secrets{}}
	if advice := e.networkAdvice(err); !strings.Contains(advice, "check the port") {
		t.Errorf("the advice is %q", advice)
	}
}
