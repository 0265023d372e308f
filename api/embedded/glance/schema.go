package glance

import (
	"embed"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed schemas
var schemaFiles embed.FS

// schema is one JSON schema document, checked with the part of the JSON
// Schema language that the Image API's own schemas use.
type schema struct {
	name string
	root value
	// patterns are the compiled pattern keywords.
	patterns map[string]*regexp.Regexp
}

// lazySchema returns what reads an embedded document at its first use: a start of
// the program that serves nothing needs none.
func lazySchema(name string) func() *schema {
	return sync.OnceValue(func() *schema { return loadSchema(name) })
}

// loadSchema reads one of the embedded documents; they are part of the
// program, so one that cannot be read is a bug that every test shows.
func loadSchema(name string) *schema {
	data, err := schemaFiles.ReadFile("schemas/" + name + ".json")
	if err != nil {
		panic("glance: reading a schema: " + err.Error())
	}
	root, err := decode(data)
	if err != nil {
		panic("glance: reading schema " + name + ": " + err.Error())
	}
	shown, _ := root.dict.get("name")
	s := &schema{name: shown.text, root: root, patterns: map[string]*regexp.Regexp{}}
	s.compile(root)
	return s
}

func (s *schema) compile(v value) {
	if v.kind == kindList {
		for _, item := range v.items {
			s.compile(item)
		}
	}
	if v.kind != kindDict {
		return
	}
	for _, key := range v.dict.keys {
		part := v.dict.values[key]
		if key == "pattern" && part.kind == kindString {
			s.patterns[part.text] = regexp.MustCompile(part.text)
		}
		s.compile(part)
	}
}

// violation is one way in which a value breaks a schema.
type violation struct {
	message string
	keyword string
	// path leads to the value, schemaPath to the schema it breaks, both as
	// Python prints the indices.
	path, schemaPath []string
	rule, instance   value
	// mistyped is set when the value is not even of the schema's type.
	mistyped bool
}

// check returns nil or the 400 that tells the most relevant violation: the
// one nearest to the root, then one about a value of the wrong type, then the
// first in the order of the schema.
func (s *schema) check(instance value) error {
	var found []violation
	s.walk(instance, s.root, nil, nil, &found)
	if len(found) == 0 {
		return nil
	}
	worst := found[0]
	for _, other := range found[1:] {
		if len(other.path) < len(worst.path) || len(other.path) == len(worst.path) && other.mistyped && !worst.mistyped {
			worst = other
		}
	}
	return badRequest("Provided object does not match schema '" + s.name + "': " + worst.text())
}

// text prints the violation as python-jsonschema does.
func (v *violation) text() string {
	inset := func(text string) string { return strings.ReplaceAll(text, "\n", "\n    ") }
	return v.message + "\n\nFailed validating " + reprString(v.keyword) + " in schema" + strings.Join(v.schemaPath, "") + ":\n    " +
		inset(pformat(v.rule)) + "\n\nOn instance" + strings.Join(v.path, "") + ":\n    " + inset(pformat(v.instance))
}

func index(key string) string { return "[" + reprString(key) + "]" }

// walk checks a value against a schema, keyword by keyword in their order.
func (s *schema) walk(instance, rule value, path, schemaPath []string, found *[]violation) {
	if rule.kind != kindDict {
		return
	}
	types, typed := rule.dict.get("type")
	mistyped := typed && !hasType(instance, types)
	fail := func(keyword, message string) {
		*found = append(*found, violation{
			message: message, keyword: keyword, path: path, schemaPath: schemaPath,
			rule: rule, instance: instance, mistyped: mistyped,
		})
	}
	for _, keyword := range rule.dict.keys {
		wanted := rule.dict.values[keyword]
		switch keyword {
		case "$ref":
			s.walk(instance, s.definition(wanted.text), path, extend(schemaPath, "['$ref']"), found)
		case "allOf":
			s.allOf(instance, wanted, path, schemaPath, found)
		case "properties":
			s.properties(instance, wanted, path, schemaPath, found)
		case "additionalProperties":
			s.additional(instance, rule, wanted, path, schemaPath, found, fail)
		case "items":
			s.items(instance, wanted, path, schemaPath, found)
		case "required":
			for _, key := range missing(instance, wanted) {
				fail(keyword, reprString(key)+" is a required property")
			}
		default:
			if message := s.breaks(instance, keyword, wanted); message != "" {
				fail(keyword, message)
			}
		}
	}
}

// allOf checks a value against several schemas at once.
func (s *schema) allOf(instance, wanted value, path, schemaPath []string, found *[]violation) {
	for i, all := range wanted.items {
		s.walk(instance, all, path, extend(schemaPath, "['allOf']", "["+itoa(i)+"]"), found)
	}
}

// items checks the elements of a list.
func (s *schema) items(instance, wanted value, path, schemaPath []string, found *[]violation) {
	for i, item := range instance.items {
		s.walk(item, wanted, extend(path, "["+itoa(i)+"]"), extend(schemaPath, "['items']"), found)
	}
}

// properties checks the members that the schema names.
func (s *schema) properties(instance, wanted value, path, schemaPath []string, found *[]violation) {
	if instance.kind != kindDict {
		return
	}
	for _, key := range wanted.dict.keys {
		if member, given := instance.dict.get(key); given {
			below := extend(schemaPath, "['properties']", index(key))
			s.walk(member, wanted.dict.values[key], extend(path, index(key)), below, found)
		}
	}
}

// missing are the members that an object must have and has not.
func missing(instance, wanted value) []string {
	var out []string
	for _, key := range wanted.items {
		if instance.kind != kindDict {
			break
		}
		if _, given := instance.dict.get(key.text); !given {
			out = append(out, key.text)
		}
	}
	return out
}

// definition is the schema that a reference within the document leads to.
func (s *schema) definition(reference string) value {
	definitions, _ := s.root.dict.get("definitions")
	if definitions.kind != kindDict {
		return value{}
	}
	found, _ := definitions.dict.get(strings.TrimPrefix(reference, "#/definitions/"))
	return found
}

// additional checks the members that the schema does not name.
func (s *schema) additional(
	instance, rule, wanted value, path, schemaPath []string, found *[]violation, fail func(keyword, message string),
) {
	if instance.kind != kindDict {
		return
	}
	var extras []string
	known, _ := rule.dict.get("properties")
	for _, key := range instance.dict.keys {
		if known.kind == kindDict {
			if _, named := known.dict.get(key); named {
				continue
			}
		}
		if wanted.kind == kindDict {
			s.walk(instance.dict.values[key], wanted, extend(path, index(key)), extend(schemaPath, "['additionalProperties']"), found)
		}
		extras = append(extras, reprString(key))
	}
	if wanted.kind == kindBool && !wanted.flag && len(extras) > 0 {
		verb := "was"
		if len(extras) > 1 {
			verb = "were"
		}
		fail("additionalProperties", "Additional properties are not allowed ("+strings.Join(extras, ", ")+" "+verb+" unexpected)")
	}
}

// breaks checks one keyword about the value itself.
func (s *schema) breaks(instance value, keyword string, wanted value) string {
	if instance.kind == kindString && keyword != "type" && keyword != "enum" {
		return s.breaksText(instance, keyword, wanted)
	}
	switch keyword {
	case "type":
		if !hasType(instance, wanted) {
			names := repr(wanted)
			if wanted.kind == kindList {
				names = names[1 : len(names)-1]
			}
			return repr(instance) + " is not of type " + names
		}
	case "enum":
		if !slices.ContainsFunc(wanted.items, instance.same) {
			return repr(instance) + " is not one of " + repr(wanted)
		}
	case "minimum":
		if number, ok := wholeNumber(instance); ok && number < int64(atoi(wanted.text)) {
			return repr(instance) + " is less than the minimum of " + wanted.text
		}
	case "uniqueItems":
		if repeats(instance.items) {
			return repr(instance) + " has non-unique elements"
		}
	}
	return ""
}

func repeats(items []value) bool {
	seen := map[string]bool{}
	for _, item := range items {
		seen[repr(item)] = true
	}
	return len(seen) < len(items)
}

// same reports whether two values are the same null or the same text.
func (v value) same(other value) bool {
	return v.kind == other.kind && v.text == other.text && (v.kind == kindNull || v.kind == kindString)
}

// breaksText checks one keyword about a text.
func (s *schema) breaksText(instance value, keyword string, wanted value) string {
	length := len(runes(instance.text))
	switch {
	case keyword == "maxLength" && length > atoi(wanted.text):
		return repr(instance) + " is too long"
	case keyword == "minLength" && length < atoi(wanted.text):
		return repr(instance) + " is too short"
	case keyword == "pattern" && !s.patterns[wanted.text].MatchString(instance.text):
		return repr(instance) + " does not match " + repr(wanted)
	}
	return ""
}

// hasType reports whether a value is of one of the types; a number without a
// fraction is an integer even when it is written with one.
func hasType(v, types value) bool {
	if types.kind == kindList {
		for _, one := range types.items {
			if hasType(v, one) {
				return true
			}
		}
		return false
	}
	switch types.text {
	case "null":
		return v.kind == kindNull
	case "string":
		return v.kind == kindString
	case "boolean":
		return v.kind == kindBool
	case "integer":
		return v.kind == kindInt || v.kind == kindFloat && strings.HasSuffix(v.text, ".0")
	case "number":
		return v.kind == kindInt || v.kind == kindFloat
	case "array":
		return v.kind == kindList
	default:
		return v.kind == kindDict
	}
}

// extend returns a path with more parts, without touching the one given.
func extend(path []string, parts ...string) []string {
	return append(path[:len(path):len(path)], parts...)
}
