package change

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// Interrupts returns two contexts: the first signal ends one, and lets what is
// under way end; the second signal ends the other. A signal that is ignored, as
// by nohup, stays so.
func Interrupts(parent context.Context) (first, second context.Context, stop func()) {
	first, endFirst := context.WithCancel(parent)
	second, endSecond := context.WithCancel(context.WithoutCancel(parent))
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	arrived, stopped := make(chan os.Signal, len(signals)), make(chan struct{})
	signal.Notify(arrived, signals...)
	go func() {
		for _, end := range []context.CancelFunc{endFirst, endSecond} {
			select {
			case <-arrived:
				end()
			case <-stopped:
				return
			}
		}
	}()
	return first, second, func() {
		signal.Stop(arrived)
		close(stopped)
		endFirst()
		endSecond()
	}
}
