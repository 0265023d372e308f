package action

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Binding declares the keys of one action in one place.
type Binding struct {
	Action ID
	// Line is the line of commands that asks for the same, where there is such a
	// command: the key then runs it. Without one, the name of the action is a
	// command of the screen that has it.
	Line string
	// Aliases are other names that the line of commands takes for it.
	Aliases []ID
	// Keys are the names of the keys as Bubble Tea writes them.
	Keys []string
	// Choices names what each of the keys chooses, where they do not all mean the
	// same: [Press.Nth] says which it was.
	Choices []string
	// Shown is how the keys are written in the help, if not by their names; Brief is
	// how they are in the footer, if not so.
	Shown, Brief string
	// Label is one or two words for the footer; a binding without is in the
	// help only.
	Label string
	// Reads reports whether it changes nothing in the service, so that it can be
	// done where nothing may be changed.
	Reads bool
	// Rank orders the labels where not all of them find room: those of a higher
	// rank come later. Those that [Prefer] names come before all others.
	Rank int
	// Help says what the keys do.
	Help string
	// DisabledReason says why the action cannot be done just now; the keys
	// answer with it, and the help greys them out. Empty is what can be done.
	DisabledReason string
}

// Display returns how the keys are written for people.
func (b Binding) Display() string {
	if b.Shown != "" {
		return b.Shown
	}
	return strings.Join(b.Keys, " ")
}

// Footer returns how the keys are written in the footer.
func (b Binding) Footer() string {
	if b.Brief != "" {
		return b.Brief
	}
	return b.Display()
}

// Group is the bindings of one place, with the title that the help gives it.
type Group struct {
	Scope Scope
	// Typing reports whether text is typed there, so that no printable key does
	// anything else.
	Typing   bool
	Title    string
	Bindings []Binding
	// Unbound are keys that mean something else around it, whoever binds them.
	Unbound []string
}

// Match returns what a key does in a chain of groups, the nearest first, and
// the binding that says so.
func Match(groups []Group, key string) (Press, Binding, bool) {
	for _, group := range groups {
		for _, binding := range group.Bindings {
			if nth := slices.Index(binding.Keys, key); nth >= 0 {
				return Press{Action: binding.Action, Nth: nth, Key: key}, binding, true
			}
		}
	}
	return Press{}, Binding{}, false
}

// Only returns a group with those bindings alone that have one of the
// actions.
func (g Group) Only(actions ...ID) Group {
	var kept []Binding
	for _, binding := range g.Bindings {
		if slices.Contains(actions, binding.Action) {
			kept = append(kept, binding)
		}
	}
	g.Bindings = kept
	return g
}

// Without returns a group without the bindings that have one of the actions.
func (g Group) Without(actions ...ID) Group {
	var kept []Binding
	for _, binding := range g.Bindings {
		if !slices.Contains(actions, binding.Action) {
			kept = append(kept, binding)
		}
	}
	g.Bindings = kept
	return g
}

// Unbind returns a group without some keys, which mean something else around it.
func (g Group) Unbind(keys ...string) Group {
	bindings := slices.Clone(g.Bindings)
	for i := range bindings {
		bindings[i].Keys = slices.DeleteFunc(slices.Clone(bindings[i].Keys), func(key string) bool { return slices.Contains(keys, key) })
	}
	g.Bindings, g.Unbound = bindings, append(slices.Clone(g.Unbound), keys...)
	return g
}

// Disable returns the group with a reason on an action that cannot be done
// just now. An empty reason changes nothing.
func (g Group) Disable(action ID, why string) Group {
	if why == "" {
		return g
	}
	bindings := slices.Clone(g.Bindings)
	for i := range bindings {
		if bindings[i].Action == action {
			bindings[i].DisabledReason = why
		}
	}
	g.Bindings = bindings
	return g
}

// Relabel returns the group with another label and help for an action, for a
// screen on which it means something more particular.
func (g Group) Relabel(action ID, label, help string) Group {
	bindings := slices.Clone(g.Bindings)
	for i := range bindings {
		if bindings[i].Action == action {
			bindings[i].Label, bindings[i].Help = label, help
		}
	}
	g.Bindings = bindings
	return g
}

// Prefer returns groups in which some actions come before all others where not all
// labels find room: those that are likely next, in that order.
func Prefer(groups []Group, actions ...ID) []Group {
	groups = slices.Clone(groups)
	for at, group := range groups {
		groups[at].Bindings = slices.Clone(group.Bindings)
		for i := range group.Bindings {
			if place := slices.Index(actions, group.Bindings[i].Action); place >= 0 {
				groups[at].Bindings[i].Rank = place - len(actions)
			}
		}
	}
	return groups
}

// Unlabel returns the group with an action that the footer does not show.
func (g Group) Unlabel(action ID) Group {
	if binding, found := Find([]Group{g}, action); found {
		return g.Relabel(action, "", binding.Help)
	}
	return g
}

// Footer returns the bindings that a footer shows: those with a label that
// can act just now, and at the end the one that shows the others.
func Footer(groups []Group) []Binding {
	var shown, help []Binding
	for _, group := range groups {
		for _, binding := range group.Bindings {
			switch {
			case binding.Label == "" || binding.DisabledReason != "":
			case binding.Action == Help:
				help = append(help, binding)
			default:
				shown = append(shown, binding)
			}
		}
	}
	return append(shown, help...)
}

// Fitting returns the bindings of the footer that find room, in their order: those
// of the last group without a rank first, which lead to help and out, and then by rank. A
// binding that does not fit is left out whole; cells is what one takes.
func Fitting(groups []Group, room int, cells func(Binding) int) []Binding {
	all := Footer(groups)
	if len(all) == 0 {
		return nil
	}
	ways := groups[len(groups)-1].Bindings
	rank := func(binding Binding) int {
		leads := slices.ContainsFunc(ways, func(way Binding) bool { return way.Action == binding.Action })
		switch {
		case leads && binding.Action == Help:
			return math.MinInt
		case leads && binding.Rank == 0:
			return math.MinInt + 1
		default:
			return binding.Rank
		}
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank(all[a]), rank(all[b])) })
	fits := make([]bool, len(all))
	for _, at := range order {
		if needed := cells(all[at]); needed <= room {
			fits[at] = true
			room -= needed
		}
	}
	var shown []Binding
	for at, binding := range all {
		if fits[at] {
			shown = append(shown, binding)
		}
	}
	return shown
}

// WithHelp returns groups with the keys of the help, where they have none. Where
// text is typed the question mark is a character of it.
func WithHelp(groups []Group, help Binding) []Group {
	if _, bound := Find(groups, Help); bound || len(groups) == 0 {
		return groups
	}
	if slices.ContainsFunc(groups, func(g Group) bool { return g.Typing }) {
		help.Shown = ""
		help.Keys = slices.DeleteFunc(slices.Clone(help.Keys), func(key string) bool { return utf8.RuneCountInString(key) == 1 })
	}
	groups = slices.Clone(groups)
	last := &groups[len(groups)-1]
	last.Bindings = append(slices.Clone(last.Bindings), help)
	return groups
}
