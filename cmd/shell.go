package cmd

import (
	"context"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"

	"glimpse/api/clouds"
	"glimpse/ui/backend"
)

// shell runs the person's own commands. What the program knows of a cloud, tokens
// among it, is in no environment: a command finds clouds.yaml by itself.
type shell struct {
	env   clouds.Env
	alive context.Context //nolint:containedctx // it is the life of the program, not of a call
	end   context.CancelFunc
	// running is held for reading by each command that is under way.
	running sync.RWMutex
}

var _ backend.Shell = (*shell)(nil)

func newShell(env clouds.Env) *shell {
	s := &shell{env: env}
	s.alive, s.end = context.WithCancel(context.Background())
	return s
}

// Prepare implements backend.Shell.
func (s *shell) Prepare(script string, args []string, cloud, region string) *exec.Cmd {
	//nolint:gosec // the script is the user's own, and values are arguments
	command := exec.CommandContext(s.alive, "/bin/sh", append([]string{"-c", script, "sh"}, args...)...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = stopWithin
	// The terminal itself, for a command that is lent it.
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.Env = append([]string{}, s.env.Environ()...)
	for name, value := range map[string]string{"OS_CLOUD": cloud, "OS_REGION_NAME": region} {
		if value != "" {
			command.Env = append(command.Env, name+"="+value)
		}
	}
	return command
}

// Run implements backend.Shell. What the shell itself starts ends with it.
func (s *shell) Run(script string, args []string, cloud, region string, output io.Writer) error {
	s.running.RLock()
	defer s.running.RUnlock()
	command := s.Prepare(script, args, cloud, region)
	command.Stdin, command.Stdout, command.Stderr = nil, output, output
	endTogether(command)
	return command.Run()
}

// close ends what runs, and waits for that, half a second at most.
func (s *shell) close() {
	s.end()
	s.running.Lock()
	defer s.running.Unlock() // whatever comes now finds the end
}
