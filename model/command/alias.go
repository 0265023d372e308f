package command

import (
	"maps"
	"slices"
	"strings"

	"glimpse/model/query"
)

// Aliases are a person's own names for lines, without the colon.
type Aliases map[string]string

// Expand returns a line with the alias that it begins with written out; what
// follows an alias stands behind its line.
func (a Aliases) Expand(line string) string {
	name, _, argument, _ := split(line)
	stands, known := a[name]
	if !known {
		return line
	}
	return strings.TrimSpace(stands + " " + argument)
}

// Names returns the aliases in alphabetical order.
func (a Aliases) Names() []string { return slices.Sorted(maps.Keys(a)) }

// UnfitAlias says why a name cannot be an alias of a line, and what is expected
// of it; empty is that it can.
func UnfitAlias(name, line string) (problem, expected string) {
	isLetter := func(r rune) bool {
		return r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	if strings.TrimFunc(name, isLetter) != "" || name == "" {
		return "an alias is a word of letters, digits and -", "such as eol"
	}
	if IsName(name) {
		return name + " is a command already", "choose another name"
	}
	switch read, err := Parse(line); {
	case err != nil:
		return err.Error(), ""
	case read == nil:
		return "the alias " + name + " stands for nothing", "write a line of commands"
	}
	return "", ""
}

// complete completes the name of an alias.
func (a Aliases) complete(typed string, start, end int) (out []query.Completion) {
	for _, name := range a.Names() {
		if strings.HasPrefix(name, typed) {
			out = append(out, query.Completion{Text: name, Start: start, End: end, Help: "alias of " + a[name]})
		}
	}
	return out
}
