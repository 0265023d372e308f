package command

import (
	"strings"

	"glimpse/model/lazy"
	"glimpse/model/query"
)

// Sign says by what the data of a file is signed before it is sent. The zero value
// signs nothing.
type Sign struct {
	// Key is the file of this machine with the private key, Certificate the id that
	// its certificate has in the key manager of the cloud.
	Key, Certificate string
}

// IsEmpty reports whether nothing is to be signed.
func (s Sign) IsEmpty() bool { return s == Sign{} }

// SignOf returns by what a command signs the data that it sends.
func SignOf(c Command) Sign {
	switch c := c.(type) {
	case Create:
		return c.Sign
	case Upload:
		return c.Sign
	default:
		return Sign{}
	}
}

// WithSign returns a command that signs by something else.
func WithSign(c Command, by Sign) Command {
	switch c := c.(type) {
	case Create:
		c.Sign = by
		return c
	case Upload:
		c.Sign = by
		return c
	default:
		return c
	}
}

// The keys under which a signature is asked for. They are no properties, unless they
// stand in quotes.
const (
	keySignKey  = "sign-key"
	keySignCert = "sign-cert"
)

// What they are.
const (
	helpSignKey  = "a file with the private key that signs the data"
	helpSignCert = "the id of its certificate in the key manager"
)

// isSignKey reports whether a key is one of a signature.
func isSignKey(key string) bool { return key == keySignKey || key == keySignCert }

// uuidShape is how key managers name what they keep; some leave the dashes out.
var uuidShape = lazy.Regexp(`^[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$`)

// add takes one pair of a signature.
func (s *Sign) add(key, value piece) *fault {
	to := &s.Key
	if key.text == keySignCert {
		to = &s.Certificate
	}
	switch {
	case *to != "":
		return faultAt(key.offset, "each once", "%s is given twice", key.text)
	case value.text == "" && key.text == keySignKey:
		return faultAt(value.offset, "the file with the private key, such as sign-key=key.pem", "the key has no file")
	case key.text == keySignCert && !uuidShape().MatchString(value.text):
		return faultAt(value.offset, "its UUID, with which the reference ends that `openstack secret list` shows",
			"%s is not the id of a certificate", shown(value.text))
	}
	*to = value.text
	return nil
}

// SigningKey and SigningCertificate are what signs the file of a new image, as fields of
// its form.
func SigningKey() Settable {
	return Settable{Name: keySignKey, Help: helpSignKey, OnlyNew: true, read: func(typed string) (value any, problem, expected string) {
		return typed, "", ""
	}}
}

// SigningCertificate is the second of them.
func SigningCertificate() Settable {
	return Settable{Name: keySignCert, Help: helpSignCert, OnlyNew: true, read: func(typed string) (value any, problem, expected string) {
		var s Sign
		if typed != "" {
			if wrong := s.add(piece{text: keySignCert}, piece{text: typed}); wrong != nil {
				return nil, wrong.problem, wrong.expected
			}
		}
		return typed, "", ""
	}}
}

// Lacks says what a signature lacks and what is expected, or nothing.
func (s *Sign) Lacks() (problem, expected string) {
	if wrong := s.complete(); wrong != nil {
		return wrong.problem, wrong.expected
	}
	return "", ""
}

// complete says what a signature lacks. It has no place in the line.
func (s *Sign) complete() *fault {
	switch {
	case s.IsEmpty(), s.Key != "" && s.Certificate != "":
		return nil
	case s.Key == "":
		return &fault{problem: "a signature needs a key", expected: "sign-key=FILE beside sign-cert"}
	default:
		return &fault{problem: "a signature needs the id of the key's certificate", expected: "sign-cert=UUID beside sign-key"}
	}
}

// words writes a signature as it is asked for.
func (s *Sign) words() []string {
	var words []string
	if s.Key != "" {
		words = append(words, keySignKey+"="+quote(s.Key))
	}
	if s.Certificate != "" {
		words = append(words, keySignCert+"="+s.Certificate)
	}
	return words
}

// completeSign offers the words of a signature that are not given yet.
func completeSign(word string, start, cursor int, before []string) []query.Completion {
	var out []query.Completion
	for _, one := range []struct{ key, help string }{
		{keySignKey, helpSignKey},
		{keySignCert, helpSignCert},
	} {
		if strings.HasPrefix(one.key, word) && !given(before, one.key) {
			out = append(out, query.Completion{Text: one.key + "=", Start: start, End: cursor, Help: one.help})
		}
	}
	return out
}
