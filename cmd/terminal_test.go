//go:build unix

package cmd_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// mute is a terminal that answers nothing by itself, and shows what a program
// writes.
type mute struct {
	*screenOf
	t        *testing.T
	command  *exec.Cmd
	keyboard *os.File
	tty      *os.File
}

// onMute starts a command on a terminal that answers nothing.
func onMute(t *testing.T, command *exec.Cmd) *mute {
	t.Helper()
	keyboard, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo terminal can be had here: %v", err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Cols: 100, Rows: 30}); err != nil {
		t.Fatal(err)
	}
	command.Stdin, command.Stdout, command.Stderr = tty, tty, tty
	command.SysProcAttr = &unix.SysProcAttr{Setsid: true, Setctty: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	m := &mute{t: t, command: command, keyboard: keyboard, tty: tty, screenOf: &screenOf{
		emulator: vt.NewEmulator(100, 30), changed: make(chan struct{}, 1), ended: make(chan struct{}),
	}}
	go io.Copy(io.Discard, m.emulator) // its answers: nobody hears them
	go m.read(keyboard)
	t.Cleanup(func() {
		command.Process.Kill()
		tty.Close()
		keyboard.Close()
	})
	return m
}

func (m *mute) types(keys string) {
	m.t.Helper()
	if _, err := io.WriteString(m.keyboard, keys); err != nil {
		m.t.Fatal(err)
	}
}

// awaitWritten waits until the program has written a sequence.
func (m *mute) awaitWritten(sequence string) {
	m.t.Helper()
	m.awaitWhat(sequence, func(_, raw string) bool { return strings.Contains(raw, sequence) })
}

func (m *mute) awaitWhat(what string, holds func(screen, raw string) bool) {
	m.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		screen, raw := m.text()
		if holds(screen, raw) {
			return
		}
		select {
		case <-m.changed:
		case <-deadline:
			m.t.Fatalf("never %q:\n%s\n%q", what, screen, raw)
		}
	}
}

// quiet waits until nothing was written for a while.
func (m *mute) quiet() {
	for {
		select {
		case <-m.changed:
		case <-time.After(300 * time.Millisecond):
			return
		}
	}
}

// exits returns the exit code, once the program has ended.
func (m *mute) exits() int {
	m.t.Helper()
	ended := make(chan int, 1)
	go func() { ended <- exitOf(m.command) }()
	select {
	case code := <-ended:
		return code
	case <-time.After(20 * time.Second):
		screen, _ := m.text()
		m.t.Fatalf("the program does not end:\n%s", screen)
		return 0
	}
}

// leftToRead reports whether there is input that nobody has read: a shell
// would take it for what was typed.
func (m *mute) leftToRead() bool {
	m.t.Helper()
	if _, err := term.MakeRaw(m.tty.Fd()); err != nil {
		m.t.Fatal(err)
	}
	waiting := []unix.PollFd{{Fd: int32(m.tty.Fd()), Events: unix.POLLIN}}
	n, err := unix.Poll(waiting, 0)
	for errors.Is(err, unix.EINTR) { // by the Go runtime itself
		n, err = unix.Poll(waiting, 0)
	}
	if err != nil {
		m.t.Fatal(err)
	}
	return n > 0
}

// lastQuestion is what follows all other questions to the terminal.
const lastQuestion = "\x1b[c"

const lateAnswers = "\x1b[?2026;2$y\x1b[?2027;0$y\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?1u\x1b[2;2R"

func TestAnswersThatComeAfterQuittingAreNotLeftToTheShell(t *testing.T) {
	t.Parallel()
	// The program waits for half a second, which a busy machine can take from it once.
	for range 5 {
		m := onMute(t, process(t.Context(), t, nil, "demo", "--images", "20"))
		m.awaitWritten(lastQuestion)
		m.types("q")
		time.Sleep(150 * time.Millisecond)
		m.types(lateAnswers)
		_, raw := m.text()
		m.types(strings.Repeat("\x1b[?62;c", strings.Count(raw, lastQuestion)))
		if code := m.exits(); code != 0 {
			t.Errorf("exit code %d", code)
		}
		if !m.leftToRead() {
			return
		}
	}
	t.Error("an answer is left to the shell")
}

func TestATerminalThatAnswersNothingIsLeftAllTheSame(t *testing.T) {
	t.Parallel()
	m := onMute(t, process(t.Context(), t, nil, "demo", "--images", "20"))
	m.await(t, "19 images")
	begin := time.Now()
	m.types("q")
	if code := m.exits(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	t.Logf("left after %v", time.Since(begin))
}

// typesApart types pieces as a slow link brings them, and reports whether the program
// can have taken them for one, for which it waits half a second.
func (m *mute) typesApart(pieces []string) bool {
	m.t.Helper()
	inTime := true
	begun := time.Now()
	for i, piece := range pieces {
		m.types(piece)
		inTime = inTime && (i == 0 || time.Since(begun) < 300*time.Millisecond)
		begun = time.Now()
		time.Sleep(100 * time.Millisecond)
	}
	return inTime
}

// TestLateBytesDoNotAct types what a slow link makes of keys and answers.
func TestLateBytesDoNotAct(t *testing.T) {
	t.Parallel()
	m := onMute(t, process(t.Context(), t, nil, "demo", "--images", "20"))
	m.await(t, "19 images")
	m.quiet()
	before, _ := m.text()
	for _, pieces := range [][]string{
		{"\x1b", "[D"},
		{"\x1b", "[", "D"},
		{"\x1b[", "D"},
		{"\x1bO", "D"},
		{"\x1b[<0;", "200;200M"},
		{"\x1b]11;rgb:1e1e/1e1e", "/2e2e\x1b", "\\"},
		{"\x1b[?2026;2", "$y"},
		{"\x1b[?62;2", "2c"},
		{"\x1bP>|XTer", "m(D)\x1b\\"},
		{"\x1b[[", "D"},
		{"\x9b", "D"},
	} {
		for !m.typesApart(pieces) { // the rest came too late to belong to the beginning
			m.types("\x1b")
			m.quiet()
			m.types("\x1b")
			m.quiet()
		}
	}
	m.quiet()
	if after, _ := m.text(); after != before {
		t.Errorf("the screen was\n%s\nand is\n%s", before, after)
	}
}

// TestTheProgramGoesOnWhereNoShellWaits is ctrl+z in a program that was
// started by no shell, in every place, as an old and as a new keyboard send it.
func TestTheProgramGoesOnWhereNoShellWaits(t *testing.T) {
	t.Parallel()
	m := onMute(t, process(t.Context(), t, nil, "demo", "--images", "20"))
	m.await(t, "19 images")
	for place, seen := range map[string]string{"": "", "?": "╭─ Keys", "f": "╭─ Filter", "t": "[Tags]"} {
		m.types(place)
		m.await(t, seen)
		m.quiet()
		m.types("\x1a")
		m.await(t, "no shell to go back to")
		m.await(t, seen)
		m.types("\x1b[27u")
		m.quiet()
		m.types("\x1b[27u")
		m.quiet()
	}
	// The line of commands stands where messages do; it stays.
	m.types(":ta\x1ag")
	m.await(t, ":tag")
	m.types("\x1b[27u\x1b[27u\x1b[122;5u")
	m.await(t, "no shell to go back to")
	m.types("\x1b[99;5u")
	if code := m.exits(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// TestAShellBringsTheProgramBack stops the program from the command line, an
// open line of commands included.
func TestAShellBringsTheProgramBack(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("needs bash")
	}
	command := process(t.Context(), t, []string{"PS1=ready>"}, "--norc", "--noprofile", "-i")
	command.Path = shell
	m := onMute(t, command)
	m.await(t, "ready>")
	m.types(os.Args[0] + " demo --images 20\r")
	m.await(t, "19 images")
	m.types(":tag")
	m.await(t, ":tag")
	m.types("\x1a")
	m.await(t, "Stopped")
	m.types("fg\r")
	m.await(t, "19 images")
	m.await(t, ":tag")
	m.types("\x03")
	m.await(t, "ready>")
	m.types("exit\r")
	m.exits()
}

func TestF1IsHelpWhereTextIsTyped(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"\x1b[[A", "\x1bOP", "\x1b[11~", "\x1b[P"} {
		m := onMute(t, process(t.Context(), t, nil, "demo", "--images", "20"))
		m.await(t, "19 images")
		m.types("e")
		m.await(t, "container_format")
		m.types(key)
		m.await(t, "next field; from the last to the preview")
		m.command.Process.Kill()
		m.exits()
	}
}

func TestTheEnvironmentTellsALightBackground(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"0;15": "38;2;31;86;181", "15;0": "38;2;127;180;255"} {
		m := onMute(t, process(t.Context(), t, []string{"COLORFGBG=" + value, "COLORTERM=truecolor"}, "demo", "--images", "20"))
		m.await(t, "19 images")
		if _, raw := m.text(); !strings.Contains(raw, want) {
			t.Errorf("COLORFGBG=%s: the accent is not %s", value, want)
		}
		m.types("\x03")
		m.exits()
	}
}

func TestAWideTerminalGetsFramesInASCII(t *testing.T) {
	t.Parallel()
	m := onMute(t, process(t.Context(), t, nil, "demo", "--images", "20"))
	m.awaitWritten("\x1b[6n")
	m.types("\x1b[2;3R")
	m.await(t, "19 images")
	m.types("?")
	m.awaitWhat("a frame in ASCII", func(screen, _ string) bool { return strings.Contains(screen, "+-----") })
	m.quiet()
	if screen, _ := m.text(); strings.ContainsAny(screen, "─│╭╮╰╯↓↑…·") {
		t.Errorf("what is ambiguous is still drawn:\n%s", screen)
	}
	m.types("\x03")
	m.exits()
}

// TestEscArrivesInGNUScreen runs the program in the real one.
func TestEscArrivesInGNUScreen(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("screen")
	if err != nil {
		t.Skip("needs GNU screen")
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	command := process(t.Context(), t, []string{"SCREENDIR=" + folder}, "-c", "/dev/null", os.Args[0], "demo", "--images", "20")
	command.Path = path
	t.Cleanup(func() {
		end := exec.Command(path, "-X", "quit")
		end.Env = command.Env
		end.Run() // it fails where the program has ended, and screen with it
	})
	m := onMute(t, command)
	m.await(t, "19 images")
	m.types("?")
	m.await(t, "╭─ Keys")
	m.quiet()
	m.types("\x1b")
	m.awaitWhat("the list again", func(screen, _ string) bool { return !strings.Contains(screen, "╭─ Keys") })
	m.types("q")
	m.exits()
}

// TestKeysArriveInTmux runs the program in the real one.
func TestKeysArriveInTmux(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("needs tmux")
	}
	folder := t.TempDir()
	command := process(t.Context(), t, []string{"TMUX_TMPDIR=" + folder}, "-f", "/dev/null", "new-session", os.Args[0]+" demo --images 20")
	command.Path = path
	t.Cleanup(func() {
		end := exec.Command(path, "kill-server")
		end.Env = command.Env
		end.Run() // it fails where the program has ended, and tmux with it
	})
	m := onMute(t, command)
	m.await(t, "19 images")
	m.types("?")
	m.await(t, "╭─ Keys")
	m.quiet()
	m.types("\x1b")
	m.awaitWhat("the list again", func(screen, _ string) bool { return !strings.Contains(screen, "╭─ Keys") })
	m.types("q")
	m.exits()
}
