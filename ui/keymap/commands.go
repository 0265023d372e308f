package keymap

import (
	"slices"

	"glimpse/model/shell"
	"glimpse/ui/action"
)

// Command is a person's own command, asked for by a key or by its name: a line of
// commands, or one for a shell.
type Command struct {
	Name, Key, Help string
	// In are the scopes in which the key holds: list, detail or both.
	In []action.Scope
	// Line is the line of commands; where it is empty, Run is for the shell.
	Line string
	Run  shell.Template
	// Confirm asks first. Background shows no output unless it failed. Reads says that it
	// changes nothing, so that it runs where nothing may be changed. Terminal
	// leaves the terminal to it.
	Confirm, Background, Reads, Terminal bool
}

// Own is the scope of a person's own commands.
const Own action.Scope = "commands"

// Command returns the command of a name.
func (m *Map) Command(name action.ID) (Command, bool) {
	if m == nil {
		return Command{}, false
	}
	at := slices.IndexFunc(m.commands, func(c Command) bool { return c.Name == string(name) })
	if at < 0 {
		return Command{}, false
	}
	return m.commands[at], true
}

// withCommands returns groups with the commands that hold beside them, before
// the last, which the footer shows in any case.
func (m *Map) withCommands(groups []action.Group) []action.Group {
	own := action.Group{Scope: Own, Title: "Your own"}
	for _, command := range m.commands {
		if slices.ContainsFunc(groups, func(g action.Group) bool { return slices.Contains(command.In, g.Scope) && len(g.Bindings) > 1 }) {
			binding := action.Binding{Action: action.ID(command.Name), Keys: []string{command.Key}, Help: command.Help}
			own.Bindings = append(own.Bindings, binding)
		}
	}
	if len(own.Bindings) == 0 {
		return groups
	}
	return slices.Insert(slices.Clone(groups), len(groups)-1, own)
}
