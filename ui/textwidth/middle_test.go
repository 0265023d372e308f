package textwidth_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model/text"
	"glimpse/ui/textwidth"
)

func TestTheMiddleIsCutSoThatTheEndStays(t *testing.T) {
	t.Parallel()
	measurer := textwidth.Measurer{Ellipsis: "…"}
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
		if got := measurer.CutMiddle(test.text, test.width); got != test.want {
			t.Errorf("%q in %d is %q, want %q", test.text, test.width, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		measurer := textwidth.Measurer{Ellipsis: "…", Grapheme: rapid.Bool().Draw(t, "grapheme")}
		shown := measurer.Show(text.Of(rapid.String().Draw(t, "text")))
		width := rapid.IntRange(0, 20).Draw(t, "width")
		got := measurer.CutMiddle(shown, width)
		if measurer.Width(got) > width {
			t.Fatalf("%q takes %d cells of %d", got, measurer.Width(got), width)
		}
		if measurer.Width(shown) <= width && got != shown {
			t.Fatalf("%q fits and became %q", shown, got)
		}
		head, _, cut := strings.Cut(got, "…")
		if cut && !strings.HasPrefix(shown, head) {
			t.Fatalf("%q does not begin with %q", shown, head)
		}
	})
}
