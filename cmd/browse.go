package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"glimpse/api/clouds"
	"glimpse/api/files"
	"glimpse/api/redact"
	"glimpse/model/remote"
	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/program"
	"glimpse/ui/terminal"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// The exit codes of a screen that did not end because the user wanted it to.
const (
	exitCrash      = 70  // EX_SOFTWARE
	exitHangup     = 129 // as a shell gives it for SIGHUP
	exitTerminated = 143 // as a shell gives it for SIGTERM
)

// browse opens the screen on the clouds of an environment.
func browse(ctx context.Context, streams Streams, opts *options, env clouds.Env) error {
	go textwidth.Prepare()
	if err := opts.checked(); err != nil {
		return err
	}
	if err := opts.readConfig(env); err != nil {
		return err
	}
	selection, err := opts.firstSelection()
	if err != nil {
		return err
	}
	state := stateFolder(env)
	if state == "" {
		return errNoHome
	}
	appearance, err := opts.appearance(env)
	if err != nil {
		return err
	}
	on, err := terminalOf(streams, env)
	if err != nil {
		return err
	}
	cloud, pick, err := opts.firstCloud(streams, env)
	if err != nil {
		return err
	}
	log, logFile, err := openLog(opts.logFile, opts.secrets)
	if err != nil {
		return err
	}
	defer logFile.Close()
	// The program answers the signals itself: the first one lets what is under
	// way end, and only the second gives it up.
	ctx = context.WithoutCancel(ctx)
	from := &fromConfiguration{env: env, opts: opts, log: log, state: state, ctx: ctx}
	if !pick {
		from.early.Store(connectEarly(ctx, backend.Target{Cloud: cloud, Region: opts.region}, from.connect))
	}
	settings := ui.Options{
		Backend:  from,
		Cloud:    cloud,
		Pick:     pick,
		Region:   opts.region,
		Query:    selection,
		PageSize: cmp.Or(opts.pageSize, opts.config.PageSize),
		Theme:    appearance,
		Tmux:     newTmux(env),
		Files:    localFiles{},
		Large:    tidyMemory(env),
	}
	opts.configure(&settings, env)
	own := newShell(env)
	defer own.close()
	settings.Shell = own
	app := ui.New(settings)
	return ended(program.New(ctx, app, on).Run(), opts.secrets)
}

// firstCloud decides which cloud the screen begins with, and finds what is
// wrong with the configuration before the screen opens. Several clouds and
// none chosen is what the screen's picker is for, and so are several regions.
func (o *options) firstCloud(streams Streams, env clouds.Env) (cloud string, pick bool, err error) {
	config, err := clouds.Load(env)
	if err != nil {
		return "", false, usage(err)
	}
	warn(streams, config.Warnings())
	chosen, err := config.Cloud(o.cloud, o.region)
	var (
		several *clouds.ChooseCloudError
		regions *remote.RegionRequiredError
	)
	switch {
	case errors.As(err, &several):
		return "", true, nil
	case errors.As(err, &regions):
		return regions.Cloud, false, nil
	case err != nil:
		return "", false, usage(err)
	}
	warn(streams, chosen.Warnings)
	return chosen.Name, false, nil
}

// terminalOf checks that there is a terminal that can show a screen.
func terminalOf(streams Streams, env clouds.Env) (program.Terminal, error) {
	in, inIsFile := streams.In.(*os.File)
	out, outIsFile := streams.Out.(*os.File)
	if !inIsFile || !outIsFile || !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return program.Terminal{}, usage(&advisedError{
			err:    errors.New("the browser needs a terminal, and standard input or output is none"),
			advice: "without one use `glimpse list`, such as: glimpse list --query 'status=active' --output json",
		})
	}
	if kind := lookup(env, "TERM"); kind == "" || kind == "dumb" {
		return program.Terminal{}, usage(&advisedError{
			err:    fmt.Errorf("the terminal cannot place text (TERM=%q)", kind),
			advice: "set TERM to what your terminal is, or use `glimpse list`",
		})
	}
	return program.Terminal{In: in, Out: out, Err: streams.Err, Environ: env.Environ(), Signals: true}, nil
}

// appearance chooses colours and glyphs by the flag and the environment.
func (o *options) appearance(env clouds.Env) (theme.Choice, error) {
	choice := theme.Choice{Name: theme.Name(cmp.Or(o.theme, o.config.Theme)), ASCII: !terminal.SpeaksUTF8(env.Environ())}
	// Until the terminal says what its background is, and where it never does.
	choice.Light, _ = terminal.LightBackground(env.Environ())
	if o.theme != "" && !slices.Contains(theme.Names(), choice.Name) {
		names := make([]string, 0, len(theme.Names()))
		for _, name := range theme.Names() {
			names = append(names, string(name))
		}
		return theme.Choice{}, usage(fmt.Errorf("--theme %q: it is one of %s", o.theme, strings.Join(names, ", ")))
	}
	switch colorprofile.Env(env.Environ()) {
	case colorprofile.NoTTY, colorprofile.ASCII:
		choice.Depth = theme.DepthNone
	case colorprofile.ANSI:
		choice.Depth = theme.Depth16
	default:
		choice.Depth = theme.DepthFull
	}
	return choice, nil
}

// lookup finds a variable in an environment; the last one counts.
func lookup(env clouds.Env, name string) string {
	value := ""
	for _, line := range env.Environ() {
		if rest, found := strings.CutPrefix(line, name+"="); found {
			value = rest
		}
	}
	return value
}

// ended turns the end of the screen into an exit code.
func ended(err error, secrets *redact.Secrets) error {
	var crash *program.CrashError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, program.ErrHangup):
		return exitError{code: exitHangup}
	case errors.Is(err, program.ErrTerminated):
		return exitError{code: exitTerminated}
	case errors.Is(err, program.ErrInterrupted), errors.Is(err, context.Canceled):
		return exitError{code: exitInterrupted}
	case errors.As(err, &crash):
		return exitError{code: exitCrash, err: crashed(crash, secrets)}
	}
	return err
}

// crashed writes what is known of a crash to a file for a bug report. It holds
// the place in the program and no value that came from a cloud.
func crashed(crash *program.CrashError, secrets *redact.Secrets) error {
	content := secrets.Redact(fmt.Sprintf("%s\n%s\n\n%s", versionLine(), crash.Error(), crash.Stack))
	name, err := files.Leave("glimpse-crash-"+time.Now().UTC().Format("20060102T150405Z")+"-*.txt", []byte(content))
	if err != nil {
		return &advisedError{err: crash, advice: "please report it; where it happened could not be written to a file: " + err.Error()}
	}
	return &advisedError{err: crash, advice: "please report it with " + name + ", which holds no secret"}
}
