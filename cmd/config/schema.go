package config

import (
	"encoding/json"
	"slices"

	"go.yaml.in/yaml/v3"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/keymap"
)

// schema is as much of JSON Schema, draft 2020-12, as the file needs.
type schema struct {
	Dialect     string `json:"$schema,omitempty"`
	Ref         string `json:"$ref,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`

	Default   any    `json:"default,omitempty"`
	Type      any    `json:"type,omitempty"` // a name, or several
	Enum      []any  `json:"enum,omitempty"`
	Minimum   *int   `json:"minimum,omitempty"`
	Maximum   *int   `json:"maximum,omitempty"`
	MinLength int    `json:"minLength,omitempty"`
	Pattern   string `json:"pattern,omitempty"`

	Items       *schema `json:"items,omitempty"`
	MaxItems    int     `json:"maxItems,omitempty"`
	UniqueItems bool    `json:"uniqueItems,omitempty"`

	Properties map[string]schema `json:"properties,omitempty"`
	Required   []string          `json:"required,omitempty"`
	// Names are what other properties may be called, Others what they are: a
	// schema, or false for none.
	Names  *schema `json:"propertyNames,omitempty"`
	Others any     `json:"additionalProperties,omitempty"`

	AnyOf []schema          `json:"anyOf,omitempty"`
	OneOf []schema          `json:"oneOf,omitempty"`
	Not   *schema           `json:"not,omitempty"`
	Defs  map[string]schema `json:"$defs,omitempty"`
}

// Schema returns the JSON schema of the file, for editors. It is made of what the
// file is read by, and says all of that but what a line of commands or of the query
// language may be, and what must differ from something elsewhere in the file.
func Schema() string {
	file := object(fields(&Config{}))
	file.Dialect, file.Title = "https://json-schema.org/draft/2020-12/schema", "The configuration of glimpse"
	file.Type = []string{"object", "null"}
	for _, setting := range Settings() {
		one := file.Properties[setting.Name]
		if err := yaml.Unmarshal([]byte(setting.Default), &one.Default); err != nil {
			panic(err) // a text of this package
		}
		file.Properties[setting.Name] = one
	}
	file.Defs = map[string]schema{
		"key": {
			Description: "a character, or the name of a key, with ctrl+, alt+ or shift+ before it",
			AnyOf: []schema{
				{Type: "string", Pattern: keymap.Pattern(), Not: &schema{Enum: values(keymap.Unfit())}},
				{Enum: []any{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}, // which YAML takes for numbers
			},
		},
		"taken": {Description: "what is a command or an action already", Enum: values(taken())},
	}
	content, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		panic(err) // strings, numbers and nothing else
	}
	return string(content) + "\n"
}

// object is of settings, some of which must be there. What is none of those and has
// no value is as if it were not there.
func object(fields []field, required ...string) schema {
	properties := make(map[string]schema, len(fields))
	for _, f := range fields {
		one := f.schema
		if !slices.Contains(required, f.name) {
			one = one.orNull()
		}
		one.Description = f.help
		properties[f.name] = one
	}
	return schema{Type: "object", Properties: properties, Required: required, Others: false}
}

// orNull is a schema of the same, or of nothing.
func (s schema) orNull() schema {
	switch {
	case s.AnyOf != nil:
		s.AnyOf = append(slices.Clone(s.AnyOf), schema{Type: "null"})
	case s.Enum != nil:
		s.Enum = append(slices.Clone(s.Enum), nil)
	default:
		s.Type = []any{s.Type, "null"}
	}
	return s
}

func values(words []string) []any {
	all := make([]any, len(words))
	for i, one := range words {
		all[i] = one
	}
	return all
}

func textSchema() schema { return schema{Type: "string", MinLength: 1} }

func keySchema() schema { return schema{Ref: "#/$defs/key"} }

// keysSchema is of every action that can be bound.
func keysSchema() schema {
	scopes := map[string]schema{}
	for _, group := range keymap.Bindable() {
		actions := map[string]schema{}
		for _, binding := range group.Bindings {
			key := keySchema()
			if kept := keymap.Kept(binding.Action); kept != "" {
				key = schema{AnyOf: []schema{key, {Enum: []any{kept}}}}
			}
			actions[string(binding.Action)] = schema{
				Description: binding.Help, Type: "array", Items: &key, MaxItems: len(binding.Choices), UniqueItems: true,
			}
		}
		scopes[string(group.Scope)] = schema{Description: group.Title, Type: "object", Properties: actions, Others: false}
	}
	return schema{Type: "object", Properties: scopes, Others: false}
}

// taken are the names that no alias and no command of a person's own may have.
func taken() []string {
	var names []string
	for _, info := range command.Table() {
		names = append(append(names, info.Name), info.Aliases...)
	}
	for _, group := range action.All() {
		for _, binding := range group.Bindings {
			names = append(names, string(binding.Action))
			for _, alias := range binding.Aliases {
				names = append(names, string(alias))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func aliasesSchema() schema {
	line := textSchema()
	return schema{
		Type: "object", Names: &schema{Pattern: "^[A-Za-z0-9_-]+$", Not: &schema{Ref: "#/$defs/taken"}}, Others: &line,
	}
}

func nameSchema() schema {
	return schema{Type: "string", Pattern: isCommandName().String(), Not: &schema{Ref: "#/$defs/taken"}}
}

// commandsSchema is of commands that run one thing, and do not want the terminal in
// the background.
func commandsSchema() schema {
	one := object((&written{}).fields(), "name", "key")
	one.OneOf = []schema{{Required: []string{"line"}}, {Required: []string{"run"}}}
	yes := schema{Enum: []any{true}}
	one.Not = &schema{
		Properties: map[string]schema{"terminal": yes, "background": yes}, Required: []string{"terminal", "background"},
	}
	return schema{Type: "array", Items: &one}
}
