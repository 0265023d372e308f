package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks one base character keeps. Written
// languages need at most three; a stack of hundreds paints over the rows above
// and has crashed terminals (CVE-2021-27135).
const maxMarks = 4

// Display returns the string as a terminal may show it: on one line, without
// control or format characters, every one of them replaced by a visible
// escape, never dropped, so that two different names do not look alike.
//
//   - C0 controls and DEL become their control pictures: ESC is ␛.
//   - Invalid UTF-8 becomes \x and two hexadecimal digits for each byte.
//   - Everything else that is not plainly printable becomes <U+XXXX>: C1
//     controls, bidirectional overrides, zero-width characters, blanks that
//     are not the space, joiners, variation selectors, flags, letters that are
//     drawn together with whatever stands behind them, and combining marks
//     that stand first, behind a blank or too many on one base.
//
// Display is idempotent on what needed no escape, and safe for concurrent use.
func (u Untrusted) Display() string { return Escape(u.raw) }

// Escape is [Untrusted.Display] for a plain string: for text that reached the
// program by another way than the API, such as an argument, a file or an
// error of the operating system.
func Escape(raw string) string {
	clean := cleanPrefix(raw)
	if clean == len(raw) {
		return raw
	}
	var out strings.Builder
	out.Grow(len(raw) + 16)
	out.WriteString(raw[:clean])
	// A blank is no base: where a line is broken or padded at it, the mark would
	// go to whatever stands there instead.
	marks, based := 0, clean > 0 && raw[clean-1] != ' '
	for rest := raw[clean:]; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&out, `\x%02x`, rest[0])
			marks, based = 0, true
		case combines(r) && based && marks < maxMarks && !invisible(r):
			out.WriteString(rest[:size])
			marks++
		case combines(r) || invisible(r):
			writeEscape(&out, r)
			marks, based = 0, true
		default:
			out.WriteString(rest[:size])
			marks, based = 0, r != ' '
		}
		rest = rest[size:]
	}
	return out.String()
}

// cleanPrefix returns how many leading bytes are printable ASCII, which is
// nearly always all of them.
func cleanPrefix(raw string) int {
	for i := range len(raw) {
		if raw[i] < 0x20 || raw[i] > 0x7e {
			return i
		}
	}
	return len(raw)
}

// writeEscape writes the visible form of a character that must not be emitted.
func writeEscape(out *strings.Builder, r rune) {
	switch {
	case r < 0x20:
		out.WriteRune(0x2400 + r)
	case r == 0x7f:
		out.WriteRune(0x2421)
	default:
		fmt.Fprintf(out, "<U+%04X>", r)
	}
}

// misleading are the printable characters that must be escaped all the same:
// they show nothing, they change how their neighbours are shown, terminals
// disagree on the cells they take, or they are what this package writes.
var misleading = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034f, Hi: 0x034f, Stride: 1}, // combining grapheme joiner
		{Lo: 0x0d4e, Hi: 0x0d4e, Stride: 1}, // joins what stands behind it, even a blank
		{Lo: 0x115f, Hi: 0x11ff, Stride: 1}, // fillers, and jamo that join the one before
		{Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, // vowels without a glyph
		{Lo: 0x180b, Hi: 0x180f, Stride: 1}, // Mongolian variation selectors
		{Lo: 0x2400, Hi: 0x2426, Stride: 1}, // control pictures, which stand for the controls
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // blank that counts as a symbol
		{Lo: 0x3164, Hi: 0x3164, Stride: 1}, // blank that counts as a letter
		{Lo: 0xd7b0, Hi: 0xd7ff, Stride: 1}, // jamo that join the one before
		{Lo: 0xfe00, Hi: 0xfe0f, Stride: 1}, // variation selectors
		{Lo: 0xffa0, Hi: 0xffa0, Stride: 1}, // blank that counts as a letter
	},
	R32: []unicode.Range32{
		// Letters that join what stands behind them, as 0x0d4e does.
		{Lo: 0x111c2, Hi: 0x111c3, Stride: 1},
		{Lo: 0x1193f, Hi: 0x11941, Stride: 2},
		{Lo: 0x11a84, Hi: 0x11a89, Stride: 1},
		{Lo: 0x11d46, Hi: 0x11d46, Stride: 1},
		{Lo: 0x11f02, Hi: 0x11f02, Stride: 1},
		{Lo: 0x1d159, Hi: 0x1d159, Stride: 1}, // note without a head, which shows nothing
		{Lo: 0x1f1e6, Hi: 0x1f1ff, Stride: 1}, // flags
		{Lo: 0x1f3fb, Hi: 0x1f3ff, Stride: 1}, // skin tones
		{Lo: 0xe0100, Hi: 0xe01ef, Stride: 1}, // variation selectors
	},
}

// invisible reports whether a character must be escaped although the string is
// valid. The space is the one blank that is shown as it is.
func invisible(r rune) bool {
	return !unicode.IsPrint(r) || unicode.Is(misleading, r)
}

// letterMarks are letters to Unicode's categories and marks to a terminal that
// counts grapheme clusters: vowels of Thai and Lao, and the voicing marks of
// narrow katakana.
var letterMarks = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0e33, Hi: 0x0e33, Stride: 1},
	{Lo: 0x0eb3, Hi: 0x0eb3, Stride: 1},
	{Lo: 0xff9e, Hi: 0xff9f, Stride: 1},
}}

// combines reports whether a character is drawn onto the one before it.
func combines(r rune) bool { return unicode.Is(unicode.M, r) || unicode.Is(letterMarks, r) }
