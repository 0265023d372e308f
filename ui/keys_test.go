package ui_test

import (
	"io"
	"os/exec"
	"sync/atomic"
	"testing"

	"glimpse/model/command"
	"glimpse/model/shell"
	"glimpse/model/text"
	"glimpse/ui"
	"glimpse/ui/action"
	"glimpse/ui/keymap"
	"glimpse/ui/uitest"
)

// boundAnew are options with keys that a configuration binds.
func boundAnew(t *testing.T, s *stub, binds ...keymap.Bind) ui.Options {
	t.Helper()
	o := options(s)
	made, faults := keymap.New(binds)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	o.Keys = made
	return o
}

func TestTheUsesNameTheKeyThatAsksAnew(t *testing.T) {
	t.Parallel()
	s := newStub(2)
	d := start(t, boundAnew(t, s, keymap.Bind{Scope: "everywhere", Action: action.Refresh, Keys: []string{"f5"}}), 120, 40)
	enters(d, "uses")
	shows(t, d, "Nothing is known to use it", "f5   ask again")
}

func TestKeysThatAreBoundAnewActInHelpAndFooterToo(t *testing.T) {
	t.Parallel()
	d := start(t, boundAnew(t, newStub(20),
		keymap.Bind{Scope: "marks", Action: action.Mark, Keys: []string{"z"}},
		keymap.Bind{Scope: "list", Action: action.Filter, Keys: []string{"f2"}},
		keymap.Bind{Scope: "everywhere", Action: action.Message, Keys: []string{"f12"}},
		keymap.Bind{Scope: "everywhere", Action: action.Help, Keys: []string{"f9", "#"}},
		keymap.Bind{Scope: "change", Action: action.Delete},
	), 120, 40)
	shows(t, d, "z mark", "f2 filter")
	d.Keys("space")
	shows(t, d, "space does nothing here")
	d.Keys("f12")
	shows(t, d, "space does nothing here", "close")
	d.Keys("esc", "z", "z")
	shows(t, d, "2 marked")
	d.Keys("D")
	shows(t, d, "D does nothing here")
	d.Keys("#")
	shows(t, d, "z  ", "(no key)")
	d.Keys("esc", "f2")
	shows(t, d, "Filter")
	d.Keys("#") // it is typed there
	hides(t, d, "these keys")
	d.Keys("f9")
	shows(t, d, "Keys")
	d.Keys("esc", "esc", "ctrl+c")
	if !d.Quit {
		t.Error("ctrl+c does not quit")
	}
}

func TestAliasesAreRunCompletedAndInTheHelp(t *testing.T) {
	t.Parallel()
	o := options(newStub(20))
	o.Aliases = command.Aliases{"debs": "filter name~debian", "eol": "tag +eol-2026 -gold"}
	d := start(t, o, 120, 40)
	enters(d, "debs status=active")
	shows(t, d, "name~debian", "status=active")
	d.Keys(":", "e", "o")
	shows(t, d, "alias of tag +eol-2026 -gold")
	d.Keys("esc", "?", "/")
	types(d, "eol-2026")
	shows(t, d, ":eol", "tag +eol-2026 -gold")
}

// sh is a real shell that knows where it is asked for.
type sh struct{ t *testing.T }

func (s sh) Prepare(script string, args []string, cloud, _ string) *exec.Cmd {
	command := exec.CommandContext(s.t.Context(), "/bin/sh", append([]string{"-c", script, "sh"}, args...)...)
	command.Env = []string{"OS_CLOUD=" + cloud}
	return command
}

func (s sh) Run(script string, args []string, cloud, region string, output io.Writer) error {
	command := s.Prepare(script, args, cloud, region)
	command.Stdout, command.Stderr = output, output
	return command.Run()
}

// withCommands are options with a person's own commands.
func withCommands(t *testing.T, s *stub, commands ...keymap.Command) ui.Options {
	t.Helper()
	for i := range commands {
		commands[i].In = []action.Scope{"list", "detail"}
	}
	o := options(s)
	made, faults := keymap.New(nil, commands...)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	o.Keys, o.Shell = made, sh{t}
	return o
}

func runs(t *testing.T, line string) shell.Template {
	t.Helper()
	made, problem, _ := shell.Parse(line)
	if problem != "" {
		t.Fatal(problem)
	}
	return made
}

func TestOwnCommandsRunForTheMarkedImagesAndShowWhatTheySay(t *testing.T) {
	t.Parallel()
	s := newStub(3)
	s.images[0].Name = text.Of("it's $(echo no)")
	s.images[1].Name = text.Of("escape\x1b[31m")
	o := withCommands(t, s,
		keymap.Command{Name: "say", Key: "alt+s", Help: "say it", Run: runs(t, `printf '<%s>\033[31m\n' {{name}} "$OS_CLOUD"`)},
		keymap.Command{Name: "all", Key: "alt+a", Help: "all of them", Run: runs(t, `echo $# of {{ids}}; exit 3`)},
		keymap.Command{Name: "quiet", Key: "alt+q", Help: "in silence", Run: runs(t, "echo unseen"), Background: true},
		keymap.Command{Name: "danger", Key: "alt+d", Help: "asks", Run: runs(t, "echo gone {{name}}"), Confirm: true},
		keymap.Command{Name: "debs", Key: "alt+f", Help: "a line", Line: "filter name~debian"},
		keymap.Command{Name: "big", Key: "alt+b", Help: "an alias", Line: "big name~ubuntu"},
		keymap.Command{Name: "order", Key: "alt+o", Help: "an action", Line: "pane-sort"},
	)
	o.Aliases = command.Aliases{"big": "filter size>=1GiB"}
	app := ui.NewWithoutTimers(o)
	d := uitest.NewDriver(t, app, 120, 40)
	seen := func() { ui.Seen(app) } // what opens by itself takes no key at once
	d.Keys("alt+s")
	shows(t, d, "─ say", "<it's $(echo no)>", "␛[31m", "<demo>")
	hides(t, d, "say is running")
	seen()
	d.Keys("esc", "j", "alt+s")
	shows(t, d, "name of the image "+s.images[1].ID.Display()+" has control characters")
	d.Keys("k", "space", "space", "alt+a")
	shows(t, d, "─ all: exit status 3", "2 of "+s.images[0].ID.Display())
	seen()
	d.Keys("esc")
	enters(d, "quiet")
	shows(t, d, "quiet has ended")
	hides(t, d, "unseen")
	d.Keys("U", "k", "k", "alt+d")
	shows(t, d, "Run this command?", `gone 'it'\''s $(echo no)'`)
	d.Keys("enter") // No is chosen
	hides(t, d, "─ danger")
	d.Keys("alt+d", "y", "enter")
	shows(t, d, "─ danger", "gone it's $(echo no)")
	seen()
	d.Keys("esc", "?")
	shows(t, d, "Your own")
	d.Keys("j", "j", "j", "j")
	shows(t, d, "alt+d", "asks")
	d.Keys("esc", "alt+f")
	shows(t, d, "name~debian")
	d.Keys("alt+b") // the alias, whose name the command has as well
	shows(t, d, "size>=1GiB", "name~ubuntu")
	d.Keys("alt+o")
	shows(t, d, "No sort: newest first")
}

func TestOwnCommandsAreOffUnderReadOnlyUnlessTheyOnlyRead(t *testing.T) {
	t.Parallel()
	s := newStub(3)
	s.about.ReadOnly = true
	app := ui.NewWithoutTimers(withCommands(t, s,
		keymap.Command{Name: "look", Key: "alt+l", Help: "looks", Run: runs(t, "echo seen"), Reads: true},
		keymap.Command{Name: "tell", Key: "alt+t", Help: "tells", Run: runs(t, "echo told")},
	))
	d := uitest.NewDriver(t, app, 120, 40)
	d.Keys("alt+t")
	shows(t, d, "read-only")
	enters(d, "tell")
	hides(t, d, "told")
	d.Keys("alt+l")
	shows(t, d, "─ look", "seen")
}

// oneByOne fails where a command is run before the one run last has ended.
type oneByOne struct {
	sh
	running, runs atomic.Int64
}

func (o *oneByOne) Run(script string, args []string, cloud, region string, output io.Writer) error {
	o.runs.Add(1)
	if o.running.Add(1) > 1 {
		o.t.Error("a command is run before the one before has ended")
	}
	defer o.running.Add(-1)
	return o.sh.Run(script, args, cloud, region, output)
}

func TestAnOwnCommandThatSaysMuchRunsForOneImageAtATimeAndIsCutOff(t *testing.T) {
	t.Parallel()
	o := withCommands(t, newStub(3), keymap.Command{
		Name: "much", Key: "alt+m", Help: "says much", Run: runs(t, "seq 40000; : {{id}}"),
	})
	shell := &oneByOne{sh: sh{t}}
	o.Shell = shell
	d := start(t, o, 120, 40)
	d.Keys("space", "space")
	d.Hold = true
	d.Keys("alt+m")
	if shell.runs.Load() > 0 {
		t.Error("Update runs commands")
	}
	d.Hold = false
	d.Release()
	ui.Seen(d.Model.(*ui.App))
	d.Keys("G")
	shows(t, d, "The output is longer than 256 KiB; the rest was left out.")
	if shell.runs.Load() != 2 {
		t.Errorf("it runs %d times, for 2 images", shell.runs.Load())
	}
}
