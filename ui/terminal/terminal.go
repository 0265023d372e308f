package terminal

import (
	"context"
	"io"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// WideMsg says that the terminal draws the characters in two cells whose
// width the standard leaves open, those of frames among them.
type WideMsg struct{}

// NoShellMsg says that the program was not put to the background, because
// nobody could bring it back from there.
type NoShellMsg struct{}

// Terminal is a terminal as Bubble Tea gets to see it.
type Terminal struct {
	in        *input
	out       *output
	questions questions
	hungUp    func()
	// hasShell reports whether a shell waits for the program.
	hasShell func() bool
	// leaving says that the program is about to give the terminal back; only
	// the event loop reads and writes it.
	leaving bool
}

// New makes a terminal of what is read and written, and of the environment in
// the form of os.Environ. hangup is called, once, when the terminal is found to
// be gone: Bubble Tea takes that for silence.
func New(in io.Reader, out io.Writer, environ []string, hangup func()) *Terminal {
	t := &Terminal{hungUp: sync.OnceFunc(hangup), hasShell: hasShell}
	t.in = &input{terminal: t, from: in, woken: make(chan struct{}, 1), scanner: scanner{EscapeWait: escapeWaitOf(environ)}}
	multiplexer := MultiplexerOf(environ)
	t.out = &output{
		terminal: t, to: out,
		extended: variable(environ, "TERM") != "linux",
		// GNU screen keeps every esc for itself, until another key follows,
		// while the mouse is on.
		mouse: multiplexer != GNUScreen,
	}
	if SpeaksUTF8(environ) {
		t.out.first = measure
	}
	if multiplexer == GNUScreen && variable(environ, "STY") == "" {
		// Through SSH tmux may be called screen as well.
		t.out.first += ansi.RequestSecondaryDeviceAttributes
	}
	return t
}

// Input returns what Bubble Tea is to read.
func (t *Terminal) Input() io.Reader {
	if file, ok := t.in.from.(*os.File); ok && term.IsTerminal(file.Fd()) {
		return inputFile{File: file, in: t.in}
	}
	return t.in
}

// Output returns what Bubble Tea is to write to.
func (t *Terminal) Output() io.Writer {
	if file, ok := t.out.to.(*os.File); ok {
		return outputFile{File: file, out: t.out}
	}
	return t.out
}

// Deliver hands on what the terminal says, until the context ends.
func (t *Terminal) Deliver(ctx context.Context, send func(tea.Msg)) { t.in.deliver(ctx, send) }

// readyMsg lets a message pass that gives the terminal back.
type readyMsg struct{ msg tea.Msg }

// Filter is the filter of the program (see [tea.WithFilter]): it lets the
// program leave the terminal when that has answered, and only where it can
// come back.
func (t *Terminal) Filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case readyMsg:
		t.leaving = false
		return msg.msg
	case tea.SuspendMsg:
		if !t.hasShell() {
			return NoShellMsg{}
		}
		return t.leave(msg)
	case tea.QuitMsg:
		return t.leave(msg)
	case tea.KeyMsg, tea.PasteMsg, tea.MouseMsg:
		if t.leaving {
			return nil
		}
	}
	return msg
}

// leave returns the message if nothing is to be waited for before it.
func (t *Terminal) leave(msg tea.Msg) tea.Msg {
	if t.leaving {
		return nil
	}
	answered, atMost := t.questions.wait(time.Now())
	if atMost <= 0 {
		return msg
	}
	t.leaving = true
	go func() {
		select {
		case <-answered:
		case <-time.After(atMost):
		}
		t.in.push(readyMsg{msg})
	}()
	return nil
}

// What multiplexers call themselves in their secondary attributes: by the
// first letter of their names.
const screensName = 'S'

// note takes note of what the terminal says of itself, and returns the event
// as the program gets it, or nil if it does not.
func (t *Terminal) note(event uv.Event) uv.Event {
	switch event := event.(type) {
	case uv.PrimaryDeviceAttributesEvent:
		t.questions.answer()
		return nil
	case uv.SecondaryDeviceAttributesEvent:
		if len(event) > 0 && event[0] != screensName {
			t.out.allowMouse()
		}
		return nil
	case uv.CursorPositionEvent:
		// Only the width of a character is ever asked for, at the beginning of
		// the second line.
		if event.Y == 1 && event.X == 2 {
			return WideMsg{}
		}
		return nil
	}
	return event
}
