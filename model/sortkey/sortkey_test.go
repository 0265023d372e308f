package sortkey_test

import (
	"bytes"
	"cmp"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model/sortkey"
)

func TestKeysCompareAsTheirValues(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOf(rapid.SampledFrom([]rune{0, 1, 'a', 'b', 'é'}))
		number := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2, 2))
		descending := rapid.Bool().Draw(t, "descending")
		textA, textB := word.Draw(t, "text"), word.Draw(t, "text")
		numberA, numberB := number.Draw(t, "number"), number.Draw(t, "number")
		boolA, boolB := rapid.Bool().Draw(t, "bool"), rapid.Bool().Draw(t, "bool")
		key := func(text string, number int64, is bool) []byte {
			key := sortkey.AppendText(nil, text)
			if descending {
				sortkey.Reverse(key)
			}
			return sortkey.AppendBool(sortkey.AppendNumber(key, number), is)
		}
		want := cmp.Compare(textA, textB)
		if descending {
			want = -want
		}
		if want = cmp.Or(want, cmp.Compare(numberA, numberB)); want == 0 && boolA != boolB {
			want = 1
			if boolB {
				want = -1
			}
		}
		if got := bytes.Compare(key(textA, numberA, boolA), key(textB, numberB, boolB)); got != want {
			t.Errorf("%q %d %v and %q %d %v compare %d, want %d", textA, numberA, boolA, textB, numberB, boolB, got, want)
		}
	})
}
