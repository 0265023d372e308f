package terminal

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"
)

// The bytes that sequences are made of.
const (
	etx = 0x03
	bel = 0x07
	esc = 0x1b
	del = 0x7f
	// st ends a string in its form of one byte.
	st = 0x9c
)

// How long a piece that came alone is waited with.
const (
	// restWait is how long after an ESC that has acted as a key the rest of a
	// sequence is still taken for that, and does nothing; and how long its first
	// byte waits for another before it is a key that a person pressed.
	restWait = 500 * time.Millisecond
	// sequenceWait is how long a sequence that has begun may come to a halt.
	sequenceWait = 2 * time.Second
	// pasteWait is how long a paste may come to a halt before what there is of
	// it is handed on.
	pasteWait = time.Second
)

// The longest sequences that are kept. Longer ones are read to their end and
// dropped.
const (
	longestSequence = 4 << 10
	longestPaste    = 1 << 20
)

// tokenKind says what a token is.
type tokenKind uint8

// The kinds of tokens.
const (
	// kindKey is a character, or ESC and a character (the Alt key).
	kindKey tokenKind = iota
	// kindSequence is a whole control sequence, its introducer in two bytes.
	kindSequence
	// kindPaste is pasted text, without the marks around it.
	kindPaste
)

// token is what belongs together in what a terminal sends.
type token struct {
	Kind  tokenKind
	Bytes []byte
	// Alt says that a second ESC stood before it.
	Alt bool
	// Late says that its ESC came alone and has acted as a key already.
	Late bool
}

type state uint8

const (
	stateGround state = iota
	stateRune         // within a character of several bytes
	stateEscape       // behind ESC
	stateCSI
	stateConsole // behind CSI [, as the Linux console begins F1 to F5
	stateMouse   // behind CSI M: three bytes of any value
	stateSS3
	stateString // OSC, DCS, APC, PM, SOS
	stateStringEnd
	statePaste
)

// scanner divides what a terminal sends into tokens. It knows no clock: the
// time is passed in. What it finds does not depend on how the bytes were
// divided on their way, but for an ESC that stays alone.
type scanner struct {
	// EscapeWait is how long an ESC waits for the rest of a sequence before it
	// is the key.
	EscapeWait time.Duration
	// Unambiguous says that the terminal has granted to send the key esc as a
	// sequence, so that an ESC alone is the beginning of something.
	Unambiguous bool

	state state
	held  []byte
	// alt says that ESC came twice, late that held continues an ESC that has
	// acted, huge that held was longer than is kept.
	alt, late, huge bool
	last            time.Time // when the last byte came
	restUntil       time.Time // until when the rest of a sequence is one
	pasted          []byte
	halted          bool // the paste came to a halt, and was handed on
	alone           bool // every byte since the last whole token came alone
	found           []token
}

// Feed takes bytes that have arrived and returns the tokens that they end.
func (s *scanner) Feed(content []byte, now time.Time) []token {
	s.expire(now)
	if len(content) > 0 && s.state == statePaste && s.halted && (content[0] == esc || content[0] == etx) {
		// A paste whose end never came must not keep the keyboard.
		s.reset()
	}
	s.last = now
	s.alone = len(content) == 1 && (s.alone || s.state == stateGround)
	for len(content) > 0 {
		if s.state == statePaste {
			content = content[s.paste(content):]
			continue
		}
		s.take(content[0], now)
		content = content[1:]
	}
	return s.flush()
}

// Expire returns the tokens that the passing of time has ended.
func (s *scanner) Expire(now time.Time) []token {
	s.expire(now)
	return s.flush()
}

// Deadline returns when Expire has something to do, or the zero time.
func (s *scanner) Deadline() time.Time {
	switch s.state {
	case stateGround, stateRune:
		return time.Time{}
	case stateEscape:
		if s.Unambiguous {
			return s.last.Add(restWait)
		}
		return s.last.Add(s.EscapeWait)
	case statePaste:
		if s.halted {
			return time.Time{}
		}
		return s.last.Add(pasteWait)
	default:
		if s.typed() != nil {
			return s.last.Add(restWait)
		}
		return s.last.Add(sequenceWait)
	}
}

func (s *scanner) expire(now time.Time) {
	deadline := s.Deadline()
	if deadline.IsZero() || now.Before(deadline) {
		return
	}
	switch s.state {
	case stateEscape:
		for range len(s.held) {
			s.emit(kindKey, []byte{esc})
		}
		s.reset()
		s.restUntil = deadline.Add(restWait)
	case statePaste:
		s.halted = true
		s.handPaste(len(s.pasted) - len(unfinishedEnd(s.pasted)))
	default:
		s.giveUp()
	}
}

// typed returns what is held of a sequence whose ESC has acted as a key, if a person
// may have typed it: one character that begins a sequence, or [ twice, and, where each
// came alone, [ with one more or with a number.
func (s *scanner) typed() []byte {
	if !s.late {
		return nil
	}
	keys := s.held[len("\x1b"):]
	if len(keys) == 1 || string(keys) == "[[" || s.alone && isTyped(keys) {
		return keys
	}
	return nil
}

// isTyped reports whether keys are a bracket and what a person presses next.
func isTyped(keys []byte) bool {
	const most = 2 // digits: columns and views have one, and a paste begins with three
	return len(keys) == 2 && strings.IndexByte("<=>?M", keys[1]) >= 0 || isNumber(keys[1:]) && len(keys) <= 1+most
}

// giveUp ends a sequence of which no more comes. What a person may have typed was
// typed, then.
func (s *scanner) giveUp() {
	keys := bytes.Clone(s.typed())
	s.reset()
	for i := range keys {
		s.emit(kindKey, keys[i:i+1])
	}
}

// flush returns the tokens found since the last time.
func (s *scanner) flush() []token {
	found := s.found
	s.found = nil
	return found
}

func (s *scanner) emit(kind tokenKind, content []byte) {
	s.found = append(s.found, token{Kind: kind, Bytes: bytes.Clone(content), Alt: s.alt && kind == kindSequence, Late: s.late})
}

// done ends what is held as a token.
func (s *scanner) done(kind tokenKind) {
	if !s.huge {
		s.emit(kind, s.held)
	}
	s.reset()
}

func (s *scanner) reset() {
	s.state, s.held, s.pasted = stateGround, s.held[:0], nil
	s.alt, s.late, s.huge, s.halted = false, false, false, false
}

// hold keeps a byte of what is not yet whole.
func (s *scanner) hold(b byte, next state) {
	s.state = next
	if len(s.held) < longestSequence {
		s.held = append(s.held, b)
	} else {
		s.huge = true
	}
}

// again gives up what is held, and takes the byte as if nothing had been.
func (s *scanner) again(b byte, now time.Time) {
	s.giveUp()
	s.take(b, now)
}

func (s *scanner) take(b byte, now time.Time) {
	switch s.state {
	case stateRune:
		s.rune(b, now)
	case stateEscape:
		s.escape(b)
	case stateCSI:
		s.csi(b, now)
	case stateConsole:
		s.console(b, now)
	case stateMouse:
		s.mouse(b, now)
	case stateSS3:
		s.ss3(b, now)
	case stateString:
		s.string(b, now)
	case stateStringEnd:
		s.stringEnd(b, now)
	default:
		s.ground(b, now)
	}
}

// introducers are what a sequence begins with behind ESC, and the state that
// follows.
var introducers = map[byte]state{
	'[': stateCSI, 'O': stateSS3, 'P': stateString, ']': stateString, '_': stateString, '^': stateString, 'X': stateString,
}

// ground takes a byte between sequences.
func (s *scanner) ground(b byte, now time.Time) {
	rest := now.Before(s.restUntil)
	s.restUntil = time.Time{}
	next, introduces := introducers[b]
	switch {
	case b == esc:
		s.hold(b, stateEscape)
	case rest && introduces:
		s.late = true
		s.held = append(s.held, esc, b)
		s.state = next
	case b < utf8.RuneSelf:
		s.hold(b, stateGround)
		s.done(kindKey)
	case b < 0xa0:
		// An introducer in its form of one byte stands for ESC and the other.
		if next, introduces := introducers[b-0x40]; introduces {
			s.held = append(s.held, esc, b-0x40)
			s.state = next
		}
	case runeLength(b) > 0:
		s.hold(b, stateRune)
	}
}

// runeLength returns how many bytes the character has that a byte begins, or 0
// if it begins none of several bytes.
func runeLength(b byte) int {
	switch {
	case b >= 0xc2 && b < 0xe0:
		return 2
	case b >= 0xe0 && b < 0xf0:
		return 3
	case b >= 0xf0 && b < 0xf5:
		return 4
	}
	return 0
}

// rune takes a byte of a character of several. However long it takes, the
// bytes belong together.
func (s *scanner) rune(b byte, now time.Time) {
	if utf8.RuneStart(b) {
		s.again(b, now)
		return
	}
	s.hold(b, stateRune)
	first := bytes.TrimPrefix(s.held, []byte{esc})
	if len(first) < runeLength(first[0]) {
		return
	}
	if !utf8.Valid(first) {
		s.reset()
		return
	}
	s.done(kindKey)
}

// escape takes the byte behind ESC.
func (s *scanner) escape(b byte) {
	if b == esc {
		if len(s.held) > 1 {
			s.emit(kindKey, []byte{esc})
			return
		}
		s.hold(b, stateEscape)
		return
	}
	next, introduces := introducers[b]
	s.alt = len(s.held) > 1
	if s.alt && !introduces {
		// Two presses of esc that came together, or alt and esc: only what
		// follows is said by the second.
		s.emit(kindKey, []byte{esc})
	}
	s.held = append(s.held[:0], esc)
	switch {
	case introduces:
		s.hold(b, next)
	case b < utf8.RuneSelf:
		s.hold(b, stateGround)
		s.done(kindKey)
	case runeLength(b) > 0:
		s.hold(b, stateRune)
	default:
		s.reset()
	}
}
