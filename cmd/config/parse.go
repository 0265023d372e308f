package config

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"glimpse/model/text"
	"glimpse/model/typo"
)

// The bounds of a file: what a person writes is far smaller.
const (
	mostBytes    = 1 << 20
	mostProblems = 20
)

// Problem is one thing that is wrong in the file.
type Problem struct {
	Line, Column int
	// What is wrong, and what was expected or may have been meant.
	What, Expected string
}

// Error is everything that is wrong in a file.
type Error struct {
	File     string
	Problems []Problem
}

// Error lists every problem on a line of its own, fit for a terminal.
func (e *Error) Error() string {
	lines := make([]string, 0, len(e.Problems))
	for _, p := range e.Problems {
		line := fmt.Sprintf("%s:%d:%d: %s", text.Escape(e.File), p.Line, p.Column, text.Escape(p.What))
		if p.Expected != "" {
			line += "; " + text.Escape(p.Expected)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Advice says how to go on.
func (e *Error) Advice() string {
	return "correct the file, or see `glimpse config --sample` for one that explains every setting"
}

func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	if len(content) > mostBytes {
		return nil, &Error{File: name, Problems: []Problem{{Line: 1, Column: 1, What: "the file is larger than 1 MiB"}}}
	}
	return content, nil
}

// parser reads nodes and collects what is wrong with them.
type parser struct {
	problems []Problem
	// later is what can only be looked at when all of the file is read.
	later []func(c *Config)
}

func (p *parser) wrong(node *yaml.Node, what, expected string) {
	if len(p.problems) < mostProblems {
		p.problems = append(p.problems, Problem{Line: node.Line, Column: node.Column, What: what, Expected: expected})
	}
}

func (c *Config) parse(content []byte) error {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return &Error{File: c.File, Problems: []Problem{syntaxProblem(err)}}
	}
	if len(document.Content) == 0 {
		return nil
	}
	p := &parser{}
	c.lines = make(map[string]int)
	if root := document.Content[0]; root.Tag != "!!null" {
		p.settings(root, "", fields(c), c.lines)
		p.bound(c)
		for _, look := range p.later {
			look(c)
		}
	}
	if len(p.problems) > 0 {
		return &Error{File: c.File, Problems: p.problems}
	}
	return nil
}

// syntaxProblem gives an error of the YAML reader its place.
func syntaxProblem(err error) Problem {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	p := Problem{Line: 1, Column: 1, What: "this is no YAML: " + message}
	if rest, found := strings.CutPrefix(message, "line "); found {
		number, what, _ := strings.Cut(rest, ": ")
		if line, err := strconv.Atoi(number); err == nil {
			p.Line, p.What = line, "this is no YAML: "+what
		}
	}
	return p
}

// settings reads a mapping. Unknown and repeated names are wrong.
func (p *parser) settings(node *yaml.Node, of string, known []field, lines map[string]int) {
	if node.Kind != yaml.MappingNode {
		p.wrong(node, "these are no settings"+of, "expected names with values, such as theme: dark")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		at := slices.IndexFunc(known, func(f field) bool { return f.name == key.Value })
		switch {
		case at < 0:
			p.wrong(key, "there is no setting "+key.Value+of, meant(key.Value, known))
		case seen[key.Value]:
			p.wrong(key, key.Value+" is set twice", "remove one of them")
		case value.Kind == yaml.AliasNode:
			p.wrong(value, "aliases are not read here", "write the value out")
		case value.Tag == "!!null":
			// Nothing said is the default.
		default:
			seen[key.Value] = true
			if lines != nil {
				lines[key.Value] = key.Line
			}
			known[at].read(p, value)
		}
	}
}

// longestName bounds the names for which another one is looked for.
const longestName = 40

// meant names the setting that was probably meant, or all that there are.
func meant(name string, known []field) string {
	best, least := "", 3
	name = strings.ToLower(strings.ReplaceAll(name, "-", "_"))
	names := make([]string, len(known))
	for i, f := range known {
		names[i] = f.name
		if len(name) > longestName {
			continue
		}
		if d := typo.Distance(name, f.name); d < least {
			best, least = f.name, d
		}
	}
	if best != "" {
		return "did you mean " + best + "?"
	}
	return "the settings are " + strings.Join(names, ", ")
}
