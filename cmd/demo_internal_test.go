package cmd

import (
	"slices"
	"testing"

	"glimpse/api/clouds"
)

// TestTheDemoTakesNoProxyFromTheEnvironment: none leads to a loopback address.
func TestTheDemoTakesNoProxyFromTheEnvironment(t *testing.T) {
	t.Parallel()
	own := clouds.Env{Environ: func() []string {
		return []string{"TERM=xterm", "HTTPS_PROXY=http://p", "all_proxy=http://p", "No_Proxy=x", "OS_CLOUD=prod", "PROXY=x"}
	}}
	got := demoSurroundings(own, "clouds: {}").Environ()
	want := []string{"TERM=xterm", "PROXY=x", "OS_CLIENT_CONFIG_FILE=/demo/clouds.yaml"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
