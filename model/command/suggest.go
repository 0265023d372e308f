package command

import "unicode/utf8"

// suggest returns the word that was probably meant, or nothing: the nearest
// one, if no more than a third of what was typed is wrong.
func suggest(typed string, words []string) string {
	const longest = 30 // characters; beyond them it is no mistyped name
	length := utf8.RuneCountInString(typed)
	if length > longest {
		return ""
	}
	found, least := "", max(1, length/3)+1
	for _, word := range words {
		if mistakes := distance([]rune(typed), []rune(word)); mistakes < least {
			found, least = word, mistakes
		}
	}
	return found
}

// distance counts the mistakes that make one word of the other: a character
// too many, too few or another one, or two neighbours exchanged.
func distance(a, b []rune) int {
	// Rows of the usual table: the one before the last, the last, and this.
	older, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			other := 1
			if a[i-1] == b[j-1] {
				other = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+other)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
		older, last, row = last, row, older
	}
	return last[len(b)]
}
