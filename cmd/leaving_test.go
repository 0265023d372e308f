package cmd_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The terminal's title is put on its stack, and taken from there.
const (
	titleKept  = "\x1b[22;0t"
	titleGiven = "\x1b[23;0t"
)

// titles returns what is done to the terminal's title, in order.
func titles(raw string) (done []string) {
	for raw != "" {
		switch {
		case strings.HasPrefix(raw, titleKept):
			done = append(done, "kept")
		case strings.HasPrefix(raw, titleGiven):
			done = append(done, "given back")
		case strings.HasPrefix(raw, "\x1b]2;") || strings.HasPrefix(raw, "\x1b]0;"):
			title, _, _ := strings.Cut(raw[4:], "\x07")
			done = append(done, title)
		}
		raw = raw[1:]
	}
	return done
}

func TestTheTitleOfTheTerminalIsGivenBack(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(terminal io.Writer, process *os.Process){
		"by a key":    func(terminal io.Writer, _ *os.Process) { io.WriteString(terminal, "q") },
		"by a signal": func(_ io.Writer, process *os.Process) { process.Signal(syscall.SIGTERM) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command, terminal, screen := startOnTerminal(t, nil, "demo", "--images", "60")
			screen.await(t, "CREATED")
			end(terminal, command.Process)
			exitSoon(command)
			if got := strings.Join(titles(screen.all()), ", "); got != "kept, glimpse, , given back" {
				t.Errorf("the title is %s", got)
			}
		})
	}
}

// openEditor opens the user's own editor on a name, which is a script.
func openEditor(t *testing.T, script, temporary string) *editorRun {
	t.Helper()
	editor := filepath.Join(t.TempDir(), "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	command, terminal, screen := startOnTerminal(t, []string{"EDITOR=" + editor, "TMPDIR=" + temporary}, "demo", "--images", "60")
	screen.await(t, "CREATED")
	io.WriteString(terminal, "e")
	screen.await(t, "the owning project")
	io.WriteString(terminal, "\x05")
	return &editorRun{exit: func() int { return exitSoon(command) }, process: command.Process, terminal: terminal, screen: screen}
}

// exitSoon is exitOf for a program that must not be waited for without end.
func exitSoon(command *exec.Cmd) int {
	late := time.AfterFunc(20*time.Second, func() { command.Process.Kill() })
	defer late.Stop()
	return exitOf(command)
}

type editorRun struct {
	exit     func() int
	process  *os.Process
	terminal *os.File
	screen   *screenOf
}

// TestAnOpenEditorEndsWithTheProgram ends the program while the user's own
// editor is open, one that does what it is told and one that does not.
func TestAnOpenEditorEndsWithTheProgram(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"it ends":       "echo editing; echo 1 > \"$1.swp\"; exec sleep 60",
		"it takes long": "trap '' TERM; echo editing; while :; do sleep 1; done",
	} {
		for signal, want := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
			t.Run(name+", "+signal.String(), func(t *testing.T) {
				t.Parallel()
				temporary := t.TempDir()
				run := openEditor(t, script, temporary)
				run.screen.await(t, "editing")
				if left, err := os.ReadDir(temporary); err != nil || len(left) != 1 {
					t.Fatalf("the folder holds %v, %v", left, err)
				}
				if err := run.process.Signal(signal); err != nil {
					t.Fatal(err)
				}
				if code := run.exit(); code != want {
					t.Errorf("exit code %d, want %d", code, want)
				}
				if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
					t.Errorf("it leaves %v, %v", left, err)
				}
			})
		}
	}
}

func TestTheTitleIsGivenBackForAnEditor(t *testing.T) {
	t.Parallel()
	run := openEditor(t, "echo editing", t.TempDir())
	for deadline := time.After(20 * time.Second); ; { // the editor takes the terminal, and gives it back
		if _, raw := run.screen.text(); strings.Count(raw, titleKept) == 2 {
			break
		}
		select {
		case <-run.screen.changed:
		case <-deadline:
			t.Fatal("the editor never ended")
		}
	}
	io.WriteString(run.terminal, "\x1b")
	run.screen.await(t, "? more")
	io.WriteString(run.terminal, "q")
	run.exit()
	if got := strings.Join(titles(run.screen.all()), ", "); got != "kept, glimpse, , given back, kept, glimpse, , given back" {
		t.Errorf("the title is %s", got)
	}
}
