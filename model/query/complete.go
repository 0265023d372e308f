package query

import (
	"slices"
	"strings"
)

// Completion is one way to go on with a line: Text replaces the bytes of the
// line from Start to End, which is the cursor. Text is quoted where the
// language needs it.
type Completion struct {
	Text       string
	Start, End int
	Help       string // what a key is, or how many images have a value, in a few words
}

// Known is what is in use among the images at hand, which completion offers
// beside the words of the language itself.
type Known struct {
	// Properties are keys of properties.
	Properties []string
	// Values returns values of a field, such as the tags in use. It may be nil.
	Values func(Field) []string
	// Uses says of how many images a field has a value, in a few words, or nothing where
	// that is not known. It may be nil.
	Uses func(field Field, value string) string
}

// uses is Uses as a function that is never nil, for the values of a field.
func (k *Known) uses(field Field) func(value string) string {
	if k.Uses == nil {
		return nothing
	}
	return func(value string) string { return k.Uses(field, value) }
}

func nothing(string) string { return "" }

// Complete returns how a line of filters may go on at the cursor, an offset in
// bytes: keys with their usual operator, and values after an operator. Case
// does not matter in what is typed so far.
func Complete(line string, cursor int, known Known) []Completion {
	s := &scanner{line: line[:cursor]}
	for s.skipBlanks() {
		if completions, found := s.completeTerm(known); found {
			return completions
		}
	}
	return s.completeKey(piece{offset: cursor}, known, true)
}

// CompleteSort returns how an order may go on at the cursor, an offset in
// bytes: keys, and directions after a colon.
func CompleteSort(line string, cursor int, known Known) []Completion {
	s := &scanner{line: line[:cursor]}
	for {
		s.skipBlanks()
		name, open := s.partial(":,")
		if open {
			return s.completeSortKey(name, known)
		}
		s.skipBlanks()
		if strings.HasPrefix(s.rest(), ":") {
			s.pos++
			if direction, open := s.partial(","); open {
				return s.complete(direction, []string{"asc", "desc"}, func(word string) string { return word }, nothing)
			}
		}
		s.skipSortKey()
		if s.pos == len(s.line) {
			return nil
		}
		s.pos++ // the comma
	}
}

// partial reads a text that may not be finished yet; open reports whether
// the cursor stands in it.
func (s *scanner) partial(stop string) (typed piece, open bool) {
	if strings.HasPrefix(s.rest(), `"`) {
		typed, mistake := s.quoted()
		return typed, mistake != nil && s.pos == len(s.line)
	}
	typed = s.bare(stop)
	return typed, s.pos == len(s.line)
}

// completeTerm completes the term that begins here; found reports
// whether the cursor stands in it.
func (s *scanner) completeTerm(known Known) (completions []Completion, found bool) {
	isPresence := strings.ContainsAny(s.rest()[:1], "!?")
	if isPresence {
		s.pos++
	}
	if strings.HasPrefix(s.rest(), "/") {
		_, mistake := s.pattern()
		return nil, mistake != nil
	}
	name, open := s.partial(operatorSigns)
	if open {
		return s.completeKey(name, known, !isPresence), true
	}
	for _, known := range signs {
		if strings.HasPrefix(s.rest(), known.sign) {
			s.pos += len(known.sign)
			break
		}
	}
	if s.atBlank() && s.pos < len(s.line) {
		return nil, false
	}
	field, mistake := name.field()
	if mistake != nil {
		s.skipTerm()
		return nil, s.pos == len(s.line)
	}
	if name.text == "tags" && !name.quoted {
		return s.completeValue([]string{"none"}, nothing)
	}
	return s.completeValue(valuesOf(field, known), known.uses(field))
}

// valuesOf lists the values to offer for a field.
func valuesOf(field Field, known Known) []string {
	info, _ := infoOf(field)
	if len(info.Values) > 0 || known.Values == nil {
		return info.Values
	}
	return known.Values(field)
}

// completeValue completes the value, or the last value of a list, that begins
// here.
func (s *scanner) completeValue(values []string, uses func(string) string) (completions []Completion, found bool) {
	isList := strings.HasPrefix(s.rest(), "in:")
	if isList {
		s.pos += len("in:")
	}
	if strings.HasPrefix(s.rest(), "/") {
		_, mistake := s.pattern()
		return nil, mistake != nil
	}
	for {
		typed, open := s.partial(",")
		if open {
			return s.complete(typed, values, formatValue, uses), true
		}
		if !isList || !strings.HasPrefix(s.rest(), ",") {
			s.skipTerm()
			return nil, s.pos == len(s.line)
		}
		s.pos++
	}
}

// formatValue writes a value as it stands after an operator.
func formatValue(value string) string {
	if bareText(value) {
		return value
	}
	var out strings.Builder
	quote(&out, value)
	return out.String()
}

// complete offers the words that begin with what is typed.
func (s *scanner) complete(typed piece, words []string, format, help func(string) string) []Completion {
	var completions []Completion
	for _, word := range words {
		if hasPrefixFold(word, typed.text) {
			completions = append(completions, Completion{
				Text: format(word), Start: typed.offset, End: len(s.line), Help: help(word),
			})
		}
	}
	return completions
}

// hasPrefixFold reports whether a word begins with a text, whatever the case.
func hasPrefixFold(word, prefix string) bool {
	n := newNeedle(prefix)
	return n.begins(word)
}

// completeKey offers the keys that begin with what is typed, with the operator
// that is used most.
func (s *scanner) completeKey(typed piece, known Known, withOperator bool) []Completion {
	like := s.keysLike(typed, known)
	completions := make([]Completion, 0, len(like))
	for _, info := range like {
		text := info.Name
		switch {
		case !withOperator && !info.Accepts(OpSet):
			continue
		case withOperator && info.Accepts(OpGreaterOrEqual):
			text += OpGreaterOrEqual.String()
		case withOperator:
			text += OpEqual.String()
		}
		completions = append(completions, Completion{Text: text, Start: typed.offset, End: len(s.line), Help: info.Help})
	}
	return completions
}

func (s *scanner) completeSortKey(typed piece, known Known) []Completion {
	var completions []Completion
	for _, info := range s.keysLike(typed, known) {
		if info.Sortable {
			name := formatKey(info.Field, bareSortKey)
			completions = append(completions, Completion{Text: name + ":", Start: typed.offset, End: len(s.line), Help: info.Help})
		}
	}
	return completions
}

// keysLike lists the keys that begin with what is typed: those of the
// language, unless it is in quotes, and then the properties in use.
func (s *scanner) keysLike(typed piece, known Known) []KeyInfo {
	var like []KeyInfo
	for _, info := range keys {
		spelled := func(name string) bool { return hasPrefixFold(name, typed.text) }
		if !typed.quoted && (spelled(info.Name) || typed.text != "" && slices.ContainsFunc(info.Aliases, spelled)) {
			like = append(like, info)
		}
	}
	for _, key := range known.Properties {
		if hasPrefixFold(key, typed.text) {
			like = append(like, PropertyKey(key))
		}
	}
	return like
}
