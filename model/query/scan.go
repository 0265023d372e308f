package query

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"glimpse/model/text"
)

// scanner walks over one line. Offsets are bytes of the line.
type scanner struct {
	line string
	pos  int
}

// piece is a text of the line: what it says, whether it stood in quotes, and
// where it began.
type piece struct {
	text   string
	quoted bool
	offset int
}

func (s *scanner) rest() string { return s.line[s.pos:] }

// skipBlanks goes to the next character that is not blank, and reports whether
// there is one.
func (s *scanner) skipBlanks() bool {
	s.pos = len(s.line) - len(strings.TrimLeftFunc(s.rest(), unicode.IsSpace))
	return s.pos < len(s.line)
}

// atBlank reports whether a term ends here.
func (s *scanner) atBlank() bool {
	r, _ := utf8.DecodeRuneInString(s.rest())
	return s.pos == len(s.line) || unicode.IsSpace(r)
}

// skipTerm goes to the end of a term that is wrong, so that the next one can
// be read.
func (s *scanner) skipTerm() {
	for !s.atBlank() {
		if s.line[s.pos] == '"' {
			_, _ = s.quoted() // one mistake of the term is reported already
			continue
		}
		s.pos++
	}
}

// bare reads up to a blank, a quotation mark or one of the stop characters.
func (s *scanner) bare(stop string) piece {
	start := s.pos
	end := strings.IndexFunc(s.rest(), func(r rune) bool {
		return r == '"' || unicode.IsSpace(r) || strings.ContainsRune(stop, r)
	})
	if end < 0 {
		end = len(s.rest())
	}
	s.pos += end
	return piece{text: s.line[start:s.pos], offset: start}
}

// quoted reads a text in quotation marks. It stops after the closing one, or
// at the end of the line, also where the text is wrong; what was read of it is
// returned as well.
func (s *scanner) quoted() (piece, *SyntaxError) {
	start := s.pos
	var out strings.Builder
	var wrong *SyntaxError
	for s.pos++; s.pos < len(s.line); {
		switch c := s.line[s.pos]; c {
		case '"':
			s.pos++
			return piece{text: out.String(), quoted: true, offset: start}, wrong
		case '\\':
			if mistake := s.escape(&out); mistake != nil {
				s.pos++
				wrong = cmp.Or(wrong, mistake)
			}
		default:
			out.WriteByte(c)
			s.pos++
		}
	}
	return piece{text: out.String(), quoted: true, offset: start}, failf(start, `a closing "`, "the quotation mark is not closed")
}

const escapes = `\" or \\ or a character by its number as \u{1b}, a byte as \xff`

// escape reads one escape sequence of a quoted text.
func (s *scanner) escape(out *strings.Builder) *SyntaxError {
	rest := s.rest()
	unknown := failf(s.pos, escapes, "the backslash begins no escape")
	switch {
	case len(rest) < 2:
		return unknown
	case rest[1] == '"' || rest[1] == '\\':
		out.WriteByte(rest[1])
		s.pos += 2
		return nil
	case rest[1] == 'x' && len(rest) >= 4:
		value, err := strconv.ParseUint(rest[2:4], 16, 8)
		if err != nil {
			return unknown
		}
		out.WriteByte(byte(value))
		s.pos += 4
		return nil
	case strings.HasPrefix(rest, `\u{`):
		digits, _, found := strings.Cut(rest[3:], "}")
		value, err := strconv.ParseUint(digits, 16, 32)
		if !found || err != nil || !utf8.ValidRune(rune(value)) || value > unicode.MaxRune {
			return unknown
		}
		out.WriteRune(rune(value))
		s.pos += len(`\u{}`) + len(digits)
		return nil
	default:
		return unknown
	}
}

// pattern reads a regular expression between slashes; a slash in it is
// escaped, and only that escape is undone.
func (s *scanner) pattern() (piece, *SyntaxError) {
	start := s.pos
	var out strings.Builder
	for s.pos++; s.pos < len(s.line); s.pos++ {
		c := s.line[s.pos]
		if c == '/' {
			s.pos++
			return piece{text: out.String(), offset: start + 1}, nil
		}
		if c == '\\' && s.pos+1 < len(s.line) {
			s.pos++
			if s.line[s.pos] != '/' {
				out.WriteByte('\\')
			}
		}
		out.WriteByte(s.line[s.pos])
	}
	return piece{}, failf(start, "a closing /, or the text in quotes if no regular expression is meant",
		"the regular expression is not closed")
}

// unprintable reports whether a character would not be shown as it is.
func unprintable(r rune) bool {
	// The letter before it is a base for combining marks, which may be shown.
	shown := "a" + string(r)
	return text.Escape(shown) != shown
}

// quote writes a text in quotation marks, so that the line is fit for a
// terminal as it is and [scanner.quoted] reads the text back.
func quote(out *strings.Builder, value string) {
	shown := text.Escape(value) == value
	out.WriteByte('"')
	for rest := value; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == utf8.RuneError && size == 1:
			out.WriteString(`\x` + strconv.FormatUint(0x100|uint64(rest[0]), 16)[1:])
		case !shown && (unprintable(r) || unicode.Is(unicode.M, r)):
			out.WriteString(`\u{` + strconv.FormatUint(uint64(r), 16) + "}")
		default:
			out.WriteString(rest[:size])
		}
		rest = rest[size:]
	}
	out.WriteByte('"')
}
