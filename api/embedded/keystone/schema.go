package keystone

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// schema says which type a part of the request must have: text, a list of
// texts, or an object with members.
type schema struct {
	kind     string
	members  map[string]*schema
	required []string
	item     *schema
}

var (
	textSchema   = &schema{kind: "string"}
	domainSchema = &schema{kind: "object", members: map[string]*schema{"id": textSchema, "name": textSchema}}
	userSchema   = &schema{kind: "object", members: map[string]*schema{
		"id": textSchema, "name": textSchema, "password": textSchema, "domain": domainSchema,
	}}
	identitySchema = &schema{kind: "object", required: []string{"methods"}, members: map[string]*schema{
		"methods":  {kind: "array", item: textSchema},
		"password": {kind: "object", members: map[string]*schema{"user": userSchema}},
		"token":    {kind: "object", required: []string{"id"}, members: map[string]*schema{"id": textSchema}},
		"application_credential": {kind: "object", members: map[string]*schema{
			"id": textSchema, "name": textSchema, "secret": textSchema, "user": userSchema,
		}},
	}}
	scopeSchema = &schema{members: map[string]*schema{
		"project": {kind: "object", members: map[string]*schema{"id": textSchema, "name": textSchema, "domain": domainSchema}},
		"domain":  domainSchema,
		"system":  {kind: "object"},
	}}
	authSchema = &schema{kind: "object", required: []string{"identity"}, members: map[string]*schema{
		"identity": identitySchema, "scope": scopeSchema,
	}}
)

// check returns what the schema has against a value that lies at a path.
func (s *schema) check(value any, path []string) error {
	if s.kind != "" && kindOf(value) != s.kind {
		return invalid(path, fmt.Sprintf("%s is not of type '%s'", python(value), s.kind), "type", s, value)
	}
	switch value := value.(type) {
	case []any:
		return s.checkItems(value, path)
	case map[string]any:
		return s.checkMembers(value, path)
	}
	return nil
}

func (s *schema) checkItems(list []any, path []string) error {
	if s.item == nil {
		return nil // anything goes
	}
	for i, item := range list {
		if err := s.item.check(item, append(slices.Clone(path), strconv.Itoa(i))); err != nil {
			return err
		}
	}
	return nil
}

func (s *schema) checkMembers(object map[string]any, path []string) error {
	for _, name := range s.required {
		if _, found := object[name]; !found {
			return invalid(path, "'"+name+"' is a required property", "required", s, object)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.members)) {
		member, found := object[name]
		if !found {
			continue
		}
		if err := s.members[name].check(member, append(slices.Clone(path), name)); err != nil {
			return err
		}
	}
	return nil
}

// invalid words a schema error. The second paragraph, which quotes the schema
// and the value, is written for texts alone.
func invalid(path []string, complaint, keyword string, s *schema, value any) error {
	var out strings.Builder
	if len(path) > 0 {
		out.WriteString("Invalid input for field '" + strings.Join(path, "/") + "': ")
	}
	out.WriteString(complaint)
	if s.kind == "string" {
		out.WriteString("\n\nFailed validating '" + keyword + "' in schema")
		instance := "On instance"
		for _, part := range path {
			if _, err := strconv.Atoi(part); err == nil {
				out.WriteString("['items']")
				instance += "[" + part + "]"
				continue
			}
			out.WriteString("['properties']['" + part + "']")
			instance += "['" + part + "']"
		}
		out.WriteString(":\n    {'type': 'string'}\n\n" + instance + ":\n    " + python(value))
	}
	return badRequest(out.String())
}

// kindOf names the JSON Schema type of a decoded value.
func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "number"
}

// python writes a decoded value as Python's repr does.
func python(value any) string {
	switch value := value.(type) {
	case nil:
		return "None"
	case bool:
		if value {
			return "True"
		}
		return "False"
	case string:
		return "'" + strings.ReplaceAll(strings.ReplaceAll(value, `\`, `\\`), "'", `\'`) + "'"
	case []any:
		parts := make([]string, len(value))
		for i, item := range value {
			parts[i] = python(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		parts := make([]string, 0, len(value))
		for _, key := range slices.Sorted(maps.Keys(value)) {
			parts = append(parts, python(key)+": "+python(value[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprint(value)
}
