// Package redact takes secrets out of texts that others wrote: a service, or a
// proxy before it, may repeat in an error what it was sent, in plain or in any
// of the codings that such texts come in.
package redact

import (
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Mark stands where a secret stood.
const Mark = "[redacted]"

// The rules by length. A short secret may be a part of any word, so that it is
// taken out only where it stands alone; of a long one, its beginning is enough
// to be taken out, because texts are cut.
const (
	longSecret   = 8
	longPart     = 16
	cutPart      = 8
	mostTokens   = 32
	leastInWords = 6 // below it the coding base64 is no longer telling
)

// Secrets are what must not be shown. The zero value holds none. It is safe for
// concurrent use.
type Secrets struct {
	mu sync.RWMutex
	// known are the secrets that were added for good, lasting what they look like.
	known   []string
	lasting []pattern
	tokens  [][]pattern
	public  []string
}

// Add takes more secrets to be kept from view for good. Empty ones are none, and those
// that are known already cost nothing: every connection of a session adds its own.
func (s *Secrets) Add(secrets ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, secret := range secrets {
		if !slices.Contains(s.known, secret) {
			s.known, s.lasting = append(s.known, secret), append(s.lasting, patternsOf(secret)...)
		}
	}
}

// AddToken is Add for a secret that is replaced by another one after a time: the
// last 32 are kept.
func (s *Secrets) AddToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tokens = append(s.tokens, patternsOf(token)); len(s.tokens) > mostTokens {
		s.tokens = slices.Delete(s.tokens, 0, 1)
	}
}

// Publish names what may be shown although a secret is the same word: whose
// password is the user name would otherwise no longer read any error about the
// user.
func (s *Secrets) Publish(names ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range names {
		if name != "" && !slices.Contains(s.public, name) {
			s.public = append(s.public, name)
		}
	}
}

// Redact returns a text with a mark in place of every secret in it, also where
// it is escaped as in a URL, in JSON, in HTML, or written in base64 or
// hexadecimal.
func (s *Secrets) Redact(text string) string {
	if s == nil || text == "" {
		return text
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	patterns := slices.Concat(append([][]pattern{s.lasting}, s.tokens...)...)
	patterns = slices.DeleteFunc(patterns, func(p pattern) bool { return slices.Contains(s.public, p.text) })
	if len(patterns) == 0 {
		return text
	}
	var out strings.Builder
	kept := 0
	for i := 0; i < len(text); {
		end := longest(text, i, patterns)
		if end == 0 {
			i++
			continue
		}
		out.WriteString(text[kept:i])
		out.WriteString(Mark)
		i, kept = end, end
	}
	if kept == 0 {
		return text
	}
	out.WriteString(text[kept:])
	return out.String()
}

// longest returns the end of the longest secret that begins at a place of a
// text, or 0.
func longest(text string, at int, patterns []pattern) int {
	longest := 0
	escaped := strings.IndexByte(`\%&+`, text[at]) >= 0
	for i := range patterns {
		if !escaped && text[at] != patterns[i].text[0] {
			continue
		}
		if end := patterns[i].match(text, at); end > longest {
			longest = end
		}
	}
	return longest
}

// Writer returns a writer that takes the secrets out of what is written at
// once.
func (s *Secrets) Writer(to io.Writer) io.Writer { return &writer{secrets: s, to: to} }

type writer struct {
	secrets *Secrets
	to      io.Writer
}

func (w *writer) Write(content []byte) (int, error) {
	if _, err := io.WriteString(w.to, w.secrets.Redact(string(content))); err != nil {
		return 0, err
	}
	return len(content), nil
}

// isWordPart reports whether a character beside a text makes it a part of a
// longer word.
func isWordPart(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// standsAlone reports whether what lies between two places of a text is no
// part of a longer word. The letters of an escape are none.
func standsAlone(text string, begin, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:begin])
	after, _ := utf8.DecodeRuneInString(text[end:])
	escaped := begin >= 2 && text[begin-2] == '\\' || begin >= 3 && text[begin-3] == '%' || begin >= 6 && text[begin-6:begin-4] == `\u`
	return (begin == 0 || escaped || !isWordPart(before)) && (end == len(text) || !isWordPart(after))
}
