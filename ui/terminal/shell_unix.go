//go:build unix

package terminal

import (
	"bytes"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// hasShell reports whether a shell waits for this process.
func hasShell() bool { return resumable(os.Getpid(), system{}) }

// system is the processes of this machine.
type system struct{}

func (system) group(pid int) (int, bool) {
	group, err := unix.Getpgid(pid)
	return group, err == nil
}

func (system) session(pid int) (int, bool) {
	session, err := unix.Getsid(pid)
	return session, err == nil
}

// parent returns the parent of a process; of others than this one only Linux
// tells it without a library.
func (system) parent(pid int) (int, bool) {
	if pid == os.Getpid() {
		return os.Getppid(), true
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, false
	}
	// The name of the program stands in parentheses, and may hold anything.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	const parentField = 1 // behind the state
	if len(fields) <= parentField {
		return 0, false
	}
	parent, err := strconv.Atoi(string(fields[parentField]))
	return parent, err == nil
}
