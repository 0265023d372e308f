package command

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"glimpse/model/query"
)

// widestRune is the last character that the service stores.
const widestRune = '\U0000FFFF'

// attribute is one that a command may set.
type attribute struct {
	name  string
	field query.Field
	help  string
	words []string // the words it takes, where these are all
	// read turns what was typed into the value, or says what is expected.
	read func(typed string) (value any, problem, expected string)
}

var yesOrNo = []string{"true", "false"}

// attributes are those that the Image API lets a client set. The last is for
// a new image only.
var attributes = []attribute{
	settable("name", nil, readText),
	settable("visibility", visibilities(), oneOf(visibilities())),
	settable("protected", yesOrNo, readBool),
	settable("hidden", yesOrNo, readBool),
	settable("min_disk", nil, number("min_disk", "GiB")),
	settable("min_ram", nil, number("min_ram", "MiB")),
	settable("disk_format", nil, readWord("a disk format such as qcow2")),
	settable("container_format", nil, readWord("a container format such as bare")),
	settable("owner", nil, readText),
	settable("id", nil, readID),
}

// onlyNew reports whether an attribute is given when an image is made, and
// never again.
func (a attribute) onlyNew() bool { return a.name == "id" }

// settable describes an attribute by the key that the query language has for
// it.
func settable(name string, words []string, read func(string) (any, string, string)) attribute {
	key, _ := keyNamed(name)
	a := attribute{name: name, field: key.Field, help: key.Help, words: words, read: read}
	switch name {
	case "hidden":
		a.help = "whether it is left out of the usual listing"
	case "visibility": // of which a query has one word more
		a.help = "who sees the image"
	}
	return a
}

// queryKeys are the keys of the query language.
var queryKeys = query.Keys()

// keyNamed finds a key of the query language by any of its spellings.
func keyNamed(name string) (query.KeyInfo, bool) {
	for _, key := range queryKeys {
		if key.Name == name || slices.Contains(key.Aliases, name) {
			return key, true
		}
	}
	return query.KeyInfo{}, false
}

// visibilities are the four words of the Image API: "all" is a listing, which
// only the query language has.
func visibilities() []string {
	key, _ := keyNamed("visibility")
	return slices.DeleteFunc(slices.Clone(key.Values), func(word string) bool { return word == "all" })
}

// attributeNamed finds the attribute that a key names: as the query language
// or the Image API spells it.
func attributeNamed(name string) (attribute, bool) {
	key, known := keyNamed(name)
	if !known {
		return attribute{}, false
	}
	i := slices.IndexFunc(attributes, func(a attribute) bool { return a.field == key.Field })
	if i < 0 {
		return attribute{}, false
	}
	return attributes[i], true
}

// attributeOf finds the attribute of a field.
func attributeOf(field query.Field) (attribute, bool) {
	i := slices.IndexFunc(attributes, func(a attribute) bool { return a.field == field })
	if i < 0 {
		return attribute{}, false
	}
	return attributes[i], true
}

// attributeNames lists the attributes that may be set, of a new image or not.
func attributeNames(isNew bool) []string {
	names := make([]string, 0, len(attributes))
	for _, a := range attributes {
		if isNew || !a.onlyNew() {
			names = append(names, a.name)
		}
	}
	return names
}

// noProperty are the words besides the keys of the query language that the
// Image API has for its own use in a record: none can be a property's key.
var noProperty = []string{
	"tags", "os_hidden", "locations", "self", "file", "schema", "created_at", "updated_at", "location", "deleted", "deleted_at",
}

// reserved is how the keys begin that Glance keeps for itself.
const reserved = "os_glance_"

// isReserved reports whether a key can be no property, because the record of an
// image has an attribute of that name, or because Glance keeps it for itself.
func isReserved(key string) bool {
	if known, found := keyNamed(key); found && known.Field.Kind == query.FieldAttribute && known.Field.Attribute.String() == key {
		return true
	}
	return slices.Contains(noProperty, key) || strings.HasPrefix(key, reserved)
}

// unfit returns why the service would refuse a text whatever it is for.
func unfit(said string) (problem, expected string) {
	switch {
	case !utf8.ValidString(said):
		return "the text is no valid UTF-8", "characters, which is all that the service can be sent"
	case strings.ContainsFunc(said, func(r rune) bool { return r > widestRune }):
		return "the text has a character of four bytes, such as an emoji", "none, for the service refuses them"
	}
	return "", ""
}

// readText reads a name or an owner, which may be empty.
func readText(typed string) (value any, problem, expected string) {
	problem, expected = tooLong(typed)
	return typed, problem, expected
}

// tooLong returns why the service would refuse a name, an owner or a tag.
func tooLong(said string) (problem, expected string) {
	if length := utf8.RuneCountInString(said); length > LongestText {
		return "the text has " + strconv.Itoa(length) + " characters", "at most " + strconv.Itoa(LongestText)
	}
	return unfit(said)
}

func oneOf(words []string) func(string) (any, string, string) {
	return func(typed string) (any, string, string) {
		if slices.Contains(words, typed) {
			return typed, "", ""
		}
		return nil, shown(typed) + " is none of its words", orList(words)
	}
}

func readBool(typed string) (value any, problem, expected string) {
	switch typed {
	case "true", "yes":
		return true, "", ""
	case "false", "no":
		return false, "", ""
	}
	return nil, shown(typed) + " is neither true nor false", "true or false, yes or no"
}

// number reads a whole number of a unit. As in the query language it may have
// another one, if it comes out whole.
func number(name, unit string) func(string) (any, string, string) {
	key, _ := keyNamed(name)
	return func(typed string) (any, string, string) {
		value, isSize, isWhole := query.ReadSize(key.Field, typed)
		switch {
		case isSize && isWhole && value <= MostNumber:
			return value, "", ""
		case isSize && !isWhole:
			return nil, shown(typed) + " is no whole number of " + unit, "a whole number of " + unit + ", such as 5 or 5GiB"
		}
		return nil, shown(typed) + " is no whole number of " + unit + " that the service takes",
			"0 to " + strconv.Itoa(MostNumber) + ", or a size such as 5GiB"
	}
}

func readWord(expected string) func(string) (any, string, string) {
	return func(typed string) (any, string, string) {
		if typed == "" {
			return nil, "the value is empty", expected
		}
		problem, instead := unfit(typed)
		return typed, problem, instead
	}
}

// exampleID is how messages say what an id looks like.
const exampleID = "a UUID such as 3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11"

// readID reads a UUID (RFC 9562), in the form with hyphens.
func readID(typed string) (value any, problem, expected string) {
	const form = "00000000-0000-0000-0000-000000000000"
	right := len(typed) == len(form)
	for i := 0; right && i < len(form); i++ {
		if form[i] == '-' {
			right = typed[i] == '-'
			continue
		}
		right = strings.IndexByte("0123456789abcdefABCDEF", typed[i]) >= 0
	}
	if !right {
		return nil, shown(typed) + " is no id of an image", exampleID + ", or no id for a new one"
	}
	return typed, "", ""
}

// shown is a value for a message.
func shown(typed string) string { return quote(typed) }

// orList writes words as a choice.
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
