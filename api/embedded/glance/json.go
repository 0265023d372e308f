package glance

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind is the kind of a JSON value as Python's decoder sees it: whole numbers
// and those with a fraction are two kinds there.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindInt
	kindFloat
	kindString
	kindList
	kindDict
)

// value is one decoded JSON value. encoding/json is not used for what clients
// send because the answers depend on what it hides: the order of members, a
// whole number from a fractional one, a lone surrogate, a wrong encoding.
type value struct {
	kind kind
	// flag is the value of a kindBool.
	flag bool
	// text is the value of a kindString, or the literal of a number. A lone
	// surrogate is kept in it as three bytes that are no valid UTF-8.
	text  string
	items []value
	dict  *dict
}

// dict is a JSON object in the order of its members. A member that is given
// twice keeps its first place and its last value, as in Python.
type dict struct {
	keys   []string
	values map[string]value
}

func newDict() *dict { return &dict{values: map[string]value{}} }

func (d *dict) set(key string, v value) {
	if _, known := d.values[key]; !known {
		d.keys = append(d.keys, key)
	}
	d.values[key] = v
}

func (d *dict) get(key string) (value, bool) {
	v, ok := d.values[key]
	return v, ok
}

// pop removes a member and returns it.
func (d *dict) pop(key string) (value, bool) {
	v, ok := d.values[key]
	if !ok {
		return v, false
	}
	delete(d.values, key)
	for i, known := range d.keys {
		if known == key {
			d.keys = append(d.keys[:i:i], d.keys[i+1:]...)
			break
		}
	}
	return v, true
}

// truth reports whether Python takes a value for true.
func (v value) truth() bool {
	switch v.kind {
	case kindBool:
		return v.flag
	case kindInt, kindFloat:
		return strings.ContainsAny(strings.FieldsFunc(v.text, func(r rune) bool { return r == 'e' || r == 'E' })[0], "123456789")
	case kindString:
		return v.text != ""
	case kindList:
		return len(v.items) > 0
	case kindDict:
		return len(v.dict.keys) > 0
	case kindNull:
	}
	return false
}

func stringValue(text string) value { return value{kind: kindString, text: text} }

var (
	// errMalformed is what json.loads answers with a ValueError.
	errMalformed = errors.New("malformed JSON")
	// errTooDeep is Python's RecursionError, which the service does not
	// catch and so answers with 500.
	errTooDeep = errors.New("JSON nested too deep")
)

// maxDepth is about where Python's recursion limit of 1000 frames ends.
const maxDepth = 990

// maxDigits is the length from which Python refuses to convert a whole number.
const maxDigits = 4300

type decoder struct {
	in string
	at int
}

// decode reads one JSON text with the tolerance of Python's json module, that
// is NaN and the infinities are numbers.
func decode(in []byte) (value, error) {
	if !utf8.Valid(in) {
		return value{}, errMalformed
	}
	d := decoder{in: string(in)}
	d.space()
	v, err := d.value(0)
	if err != nil {
		return value{}, err
	}
	d.space()
	if d.at != len(d.in) {
		return value{}, errMalformed
	}
	return v, nil
}

func (d *decoder) space() {
	for d.at < len(d.in) {
		switch d.in[d.at] {
		case ' ', '\t', '\n', '\r':
			d.at++
		default:
			return
		}
	}
}

func (d *decoder) literal(word string) bool {
	if len(d.in)-d.at >= len(word) && d.in[d.at:d.at+len(word)] == word {
		d.at += len(word)
		return true
	}
	return false
}

func (d *decoder) value(depth int) (value, error) {
	if depth > maxDepth {
		return value{}, errTooDeep
	}
	if d.at == len(d.in) {
		return value{}, errMalformed
	}
	switch d.in[d.at] {
	case '"':
		text, err := d.text()
		return stringValue(text), err
	case '{':
		return d.dict(depth)
	case '[':
		return d.list(depth)
	}
	switch {
	case d.literal("null"):
		return value{}, nil
	case d.literal("true"):
		return value{kind: kindBool, flag: true}, nil
	case d.literal("false"):
		return value{kind: kindBool}, nil
	case d.literal("NaN"):
		return value{kind: kindFloat, text: "nan"}, nil
	case d.literal("Infinity"):
		return value{kind: kindFloat, text: "inf"}, nil
	case d.literal("-Infinity"):
		return value{kind: kindFloat, text: "-inf"}, nil
	}
	return d.number()
}

func (d *decoder) digits() int {
	from := d.at
	for d.at < len(d.in) && d.in[d.at] >= '0' && d.in[d.at] <= '9' {
		d.at++
	}
	return d.at - from
}

func (d *decoder) number() (value, error) {
	from, result := d.at, kindInt
	if d.in[d.at] == '-' {
		d.at++
	}
	lead := d.at
	whole := d.digits()
	if whole == 0 {
		return value{}, errMalformed
	}
	if whole > 1 && d.in[lead] == '0' {
		d.at = lead + 1 // what follows is rubbish, as it is for Python
		whole = 1
	}
	if d.part(".", "") {
		result = kindFloat
	}
	if d.part("eE", "+-") {
		result = kindFloat
	}
	text := d.in[from:d.at]
	if result == kindFloat {
		number, _ := strconv.ParseFloat(text, 64) // out of range is an infinity, as in Python
		return value{kind: kindFloat, text: reprFloat(number)}, nil
	}
	if whole > maxDigits {
		return value{}, errMalformed
	}
	if text == "-0" {
		text = "0"
	}
	return value{kind: kindInt, text: text}, nil
}

// part reads a part of a number that one of some marks begins, behind which a
// sign may stand: the fraction, or the exponent. It is none without a digit.
func (d *decoder) part(marks, signs string) bool {
	from := d.at
	if d.at < len(d.in) && strings.IndexByte(marks, d.in[d.at]) >= 0 {
		d.at++
		if d.at < len(d.in) && strings.IndexByte(signs, d.in[d.at]) >= 0 {
			d.at++
		}
		if d.digits() > 0 {
			return true
		}
	}
	d.at = from
	return false
}

func (d *decoder) list(depth int) (value, error) {
	d.at++
	list := value{kind: kindList}
	d.space()
	if d.literal("]") {
		return list, nil
	}
	for {
		d.space()
		item, err := d.value(depth + 1)
		if err != nil {
			return value{}, err
		}
		list.items = append(list.items, item)
		d.space()
		if d.literal("]") {
			return list, nil
		}
		if !d.literal(",") {
			return value{}, errMalformed
		}
	}
}

func (d *decoder) dict(depth int) (value, error) {
	d.at++
	object := value{kind: kindDict, dict: newDict()}
	d.space()
	if d.literal("}") {
		return object, nil
	}
	for {
		d.space()
		if d.at == len(d.in) || d.in[d.at] != '"' {
			return value{}, errMalformed
		}
		key, err := d.text()
		if err != nil {
			return value{}, err
		}
		d.space()
		if !d.literal(":") {
			return value{}, errMalformed
		}
		d.space()
		member, err := d.value(depth + 1)
		if err != nil {
			return value{}, err
		}
		object.dict.set(key, member)
		d.space()
		if d.literal("}") {
			return object, nil
		}
		if !d.literal(",") {
			return value{}, errMalformed
		}
	}
}

// text reads a string; the decoder stands on its opening quote.
func (d *decoder) text() (string, error) {
	d.at++
	from := d.at
	for d.at < len(d.in) && d.in[d.at] != '"' && d.in[d.at] != '\\' && d.in[d.at] >= ' ' {
		d.at++
	}
	if d.at < len(d.in) && d.in[d.at] == '"' {
		d.at++
		return d.in[from : d.at-1], nil
	}
	out := []byte(d.in[from:d.at])
	for d.at < len(d.in) {
		c := d.in[d.at]
		switch {
		case c == '"':
			d.at++
			return string(out), nil
		case c < ' ':
			return "", errMalformed
		case c == '\\':
			var err error
			if out, err = d.escape(out); err != nil {
				return "", err
			}
		default:
			out = append(out, c)
			d.at++
		}
	}
	return "", errMalformed
}

// escaped are the letters behind a backslash, escapes what they stand for.
const (
	escaped = `"\/bfnrt`
	escapes = "\"\\/\b\f\n\r\t"
)

func (d *decoder) escape(out []byte) ([]byte, error) {
	if d.at+1 >= len(d.in) {
		return nil, errMalformed
	}
	c := d.in[d.at+1]
	d.at += 2
	if plain := strings.IndexByte(escaped, c); plain >= 0 {
		return append(out, escapes[plain]), nil
	}
	if c != 'u' {
		return nil, errMalformed
	}
	first, err := d.hex()
	if err != nil {
		return nil, err
	}
	if first >= 0xd800 && first < 0xdc00 && d.literal(`\u`) {
		mark := d.at - len(`\u`)
		second, err := d.hex()
		if err != nil {
			return nil, err
		}
		if second >= 0xdc00 && second < 0xe000 {
			return utf8.AppendRune(out, 0x10000+(first-0xd800)<<10+(second-0xdc00)), nil
		}
		d.at = mark
	}
	if first >= 0xd800 && first < 0xe000 {
		return append(out, 0xe0|byte(first>>12), 0x80|byte(first>>6)&0xbf, 0x80|byte(first)&0xbf), nil
	}
	return utf8.AppendRune(out, first), nil
}

func (d *decoder) hex() (rune, error) {
	if len(d.in)-d.at < 4 {
		return 0, errMalformed
	}
	code, err := strconv.ParseUint(d.in[d.at:d.at+4], 16, 16)
	if err != nil {
		return 0, errMalformed
	}
	d.at += 4
	return rune(code), nil
}
