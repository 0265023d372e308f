package redact

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// pattern is a text that is looked for.
type pattern struct {
	text string
	// alone reports whether it counts only where it is no part of a longer
	// word.
	alone bool
	// coded reports whether it is a part of base64, so that what it stands in
	// goes with it.
	coded bool
}

// patternsOf returns what a secret looks like. Escapes of single characters are
// the matter of match.
func patternsOf(secret string) []pattern {
	if secret == "" {
		return nil
	}
	short := len(secret) < longSecret
	all := []pattern{{text: secret, alone: short}}
	for _, coded := range []string{hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret)))} {
		all = append(all, pattern{text: coded, alone: short})
	}
	for _, coding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if len(secret) < leastInWords {
			all = append(all, pattern{text: coding.EncodeToString([]byte(secret)), alone: true})
			continue
		}
		for offset := range 3 {
			all = append(all, pattern{text: inMidCode(coding, secret, offset), coded: true})
		}
	}
	return all
}

// inMidCode returns the part of a base64 text that a secret alone decides, when
// so many bytes more than a multiple of three stand before it, and anything
// behind it.
func inMidCode(coding *base64.Encoding, secret string, offset int) string {
	coded := coding.EncodeToString(append(make([]byte, offset), secret...))
	begin := (offset*8 + 5) / 6           // the first character without a bit of what stands before
	end := (offset + len(secret)) * 8 / 6 // the last one without a bit of what stands behind
	return coded[begin:end]
}

// match returns where the pattern ends that begins at a place of a text, or 0.
func (p *pattern) match(text string, at int) int {
	end, matched := p.compare(text, at)
	switch {
	case end == at:
		return 0
	case matched == len(p.text):
	case matched >= longPart, matched >= cutPart && end == len(text) && !p.alone:
	default:
		return 0
	}
	if p.alone && !standsAlone(text, at, end) {
		return 0
	}
	for p.coded && end < len(text) && isCode(text[end]) {
		end++
	}
	return end
}

// compare goes along a text as far as it is the pattern, and returns where it
// got to and how much of the pattern that was.
func (p *pattern) compare(text string, at int) (end, matched int) {
	c := comparison{text: text, pattern: p.text, end: at, left: mostSteps}
	c.follow(at, 0)
	return c.end, c.matched
}

// mostSteps bounds a comparison in which a text can be read in several ways.
const mostSteps = 4096

// comparison looks for the reading of a text that is most of a pattern: `%25`
// may be the three characters, or the escape of one.
type comparison struct {
	text, pattern string
	end, matched  int // of the best reading so far
	left          int // steps
}

func (c *comparison) follow(at, matched int) {
	if matched > c.matched || matched == c.matched && at > c.end {
		c.end, c.matched = at, matched
	}
	if matched == len(c.pattern) || at == len(c.text) {
		return
	}
	for _, next := range steps(c.text[at:], c.pattern[matched:]) {
		if c.left--; c.left < 0 || c.matched == len(c.pattern) {
			return
		}
		c.follow(at+next.width, matched+next.count)
	}
}

// step is how many bytes of a text stand for how many of a pattern.
type step struct{ width, count int }

// steps returns the ways in which a text can begin with the beginning of a
// pattern, in any coding.
func steps(text, pattern string) []step {
	var found []step
	switch text[0] {
	case '\\':
		found = backslash(text, pattern)
	case '%':
		found = percent(text, pattern)
	case '&':
		found = entity(text, pattern)
	case '+':
		if pattern[0] == ' ' {
			found = append(found, step{1, 1})
		}
	}
	if text[0] == pattern[0] {
		found = append(found, step{1, 1})
	}
	return found
}

// percent reads the escape of a URL, also one that was escaped again.
func percent(text, pattern string) (found []step) {
	for digits := text[1:]; ; digits = digits[2:] {
		value, ok := number(digits, 2)
		if ok && (byte(value) == pattern[0] || value == '+' && pattern[0] == ' ') {
			found = append(found, step{len(text) - len(digits) + 2, 1})
		}
		if !ok || value != '%' {
			return found
		}
	}
}

// entity reads an escape of HTML.
func entity(text, pattern string) []step {
	const longest = 12
	end := strings.IndexByte(text[:min(len(text), longest)], ';')
	if end < 0 {
		return nil
	}
	if decoded := html.UnescapeString(text[:end+1]); strings.HasPrefix(pattern, decoded) {
		return []step{{end + 1, len(decoded)}}
	}
	return nil
}

// backslash reads an escape of JSON, of a shell or of Python, with one
// backslash or with as many as it gets by being escaped again.
func backslash(text, pattern string) (found []step) {
	rest := strings.TrimLeft(text, `\`)
	run := len(text) - len(rest)
	if rest != "" {
		if decoded, width := letter(rest); width > 0 && strings.HasPrefix(pattern, decoded) {
			found = append(found, step{run + width, len(decoded)})
		}
	}
	for width := 4; width >= 2 && pattern[0] == '\\'; width /= 2 {
		if run >= width {
			found = append(found, step{width, 1})
		}
	}
	return found
}

// letter decodes what stands behind a backslash.
func letter(text string) (decoded string, width int) {
	const controls, meant = "abfnrtv", "\a\b\f\n\r\t\v"
	switch text[0] {
	case 'u':
		first, ok := number(text[1:], 4)
		if !ok {
			break
		}
		if utf16.IsSurrogate(rune(first)) && strings.HasPrefix(text[5:], `\u`) {
			if second, ok := number(text[7:], 4); ok {
				return string(utf16.DecodeRune(rune(first), rune(second))), 11
			}
		}
		return string(rune(first)), 5
	case 'U':
		if value, ok := number(text[1:], 8); ok {
			return string(rune(value)), 9
		}
	case 'x':
		if value, ok := number(text[1:], 2); ok {
			return string([]byte{byte(value)}), 3
		}
	}
	if i := strings.IndexByte(controls, text[0]); i >= 0 {
		return meant[i : i+1], 1
	}
	_, size := utf8.DecodeRuneInString(text)
	return text[:size], size
}

// number reads so many hexadecimal digits.
func number(text string, digits int) (value uint64, ok bool) {
	if len(text) < digits {
		return 0, false
	}
	value, err := strconv.ParseUint(text[:digits], 16, 32)
	return value, err == nil
}

// isCode reports whether a byte is one of those that base64 is written in.
func isCode(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("+/-_=", c) >= 0
}
