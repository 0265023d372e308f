package command

import (
	"unicode/utf8"

	"glimpse/model/typo"
)

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
		if mistakes := typo.Distance(typed, word); mistakes < least {
			found, least = word, mistakes
		}
	}
	return found
}
