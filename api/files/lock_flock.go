//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package files

import (
	"errors"
	"os"
	"syscall"
)

// Lock takes the lock of a file that is being worked on, without waiting: it is
// an [ErrInUse] where another process has it. It ends with the file, and with the
// process however that ends.
func Lock(file *os.File) error { return flock(file, syscall.LOCK_EX|syscall.LOCK_NB) }

// LockNew takes the lock of a file that was made just now. Nobody holds that
// for longer than it takes to find out whether it can be had.
func LockNew(file *os.File) error { return flock(file, syscall.LOCK_EX) }

// IsLocked reports whether a process is at work on a file.
func IsLocked(file *os.File) bool {
	err := flock(file, syscall.LOCK_SH|syscall.LOCK_NB)
	if err == nil {
		_ = flock(file, syscall.LOCK_UN)
	}
	return errors.Is(err, ErrInUse)
}

func flock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how)
		switch {
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EWOULDBLOCK):
			return ErrInUse
		case errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOSYS):
			return nil // a file system that cannot lock is no reason not to work
		default:
			return err
		}
	}
}
