package config

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"glimpse/model/command"
	"glimpse/model/lazy"
	"glimpse/model/shell"
	"glimpse/ui/action"
	"glimpse/ui/keymap"
)

// commandScopes are where a command's key may hold.
var commandScopes = []string{"list", "detail"}

var isCommandName = lazy.Regexp(`^[a-z][a-z0-9-]*$`)

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

// written is a command as it stands in the file.
type written struct {
	keymap.Command
	key  *yaml.Node // where its key stands
	runs bool       // it has something for a shell
}

// fields are what is said of a command.
func (c *written) fields() []field {
	return []field{
		{
			"name", "what the command is called in the line of commands",
			kind{schema: nameSchema(), read: func(p *parser, n *yaml.Node) { p.commandName(n, &c.Name) }},
		},
		{"key", "the key that runs it", line(&c.Key).of(keySchema()).then(func(n *yaml.Node) { c.key = n })},
		{"in", "where the key holds; without it in both", scopes(&c.In)},
		{"help", "what it does, as the help tells it", line(&c.Help)},
		{
			"line", "a line of :, without the colon",
			kind{schema: textSchema(), read: func(p *parser, n *yaml.Node) { p.commandLine(n, &c.Line) }},
		},
		{
			"run", "a command for /bin/sh in which {{id}}, {{name}} and so on stand for those of each marked image, {{ids}} for all",
			kind{schema: textSchema(), read: func(p *parser, n *yaml.Node) { c.runs = true; p.script(n, &c.Command) }},
		},
		{"confirm", "shows the command and asks first", flag(&c.Confirm)},
		{"background", "shows no output unless it failed", flag(&c.Background)},
		{"reads", "it changes nothing, so that it runs under read_only", flag(&c.Reads)},
		{"terminal", "leaves the terminal to it", flag(&c.Terminal)},
	}
}

// command reads one command, and where its key stands; that is nil where it cannot
// be used.
func (p *parser) command(item *yaml.Node) (keymap.Command, *yaml.Node) {
	before := len(p.problems)
	var c written
	p.settings(item, " of a command", c.fields(), nil)
	switch {
	case len(p.problems) > before:
		return c.Command, nil
	case c.Name == "" || c.key == nil:
		p.wrong(item, "the command has no name or no key", "add name: … and key: …")
		return c.Command, nil
	case c.runs == (c.Line != ""):
		p.wrong(item, "the command "+c.Name+" needs a line of : or a command to run, and not both", "write line: … or run: …")
		return c.Command, nil
	case c.Terminal && c.Background:
		p.wrong(item, "the command "+c.Name+" cannot have the terminal in the background", "remove one")
		return c.Command, nil
	}
	if c.In == nil {
		c.In = []action.Scope{"list", "detail"}
	}
	return c.Command, c.key
}

func (p *parser) commandName(node *yaml.Node, into *string) {
	_, isAction := action.Find(action.All(), action.ID(node.Value))
	switch {
	case !isCommandName().MatchString(node.Value):
		p.wrong(node, "a command is called by a word of small letters, digits and -", "such as servers")
	case isAction || command.IsName(node.Value):
		p.wrong(node, node.Value+" is a command already", "choose another name")
	default:
		*into = node.Value
	}
}

// commandLine reads a line of commands. An alias in it may stand further down in the
// file, so that the line is read when all of that is.
func (p *parser) commandLine(node *yaml.Node, into *string) {
	if line(into).read(p, node); *into == "" {
		return
	}
	p.later = append(p.later, func(c *Config) {
		_, err := command.Parse(c.Aliases.Expand(node.Value))
		var wrong *command.Error
		if errors.As(err, &wrong) && wrong.Unknown {
			if _, _, isAction := action.Named(action.All(), strings.TrimLeft(node.Value, ": ")); isAction {
				return
			}
		}
		if err != nil {
			p.wrong(node, err.Error(), "")
		}
	})
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

// scopes is a list of the scopes in which a command's key may hold.
func scopes(into *[]action.Scope) kind {
	scope := ""
	one := word(&scope, commandScopes)
	return kind{schema: schema{Type: "array", Items: &one.schema}, read: func(p *parser, node *yaml.Node) {
		if node.Kind != yaml.SequenceNode {
			p.wrong(node, "this is no list of scopes", "write [list, detail]")
			return
		}
		for _, item := range node.Content {
			one.read(p, item)
			*into = append(*into, action.Scope(scope))
		}
	}}
}
