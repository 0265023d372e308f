//go:build !unix

package terminal

// hasShell reports whether a shell waits for this process: only Unix has
// shells that do.
func hasShell() bool { return false }
