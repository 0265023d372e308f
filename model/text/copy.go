package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clipboard returns the string as it may be copied for a person to paste: the
// original, or [Untrusted.Display] of it where the original could act on the
// place it is pasted to. A line break would run what stands before it in a
// shell, and a bidirectional override would show another text than it is.
func (u Untrusted) Clipboard() string {
	if !utf8.ValidString(u.raw) || strings.ContainsFunc(u.raw, acts) {
		return u.Display()
	}
	return u.raw
}

// Shell returns what [Untrusted.Clipboard] does as one word of a POSIX shell,
// in single quotes where it needs them.
func (u Untrusted) Shell() string { return ShellQuote(u.Clipboard()) }

// ShellArgument is [Untrusted.Shell] where a command expects a name or an id,
// so that one which begins with a hyphen is not taken for an option.
func (u Untrusted) ShellArgument() string {
	if strings.HasPrefix(u.raw, "-") {
		return "-- " + u.Shell()
	}
	return u.Shell()
}

// ShellQuote returns a plain string as one word of a POSIX shell. It is for
// text of the program itself or of the user; what a service sent goes through
// [Untrusted.Shell].
func ShellQuote(word string) string {
	if word != "" && !strings.ContainsFunc(word, needsQuotes) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// acts reports whether a character does something where it is pasted instead of
// being shown: control and format characters, and the separators of lines and
// paragraphs. Joiners are format characters as well, but only shape the emoji
// and letters next to them.
func acts(r rune) bool {
	const zeroWidthNonJoiner, zeroWidthJoiner = '\u200c', '\u200d'
	if r == zeroWidthNonJoiner || r == zeroWidthJoiner {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// needsQuotes reports whether a character may mean something to a shell.
func needsQuotes(r rune) bool {
	isPlain := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("_-./:,@%+", r)
	return !isPlain
}
