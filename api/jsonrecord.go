package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model/text"
)

// record is a JSON object of a small answer, its members by their exact names;
// of a name given twice the last value holds. What a member holds is read
// leniently: a value of another type than expected counts as absent.
type record map[string]jsontext.Value

// member is one name and value of an object, where the order matters.
type member struct {
	name  string
	value jsontext.Value
}

// decodeRecord reads an answer that should be an object. What it should hold
// is for the error: "list of members".
func decodeRecord(body []byte, what string) (record, error) {
	body = bytes.TrimPrefix(body, byteOrderMark)
	value, err := newReader(body).ReadValue()
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, io.ErrUnexpectedEOF
	case len(bytes.TrimSpace(body)) == 0:
		return nil, fmt.Errorf("the answer holds no %s: it is empty", what)
	case bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")):
		return nil, fmt.Errorf("the answer holds no %s: it is a web page", what)
	case err != nil:
		return nil, fmt.Errorf("the answer holds no %s: it is not well-formed JSON", what)
	case value.Kind() != '{':
		return nil, fmt.Errorf("the answer holds no %s", what)
	}
	return recordOf(value), nil
}

// decodeRecords reads an answer that should be an object with a list of
// objects under a name. An element of the list that is no object is a record
// without members, so that it is counted and not hidden.
func decodeRecords(body []byte, name, what string) (all record, list []record, err error) {
	all, err = decodeRecord(body, what)
	if err != nil {
		return nil, nil, err
	}
	elements, found := all.list(name)
	if !found {
		return nil, nil, fmt.Errorf("the answer holds no %s", what)
	}
	list = make([]record, len(elements))
	for i, element := range elements {
		list[i] = recordOf(element)
	}
	return all, list, nil
}

// membersOf splits an object that is known to be well-formed; it returns
// nothing for what is no object. The values are parts of it.
func membersOf(object jsontext.Value) []member {
	reader := newReader(object)
	if reader.PeekKind() != '{' {
		return nil
	}
	_, _ = reader.ReadToken() // the brace was seen
	var all []member
	for kind := reader.PeekKind(); kind != '}' && kind != jsontext.KindInvalid; kind = reader.PeekKind() {
		token, err := reader.ReadToken()
		if err != nil {
			return all
		}
		name := token.String()
		value, err := reader.ReadValue()
		if err != nil {
			return all
		}
		all = append(all, member{name, value.Clone()})
	}
	return all
}

func recordOf(object jsontext.Value) record {
	members := membersOf(object)
	r := make(record, len(members))
	for _, m := range members {
		r[m.name] = m.value
	}
	return r
}

// elementsOf splits a list that is known to be well-formed.
func elementsOf(list jsontext.Value) []jsontext.Value {
	reader := newReader(list)
	if reader.PeekKind() != '[' {
		return nil
	}
	_, _ = reader.ReadToken() // the bracket was seen
	var all []jsontext.Value
	for kind := reader.PeekKind(); kind != ']' && kind != jsontext.KindInvalid; kind = reader.PeekKind() {
		value, err := reader.ReadValue()
		if err != nil {
			return all
		}
		all = append(all, value.Clone())
	}
	return all
}

// textOf returns a string, and nothing for null. A value of another type is
// its JSON text: it is shown rather than hidden.
func textOf(value jsontext.Value) text.Untrusted {
	switch value.Kind() {
	case '"':
		plain, _ := jsontext.AppendUnquote(nil, value) // a string that is not UTF-8 is kept as far as it is
		return text.Of(string(plain))
	case 'n', jsontext.KindInvalid:
		return text.Untrusted{}
	default:
		return text.Of(string(value))
	}
}

func (r record) text(name string) text.Untrusted { return textOf(r[name]) }

func (r record) list(name string) (elements []jsontext.Value, found bool) {
	value := r[name]
	return elementsOf(value), value.Kind() == '['
}

// flag reads true, and the text "true", which is how Glance tells the default
// store.
func (r record) flag(name string) bool {
	value := r[name]
	return value.Kind() == 't' || value.Kind() == '"' && strings.EqualFold(textOf(value).Raw(), "true")
}

// number reads a whole number.
func (r record) number(name string) (number int64, found bool) {
	number, err := strconv.ParseInt(string(r[name]), 10, 64)
	return number, err == nil
}

// databaseTime is how the service writes the times of tasks: as its database
// has them, in UTC.
const databaseTime = "2006-01-02T15:04:05.999999999"

// time reads a time in UTC, with a zone or without.
func (r record) time(name string) time.Time {
	written := r.text(name).Raw()
	for _, layout := range []string{time.RFC3339Nano, databaseTime} {
		if when, err := time.Parse(layout, written); err == nil {
			return when.UTC()
		}
	}
	return time.Time{}
}
