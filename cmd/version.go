package cmd

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// version is the release that this tree will become; CHANGELOG.md tells what
// is in it.
const version = "0.1.0"

func newVersion(streams Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(streams.Out, versionLine())
			return err
		},
	}
}

// versionLine names the release, what the build recorded of the commit, and what
// it was built with and for.
func versionLine() string {
	var settings []debug.BuildSetting
	if info, found := debug.ReadBuildInfo(); found {
		settings = info.Settings
	}
	line := "glimpse " + version
	if commit := commitOf(settings); commit != "" {
		line += " (" + commit + ")"
	}
	return line + " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}

// commitOf returns the commit of a build with its day in UTC, as far as the Go
// command recorded them, and whether files had been changed since. The time of the
// build is left out on purpose: the same commit gives the same bytes.
func commitOf(settings []debug.BuildSetting) string {
	var parts []string
	modified := false
	for _, setting := range settings {
		switch setting.Key {
		case "vcs.revision":
			parts = append(parts, setting.Value[:min(12, len(setting.Value))])
		case "vcs.time":
			if at, err := time.Parse(time.RFC3339, setting.Value); err == nil {
				parts = append(parts, at.UTC().Format(time.DateOnly))
			}
		case "vcs.modified":
			modified = setting.Value == "true"
		}
	}
	if modified && len(parts) > 0 {
		parts = append(parts, "modified")
	}
	return strings.Join(parts, ", ")
}
