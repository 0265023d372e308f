package command

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"glimpse/model/query"
)

// fault is what is wrong with an argument, and where in it, in bytes.
type fault struct {
	offset            int
	problem, expected string
}

// Error implements error. What a person reads is the [Error] made of it.
func (f *fault) Error() string { return f.problem }

func faultAt(offset int, expected, problem string, values ...any) *fault {
	return &fault{offset: offset, expected: expected, problem: fmt.Sprintf(problem, values...)}
}

// scanner walks over the argument of a command. Offsets are bytes of it.
type scanner struct {
	line string
	pos  int
}

// piece is a text of the argument: what it says, whether it stood in quotes,
// and where it began.
type piece struct {
	text   string
	quoted bool
	offset int
}

func (s *scanner) rest() string { return s.line[s.pos:] }

// skipBlanks goes to the next word and reports whether there is one.
func (s *scanner) skipBlanks() bool {
	s.pos = len(s.line) - len(strings.TrimLeftFunc(s.rest(), unicode.IsSpace))
	return s.pos < len(s.line)
}

// atBlank reports whether a word ends here.
func (s *scanner) atBlank() bool {
	r, _ := utf8.DecodeRuneInString(s.rest())
	return s.pos == len(s.line) || unicode.IsSpace(r)
}

// next reads a text, in quotation marks or up to a blank or a stop character.
// The quotation marks and the escapes in them are those of the query language.
func (s *scanner) next(stop string) (piece, *fault) {
	start := s.pos
	if strings.HasPrefix(s.rest(), `"`) {
		s.skipQuoted()
		said, wrong := unquote(s.line[start:s.pos])
		switch {
		case wrong != nil:
			wrong.offset += start
			return piece{}, wrong
		case !s.atBlank() && !strings.ContainsAny(s.rest()[:1], stop):
			return piece{}, faultAt(s.pos, "a blank", "the text goes on after the closing quotation mark")
		}
		return piece{text: said, quoted: true, offset: start}, nil
	}
	for !s.atBlank() && !strings.ContainsAny(s.rest()[:1], stop) {
		if s.line[s.pos] == '"' {
			return piece{}, faultAt(s.pos, "all of the text in quotes", "a quotation mark within a text")
		}
		s.pos++
	}
	return piece{text: s.line[start:s.pos], offset: start}, nil
}

// skipQuoted goes behind the closing quotation mark of the text that begins
// here, or to the end if there is none, and reports whether there is one.
func (s *scanner) skipQuoted() bool {
	for s.pos++; s.pos < len(s.line); s.pos++ {
		switch s.line[s.pos] {
		case '\\':
			s.pos++
		case '"':
			s.pos++
			return true
		}
	}
	s.pos = len(s.line)
	return false
}

// skipWord goes to the blank after the word that begins here, and reports
// whether the word is complete: blanks in quotation marks do not end it.
func (s *scanner) skipWord() bool {
	for !s.atBlank() {
		if s.line[s.pos] != '"' {
			s.pos++
		} else if !s.skipQuoted() {
			return false
		}
	}
	return true
}

// The query language reads and writes quoted texts; it is asked to do so
// through a term of a property, whose value may be any text.
const carrier = `k`

// unquote reads a text in quotation marks.
func unquote(quoted string) (string, *fault) {
	const before = carrier + "="
	terms, err := query.Parse(before + quoted)
	var wrong *query.SyntaxError
	switch {
	case errors.As(err, &wrong):
		return "", &fault{offset: wrong.Offset - len(before), problem: wrong.Problem, expected: wrong.Expected}
	case err != nil:
		return "", &fault{problem: err.Error()}
	}
	return terms[0].Values[0], nil
}

// quote writes a text so that [scanner.next] reads it back: in quotation marks
// where the query language needs them. It is fit for a terminal.
func quote(said string) string {
	term := query.Term{Field: query.PropertyField(carrier), Op: query.OpEqual, Values: []string{said}}
	return strings.TrimPrefix(query.Format([]query.Term{term}), carrier+"=")
}

// inQuotes writes a text in quotation marks in any case.
func inQuotes(said string) string {
	// A comma needs them.
	return strings.TrimSuffix(quote(said+","), `,"`) + `"`
}

// quoteKey writes the key of a property: in quotation marks also where it
// could be taken for an attribute, for a signature, or for one that is to be removed or
// renamed.
func quoteKey(key string) string {
	if key == "" || strings.ContainsAny(key[:1], "+-?") || strings.Contains(key, becomes) || isSignKey(key) || isVolumeKey(key) {
		return inQuotes(key)
	}
	term := query.Term{Field: query.PropertyField(key), Op: query.OpSet}
	return strings.TrimPrefix(query.Format([]query.Term{term}), query.OpSet.String())
}
