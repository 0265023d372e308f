package files

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

const (
	shared    = windows.LOCKFILE_FAIL_IMMEDIATELY
	exclusive = windows.LOCKFILE_FAIL_IMMEDIATELY | windows.LOCKFILE_EXCLUSIVE_LOCK
)

// lockedByte is the byte whose lock stands for that of the file. Others could not read
// what is locked, so that it is one far behind the end of every file.
func lockedByte() *windows.Overlapped { return &windows.Overlapped{OffsetHigh: 1 << 30} }

func unlock(file *os.File) error {
	return windows.UnlockFileEx(windows.Handle(file.Fd()), 0, 1, 0, lockedByte())
}

func tryLock(file *os.File, how uint32) error {
	err := windows.LockFileEx(windows.Handle(file.Fd()), how, 0, 1, 0, lockedByte())
	switch {
	case errors.Is(err, windows.ERROR_LOCK_VIOLATION), errors.Is(err, windows.ERROR_IO_PENDING):
		return ErrInUse
	case errors.Is(err, windows.ERROR_NOT_SUPPORTED), errors.Is(err, windows.ERROR_CALL_NOT_IMPLEMENTED):
		return nil // the file system has no locks
	default:
		return err
	}
}
