package dialog_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

func TestAQuestionThatDestroysHasNoMarkedAtFirst(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	deletion := intent.Notify{Text: "deleted"}
	ask := func() *user {
		return newUser(t, &theme, dialog.NewDestructiveQuestion(&theme, "Delete?", "It cannot be undone.", deletion))
	}
	if u := ask().press("enter"); !u.closed() {
		t.Errorf("enter alone asked for %#v", u.asked)
	}
	ask().press("tab", "enter").answered(deletion)
	// The y of the preview may be pressed twice, or repeat itself.
	u := ask().press("y", "y", "y").shows("enter confirms")
	if u.asked != nil {
		t.Errorf("y asked for %#v", u.asked)
	}
	u.fitsEverywhere()
	u.press("enter").answered(deletion)
	if u := ask().press("y", "n"); !u.closed() {
		t.Errorf("n asked for %#v", u.asked)
	}
	if u := ask().press("tab", "tab", "enter"); !u.closed() {
		t.Errorf("No asked for %#v", u.asked)
	}
	lines, _ := ask().over.View()
	if drawn := strings.Join(lines, ""); !strings.Contains(drawn, theme.Cursor.Render("  No  ")) || strings.Contains(drawn, theme.Cursor.Render("  Yes  ")) {
		t.Error("No is not the answer that is shown as marked")
	}
}

func TestALongQuestionIsScrolledToItsEnd(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	var text strings.Builder
	for i := range 60 {
		fmt.Fprintf(&text, "image number %d\n", i)
	}
	yes := intent.Notify{Text: "yes"}
	u := newUser(t, &theme, dialog.NewDestructiveQuestion(&theme, "Delete?", text.String()+"Really all of them?", yes))
	u.oneMeaning()
	u.shows("image number 0 ", "more ↓", "Yes").hides("Really")
	u.press("j").shows("image number 1 ", "more ↑↓").hides("image number 0 ")
	u.press("G").shows("Really all of them?", "more ↑", "No")
	u.over.Wheel(-1)
	u.hides("Really")
	u.fitsEverywhere()
	u.press("y").shows("enter confirms").fitsEverywhere()
	u.press("enter").answered(yes)
}

func TestAShortQuestionHasNothingToScroll(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	u := newUser(t, &theme, dialog.NewQuestion(&theme, "Sure?", "Yes or no.", nil))
	for _, group := range u.over.Bindings() {
		if group.Title == "Move" {
			t.Error("a question that is seen whole offers to scroll")
		}
	}
	before := u.screen()
	u.over.Wheel(3)
	u.fitsEverywhere()
	u.over.SetSize(80, 24)
	if u.screen() != before {
		t.Errorf("the wheel moved it:\n%s", u.screen())
	}
}

func TestQuestionsFitWhateverTheySay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		theme := theme.New(theme.Choice{Grapheme: rapid.Bool().Draw(rt, "grapheme")})
		said := theme.Cells.ShowString(rapid.StringN(0, 900, -1).Draw(rt, "text"))
		u := newUser(rt, &theme, dialog.NewQuestion(&theme, said, said, nil))
		u.over.Wheel(rapid.IntRange(-40, 40).Draw(rt, "wheel"))
		u.fitsEverywhere()
	})
}
