//go:build race

package query

// raceEnabled reports whether the race detector watches: what a sync.Pool is given back
// it then drops at random, and regular expressions keep what they work with in one.
const raceEnabled = true
