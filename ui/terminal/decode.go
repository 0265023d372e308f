package terminal

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// decoder reads what tokens mean.
type decoder struct{ sequences uv.EventDecoder }

// decode returns what a token says to the program: keys that were pressed, the
// mouse, what was pasted, and the answers that the program knows how to use.
// Everything else is left out: nobody asked for it.
func (d *decoder) decode(token token) []uv.Event {
	if token.Kind == kindPaste {
		return []uv.Event{uv.PasteEvent{Content: strings.ToValidUTF8(string(token.Bytes), "\ufffd")}}
	}
	events := []uv.Event{d.event(token)}
	if several, ok := events[0].(uv.MultiEvent); ok {
		// Only a key that was held down is several, up to 65,535 of one.
		events = several[:min(1, len(several))]
	}
	var kept []uv.Event
	for _, event := range events {
		if event = concerns(event, token); event != nil {
			kept = append(kept, event)
		}
	}
	return kept
}

// event reads a key or a sequence.
func (d *decoder) event(token token) uv.Event {
	content := token.Bytes
	rest, isCSI := bytes.CutPrefix(content, []byte("\x1b["))
	switch {
	case token.Kind == kindKey:
		return character(content)
	case !isCSI:
		if key, known := keypad[string(content)]; known {
			return key
		}
	case rest[0] == 'M':
		return d.sequence(content)
	case rest[0] == '[':
		return consoleKey(rest[1])
	case rest[len(rest)-1] == 'R':
		return positionOrKey(rest)
	case rest[len(rest)-1] == 'M' && rest[0] >= '0' && rest[0] <= '9':
		return d.sequence(sgrMouse(rest))
	}
	return d.sequence(content)
}

// sequence has a whole sequence read. The decoder may write into what it
// reads.
func (d *decoder) sequence(content []byte) uv.Event {
	if content == nil {
		return nil
	}
	_, event := d.sequences.Decode(bytes.Clone(content))
	return event
}

// character reads one character, with ESC before it where Alt was held.
func character(content []byte) uv.Event {
	var decoder uv.EventDecoder
	alone := content
	if len(content) > 1 && content[0] == esc {
		alone = content[1:]
	}
	_, event := decoder.Decode(bytes.Clone(alone))
	key, pressed := event.(uv.KeyPressEvent)
	if pressed && len(alone) != len(content) {
		key.Mod |= uv.ModAlt
		key.Text = ""
		return key
	}
	return event
}

// keypad are the keys in application mode that ultraviolet does not know.
var keypad = map[string]uv.KeyPressEvent{
	"\x1bO\x20": {Code: uv.KeySpace, Text: " "},
	"\x1bOI":    {Code: uv.KeyTab},
}

// consoleKey returns a function key of the Linux console: CSI [ A to E.
func consoleKey(last byte) uv.Event {
	if last < 'A' || last > 'E' {
		return nil
	}
	return uv.KeyPressEvent{Code: uv.KeyF1 + rune(last-'A')}
}

// positionOrKey reads what ends in R: F3, or where the cursor is. F3 with a
// modifier cannot be told from a cursor in the first line, and is none.
func positionOrKey(parameters []byte) uv.Event {
	text, extended := strings.CutPrefix(strings.TrimSuffix(string(parameters), "R"), "?")
	if text == "" {
		return uv.KeyPressEvent{Code: uv.KeyF3}
	}
	values := numbers(text)
	if len(values) < 2 || len(values) > 2 && !extended {
		return nil
	}
	return uv.CursorPositionEvent{X: values[1] - 1, Y: values[0] - 1}
}

// sgrMouse returns a report of the mouse in the form of rxvt as one in that of
// xterm, or nil.
func sgrMouse(parameters []byte) []byte {
	values := numbers(strings.TrimSuffix(string(parameters), "M"))
	if len(values) != 3 || values[0] < ' ' {
		return nil
	}
	return fmt.Appendf(nil, "\x1b[<%d;%d;%dM", values[0]-' ', values[1], values[2])
}

// numbers reads parameters that are all numbers, or returns nil.
func numbers(text string) []int {
	var values []int
	for part := range strings.SplitSeq(text, ";") {
		value, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return nil
		}
		values = append(values, int(value))
	}
	return values
}

// concerns returns an event as the program gets it, or nil if it is none of
// its business.
func concerns(event uv.Event, token token) uv.Event {
	switch event := event.(type) {
	case uv.KeyPressEvent:
		key, acts := uniform(uv.Key(event))
		if !acts || token.Late {
			return nil
		}
		if token.Alt {
			key.Mod |= uv.ModAlt
			key.Text = ""
		}
		return uv.KeyPressEvent(key)
	case uv.MouseEvent:
		if mouse := event.Mouse(); token.Late || mouse.X < 0 || mouse.Y < 0 {
			return nil
		}
		return event
	case uv.ModeReportEvent:
		if event.Mode == ansi.ModeSynchronizedOutput || event.Mode == ansi.ModeUnicodeCore {
			return event
		}
	case uv.BackgroundColorEvent:
		if event.Color != nil {
			return event
		}
	case uv.FocusEvent, uv.BlurEvent, uv.KeyboardEnhancementsEvent,
		uv.CursorPositionEvent, uv.PrimaryDeviceAttributesEvent, uv.SecondaryDeviceAttributesEvent:
		return event
	}
	return nil
}
