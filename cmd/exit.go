package cmd

import (
	"errors"

	"glimpse/api"
	"glimpse/api/clouds"
)

// exitCode tells a wrong configuration from a failure.
func exitCode(err error) int {
	var (
		endpoint *api.EndpointError
		regions  *api.ChooseRegionError
		file     *clouds.FileError
	)
	if errors.As(err, &endpoint) || errors.As(err, &regions) || errors.As(err, &file) {
		return exitUsage
	}
	return exitFailed
}
