package terminal

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"
)

// The marks around what is pasted.
const (
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	// pasteEndShort has its introducer in one byte.
	pasteEndShort = "\x9b201~"
)

// interrupts reports whether a byte ends whatever sequence it stands in, and
// is taken for itself: a control character, or what ASCII has not.
func interrupts(b byte) bool { return b < ' ' || b >= del }

// csi takes a byte behind CSI.
func (s *scanner) csi(b byte, now time.Time) {
	first := len(s.held) == len("\x1b[")
	switch {
	case interrupts(b):
		s.again(b, now)
	case first && b == '[':
		s.hold(b, stateConsole)
	case first && b == 'M':
		s.hold(b, stateMouse)
	case s.late && !s.continues(b):
		// A person typed esc, [ and this. It needs no clock: on a slow link the bytes
		// of a sequence come as far apart as keys do, but never this one.
		s.again(b, now)
	case b == '$' && isNumber(s.held[len("\x1b["):]):
		// rxvt ends a key with shift by what is no end.
		s.hold(b, stateGround)
		s.done(kindSequence)
	case b < '@':
		s.hold(b, stateCSI)
	case b == '~' && string(s.held) == strings.TrimSuffix(pasteBegin, "~"):
		// However late it comes, what follows is no key.
		s.reset()
		s.state = statePaste
	default:
		s.hold(b, stateGround)
		s.done(kindSequence)
	}
}

// continues reports whether any terminal sends a byte behind what is held of a
// sequence: right behind CSI, behind the mark of an answer or of the mouse, which a
// number follows, and behind one number.
func (s *scanner) continues(b byte) bool {
	parameters := s.held[len("\x1b["):]
	switch {
	case len(parameters) == 0:
		return beginsCSI(b)
	case len(parameters) == 1 && strings.IndexByte("<=>?", parameters[0]) >= 0:
		return isDigit(b)
	case isNumber(parameters):
		// Keys, one more parameter, and the terminal's word that all is well (0n).
		return isDigit(b) || strings.IndexByte(";:~^$@u", b) >= 0 || b == 'n' && string(parameters) == "0"
	default:
		return true
	}
}

// beginsCSI reports whether any terminal sends a byte right behind CSI: a parameter,
// or the end of a key.
func beginsCSI(b byte) bool {
	if b < '@' {
		// Digits stand there in keys and in reports of the mouse, the others in answers.
		return b >= '0' && b != ':' && b != ';'
	}
	return strings.IndexByte("ABCDEFGHIOPQRSZabcd", b) >= 0
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isNumber(content []byte) bool {
	for _, b := range content {
		if !isDigit(b) {
			return false
		}
	}
	return len(content) > 0
}

// console takes the last byte of a function key of the Linux console.
func (s *scanner) console(b byte, now time.Time) {
	if interrupts(b) {
		s.again(b, now)
		return
	}
	s.hold(b, stateGround)
	s.done(kindSequence)
}

// mouse takes the three bytes of a report in the oldest form. Each is at least
// a blank, and may have any value above.
func (s *scanner) mouse(b byte, now time.Time) {
	if b < ' ' {
		s.again(b, now)
		return
	}
	s.hold(b, stateMouse)
	if len(s.held) == len("\x1b[Mbxy") {
		s.done(kindSequence)
	}
}

// ss3 takes a byte behind SS3: digits that stand for modifiers, and the key.
func (s *scanner) ss3(b byte, now time.Time) {
	switch {
	case interrupts(b):
		s.again(b, now)
	case b >= '0' && b <= '9':
		s.hold(b, stateSS3)
	case s.late && len(s.held) == len("\x1bO") && !strings.ContainsRune("ABCDEFHIMPQRSXabcdjklmnopqrstuvwxy", rune(b)):
		s.again(b, now)
	default:
		s.hold(b, stateGround)
		s.done(kindSequence)
	}
}

// string takes a byte of a string, which an answer is that holds text.
func (s *scanner) string(b byte, now time.Time) {
	switch {
	case len(s.held) == len("\x1b]") && !beginsString(s.held[1], b):
		if s.late || interrupts(b) {
			s.again(b, now)
			return
		}
		s.reset()
	case b == esc:
		s.state = stateStringEnd
	case b == bel || b == st && s.held[len(s.held)-1] < utf8.RuneSelf:
		s.done(kindSequence)
	case b < ' ':
		s.again(b, now)
	default:
		s.hold(b, stateString)
	}
}

// beginsString reports whether any terminal sends a string with an introducer
// and this byte: Alt and a bracket must not swallow what is typed next.
func beginsString(introducer, b byte) bool {
	switch introducer {
	case ']':
		return b >= '0' && b <= '9' || b == 'l' || b == 'L' || b == 'I'
	case 'P':
		return b >= ' ' && b < '@'
	case '_':
		return b == 'G'
	default:
		return b >= ' ' && b < del
	}
}

// stringEnd takes the byte behind an ESC in a string: the other half of its
// end, or what begins anew.
func (s *scanner) stringEnd(b byte, now time.Time) {
	if b == '\\' {
		s.done(kindSequence)
		return
	}
	s.reset()
	s.hold(esc, stateEscape)
	s.take(b, now)
}

// paste takes what is pasted up to the mark at its end, and returns how many
// bytes it took.
func (s *scanner) paste(content []byte) int {
	s.halted = false
	at := bytes.IndexByte(content, '~')
	if at < 0 {
		s.pasted = append(s.pasted, content...)
		s.limitPaste()
		return len(content)
	}
	s.pasted = append(s.pasted, content[:at+1]...)
	if text, ended := cutPasteEnd(s.pasted); ended {
		s.handPaste(len(text))
		s.reset()
		return at + 1
	}
	s.limitPaste()
	return at + 1
}

// cutPasteEnd returns what was pasted without the mark at its end, if that
// has come.
func cutPasteEnd(pasted []byte) (text []byte, ended bool) {
	if text, ended = bytes.CutSuffix(pasted, []byte(pasteEnd)); ended {
		return text, true
	}
	text, ended = bytes.CutSuffix(pasted, []byte(pasteEndShort))
	// The introducer of one byte is also the last of some characters.
	last, size := utf8.DecodeLastRune(text)
	return text, ended && (last != utf8.RuneError || size != 1)
}

// limitPaste hands on what is pasted when it becomes long.
func (s *scanner) limitPaste() {
	if len(s.pasted) < longestPaste {
		return
	}
	end := len(s.pasted) - len(pasteEnd)
	for end > 0 && !utf8.RuneStart(s.pasted[end]) {
		end--
	}
	s.handPaste(end)
}

// handPaste hands on the beginning of what was pasted.
func (s *scanner) handPaste(length int) {
	if length > 0 {
		s.emit(kindPaste, s.pasted[:length])
		s.pasted = append(s.pasted[:0], s.pasted[length:]...)
	}
}

// unfinishedEnd returns the end of a paste that may be the beginning of the
// mark behind it, or of a character.
func unfinishedEnd(pasted []byte) []byte {
	for _, end := range []string{pasteEnd, pasteEndShort} {
		for length := len(end) - 1; length > 0; length-- {
			if bytes.HasSuffix(pasted, []byte(end[:length])) {
				return pasted[len(pasted)-length:]
			}
		}
	}
	for length := 1; length < utf8.UTFMax && length <= len(pasted); length++ {
		if tail := pasted[len(pasted)-length:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return tail
			}
			break
		}
	}
	return nil
}
