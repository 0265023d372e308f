package query

import (
	"fmt"
	"unicode/utf8"

	"glimpse/model/text"
)

// shownTerm is how many characters of a wrong term an error repeats.
const shownTerm = 60

// SyntaxError is one mistake in a line of the language.
type SyntaxError struct {
	Term     string // the term or sort key that is wrong, as it was typed
	Offset   int    // where in the line, in bytes from 0
	Column   int    // where in the line, in characters from 1
	Problem  string // what is wrong, in words
	Expected string // what was expected there
}

// Error implements error: one line, fit for a terminal.
func (e *SyntaxError) Error() string {
	term := []rune(e.Term)
	if len(term) > shownTerm {
		term = append(term[:shownTerm-1], '…')
	}
	return text.Escape(fmt.Sprintf("column %d, in %s: %s; expected %s", e.Column, string(term), e.Problem, e.Expected))
}

// failf returns a mistake at a place of the line; the reader adds the term.
func failf(offset int, expected, problem string, args ...any) *SyntaxError {
	return &SyntaxError{Offset: offset, Expected: expected, Problem: fmt.Sprintf(problem, args...)}
}

// in fills in the term and the column of a mistake.
func (e *SyntaxError) in(line string, start, end int) *SyntaxError {
	e.Term = line[start:end]
	e.Column = utf8.RuneCountInString(line[:e.Offset]) + 1
	return e
}
