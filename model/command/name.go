package command

import (
	"strings"
	"unicode"

	"glimpse/model/query"
)

// nameOf reads an argument that is one name, and may be missing.
func nameOf(of func(string) Command) func(string) (Command, error) {
	return func(argument string) (Command, error) {
		name, wrong := nameAt(argument, 0)
		if wrong != nil {
			return nil, wrong
		}
		return of(name), nil
	}
}

// nameAt reads the name that begins at an offset of an argument: all of the rest, blanks
// and all, or what stands in quotation marks.
func nameAt(argument string, from int) (string, *fault) {
	s := &scanner{line: argument, pos: from}
	if !s.skipBlanks() || s.line[s.pos] != '"' {
		return s.rest(), nil
	}
	name, wrong := s.next("")
	if wrong == nil && s.skipBlanks() {
		wrong = faultAt(s.pos, "nothing after it", "the name ends here")
	}
	return name.text, wrong
}

// formatName writes a name so that [nameAt] reads it back.
func formatName(name string) string {
	if isBareName(name) {
		return name
	}
	return quote(name)
}

// isBareName reports whether a name needs no quotation marks, and is fit for a terminal.
func isBareName(name string) bool {
	if strings.TrimFunc(name, unicode.IsSpace) != name || strings.HasPrefix(name, `"`) {
		return false
	}
	// Quotation marks escape what no terminal shows, and these two, which it does.
	seen := strings.NewReplacer(`\`, "", `"`, "").Replace(name)
	return inQuotes(seen) == `"`+seen+`"`
}

// offerNames completes an argument that is one name of several.
func offerNames(names []string, argument string, cursor int) []query.Completion {
	var out []query.Completion
	for _, name := range names {
		if written := formatName(name); begins(name, said(argument[:cursor])) && written != argument {
			out = append(out, query.Completion{Text: written, Start: 0, End: cursor})
		}
	}
	return out
}
