//go:build darwin || linux

package files

import (
	"os"
	"syscall"
)

// freeIn is how many bytes there are for this user where a file lies.
func freeIn(file *os.File) (bytes int64, known bool) {
	var about syscall.Statfs_t
	if err := syscall.Fstatfs(int(file.Fd()), &about); err != nil {
		return 0, false
	}
	return int64(about.Bavail) * int64(about.Bsize), true //nolint:unconvert // Bsize is an int32 on other systems
}
