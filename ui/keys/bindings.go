package keys

import (
	"slices"
	"strings"
)

// Binding declares the keys of one action in one place.
type Binding struct {
	Action Action
	// Keys are the names of the keys as Bubble Tea writes them.
	Keys []string
	// Shown is how the keys are written in the help, if not by their names.
	Shown string
	// Label is one or two words for the footer; a binding without is in the
	// help only.
	Label string
	// Help says what the keys do.
	Help string
	// Why says why the action cannot be done just now; the keys answer with
	// it, and the help greys them out. Empty is what can be done.
	Why string
}

// Display returns how the keys are written for people.
func (b Binding) Display() string {
	if b.Shown != "" {
		return b.Shown
	}
	return strings.Join(b.Keys, " ")
}

// Group is the bindings of one place, with the title that the help gives it.
type Group struct {
	Title    string
	Bindings []Binding
}

// Match returns what a key does in a chain of groups, the nearest first, and
// the binding that says so.
func Match(groups []Group, key string) (Press, Binding, bool) {
	for _, group := range groups {
		for _, binding := range group.Bindings {
			if nth := slices.Index(binding.Keys, key); nth >= 0 {
				return Press{Action: binding.Action, Nth: nth}, binding, true
			}
		}
	}
	return Press{}, Binding{}, false
}

// Only returns a group with those bindings alone that have one of the
// actions.
func (g Group) Only(actions ...Action) Group {
	var kept []Binding
	for _, binding := range g.Bindings {
		if slices.Contains(actions, binding.Action) {
			kept = append(kept, binding)
		}
	}
	return Group{Title: g.Title, Bindings: kept}
}

// Because returns the group with a reason on an action that cannot be done
// just now. An empty reason changes nothing.
func (g Group) Because(action Action, why string) Group {
	if why == "" {
		return g
	}
	bindings := slices.Clone(g.Bindings)
	for i := range bindings {
		if bindings[i].Action == action {
			bindings[i].Why = why
		}
	}
	return Group{Title: g.Title, Bindings: bindings}
}

// Relabel returns the group with another label and help for an action, for a
// screen on which it means something more particular.
func (g Group) Relabel(action Action, label, help string) Group {
	bindings := slices.Clone(g.Bindings)
	for i := range bindings {
		if bindings[i].Action == action {
			bindings[i].Label, bindings[i].Help = label, help
		}
	}
	return Group{Title: g.Title, Bindings: bindings}
}

// Footer returns the bindings that a footer shows: those with a label that
// can act just now.
func Footer(groups []Group) []Binding {
	var shown []Binding
	for _, group := range groups {
		for _, binding := range group.Bindings {
			if binding.Label != "" && binding.Why == "" {
				shown = append(shown, binding)
			}
		}
	}
	return shown
}

// Everywhere returns the bindings that hold on every screen.
func Everywhere() Group {
	return Group{Title: "Everywhere", Bindings: []Binding{
		{Action: Help, Keys: []string{"?"}, Label: "help", Help: "these keys"},
		{Action: Back, Keys: []string{"esc"}, Help: "one step back, never out of the program"},
		{Action: Leave, Keys: []string{"q"}, Label: "quit", Help: "back; out of the program from the list"},
		{Action: Quit, Keys: []string{"ctrl+c"}, Help: "quit"},
		{Action: Refresh, Keys: []string{"ctrl+r"}, Help: "read again from the service"},
	}}
}

// Moving returns the bindings that move the cursor or scroll.
func Moving() Group {
	return Group{Title: "Move", Bindings: []Binding{
		{Action: Down, Keys: []string{"j", "down"}, Shown: "j ↓", Help: "down"},
		{Action: Up, Keys: []string{"k", "up"}, Shown: "k ↑", Help: "up"},
		{Action: Top, Keys: []string{"g", "home"}, Shown: "g", Help: "to the first"},
		{Action: Bottom, Keys: []string{"G", "end"}, Shown: "G", Help: "to the last that is loaded"},
		{Action: HalfDown, Keys: []string{"ctrl+d"}, Help: "half a page down"},
		{Action: HalfUp, Keys: []string{"ctrl+u"}, Help: "half a page up"},
		{Action: PageDown, Keys: []string{"pgdown"}, Shown: "pgdn", Help: "a page down"},
		{Action: PageUp, Keys: []string{"pgup"}, Help: "a page up"},
	}}
}

// List returns the bindings of the image list.
func List() Group {
	return Group{Title: "Images", Bindings: []Binding{
		{Action: Open, Keys: []string{"enter"}, Label: "detail", Help: "show the image under the cursor in detail"},
		{
			Action: SortBy, Keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, Shown: "1…9",
			Label: "sort", Help: "sort by that column; again to reverse",
		},
		{Action: Wide, Keys: []string{"w"}, Label: "wide", Help: "more columns, or the usual ones again"},
		{Action: CopyID, Keys: []string{"y"}, Label: "copy id", Help: "copy the image's id to the clipboard"},
		{Action: SwitchCloud, Keys: []string{"c"}, Label: "cloud", Help: "switch to another cloud"},
	}}
}

// Detail returns the bindings of one image in detail.
func Detail() Group {
	return Group{Title: "Image", Bindings: []Binding{
		{Action: Raw, Keys: []string{"tab"}, Label: "JSON", Help: "the record as the service sent it, or its fields again"},
		{Action: CopyID, Keys: []string{"y"}, Label: "copy id", Help: "copy the image's id to the clipboard"},
	}}
}

// Picker returns the bindings of a choice among several.
func Picker() Group {
	return Group{Title: "Choose", Bindings: []Binding{
		{Action: Choose, Keys: []string{"enter"}, Label: "choose", Help: "take the one under the cursor"},
	}}
}

// Connecting returns the bindings of the screen that connects.
func Connecting() Group {
	return Group{Title: "Connection", Bindings: []Binding{
		{Action: SwitchCloud, Keys: []string{"c"}, Label: "cloud", Help: "choose another cloud"},
	}}
}

// Question returns the bindings of a question.
func Question() Group {
	return Group{Title: "Question", Bindings: []Binding{
		{Action: Choose, Keys: []string{"enter"}, Label: "take", Help: "take the answer that is marked"},
		{
			Action: NextChoice, Keys: []string{"tab", "left", "right", "h", "l"}, Shown: "tab ← →",
			Label: "switch", Help: "mark the other answer",
		},
		{Action: Yes, Keys: []string{"y"}, Label: "yes", Help: "yes"},
		{Action: No, Keys: []string{"n"}, Label: "no", Help: "no"},
	}}
}
