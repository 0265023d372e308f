package query

import (
	"unicode"
	"unicode/utf8"
)

// needle is a text to look for without regard to case, by Unicode's simple
// case folding, which does not depend on a language. It does not change and is
// safe for concurrent use; the zero value is found everywhere.
type needle struct {
	folded []rune
	// ascii is the folded text where it is ASCII, for texts that are too.
	ascii string
}

// newNeedle makes a text ready to be looked for.
func newNeedle(wanted string) needle {
	n := needle{}
	ascii := true
	for rest := wanted; rest != ""; {
		r, size := foldFirst(rest)
		n.folded = append(n.folded, r)
		ascii = ascii && r < utf8.RuneSelf
		rest = rest[size:]
	}
	if ascii {
		n.ascii = string(n.folded)
	}
	return n
}

// in reports whether the text contains the needle. It does not allocate.
func (n *needle) in(value string) bool {
	if len(n.folded) == 0 {
		return true
	}
	if n.ascii != "" {
		found, decided := n.inASCII(value)
		if decided {
			return found
		}
	} else if isASCII(value) {
		return false // what is left of the needle after folding is in no ASCII text
	}
	for rest := value; rest != ""; {
		if n.begins(rest) {
			return true
		}
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	return false
}

func isASCII(value string) bool {
	for i := range len(value) {
		if value[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// begins reports whether the text begins with the needle.
func (n *needle) begins(value string) bool {
	for _, wanted := range n.folded {
		if value == "" {
			return false
		}
		r, size := foldFirst(value)
		if r != wanted {
			return false
		}
		value = value[size:]
	}
	return true
}

// inASCII looks for an ASCII needle in the leading ASCII characters of a text.
// It cannot decide when it meets another character, some of which fold to
// ASCII: the Kelvin sign is a k.
func (n *needle) inASCII(value string) (found, decided bool) {
	last := len(value) - len(n.ascii)
	for start := 0; start < len(value); start++ {
		if value[start] >= utf8.RuneSelf {
			return false, false
		}
		if start > last || asciiFold[value[start]] != n.ascii[0] {
			continue
		}
		i := 1
		for i < len(n.ascii) && value[start+i] < utf8.RuneSelf && asciiFold[value[start+i]] == n.ascii[i] {
			i++
		}
		if i == len(n.ascii) {
			return true, true
		}
	}
	return false, true
}

// asciiFold folds ASCII letters to upper case.
var asciiFold = func() (table [utf8.RuneSelf]byte) {
	for i := range table {
		table[i] = byte(i)
		if 'a' <= i && i <= 'z' {
			table[i] = byte(i - 'a' + 'A')
		}
	}
	return table
}()

// invalidByte is added to a byte that is no UTF-8, which equals itself only.
const invalidByte = unicode.MaxRune + 1

// foldFirst returns the first character of a text, folded: the smallest of
// the characters that differ in case only.
func foldFirst(value string) (folded rune, size int) {
	if value[0] < utf8.RuneSelf {
		return rune(asciiFold[value[0]]), 1
	}
	r, size := utf8.DecodeRuneInString(value)
	if r == utf8.RuneError && size == 1 {
		return invalidByte + rune(value[0]), 1
	}
	folded = r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		folded = min(folded, other)
	}
	return folded, size
}
