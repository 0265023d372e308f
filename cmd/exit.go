package cmd

import (
	"errors"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/model/remote"
)

// exitCode distinguishes a wrong configuration or query from a failure.
func exitCode(err error) int {
	var (
		endpoint *api.EndpointError
		regions  *remote.RegionRequiredError
		file     *clouds.FileError
		project  *api.ProjectNameError
	)
	if errors.As(err, &endpoint) || errors.As(err, &regions) || errors.As(err, &file) || errors.As(err, &project) {
		return exitUsage
	}
	return exitFailed
}
