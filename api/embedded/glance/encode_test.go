package glance

import (
	"testing"

	"pgregory.net/rapid"
)

func TestATextIsEscapedWhereverItNeedsIt(t *testing.T) {
	t.Parallel()
	character := rapid.OneOf(
		rapid.SampledFrom([]rune("\"\\\x00\x1f !\x7f\n\t\b\fé€\U0001f600")),
		rapid.RuneFrom([]rune("abcdefgh")),
	)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(character, 0, 40, -1).Draw(t, "text")
		want := `"` + string(appendEscaped(nil, text)) + `"`
		if got := string(appendText([]byte("before"), text)); got != "before"+want {
			t.Fatalf("%q is %s, not %s", text, got, want)
		}
	})
}
