package cmd_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// ran runs a command, and returns the most memory that it had resident, in KiB, or 0
// where there is no /proc. It is looked at while the command runs: what the kernel says
// of an ended process counts what it had before it became the command, which is the
// memory of this one.
func ran(command *exec.Cmd) (peak int64, err error) {
	if err := command.Start(); err != nil {
		return 0, err
	}
	ended, most := make(chan struct{}), make(chan int64)
	go func() {
		var seen int64
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-tick.C:
				now, _ := memoryOf(command.Process.Pid, "VmHWM")
				seen = max(seen, now)
			case <-ended:
				tick.Stop()
				most <- seen
				return
			}
		}
	}()
	err = command.Wait()
	close(ended)
	return <-most, err
}

// memoryOf returns a field of /proc/PID/status, in KiB.
func memoryOf(pid int, field string) (kib int64, known bool) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, false
	}
	_, rest, _ := bytes.Cut(status, []byte("\n"+field+":"))
	_, err = fmt.Sscan(string(rest), &kib)
	return kib, err == nil
}
