// Package keymap is which keys ask for which actions: those of package action, as
// far as a person's configuration does not bind them anew. What is wrong with
// that is told before the program starts.
package keymap

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"glimpse/ui/action"
)

// Bind gives an action of a scope other keys; none unbind it.
type Bind struct {
	Scope  action.Scope
	Action action.ID
	Keys   []string
}

// Map is every key that was bound anew. A nil Map has none.
type Map struct {
	keys     map[place][]string
	commands []Command
}

// place is an action in a scope.
type place struct {
	scope  action.Scope
	action action.ID
}

// Part is which part of a Bind is wrong.
type Part int

// The parts of a Bind.
const (
	OfScope Part = iota
	OfAction
	OfKeys
)

// Fault is what is wrong with one Bind, or with the key of a command.
type Fault struct {
	At   int // which of them; the commands are counted behind the binds
	Part Part
	// Problem is what is wrong, Expected what is expected or what to do.
	Problem, Expected string
}

// The keys that keep their meaning, so that there is always a way out.
var kept = map[string]action.ID{"ctrl+c": action.Quit, "esc": action.Back}

// Kept returns the key that always asks for an action, which may be bound to that one
// alone, or nothing.
func Kept(id action.ID) string {
	for key, owner := range kept {
		if owner == id {
			return key
		}
	}
	return ""
}

// New makes a Map, or says everything that is wrong.
func New(binds []Bind, commands ...Command) (*Map, []Fault) {
	m := &Map{keys: map[place][]string{}}
	by := map[place]int{}
	var faults []Fault
	for at, bind := range binds {
		bound, wrong := m.read(bind)
		for i := range wrong {
			wrong[i].At = at
		}
		faults = append(faults, wrong...)
		if bound != nil {
			here := place{bind.Scope, bind.Action}
			m.keys[here], by[here] = bound, at
		}
	}
	for i, command := range commands {
		key, problem, expected := readKey(command.Key)
		if owner, isKept := kept[key]; isKept {
			problem, expected = key+" always means "+string(owner), "choose another key"
		}
		if problem != "" {
			faults = append(faults, Fault{At: len(binds) + i, Part: OfKeys, Problem: problem, Expected: expected})
			continue
		}
		command.Key = key
		m.commands = append(m.commands, command)
		by[place{Own, action.ID(command.Name)}] = len(binds) + i
	}
	return m, append(faults, m.conflicts(by)...)
}

// read returns the keys of a Bind; nil is that it is wrong.
func (m *Map) read(bind Bind) (keys []string, faults []Fault) {
	declared, known := declaredFor(bind.Scope, bind.Action)
	if !known {
		part, problem, expected := unknown(bind)
		return nil, []Fault{{Part: part, Problem: problem, Expected: expected}}
	}
	keys = []string{}
	for _, typed := range bind.Keys {
		key, problem, expected := readKey(typed)
		owner, isKept := kept[key]
		switch {
		case problem != "":
		case isKept && owner != bind.Action:
			problem, expected = key+" always means "+string(owner), "bind another key"
		case slices.Contains(keys, key):
			problem, expected = key+" is there twice", "remove one"
		}
		if problem != "" {
			faults = append(faults, Fault{Part: OfKeys, Problem: problem, Expected: expected})
			continue
		}
		keys = append(keys, key)
	}
	if most := len(declared.Choices); most > 0 && len(keys) > most {
		problem := fmt.Sprintf("%s has %d keys, one for each choice", bind.Action, most)
		faults = append(faults, Fault{Part: OfKeys, Problem: problem, Expected: "remove some"})
	}
	if key := Kept(bind.Action); key != "" && !slices.Contains(keys, key) {
		keys = append(keys, key)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return keys, nil
}

// Bindable returns every scope with the actions whose keys can be bound: not
// those that a menu numbers by itself.
func Bindable() []action.Group {
	groups := make([]action.Group, 0, len(action.All()))
	for _, group := range action.All() {
		group.Bindings = slices.DeleteFunc(group.Bindings, func(b action.Binding) bool { return len(b.Keys) == 0 })
		groups = append(groups, group)
	}
	return groups
}

func declaredFor(scope action.Scope, id action.ID) (action.Binding, bool) {
	for _, group := range Bindable() {
		if binding, has := action.Find([]action.Group{group}, id); has && group.Scope == scope && binding.Action == id {
			return binding, true
		}
	}
	return action.Binding{}, false
}

// unknown says which part of a Bind is declared nowhere, and what there is.
func unknown(bind Bind) (part Part, problem, expected string) {
	var names []string
	scopes := make([]string, 0, len(action.All()))
	for _, group := range Bindable() {
		scopes = append(scopes, string(group.Scope))
		if group.Scope == bind.Scope {
			for _, binding := range group.Bindings {
				names = append(names, string(binding.Action))
			}
		}
	}
	if names == nil {
		return OfScope, fmt.Sprintf("there is no scope %s", bind.Scope), "it is one of " + strings.Join(scopes, ", ")
	}
	return OfAction, fmt.Sprintf("there is no action %s in %s", bind.Action, bind.Scope), "it is one of " + strings.Join(names, ", ")
}

// anywhere are the actions that a key asks for whatever is in front.
func (m *Map) anywhere() action.Group {
	return m.Group(action.Everywhere().Only(action.Quit, action.Message, action.Suspend))
}

// conflicts finds the keys that would mean two things at the same time, and
// those that would be typed; by says which Bind an action has its keys from.
func (m *Map) conflicts(by map[place]int) (faults []Fault) {
	told := map[Fault]bool{}
	for _, together := range action.Together() {
		typing := slices.ContainsFunc(together, func(g action.Group) bool { return g.Typing })
		meaning := map[string]place{}
		for _, one := range m.placed(together) {
			other, taken := meaning[one.key]
			if !taken {
				meaning[one.key] = one.place
			}
			for _, fault := range []Fault{typed(one, typing, by), clash(one.key, one.place, other, by)} {
				if fault.Problem != "" && !told[fault] {
					told[fault] = true
					faults = append(faults, fault)
				}
			}
		}
	}
	return faults
}

// placed is a key with what it asks for.
type placed struct {
	key string
	place
}

// placed returns every key that holds in groups, and whatever is in front.
func (m *Map) placed(groups []action.Group) (all []placed) {
	for _, group := range append(m.Apply(groups), m.anywhere()) {
		for _, binding := range group.Bindings {
			for _, key := range binding.Keys {
				all = append(all, placed{key, place{group.Scope, binding.Action}})
			}
		}
	}
	return all
}

// typed says that a key would be typed where an action is to be asked for.
func typed(one placed, typing bool, by map[place]int) Fault {
	at, bound := by[one.place]
	if !bound || !typing || !printable(one.key) {
		return Fault{}
	}
	problem := fmt.Sprintf("%s is typed as text where %s is used", one.key, one.action)
	return Fault{At: at, Part: OfKeys, Problem: problem, Expected: "bind a key such as ctrl+g or f5"}
}

// clash says that a key would mean two things at the same time.
func clash(key string, here, other place, by map[place]int) Fault {
	if other.action == action.None || other.action == here.action {
		return Fault{}
	}
	if _, bound := by[here]; !bound {
		here, other = other, here
	}
	at, bound := by[here]
	if !bound {
		return Fault{}
	}
	problem := fmt.Sprintf("%s cannot be %s of %s: it is %s of %s", key, here.action, here.scope, other.action, other.scope)
	return Fault{At: at, Part: OfKeys, Problem: problem, Expected: "choose another key, or bind " + string(other.action) + " anew"}
}

// Apply returns groups with the keys that were bound anew.
func (m *Map) Apply(groups []action.Group) []action.Group {
	if m == nil {
		return groups
	}
	applied := make([]action.Group, len(groups))
	for i, group := range groups {
		applied[i] = m.Group(group)
	}
	return m.withCommands(applied)
}

// Group returns one group with the keys that were bound anew.
func (m *Map) Group(group action.Group) action.Group {
	if m == nil || len(m.keys) == 0 {
		return group
	}
	group.Bindings = slices.Clone(group.Bindings)
	for i, binding := range group.Bindings {
		if keys, bound := m.keys[place{group.Scope, binding.Action}]; bound {
			keys = slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return slices.Contains(group.Unbound, key) })
			group.Bindings[i].Keys, group.Bindings[i].Shown, group.Bindings[i].Brief = keys, shown(keys), ""
		}
	}
	return group
}

// Means reports whether a key asks for an action that holds whatever is in
// front: to suspend, or to show the last message.
func (m *Map) Means(key string, id action.ID) bool {
	return slices.Contains(m.Everywhere(id).Keys, key)
}

// Everywhere returns the binding of an action that holds on every screen.
func (m *Map) Everywhere(id action.ID) action.Binding {
	return m.Group(action.Everywhere().Only(id)).Bindings[0]
}

// declared are the bindings of every place, by place and action.
var declared = sync.OnceValue(func() map[place]action.Binding {
	all := map[place]action.Binding{}
	for _, group := range action.All() {
		for _, binding := range group.Bindings {
			all[place{group.Scope, binding.Action}] = binding
		}
	}
	return all
})

// For returns how a text names the key of an action of a scope, as it is bound:
// the first of its keys, or the command where it has none.
func (m *Map) For(scope action.Scope, id action.ID) string {
	here := place{scope, id}
	binding := declared()[here]
	keys := strings.Fields(binding.Display())
	if m != nil {
		if bound, anew := m.keys[here]; anew {
			keys = bound
		}
	}
	switch {
	case len(keys) > 0:
		return written(keys[0])
	case binding.Line != "":
		return ":" + binding.Line
	}
	return ":" + string(id)
}

// signs are how some keys are written for people.
var signs = map[string]string{"up": "↑", "down": "↓", "left": "←", "right": "→", "pgdown": "pgdn"}

// shown writes keys for people: all of a few, the first and the last of many.
func shown(keys []string) string {
	if len(keys) == 0 {
		return "(no key)"
	}
	const few = 3
	all := make([]string, len(keys))
	for i, key := range keys {
		all[i] = written(key)
	}
	if len(all) > few {
		return all[0] + "…" + all[len(all)-1]
	}
	return strings.Join(all, " ")
}

func written(key string) string {
	if sign, has := signs[key]; has {
		return sign
	}
	return key
}

func printable(key string) bool { return utf8.RuneCountInString(key) == 1 || key == "space" }
