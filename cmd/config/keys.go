package config

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/keymap"
)

// keys reads which keys are bound anew: scopes, in them actions, and their keys.
func (p *parser) keys(node *yaml.Node, into *Config) {
	var places [][3]*yaml.Node // the parts of each Bind
	const example = "write a scope, an action and its keys: {marks: {mark-all: [ctrl+a]}}"
	p.mapping(node, "these are no keys", example, func(scope, actions *yaml.Node) {
		p.mapping(actions, "these are no actions", "write an action and its keys: mark-all: [ctrl+a]", func(id, keys *yaml.Node) {
			bind := keymap.Bind{Scope: action.Scope(scope.Value), Action: action.ID(id.Value)}
			if keys.Kind != yaml.SequenceNode {
				p.wrong(keys, "this is no list of keys", "write ["+keys.Value+"]")
				return
			}
			for _, key := range keys.Content {
				if key.Kind != yaml.ScalarNode {
					p.wrong(key, "this is no key", "write such as A, ctrl+g or f5")
					return
				}
				bind.Keys = append(bind.Keys, key.Value)
			}
			into.binds, places = append(into.binds, bind), append(places, [3]*yaml.Node{scope, id, keys})
		})
	})
	into.bindPlaces = places
}

// bound makes the keys of what was bound anew and of the commands, and tells which
// of them would mean two things.
func (p *parser) bound(c *Config) {
	if len(c.binds)+len(c.commands) == 0 {
		return
	}
	made, faults := keymap.New(c.binds, c.commands...)
	for _, fault := range faults {
		if at := fault.At - len(c.binds); at >= 0 {
			p.wrong(c.commandPlaces[at], fault.Problem, fault.Expected)
			continue
		}
		p.wrong(c.bindPlaces[fault.At][fault.Part], fault.Problem, fault.Expected)
	}
	c.Keys = made
}

// mapping reads names that are not settings, each of which is there once.
func (p *parser) mapping(node *yaml.Node, what, expected string, each func(name, value *yaml.Node)) {
	if node.Kind != yaml.MappingNode {
		p.wrong(node, what, expected)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		if seen[name.Value] {
			p.wrong(name, strconv.Quote(name.Value)+" is there twice", "remove one")
			continue
		}
		seen[name.Value] = true
		each(name, value)
	}
}

// PrintKeys returns every action that can be bound with the keys that it has, as
// the setting takes them.
func (c *Config) PrintKeys() string {
	var out strings.Builder
	out.WriteString("keys:\n")
	for _, group := range c.Keys.Apply(keymap.Bindable()) {
		fmt.Fprintf(&out, "  %s: # %s\n", group.Scope, group.Title)
		for _, binding := range group.Bindings {
			quoted := make([]string, len(binding.Keys))
			for i, key := range binding.Keys {
				quoted[i] = strconv.Quote(key)
			}
			fmt.Fprintf(&out, "    %-18s %s # %s\n", string(binding.Action)+":", "["+strings.Join(quoted, ", ")+"]", binding.Help)
		}
	}
	return out.String()
}

// aliases reads a person's own names for lines of commands.
func (p *parser) aliases(node *yaml.Node, into *command.Aliases) {
	*into = command.Aliases{}
	p.mapping(node, "these are no aliases", `write a name and its line: eol: "tag +eol -gold"`, func(name, line *yaml.Node) {
		problem, expected := command.UnfitAlias(name.Value, line.Value)
		if _, taken := action.Find(action.All(), action.ID(name.Value)); taken {
			problem, expected = name.Value+" is an action already", "choose another name"
		}
		switch {
		case line.Kind != yaml.ScalarNode:
			p.wrong(line, "this is no line of commands", `write it in quotes, such as "tag +eol -gold"`)
		case problem != "":
			p.wrong(line, problem, expected)
		default:
			(*into)[name.Value] = line.Value
		}
	})
}
