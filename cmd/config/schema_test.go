package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"glimpse/cmd/config"
	"glimpse/ui/theme"
)

// schema compiles the schema, which the draft's own schema must accept.
func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(config.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("glimpse.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("glimpse.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// validate holds a file against the schema as an editor does.
func validate(t rapid.TB, against *jsonschema.Schema, content string) error {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(content), &value); err != nil {
		t.Fatalf("%v\n%s", err, content)
	}
	written, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	return against.Validate(document)
}

func TestTheSchemaAcceptsWhatTheReaderAccepts(t *testing.T) {
	t.Parallel()
	against := schema(t)
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	bound, _ := load(t, "")
	files := map[string]string{
		"nothing":                   "",
		"the sample":                config.Sample(),
		"the examples in it":        uncommented(),
		"the examples of README":    pasted(t, string(readme), "\n### Your own keys and commands\n", "\n`--theme` is"),
		"the file of README":        pasted(t, string(readme), "Every setting is optional:\n", "\n- `production"),
		"all keys":                  bound.PrintKeys(),
		"names without values":      "theme:\npage_size:\nrefresh:\nviews:\nclouds:\nkeys:\n",
		"no refresh":                "refresh: false",
		"a long time":               "refresh: 1h30m",
		"the key that always quits": "keys: {everywhere: {quit: [ctrl+q, ctrl+c]}}",
		"keys that are numbers":     "keys: {list: {sort-by: [1, 2, '3']}}",
		"a line that is an action":  "commands:\n  - {name: wider, key: alt+w, line: wide}",
		"a line of an alias below":  "commands:\n  - {name: old, key: alt+e, line: eol -gold}\naliases: {eol: tag +eol}",
	}
	for _, name := range theme.Names() {
		files["the theme "+string(name)] = "theme: " + string(name)
	}
	for name, content := range files {
		if _, err := load(t, content); err != nil {
			t.Errorf("%s: the reader: %v", name, err)
		}
		if content == "" {
			continue // an editor has nothing to check
		}
		if err := validate(t, against, content); err != nil {
			t.Errorf("%s: the schema: %v", name, err)
		}
	}
}

// uncommented are the examples of the sample as a file.
func uncommented() string {
	var out strings.Builder
	for line := range strings.SplitSeq(config.Sample(), "\n") {
		if !strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "#  ") {
			out.WriteString(strings.TrimPrefix(line, "#") + "\n")
		}
	}
	return out.String()
}

func TestTheSchemaRefusesWhatTheReaderRefuses(t *testing.T) {
	t.Parallel()
	against := schema(t)
	for name, content := range map[string]string{
		"a setting":                 "theem: dark",
		"a list of settings":        "- theme",
		"a theme":                   "theme: pink",
		"a page size":               "page_size: 0",
		"a page size in words":      "page_size: many",
		"a flag":                    "wide: maybe",
		"a query that is a list":    "query: [tag=gold]",
		"an order that is a list":   "sort: [name]",
		"columns that are one":      "columns: name",
		"an empty column":           `columns: [""]`,
		"a column twice":            "columns: [name, name]",
		"a refresh":                 "refresh: soon",
		"workers":                   "workers: 33",
		"readers":                   "readers: 17",
		"a scope":                   "keys: {lists: {open: [x]}}",
		"an action":                 "keys: {marks: {mark-al: [ctrl+g]}}",
		"keys that are one":         "keys: {list: {overview: O}}",
		"a key":                     "keys: {list: {overview: [hyper]}}",
		"a key twice":               "keys: {list: {overview: [O, O]}}",
		"ctrl+c":                    "keys: {list: {overview: [ctrl+c]}}",
		"the same key":              "keys: {list: {overview: [ctrl+i]}}",
		"too many keys of choices":  "keys: {job-report: {save-file: [e, E, ctrl+e]}}",
		"what a menu numbers":       "keys: {menu: {pick: [A]}}",
		"an alias of two words":     `aliases: {"a b": tag +x}`,
		"an alias that is one":      "aliases: {tag: tag +x}",
		"an alias that is a key":    "aliases: {copy: tag +x}",
		"an alias of nothing":       `aliases: {eol: ""}`,
		"a command without a key":   "commands: [{name: a, run: x}]",
		"a command without a name":  "commands: [{key: alt+x, run: x}]",
		"a command of nothing":      "commands: [{name: a, key: alt+x}]",
		"a command of two":          "commands: [{name: a, key: alt+x, run: x, line: refresh}]",
		"a name":                    "commands: [{name: A, key: alt+x, run: x}]",
		"a name that is taken":      "commands: [{name: tag, key: alt+x, run: x}]",
		"the key of a command":      "commands: [{name: a, key: hyper, run: x}]",
		"a place":                   "commands: [{name: a, key: alt+x, run: x, in: [jobs]}]",
		"a place that is one":       "commands: [{name: a, key: alt+x, run: x, in: list}]",
		"background and a terminal": "commands: [{name: a, key: alt+x, run: x, background: true, terminal: true}]",
		"a view without a name":     "views: [{query: tag=x}]",
		"the number of a view":      "views: [{name: a, key: 10}]",
		"a setting of a view":       "views: [{name: a, colour: red}]",
		"a view with no name's":     "views: [{name: }]",
		"views by name":             "views: {a: {query: tag=x}}",
		"a setting of a cloud":      "clouds: {prod: {colour: red}}",
		"a colour":                  "clouds: {prod: {color: pink}}",
		"an insecure endpoint":      "clouds: {prod: {insecure_endpoint: ask}}",
		"clouds in a list":          "clouds: [prod]",
		"a cloud that is a colour":  "clouds: {prod: red}",
	} {
		var wrong *config.Error
		if _, err := load(t, content); !errors.As(err, &wrong) {
			t.Errorf("%s: the reader: %v", name, err)
		}
		var invalid *jsonschema.ValidationError
		if err := validate(t, against, content); !errors.As(err, &invalid) {
			t.Errorf("%s: the schema: %v", name, err)
		}
	}
}

// TestTheSchemaReadsKeysAsTheReaderDoes writes keys of pieces; where another action
// has a key the reader says so, which no schema can.
func TestTheSchemaReadsKeysAsTheReaderDoes(t *testing.T) {
	t.Parallel()
	against := schema(t)
	held := rapid.SampledFrom([]string{"ctrl", "alt", "shift", "hyper", "Ctrl"})
	base := rapid.SampledFrom([]string{
		"a", "A", "ä", "+", "?", "[", "1", "enter", "return", "pgdn", "pagedown", "esc", "tab", "space", "backspace", "delete", "f1", "f9", "f10",
		"f19", "f20", "f21", "f01", "foo", "c", "i", "m",
	})
	rapid.Check(t, func(rt *rapid.T) {
		key := strings.Join(append(rapid.SliceOfN(held, 0, 3).Draw(rt, "held"), base.Draw(rt, "base")), "+")
		quoted, _ := json.Marshal(key)
		content := "keys: {list: {overview: [" + string(quoted) + "]}}"
		_, err := load(t, content)
		refused := err != nil && !strings.Contains(err.Error(), "cannot be overview of list")
		if invalid := validate(rt, against, content) != nil; invalid != refused && !twice(key) {
			rt.Errorf("%s: the schema says %v, the reader %v", key, invalid, err)
		}
	})
}

// twice reports whether the same modifier stands before a key twice, which no list of
// keys can foresee.
func twice(key string) bool {
	for _, held := range []string{"ctrl+", "alt+", "shift+"} {
		if strings.Count(key, held) > 1 {
			return true
		}
	}
	return false
}

func TestEverySettingIsDescribedInTheSchema(t *testing.T) {
	t.Parallel()
	var read struct {
		Properties map[string]json.RawMessage
	}
	if err := json.Unmarshal([]byte(config.Schema()), &read); err != nil {
		t.Fatal(err)
	}
	against := schema(t)
	for _, setting := range config.Settings() {
		described(t, setting.Name, read.Properties[setting.Name])
		if !strings.Contains(string(read.Properties[setting.Name]), `"default": `) {
			t.Errorf("%s has no default", setting.Name)
		}
		if err := validate(t, against, setting.Name+": "+setting.Default); err != nil {
			t.Errorf("the default of %s: %v", setting.Name, err)
		}
	}
}

// described fails the test where a property or one within it is not described.
func described(t *testing.T, name string, content json.RawMessage) {
	t.Helper()
	var s struct {
		Description          string
		Properties           map[string]json.RawMessage
		Items                json.RawMessage
		AdditionalProperties json.RawMessage
	}
	if err := json.Unmarshal(content, &s); err != nil {
		t.Fatalf("%s: %v in %s", name, err, content)
	}
	if s.Description == "" {
		t.Errorf("%s is not described", name)
	}
	within := func(part json.RawMessage) {
		var of struct{ Properties map[string]json.RawMessage }
		_ = json.Unmarshal(part, &of) // which is false where there is no other property
		for inner, content := range of.Properties {
			described(t, name+"."+inner, content)
		}
	}
	within(s.Items)
	within(s.AdditionalProperties)
	for inner, content := range s.Properties {
		described(t, name+"."+inner, content)
	}
}
