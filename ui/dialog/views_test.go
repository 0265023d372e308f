package dialog_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

func someViews() []dialog.View {
	return []dialog.View{
		{Name: "everything hidden", Query: "hidden=both"},
		{Name: "old gold", Number: 3, Query: "tag=gold updated<-1y", Sort: "size:desc", Columns: []string{"name", "os_distro"}},
		{Name: "mine", Number: 1},
	}
}

func TestAViewIsOpenedByItsNumberOrTheCursor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		keys []string
		want string
	}{
		{"by its number", []string{"3"}, "old gold"},
		{"numbers come first, in their order", []string{"enter"}, "mine"},
		{"by the cursor", []string{"j", "enter"}, "old gold"},
		{"one without a number", []string{"G", "enter"}, "everything hidden"},
		{"the cursor stops at the ends", []string{"k", "down", "down", "down", "up", "enter"}, "old gold"},
		{"the only one that holds the words", []string{"/", "h", "i", "d", "enter"}, "everything hidden"},
		{"by what it asks for", []string{"/", "t", "a", "g", "=", "enter"}, "old gold"},
		{"arrows while typing", []string{"/", "n", "down", "down", "up", "enter", "enter"}, "old gold"},
		{"a number is typed while words are", []string{"/", "1", "y", "enter"}, "old gold"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			theme := theme.New(theme.Choice{})
			u := newUser(t, &theme, dialog.NewViews(&theme, someViews(), ""))
			u.press(test.keys...).answered(intent.OpenView{Name: test.want})
		})
	}
}

func TestTheListSaysWhatTheViewUnderTheCursorIs(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, &theme, dialog.NewViews(&theme, someViews(), ""))
	u.oneMeaning()
	u.shows("Filter   all images", "Order    newest first", "Columns  the usual ones")
	u.press("j").shows("Filter   tag=gold updated<-1y", "Order    size:desc", "Columns  name, os_distro")
	u.press("7").told("no view has the number 7")
	u.press("x").told("does nothing here")
	u.press("S").answered(intent.SaveView{})
	if u.press("q"); !u.closed() {
		t.Errorf("q asked for %#v", u.asked)
	}
}

func TestWordsThatNoViewHoldsAreClearedByEsc(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, &theme, dialog.NewViews(&theme, someViews(), ""))
	u.press("/").noPrintable()
	u.types("zzz").shows("no view holds these words", "0 of 3").press("enter", "enter")
	if u.asked != nil || !strings.Contains(u.why, "no view holds") {
		t.Errorf("enter asked for %#v: %s", u.asked, u.why)
	}
	u.press("esc").shows("mine", "old gold")
	if u.press("esc"); !u.closed() {
		t.Error("esc does not leave")
	}
}

func TestWithoutViewsTheListSaysHowToSaveOne(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	views := dialog.NewViews(&theme, nil, "/home/someone/.config/glimpse/config.yaml")
	u := newUser(t, &theme, views)
	u.shows("There are no saved views.", "/home/someone/.config/glimpse/config.yaml")
	u.press("S").answered(intent.SaveView{})
	if views.Paste("x"); strings.Contains(u.screen(), "/ x") {
		t.Error("what cannot be searched is searched")
	}
	u.fitsEverywhere()
}

func TestMoreViewsThanFitAreScrolled(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	var many []dialog.View
	for i := range 60 {
		many = append(many, dialog.View{Name: fmt.Sprintf("view number %02d", i), Number: i % 12})
	}
	u := newUser(t, &theme, dialog.NewViews(&theme, many, ""))
	u.shows("60, more ↓")
	u.press("G").shows("60, more ↑").fitsEverywhere()
	u.press("4").answered(intent.OpenView{Name: "view number 04"})
}

func TestViewsFitWhateverTheyAreCalledAndWhateverIsPressed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Grapheme: rapid.Bool().Draw(rt, "grapheme")})
		foul := rapid.OneOf(rapid.SampledFrom(uitest.Poison()), rapid.String())
		given := make([]dialog.View, rapid.IntRange(0, 30).Draw(rt, "views"))
		for i := range given {
			given[i] = dialog.View{
				Name: foul.Draw(rt, "name"), Number: rapid.IntRange(-1, 12).Draw(rt, "number"),
				Query: foul.Draw(rt, "query"), Sort: foul.Draw(rt, "sort"), Columns: []string{foul.Draw(rt, "column")},
			}
		}
		views := dialog.NewViews(&theme, given, foul.Draw(rt, "file"))
		u := newUser(rt, &theme, views)
		size := rapid.SampledFrom(sizes).Draw(rt, "size")
		views.SetSize(size[0], size[1])
		for range rapid.IntRange(0, 12).Draw(rt, "presses") {
			if rapid.IntRange(0, 4).Draw(rt, "what") == 0 {
				views.Paste(foul.Draw(rt, "pasted"))
			} else {
				u.press(rapid.SampledFrom([]string{"/", "esc", "enter", "j", "G", "pgdown", "ctrl+u", "1", "down", "backspace"}).Draw(rt, "key"))
			}
			views.Wheel(rapid.IntRange(-3, 3).Draw(rt, "wheel"))
			u.fits(size[0], size[1])
		}
	})
}
