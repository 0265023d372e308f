// Package typo tells how far a word is from one that was probably meant.
package typo

import "unicode/utf8"

// Nearest returns the word that was probably meant, or nothing: the one with the fewest
// mistakes, if no more than a third of what was typed is wrong.
func Nearest(typed string, words []string) string {
	const longest = 30 // characters; beyond them it is no mistyped name
	length := utf8.RuneCountInString(typed)
	if length > longest {
		return ""
	}
	found, least := "", max(1, length/3)+1
	for _, word := range words {
		if mistakes := Distance(typed, word); mistakes < least {
			found, least = word, mistakes
		}
	}
	return found
}

// Distance counts the mistakes that make one word of the other: a character too many,
// too few or another one, or two neighbours exchanged. The work grows with the product
// of the lengths: the caller bounds them.
func Distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	// Rows of the usual table: the one before the last, the last, and this.
	older, last, row := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(from); i++ {
		row[0] = i
		for j := 1; j <= len(to); j++ {
			other := 1
			if from[i-1] == to[j-1] {
				other = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+other)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
		older, last, row = last, row, older
	}
	return last[len(to)]
}
