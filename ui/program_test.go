//go:build unix

package ui_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/program"
	ansi "glimpse/ui/terminal"
	"glimpse/ui/uitest"
)

// terminal is a pseudo terminal: its keyboard side counts the bytes that the
// program writes and keeps the cells.
type terminal struct {
	mu       sync.Mutex
	emulator *vt.Emulator
	bytes    int
	all      bytes.Buffer
	wrote    chan struct{}
	keyboard *os.File // what a person types on and looks at
	tty      *os.File // what the program reads and writes
	before   *term.State
}

func newTerminal(t testing.TB, width, height int) *terminal {
	t.Helper()
	keyboard, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo terminal can be had here: %v", err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil {
		t.Fatal(err)
	}
	// A file that does not block can be closed while it is read, as a
	// terminal is when its window goes away.
	side, err := syscall.Dup(int(keyboard.Fd()))
	if err == nil {
		keyboard.Close()
		err = syscall.SetNonblock(side, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	keyboard = os.NewFile(uintptr(side), "keyboard")
	before, err := term.GetState(tty.Fd())
	if err != nil {
		t.Fatal(err)
	}
	made := &terminal{emulator: vt.NewEmulator(width, height), wrote: make(chan struct{}, 1), keyboard: keyboard, tty: tty, before: before}
	go io.Copy(keyboard, made.emulator) // its answers to queries; it ends with the emulator
	go io.Copy(made, keyboard)          // it ends with the terminal
	t.Cleanup(func() {
		// Closing the emulator itself would race with its own Read. The
		// program's side stays open: Bubble Tea does not wait for the end of
		// its reader where it is killed.
		if answers, ok := made.emulator.InputPipe().(io.Closer); ok {
			answers.Close()
		}
		keyboard.Close()
	})
	return made
}

// Write takes what the program wrote.
func (t *terminal) Write(content []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes += len(content)
	t.all.Write(content)
	select {
	case t.wrote <- struct{}{}:
	default:
	}
	return t.emulator.Write(content)
}

func (t *terminal) screen() (uitest.Screen, int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return uitest.Cells(t.emulator), t.bytes
}

// running is a real program on a pseudo terminal.
type running struct {
	t        testing.TB
	terminal *terminal
	program  *program.Program
	ended    chan error
}

func run(ctx context.Context, t testing.TB, backend backend.Backend, width, height int) *running {
	t.Helper()
	return runWith(ctx, t, options(backend), width, height)
}

func runWith(ctx context.Context, t testing.TB, with ui.Options, width, height int) *running {
	t.Helper()
	return prepare(ctx, t, with, width, height, false)
}

func prepare(ctx context.Context, t testing.TB, with ui.Options, width, height int, signals bool) *running {
	t.Helper()
	r := &running{t: t, terminal: newTerminal(t, width, height), ended: make(chan error, 1)}
	r.program = program.New(ctx, ui.New(with), program.Terminal{
		In: r.terminal.tty, Out: r.terminal.tty, Environ: []string{"TERM=xterm-256color", "COLORTERM=truecolor"},
		Signals: signals,
	})
	go func() { r.ended <- r.program.Run() }()
	return r
}

// typed types keys that are letters.
func (r *running) typed(keys string) {
	r.t.Helper()
	if _, err := r.terminal.keyboard.WriteString(keys); err != nil {
		r.t.Fatal(err)
	}
}

// waitFor waits until the screen holds, and returns the bytes written until
// then.
func (r *running) waitFor(what string, holds func(uitest.Screen) bool) int {
	r.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		screen, written := r.terminal.screen()
		if holds(screen) {
			return written
		}
		select {
		case <-r.terminal.wrote:
		case <-deadline:
			r.t.Fatalf("the screen never had %s:\n%s", what, screen.Text())
		}
	}
}

func has(text string) func(uitest.Screen) bool {
	return func(screen uitest.Screen) bool { return strings.Contains(screen.Text(), text) }
}

func (r *running) end() error {
	r.t.Helper()
	select {
	case err := <-r.ended:
		return err
	case <-time.After(20 * time.Second):
		r.t.Fatal("the program does not end")
		return nil
	}
}

func TestARealProgramShowsTheImagesAndRestoresTheTerminal(t *testing.T) {
	t.Parallel()
	s := newStub(50)
	r := run(t.Context(), t, s, 120, 40)
	r.waitFor("the images", has("50 images"))
	r.typed("q")
	if err := r.end(); err != nil {
		t.Fatalf("q ended with %v", err)
	}
	restored(t, r)
	if s.closed.Load() != 1 {
		t.Error("the session was not closed")
	}
}

// restored fails the test unless the terminal becomes as it was: the main
// screen, a visible cursor, no mouse reports, lines as they are typed.
func restored(t *testing.T, r *running) {
	t.Helper()
	r.waitFor("the main screen, a cursor, and the title, which comes last", func(uitest.Screen) bool {
		r.terminal.mu.Lock()
		defer r.terminal.mu.Unlock()
		return !r.terminal.emulator.IsAltScreen() && !r.terminal.emulator.CursorHidden() &&
			strings.Contains(r.terminal.all.String(), ansi.GiveTitleBack)
	})
	r.terminal.mu.Lock()
	defer r.terminal.mu.Unlock()
	all := r.terminal.all.String()
	for _, mode := range []string{"\x1b[?1002", "\x1b[?1006", "\x1b[?2004"} {
		if strings.LastIndex(all, mode+"h") > strings.LastIndex(all, mode+"l") {
			t.Errorf("mode %q was left on", mode)
		}
	}
	if strings.Contains(all, "secret-token") {
		t.Error("what the panic held was written to the terminal")
	}
	if after, err := term.GetState(r.terminal.tty.Fd()); err != nil || !reflect.DeepEqual(after, r.terminal.before) {
		t.Errorf("the terminal's settings were not restored: %v", err)
	}
}

// panicking is a backend that panics where a command runs.
type panicking struct{ *stub }

func (panicking) Connect(context.Context, backend.Target) (backend.Session, error) {
	panic("secret-token-in-a-panic")
}

func TestAPanicInACommandRestoresTheTerminalAndTellsNoValue(t *testing.T) {
	t.Parallel()
	checkCrash(t, run(t.Context(), t, panicking{newStub(5)}, 80, 24))
}

func TestAPanicInUpdateRestoresTheTerminalAndTellsNoValue(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	o := options(newStub(5))
	o.Now = func() time.Time {
		if broken.Load() {
			panic("secret-token in the clock")
		}
		return uitest.Now
	}
	r := runWith(t.Context(), t, o, 80, 24)
	r.waitFor("the images", has("5 images"))
	broken.Store(true)
	r.typed("j")
	checkCrash(t, r)
}

func checkCrash(t *testing.T, r *running) {
	t.Helper()
	err := r.end()
	var crash *program.CrashError
	if !errors.As(err, &crash) {
		t.Fatalf("the program ended with %v", err)
	}
	if strings.Contains(crash.Error(), "secret") || strings.Contains(string(crash.Stack), "secret-token") {
		t.Errorf("the crash tells what the panic held: %v", crash)
	}
	if !strings.Contains(string(crash.Stack), "glimpse/ui") {
		t.Errorf("the stack does not say where: %s", crash.Stack)
	}
	restored(t, r)
}

func TestACancelledContextEndsTheProgramWithItsCause(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	r := run(ctx, t, newStub(5), 80, 24)
	r.waitFor("the images", has("5 images"))
	cancel(program.ErrTerminated)
	if err := r.end(); !errors.Is(err, program.ErrTerminated) {
		t.Fatalf("ended with %v", err)
	}
	restored(t, r)
}

func TestATerminalThatIsGoneEndsTheProgram(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	r := run(t.Context(), t, s, 80, 24)
	r.waitFor("the images", has("5 images"))
	r.terminal.keyboard.Close()
	if err := r.end(); !errors.Is(err, program.ErrHangup) {
		t.Fatalf("ended with %v", err)
	}
	if s.closed.Load() != 1 {
		t.Error("the session was not closed")
	}
}

// TestASignalEndsTheProgramAndRestoresTheTerminal sends the signals to the test
// itself, so it must not run beside another that listens for them.
func TestASignalEndsTheProgramAndRestoresTheTerminal(t *testing.T) {
	for signal, want := range map[syscall.Signal]error{
		syscall.SIGHUP: program.ErrHangup, syscall.SIGTERM: program.ErrTerminated, syscall.SIGINT: program.ErrInterrupted,
	} {
		r := prepare(t.Context(), t, options(newStub(5)), 80, 24, true)
		r.waitFor("the images", has("5 images"))
		if err := syscall.Kill(syscall.Getpid(), signal); err != nil {
			t.Fatal(err)
		}
		if err := r.end(); !errors.Is(err, want) {
			t.Errorf("%v ended the program with %v", signal, err)
		}
		restored(t, r)
	}
}

func TestATerminalThatTakesNoByteHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	keyboard, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo terminal can be had here: %v", err)
	}
	t.Cleanup(func() { keyboard.Close() })
	if err := pty.Setsize(tty, &pty.Winsize{Rows: 50, Cols: 200}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(tty.Fd())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	s := newStub(5000)
	held := program.New(ctx, ui.New(options(s)), program.Terminal{In: tty, Out: tty, Environ: []string{"TERM=xterm-256color"}})
	r := &running{t: t, program: held, ended: make(chan error, 1)}
	go func() { r.ended <- held.Run() }()
	// Nobody reads the terminal: the first frame fills its buffer.
	for s.calls.Load() < 4 {
		runtime.Gosched()
	}
	cancel(program.ErrHangup)
	if err := r.end(); !errors.Is(err, program.ErrHangup) {
		t.Errorf("ended with %v", err)
	}
	if after, err := term.GetState(tty.Fd()); err != nil || !reflect.DeepEqual(after, before) {
		t.Errorf("the terminal's settings were not restored: %v", err)
	}
	// What still waits to be written is let go.
	go io.Copy(io.Discard, keyboard)
}

func TestIdleWritesNothingAndAsksNothing(t *testing.T) {
	t.Parallel()
	s := newStub(500)
	r := run(t.Context(), t, s, 200, 50)
	r.waitFor("the images", has("200 loaded, more"))
	// On a busy machine the end of the first frames may come late, but there is one.
	var written int
	var calls int64
	for range 10 {
		_, writtenBefore := r.terminal.screen()
		callsBefore := s.calls.Load()
		select {
		case <-time.After(time.Second): // more than a hundred frames
		case err := <-r.ended:
			t.Fatal(err)
		}
		_, written = r.terminal.screen()
		written, calls = written-writtenBefore, s.calls.Load()-callsBefore
		if written == 0 && calls == 0 {
			break
		}
	}
	if written != 0 || calls != 0 {
		t.Errorf("%d bytes were written and %d calls made in the last of ten idle seconds", written, calls)
	}
	r.typed("q")
	if err := r.end(); err != nil {
		t.Fatal(err)
	}
}

// The bytes that one key may cost here at 200×50, somewhat more than the budgets which
// cmd/budgets holds on the whole program.
const (
	moveBudget   = 600
	scrollBudget = 900
)

func TestAKeyCostsFewBytes(t *testing.T) {
	t.Parallel()
	r := run(t.Context(), t, newStub(1000), 200, 50)
	row, before := 0, r.waitFor("the images", has("200 loaded, more"))
	// down goes down by as many rows, and returns the bytes since the last frame that
	// was waited for: on a busy machine the end of one may come with the next.
	down := func(rows int) int {
		for range rows {
			r.typed("j")
		}
		row += rows
		after := r.waitFor(fmt.Sprintf("the cursor on row %d", row), cursorOn(row))
		cost := after - before
		before = after
		return cost
	}
	worst := func() (cost int) {
		for range 5 {
			cost = max(cost, down(1))
		}
		return cost
	}
	down(1) // and all that comes after the images
	move := worst()
	t.Logf("a cursor move costs at most %d bytes", move)
	if move > moveBudget || move == 0 {
		t.Errorf("a cursor move costs %d bytes of %d", move, moveBudget)
	}
	down(39)
	scroll := worst()
	t.Logf("a scroll by one row costs at most %d bytes", scroll)
	if scroll > scrollBudget || scroll == 0 {
		t.Errorf("a scroll costs %d bytes of %d", scroll, scrollBudget)
	}
	r.typed("q")
	if err := r.end(); err != nil {
		t.Fatal(err)
	}
}

// cursorOn reports whether a list of 44 rows, scrolled no further than it must, has its
// cursor, a line in reverse, on one of them.
func cursorOn(row int) func(uitest.Screen) bool {
	return func(screen uitest.Screen) bool {
		style, line, _ := strings.Cut(strings.Split(screen.Styled, "\n")[4+min(row, 43)], "m")
		return strings.HasSuffix(style, ";7") && strings.Contains(line, uitest.Image(row).Name.Raw()[:8])
	}
}
