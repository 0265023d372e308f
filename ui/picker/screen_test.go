package picker_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/picker"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

var sizes = [][2]int{{80, 21}, {120, 35}, {200, 45}}

// user presses keys as the program would hand them on.
type user struct {
	t      rapid.TB
	screen *picker.Screen
	asked  intent.Intent
	why    string
}

func newUser(t rapid.TB, screen *picker.Screen) *user {
	screen.SetSize(80, 21)
	return &user{t: t, screen: screen}
}

func (u *user) press(names ...string) *user {
	u.t.Helper()
	for _, name := range names {
		press, binding, bound := action.Match(u.screen.Bindings(), name)
		if !bound {
			u.t.Fatalf("%q does nothing", name)
		}
		u.asked, u.why = nil, binding.DisabledReason
		if binding.DisabledReason == "" {
			u.asked = u.screen.Act(press)
		}
	}
	return u
}

func (u *user) shows(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if !strings.Contains(ansi.Strip(u.screen.View()), text) {
			u.t.Fatalf("%q is not shown:\n%s", text, ansi.Strip(u.screen.View()))
		}
	}
	return u
}

func (u *user) hides(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if strings.Contains(ansi.Strip(u.screen.View()), text) {
			u.t.Fatalf("%q is shown:\n%s", text, ansi.Strip(u.screen.View()))
		}
	}
	return u
}

func (u *user) got(want intent.Intent) {
	u.t.Helper()
	if u.asked != want {
		u.t.Errorf("got %#v, want %#v", u.asked, want)
	}
}

func clouds() []picker.Choice {
	return []picker.Choice{
		{Name: "prod", Summary: "https://keystone.prod.example:5000/v3 as operator", Color: "red", Intent: intent.Connect{Cloud: "prod"}},
		{Name: "lab", Summary: "https://lab.example/v3 as demo", Current: true, Intent: intent.Connect{Cloud: "lab"}},
		{Name: "Edge-7", Summary: "https://edge.example/v3 as demo", Color: "green", Intent: intent.Connect{Cloud: "Edge-7"}},
	}
}

var askProjects = intent.Notify{Text: "projects, please"}

func tabbed(theme *theme.Theme) *picker.Screen {
	return picker.NewTabs(
		theme, "Choose where to work", false,
		picker.Tab{Title: "Cloud", Text: "Several are configured.", Choices: clouds()},
		picker.Tab{Title: "Project", Text: "Those that you have a role in.", Ask: askProjects, Reading: "reading the projects"},
		picker.Tab{Title: "Region", Text: "Those of lab.", Empty: "this cloud has one region only"},
	)
}

func TestAScreenOfOneList(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, picker.New(&theme, "Choose a cloud", "Several are configured.", true, clouds()))
	u.shows("Choose a cloud", "Several are configured.", "› lab").hides("[Choose")
	u.press("enter").got(intent.Connect{Cloud: "lab"})
	u.press("j", "enter").got(intent.Connect{Cloud: "Edge-7"})
	u.press("g", "enter").got(intent.Connect{Cloud: "prod"})
	u.press("q").got(intent.Quit{})
	if u.press("esc"); !strings.Contains(u.why, "first screen") {
		t.Errorf("esc says %q", u.why)
	}
	u.screen.Select("Edge-7")
	u.screen.Select("nowhere")
	u.press("enter").got(intent.Connect{Cloud: "Edge-7"})
	if _, _, bound := action.Match(u.screen.Bindings(), "tab"); bound {
		t.Error("tab goes to a tab that is not there")
	}
}

func TestTheOneInUseAndTheColoursAreTold(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, tabbed(&theme))
	u.shows("lab     (current)", " red ", " green ")
	if drawn := u.screen.View(); !strings.Contains(drawn, theme.Flag("red").Render(" red ")) {
		t.Errorf("the colour is not shown as one:\n%q", drawn)
	}
}

func TestTabsAreGoneThrough(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, tabbed(&theme))
	if asked := u.screen.Begin(); asked != nil {
		t.Errorf("a list that is there asks for %#v", asked)
	}
	u.shows("[Cloud]   Project    Region")
	u.press("tab").got(askProjects)
	u.shows("[Project]", "Reading the projects…", "Those that you have a role in.").hides("prod")
	if u.screen.Doing() != "reading the projects" {
		t.Errorf("it says %q", u.screen.Doing())
	}
	if u.press("enter"); !strings.Contains(u.why, "reading the projects") {
		t.Errorf("enter says %q", u.why)
	}
	u.press("l").got(nil)
	u.shows("[Region]", "This cloud has one region only.")
	if u.press("enter"); u.why != "this cloud has one region only" {
		t.Errorf("enter says %q", u.why)
	}
	u.press("tab").shows("[Cloud]", "prod")
	u.press("shift+tab").shows("[Region]").press("h").shows("[Project]")
	u.got(nil) // it was asked for already
	if u.screen.Show("Cloud"); u.screen.Doing() != "" {
		t.Error("the clouds are being read")
	}
	u.shows("[Cloud]")
	u.press("esc").got(intent.Close{})
	u.press("q").got(intent.Close{})
}

func TestATabTakesItsChoicesOrWhyThereAreNone(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, tabbed(&theme))
	u.press("tab")
	failed := picker.Tab{Title: "Project", Ask: askProjects, Err: errors.New("GET /v3/auth/projects: connection refused")}
	u.screen.SetTab(failed)
	u.shows("GET /v3/auth/projects: connection refused.", "Try again").press("ctrl+r").got(askProjects)
	if u.press("enter"); !strings.Contains(u.why, "ctrl+r") {
		t.Errorf("enter says %q", u.why)
	}
	choice := func(name string, current bool) picker.Choice {
		return picker.Choice{Name: name, Current: current, Intent: intent.Notify{Text: name}}
	}
	read := picker.Tab{Title: "Project", Choices: []picker.Choice{choice("a", false), choice("b", true), choice("c", false)}}
	u.screen.SetTab(read)
	u.press("enter").got(intent.Notify{Text: "b"}) // the one in use
	u.press("j")
	read.Choices = append([]picker.Choice{choice("new", false)}, read.Choices...)
	u.screen.SetTab(read)
	u.press("enter").got(intent.Notify{Text: "c"}) // the cursor stayed
	if _, _, bound := action.Match(u.screen.Bindings(), "ctrl+r"); bound {
		t.Error("ctrl+r tries again what did not fail")
	}
	u.screen.SetTab(picker.Tab{Title: "Elsewhere", Choices: clouds()})
	u.shows("[Project]", "new").hides("prod")
}

func TestChoicesAreNarrowedByWords(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, tabbed(&theme))
	u.press("/").got(intent.TypeSearch{})
	u.screen.Search("demo")
	u.shows("lab", "Edge-7", "2 of 3 hold: demo").hides("prod")
	if note, wrong := u.screen.SearchNote(); note != "2 of 3" || wrong {
		t.Errorf("it says %q, %t", note, wrong)
	}
	u.screen.Search("red")
	u.press("enter").got(intent.Connect{Cloud: "prod"})
	u.screen.Search("Edge")
	u.press("enter").got(intent.Connect{Cloud: "Edge-7"})
	u.screen.Search("/(/")
	if note, wrong := u.screen.SearchNote(); !wrong || note == "" {
		t.Errorf("a wrong expression says %q, %t", note, wrong)
	}
	u.shows("Edge-7").hides("prod")
	u.screen.Search("nothing of the kind")
	u.shows("Nothing holds these words")
	if u.press("enter"); !strings.Contains(u.why, "esc shows all") {
		t.Errorf("enter says %q", u.why)
	}
	if u.press("tab", "tab"); u.screen.Searched() != "" {
		t.Error("another tab is narrowed too")
	}
	u.press("tab", "esc").got(nil)
	u.shows("prod", "lab", "Edge-7").press("esc").got(intent.Close{})
}

func TestEscClearsTheWordsOnTheFirstScreenToo(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, picker.New(&theme, "Choose a cloud", "", true, clouds()))
	u.screen.Search("lab")
	u.press("esc").shows("prod")
}

func TestAClickGoesToATabOrTakesAChoice(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	for tab, want := range map[string]string{"Project": "[Project]", "Region": "[Region]", "Cloud": "[Cloud]"} {
		u := newUser(t, tabbed(&theme))
		lines := strings.Split(ansi.Strip(u.screen.View()), "\n")
		u.screen.Click(strings.Index(lines[1], tab)+1, 1)
		u.shows(want)
	}
	u := newUser(t, tabbed(&theme))
	if asked := u.screen.Click(4, 4); asked != nil {
		t.Errorf("the first click asks for %#v", asked)
	}
	if asked := u.screen.Click(4, 4); asked != intent.Intent(intent.Connect{Cloud: "prod"}) {
		t.Errorf("the second click asks for %#v", asked)
	}
	for _, at := range [][2]int{{0, 1}, {79, 1}, {4, 0}, {4, 15}} {
		if asked := u.screen.Click(at[0], at[1]); asked != nil {
			t.Errorf("a click on %v asks for %#v", at, asked)
		}
	}
}

func TestMoreChoicesThanFitAreScrolled(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	var many []picker.Choice
	for i := range 80 {
		many = append(many, picker.Choice{Name: fmt.Sprintf("cloud-%02d", i), Intent: intent.Connect{Cloud: fmt.Sprint(i)}})
	}
	u := newUser(t, picker.New(&theme, "Choose a cloud", "Several are configured.", false, many))
	u.shows("more ↓", "cloud-00").press("G").shows("more ↑", "cloud-79").hides("more ↓", "cloud-00")
	u.screen.Wheel(-30)
	u.shows("more ↑↓").press("enter").got(intent.Connect{Cloud: "49"})
	labelled := false
	for _, binding := range action.Footer(u.screen.Bindings()) {
		labelled = labelled || binding.Action == action.Search
	}
	if !labelled {
		t.Error("the footer does not say that a long list can be searched")
	}
}

func TestAScreenWithoutChoicesSaysSo(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	for _, screen := range []*picker.Screen{picker.New(&theme, "Choose", "", false, nil), picker.NewTabs(&theme, "Choose", false)} {
		u := newUser(t, screen)
		u.shows("There is nothing to choose from.").press("j", "G", "enter", "/")
		if u.why == "" || u.screen.Click(4, 4) != nil {
			t.Error("something can be taken")
		}
	}
}

func TestThePickerFitsWhateverItOffersAndWhateverIsPressed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Grapheme: rapid.Bool().Draw(rt, "grapheme")})
		foul := rapid.OneOf(rapid.SampledFrom(uitest.Poison()), rapid.String())
		tab := func(title string) picker.Tab {
			tab := picker.Tab{Title: title, Text: "Several.", Choices: make([]picker.Choice, rapid.IntRange(0, 50).Draw(rt, "choices"))}
			for i := range tab.Choices {
				tab.Choices[i] = picker.Choice{
					Name: foul.Draw(rt, "name"), Summary: foul.Draw(rt, "summary"), Intent: intent.Quit{},
					Color: rapid.OneOf(rapid.SampledFrom([]string{"", "red"}), foul).Draw(rt, "color"), Current: rapid.Bool().Draw(rt, "current"),
				}
			}
			if rapid.Bool().Draw(rt, "failed") {
				tab.Err = errors.New(foul.Draw(rt, "error"))
			}
			return tab
		}
		u := newUser(rt, picker.NewTabs(&theme, "Choose", rapid.Bool().Draw(rt, "first"), tab("Cloud"), tab("Region")))
		size := rapid.SampledFrom(sizes).Draw(rt, "size")
		u.screen.SetSize(size[0], size[1])
		for range rapid.IntRange(0, 12).Draw(rt, "presses") {
			switch rapid.IntRange(0, 4).Draw(rt, "what") {
			case 0:
				u.screen.Search(foul.Draw(rt, "sought"))
			case 1:
				u.screen.Click(rapid.IntRange(0, 79).Draw(rt, "x"), rapid.IntRange(0, 20).Draw(rt, "y"))
			case 2:
				u.screen.SetTab(tab("Region"))
			default:
				u.press(rapid.SampledFrom([]string{"j", "k", "G", "tab", "enter", "esc", "pgdown"}).Draw(rt, "key"))
			}
			fits(rt, &theme, u.screen.View(), size[0], size[1])
		}
	})
}

func TestAFoulNameMovesNothingOutsideItsLine(t *testing.T) {
	t.Parallel()
	for _, foul := range uitest.Poison() {
		theme := theme.New(theme.Choice{})
		draw := func(name string) uitest.Screen {
			choices := clouds()
			choices[2].Name, choices[2].Summary, choices[2].Color = name, name, name
			u := newUser(t, picker.New(&theme, "Choose a cloud", "Several.", true, append(choices, picker.Choice{Name: strings.Repeat("x", 90)})))
			fits(t, &theme, u.screen.View(), 80, 21)
			return uitest.Draw(t, u.screen.View(), 80, 21)
		}
		clean, drawn := draw("clean"), draw(foul)
		for y := range clean.Lines {
			if y != 6 && clean.Lines[y] != drawn.Lines[y] {
				t.Errorf("%q changed line %d:\n%s\n%s", foul, y, clean.Lines[y], drawn.Lines[y])
			}
		}
	}
}

func fits(t rapid.TB, theme *theme.Theme, content string, width, height int) {
	t.Helper()
	if bad := uitest.Forbidden(content); bad != "" {
		t.Fatalf("%q is sent to the terminal", bad)
	}
	lines := strings.Split(content, "\n")
	if len(lines) != height {
		t.Fatalf("%d lines of %d", len(lines), height)
	}
	for _, line := range lines {
		if got := theme.Cells.Width(ansi.Strip(line)); got > width {
			t.Fatalf("a line takes %d cells of %d: %q", got, width, ansi.Strip(line))
		}
	}
}
