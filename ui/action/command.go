package action

import "slices"

// commands are the actions that a command asks for, by its name.
var commands = map[string]ID{
	"open": Open, "copy": Copy, "compare": Compare, "attention": Attention, "only-marked": OnlyMarked,
	"preview": Preview, "wide": Wide, "back": Earlier, "forward": Later, "help": Help,
	"pane-filter": Filter, "pane-sort": Sort, "pane-columns": Columns, "toggle-mark": Mark, "range": MarkRange,
	"down": Down, "up": Up, "top": Top, "bottom": Bottom, "half-page-down": HalfDown, "half-page-up": HalfUp,
	"page-down": PageDown, "page-up": PageUp, "escape": Back, "q": Leave, "quit": Quit,
}

// OfCommand returns the action that a command asks for by its name.
func OfCommand(name string) (action ID, known bool) {
	action, known = commands[name]
	return action, known
}

// Find returns the binding of an action in a chain of groups, the nearest
// first.
func Find(groups []Group, action ID) (Binding, bool) {
	for _, group := range groups {
		at := slices.IndexFunc(group.Bindings, func(b Binding) bool { return b.Action == action })
		if at >= 0 {
			return group.Bindings[at], true
		}
	}
	return Binding{}, false
}
