package contract

import (
	"context"
	"fmt"

	"glimpse/api/embedded"
)

// startEmbedded serves the embedded service without sample images, at the root
// of its address as Glance is.
func startEmbedded(ctx context.Context) (*target, func(), error) {
	server, err := embedded.Start(ctx, embedded.Options{ImagePrefix: "/"})
	if err != nil {
		return nil, nil, fmt.Errorf("start the embedded service: %w", err)
	}
	t, err := newTarget(ctx, server.CloudsYAML())
	if err != nil {
		_ = server.Close() // the error of the login says more
		return nil, nil, err
	}
	return t, func() { _ = server.Close() }, nil // the tests have had their say by then
}
