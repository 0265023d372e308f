package command

import (
	"slices"
	"strings"

	"glimpse/model/query"
)

// set reads KEY=VALUE ... of attributes and properties, and what else may be said
// of properties. A key in quotes is a property, as in the query language.
func set(argument string) (Command, error) {
	var out Set
	s := &scanner{line: argument}
	for s.skipBlanks() {
		if wrong := out.read(s); wrong != nil {
			return nil, wrong
		}
	}
	return out, nil
}

// read takes the next word of the command. What is no attribute is read once more,
// as a property.
func (c *Set) read(s *scanner) *fault {
	start := s.pos
	if key, wrong := s.next("="); wrong == nil && !key.quoted && s.pos < len(s.line) && s.line[s.pos] == '=' {
		a, found, wrong := existing(key)
		if wrong != nil {
			return wrong
		}
		s.pos = start
		if found {
			key, value, wrong := s.pair()
			if wrong == nil {
				c.Assignments, wrong = assign(c.Assignments, a, key, value)
			}
			return wrong
		}
	}
	s.pos = start
	return c.Properties.read(s)
}

// existing finds the attribute of an existing image that a key names; a key that
// names none is that of a property, unless it can be none.
func existing(key piece) (a attribute, found bool, wrong *fault) {
	a, found = attributeNamed(key.text)
	known, isKey := keyNamed(key.text)
	lower := strings.ToLower(key.text)
	_, isLower := attributeNamed(lower)
	switch {
	case found && a.onlyNew():
		wrong = faultAt(key.offset, "it with :create only", "the %s of an image never changes", a.name)
	case found:
	case isKey && known.Field.Kind == query.FieldTag:
		wrong = faultAt(key.offset, ":tag +TAG -TAG", "tags are not set but added and removed")
	case isKey || isReserved(key.text):
		wrong = faultAt(key.offset, orList(attributeNames(false)), "%s is for the service to set", key.text)
	case isLower:
		wrong = faultAt(key.offset, lower+", or the key in quotes if a property is meant", "attributes are in lower case")
	}
	return a, found, wrong
}

// assign adds the value of an attribute.
func assign(to []Assignment, a attribute, key, value piece) ([]Assignment, *fault) {
	if slices.ContainsFunc(to, func(earlier Assignment) bool { return earlier.Field == a.field }) {
		return nil, faultAt(key.offset, "each attribute once", "%s is given twice", a.name)
	}
	read, problem, expected := a.read(value.text)
	if problem != "" {
		return nil, &fault{offset: value.offset, problem: a.name + ": " + problem, expected: expected}
	}
	return append(to, Assignment{Field: a.field, Value: read}), nil
}

// pair reads KEY=VALUE.
func (s *scanner) pair() (key, value piece, wrong *fault) {
	if key, wrong = s.next("="); wrong != nil {
		return piece{}, piece{}, wrong
	}
	switch {
	case key.text == "":
		return piece{}, piece{}, faultAt(key.offset, "KEY=VALUE", "a key is missing")
	case s.atBlank():
		return piece{}, piece{}, faultAt(s.pos, "= and its value right after it", "%s has no value", shown(key.text))
	}
	s.pos++ // the sign
	if s.atBlank() {
		return piece{}, piece{}, faultAt(s.pos, `one right after it; "" is the empty text`, "%s has no value", shown(key.text))
	}
	value, wrong = s.next("")
	return key, value, wrong
}

// tag reads +TAG -TAG ...; the sign may stand within the quotation marks.
func tag(argument string) (Command, error) {
	var out Tag
	s := &scanner{line: argument}
	for s.skipBlanks() {
		sign, said, wrong := s.signed("a tag", "TAG")
		if wrong != nil {
			return nil, wrong
		}
		to, other := &out.Add, out.Remove
		if sign == '-' {
			to, other = &out.Remove, out.Add
		}
		problem, expected := tooLong(said.text)
		switch {
		case sign == '+' && said.text == "":
			return nil, faultAt(said.offset, "it right after the sign", "a tag is missing")
		case problem != "":
			return nil, &fault{offset: said.offset, problem: problem, expected: expected}
		case slices.Contains(other, said.text):
			return nil, faultAt(said.offset, "one of the two", "%s is both added and removed", shown(said.text))
		case !slices.Contains(*to, said.text):
			*to = append(*to, said.text)
		}
	}
	return out, nil
}

// signed reads +TEXT, -TEXT, +"TEXT" or "+TEXT"; what is the thing that it names, and
// word how the help writes it.
func (s *scanner) signed(what, word string) (sign byte, said piece, wrong *fault) {
	start := s.pos
	sign = s.line[s.pos]
	if sign == '+' || sign == '-' {
		s.pos++
		said, wrong = s.next("")
		if wrong == nil && said.text == "" && !said.quoted {
			wrong = faultAt(s.pos, "it right after the sign", "%s is missing", what)
		}
		return sign, said, wrong
	}
	if said, wrong = s.next(""); wrong != nil {
		return 0, piece{}, wrong
	}
	if !said.quoted || said.text == "" || said.text[0] != '+' && said.text[0] != '-' {
		return 0, piece{}, faultAt(start, "+"+word+" to add it, -"+word+" to remove it", "a sign is missing before %s", shown(said.text))
	}
	return said.text[0], piece{text: said.text[1:], quoted: true, offset: start}, nil
}

// property reads KEY=VALUE ... ?KEY=VALUE ... OLD->NEW ... -KEY ...
func property(argument string) (Command, error) {
	var out Property
	s := &scanner{line: argument}
	for s.skipBlanks() {
		if wrong := out.read(s); wrong != nil {
			return nil, wrong
		}
	}
	return out, nil
}

// read takes the next word of the command.
func (p *Property) read(s *scanner) *fault {
	if from, to, renames, wrong := s.rename(); wrong != nil || renames {
		return p.rename(from, to, wrong)
	}
	if key, removed, wrong := s.removal(); wrong != nil || removed {
		if wrong == nil {
			wrong = p.fits(key)
		}
		p.Remove = append(p.Remove, key.text)
		return wrong
	}
	to := &p.Set
	if s.line[s.pos] == whereSet {
		to = &p.SetWhereSet
		s.pos++
	}
	key, value, wrong := s.pair()
	if wrong == nil {
		wrong = p.fits(key)
	}
	if wrong == nil {
		wrong = fitsProperty(key, value)
	}
	*to = append(*to, KeyValue{Key: key.text, Value: value.text})
	return wrong
}

// rename takes a new key, unless something is wrong with it.
func (p *Property) rename(from, to piece, wrong *fault) *fault {
	if wrong == nil {
		wrong = p.fits(from)
	}
	if wrong == nil {
		wrong = p.fits(to)
	}
	if wrong == nil {
		wrong = fitsProperty(to, piece{})
	}
	if wrong == nil && from.text == to.text {
		wrong = faultAt(to.offset, "another key", "%s is the key already", shown(to.text))
	}
	p.Renames = append(p.Renames, Rename{From: from.text, To: to.text})
	return wrong
}

// becomes stands between the key of a property and its new one.
const becomes = "->"

// whereSet stands before a property that is set only where it is set, as in
// the query language.
const whereSet = '?'

// rename reads OLD->NEW if that is what stands here; each may be in quotes.
func (s *scanner) rename() (from, to piece, renames bool, wrong *fault) {
	start := s.pos
	quoted := s.line[start] == '"'
	if s.line[start] == '-' || s.line[start] == whereSet {
		return piece{}, piece{}, false, nil
	}
	if quoted {
		s.skipQuoted()
	}
	for !quoted && !s.atBlank() && !strings.ContainsAny(s.rest()[:1], `="`) && !strings.HasPrefix(s.rest(), becomes) {
		s.pos++
	}
	if !strings.HasPrefix(s.rest(), becomes) {
		s.pos = start
		return piece{}, piece{}, false, nil
	}
	from = piece{text: s.line[start:s.pos], quoted: quoted, offset: start}
	if quoted {
		if from.text, wrong = unquote(from.text); wrong != nil {
			wrong.offset += start
			return piece{}, piece{}, false, wrong
		}
	}
	s.pos += len(becomes)
	to, wrong = s.next("=")
	switch {
	case wrong != nil:
	case to.text == "":
		wrong = faultAt(s.pos, "the new key right after "+becomes, "a key is missing")
	case !s.atBlank():
		wrong = faultAt(start, "a key that has "+becomes+" in it in quotes", "a property that gets another key takes no value")
	}
	return from, to, true, wrong
}

// removal reads -KEY, -"KEY" or "-KEY" if that is what stands here.
func (s *scanner) removal() (key piece, removed bool, wrong *fault) {
	start := s.pos
	if s.line[start] == '-' {
		s.pos++
		if key, wrong = s.next("="); wrong != nil {
			return piece{}, false, wrong
		}
		switch {
		case key.text == "" && !key.quoted:
			return piece{}, false, faultAt(s.pos, "it right after the sign", "a key is missing")
		case !s.atBlank():
			return piece{}, false, faultAt(s.pos, `a blank; a key that begins with - is set as "-key"=VALUE`,
				"a property that is removed takes no value")
		}
		return key, true, nil
	}
	if !strings.HasPrefix(s.rest(), `"-`) {
		return piece{}, false, nil
	}
	key, wrong = s.next("=")
	if wrong != nil || !s.atBlank() {
		s.pos = start
		return piece{}, false, wrong
	}
	key.text = key.text[1:]
	return key, true, nil
}

// fits checks a key of a property against what the command has already.
func (p Property) fits(key piece) *fault {
	switch {
	case slices.Contains(p.keys(), key.text):
		return faultAt(key.offset, "each property once", "the property %s is given twice", shown(key.text))
	case isReserved(key.text):
		return notProperty(key)
	}
	return nil
}

// notProperty says that a key is the service's own.
func notProperty(key piece) *fault {
	if a, found := attributeNamed(key.text); found && !a.onlyNew() {
		return faultAt(key.offset, ":set "+a.name+"=VALUE", "%s is an attribute, no property", key.text)
	}
	if key.text == "tags" {
		return faultAt(key.offset, ":tag +TAG -TAG", "tags are no property")
	}
	return faultAt(key.offset, "another key", "%s is reserved by the service", key.text)
}

// fitsProperty checks what the service would refuse of a property.
func fitsProperty(key, value piece) *fault {
	if problem, expected := unfit(key.text); problem != "" {
		return &fault{offset: key.offset, problem: problem, expected: expected}
	}
	if problem, expected := unfit(value.text); problem != "" {
		return &fault{offset: value.offset, problem: problem, expected: expected}
	}
	return nil
}

// create reads KEY=VALUE ... of a new image: attributes, tag=TAG and
// properties. A key in quotes is a property, as in the query language.
func create(argument string) (Command, error) {
	var out Create
	s := &scanner{line: argument}
	for s.skipBlanks() {
		key, value, wrong := s.pair()
		if wrong == nil {
			wrong = out.add(key, value)
		}
		if wrong != nil {
			return nil, wrong
		}
	}
	if wrong := out.completeSource(); wrong != nil {
		return nil, wrong
	}
	return out, nil
}

// add takes one pair of a new image.
func (c *Create) add(key, value piece) (wrong *fault) {
	known, isKey := keyNamed(key.text)
	a, found := attributeNamed(key.text)
	lower := strings.ToLower(key.text)
	_, isLower := attributeNamed(lower)
	switch {
	case key.quoted:
		return c.addProperty(key, value)
	case key.text == keyFile:
		return c.addFile(key, value)
	case isSignKey(key.text):
		return c.Sign.add(key, value)
	case isVolumeKey(key.text):
		return c.addVolume(key, value)
	case found:
		c.Attributes, wrong = assign(c.Attributes, a, key, value)
		return wrong
	case isKey && known.Field.Kind == query.FieldTag:
		return c.addTag(value)
	case isKey:
		return faultAt(key.offset, "another key, or the key in quotes if a property is meant", "%s is for the service to set", key.text)
	case isLower:
		return faultAt(key.offset, lower+", or the key in quotes if a property is meant", "attributes are in lower case")
	}
	return c.addProperty(key, value)
}

// keyFile is the key under which a new image is given its data. No property has
// it.
const keyFile = "file"

func (c *Create) addFile(key, value piece) *fault {
	switch {
	case c.File != "":
		return faultAt(key.offset, "one file", "file is given twice")
	case value.text == "":
		return faultAt(value.offset, "the name of a file", "the file has no name")
	}
	c.File = value.text
	return nil
}

func (c *Create) addTag(value piece) *fault {
	problem, expected := tooLong(value.text)
	switch {
	case value.text == "":
		return faultAt(value.offset, "a text", "the tag is empty")
	case problem != "":
		return &fault{offset: value.offset, problem: problem, expected: expected}
	case !slices.Contains(c.Tags, value.text):
		c.Tags = append(c.Tags, value.text)
	}
	return nil
}

func (c *Create) addProperty(key, value piece) *fault {
	wrong := Property{Set: c.Properties}.fits(key)
	if wrong == nil {
		wrong = fitsProperty(key, value)
	}
	if wrong == nil {
		c.Properties = append(c.Properties, KeyValue{Key: key.text, Value: value.text})
	}
	return wrong
}
