package command

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"glimpse/model/query"
)

// The limits of the Image API.
const (
	// LongestText is how many characters a name, an owner, a tag or the key of
	// a property may have.
	LongestText = 255
	// MostTags is how many tags an image may have unless the operator says
	// otherwise.
	MostTags = 128
	// MostProperties is the same for properties.
	MostProperties = 128
	// LongestValue is how many bytes of a property's value every database of
	// Glance keeps: a TEXT column of MySQL. The API itself has no limit.
	LongestValue = 1<<16 - 1
	// MostNumber is the largest min_disk and min_ram.
	MostNumber = 1<<31 - 1
)

// Settable is an attribute that a client may set.
type Settable struct {
	Name  string
	Field query.Field
	Help  string
	// Words are the words that it takes, where these are all.
	Words []string
	// OnlyNew reports whether it is given when an image is made, and never
	// again.
	OnlyNew bool

	read func(typed string) (value any, problem, expected string)
}

// Read turns what was typed into the value of an [Assignment], or says what is
// wrong with it and what is expected instead.
func (s Settable) Read(typed string) (value any, problem, expected string) { return s.read(typed) }

// SettableAttributes lists the attributes that a client may set, in the order
// in which a person wants them.
func SettableAttributes() []Settable {
	all := make([]Settable, len(attributes))
	for i, a := range attributes {
		all[i] = Settable{Name: a.name, Field: a.field, Help: a.help, Words: slices.Clone(a.words), OnlyNew: a.onlyNew(), read: a.read}
	}
	return all
}

// NewFile is the file that holds the data of a new image, as a field of its form.
func NewFile() Settable {
	return Settable{
		Name: keyFile, Help: "a file of this machine with the data", OnlyNew: true,
		read: func(typed string) (value any, problem, expected string) { return typed, "", "" },
	}
}

// UnfitTag returns why the service would refuse a tag and what it takes
// instead, or nothing.
func UnfitTag(tag string) (problem, expected string) {
	if tag == "" {
		return "the tag is empty", "a text"
	}
	return tooLong(tag)
}

// DoubtfulTag returns why a tag may be none that somebody meant although the
// service takes it, or nothing.
func DoubtfulTag(tag string) string {
	if !strings.Contains(tag, ",") {
		return ""
	}
	return "one tag with a comma in it; enter each tag by itself"
}

// Doubt returns why a command may not be what somebody meant although it can
// be carried out, or nothing.
func Doubt(c Command) string {
	var adds []string
	switch c := c.(type) {
	case Tag:
		adds = c.Add
	case Create:
		adds = c.Tags
	}
	for _, tag := range adds {
		if doubt := DoubtfulTag(tag); doubt != "" {
			return shown(tag) + " is " + doubt
		}
	}
	return ""
}

// UnfitKey returns why a key can be no property and what to do instead, or
// nothing.
func UnfitKey(key string) (problem, expected string) {
	a, isAttribute := attributeNamed(key)
	switch {
	case key == "":
		return "the key is empty", "a text"
	case strings.HasPrefix(key, reserved):
		return "keys that begin with " + reserved + " are the service's own", "another key"
	case isReserved(key) && isAttribute && !a.onlyNew():
		return key + " is an attribute, no property", "another key; attributes have an editor of their own"
	case key == "tags":
		return "tags are no property", "another key; tags have an editor of their own"
	case isReserved(key):
		return key + " is reserved by the service", "another key"
	}
	return tooLong(key)
}

// UnfitValue returns why the service would refuse the value of a property and
// what it takes instead, or nothing.
func UnfitValue(value string) (problem, expected string) { return unfit(value) }

// DoubtfulValue returns why a service may fail to keep the value of a property
// although the API takes it, or nothing.
func DoubtfulValue(value string) string {
	if len(value) <= LongestValue {
		return ""
	}
	return strconv.Itoa(len(value)) + " bytes, of which a service with MySQL keeps " + strconv.Itoa(LongestValue)
}

// Characters counts as the limits of the service do.
func Characters(text string) int { return utf8.RuneCountInString(text) }
