package api

import (
	"errors"
	"net/url"
	"testing"

	"glimpse/api/clouds"
	"glimpse/api/proxy"
)

// TestTheAddressOfARequestIsThatOfItsService: both services may be behind one
// host.
func TestTheAddressOfARequestIsThatOfItsService(t *testing.T) {
	t.Parallel()
	e := plainExplainer()
	e.cloud = &clouds.Cloud{File: "/etc/openstack/clouds.yaml"}
	e.login = &url.URL{Scheme: "https", Host: "cloud.example", Path: "/identity/v3"}
	for address, want := range map[string]string{
		"https://cloud.example/identity/v3/auth/tokens": "auth_url in clouds.yaml",
		"https://CLOUD.example":                         "auth_url in clouds.yaml",
		"https://cloud.example/image/v2/images":         "image_endpoint_override in clouds.yaml",
		"https://cloud.example:9292/":                   "image_endpoint_override in clouds.yaml",
		"https://cloud example":                         "auth_url in clouds.yaml",
	} {
		if got := e.addressSetting(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

func TestAnUnreadableProxyIsNoOutage(t *testing.T) {
	t.Parallel()
	problem := plainExplainer().problem("x", &proxy.UnreadableError{Variable: "ALL_PROXY", Problem: "is odd"})
	if !errors.Is(problem, ErrProxy) || isTransient(problem) {
		t.Errorf("got %v", problem.Kind)
	}
}
