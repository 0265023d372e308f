// Package lineedit is what lines that are typed have in common beside the text
// itself: how completion goes around, where a place in the text is, and the lines
// that were entered before.
package lineedit

import "unicode/utf8"

// Cycle goes through what a text may be completed to, and behind the last back
// to the text as it was typed. The zero value is at an empty text.
type Cycle struct {
	typed string
	// chosen is counted from 1; 0 is the text as it was typed.
	chosen int
}

// Restart begins at a text that was typed.
func (c *Cycle) Restart(typed string) { *c = Cycle{typed: typed} }

// Typed returns the text as it was typed.
func (c *Cycle) Typed() string { return c.typed }

// Chosen returns which candidate stands in the place of what was typed, or -1.
func (c *Cycle) Chosen() int { return c.chosen - 1 }

// Step goes by so many among a number of candidates, and returns which is to
// stand in the place of what was typed, or -1 for the text as it was typed.
func (c *Cycle) Step(by, candidates int) int {
	choices := max(0, candidates) + 1
	c.chosen = ((c.chosen+by)%choices + choices) % choices
	return c.Chosen()
}

// ByteOffset returns where a character of a line begins, in bytes.
func ByteOffset(line string, runes int) int {
	offset := 0
	for range runes {
		_, size := utf8.DecodeRuneInString(line[offset:])
		offset += size
	}
	return offset
}

// RuneOffset returns which character begins at an offset in bytes.
func RuneOffset(line string, offset int) int {
	return utf8.RuneCountInString(line[:max(0, min(offset, len(line)))])
}
