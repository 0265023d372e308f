package input_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/ui/input"
	"glimpse/ui/theme"
)

func TestTheColumnOfACharacterIsWhereItIsDrawn(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	rapid.Check(t, func(rt *rapid.T) {
		line := input.New(&theme)
		value := rapid.StringMatching(`[a-z0-9=~ ]{1,60}`).Draw(rt, "value")
		line.Set(value)
		line.SetPosition(rapid.IntRange(0, 60).Draw(rt, "position"))
		width := rapid.IntRange(2, 50).Draw(rt, "width")
		shown := []rune(ansi.Strip(line.View(width, "")))
		at := rapid.IntRange(0, len(value)-1).Draw(rt, "character")
		column, seen := line.Column(at, width)
		if !seen {
			return
		}
		if got := shown[column]; got != rune(value[at]) && got != '…' {
			rt.Fatalf("%q shows %q in column %d, want %q", string(shown), got, column, value[at])
		}
	})
	line := input.New(&theme)
	line.Set("status=")
	if column, seen := line.Column(7, 20); column != 7 || !seen {
		t.Errorf("behind the text is %d, %t", column, seen)
	}
	line.Set("the beginning of a line that is longer than its room")
	if _, seen := line.Column(0, 20); seen {
		t.Error("what is cut off has a column")
	}
}
