package lineedit_test

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"glimpse/ui/widget/lineedit"
)

func TestCompletionGoesAroundByWayOfWhatWasTyped(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		steps []int
		count int
		want  int
	}{
		{nil, 3, -1},
		{[]int{1}, 3, 0},
		{[]int{1, 1, 1}, 3, 2},
		{[]int{1, 1, 1, 1}, 3, -1},
		{[]int{-1}, 3, 2},
		{[]int{1, -1}, 3, -1},
		{[]int{1}, 1, 0},
		{[]int{1, 1}, 1, -1},
		{[]int{1}, 0, -1},
		{[]int{-9}, 3, 2},
	} {
		var cycle lineedit.Cycle
		cycle.Restart("ub")
		for _, by := range test.steps {
			if at := cycle.Step(by, test.count); at != cycle.Chosen() {
				t.Errorf("%+v: a step goes to %d, but %d is chosen", test, at, cycle.Chosen())
			}
		}
		if cycle.Chosen() != test.want || cycle.Typed() != "ub" {
			t.Errorf("%+v: candidate %d of %q", test, cycle.Chosen(), cycle.Typed())
		}
		cycle.Restart("x")
		if cycle.Chosen() != -1 || cycle.Typed() != "x" {
			t.Errorf("begun anew it is at candidate %d of %q", cycle.Chosen(), cycle.Typed())
		}
	}
}

func TestAChosenCandidateIsAlwaysOneThatThereIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var cycle lineedit.Cycle
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			count := rapid.IntRange(0, 5).Draw(t, "candidates")
			if at := cycle.Step(rapid.IntRange(-7, 7).Draw(t, "by"), count); at < -1 || at >= count {
				t.Fatalf("candidate %d of %d", at, count)
			}
		}
	})
}

func TestCharactersAndBytesAreToldApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.String().Draw(t, "line")
		at := rapid.IntRange(0, utf8.RuneCountInString(line)).Draw(t, "character")
		if back := lineedit.RuneOffset(line, lineedit.ByteOffset(line, at)); back != at {
			t.Fatalf("character %d of %q comes back as %d", at, line, back)
		}
	})
	if past := lineedit.ByteOffset("aß", 9); past != 3 {
		t.Errorf("behind the end is byte %d", past)
	}
	for offset, want := range map[int]int{-1: 0, 1: 1, 3: 2, 99: 2} {
		if got := lineedit.RuneOffset("aß", offset); got != want {
			t.Errorf("byte %d is character %d, want %d", offset, got, want)
		}
	}
}
