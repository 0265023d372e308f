package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// input reads the terminal and keeps what it said until that is delivered.
//
// Bubble Tea reads it too, so that it puts the terminal into raw mode and can
// stop reading for another program. It gets no byte: every read hands what
// came to the scanner, and returns none. What the bytes mean goes to the
// program by [Terminal.Deliver].
type input struct {
	terminal *Terminal
	from     io.Reader

	mu      sync.Mutex
	scanner scanner
	decoder decoder
	events  []uv.Event
	woken   chan struct{}
}

// Read implements io.Reader.
func (in *input) Read(buffer []byte) (int, error) {
	n, err := in.from.Read(buffer)
	if n > 0 {
		in.mu.Lock()
		in.keep(in.scanner.Feed(buffer[:n], time.Now()))
		in.mu.Unlock()
		in.wake()
	}
	if errors.Is(err, io.EOF) || errors.Is(err, syscall.EIO) {
		in.terminal.hungUp()
	}
	return 0, err
}

func (in *input) wake() {
	select {
	case in.woken <- struct{}{}:
	default:
	}
}

// keep decodes tokens, and takes note of the answers among them.
func (in *input) keep(tokens []token) {
	for _, token := range tokens {
		for _, event := range in.decoder.decode(token) {
			if granted, told := event.(uv.KeyboardEnhancementsEvent); told {
				in.scanner.Unambiguous = tea.KeyboardEnhancementsMsg(granted).SupportsKeyDisambiguation()
			}
			if event = in.terminal.note(event); event != nil {
				in.events = append(in.events, event)
			}
		}
	}
}

// push has a message delivered behind all that was read before.
func (in *input) push(msg tea.Msg) {
	in.mu.Lock()
	in.events = append(in.events, msg)
	in.mu.Unlock()
	in.wake()
}

// take returns what there is to deliver, and when time will have made more.
func (in *input) take() ([]uv.Event, time.Time) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.keep(in.scanner.Expire(time.Now()))
	events := in.events
	in.events = nil
	return events, in.scanner.Deadline()
}

// deliver hands every event on until the context ends.
func (in *input) deliver(ctx context.Context, send func(tea.Msg)) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		events, deadline := in.take()
		for _, event := range events {
			send(event)
		}
		timer.Stop()
		if !deadline.IsZero() {
			timer.Reset(time.Until(deadline))
		}
		select {
		case <-ctx.Done():
			return
		case <-in.woken:
		case <-timer.C:
		}
	}
}

// inputFile is an input that is a file. Bubble Tea sets the modes of a
// terminal, and waits for it, by the file's descriptor.
type inputFile struct {
	*os.File
	in *input
}

// Read implements io.Reader.
func (f inputFile) Read(buffer []byte) (int, error) { return f.in.Read(buffer) }
