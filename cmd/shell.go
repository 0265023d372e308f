package cmd

import (
	"context"
	"os"
	"os/exec"
	"syscall"

	"glimpse/api/clouds"
	"glimpse/ui/backend"
)

// shell runs the person's own commands. What the program knows of a cloud, tokens
// among it, is in no environment: a command finds clouds.yaml by itself.
type shell struct {
	env   clouds.Env
	alive context.Context //nolint:containedctx // it is the life of the program, not of a call
}

var _ backend.Shell = shell{}

// Prepare implements backend.Shell.
func (s shell) Prepare(script string, args []string, cloud, region string) *exec.Cmd {
	//nolint:gosec // the script is the user's own, and values are arguments
	command := exec.CommandContext(s.alive, "/bin/sh", append([]string{"-c", script, "sh"}, args...)...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = stopWithin
	// The terminal itself, for a command that is lent it.
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.Env = append([]string{}, s.env.Environ()...)
	for name, value := range map[string]string{"OS_CLOUD": cloud, "OS_REGION_NAME": region} {
		if value != "" {
			// The terminal itself, for a command that is lent it.
			command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
			command.Env = append(command.Env, name+"="+value)
		}
	}
	return command
}
