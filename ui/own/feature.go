// Package own runs a person's own commands for a shell, as the configuration has
// them, and shows what they say.
package own

import (
	"bytes"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/backend"
	"glimpse/ui/dialog"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/keymap"
	"glimpse/ui/layers"
	"glimpse/ui/uictx"
)

// Feature runs commands.
type Feature struct {
	ctx   *uictx.Context
	keys  *keymap.Map
	shell backend.Shell
	// place is the connection, as it was asked for.
	place func() intent.Connect
}

// New makes a Feature; shell is nil where no commands can be run.
func New(ctx *uictx.Context, keys *keymap.Map, shell backend.Shell, place func() intent.Connect) *Feature {
	return &Feature{ctx: ctx, keys: keys, shell: shell, place: place}
}

// Refusal says why a command cannot be run just now, or nothing.
func (f *Feature) Refusal(command keymap.Command) string {
	if command.Line == "" && !command.Reads && f.ctx.About.ReadOnly {
		return "read-only: the configuration does not say of this command that it only reads (reads: true)"
	}
	return ""
}

// Run runs a command for the images that a change would be about, or with the
// values that were shown when it was asked for.
func (f *Feature) Run(wanted intent.RunOwn) tea.Cmd {
	command, known := f.keys.Command(action.ID(wanted.Name))
	if !known || f.shell == nil {
		return f.ctx.Notice.Fail("no command of that name can be run here")
	}
	if why := f.Refusal(command); why != "" {
		return f.ctx.Notice.Say(why)
	}
	runs := wanted.Runs
	if runs == nil {
		made, err := command.Run.Args(f.ctx.Targets())
		switch {
		case err != nil:
			return f.ctx.Notice.Fail(f.ctx.DisplayString(err.Error()))
		case len(made) == 0:
			return f.ctx.Notice.Say("there is no image to run " + command.Name + " for")
		case command.Confirm:
			f.ask(command, made)
			return nil
		}
		runs = made
	}
	return f.start(command, runs)
}

// ask shows what would be run.
func (f *Feature) ask(command keymap.Command, runs [][]string) {
	const most = 10
	var said strings.Builder
	for _, args := range runs[:min(most, len(runs))] {
		fmt.Fprintf(&said, "%s\n", f.ctx.DisplayString(command.Run.Shown(args)))
	}
	if more := len(runs) - most; more > 0 {
		fmt.Fprintf(&said, "and %s more", format.Count(more))
	}
	yes := intent.RunOwn{Name: command.Name, Runs: runs}
	f.ctx.Layers.Show(dialog.NewDestructiveQuestion(f.ctx.Theme, "Run this command?", strings.TrimSpace(said.String()), yes))
}

// endedMsg says that a command has ended, for all its images.
type endedMsg struct {
	command keymap.Command
	output  string
	err     error
	// from is the screen on which it was asked for.
	from layers.Screen
}

// start runs a command once for each of runs, one after the other. A process is made
// when its turn comes: there may be as many as there are images.
func (f *Feature) start(command keymap.Command, runs [][]string) tea.Cmd {
	cloud, region := f.place().Cloud, f.ctx.About.Region.Raw()
	script := command.Run.Script()
	from := f.ctx.Layers.Top()
	if command.Terminal {
		each := make([]tea.Cmd, 0, len(runs))
		for _, args := range runs {
			each = append(each, func() tea.Msg {
				return tea.ExecProcess(f.shell.Prepare(script, args, cloud, region), func(err error) tea.Msg {
					return endedMsg{command: command, err: err, from: from}
				})()
			})
		}
		return f.ctx.LendTerminal(tea.Sequence(each...))
	}
	run := func() tea.Msg {
		ended := endedMsg{command: command, from: from}
		var output limited
		for _, args := range runs {
			if err := f.shell.Run(script, args, cloud, region, &output); err != nil && ended.err == nil {
				ended.err = err
			}
		}
		ended.output = output.String()
		return ended
	}
	return tea.Batch(f.ctx.Notice.Say(running(command.Name)), run)
}

// running returns what is said while a command runs.
func running(name string) string { return name + " is running" }

// Handle takes the end of a command, and reports whether the message was one.
func (f *Feature) Handle(msg tea.Msg) (tea.Cmd, bool) {
	ended, is := msg.(endedMsg)
	if !is {
		return nil, false
	}
	name, failed := ended.command.Name, ended.err != nil
	if said, _ := f.ctx.Notice.Text(); said == running(name) {
		f.ctx.Notice.Clear()
	}
	output := strings.TrimRight(ended.output, "\n")
	switch {
	case ended.command.Terminal && !failed:
		return nil, true
	case output == "" && failed:
		return f.ctx.Failed(name+" failed", ended.err), true
	case output == "" || ended.command.Background && !failed:
		return f.ctx.Notice.Say(name + " has ended"), true
	}
	title := name
	if failed {
		title += ": " + f.ctx.DisplayString(ended.err.Error())
	}
	lines := strings.Split(output, "\n")
	for i, line := range lines {
		lines[i] = f.ctx.DisplayString(strings.ReplaceAll(line, "\t", "    "))
	}
	return f.ctx.Offer(dialog.NewOutput(f.ctx.Theme, title, strings.Join(lines, "\n")), ended.from), true
}

// limited keeps the beginning of what a command says, as much as anybody reads. It
// has no method of the buffer but Write: io.Copy would read past the limit with
// ReadFrom.
type limited struct {
	kept bytes.Buffer
	left bool
}

const mostOutput = 256 << 10

// Write implements io.Writer.
func (l *limited) Write(said []byte) (int, error) {
	room := min(mostOutput-l.kept.Len(), len(said))
	l.kept.Write(said[:room])
	l.left = l.left || room < len(said)
	return len(said), nil
}

// String returns what was kept, and says so where the rest was left out.
func (l *limited) String() string {
	if !l.left {
		return l.kept.String()
	}
	return l.kept.String() + "\n\nThe output is longer than " + format.Size(mostOutput) + "; the rest was left out."
}
