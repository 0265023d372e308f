//go:build race

package ui

// RaceEnabled reports whether the race detector watches. A frame takes ten times as
// long under it, and the hundredth shows no race that the tenth did not.
const RaceEnabled = true
