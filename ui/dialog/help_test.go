package dialog_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/dialog"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

func listHelp(theme *theme.Theme) *dialog.Help {
	groups := []action.Group{action.List().Disable(action.Open, "there is no image"), action.Marks(), action.Moving(), action.Everywhere()}
	return dialog.NewHelp(theme, groups, dialog.Commands(false, nil), dialog.Language())
}

func TestTheHelpIsNarrowedWhileWordsAreTyped(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, &theme, listHelp(&theme))
	u.press("/").noPrintable()
	u.types("q").shows("/ q").press("backspace")
	u.types("marks").shows("Marks", "unmark all").hides("Everywhere", "the sort pane")
	u.types(" all").shows("unmark all").hides("begin a range")
	u.press("enter").oneMeaning()
	if u.asked != nil {
		t.Errorf("enter asked for %#v", u.asked)
	}
	u.press("j").shows("/ marks all", "unmark all")
	u.press("esc").shows("the sort pane").hides("/ marks")
	if u.asked != nil {
		t.Errorf("the first esc closes: %#v", u.asked)
	}
	if u.press("esc"); !u.closed() {
		t.Errorf("the second esc does not close: %#v", u.asked)
	}
}

func TestEscWhileTypingClearsTheWordsFirst(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, &theme, listHelp(&theme))
	u.press("/").types("zzz").shows("nothing holds these words").press("esc").shows("the sort pane")
	if u.press("q"); !u.closed() {
		t.Errorf("q asked for %#v", u.asked)
	}
	u.press("/", "backspace", "?")
	if !u.closed() {
		t.Error("backspace in the empty line does not leave it")
	}
	u.press("x").told("/ searches")
}

func TestAWrongExpressionInTheHelpLeavesWhatWasFound(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, &theme, listHelp(&theme))
	u.press("/").types("/unmark(/").shows("not a regular expression", "unmark all")
	u.press("backspace", "backspace").shows("unmark all").hides("not a regular expression")
}

func TestTheHelpKeepsItsSizeWhileItIsNarrowed(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		theme := theme.New(theme.Choice{})
		help := listHelp(&theme)
		u := newUser(t, &theme, help)
		help.SetSize(size[0], size[1])
		u.press("/")
		before, wide := help.View()
		u.types("unmark")
		if after, now := help.View(); len(after) != len(before) || now != wide {
			t.Errorf("%v: from %dx%d to %dx%d", size, wide, len(before), now, len(after))
		}
	}
}

func TestTheHelpSaysWhatCannotBeDoneAndWhy(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, &theme, listHelp(&theme))
	u.shows(action.List().Bindings[0].Help + " (there is no image)")
}

func TestTheHelpListsTheCommandsThatThereAre(t *testing.T) {
	t.Parallel()
	usages := func(section dialog.Section) (all []string) {
		for _, row := range section.Rows {
			all = append(all, row.Usage)
		}
		return all
	}
	reading, writing := usages(dialog.Commands(false, nil)), usages(dialog.Commands(true, []action.Group{action.List(), action.Moving()}))
	if !slices.Contains(reading, ":load all") || !slices.ContainsFunc(reading, func(s string) bool { return strings.HasPrefix(s, ":filter ") }) {
		t.Errorf("got %q", reading)
	}
	if slices.Contains(reading, ":hide") || !slices.Contains(writing, ":hide") || len(writing) <= len(reading) {
		t.Errorf("%d commands read, %d of all", len(reading), len(writing))
	}
}

func TestEveryExampleOfTheLanguageIsRight(t *testing.T) {
	t.Parallel()
	operators := map[query.Op]bool{}
	for _, row := range dialog.Language().Rows {
		terms, err := query.Parse(row.Usage)
		if err != nil || len(terms) == 0 || row.Help == "" {
			t.Errorf("%s: %v", row.Usage, err)
		}
		for _, term := range terms {
			operators[term.Op] = true
		}
		if _, err := (query.Query{Terms: terms}).Split(uitest.Now); err != nil {
			t.Errorf("%s: %v", row.Usage, err)
		}
	}
	for _, op := range []query.Op{
		query.OpEqual, query.OpNotEqual, query.OpContains, query.OpMatches, query.OpLess, query.OpGreaterOrEqual, query.OpSet, query.OpUnset,
	} {
		if !operators[op] {
			t.Errorf("operator %d has no example", op)
		}
	}
}

func TestTheHelpFitsWhateverItSaysAndWhateverIsPressed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Grapheme: rapid.Bool().Draw(rt, "grapheme")})
		foul := rapid.OneOf(rapid.SampledFrom(uitest.Poison()), rapid.String())
		section := dialog.Section{Title: foul.Draw(rt, "title")}
		for range rapid.IntRange(0, 4).Draw(rt, "rows") {
			section.Rows = append(section.Rows, dialog.Row{Usage: foul.Draw(rt, "usage"), Help: strings.Repeat(foul.Draw(rt, "help")+" ", 5)})
		}
		groups := []action.Group{action.List(), action.Marks(), action.Everywhere()}
		help := dialog.NewHelp(&theme, groups[:rapid.IntRange(0, 3).Draw(rt, "groups")], section, dialog.Language())
		u := newUser(rt, &theme, help)
		size := rapid.SampledFrom(sizes).Draw(rt, "size")
		help.SetSize(size[0], size[1])
		for range rapid.IntRange(0, 12).Draw(rt, "presses") {
			if rapid.IntRange(0, 4).Draw(rt, "what") == 0 {
				help.Paste(foul.Draw(rt, "pasted"))
			} else {
				u.press(rapid.SampledFrom([]string{"/", "esc", "enter", "j", "G", "pgdown", "ctrl+u", "a", "down", "backspace"}).Draw(rt, "key"))
			}
			u.fits(size[0], size[1])
		}
	})
}
