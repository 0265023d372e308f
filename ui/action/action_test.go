package action_test

import (
	"testing"

	"glimpse/model/command"
	"glimpse/ui/action"
)

// chains are the groups that hold at the same time.
func chains() map[string][]action.Group {
	return map[string][]action.Group{
		"list":       {action.List(), action.Look(), action.Marks(), action.Moving(), action.Everywhere()},
		"detail":     {action.Detail(), action.Moving(), action.Everywhere()},
		"picker":     {action.Picker(), action.Moving(), action.Everywhere()},
		"connecting": {action.Connecting(), action.Everywhere()},
		"question":   {action.Question(), action.Everywhere()},
		"compare":    {action.Comparison(), action.Moving(), action.Everywhere()},
		"prompt":     {action.Prompt(), action.Everywhere().Only(action.Back, action.Quit)},
	}
}

func TestNoKeyHasTwoMeaningsInOnePlace(t *testing.T) {
	t.Parallel()
	for place, groups := range chains() {
		meaning := map[string]action.ID{}
		for _, group := range groups {
			for _, binding := range group.Bindings {
				for _, key := range binding.Keys {
					if other, taken := meaning[key]; taken {
						t.Errorf("%s: %s means %d and %d", place, key, other, binding.Action)
					}
					meaning[key] = binding.Action
				}
			}
		}
	}
}

func TestEveryBindingIsExplained(t *testing.T) {
	t.Parallel()
	for place, groups := range chains() {
		for _, group := range groups {
			if group.Title == "" {
				t.Errorf("%s: a group has no title", place)
			}
			for _, binding := range group.Bindings {
				if binding.Help == "" || len(binding.Keys) == 0 || binding.Action == action.None || binding.Display() == "" {
					t.Errorf("%s: %+v says nothing", place, binding)
				}
			}
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
		press, _, bound := action.Match(chains()["list"], key)
		if !bound || press.Action != want {
			t.Errorf("%s is action %d, want %d", key, press.Action, want)
		}
	}
	if press, _, _ := action.Match(chains()["list"], "4"); press.Nth != 3 {
		t.Errorf("4 is the fourth column, got %d", press.Nth)
	}
	for _, key := range []string{"D", "e", "x", "t", "P", "H", "L", "n", "u", "J", "W"} {
		if _, _, bound := action.Match(chains()["list"], key); bound {
			t.Errorf("%s is bound, and nothing answers it", key)
		}
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

func TestOnlyAndRelabel(t *testing.T) {
	t.Parallel()
	group := action.Everywhere().Only(action.Help, action.Quit).Relabel(action.Quit, "go", "leave now")
	if len(group.Bindings) != 2 || group.Bindings[1].Label != "go" || group.Bindings[1].Help != "leave now" {
		t.Errorf("got %+v", group.Bindings)
	}
}

func TestEveryCommandThatActsHasAKeyInTheList(t *testing.T) {
	t.Parallel()
	acts := 0
	for _, info := range command.Table() {
		read, err := command.Parse(info.Name)
		act, isAct := read.(command.Act)
		if err != nil || !isAct {
			continue
		}
		acts++
		asked, known := action.OfCommand(act.Name)
		binding, bound := action.Find(chains()["list"], asked)
		if !known || !bound {
			t.Errorf(":%s asks for %d, %v, bound %v", act.Name, asked, known, bound)
			continue
		}
		// The key does the same, and does not count which of several it was.
		if press, _, _ := action.Match(chains()["list"], binding.Keys[0]); press != (action.Press{Action: asked}) {
			t.Errorf(":%s asks for %d, its key for %+v", act.Name, asked, press)
		}
	}
	if acts < 20 {
		t.Errorf("only %d commands act", acts)
	}
}
