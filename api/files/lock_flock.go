//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package files

import (
	"errors"
	"os"
	"syscall"
)

const (
	exclusive = syscall.LOCK_EX | syscall.LOCK_NB
	shared    = syscall.LOCK_SH | syscall.LOCK_NB
)

func unlock(file *os.File) error { return tryLock(file, syscall.LOCK_UN) }

func tryLock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how)
		switch {
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EWOULDBLOCK):
			return ErrInUse
		case errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOSYS):
			return nil // the file system has no locks
		default:
			return err
		}
	}
}
