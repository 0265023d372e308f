//go:build unix

package cmd

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"glimpse/api/clouds"
	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/program"
)

// MainPanicking is Main on the cloud "faulty", with a fault of the program's
// own: once the file trigger exists, its clock panics within Update, or its
// backend within a command.
func MainPanicking(where, trigger string) int {
	env := clouds.System()
	opts := &options{cloud: "faulty", pageSize: maxPageSize}
	if err := opts.readConfig(env); err != nil {
		panic(err)
	}
	terminal, err := terminalOf(Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, OutIsTerminal: true}, env)
	if err != nil {
		panic(err)
	}
	fault := func(here string) {
		if _, err := os.Stat(trigger); err == nil && where == here {
			panic("demo: a password, in a panic")
		}
	}
	own := &fromConfiguration{env: env, opts: opts, log: slog.New(slog.DiscardHandler), state: stateFolder(env), ctx: context.Background()}
	settings := ui.Options{Backend: panicking{fromConfiguration: own, fault: fault}, Cloud: opts.cloud, PageSize: opts.pageSize}
	opts.configure(&settings, env)
	settings.Now = func() time.Time {
		fault("update")
		return time.Now()
	}
	err = ended(program.New(context.Background(), ui.New(settings), terminal).Run(), nil)
	var exit exitError
	if !errors.As(err, &exit) {
		return exitDone
	}
	report(os.Stderr, exit.err)
	return exit.code
}

type panicking struct {
	*fromConfiguration
	fault func(here string)
}

func (p panicking) Clouds(ctx context.Context) ([]backend.Cloud, error) {
	p.fault("command")
	return p.fromConfiguration.Clouds(ctx)
}
