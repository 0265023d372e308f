package keymap_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/ui/action"
	"glimpse/ui/keymap"
)

// meanings fails the test where a key means two things at the same time, and
// returns the scopes that are there.
func meanings(t rapid.TB, apply func([]action.Group) []action.Group) map[action.Scope]bool {
	t.Helper()
	covered := map[action.Scope]bool{}
	for _, groups := range action.Together() {
		meaning := map[string]action.ID{}
		for _, group := range apply(groups) {
			covered[group.Scope] = true
			for _, binding := range group.Bindings {
				for _, key := range binding.Keys {
					if other, taken := meaning[key]; taken && other != binding.Action {
						t.Errorf("%s: %s means %s and %s", groups[0].Scope, key, other, binding.Action)
					}
					meaning[key] = binding.Action
				}
			}
		}
	}
	return covered
}

func TestNoKeyMeansTwoThingsBeforeAnybodyBindsOne(t *testing.T) {
	t.Parallel()
	var none *keymap.Map
	covered := meanings(t, none.Apply)
	for _, group := range action.All() {
		if !covered[group.Scope] {
			t.Errorf("nothing says what holds together with %s", group.Scope)
		}
	}
	// Every binding that there is can be bound to the keys that it has.
	var binds []keymap.Bind
	for _, group := range action.All() {
		for _, binding := range group.Bindings {
			if len(binding.Keys) > 0 {
				binds = append(binds, keymap.Bind{Scope: group.Scope, Action: binding.Action, Keys: binding.Keys})
			}
		}
	}
	if _, faults := keymap.New(binds); len(faults) > 0 {
		t.Errorf("what holds is refused: %+v", faults)
	}
}

func TestKeysAreBoundAnewUnboundAndSwapped(t *testing.T) {
	t.Parallel()
	m, faults := keymap.New([]keymap.Bind{
		{"marks", action.MarkAll, []string{"i"}},
		{"marks", action.MarkInvert, []string{"a", "alt+shift+ctrl+x"}},
		{"change", action.Delete, nil},
		{"list", action.SortBy, []string{"f5", "f6", "f7", "f8"}},
		{"everywhere", action.Quit, []string{"ctrl+q"}},
		{"everywhere", action.Message, []string{"f12"}},
	})
	if len(faults) > 0 {
		t.Fatalf("%+v", faults)
	}
	groups := m.Apply([]action.Group{action.Marks(), action.Changes(), action.List(), action.Everywhere()})
	for key, want := range map[string]action.ID{
		"i": action.MarkAll, "a": action.MarkInvert, "ctrl+alt+shift+x": action.MarkInvert, "D": action.None, "f7": action.SortBy, "1": action.None,
		"ctrl+q": action.Quit, "ctrl+c": action.Quit, "f12": action.Message, "ctrl+o": action.None, "v": action.MarkRange,
	} {
		if press, _, _ := action.Match(groups, key); press.Action != want {
			t.Errorf("%s is %q, want %q", key, press.Action, want)
		}
	}
	if press, binding, _ := action.Match(groups, "f7"); press.Nth != 2 || binding.Display() != "f5…f8" {
		t.Errorf("f7 is choice %d of %q", press.Nth, binding.Display())
	}
	if !m.Means("f12", action.Message) || m.Means("ctrl+o", action.Message) || !m.Means("ctrl+z", action.Suspend) {
		t.Error("the keys that hold everywhere do not follow")
	}
	if len(action.Marks().Bindings[2].Keys) != 1 || action.Marks().Bindings[2].Keys[0] != "a" {
		t.Error("the declaration itself was changed")
	}
}

func TestWhatIsWrongWithBindingsIsSaid(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		binds []keymap.Bind
		at    int
		part  keymap.Part
		want  string
	}{
		"a scope":              {[]keymap.Bind{{"lists", action.Open, []string{"x"}}}, 0, keymap.OfScope, "no scope lists"},
		"an action":            {[]keymap.Bind{{"list", "mark-all", []string{"A"}}}, 0, keymap.OfAction, "no action mark-all in list"},
		"what a menu numbers":  {[]keymap.Bind{{"menu", action.Pick, []string{"A"}}}, 0, keymap.OfAction, "no action pick in menu"},
		"a key":                {[]keymap.Bind{{"list", action.Open, []string{"A", "hyper+x"}}}, 0, keymap.OfKeys, `"hyper+x" is no key`},
		"a name of no key":     {[]keymap.Bind{{"list", action.Open, []string{"foo"}}}, 0, keymap.OfKeys, `"foo" is no key`},
		"a control character":  {[]keymap.Bind{{"list", action.Open, []string{"\x1b"}}}, 0, keymap.OfKeys, "is no key"},
		"shift":                {[]keymap.Bind{{"list", action.Open, []string{"shift+a"}}}, 0, keymap.OfKeys, "write A"},
		"ctrl and upper case":  {[]keymap.Bind{{"list", action.Open, []string{"ctrl+A"}}}, 0, keymap.OfKeys, "write ctrl+a"},
		"the same key":         {[]keymap.Bind{{"list", action.Open, []string{"ctrl+i"}}}, 0, keymap.OfKeys, "same key as tab"},
		"twice":                {[]keymap.Bind{{"list", action.Open, []string{"E", "E"}}}, 0, keymap.OfKeys, "twice"},
		"ctrl+c":               {[]keymap.Bind{{"list", action.Open, []string{"ctrl+c"}}}, 0, keymap.OfKeys, "ctrl+c always means quit"},
		"esc":                  {[]keymap.Bind{{"list", action.Open, []string{"esc"}}}, 0, keymap.OfKeys, "esc always means escape"},
		"another's":            {[]keymap.Bind{{"list", action.Overview, []string{"e"}}}, 0, keymap.OfKeys, "edit-attributes of change"},
		"in another scope":     {[]keymap.Bind{{"move", action.Down, []string{"n"}}}, 0, keymap.OfKeys, "n cannot be down of move"},
		"one of two binds":     {[]keymap.Bind{{"list", action.Overview, []string{"ctrl+g"}}, {"marks", action.MarkAll, []string{"ctrl+g"}}}, 1, keymap.OfKeys, "ctrl+g"},
		"what holds anywhere":  {[]keymap.Bind{{"preview-word", action.OtherSide, []string{"ctrl+z"}}}, 0, keymap.OfKeys, "suspend"},
		"what is typed":        {[]keymap.Bind{{"tag-line", action.Next, []string{"x"}}}, 0, keymap.OfKeys, "typed as text"},
		"too many for choices": {[]keymap.Bind{{"job-report", action.SaveFile, []string{"e", "E", "ctrl+e"}}}, 0, keymap.OfKeys, "2 keys"},
	} {
		_, faults := keymap.New(test.binds)
		if !slices.ContainsFunc(faults, func(f keymap.Fault) bool {
			return f.At == test.at && f.Part == test.part && strings.Contains(f.Problem+"; "+f.Expected, test.want)
		}) {
			t.Errorf("%s: %+v", name, faults)
		}
	}
}

// TestWhateverIsBoundNoKeyMeansTwoThings binds at random: what is accepted has
// one meaning a key, and a way out.
func TestWhateverIsBoundNoKeyMeansTwoThings(t *testing.T) {
	t.Parallel()
	keys := []string{"a", "b", "n", "D", "space", "ctrl+a", "ctrl+g", "f5", "f6", "tab", "enter", "esc", "ctrl+c", "alt+x", "pgdn", "+", "ctrl++"}
	rapid.Check(t, func(rt *rapid.T) {
		var binds []keymap.Bind
		for range rapid.IntRange(1, 4).Draw(rt, "binds") {
			group := rapid.SampledFrom(action.All()).Draw(rt, "scope")
			binding := rapid.SampledFrom(group.Bindings).Draw(rt, "action")
			binds = append(binds, keymap.Bind{
				Scope: group.Scope, Action: binding.Action, Keys: rapid.SliceOfN(rapid.SampledFrom(keys), 0, 2).Draw(rt, "keys"),
			})
		}
		m, faults := keymap.New(binds)
		if len(faults) > 0 {
			return
		}
		meanings(rt, m.Apply)
		if !m.Means("ctrl+c", action.Quit) || !m.Means("esc", action.Back) {
			rt.Error("there is no way out")
		}
	})
}

func TestATextNamesTheKeyAsItIsBound(t *testing.T) {
	t.Parallel()
	bound, faults := keymap.New([]keymap.Bind{
		{Scope: "change", Action: action.Undo, Keys: []string{"f8", "f9"}},
		{Scope: "list", Action: action.Filter},
		{Scope: "list", Action: action.LoadAll},
		{Scope: "line", Action: action.Older, Keys: []string{"pgdown"}},
	})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var none *keymap.Map
	for _, test := range []struct {
		keys  *keymap.Map
		scope action.Scope
		id    action.ID
		want  string
	}{
		{none, "change", action.Undo, "u"},
		{none, "line", action.Older, "↑"},
		{bound, "change", action.Undo, "f8"},
		{bound, "job-report", action.Undo, "u"},
		{bound, "line", action.Older, "pgdn"},
		{bound, "list", action.Filter, ":pane-filter"},
		{bound, "list", action.LoadAll, ":load all"},
	} {
		if got := test.keys.For(test.scope, test.id); got != test.want {
			t.Errorf("the key of %s in %s is %q, want %q", test.id, test.scope, got, test.want)
		}
	}
}
