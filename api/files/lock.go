package files

import (
	"errors"
	"os"
	"time"
)

// Lock takes the lock of a file that is being worked on. It is an [ErrInUse] where
// another process is at work on it; one that only looks is waited for. The lock ends
// with the file, and with the process however that ends. Where the file system or
// the system has no such locks, none is taken: that is no reason not to work.
func Lock(file *os.File) error {
	for range mostLooks {
		err := tryLock(file, exclusive)
		if !errors.Is(err, ErrInUse) || IsLocked(file) {
			return err
		}
		untilLooked()
	}
	return ErrInUse
}

// IsLocked reports whether a process is at work on a file. To find out takes a lock
// that others can share, for a moment: no system that the program runs on can look
// without. Lock waits for that moment to be over.
func IsLocked(file *os.File) bool {
	err := tryLock(file, shared)
	if err == nil {
		_ = unlock(file)
	}
	return errors.Is(err, ErrInUse)
}

// mostLooks is how often Lock finds a file being looked at before it gives up: for a
// second, should a program be stopped just then.
const mostLooks = 200

// untilLooked waits for somebody else to have looked. Tests stand in for it.
var untilLooked = func() { <-time.After(time.Second / mostLooks) }
