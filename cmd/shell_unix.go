//go:build unix

package cmd

import (
	"os/exec"
	"syscall"
)

// endTogether lets a command and all that it starts end together.
func endTogether(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGTERM) }
}
