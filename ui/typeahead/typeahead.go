// Package typeahead finds a choice by the beginning of its name, as it is
// typed. Every field and every list that offers choices uses it, so that a
// word ends on the same choice wherever it is typed.
package typeahead

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Pause is how long after a letter the next one begins a new word.
const Pause = time.Second

// None is the index of no choice.
const None = -1

// Word is the beginning of a name, typed letter by letter. The zero value is
// one of which nothing was typed.
type Word struct {
	typed string
	last  time.Time
	// before is the choice from the time before the word was begun.
	before int
}

// Typed returns what was typed of the word.
func (w *Word) Typed() string { return w.typed }

// Going reports whether a letter typed at that time goes on with the word.
func (w *Word) Going(now time.Time) bool { return w.typed != "" && now.Sub(w.last) < Pause }

// End ends the word: the next letter begins another.
func (w *Word) End() { w.typed = "" }

// Type takes letters that were typed at that time, and returns which of the
// choices is meant. current is the choice as it is, or [None].
//
// What was typed is searched as a whole. A choice that is exactly that comes
// first, then the current one, then the first that begins with it. Where none
// does, the choice is the one from before the word was begun, and found is
// false.
func (w *Word) Type(letters string, now time.Time, choices []string, current int) (choice int, found bool) {
	if !w.Going(now) {
		w.typed, w.before = "", current
	}
	w.typed += letters
	w.last = now
	return w.find(choices, current)
}

// Erase takes the last letter back, and returns which of the choices is meant
// by what is left; by nothing, the one from before the word was begun.
func (w *Word) Erase(now time.Time, choices []string, current int) (choice int, found bool) {
	_, size := utf8.DecodeLastRuneInString(w.typed)
	w.typed = w.typed[:len(w.typed)-size]
	w.last = now
	if w.typed == "" {
		return w.before, true
	}
	return w.find(choices, current)
}

func (w *Word) find(choices []string, current int) (choice int, found bool) {
	same := func(choice string) bool { return choice == w.typed }
	begins := func(choice string) bool { return begins(choice, w.typed) }
	if at := slices.IndexFunc(choices, same); at >= 0 {
		return at, true
	}
	if current >= 0 && current < len(choices) && begins(choices[current]) {
		return current, true
	}
	if at := slices.IndexFunc(choices, begins); at >= 0 {
		return at, true
	}
	return w.before, false
}

// begins reports whether a choice begins with what was typed. Small letters
// stand for capitals as well, but capitals for themselves alone: they are keys
// that were mostly meant for another place.
func begins(choice, typed string) bool {
	return strings.HasPrefix(choice, typed) || strings.HasPrefix(strings.ToLower(choice), typed)
}
