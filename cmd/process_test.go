package cmd_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"glimpse/cmd"
)

// asGlimpse makes this test binary be glimpse: what only a whole process
// shows is tested on one.
const asGlimpse = "GLIMPSE_TEST_AS_GLIMPSE"

func TestMain(m *testing.M) {
	if os.Getenv(asGlimpse) != "" {
		os.Exit(cmd.Main())
	}
	os.Exit(m.Run())
}

// process returns a command that runs glimpse in a home of its own, with a
// terminal's environment.
func process(ctx context.Context, t testing.TB, environ []string, args ...string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(ctx, os.Args[0], args...)
	command.Env = append([]string{
		asGlimpse + "=1", "HOME=" + t.TempDir(), "TERM=xterm-256color", "LC_ALL=C.UTF-8", "PATH=" + os.Getenv("PATH"),
		"GORACE=" + os.Getenv("GORACE"), // the gate's: a process that the race detector watches ends a second late
	}, environ...)
	command.Dir = t.TempDir()
	return command
}

// screenOf shows on a virtual terminal what a process writes to its own.
type screenOf struct {
	mu       sync.Mutex
	emulator *vt.Emulator
	raw      bytes.Buffer
	changed  chan struct{}
	ended    chan struct{} // closed once everything that was written has been read
	// clips reports whether the process may paint for a larger terminal.
	clips bool
}

func watch(terminal *os.File, width, height int) *screenOf {
	s := &screenOf{emulator: vt.NewEmulator(width, height), changed: make(chan struct{}, 1), ended: make(chan struct{})}
	go func() { io.Copy(terminal, s.emulator) }() // answers the program's queries; its end is the test binary's
	go s.read(terminal)
	return s
}

// read shows what is written to a terminal until that ends.
func (s *screenOf) read(terminal *os.File) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := terminal.Read(buffer)
		s.mu.Lock()
		s.raw.Write(buffer[:n])
		s.show(buffer[:n])
		s.mu.Unlock()
		select {
		case s.changed <- struct{}{}:
		default:
		}
		if err != nil {
			close(s.ended)
			return
		}
	}
}

// show has the emulator take what was written. A terminal clips what is meant for a larger
// one; the emulator panics now and then, which is one byte's where it may.
func (s *screenOf) show(written []byte) {
	if !s.clips {
		s.emulator.Write(written)
		return
	}
	for i := range written {
		func() {
			defer func() { _ = recover() }()
			s.emulator.Write(written[i : i+1])
		}()
	}
}

// all returns everything that the process wrote, once it has ended.
func (s *screenOf) all() string {
	<-s.ended
	_, raw := s.text()
	return raw
}

func (s *screenOf) text() (screen, raw string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.emulator.String(), s.raw.String()
}

// await waits until the screen shows a text.
func (s *screenOf) await(t *testing.T, want string) {
	t.Helper()
	s.awaitThat(t, strconv.Quote(want), func(screen string) bool { return strings.Contains(screen, want) })
}

// awaitThat waits until the screen is as wanted.
func (s *screenOf) awaitThat(t *testing.T, what string, holds func(screen string) bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		screen, _ := s.text()
		if holds(screen) {
			return
		}
		select {
		case <-s.changed:
		case <-deadline:
			t.Fatalf("the screen never showed %s:\n%s", what, screen)
		}
	}
}

func startOnTerminal(t *testing.T, environ []string, args ...string) (*exec.Cmd, *os.File, *screenOf) {
	t.Helper()
	command := process(t.Context(), t, environ, args...)
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Cols: 100, Rows: 30})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { terminal.Close() })
	return command, terminal, watch(terminal, 100, 30)
}

func exitOf(command *exec.Cmd) int {
	command.Wait()
	return command.ProcessState.ExitCode()
}

// TestTheDemoIsBrowsedAndLeft plays the first minute of a new user on the
// whole program: look, open an image, read the help, go back, leave.
func TestTheDemoIsBrowsedAndLeft(t *testing.T) {
	t.Parallel()
	command, terminal, screen := startOnTerminal(t, nil, "demo", "--images", "300")
	screen.await(t, "100 loaded, more")
	io.WriteString(terminal, "jj\r")
	screen.await(t, "container_format")
	io.WriteString(terminal, "?")
	screen.await(t, "╭─ Keys")
	screen.await(t, "esc close") // the footer is painted last; a key right behind esc would be read as alt and that key
	io.WriteString(terminal, "\x1b")
	screen.await(t, "tab JSON")
	io.WriteString(terminal, "q")
	screen.await(t, "100 loaded, more")
	io.WriteString(terminal, "q")
	if code := exitOf(command); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	if raw := screen.all(); !strings.Contains(raw, "\x1b[?1049l") || !strings.Contains(raw, "\x1b[?25h") {
		t.Error("the terminal was not given back: no end of the alternate screen, or the cursor is hidden")
	}
}

func TestADumbTerminalIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"dumb", ""} {
		command, _, screen := startOnTerminal(t, []string{"TERM=" + kind}, "demo", "--images", "5")
		screen.await(t, "glimpse list")
		if code := exitOf(command); code != 2 {
			t.Errorf("TERM=%q: exit code %d, want 2", kind, code)
		}
		if raw := screen.all(); strings.Contains(raw, "\x1b") {
			t.Errorf("TERM=%q: an escape sequence was sent: %q", kind, raw)
		}
	}
}

func TestSignalsEndTheBrowserAndRestoreTheTerminal(t *testing.T) {
	t.Parallel()
	for signal, want := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGINT: 130} {
		command, _, screen := startOnTerminal(t, nil, "demo", "--images", "300")
		screen.await(t, "100 loaded, more")
		if err := command.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if code := exitOf(command); code != want {
			t.Errorf("%v: exit code %d, want %d", signal, code, want)
		}
		if raw := screen.all(); !strings.Contains(raw, "\x1b[?1049l") {
			t.Errorf("%v: the terminal was not given back", signal)
		}
	}
}

// TestAHeadlessDemoServesOthers reads the clouds.yaml that it prints and uses
// it from another process.
func TestAHeadlessDemoServesOthers(t *testing.T) {
	t.Parallel()
	clouds, stop := headless(t, 150)
	got := newSurroundings(t, "OS_CLIENT_CONFIG_FILE="+clouds).run(t.Context(), "list", "--cloud", "demo-other", "--output", "id")
	if got.code != 0 || len(strings.Fields(got.out)) == 0 {
		t.Errorf("exit code %d, %q", got.code, got.errs)
	}
	if code := stop(); code != 0 {
		t.Errorf("the server ended with %d, want 0", code)
	}
}

// headless starts a server process and returns the file of its clouds.yaml
// and a function that ends it.
func headless(t testing.TB, images int, flags ...string) (clouds string, stop func() int) {
	t.Helper()
	command := process(context.Background(), t, nil, append([]string{"demo", "--headless", "--images", itoa(images)}, flags...)...)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var content bytes.Buffer
	buffer := make([]byte, 4096)
	for strings.Count(content.String(), "identity_api_version") < 5 {
		n, err := out.Read(buffer)
		content.Write(buffer[:n])
		if err != nil {
			t.Fatalf("the server ended: %v", err)
		}
	}
	clouds = filepath.Join(t.TempDir(), "clouds.yaml")
	if err := os.WriteFile(clouds, content.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return clouds, func() int {
		command.Process.Signal(syscall.SIGTERM)
		return exitOf(command)
	}
}
