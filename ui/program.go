package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
)

// framesPerSecond is how often the screen is painted at most: an SSH line has
// no use for more.
const framesPerSecond = 30

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
	tea    *tea.Program
	guard  *guard
	end    context.CancelCauseFunc
	ctx    func() context.Context
	kill   context.CancelFunc
	state  func() // puts the terminal back without Bubble Tea's help
	write  func(sequence string)
	listen bool
	err    io.Writer
	// hurried is closed when the program is told a second time to end.
	hurried chan struct{}
	// closing tells that the screen is gone.
	closing atomic.Bool
}

// NewProgram makes the program of an App. The App must not be used by
// another.
func NewProgram(ctx context.Context, app *App, terminal Terminal, options ...tea.ProgramOption) *Program {
	alive, kill := context.WithCancel(context.WithoutCancel(ctx))
	ctx, end := context.WithCancelCause(ctx)
	out := watchOutput(terminal.Out, end)
	p := &Program{
		end:    end,
		kill:   kill,
		ctx:    func() context.Context { return ctx },
		state:  savedState(terminal),
		listen: terminal.Signals,
		err:    terminal.Err,
		write:  func(sequence string) { _, _ = io.WriteString(out, sequence) },

		hurried: make(chan struct{}),
	}
	p.guard = &guard{model: app, quit: func(crash *CrashError) { end(crash) }}
	options = append([]tea.ProgramOption{
		tea.WithContext(alive),
		tea.WithFPS(framesPerSecond),
		tea.WithoutSignalHandler(),
		tea.WithInput(watchInput(terminal.In, end)),
		tea.WithOutput(out),
	}, options...)
	if terminal.Environ != nil {
		options = append(options, tea.WithEnvironment(terminal.Environ))
	}
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
	go func() {
		p.write(takeTitle)
		_, err := p.tea.Run()
		p.write(giveTitleBack)
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
	if editor := p.guard.model.options.TextEditor; editor != nil {
		editor.Stop() // for which the event loop waits
	}
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

// close releases what the App holds. A job under way first ends what it has
// sent; whoever asks a second time for the end does not wait for that, and what
// is missing is in the journal.
func (p *Program) close() {
	if p.err != nil && p.guard.model.busy() {
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

// Send hands a message to the program, for tests that drive a real one.
func (p *Program) Send(msg tea.Msg) { p.tea.Send(msg) }

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

// told ends the program for a signal, and tells whether it is another one that
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

// watchInput ends the program when its terminal can be read no longer.
// Bubble Tea takes the end of its input for silence, and would run on for
// ever without a terminal where SIGHUP is ignored (nohup).
func watchInput(in io.Reader, end context.CancelCauseFunc) io.Reader {
	if file, ok := in.(*os.File); ok && term.IsTerminal(file.Fd()) {
		return &inputFile{File: file, end: end}
	}
	return in
}

type inputFile struct {
	*os.File
	end context.CancelCauseFunc
}

func (f *inputFile) Read(buffer []byte) (int, error) {
	n, err := f.File.Read(buffer)
	if errors.Is(err, io.EOF) || errors.Is(err, syscall.EIO) {
		f.end(ErrHangup)
	}
	return n, err
}

// watchOutput ends the program when its terminal can be written no longer;
// Bubble Tea leaves such errors unread.
func watchOutput(out io.Writer, end context.CancelCauseFunc) io.Writer {
	if file, ok := out.(*os.File); ok {
		return &outputFile{File: file, end: end}
	}
	return out
}

type outputFile struct {
	*os.File
	end  context.CancelCauseFunc
	once sync.Once
}

func (f *outputFile) Write(content []byte) (int, error) {
	n, err := f.File.Write(content)
	if errors.Is(err, syscall.EIO) || errors.Is(err, syscall.EPIPE) {
		f.once.Do(func() { f.end(ErrHangup) })
	}
	return n, err
}

// WriteString keeps io.WriteString from going around Write.
func (f *outputFile) WriteString(content string) (int, error) { return f.Write([]byte(content)) }

// ReadFrom keeps io.Copy from going around Write.
func (f *outputFile) ReadFrom(from io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{f}, from)
}
