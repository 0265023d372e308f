package action_test

import (
	"testing"

	"glimpse/ui/action"
)

// list are the places whose keys hold in the list of images.
func list() []action.Group {
	return []action.Group{
		action.List(), action.Marks(), action.Changes(), action.Look(), action.Written(), action.Moving(), action.Everywhere(),
	}
}

func TestNoKeyHasTwoMeaningsInOnePlace(t *testing.T) {
	t.Parallel()
	places := map[action.Scope][]action.Group{"the whole list": list()}
	for _, group := range action.All() {
		if places[group.Scope] != nil {
			t.Errorf("two places are called %s", group.Scope)
		}
		places[group.Scope] = []action.Group{group}
	}
	for place, groups := range places {
		meaning := map[string]action.ID{}
		for _, group := range groups {
			for _, binding := range group.Bindings {
				for _, key := range binding.Keys {
					if other, taken := meaning[key]; taken {
						t.Errorf("%s: %s means %s and %s", place, key, other, binding.Action)
					}
					meaning[key] = binding.Action
				}
			}
		}
	}
}

func TestEveryBindingIsExplained(t *testing.T) {
	t.Parallel()
	for _, group := range action.All() {
		if group.Title == "" || group.Scope == "" {
			t.Errorf("a place has no title or no name: %+v", group)
		}
		seen := map[action.ID]bool{}
		for _, binding := range group.Bindings {
			numbered := binding.Action == action.Pick // its keys are those of the entries
			if binding.Help == "" || binding.Action == action.None || len(binding.Keys) == 0 && !numbered || seen[binding.Action] {
				t.Errorf("%s: %+v says nothing, or twice", group.Scope, binding)
			}
			seen[binding.Action] = true
		}
	}
}

func TestTheKeysOfTheContract(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]action.ID{
		"?": action.Help, "esc": action.Back, "q": action.Leave, "ctrl+c": action.Quit, "ctrl+r": action.Refresh,
		"j": action.Down, "k": action.Up, "down": action.Down, "up": action.Up, "g": action.Top, "G": action.Bottom,
		"ctrl+d": action.HalfDown, "ctrl+u": action.HalfUp, "pgdown": action.PageDown, "pgup": action.PageUp,
		"enter": action.Open, "1": action.SortBy, "9": action.SortBy, "w": action.Wide, "c": action.SwitchCloud, "y": action.Copy,
	} {
		press, _, bound := action.Match(list(), key)
		if !bound || press.Action != want {
			t.Errorf("%s is action %s, want %s", key, press.Action, want)
		}
	}
	if press, _, _ := action.Match(list(), "4"); press.Nth != 3 {
		t.Errorf("4 is the fourth column, got %d", press.Nth)
	}
}

func TestAReasonTakesAnActionOutOfTheFooterAndNotOutOfTheHelp(t *testing.T) {
	t.Parallel()
	group := action.List().Disable(action.Open, "there is no image").Disable(action.Wide, "")
	for _, binding := range action.Footer([]action.Group{group}) {
		if binding.Action == action.Open {
			t.Error("the footer offers what cannot be done")
		}
	}
	press, binding, bound := action.Match([]action.Group{group}, "enter")
	if !bound || press.Action != action.Open || binding.DisabledReason != "there is no image" {
		t.Errorf("enter says %q", binding.DisabledReason)
	}
	if action.List().Bindings[0].DisabledReason != "" {
		t.Error("a reason on one group went to another")
	}
}

func TestTheFooterHasWhatMattersFirstAndWaysOutAlways(t *testing.T) {
	t.Parallel()
	groups := []action.Group{
		{Bindings: []action.Binding{
			{Action: action.Delete, Keys: []string{"D"}, Label: "d", Rank: 1},
			{Action: action.Open, Keys: []string{"o"}, Label: "open"},
			{Action: action.Wide, Keys: []string{"w"}},
			{Action: action.Filter, Keys: []string{"f"}, Label: "f"},
		}},
		{Bindings: []action.Binding{{Action: action.Help, Keys: []string{"?"}, Label: "help"}}},
	}
	cells := func(b action.Binding) int { return len(b.Display()) + len(b.Label) }
	for room, want := range map[int]string{1: "", 3: "f", 5: "?", 7: "f?", 10: "o?", 12: "of?", 13: "of?", 14: "Dof?", 99: "Dof?"} {
		got := ""
		for _, binding := range action.Fitting(groups, room, cells) {
			got += binding.Keys[0]
		}
		if got != want {
			t.Errorf("in %d cells the footer has %q, want %q", room, got, want)
		}
	}
	if got := action.Fitting(nil, 9, cells); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestWhatIsLikelyComesBeforeTheRestAndTheHelpLast(t *testing.T) {
	t.Parallel()
	groups := []action.Group{
		{Bindings: []action.Binding{
			{Action: action.Delete, Keys: []string{"D"}, Label: "d", Rank: 9},
			{Action: action.Open, Keys: []string{"o"}, Label: "o"},
			{Action: action.Filter, Keys: []string{"f"}, Label: "f"},
			{Action: action.Wide, Keys: []string{"w"}},
		}},
		{Bindings: []action.Binding{
			{Action: action.Command, Keys: []string{":"}, Label: ":", Rank: 1},
			{Action: action.Help, Keys: []string{"?"}, Label: "?"},
			{Action: action.Leave, Keys: []string{"q"}, Label: "q"},
		}},
	}
	preferred := action.Prefer(groups, action.Filter, action.Delete, action.Wide, action.Delete)
	for room, want := range map[int]string{1: "?", 2: "q?", 3: "fq?", 4: "Dfq?", 5: "Dofq?", 6: "Dof:q?"} {
		got := ""
		for _, binding := range action.Fitting(preferred, room, func(action.Binding) int { return 1 }) {
			got += binding.Keys[0]
		}
		if got != want {
			t.Errorf("with room for %d the footer has %q, want %q", room, got, want)
		}
	}
	if groups[0].Bindings[0].Rank != 9 {
		t.Error("what is preferred in one place is preferred elsewhere")
	}
}

func TestOnlyAndRelabel(t *testing.T) {
	t.Parallel()
	group := action.Everywhere().Only(action.Help, action.Quit).Relabel(action.Quit, "go", "leave now")
	if len(group.Bindings) != 2 || group.Bindings[1].Label != "go" || group.Bindings[1].Help != "leave now" {
		t.Errorf("got %+v", group.Bindings)
	}
}
