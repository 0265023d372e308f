package terminal

import (
	"strconv"
	"strings"
	"time"
)

// Multiplexer is what stands between the program and the terminal.
type Multiplexer uint8

// The multiplexers that make a difference.
const (
	NoMultiplexer Multiplexer = iota
	Tmux
	GNUScreen
)

// MultiplexerOf returns the multiplexer that the environment names. Through
// SSH only TERM tells it.
func MultiplexerOf(environ []string) Multiplexer {
	term := variable(environ, "TERM")
	switch {
	case variable(environ, "TMUX") != "", strings.HasPrefix(term, "tmux"):
		return Tmux
	case variable(environ, "STY") != "", strings.HasPrefix(term, "screen"):
		return GNUScreen
	default:
		return NoMultiplexer
	}
}

// LightBackground reads COLORFGBG, which some terminals set to the numbers of
// their colours, the background last. known is false where it says nothing.
func LightBackground(environ []string) (light, known bool) {
	value := variable(environ, "COLORFGBG")
	number, err := strconv.Atoi(value[strings.LastIndexByte(value, ';')+1:])
	if err != nil || number < 0 || number > 15 || !strings.Contains(value, ";") {
		return false, false
	}
	// White and the bright colours, but for the grey that is bright black.
	return number == 7 || number > 8, true
}

// The usual waits for the rest of a sequence. Over a network a packet may be
// long on its way.
const (
	escapeWait       = 50 * time.Millisecond
	remoteEscapeWait = 150 * time.Millisecond
)

// escapeWaitOf returns how long an ESC waits for the rest of a sequence.
// ESCDELAY says it in milliseconds, as to every program that uses ncurses.
func escapeWaitOf(environ []string) time.Duration {
	const most = 5000
	if wait, err := strconv.Atoi(variable(environ, "ESCDELAY")); err == nil && wait > 0 {
		return time.Duration(min(wait, most)) * time.Millisecond
	}
	if variable(environ, "SSH_CONNECTION") != "" || variable(environ, "SSH_TTY") != "" {
		return remoteEscapeWait
	}
	return escapeWait
}

// SpeaksUTF8 reads the locale as the C library does: the first of these that
// is set decides.
func SpeaksUTF8(environ []string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(variable(environ, name)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return false
}

// variable finds a variable in an environment; the last one counts.
func variable(environ []string, name string) string {
	value := ""
	for _, line := range environ {
		if rest, found := strings.CutPrefix(line, name+"="); found {
			value = rest
		}
	}
	return value
}
