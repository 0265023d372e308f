// Package program runs the screen on a terminal: it ends it on signals, on a
// terminal that is gone and after a panic, and leaves the terminal as it was.
package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"glimpse/ui/terminal"
)

// framesPerSecond is how often the screen is painted at most, and all that Bubble Tea
// allows: the first frame waits for the ticker's first 8 ms, and what a key does for half
// of them on average. Where nothing changes, nothing is painted, and a line that is slow
// takes fewer. The ticker of an idle program takes about a hundredth of a processor,
// hardly more than one of 60 frames; BenchmarkScreenBytes measures it.
const framesPerSecond = 120

// A program that was told to end first quits as if the user had asked for it,
// then is killed, and then is left behind: a terminal that has stalled takes
// no byte, and would hold the process for ever.
const (
	quitWithin = time.Second
	killWithin = time.Second
)

// Why a program ended, other than because the user wanted it to. Callers use
// errors.Is.
var (
	// ErrHangup: the terminal is gone, by SIGHUP or because it can be read or
	// written no longer. The exit status is 129, as a shell would give it.
	ErrHangup = errors.New("the terminal hung up")
	// ErrTerminated: SIGTERM. The exit status is 143.
	ErrTerminated = errors.New("terminated by a signal")
	// ErrInterrupted: SIGINT from outside, not the key. The exit status is 130.
	ErrInterrupted = errors.New("interrupted by a signal")
)

// CrashError is the error of a program that panicked; the terminal is
// restored by the time that it is returned. The exit status is 70
// (EX_SOFTWARE).
type CrashError struct {
	// Reason is the runtime's own sentence. A panic with any other value is
	// told by its type alone: a value might hold what a service or the
	// configuration said.
	Reason string
	// Stack is where it happened; it holds addresses, no values.
	Stack []byte
}

// Error implements error.
func (c *CrashError) Error() string { return "internal error: " + c.Reason }

// Terminal is what a program runs on.
type Terminal struct {
	In  io.Reader
	Out io.Writer
	// Err is told, once the screen is gone, what the end waits for; nil is
	// nobody.
	Err io.Writer
	// Environ is the environment in the form of os.Environ; nil is the
	// process's own.
	Environ []string
	// Signals says that the program answers SIGHUP, SIGTERM and SIGINT.
	Signals bool
}

// Program is one run of the screen on a terminal.
type Program struct {
	tea      *tea.Program
	terminal *terminal.Terminal
	guard    *guard
	end      context.CancelCauseFunc
	ctx      func() context.Context
	kill     context.CancelFunc
	state    func() // puts the terminal back without Bubble Tea's help
	write    func(sequence string)
	listen   bool
	err      io.Writer
	// hurried is closed when the program is told a second time to end.
	hurried chan struct{}
	// closing reports whether the screen is gone.
	closing atomic.Bool
}

// Screen is what runs: the App of package ui.
type Screen interface {
	tea.Model
	// Busy reports whether a job is under way.
	Busy() bool
	// Hurry ends what the event loop waits for. It may be called beside it.
	Hurry()
	// Close releases what the screen holds, once it is no longer shown.
	Close()
}

// New makes the program of a screen, which must not be used by another.
func New(ctx context.Context, screen Screen, on Terminal, options ...tea.ProgramOption) *Program {
	if on.Environ == nil {
		on.Environ = os.Environ()
	}
	alive, kill := context.WithCancel(context.WithoutCancel(ctx))
	ctx, end := context.WithCancelCause(ctx)
	// A terminal that is gone ends the program: where SIGHUP is ignored (nohup)
	// nothing else would.
	reached := terminal.New(on.In, on.Out, on.Environ, func() { end(ErrHangup) })
	p := &Program{
		terminal: reached,
		end:      end,
		kill:     kill,
		ctx:      func() context.Context { return ctx },
		state:    savedState(on),
		listen:   on.Signals,
		err:      on.Err,
		write:    func(sequence string) { _, _ = io.WriteString(reached.Output(), sequence) },

		hurried: make(chan struct{}),
	}
	p.guard = &guard{model: screen, quit: func(crash *CrashError) { end(crash) }}
	options = append([]tea.ProgramOption{
		tea.WithContext(alive),
		tea.WithFPS(framesPerSecond),
		tea.WithoutSignalHandler(),
		tea.WithInput(p.terminal.Input()),
		tea.WithOutput(p.terminal.Output()),
		tea.WithFilter(p.terminal.Filter),
		tea.WithEnvironment(on.Environ),
	}, options...)
	p.tea = tea.NewProgram(p.guard, options...)
	return p
}

// Run runs the program until the user quits, and returns nil then. Otherwise
// the error is one of those above, a [*CrashError], or the context's. The
// terminal is restored in every case.
func (p *Program) Run() error {
	if p.listen {
		defer p.signals()()
	}
	ended := make(chan error, 1)
	delivering, stop := context.WithCancel(context.Background())
	defer stop()
	go p.terminal.Deliver(delivering, p.tea.Send)
	go func() {
		p.write(terminal.TakeTitle)
		_, err := p.tea.Run()
		p.write(terminal.GiveTitleBack)
		ended <- err
	}()
	err := p.wait(ended)
	p.close()
	cause := context.Cause(p.ctx())
	p.end(nil)
	p.kill()
	switch {
	case cause != nil:
		return cause
	case errors.Is(err, syscall.EIO):
		return ErrHangup
	case err != nil:
		return fmt.Errorf("running the screen: %w", err)
	}
	return nil
}

// wait waits for the end of the program, and sees to it once it is asked for.
func (p *Program) wait(ended <-chan error) error {
	select {
	case err := <-ended:
		return err
	case <-p.ctx().Done():
	}
	p.guard.model.Hurry()
	// Quitting waits for the event loop, which a stalled terminal holds up.
	go p.tea.Quit()
	select {
	case err := <-ended:
		return err
	case <-time.After(quitWithin):
	}
	p.kill()
	select {
	case err := <-ended:
		return err
	case <-time.After(killWithin):
		p.state()
		return nil
	}
}

// close releases what the screen holds. A job under way first ends what it has
// sent; whoever asks a second time for the end does not wait for that, and what
// is missing is in the journal.
func (p *Program) close() {
	if p.err != nil && p.guard.model.Busy() {
		fmt.Fprintln(p.err, "glimpse: what was sent is ending; the rest of the job can be finished at the next start")
	}
	p.closing.Store(true)
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		p.guard.close()
	}()
	select {
	case <-closed:
	case <-p.hurried:
	}
}

// signals ends the program on the signals that ask for it, until the returned
// function is called. Bubble Tea leaves SIGHUP to its default, which kills
// the process with the terminal in raw mode.
func (p *Program) signals() (stop func()) {
	received := make(chan os.Signal, 1)
	signal.Notify(received, syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT)
	done := make(chan struct{})
	go func() {
		for hurried := false; !hurried; {
			select {
			case <-done:
				return
			case s := <-received:
				hurried = p.told(s)
			}
		}
		close(p.hurried)
	}()
	return func() {
		signal.Stop(received)
		close(done)
	}
}

// told ends the program for a signal, and reports whether it is another one that
// asks to hurry. A hangup is no such one: a terminal that goes away is often
// told twice, by the system and by the shell.
func (p *Program) told(s os.Signal) (hurry bool) {
	again := p.ctx().Err() != nil || p.closing.Load()
	switch s {
	case syscall.SIGHUP:
		p.end(ErrHangup)
		return false
	case syscall.SIGTERM:
		p.end(ErrTerminated)
	default:
		p.end(ErrInterrupted)
	}
	return again
}

// savedState returns a function that puts a terminal back as it is now.
func savedState(terminal Terminal) func() {
	file, ok := terminal.In.(*os.File)
	if !ok || !term.IsTerminal(file.Fd()) {
		return func() {}
	}
	state, err := term.GetState(file.Fd())
	if err != nil {
		return func() {}
	}
	return func() { term.Restore(file.Fd(), state) } //nolint:errcheck // nothing is left to do
}
