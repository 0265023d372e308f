package contract

import (
	"context"
	"os"
	"testing"

	"glimpse/api/embedded"
)

// extras is a service with what Glance has only where it is configured: several
// stores, an image cache, and locations that are shown.
// `GLANCE_EXTRAS=yes .ci/openstack/up DIR` starts a real one, which
// GLIMPSE_CONTRACT_EXTRAS_DIR names.
func extras(t *testing.T) *target {
	t.Helper()
	if dir := os.Getenv("GLIMPSE_CONTRACT_EXTRAS_DIR"); dir != "" {
		on, err := realTarget(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		return on
	}
	if theTarget.IsReal {
		t.Skip("GLIMPSE_CONTRACT_EXTRAS_DIR names no real service with several stores and a cache")
	}
	ctx := context.WithoutCancel(t.Context()) // it serves until the images are removed, after the test
	on, stop, err := startEmbedded(ctx, embedded.Options{Extras: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return on
}
