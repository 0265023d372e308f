package keys_test

import (
	"testing"

	"glimpse/model/command"
	"glimpse/ui/keys"
)

// chains are the groups that hold at the same time.
func chains() map[string][]keys.Group {
	return map[string][]keys.Group{
		"list":       {keys.List(), keys.Look(), keys.Marks(), keys.Moving(), keys.Everywhere()},
		"detail":     {keys.Detail(), keys.Moving(), keys.Everywhere()},
		"picker":     {keys.Picker(), keys.Moving(), keys.Everywhere()},
		"connecting": {keys.Connecting(), keys.Everywhere()},
		"question":   {keys.Question(), keys.Everywhere()},
		"compare":    {keys.Comparison(), keys.Moving(), keys.Everywhere()},
		"prompt":     {keys.Prompt(), keys.Everywhere().Only(keys.Back, keys.Quit)},
	}
}

func TestNoKeyHasTwoMeaningsInOnePlace(t *testing.T) {
	t.Parallel()
	for place, groups := range chains() {
		meaning := map[string]keys.Action{}
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
				if binding.Help == "" || len(binding.Keys) == 0 || binding.Action == keys.None || binding.Display() == "" {
					t.Errorf("%s: %+v says nothing", place, binding)
				}
			}
		}
	}
}

func TestTheKeysOfTheContract(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]keys.Action{
		"?": keys.Help, "esc": keys.Back, "q": keys.Leave, "ctrl+c": keys.Quit, "ctrl+r": keys.Refresh,
		"j": keys.Down, "k": keys.Up, "down": keys.Down, "up": keys.Up, "g": keys.Top, "G": keys.Bottom,
		"ctrl+d": keys.HalfDown, "ctrl+u": keys.HalfUp, "pgdown": keys.PageDown, "pgup": keys.PageUp,
		"enter": keys.Open, "1": keys.SortBy, "9": keys.SortBy, "w": keys.Wide, "c": keys.SwitchCloud, "y": keys.Copy,
	} {
		press, _, bound := keys.Match(chains()["list"], key)
		if !bound || press.Action != want {
			t.Errorf("%s is action %d, want %d", key, press.Action, want)
		}
	}
	if press, _, _ := keys.Match(chains()["list"], "4"); press.Nth != 3 {
		t.Errorf("4 is the fourth column, got %d", press.Nth)
	}
	for _, key := range []string{"D", "e", "x", "t", "P", "H", "L", "n", "u", "J", "W"} {
		if _, _, bound := keys.Match(chains()["list"], key); bound {
			t.Errorf("%s is bound, and nothing answers it", key)
		}
	}
}

func TestAReasonTakesAnActionOutOfTheFooterAndNotOutOfTheHelp(t *testing.T) {
	t.Parallel()
	group := keys.List().Because(keys.Open, "there is no image").Because(keys.Wide, "")
	for _, binding := range keys.Footer([]keys.Group{group}) {
		if binding.Action == keys.Open {
			t.Error("the footer offers what cannot be done")
		}
	}
	press, binding, bound := keys.Match([]keys.Group{group}, "enter")
	if !bound || press.Action != keys.Open || binding.Why != "there is no image" {
		t.Errorf("enter says %q", binding.Why)
	}
	if keys.List().Bindings[0].Why != "" {
		t.Error("a reason on one group went to another")
	}
}

func TestOnlyAndRelabel(t *testing.T) {
	t.Parallel()
	group := keys.Everywhere().Only(keys.Help, keys.Quit).Relabel(keys.Quit, "go", "leave now")
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
		action, known := keys.OfCommand(act.Name)
		binding, bound := keys.Find(chains()["list"], action)
		if !known || !bound {
			t.Errorf(":%s asks for %d, %v, bound %v", act.Name, action, known, bound)
			continue
		}
		// The key does the same, and does not count which of several it was.
		if press, _, _ := keys.Match(chains()["list"], binding.Keys[0]); press != (keys.Press{Action: action}) {
			t.Errorf(":%s asks for %d, its key for %+v", act.Name, action, press)
		}
	}
	if acts < 20 {
		t.Errorf("only %d commands act", acts)
	}
}
