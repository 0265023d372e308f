//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package journal

import (
	"errors"
	"os"
	"syscall"
)

// lock takes the lock of a file that is being worked on, without waiting. It
// ends with the file, and with the process however that ends.
func lock(file *os.File) error { return flock(file, syscall.LOCK_EX|syscall.LOCK_NB) }

// lockNew takes the lock of a file that was made just now. Nobody holds that
// for longer than it takes to find out whether it can be had.
func lockNew(file *os.File) error { return flock(file, syscall.LOCK_EX) }

// isLive reports whether a process is at work on a file.
func isLive(file *os.File) bool {
	err := flock(file, syscall.LOCK_SH|syscall.LOCK_NB)
	if err == nil {
		_ = flock(file, syscall.LOCK_UN)
	}
	return errors.Is(err, ErrLive)
}

func flock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how)
		switch {
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EWOULDBLOCK):
			return ErrLive
		case errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOSYS):
			return nil // a file system that cannot lock is no reason not to work
		default:
			return err
		}
	}
}
