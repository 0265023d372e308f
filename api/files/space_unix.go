//go:build darwin || linux

package files

import (
	"errors"
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

// lockFile takes the lock of a file that this process writes. It ends with the
// file, and with the process however that ends.
func lockFile(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrPartInUse
	}
	return nil // a file system that cannot lock is no reason not to work
}
