// Package text holds the type for every string that a service sent, and the
// one function that makes such a string fit for a terminal.
//
// A tenant may name an image with escape sequences, bidirectional overrides
// or invalid UTF-8, and an administrator's default listing shows every
// tenant's images. [Untrusted] keeps those bytes away from the screen by
// type: its content is unexported, it has no String method, and formatting it
// with any verb of package fmt prints the escaped form.
package text

import (
	"fmt"
	"io"
	"strconv"
)

// Untrusted is a string whose content a service or another user chose. The
// zero value is the empty string. It is comparable, so it can be a map key,
// and it is as small as a string.
//
// [Untrusted.Display] is for people, [Untrusted.Raw] for machines.
type Untrusted struct {
	raw string
}

// Of wraps a string that came from a service.
func Of(raw string) Untrusted { return Untrusted{raw: raw} }

// Raw returns the original bytes. They go to the API, into JSON and CSV
// files and into comparisons, and never to a terminal.
func (u Untrusted) Raw() string { return u.raw }

// IsEmpty reports whether the string has no bytes.
func (u Untrusted) IsEmpty() bool { return u.raw == "" }

// Format implements fmt.Formatter: whatever the verb, what is printed is the
// escaped form, so that a stray %s or %+v cannot leak a control character.
// %q adds Go quotes around it.
func (u Untrusted) Format(state fmt.State, verb rune) {
	shown := u.Display()
	if verb == 'q' {
		shown = strconv.Quote(shown)
	}
	width, padded := state.Width()
	if !padded {
		io.WriteString(state, shown)
		return
	}
	if state.Flag('-') {
		width = -width
	}
	fmt.Fprintf(state, "%*s", width, shown)
}

// MarshalText implements encoding.TextMarshaler: files and requests hold the
// original.
func (u Untrusted) MarshalText() ([]byte, error) { return []byte(u.raw), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (u *Untrusted) UnmarshalText(content []byte) error {
	u.raw = string(content)
	return nil
}
