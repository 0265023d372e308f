package api

import (
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
)

func TestAnIDIsNewOnce(t *testing.T) {
	digit := rapid.SampledFrom([]rune("01af"))
	// Of few digits, so that ids come again, and some are no UUID: in upper case, and the zero UUID.
	id := rapid.OneOf(
		rapid.Map(rapid.SliceOfN(digit, 3, 3), func(d []rune) string {
			return "0000000" + string(d[0]) + "-0000-0000-000" + string(d[1]) + "-00000000000" + string(d[2])
		}),
		rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`),
		rapid.SampledFrom([]string{"", "x", "0000000A-0000-0000-0000-000000000000", "0000000a-0000-0000-0000_000000000000"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		var set idSet
		met := map[string]bool{}
		for range rapid.IntRange(0, 400).Draw(t, "how many") {
			next := id.Draw(t, "id")
			if got := set.add(model.NewImageID(next)); got == met[next] {
				t.Fatalf("%q after %d others: new is %v", next, len(met), got)
			}
			met[next] = true
		}
	})
}
