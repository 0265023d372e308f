package clouds

import (
	"slices"
	"strings"
	"unicode/utf8"

	"glimpse/model/typo"
)

// longestName bounds the names whose likeness is measured; the work grows with
// the square of it.
const longestName = 64

// near returns up to three of the known names that an unknown one may have
// meant, the likest first: the same but for upper and lower case, a beginning,
// or no more than a few typing errors away.
func near(name string, known []string) []string {
	type guess struct {
		name string
		off  int
	}
	var guesses []guess
	for _, candidate := range known {
		if len(name) > longestName || len(candidate) > longestName || name == "" {
			continue
		}
		lower, other := strings.ToLower(name), strings.ToLower(candidate)
		off := typo.Distance(lower, other)
		if len(lower) >= 2 && strings.HasPrefix(other, lower) {
			off = min(off, 1)
		}
		if off <= min(2, (utf8.RuneCountInString(lower)+1)/2) {
			guesses = append(guesses, guess{candidate, off})
		}
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return a.off - b.off })
	// A name that differs in upper and lower case alone leaves no doubt.
	if len(guesses) > 0 && guesses[0].off == 0 {
		return []string{guesses[0].name}
	}
	names := make([]string, 0, min(3, len(guesses)))
	for _, one := range guesses[:min(3, len(guesses))] {
		names = append(names, one.name)
	}
	return names
}
