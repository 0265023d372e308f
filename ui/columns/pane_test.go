package columns_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/ui/action"
	"glimpse/ui/columns"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// user presses keys as the program would hand them on.
type user struct {
	t     rapid.TB
	pane  *columns.Pane
	asked intent.Intent
	why   string
}

func newUser(t rapid.TB, shown, others []string) *user {
	theme := theme.New(theme.Choice{})
	u := &user{t: t, pane: columns.New(&theme, shown, others)}
	u.pane.SetSize(80, 24)
	return u
}

func (u *user) press(names ...string) *user {
	for _, name := range names {
		press, binding, bound := action.Match(u.pane.Bindings(), name)
		u.asked, u.why = nil, binding.DisabledReason
		switch {
		case !bound:
			u.asked = u.pane.Type(uitest.Key(name))
		case binding.DisabledReason == "":
			u.asked = u.pane.Act(press)
		}
	}
	return u
}

func (u *user) types(text string) *user {
	for _, char := range text {
		u.press(string(char))
	}
	return u
}

func (u *user) screen() string {
	lines, _ := u.pane.View()
	return ansi.Strip(strings.Join(lines, "\n"))
}

// applied returns the columns that are asked for in the end.
func (u *user) applied() []string {
	u.t.Helper()
	u.press("enter")
	all, ok := u.asked.(intent.All)
	if !ok || len(all) != 2 || all[0] != intent.Intent(intent.Close{}) {
		u.t.Fatalf("enter asked for %#v (%s)", u.asked, u.why)
	}
	return all[1].(intent.SetColumns).Names
}

func TestColumnsAreChosenAndMoved(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		keys []string
		want string
	}{
		{"as they were", nil, "name status size"},
		{"hiding one", []string{"j", "space"}, "name size"},
		{"hiding several in a row", []string{"space", "space"}, "size"},
		{"showing another as the last", []string{"G", "space"}, "name status size os_distro"},
		{"showing several in a row", []string{"j", "j", "j", "space", "space"}, "name status size id tags"},
		{"hidden and shown again", []string{"space", "j", "j", "space"}, "status size name"},
		{"none, and then the ones that are wanted", []string{"n", "space", "j", "space"}, "name size"},
		{"moving up", []string{"j", "j", "K", "K"}, "size name status"},
		{"moving down", []string{"J", "J", "J"}, "status size name"},
		{"typing a property", []string{"+", "a", "b", "enter"}, "name status size ab"},
		{"typing one that is offered", []string{"/", "i", "d", "enter", "K"}, "name status id size"},
		{"typing one that is shown goes there", []string{"+", "s", "i", "z", "e", "enter", "K"}, "name size status"},
		{"typing a filter's word for a column", []string{"+", "t", "a", "g", "enter"}, "name status size tags"},
		{"completing", []string{"+", "d", "i", "s", "tab", "enter"}, "name status size os_distro"},
		{"completing to the last and back to what was typed", []string{"+", "s", "tab", "tab", "tab", "enter"}, "name status size s"},
		{"completing backwards", []string{"+", "i", "shift+tab", "enter"}, "name status size os_distro"},
		{"typing nothing", []string{"+", "enter"}, "name status size"},
		{"backspace in an empty line leaves it", []string{"+", "backspace", "space"}, "status size"},
		{"esc leaves the line, not the pane", []string{"+", "x", "esc"}, "name status size"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, []string{"name", "status", "size"}, []string{"status", "id", "tags", "os_distro"})
			if got := strings.Join(u.press(test.keys...).applied(), " "); got != test.want {
				t.Errorf("got %q, want %q\n%s", got, test.want, u.screen())
			}
		})
	}
}

func TestWhatCannotBeDoneHasAReason(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, key, want string
		before          []string
	}{
		{"the last column stays", "space", "at least one", []string{"space"}},
		{"the first goes no further up", "K", "first column already", nil},
		{"the last goes no further down", "J", "last column already", []string{"j"}},
		{"what is not shown has no order", "K", "space shows this one", []string{"G"}},
		{"nothing to complete", "tab", "no name that is known", []string{"+", "z", "z"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, []string{"name", "size"}, []string{"id"}).press(test.before...)
			before := u.screen()
			if u.press(test.key); !strings.Contains(u.why, test.want) || u.screen() != before {
				t.Errorf("%s says %q\n%s", test.key, u.why, u.screen())
			}
		})
	}
	empty := newUser(t, nil, nil)
	if empty.press("enter", "space"); !strings.Contains(empty.why, "+ adds") {
		t.Errorf("without columns: %q", empty.why)
	}
	if got := empty.press("+").types("os_distro").press("enter").applied(); !slices.Equal(got, []string{"os_distro"}) {
		t.Errorf("got %q", got)
	}
}

func TestLeavingAndTheUsualColumns(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"esc", "q"} {
		if u := newUser(t, []string{"name"}, nil).press("j", key); u.asked != intent.Intent(intent.Close{}) {
			t.Errorf("%s asked for %#v", key, u.asked)
		}
	}
	u := newUser(t, []string{"name"}, nil).press("r")
	all, _ := u.asked.(intent.All)
	if len(all) != 2 || len(all[1].(intent.SetColumns).Names) != 0 {
		t.Errorf("r asked for %#v", u.asked)
	}
	typing := newUser(t, []string{"name"}, []string{"servers"}).types("serv").press("tab", "enter")
	if got := strings.Join(typing.applied(), " "); got != "name servers" {
		t.Errorf("typed without a key before: %q", got)
	}
	if tell, ok := newUser(t, []string{"name"}, nil).press("left").asked.(intent.Notify); !ok || tell.Text == "" {
		t.Error("a key without a meaning is not told")
	}
}

func TestEachColumnSaysWhatItIs(t *testing.T) {
	t.Parallel()
	u := newUser(t, []string{"name", "created_at", "tags"}, []string{"os_hidden", "self", "os_distro", "created"})
	for _, want := range []string{
		"[✓] name        the name", "[✓] created_at  when the image was created", "[✓] tags        the tags",
		"[ ] os_hidden   whether it is hidden", "[ ] self        an attribute", "[ ] os_distro   a property",
		"[ ] created     a property", "3 of 7 columns are shown",
	} {
		if !strings.Contains(u.screen(), want) {
			t.Errorf("%q is not shown:\n%s", want, u.screen())
		}
	}
	u.press("+").types("os")
	if !strings.Contains(u.screen(), "tab: os_hidden, os_distro") {
		t.Errorf("no completion is offered:\n%s", u.screen())
	}
}

func TestNothingPrintableIsBoundWhileANameIsTyped(t *testing.T) {
	t.Parallel()
	u := newUser(t, []string{"name"}, nil).press("+")
	for _, group := range u.pane.Bindings() {
		for _, binding := range group.Bindings {
			for _, key := range binding.Keys {
				if len([]rune(key)) == 1 || key == "space" {
					t.Errorf("%q is bound", key)
				}
			}
		}
	}
}

func TestNoColumnIsLostOrTwiceWhateverIsPressed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(t, "ascii"), Grapheme: rapid.Bool().Draw(t, "grapheme")})
		foul := rapid.OneOf(rapid.SampledFrom(uitest.Poison()), rapid.String())
		others := append([]string{"name", "size", "id", "os_distro"}, uitest.Poison()...)
		u := &user{t: t, pane: columns.New(&theme, []string{"name", "size", foul.Draw(t, "shown")}, others)}
		width, height := rapid.IntRange(80, 200).Draw(t, "width"), rapid.IntRange(24, 50).Draw(t, "height")
		u.pane.SetSize(width, height)
		for range rapid.IntRange(0, 40).Draw(t, "presses") {
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				u.pane.Paste(foul.Draw(t, "pasted"))
			case 1:
				u.pane.Wheel(rapid.IntRange(-3, 3).Draw(t, "wheel"))
			default:
				u.press(rapid.SampledFrom([]string{
					"k", "j", "g", "G", "space", "K", "J", "ctrl+d", "pgup", "+", "tab", "backspace", "esc", "x", "down", "shift+tab",
				}).Draw(t, "key"))
			}
			lines, wide := u.pane.View()
			if len(lines) > height-2 || wide > width {
				t.Fatalf("%d lines of %d cells in %dx%d", len(lines), wide, width, height)
			}
			for _, line := range lines {
				if got := theme.Cells.Width(ansi.Strip(line)); got != wide || uitest.Forbidden(line) != "" {
					t.Fatalf("%q takes %d cells of %d", line, got, wide)
				}
			}
		}
		u.pane.Act(action.Press{Action: action.Back}) // out of the line, or an offer to leave
		shown := u.applied()
		slices.Sort(shown)
		if len(shown) == 0 || len(slices.Compact(slices.Clone(shown))) != len(shown) {
			t.Fatalf("shown are %q", shown)
		}
	})
}

func TestAColumnThatWouldAlwaysBeEmptyIsRefusedWhereItIsTyped(t *testing.T) {
	t.Parallel()
	for typed, said := range map[string]string{"self": "use id", "file": "use id", "Size": "use size", "member_status": "in quotes"} {
		u := newUser(t, []string{"name"}, nil).press("+").types(typed).press("enter")
		if tell, told := u.asked.(intent.Notify); !told || !strings.Contains(tell.Text, said) {
			t.Errorf("%s: %#v, want %q", typed, u.asked, said)
		}
		if !strings.Contains(u.screen(), typed) {
			t.Errorf("what was typed is gone:\n%s", u.screen())
		}
	}
	for typed, want := range map[string]string{"created": "created_at", `"Size"`: "Size", "hidden": "os_hidden", "a b": "a b"} {
		if got := newUser(t, []string{"name"}, nil).press("+").types(typed).press("enter", "enter").applied(); !slices.Equal(got, []string{"name", want}) {
			t.Errorf("%s became %q", typed, got)
		}
	}
}
