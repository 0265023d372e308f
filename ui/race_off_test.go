//go:build !race

package ui

// RaceEnabled reports whether the race detector watches.
const RaceEnabled = false
