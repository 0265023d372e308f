package box_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/ui/box"
	"glimpse/ui/theme"
)

func TestEveryLineTakesItsWidthWhateverStandsInIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Grapheme: rapid.Bool().Draw(rt, "grapheme")})
		width := rapid.IntRange(2, 80).Draw(rt, "width")
		row := box.NewRow(&theme, width)
		for range rapid.IntRange(0, 5).Draw(rt, "pieces") {
			row.Put(theme.Good, theme.Cells.ShowString(rapid.String().Draw(rt, "piece")))
			row.To(rapid.IntRange(0, 90).Draw(rt, "column"))
		}
		title := theme.Cells.ShowString(rapid.String().Draw(rt, "title"))
		rule := box.Rule(&theme, width,
			box.Title{At: rapid.IntRange(0, 40).Draw(rt, "at"), Room: rapid.IntRange(0, 40).Draw(rt, "room"), Text: title},
			box.Title{At: rapid.IntRange(0, 90).Draw(rt, "second"), Room: width, Text: title})
		for _, line := range box.Draw(&theme, title, []string{row.String(), rule}, width) {
			if got := theme.Cells.Width(ansi.Strip(line)); got != width+box.Sides {
				rt.Fatalf("%q takes %d cells of %d", ansi.Strip(line), got, width+box.Sides)
			}
		}
	})
}

func TestATextIsCutWhereTheRowEnds(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	row := box.NewRow(&theme, 8).Put(theme.Text, "abc").To(5).Put(theme.Text, "defgh").To(2)
	if got := ansi.Strip(row.String()); got != "abc  de…" {
		t.Errorf("got %q", got)
	}
	if row.Room() != 0 {
		t.Errorf("%d cells are left", row.Room())
	}
}

func TestARuleHoldsItsTitles(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{ASCII: true})
	got := ansi.Strip(box.Rule(&theme, 20, box.Title{At: 2, Room: 8, Text: "Keys"}, box.Title{At: 12, Room: 8, Text: "too long"}))
	if want := "-- Keys ---- too .. "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
