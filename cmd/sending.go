package cmd

import (
	"context"
	"errors"
	"fmt"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"glimpse/api"
	"glimpse/api/runner"
	"glimpse/cmd/change"
	"glimpse/ui/terminal"
	"glimpse/ui/theme"
)

// sending are the flags of all commands that send a plan.
type sending struct {
	dryRun, yes, requests bool
	expect                int
	output                string
}

func (o *sending) add(command *cobra.Command) {
	flags := command.Flags()
	flags.BoolVar(&o.dryRun, "dry-run", false, "end after the preview")
	flags.BoolVar(&o.yes, "yes", false, "send without asking")
	flags.IntVar(&o.expect, "expect", -1, "send nothing unless exactly `N` images would change")
	flags.BoolVar(&o.requests, "requests", false, "show the exact requests in the preview")
	flags.Lookup("expect").DefValue = "any number"
	o.addOutput(command)
}

func (o *sending) addOutput(command *cobra.Command) {
	command.Flags().StringVar(&o.output, "output", "text", "text, or json: one line a result, the preview on stderr")
	registerCompletion(command, "output", func() []string { return []string{"text", "json"} })
}

// checked returns the usage errors that the flags hold by themselves.
func (o *sending) checked() error {
	switch {
	case o.output != "text" && o.output != "json":
		return usage(fmt.Errorf("--output %q is not a format; use text or json", o.output))
	case o.expect < -1:
		return usage(fmt.Errorf("--expect %d: it is a number of images", o.expect))
	}
	return nil
}

// changing is a connection on which images are changed without a screen.
type changing struct {
	ctx        context.Context //nolint:containedctx // it is the life of one command, which ends with a signal
	client     *api.Client
	changes    *changes
	production bool
	run        change.Run
}

// exits are the codes of the ways in which a change ends.
var exits = map[change.Ending]int{
	change.Done: exitDone, change.Failed: exitFailed, change.Nothing: exitNothing, change.Interrupted: exitInterrupted,
}

// carry connects, and turns the end of what is done there into an exit code.
// reads reports whether it sends nothing but reads.
func (o *sending) carry(
	ctx context.Context, streams Streams, opts *options, reads bool, do func(*changing) (change.Ending, error),
) error {
	if err := errors.Join(opts.checked(), o.checked()); err != nil {
		return err
	}
	env := streams.environment()
	if err := opts.readConfig(env); err != nil {
		return err
	}
	cloud, err := chosenCloud(streams, opts)
	if err != nil {
		return err
	}
	settings := opts.cloudSettings(cloud.Name)
	state := stateFolder(env)
	switch {
	case opts.readOnly && !reads:
		return usage(errors.New("--read-only: nothing can be changed; --dry-run shows what would be"))
	case settings.ReadOnly && !reads:
		return usage(fmt.Errorf("the configuration says read_only of the cloud %s; --dry-run shows what would change", cloud.Name))
	case state == "":
		return errNoHome
	}
	log, logFile, err := openLog(opts.logFile, opts.secrets)
	if err != nil {
		return err
	}
	defer logFile.Close()
	ctx, now, stop := change.Interrupts(ctx)
	defer stop()
	client, err := connectTo(ctx, streams, opts, &cloud, log)
	if err != nil {
		return interruptedOr(ctx, err)
	}
	defer client.Close()
	s := &changing{
		ctx: ctx, client: client, production: settings.Production,
		changes: newChanges(now, client, state, &begunJobs{}, runner.Options{Workers: opts.workers()}),
	}
	defer s.changes.close()
	s.run = o.begin(streams, s.changes)
	s.run.Now, s.run.Usage = now, s.usage
	ending, err := do(s)
	if err != nil {
		err = interruptedOr(ctx, err)
	}
	switch {
	case ending == change.Done && err == nil:
		return nil
	case errors.Is(err, change.ErrNotAsked):
		return usage(err)
	case err != nil && ending != change.Interrupted:
		return err
	case errors.Is(err, context.Canceled): // before anything was sent
		return exitError{code: exitInterrupted}
	default:
		return exitError{code: exits[ending], err: err}
	}
}

// interruptedOr is an error, or the end of a command by a signal.
func interruptedOr(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return exitError{code: exitInterrupted}
	}
	return err
}

// widthOfText is how wide a preview is that no terminal shows.
const widthOfText = 100

// begin makes a change that speaks to the streams.
func (o *sending) begin(streams Streams, jobs change.Jobs) change.Run {
	theme := theme.New(theme.Choice{Name: theme.Mono, ASCII: !terminal.SpeaksUTF8(streams.environment().Environ())})
	width := widthOfText
	if file, isFile := streams.Out.(interface{ Fd() uintptr }); isFile && streams.OutIsTerminal {
		if wide, _, err := term.GetSize(file.Fd()); err == nil && wide > 0 {
			width = wide
		}
	}
	return change.Run{
		In: streams.In, Out: streams.Out, Err: streams.Err,
		OutIsTerminal: streams.OutIsTerminal, ErrIsTerminal: streams.ErrIsTerminal, Asks: streams.InIsTerminal && streams.ErrIsTerminal,
		Theme: &theme, Width: width,
		WriteJSON: func(line []byte) error { return writeJSON(streams, line) },
		Jobs:      jobs, DryRun: o.dryRun, Yes: o.yes, Requests: o.requests, JSON: o.output == "json", Expect: o.expect,
	}
}
