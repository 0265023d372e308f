package command

import (
	"slices"
	"strings"
)

// Signed is a text that is to be added or removed: a tag, or a project.
type Signed struct {
	Text    string
	Removes bool
}

// ReadSigned reads a line in which texts are typed that are to be added and removed,
// as [Parse] reads "tag +a -b". The first needs no sign to be added, and a line without
// any is one text, blanks and all. In a line that cannot be read it says what the
// problem is and what is expected; what is the thing that a text names, such as "tag".
func ReadSigned(line, what string) (all []Signed, problem, expected string) {
	if !isSigned(line) {
		one, wrong := oneText(line)
		if wrong != nil {
			return nil, wrong.problem, wrong.expected
		}
		return []Signed{{Text: one}}, "", ""
	}
	s := &scanner{line: line}
	for s.skipBlanks() {
		one, wrong := s.nextSigned(what, len(all) == 0)
		if wrong != nil {
			return nil, wrong.problem, wrong.expected
		}
		if slices.Contains(all, Signed{one.Text, !one.Removes}) {
			return nil, shown(one.Text) + " is both added and removed", "one of the two"
		}
		all = append(all, one)
	}
	return all, "", ""
}

// nextSigned reads the next word of a line with signs.
func (s *scanner) nextSigned(what string, first bool) (Signed, *fault) {
	start := s.pos
	s.skipWord()
	word := s.line[start:s.pos]
	s.pos = start
	if _, _, has := cutSign(word); has {
		sign, said, wrong := s.signed("the "+what, strings.ToUpper(what))
		return Signed{said.text, sign == '-'}, wrong
	}
	said, wrong := s.next("")
	if wrong == nil && !first {
		expected := "+ to add it or - to remove it; quotes keep the blanks of a " + what
		wrong = faultAt(start, expected, "a sign is missing before %s", shown(said.text))
	}
	return Signed{Text: said.text}, wrong
}

// oneText reads a line that is one text, in quotation marks or not.
func oneText(line string) (string, *fault) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, `"`) {
		return line, nil
	}
	s := &scanner{line: line}
	said, wrong := s.next("")
	if wrong == nil && s.pos < len(line) {
		wrong = faultAt(s.pos, `a sign before what follows, or \" within the quotes`, "the text goes on after the closing quotation mark")
	}
	return said.text, wrong
}

// isSigned reports whether a word of a line has a sign. One that is a sign alone is a
// text between others, such as in "a - b".
func isSigned(line string) bool {
	s := &scanner{line: line}
	for first := true; s.skipBlanks(); first = false {
		start := s.pos
		s.skipWord()
		word := line[start:s.pos]
		if _, _, has := cutSign(word); has && (len(word) > 1 || first || s.pos == len(line)) {
			return true
		}
	}
	return false
}

// LastSigned returns what the end of such a line says so far, and where in the line
// that begins, with its sign.
func LastSigned(line string) (last Signed, start int) {
	if !isSigned(line) {
		trimmed := strings.TrimSpace(line)
		return Signed{Text: said(trimmed)}, len(line) - len(strings.TrimLeft(line, " \t"))
	}
	word, start, _ := open(line)
	if sign, typed, has := cutSign(word); has {
		return Signed{typed, sign == '-'}, start
	}
	return Signed{Text: said(word)}, start
}

// PutSigned puts a text in the place of the last one of such a line, with a sign and
// in quotation marks where it would be read as something else without.
func PutSigned(line string, one Signed) string {
	_, start := LastSigned(line)
	before := line[:start]
	if one.Removes {
		return before + "-" + signedText(one.Text)
	}
	bare := !strings.HasPrefix(line[start:], "+") && before == strings.Repeat(" ", len(before))
	if all, problem, _ := ReadSigned(one.Text, ""); bare && problem == "" && len(all) == 1 && all[0] == one {
		return before + one.Text
	}
	return before + "+" + signedText(one.Text)
}

// ReadProperties reads a line in which properties are typed, as [Parse] reads
// "property KEY=VALUE -KEY". A line that has anything else in it, such as a blank in a
// value, is not read: then ok is false, and problem and expected say why where
// it begins as only such a line does.
func ReadProperties(line string) (all Property, ok bool, problem, expected string) {
	s := &scanner{line: line}
	if !s.skipBlanks() {
		return Property{}, false, "", ""
	}
	begins := s.line[s.pos]
	for s.skipBlanks() {
		if wrong := all.read(s); wrong == nil {
			continue
		} else if begins == '-' || begins == whereSet {
			return Property{}, false, wrong.problem, wrong.expected
		}
		return Property{}, false, "", ""
	}
	return all, true, "", ""
}

// LastWord returns the word that the end of a line stands in, and where in the line it
// begins.
func LastWord(line string) (word string, start int) {
	word, start, _ = open(line)
	return word, start
}
