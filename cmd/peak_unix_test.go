//go:build unix

package cmd_test

import (
	"os"
	"syscall"
)

// peakMemory returns the most memory that an ended process had resident, in KiB,
// or 0 where the system does not say.
func peakMemory(ended *os.ProcessState) int64 {
	usage, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss
}
