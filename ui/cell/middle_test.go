package cell_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model/text"
	"glimpse/ui/cell"
)

func TestTheMiddleIsCutSoThatTheEndStays(t *testing.T) {
	t.Parallel()
	ruler := cell.Ruler{Ellipsis: "…"}
	for _, test := range []struct {
		text  string
		width int
		want  string
	}{
		{"ubuntu-24.04", 12, "ubuntu-24.04"},
		{"ubuntu-24.04", 9, "ubun…4.04"},
		{"ubuntu-24.04", 2, "u…"},
		{"ubuntu-24.04", 0, ""},
		{"漢字漢字漢字", 7, "漢字…字"},
	} {
		if got := ruler.CutMiddle(test.text, test.width); got != test.want {
			t.Errorf("%q in %d is %q, want %q", test.text, test.width, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		ruler := cell.Ruler{Ellipsis: "…", Grapheme: rapid.Bool().Draw(t, "grapheme")}
		shown := ruler.Show(text.Of(rapid.String().Draw(t, "text")))
		width := rapid.IntRange(0, 20).Draw(t, "width")
		got := ruler.CutMiddle(shown, width)
		if ruler.Width(got) > width {
			t.Fatalf("%q takes %d cells of %d", got, ruler.Width(got), width)
		}
		if ruler.Width(shown) <= width && got != shown {
			t.Fatalf("%q fits and became %q", shown, got)
		}
		head, _, cut := strings.Cut(got, "…")
		if cut && !strings.HasPrefix(shown, head) {
			t.Fatalf("%q does not begin with %q", shown, head)
		}
	})
}
