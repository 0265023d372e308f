package cmd

import (
	"runtime/debug"
	"testing"
)

func TestTheCommitOfABuildIsNamedWithItsDay(t *testing.T) {
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"}
	at := debug.BuildSetting{Key: "vcs.time", Value: "2026-11-29T01:30:00+02:00"}
	for _, test := range []struct {
		name     string
		settings []debug.BuildSetting
		want     string
	}{
		{"nothing recorded", nil, ""},
		{"a clean tree", []debug.BuildSetting{revision, at, {Key: "vcs.modified", Value: "false"}}, "0123456789ab, 2026-11-28"},
		{"a changed tree", []debug.BuildSetting{revision, at, {Key: "vcs.modified", Value: "true"}}, "0123456789ab, 2026-11-28, modified"},
		{"no revision, as outside of a checkout", []debug.BuildSetting{{Key: "vcs.modified", Value: "true"}}, ""},
		{"a short revision", []debug.BuildSetting{{Key: "vcs.revision", Value: "12"}}, "12"},
	} {
		if got := commitOf(test.settings); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
