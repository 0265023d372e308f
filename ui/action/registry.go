package action

import (
	"slices"
	"strconv"
	"strings"

	"glimpse/model/command"
	"glimpse/model/query"
)

// Scope names a place in which keys hold, as `keys:` in the configuration calls
// it.
type Scope string

// All returns every place with the actions that are declared there. What a menu
// or a list numbers by itself has no keys here.
func All() []Group {
	return []Group{
		List(), Marks(), Changes(), Look(), OverviewKeys(), TriageKeys(), UseKeys(),
		Written(), Moving(), Everywhere(), Detail(), DetailColumns(), Comparison(),
		Picker(), Tabs(), Connecting(), Searchable(), Narrowing(), Question(), MessageKeys(),
		Menu(nil), SavedViews(nil), Prompt(), LoadRest(),
		ColumnChoice(), ColumnName(), Order(), Finding(), FilterLine(), FilterKeys(), FilterValues(),
		Editor(), EditorParts(), EditorLeaving(), FormText(), FormChoice(), TagLine(), TagList(), MemberLine(), MemberList(),
		PropertyLine(), PropertyList(), PropertyValue(), PropertyKey(),
		PlanPreview(), PlanWord(), JobList(), JobReport(), JobImage(), WriteLogKeys(),
	}
}

// ByName returns the actions of groups that no other command asks for, each
// once: their names are commands of the screen that has them.
func ByName(groups []Group) []Binding {
	var named []Binding
	for _, group := range groups {
		for _, binding := range group.Bindings {
			known := slices.ContainsFunc(named, func(b Binding) bool { return b.Action == binding.Action })
			if binding.Line == "" && !known && !command.IsName(string(binding.Action)) {
				named = append(named, binding)
			}
		}
	}
	return named
}

// Names returns the names of these actions.
func Names(groups []Group) []string {
	named := ByName(groups)
	names := make([]string, len(named))
	for i := range named {
		names[i] = string(named[i].Action)
	}
	return names
}

// Find returns the binding of an action in a chain of groups, the nearest
// first, by its name or one of its aliases.
func Find(groups []Group, action ID) (Binding, bool) {
	for _, group := range groups {
		at := slices.IndexFunc(group.Bindings, func(b Binding) bool {
			return b.Action == action || slices.Contains(b.Aliases, action)
		})
		if at >= 0 {
			return group.Bindings[at], true
		}
	}
	return Binding{}, false
}

// Named reads the name of an action among groups, as it stands in the line of
// commands: what its key would do, and the binding that says so. Where its keys
// choose among several, which of them may follow.
func Named(groups []Group, line string) (Press, Binding, bool) {
	name, choice, chooses := strings.Cut(strings.TrimSpace(line), " ")
	binding, found := Find(groups, ID(name))
	if !found {
		return Press{}, Binding{}, false
	}
	press := Press{Action: binding.Action}
	if chooses {
		press.Nth = slices.Index(binding.Choices, strings.TrimSpace(choice))
	}
	return press, binding, press.Nth >= 0
}

// numbers are the whole numbers from one to another, as texts.
func numbers(from, to int) []string {
	all := make([]string, 0, to-from+1)
	for n := from; n <= to; n++ {
		all = append(all, strconv.Itoa(n))
	}
	return all
}

// Complete returns how a line may go on at the cursor, an offset in bytes, with
// the name of an action among groups, or with what it chooses among.
func Complete(groups []Group, line string, cursor int) []query.Completion {
	typed := strings.TrimLeft(line[:cursor], " :")
	start := cursor - len(typed)
	name, choice, chooses := strings.Cut(typed, " ")
	var out []query.Completion
	if chooses {
		binding, _ := Find(groups, ID(name))
		for _, one := range binding.Choices {
			if strings.HasPrefix(one, choice) && one != choice {
				out = append(out, query.Completion{Text: one, Start: cursor - len(choice), End: cursor})
			}
		}
		return out
	}
	for _, binding := range ByName(groups) {
		if strings.HasPrefix(string(binding.Action), typed) {
			text := string(binding.Action)
			if binding.Choices != nil {
				text += " "
			}
			out = append(out, query.Completion{Text: text, Start: start, End: cursor, Help: binding.Help})
		}
	}
	return out
}
