package clouds

import (
	"fmt"
	"strings"
)

// kind is what a value of a configuration file is.
type kind int

const (
	null kind = iota
	boolean
	text
	list
	mapping
)

// String names a kind as the messages do.
func (k kind) String() string {
	switch k {
	case null:
		return "empty"
	case boolean:
		return "a yes/no value"
	case text:
		return "a text"
	case list:
		return "a list"
	default:
		return "a mapping"
	}
}

// place says where a value was written: in a file, or in a variable of the
// environment. Line and column count from 1; the column in characters.
type place struct {
	file         string
	variable     string
	line, column int
}

// value is one value of a configuration, with where it was written. Values are
// shared and never changed; only a table being built is.
type value struct {
	kind  kind
	text  string
	truth bool
	items []*value
	table table
	at    place
}

// table is a mapping in the order it was written in.
type table struct {
	order   []string
	entries map[string]*value
}

// get returns the value of a key, or nil.
func (t table) get(key string) *value { return t.entries[key] }

// has reports whether a key is there, even with an empty value.
func (t table) has(key string) bool {
	_, found := t.entries[key]
	return found
}

// set gives a key a value; a key that is there keeps its place in the order.
func (t *table) set(key string, v *value) {
	if t.entries == nil {
		t.entries = map[string]*value{}
	}
	if _, found := t.entries[key]; !found {
		t.order = append(t.order, key)
	}
	t.entries[key] = v
}

// remove takes a key out and returns its value.
func (t *table) remove(key string) *value {
	v, found := t.entries[key]
	if !found {
		return nil
	}
	delete(t.entries, key)
	for i, other := range t.order {
		if other == key {
			t.order = append(t.order[:i:i], t.order[i+1:]...)
			break
		}
	}
	return v
}

// clone returns a table that can be changed without changing this one.
func (t table) clone() table {
	var copied table
	for _, key := range t.order {
		copied.set(key, t.entries[key])
	}
	return copied
}

// isNull reports whether a value is absent or written as empty.
func (v *value) isNull() bool { return v == nil || v.kind == null }

// isMapping reports whether a value is there and is a mapping.
func (v *value) isMapping() bool { return v != nil && v.kind == mapping }

// isSet reports whether a value says something: Python's truth, by which the
// SDK distinguishes a setting from none.
func (v *value) isSet() bool {
	if v == nil {
		return false
	}
	switch v.kind {
	case boolean:
		return v.truth
	case text:
		return v.text != ""
	case list:
		return len(v.items) > 0
	case mapping:
		return len(v.table.order) > 0
	default:
		return false
	}
}

// plain makes a text value out of the environment or of a default.
func plain(written string, at place) *value { return &value{kind: text, text: written, at: at} }

// merged lays one mapping over another, mappings inside mappings likewise: how
// secure.yaml completes clouds.yaml. Anything else replaces what was there.
func merged(under, over *value) *value {
	if under.isNull() {
		return over
	}
	if under.kind != mapping || over.kind != mapping {
		return over
	}
	both := under.table.clone()
	for _, key := range over.table.order {
		v := over.table.get(key)
		if v.kind == mapping && both.has(key) {
			v = merged(both.get(key), v)
		}
		both.set(key, v)
	}
	return &value{kind: mapping, table: both, at: under.at}
}

// update lays the settings of a cloud over others, one level deep, save that
// those under auth are laid over one by one: how a cloud completes its profile
// and a region its cloud.
func (t *table) update(over table) {
	for _, key := range over.order {
		v := over.get(key)
		if key == "auth" && v.kind == mapping && t.get("auth") != nil && t.get("auth").kind == mapping {
			auth := t.get("auth").table.clone()
			for _, name := range v.table.order {
				auth.set(name, v.table.get(name))
			}
			v = &value{kind: mapping, table: auth, at: v.at}
		}
		if key == "auth" && v.isNull() && t.get("auth") != nil {
			continue
		}
		t.set(key, v)
	}
}

// underscored returns the value with every dash in the keys of its mappings
// made an underscore, the two spellings that the SDK takes for one.
func (v *value) underscored() *value {
	if v == nil || v.kind != mapping {
		return v
	}
	var renamed table
	for _, key := range v.table.order {
		renamed.set(strings.ReplaceAll(key, "-", "_"), v.table.get(key).underscored())
	}
	return &value{kind: mapping, table: renamed, at: v.at}
}

// secretKeys are the settings that must never be shown.
var secretKeys = map[string]bool{
	"password": true, "token": true, "auth_token": true, "application_credential_secret": true,
	"passcode": true, "client_secret": true, "access_token": true, "code": true, "oauth_verifier": true,
	"consumer_secret": true, "access_secret": true, "refresh_token": true,
}

// holdsSecret reports whether a secret is written anywhere within the value.
func (v *value) holdsSecret() bool {
	if v == nil {
		return false
	}
	for _, item := range v.items {
		if item.holdsSecret() {
			return true
		}
	}
	for _, key := range v.table.order {
		inner := v.table.get(key)
		if inner.holdsSecret() || inner.kind == text && inner.text != "" && secretKeys[strings.ReplaceAll(key, "-", "_")] {
			return true
		}
	}
	return false
}

// malformed makes the error that a value is not what it must be.
func (v *value) malformed(problem, advice string) *MalformedError {
	e := &MalformedError{Problem: problem, Advice: advice}
	if v != nil {
		e.File, e.Variable, e.Line, e.Column = v.at.file, v.at.variable, v.at.line, v.at.column
	}
	return e
}

// asText returns the text of a setting, empty when it is not set. The setting's
// name is for the error: a list, a mapping, or a yes or no where a text must
// be. The text of a number is as it was written: the SDK would make 1.10 of a
// password into 1.1.
func (v *value) asText(name string) (string, error) {
	switch {
	case v.isNull():
		return "", nil
	case v.kind == text:
		return v.text, nil
	case v.kind == boolean:
		return "", v.malformed(fmt.Sprintf("%s is written without quotes and reads as yes or no", name), "put the value in quotes")
	default:
		return "", v.malformed(fmt.Sprintf("%s is %s, and must be a text", name, v.kind), "write a single value")
	}
}
