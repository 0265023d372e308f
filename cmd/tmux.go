package cmd

import (
	"context"
	"os/exec"
	"strings"

	"glimpse/api/clouds"
	"glimpse/ui/backend"
)

// tmux is the tmux that the program runs in, by its own command.
type tmux struct{ command string }

var _ backend.Tmux = tmux{}

// newTmux finds the tmux that the program runs in, or returns nil: through SSH
// it runs in one that cannot be asked.
func newTmux(env clouds.Env) backend.Tmux {
	if lookup(env, "TMUX") == "" {
		return nil
	}
	command, err := exec.LookPath("tmux")
	if err != nil {
		return nil
	}
	return tmux{command: command}
}

// Copy implements backend.Tmux. load-buffer -w hands the buffer on to the
// terminal's clipboard whatever the option set-clipboard says, which is about
// the programs within. tmux before 3.2 does not know -w, and fails.
func (t tmux) Copy(ctx context.Context, text string) error {
	load := exec.CommandContext(ctx, t.command, "load-buffer", "-w", "-") //nolint:gosec // the user's own tmux, found in PATH
	load.Stdin = strings.NewReader(text)
	return load.Run()
}
