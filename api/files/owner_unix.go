//go:build unix

package files

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

const (
	noFollow = syscall.O_NOFOLLOW
	noWait   = syscall.O_NONBLOCK
)

// euid is who this program acts as.
func euid() int { return os.Geteuid() }

// ownerOf returns whose a file is, where the system knows that.
func ownerOf(about fs.FileInfo) (owner int, known bool) {
	system, known := about.Sys().(*syscall.Stat_t)
	if !known {
		return 0, false
	}
	return int(system.Uid), true
}

// cannotSync reports whether an error is that the file system does not sync
// folders.
func cannotSync(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.EBADF)
}
