package faults

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// sleep waits, and reports whether the context is still alive. A timer of Go fires up to a
// millisecond late where the process has nothing else to do, because epoll waits for
// whole ones; of a latency of 20 that is as much as what is measured with it. A timer
// that is a file wakes its reader within a tenth.
func sleep(ctx context.Context, delay time.Duration) bool {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return sleepByTimer(ctx, delay)
	}
	timer := os.NewFile(uintptr(fd), "timer")
	defer timer.Close()
	if err := unix.TimerfdSettime(fd, 0, &unix.ItimerSpec{Value: unix.NsecToTimespec(delay.Nanoseconds())}, nil); err != nil {
		return sleepByTimer(ctx, delay)
	}
	defer context.AfterFunc(ctx, func() { _ = timer.SetReadDeadline(time.Unix(1, 0)) })()
	var expirations [8]byte
	_, err = timer.Read(expirations[:])
	return err == nil
}
