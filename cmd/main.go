// Package cmd is the command line of glimpse: it reads flags and
// configuration, wires the layers together, and turns errors into a sentence
// and an exit code. It holds no logic of images, queries or screens.
package cmd

import (
	"context"
	"errors"
	"io"
	"log"
	"os"
	"os/signal"
	"os/user"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"glimpse/api/clouds"
	"glimpse/api/files"
	"glimpse/api/redact"
)

// The exit codes of every command. Scripts rely on them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2 // wrong usage or configuration
	exitNothing     = 3 // no image matched
	exitInterrupted = 130
)

// Streams are what a command reads and writes, so that tests can stand in for
// the terminal.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// OutIsTerminal reports whether Out shows on a person's terminal, where no
	// byte of a service may arrive unescaped.
	OutIsTerminal bool
	// InIsTerminal reports whether a person types In, ErrIsTerminal whether Err
	// shows on a terminal: who is asked answers there.
	InIsTerminal, ErrIsTerminal bool
	// Clouds is where configuration is looked for; its zero value means the
	// process's own surroundings.
	Clouds clouds.Env

	// secrets are those that the program has come to know. None is written to
	// Err or into a file that the program makes for itself.
	secrets *redact.Secrets
}

// environment returns the surroundings in which clouds are looked for.
func (s Streams) environment() clouds.Env {
	if s.Clouds.Environ == nil {
		return clouds.System()
	}
	return s.Clouds
}

// Main runs glimpse with the process's own arguments and streams and returns
// its exit code.
func Main() int {
	defer files.RemoveTemporary()
	ensureHome(user.Current)
	// net/http tells the standard logger of answers that nobody asked for; on
	// stderr their bytes would stand in the middle of the screen.
	log.SetOutput(io.Discard)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return Run(ctx, os.Args[1:], Streams{
		In:            os.Stdin,
		Out:           os.Stdout,
		Err:           os.Stderr,
		OutIsTerminal: term.IsTerminal(os.Stdout.Fd()),
		InIsTerminal:  term.IsTerminal(os.Stdin.Fd()),
		ErrIsTerminal: term.IsTerminal(os.Stderr.Fd()),
	})
}

// Run runs glimpse with the given arguments and returns the exit code. A
// cancelled context means that the user interrupted.
func Run(ctx context.Context, args []string, streams Streams) int {
	streams.secrets = &redact.Secrets{}
	streams.Err = streams.secrets.Writer(streams.Err)
	root := newRoot(streams)
	root.SetArgs(args)
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	err := root.ExecuteContext(ctx)
	var exit exitError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &exit):
		report(streams.Err, exit.err)
		return exit.code
	default:
		report(streams.Err, err)
		return exitCode(err)
	}
}

// exitError is an error that knows its exit code. A nil err ends the program
// without a further word.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

// usage marks an error as one of usage or configuration.
func usage(err error) error { return exitError{code: exitUsage, err: err} }

// wrongFlag is how cobra's own complaints about flags become usage errors.
func wrongFlag(command *cobra.Command, err error) error {
	return usage(&advisedError{
		err:    err,
		advice: "run `" + command.CommandPath() + " --help` for the flags",
	})
}
