package dialog_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/ui/action"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

func TestAnEntryIsTakenByItsKeyOrTheCursor(t *testing.T) {
	t.Parallel()
	json := `{"name": "` + strings.Repeat("long ", 900) + `"}`
	items := []intent.CopyItem{
		{Key: "i", Label: "id", Text: "4f0d"},
		{Key: "n", Label: "name", Text: "ubuntu"},
		{Key: "j", Label: "JSON", Text: json},
		{Key: "v", Label: "value", Why: "no value is under the cursor"},
	}
	for _, test := range []struct {
		name string
		keys []string
		want intent.Intent
	}{
		{"by its key", []string{"n"}, intent.Copy{Text: "ubuntu", What: "name"}},
		{"by the cursor", []string{"down", "enter"}, intent.Copy{Text: "ubuntu", What: "name"}},
		{"j is an entry here", []string{"j"}, intent.Copy{Text: json, What: "JSON"}},
		{"to the last and back", []string{"G", "up", "enter"}, intent.Copy{Text: json, What: "JSON"}},
		{"to the first", []string{"G", "g", "enter"}, intent.Copy{Text: "4f0d", What: "id"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			theme := theme.New(theme.Choice{})
			newUser(t, &theme, dialog.NewCopyMenu(&theme, items)).press(test.keys...).answered(test.want)
		})
	}
	theme := theme.New(theme.Choice{})
	u := newUser(t, &theme, dialog.NewCopyMenu(&theme, items))
	u.shows("4.4 KiB: {", "no value is under the cursor").fitsEverywhere()
	u.press("v").told("no value is under the cursor")
	if u.press("esc"); !u.closed() {
		t.Error("esc does not leave")
	}
}

func TestLettersMoveWhereNoEntryHasThem(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	wanted := intent.Notify{Text: "second"}
	menu := dialog.NewMenu(&theme, "Menu", []dialog.Item{{Label: "first"}, {Key: "g", Label: "second", Intent: wanted}, {Label: "third"}})
	u := newUser(t, &theme, menu)
	u.press("j", "enter").answered(wanted)
	u.press("j", "k", "enter").answered(wanted)
	u.press("k", "g").answered(wanted)
}

func TestAMenuHasOneGroupOfMoving(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	titles := map[string]int{}
	for _, group := range dialog.NewMenu(&theme, "Menu", []dialog.Item{{Key: "f", Label: "file"}}).Bindings() {
		titles[group.Title]++
	}
	if titles["Move"] != 1 {
		t.Errorf("the groups are %v", titles)
	}
}

func TestAMenuWithoutEntriesSaysSo(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, &theme, dialog.NewCopyMenu(&theme, nil))
	u.shows("nothing to choose from").press("j", "k", "G").fitsEverywhere()
	if u.press("enter"); !u.closed() {
		t.Errorf("enter asked for %#v", u.asked)
	}
}

func TestMenusFitWhateverTheyOffer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Grapheme: rapid.Bool().Draw(rt, "grapheme")})
		foul := rapid.OneOf(rapid.SampledFrom(uitest.Poison()), rapid.String())
		items := make([]intent.CopyItem, rapid.IntRange(1, 60).Draw(rt, "items"))
		for i := range items {
			items[i] = intent.CopyItem{Label: foul.Draw(rt, "label"), Text: foul.Draw(rt, "text"), Why: foul.Draw(rt, "why")}
		}
		u := newUser(rt, &theme, dialog.NewCopyMenu(&theme, items))
		for range rapid.IntRange(0, 5).Draw(rt, "presses") {
			u.press(rapid.SampledFrom([]string{"j", "k", "G", "g", "enter"}).Draw(rt, "key"))
			u.fitsEverywhere()
		}
	})
}

func TestAMenuThatAsksTellsWhatLeavingItMeans(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	finish, later := intent.Notify{Text: "finished"}, intent.Notify{Text: "decided later"}
	menu := dialog.NewMenu(&theme, "Not finished", []dialog.Item{{Key: "y", Label: "finish it", Intent: finish}}).
		Asking("A job is not finished. "+strings.Repeat("There is more to say about it. ", 9), "decide later", later)
	u := newUser(t, &theme, menu)
	u.shows("A job is not finished.", "There is more to say about it.", "finish it").fitsEverywhere()
	u.press("y").answered(finish)
	if u.press("enter"); u.asked != nil || u.why != "nothing is chosen: y finish it, esc decide later" {
		t.Errorf("enter asked for %#v, because %q", u.asked, u.why)
	}
	for _, key := range []string{"esc", "q"} {
		u.press(key).answered(later)
	}
	_, binding, _ := action.Match(u.over.Bindings(), "esc")
	if binding.Label != "decide later" {
		t.Errorf("the footer calls it %q", binding.Label)
	}
}
