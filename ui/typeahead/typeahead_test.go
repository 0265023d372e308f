package typeahead_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/ui/typeahead"
)

// someChoices draws names, many of which begin alike.
func someChoices(t *rapid.T) []string {
	return rapid.SliceOfNDistinct(rapid.StringMatching(`[abC]{1,4}( [ab])?`), 1, 8, rapid.ID[string]).Draw(t, "choices")
}

// typed types letters, none after a pause, and returns the choice.
func typed(t *rapid.T, letters string, choices []string, current int) (at int, found bool) {
	var word typeahead.Word
	now := time.Unix(0, 0)
	for _, letter := range letters {
		at, found = word.Type(string(letter), now, choices, current)
		if at != typeahead.None {
			current = at
		}
		now = now.Add(time.Duration(rapid.Int64Range(0, int64(typeahead.Pause)-1).Draw(t, "pause")))
	}
	return at, found
}

func TestAWordEndsOnTheChoiceThatItNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		choices := someChoices(t)
		wanted := rapid.SampledFrom(choices).Draw(t, "wanted")
		at, found := typed(t, wanted, choices, rapid.IntRange(typeahead.None, len(choices)-1).Draw(t, "current"))
		if !found || choices[at] != wanted {
			t.Fatalf("%q of %q ends on %d, %v", wanted, choices, at, found)
		}
	})
}

func TestAPrefixEndsOnAChoiceThatBeginsWithIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		choices := someChoices(t)
		wanted := rapid.SampledFrom(choices).Draw(t, "wanted")
		prefix := wanted[:rapid.IntRange(1, len(wanted)).Draw(t, "letters")]
		if at, found := typed(t, prefix, choices, typeahead.None); !found || !strings.HasPrefix(strings.ToLower(choices[at]), strings.ToLower(prefix)) {
			t.Fatalf("%q of %q ends on %d, %v", prefix, choices, at, found)
		}
	})
}

func TestAWordThatNoChoiceBeginsWithLeavesTheChoice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		choices := someChoices(t)
		letters := rapid.StringMatching(`[abC]{0,4}x[abC]{0,2}`).Draw(t, "letters")
		current := rapid.IntRange(typeahead.None, len(choices)-1).Draw(t, "current")
		if at, found := typed(t, letters, choices, current); found || at != current {
			t.Fatalf("%q of %q goes from %d to %d, %v", letters, choices, current, at, found)
		}
	})
}

func TestAfterAPauseAWordBeginsAnew(t *testing.T) {
	t.Parallel()
	choices := []string{"ami", "bare", "baz"}
	var word typeahead.Word
	now := time.Unix(0, 0)
	word.Type("ba", now, choices, typeahead.None)
	if at, found := word.Type("z", now.Add(typeahead.Pause-1), choices, 1); at != 2 || !found {
		t.Errorf("just before the pause: %d, %v", at, found)
	}
	if at, found := word.Type("a", now.Add(2*typeahead.Pause-1), choices, 2); at != 0 || !found {
		t.Errorf("after the pause: %d, %v", at, found)
	}
	// What it goes back to is the choice from before the word, not from before
	// the one that was typed earlier.
	if at, found := word.Type("x", now.Add(4*typeahead.Pause), choices, 0); at != 0 || found {
		t.Errorf("a wrong word: %d, %v", at, found)
	}
}

func TestErasingIsAsIfTheLetterWereNeverTyped(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		choices := someChoices(t)
		letters := rapid.StringMatching(`[abC]{1,4}`).Draw(t, "letters")
		now := time.Unix(0, 0)
		var word typeahead.Word
		want, _ := word.Type(letters, now, choices, typeahead.None)
		word.Type("x", now, choices, want)
		got, _ := word.Erase(now, choices, typeahead.None)
		if got != want {
			t.Fatalf("%q of %q: %d, want %d", letters, choices, got, want)
		}
		for range letters {
			got, _ = word.Erase(now, choices, got)
		}
		if got != typeahead.None || word.Typed() != "" {
			t.Fatalf("everything erased, and the choice is %d", got)
		}
	})
}

func TestSmallLettersStandForCapitalsAndNotTheOtherWayRound(t *testing.T) {
	t.Parallel()
	choices := []string{"public", "OVA", "ova"}
	for letters, want := range map[string]string{"P": "", "o": "OVA", "OV": "OVA", "ova": "ova", "ov": "OVA", "pub": "public"} {
		var word typeahead.Word
		at, found := word.Type(letters, time.Time{}, choices, typeahead.None)
		if found != (want != "") || found && slices.Index(choices, want) != at {
			t.Errorf("%q ends on %d, want %q", letters, at, want)
		}
	}
}
