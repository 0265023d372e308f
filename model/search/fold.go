package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// folded returns the character that stands for all that differ from it in
// case only: the first of Unicode's simple case folding, and of letters in ASCII
// the lower case, as most names are written.
func folded(r rune) rune {
	least := r
	if r >= utf8.RuneSelf {
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
	}
	if 'A' <= least && least <= 'Z' {
		return least - 'A' + 'a'
	}
	return least
}

func fold(s string) string { return string(appendFolded(nil, s)) }

func appendFolded(buffer []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return appendFoldedRunes(buffer, s[i:])
		}
		buffer = append(buffer, lower(c))
	}
	return buffer
}

func appendFoldedRunes(buffer []byte, s string) []byte {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			buffer = append(buffer, s[i]) // invalid bytes stand for themselves
		} else {
			buffer = utf8.AppendRune(buffer, folded(r))
		}
		i += size
	}
	return buffer
}

// isHex reports whether a text has nothing but what ids are made of.
func isHex(s string) bool {
	for i := range len(s) {
		switch c := lower(s[i]); {
		case '0' <= c && c <= '9', 'a' <= c && c <= 'f', c == '-':
		default:
			return false
		}
	}
	return true
}

// containsFolded reports whether an ASCII text has a folded one in it, without
// regard to case. It does not allocate.
func containsFolded(s, folded string) bool {
	for at := 0; at+len(folded) <= len(s); at++ {
		i := 0
		for i < len(folded) && lower(s[at+i]) == folded[i] {
			i++
		}
		if i == len(folded) {
			return true
		}
	}
	return false
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c - 'A' + 'a'
	}
	return c
}

// Range is a part of a text, in bytes.
type Range struct{ Start, End int }

// Ranges returns where the words of the search stand in a text as it is shown,
// in order and without overlap. What is shown escaped is looked at as it is
// shown, so that a range never cuts an escape of the program's own; in such a
// text a word may be found elsewhere than in the original, or not at all.
func (s *Search) Ranges(shown string) []Range {
	if len(s.words) == 0 || shown == "" {
		return nil
	}
	var ranges []Range
	for i := range s.words {
		if w := &s.words[i]; !w.not {
			ranges = append(ranges, w.ranges(shown)...)
		}
	}
	return merged(ranges)
}

func (w *word) ranges(shown string) (ranges []Range) {
	if w.re != nil {
		for _, found := range w.re.FindAllStringIndex(shown, -1) {
			if found[0] < found[1] {
				ranges = append(ranges, Range{found[0], found[1]})
			}
		}
		return ranges
	}
	if w.exact != "" {
		return occurrences(shown, w.exact, nil)
	}
	text, offsets := foldedWithOffsets(shown)
	return occurrences(text, w.folded, offsets)
}

// foldedWithOffsets returns a text folded, and for each of its bytes, and for
// its end, the offset in the original.
func foldedWithOffsets(shown string) (text string, offsets []int) {
	buffer := make([]byte, 0, len(shown))
	for i, r := range shown {
		before := len(buffer)
		buffer = utf8.AppendRune(buffer, folded(r))
		for range len(buffer) - before {
			offsets = append(offsets, i)
		}
	}
	return string(buffer), append(offsets, len(shown))
}

func occurrences(text, wanted string, offsets []int) (ranges []Range) {
	if wanted == "" {
		return nil
	}
	for from := 0; ; {
		at := strings.Index(text[from:], wanted)
		if at < 0 {
			return ranges
		}
		found := Range{from + at, from + at + len(wanted)}
		from = found.End
		if offsets != nil {
			found = Range{offsets[found.Start], offsets[found.End]}
		}
		ranges = append(ranges, found)
	}
}

// merged puts ranges in order and joins those that touch.
func merged(ranges []Range) []Range {
	if len(ranges) < 2 {
		return ranges
	}
	slices.SortFunc(ranges, func(a, b Range) int { return cmp.Compare(a.Start, b.Start) })
	out := ranges[:1]
	for _, next := range ranges[1:] {
		last := &out[len(out)-1]
		if next.Start <= last.End {
			last.End = max(last.End, next.End)
			continue
		}
		out = append(out, next)
	}
	return out
}
