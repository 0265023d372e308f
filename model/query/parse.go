package query

import (
	"errors"
)

// SyntaxError is one mistake in a line of the language.
type SyntaxError struct {
	Term     string // the term or sort key that is wrong, as it was typed
	Offset   int    // where in the line, in bytes from 0
	Column   int    // where in the line, in characters from 1
	Problem  string // what is wrong
	Expected string // what was expected there
}

// Error implements error.
func (e *SyntaxError) Error() string { return e.Problem }

// Parse reads one line of the query language.
func Parse(line string) ([]Term, error) { return nil, errors.New("not yet") }

// Format writes terms as the canonical line.
func Format(terms []Term) string { return "" }

// ParseSort reads an order: KEY:DIR,...
func ParseSort(line string) ([]SortKey, error) { return nil, errors.New("not yet") }

// FormatSort writes an order so that [ParseSort] reads it back.
func FormatSort(keys []SortKey) string { return "" }
