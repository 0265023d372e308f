package list

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSorterOrdersAsAStableSortDoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(0, 5*firstRun), rapid.SampledFrom([]int{0, 1, firstRun, firstRun + 1, 2 * firstRun, 3*firstRun + 1})).Draw(t, "n")
		keys := rapid.SliceOfN(rapid.IntRange(0, 50), n, n).Draw(t, "keys")
		rows, by := make([]*entry, n), make(map[*entry]string, n)
		for i := range rows {
			rows[i] = &entry{position: i}
			by[rows[i]] = fmt.Sprintf("%02d", keys[i])
		}
		s := newSorter(rows, func(key []byte, e *entry) []byte { return append(key, by[e]...) })
		before := 0
		for !s.step(rapid.IntRange(1, 3*firstRun).Draw(t, "step")) {
			if s.done <= before || s.done > s.all {
				t.Fatalf("after %d of %d comes %d", before, s.all, s.done)
			}
			before = s.done
		}
		if s.done != s.all {
			t.Errorf("the end is %d of %d", s.done, s.all)
		}
		want := slices.Clone(rows)
		slices.SortStableFunc(want, func(a, b *entry) int { return keys[a.position] - keys[b.position] })
		if !slices.Equal(s.entries(), want) {
			t.Error("the order is another one")
		}
	})
}
