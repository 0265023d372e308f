package clouds

import (
	"slices"
	"strings"
	"unicode/utf8"
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
		off := distance(lower, other)
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

// distance returns how many characters must be put in, taken out or replaced
// to make one text of the other (Levenshtein).
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			replaced := diagonal
			if r != s {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
