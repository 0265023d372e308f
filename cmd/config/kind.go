package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"glimpse/model/query"
)

// kind is what a value may be: how it is read, and the same for editors.
type kind struct {
	read   func(p *parser, node *yaml.Node)
	schema schema
}

// then is a kind after whose reading something else is done.
func (k kind) then(done func(node *yaml.Node)) kind {
	read := k.read
	k.read = func(p *parser, node *yaml.Node) {
		read(p, node)
		done(node)
	}
	return k
}

// of is a kind of which editors are told more.
func (k kind) of(more schema) kind {
	k.schema = more
	return k
}

// field is a setting: its name, what it is for and what its value may be.
type field struct {
	name, help string
	kind
}

// word is one of some words.
func word(into *string, allowed []string) kind {
	return kind{schema: schema{Enum: values(allowed)}, read: func(p *parser, node *yaml.Node) {
		if node.Kind != yaml.ScalarNode || !slices.Contains(allowed, node.Value) {
			p.wrong(node, strconv.Quote(node.Value)+" is none of the values", "it is one of "+strings.Join(allowed, ", "))
			return
		}
		*into = node.Value
	}}
}

// line is a text that is not empty.
func line(into *string) kind {
	return kind{schema: textSchema(), read: func(p *parser, node *yaml.Node) {
		if node.Kind != yaml.ScalarNode || node.Value == "" {
			p.wrong(node, "the text is missing", "write it in quotes if it is odd")
			return
		}
		*into = node.Value
	}}
}

// number is a whole number from 1 on.
func number(into *int, most int) kind {
	least := 1
	return kind{schema: schema{Type: "integer", Minimum: &least, Maximum: &most}, read: func(p *parser, node *yaml.Node) {
		number, err := strconv.Atoi(node.Value)
		if node.Kind != yaml.ScalarNode || err != nil || number < least || number > most {
			p.wrong(node, strconv.Quote(node.Value)+" is not such a number", fmt.Sprintf("it is from %d to %d", least, most))
			return
		}
		*into = number
	}}
}

func flag(into *bool) kind {
	return kind{schema: schema{Type: "boolean"}, read: func(p *parser, node *yaml.Node) {
		switch node.Value {
		case "true", "True", "TRUE":
			*into = true
		case "false", "False", "FALSE":
			*into = false
		default:
			p.wrong(node, strconv.Quote(node.Value)+" is neither", "it is true or false")
		}
	}}
}

// duration is a time between refreshes, or none.
func duration(into *time.Duration) kind {
	some := schema{Type: "string", Pattern: `^([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$`}
	return kind{schema: schema{AnyOf: []schema{{Enum: []any{"off", 0, false}}, some}}, read: func(p *parser, node *yaml.Node) {
		if node.Value == "off" || node.Value == "0" || node.Value == "false" {
			*into = 0
			return
		}
		wait, err := time.ParseDuration(node.Value)
		if err != nil || wait < leastRefresh {
			p.wrong(node, strconv.Quote(node.Value)+" is no such time", "it is off, or from 2s on, such as 30s or 5m")
			return
		}
		*into = wait
	}}
}

// terms is a line of the query language.
func terms(into *[]query.Term) kind {
	return kind{schema: schema{Type: "string"}, read: func(p *parser, node *yaml.Node) {
		terms, err := query.Parse(node.Value)
		if !p.language(node, err) {
			*into = terms
		}
	}}
}

// order is a line that says how to sort.
func order(into *[]query.SortKey) kind {
	return kind{schema: schema{Type: "string"}, read: func(p *parser, node *yaml.Node) {
		keys, err := query.ParseSort(node.Value)
		if !p.language(node, err) {
			*into = keys
		}
	}}
}

// language reports the mistakes in a line of the query language, at their place
// where the line stands as it is in the file.
func (p *parser) language(node *yaml.Node, err error) (failed bool) {
	var wrong *query.SyntaxError
	switch {
	case node.Kind != yaml.ScalarNode:
		p.wrong(node, "this is no line of text", "")
		return true
	case err == nil:
		return false
	case errors.As(err, &wrong):
		at := *node
		if node.Style == 0 {
			at.Column += wrong.Column - 1
		}
		expected := ""
		if wrong.Expected != "" {
			expected = "expected " + wrong.Expected
		}
		p.wrong(&at, wrong.Problem+" (in "+strconv.Quote(node.Value)+")", expected)
	default:
		p.wrong(node, err.Error(), "")
	}
	return true
}

// columns is a list of columns.
func columns(into *[]string) kind {
	item := ""
	name := line(&item)
	return kind{schema: schema{Type: "array", Items: &name.schema, UniqueItems: true}, read: func(p *parser, node *yaml.Node) {
		if node.Kind != yaml.SequenceNode {
			p.wrong(node, "this is no list of columns", "write [name, size, os_distro]")
			return
		}
		for _, one := range node.Content {
			item = ""
			if name.read(p, one); item == "" {
				continue
			}
			// A view may have been saved with any property.
			column, mistake := query.ColumnName(item, true)
			switch {
			case mistake != nil:
				p.wrong(one, mistake.Problem, "write "+mistake.Expected)
			case slices.Contains(*into, column):
				p.wrong(one, "the column "+column+" is there twice", "remove one")
			default:
				*into = append(*into, column)
			}
		}
	}}
}
