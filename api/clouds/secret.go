package clouds

import (
	"fmt"
	"log/slog"
)

// redacted is what a secret looks like everywhere but at its one use.
const redacted = "[redacted]"

// Secret is a password, a token or the secret of an application credential.
// Every way of printing or encoding it shows "[redacted]", or nothing when it
// is not set; only [Secret.Reveal] returns it. The text is kept behind a
// pointer, because package fmt cannot call the methods of an unexported field
// and would print a plain string that sits in one. The zero value is a secret
// that is not set. A Secret is immutable and safe for concurrent use.
type Secret struct {
	// text is nil for a secret that is not set.
	text *string
}

// NewSecret wraps a text; an empty one makes a secret that is not set.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: &text}
}

// Reveal returns the secret itself, to be sent to the service and nowhere else.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsSet reports whether there is a secret.
func (s Secret) IsSet() bool { return s.text != nil }

// String implements [fmt.Stringer] without giving the secret away.
func (s Secret) String() string {
	if s.text == nil {
		return ""
	}
	return redacted
}

// GoString implements [fmt.GoStringer] without giving the secret away.
func (s Secret) GoString() string { return "clouds.Secret{" + s.String() + "}" }

// Format implements [fmt.Formatter], so that no verb, not even a wrong one,
// reaches the text.
func (s Secret) Format(state fmt.State, verb rune) {
	text := s.String()
	if verb == 'v' && state.Flag('#') {
		text = s.GoString()
	}
	// A [fmt.State] takes every write; there is nobody to tell of an error.
	_, _ = fmt.Fprint(state, text)
}

// MarshalText implements [encoding.TextMarshaler] without giving the secret
// away; it is also what encoders of keys, XML and YAML call.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON implements [encoding/json.Marshaler] without giving the secret
// away.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + s.String() + `"`), nil }

// LogValue implements [slog.LogValuer] without giving the secret away.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
