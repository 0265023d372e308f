package query

import (
	"errors"
	"slices"
	"strings"

	"glimpse/model"
)

// Parse reads one line of the query language. Every mistake of the line is
// reported, as a *[SyntaxError] or several that are joined ([errors.Join]);
// no terms are returned then.
func Parse(line string) ([]Term, error) {
	var terms []Term
	var mistakes []error
	s := &scanner{line: line}
	for s.skipBlanks() {
		start := s.pos
		term, mistake := s.term()
		if mistake == nil && !s.atBlank() {
			mistake = failf(s.pos, "a blank between two terms", "the term ends here")
		}
		if mistake == nil {
			mistake = contradicts(terms, term, start)
		}
		if mistake != nil {
			s.skipTerm()
			mistakes = append(mistakes, mistake.in(line, start, s.pos))
			continue
		}
		term.Start, term.End = start, s.pos
		terms = append(terms, term)
	}
	if mistakes != nil {
		return nil, errors.Join(mistakes...)
	}
	return terms, nil
}

// contradicts reports whether a term asks the service for two listings at once:
// of member_status it gives one, and no image says which it was listed for.
func contradicts(terms []Term, term Term, offset int) *SyntaxError {
	if term.Field.Kind != FieldMemberStatus {
		return nil
	}
	for _, earlier := range terms {
		if earlier.Field == term.Field && earlier.Values[0] != term.Values[0] {
			return failf(offset, "one member_status, or member_status=all", "member_status is already %s", earlier.Values[0])
		}
	}
	return nil
}

// operatorSigns are the characters that operators are made of.
const operatorSigns = "=!~<>"

const startOfTerm = `a key or a word; in quotes if it begins with one of ` + operatorSigns

// term reads one term.
func (s *scanner) term() (Term, *SyntaxError) {
	switch c := s.line[s.pos]; {
	case c == '!' || c == '?':
		return s.presence(c)
	case c == '/':
		pattern, mistake := s.pattern()
		if mistake != nil {
			return Term{}, mistake
		}
		return wordTerm(OpMatches, pattern)
	case strings.IndexByte(operatorSigns, c) >= 0:
		return Term{}, failf(s.pos, startOfTerm, "a key is missing before %q", string(c))
	}
	name, mistake := s.name(operatorSigns)
	if mistake != nil {
		return Term{}, mistake
	}
	if s.atBlank() {
		return s.word(name)
	}
	return s.comparison(name)
}

// name reads a key or a word, quoted or not, up to a stop character.
func (s *scanner) name(stop string) (piece, *SyntaxError) {
	if s.line[s.pos] != '"' {
		name := s.bare(stop)
		if strings.HasPrefix(s.rest(), `"`) {
			return piece{}, failf(s.pos, "all of the word in quotes", "a quotation mark within a word")
		}
		return name, nil
	}
	name, mistake := s.quoted()
	if mistake == nil && !s.atBlank() && !strings.ContainsAny(s.rest()[:1], stop) {
		mistake = failf(s.pos, "a blank or an operator", "the text goes on after the closing quotation mark")
	}
	return name, mistake
}

// word makes a term of a word without operator. A key alone is a mistake: it
// is more likely half a term than a part of a name.
func (s *scanner) word(name piece) (Term, *SyntaxError) {
	if !name.quoted {
		if mistake := notAWord(name); mistake != nil {
			return Term{}, mistake
		}
	}
	return wordTerm(OpContains, name)
}

func notAWord(name piece) *SyntaxError {
	if known, found := keyBySpelling[name.text]; found {
		return failf(name.offset+len(name.text), "an operator and a value, or the word in quotes to look for it in names",
			"%q is the key %s", name.text, known.Name)
	}
	if instead, found := reserved[name.text]; found {
		return failf(name.offset, instead+"; or the word in quotes to look for it in names", "%q is no filter", name.text)
	}
	return nil
}

func wordTerm(op Op, word piece) (Term, *SyntaxError) {
	term := Term{Field: AttributeField(model.AttrName), Op: op, Word: true}
	return term.with(word)
}

// with adds a value to a term, checked and in the spelling to keep.
func (t Term) with(value piece) (Term, *SyntaxError) {
	kept, mistake := checkValue(t.Field, t.Op, value.text)
	if mistake == nil {
		t.Values = append(t.Values, kept)
		mistake = t.checkList()
	}
	if mistake != nil {
		mistake.Offset += value.offset
		if value.quoted {
			// Escapes shift what follows; the value as a whole is at fault.
			mistake.Offset = value.offset
		}
		return Term{}, mistake
	}
	return t, nil
}

// checkList refuses visibility=all in a list or with another operator than
// "=": all is a listing, no visibility that an image could have. It refuses
// is=duplicate in a list: that is said of an image only once all were seen.
func (t Term) checkList() *SyntaxError {
	if t.Field.Kind == FieldIs && len(t.Values) > 1 && slices.Contains(t.Values, isDuplicate) {
		return failf(0, "is=duplicate alone", "duplicate is no part of a list")
	}
	if t.Field != AttributeField(model.AttrVisibility) || !slices.Contains(t.Values, visibilityAll) {
		return nil
	}
	if t.Op == OpNotEqual || t.Op == OpEqual && len(t.Values) > 1 {
		return failf(0, "visibility=all alone", "no image has the visibility all")
	}
	return nil
}

// presence reads ?key and !key.
func (s *scanner) presence(sign byte) (Term, *SyntaxError) {
	op, start := OpSet, s.pos
	if sign == '!' {
		op = OpUnset
	}
	s.pos++
	if s.atBlank() || strings.IndexByte(operatorSigns, s.line[s.pos]) >= 0 {
		return Term{}, failf(s.pos, "a key right after it", "%q has no key", string(sign))
	}
	name, mistake := s.name(operatorSigns)
	if mistake != nil {
		return Term{}, mistake
	}
	if !s.atBlank() {
		return Term{}, failf(s.pos, `a blank; "not equal" is key!=value`, "%q takes a key and no value", string(sign))
	}
	field, mistake := name.field()
	if mistake != nil {
		return Term{}, mistake
	}
	info, _ := infoOf(field)
	switch {
	case info.Accepts(op):
		return Term{Field: field, Op: op}, nil
	case field == AttributeField(model.AttrProtected):
		return Term{}, failf(start, info.Name+"=true or "+info.Name+"=false", "%s is set on every image", info.Name)
	default:
		return Term{}, failf(start, info.Name+"=VALUE", "%s is no field of an image", info.Name)
	}
}

// field finds what a key names: in quotes it is always a property.
func (p piece) field() (Field, *SyntaxError) {
	if p.quoted {
		return PropertyField(p.text), nil
	}
	if strings.Contains(p.text, ",") {
		return Field{}, failf(p.offset, "a key with a comma in quotes", "a comma within a key")
	}
	return resolveKey(p.text, p.offset)
}

// signs are the operators as they are written, the longer ones first.
var signs = []struct {
	sign string
	op   Op
}{
	{"!=", OpNotEqual},
	{"!~", OpNotContains},
	{"<=", OpLessOrEqual},
	{">=", OpGreaterOrEqual},
	{"=", OpEqual},
	{"~", OpContains},
	{"<", OpLess},
	{">", OpGreater},
}

const signNames = "one of = != ~ !~ < <= > >="

// comparison reads an operator and its value or values.
func (s *scanner) comparison(name piece) (Term, *SyntaxError) {
	field, mistake := name.field()
	if mistake != nil {
		return Term{}, mistake
	}
	signAt := s.pos
	index := slices.IndexFunc(signs, func(known struct {
		sign string
		op   Op
	},
	) bool {
		return strings.HasPrefix(s.rest(), known.sign)
	})
	if index < 0 {
		return Term{}, failf(signAt, signNames, "%q alone is no operator", s.rest()[:1])
	}
	sign, op := signs[index].sign, signs[index].op
	s.pos += len(sign)
	if name.text == "tags" && !name.quoted && (op == OpEqual || op == OpNotEqual) {
		return s.noTags(op)
	}
	info, _ := infoOf(field)
	if !info.Accepts(op) {
		return Term{}, failf(signAt, "one of "+opNames(info.Ops), "%s cannot be compared with %q", shownKey(field), sign)
	}
	return s.values(Term{Field: field, Op: op}, sign)
}

// noTags reads tags=none and tags!=none.
func (s *scanner) noTags(op Op) (Term, *SyntaxError) {
	if value := s.bare(""); value.text != "none" || !s.atBlank() {
		return Term{}, failf(value.offset, "tags=none for no tag at all, or tag=VALUE", "tags is none or not none")
	}
	if op == OpEqual {
		return Term{Field: Field{Kind: FieldTag}, Op: OpUnset}, nil
	}
	return Term{Field: Field{Kind: FieldTag}, Op: OpSet}, nil
}

// opNames lists the signs of operators.
func opNames(ops []Op) string {
	var names []string
	for _, op := range ops {
		if name := op.String(); op != OpSet && op != OpUnset && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// values reads what follows an operator.
func (s *scanner) values(term Term, sign string) (Term, *SyntaxError) {
	info, _ := infoOf(term.Field)
	rest := s.rest()
	switch {
	case s.atBlank():
		expected := info.Hint
		if len(info.Values) > 0 {
			expected = "one of " + strings.Join(info.Values, ", ")
		}
		return Term{}, failf(s.pos, expected+`; "" is the empty text`, "a value is missing after %q", sign)
	case strings.IndexByte(operatorSigns, rest[0]) >= 0:
		return Term{}, failf(s.pos, "a value, in quotes if it begins with one of "+operatorSigns,
			"%q follows the operator %q", rest[:1], sign)
	case strings.HasPrefix(rest, "in:"):
		return s.list(term, sign)
	case term.Op == OpContains && rest[0] == '/':
		term.Op = OpMatches
	case term.Op == OpNotContains && rest[0] == '/':
		term.Op = OpNotMatches
	}
	value, mistake := s.value(term.Op)
	if mistake != nil {
		return Term{}, mistake
	}
	return term.with(value)
}

// value reads the one value of a term.
func (s *scanner) value(op Op) (piece, *SyntaxError) {
	if op == OpMatches || op == OpNotMatches {
		return s.pattern()
	}
	value, mistake := s.name("")
	if mistake != nil || value.quoted {
		return value, mistake
	}
	if comma := strings.IndexByte(value.text, ','); comma >= 0 && (op == OpEqual || op == OpNotEqual) {
		return piece{}, failf(value.offset+comma, "in: before a list (key=in:a,b), or quotes around a text with a comma",
			"a comma in a value")
	}
	return value, nil
}

// list reads in:a,b,"c d".
func (s *scanner) list(term Term, sign string) (Term, *SyntaxError) {
	start := s.pos
	switch {
	case term.Op != OpEqual && term.Op != OpNotEqual:
		return Term{}, failf(start, "one value, in quotes if it begins with in:", "a list cannot follow %q", sign)
	case term.Field.Kind == FieldHidden || term.Field.Kind == FieldMemberStatus:
		info, _ := infoOf(term.Field)
		return Term{}, failf(start, "one of "+strings.Join(info.Values, ", "), "%s takes one value", info.Name)
	}
	s.pos += len("in:")
	for {
		if s.atBlank() || s.line[s.pos] == ',' {
			return Term{}, failf(s.pos, `a value; "" is the empty text`, "the list has an empty place")
		}
		value, mistake := s.name(",")
		if mistake != nil {
			return Term{}, mistake
		}
		if term, mistake = term.with(value); mistake != nil {
			return Term{}, mistake
		}
		if s.atBlank() {
			return term, nil
		}
		s.pos++
	}
}
