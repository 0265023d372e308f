package config

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"glimpse/model/command"
	"glimpse/model/shell"
	"glimpse/ui/action"
	"glimpse/ui/keymap"
)

// commandScopes are where a command's key may hold.
var commandScopes = []string{"list", "detail"}

var isCommandName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// commands reads a person's own commands.
func (p *parser) commands(node *yaml.Node, into *Config) {
	if node.Kind != yaml.SequenceNode {
		p.wrong(node, "these are no commands", "each begins with a dash: - name: servers")
		return
	}
	for _, item := range node.Content {
		c, key := p.command(item)
		if slices.ContainsFunc(into.commands, func(other keymap.Command) bool { return other.Name == c.Name }) {
			p.wrong(item, "the command "+c.Name+" is there twice", "remove one")
		} else if key != nil {
			into.commands, into.commandPlaces = append(into.commands, c), append(into.commandPlaces, key)
		}
	}
}

// command reads one command, and where its key stands; that is nil where it cannot
// be used.
func (p *parser) command(item *yaml.Node) (c keymap.Command, key *yaml.Node) {
	before, runs := len(p.problems), false
	p.settings(item, " of a command", []field{
		{"name", func(p *parser, n *yaml.Node) { p.commandName(n, &c.Name) }},
		{"key", func(p *parser, n *yaml.Node) { p.text(n, &c.Key); key = n }},
		{"in", func(p *parser, n *yaml.Node) { p.scopes(n, &c.In) }},
		{"help", func(p *parser, n *yaml.Node) { p.text(n, &c.Help) }},
		{"line", func(p *parser, n *yaml.Node) { p.commandLine(n, &c.Line) }},
		{"run", func(p *parser, n *yaml.Node) { runs = true; p.script(n, &c) }},
		{"confirm", func(p *parser, n *yaml.Node) { p.flag(n, &c.Confirm) }},
		{"background", func(p *parser, n *yaml.Node) { p.flag(n, &c.Background) }},
		{"reads", func(p *parser, n *yaml.Node) { p.flag(n, &c.Reads) }},
		{"terminal", func(p *parser, n *yaml.Node) { p.flag(n, &c.Terminal) }},
	}, nil)
	switch {
	case len(p.problems) > before:
		return c, nil
	case c.Name == "" || key == nil:
		p.wrong(item, "the command has no name or no key", "add name: … and key: …")
		return c, nil
	case runs == (c.Line != ""):
		p.wrong(item, "the command "+c.Name+" needs a line of : or a command to run, and not both", "write line: … or run: …")
		return c, nil
	case c.Terminal && c.Background:
		p.wrong(item, "the command "+c.Name+" cannot have the terminal in the background", "remove one")
		return c, nil
	}
	if c.In == nil {
		c.In = []action.Scope{"list", "detail"}
	}
	return c, key
}

func (p *parser) commandName(node *yaml.Node, into *string) {
	_, isAction := action.Find(action.All(), action.ID(node.Value))
	switch {
	case !isCommandName.MatchString(node.Value):
		p.wrong(node, "a command is called by a word of small letters, digits and -", "such as servers")
	case isAction || command.IsName(node.Value):
		p.wrong(node, node.Value+" is a command already", "choose another name")
	default:
		*into = node.Value
	}
}

func (p *parser) commandLine(node *yaml.Node, into *string) {
	if p.text(node, into); *into == "" {
		return
	}
	// An alias, or the name of an action, is known only when it is entered.
	if _, err := command.Parse(*into); err != nil {
		p.wrong(node, err.Error(), "")
	}
}

func (p *parser) script(node *yaml.Node, into *keymap.Command) {
	run, problem, expected := shell.Parse(node.Value)
	if problem != "" {
		p.wrong(node, problem, expected)
	}
	if into.Run = run; into.Help == "" {
		into.Help = node.Value
	}
}

func (p *parser) scopes(node *yaml.Node, into *[]action.Scope) {
	if node.Kind != yaml.SequenceNode {
		p.wrong(node, "this is no list of scopes", "write [list, detail]")
		return
	}
	for _, item := range node.Content {
		scope := ""
		p.word(item, &scope, commandScopes)
		*into = append(*into, action.Scope(scope))
	}
}
