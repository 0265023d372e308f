// Package textwidth fits text into the cells of a terminal: how many cells a text
// takes, what remains of it in fewer, and how it is padded.
//
// It measures as the renderer measures, or columns would drift apart. All
// texts must be free of control characters: what a service sent goes through
// its Display first, and styling is added after fitting.
package textwidth

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/clipperhouse/displaywidth"

	"glimpse/model/search"
	"glimpse/model/text"
)

// Measurer measures text in cells. The zero value counts as wcwidth does, rune
// by rune, which is what terminals do that have not been told otherwise.
type Measurer struct {
	// Grapheme counts whole grapheme clusters instead. The renderer changes
	// to it when the terminal grants mode 2027, and the measurer must with it.
	Grapheme bool
	// ASCII says that the terminal shows nothing else.
	ASCII bool
	// Wide says that the terminal draws characters in two cells whose width
	// the standard leaves open (Unicode Annex 11: ambiguous). The renderer
	// counts one, so that they cannot be shown.
	Wide bool
	// Ellipsis stands for what was cut off.
	Ellipsis string
}

// Show returns what a service sent as this terminal may show it: escaped, and
// every character that it cannot show, or not in the cells that are counted, by
// its number.
func (r Measurer) Show(s text.Untrusted) string { return r.plain(s.Display()) }

// ShowString is Show for text that came by another way than the API.
func (r Measurer) ShowString(s string) string { return r.plain(text.Escape(s)) }

func (r Measurer) plain(shown string) string {
	if !r.ASCII && !r.Wide || isASCII(shown) {
		return shown
	}
	var out strings.Builder
	for _, char := range shown {
		switch {
		case char < 0x7f || !r.ASCII && !isAmbiguous(char):
			out.WriteRune(char)
		case char >= 0x2400 && char < 0x2420:
			// A control picture, in the caret notation.
			out.WriteByte('^')
			out.WriteByte(byte(char-0x2400) + '@')
		case char == 0x2421:
			out.WriteString("^?")
		default:
			fmt.Fprintf(&out, "<U+%04X>", char)
		}
	}
	return out.String()
}

// isAmbiguous reports whether the width of a character depends on who draws
// it.
func isAmbiguous(char rune) bool {
	wide := displaywidth.Options{EastAsianWidth: true}
	return wide.Rune(char) != displaywidth.Rune(char)
}

// blanks is cut up by Blank, so that padding allocates nothing.
const blanks = "                                                                                                    "

// Blank returns a number of spaces; none for a negative one.
func Blank(width int) string {
	if width <= 0 {
		return ""
	}
	if width <= len(blanks) {
		return blanks[:width]
	}
	return strings.Repeat(" ", width)
}

// Prepare makes the tables that measuring needs, which the first text that is not
// ASCII would wait for: some megabytes. It may be called beside everything else.
func Prepare() { ansi.StringWidthWc("…") }

// Width returns the number of cells that a text takes.
func (r Measurer) Width(s string) int {
	switch {
	case isASCII(s):
		return len(s)
	case r.Grapheme:
		return ansi.StringWidth(s)
	default:
		return ansi.StringWidthWc(s)
	}
}

// Cut returns as much of a text as fits into a width, with an ellipsis at the
// end if something is missing.
func (r Measurer) Cut(s string, width int) string {
	switch {
	case width <= 0:
		return ""
	case r.Width(s) <= width:
		return s
	}
	tail := r.Ellipsis
	if r.Width(tail) > width {
		tail = ""
	}
	return r.head(s, width-r.Width(tail)) + tail
}

// CutMiddle is [Measurer.Cut] with what is missing taken out of the middle, so that
// the end of a text stays: what tells names apart is often there.
func (r Measurer) CutMiddle(s string, width int) string {
	left := r.Width(s)
	if left <= width {
		return s
	}
	tail := (width - r.Width(r.Ellipsis)) / 2
	if tail < 1 {
		return r.Cut(s, width)
	}
	at := 0
	for left > tail {
		character, wide := r.first(s[at:])
		at += max(1, len(character))
		left -= wide
	}
	cut := r.head(s[:at], width-left-r.Width(r.Ellipsis)) + r.Ellipsis + s[at:]
	if r.Width(cut) > width {
		return r.Cut(s, width) // a character at the seam is wider there
	}
	return cut
}

// Left returns the text in exactly width cells, flush left, cut if need be.
func (r Measurer) Left(s string, width int) string {
	s = r.Cut(s, width)
	return s + Blank(width-r.Width(s))
}

// Wrap breaks a text into lines of at most width cells: at blanks where there
// are some in reach, else anywhere, and where the text has line feeds. A text
// without content is one empty line. One character that is wider than the
// width (a letter with several spacing marks) is a line of its own, uncut.
func (r Measurer) Wrap(s string, width int) []string {
	width = max(1, width)
	var lines []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines = append(lines, r.wrapParagraph(paragraph, width)...)
	}
	return lines
}

func (r Measurer) wrapParagraph(s string, width int) []string {
	var lines []string
	for r.Width(s) > width {
		head := r.head(s, width)
		if head == "" {
			// Not even one character fits: it goes on a line of its own.
			head, _ = r.first(s)
		}
		if at := strings.LastIndexByte(head, ' '); at > 0 && len(head) < len(s) && s[len(head)] != ' ' {
			head = head[:at]
		}
		lines = append(lines, strings.TrimRight(head, " "))
		s = strings.TrimLeft(s[len(head):], " ")
	}
	return append(lines, s)
}

// Pieces breaks a text that is to stay exact: the pieces together are the text, byte
// for byte, blanks among them. It breaks behind a blank where the word after it fits
// into a piece, else anywhere. As with [Measurer.Wrap], a character that is wider than
// the width is a piece of its own.
func (r Measurer) Pieces(s string, width int) []string {
	width = max(1, width)
	var pieces []string
	for r.Width(s) > width {
		head := r.head(s, width)
		if head == "" {
			head, _ = r.first(s)
		}
		if at := strings.LastIndexByte(head, ' ') + 1; at > 0 && at < len(head) {
			word, _, _ := strings.Cut(s[at:], " ")
			if r.Width(word) <= width {
				head = head[:at]
			}
		}
		pieces = append(pieces, head)
		s = s[len(head):]
	}
	return append(pieces, s)
}

// first returns the first character of a text as the renderer takes them, and
// the cells that it takes. The cutting functions of package ansi do not: they
// take a combining mark for a character of its own where it follows an ASCII
// letter, and count grapheme clusters even where runes are to be counted.
func (r Measurer) first(s string) (character string, width int) {
	if r.Grapheme {
		return ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	}
	return ansi.FirstGraphemeCluster(s, ansi.WcWidth)
}

// head returns the longest beginning of a text that fits into a width.
func (r Measurer) head(s string, width int) string {
	if isASCII(s) {
		return s[:max(0, min(width, len(s)))]
	}
	end := 0
	for end < len(s) {
		character, wide := r.first(s[end:])
		if width -= wide; width < 0 {
			break
		}
		end += len(character)
	}
	return s[:end]
}

// Whole returns ranges of a text, in order and apart, widened so that none
// cuts a character as the renderer takes them: what is styled apart is drawn
// apart, and takes more cells than the character did.
func (r Measurer) Whole(s string, ranges []search.Range) []search.Range {
	if len(ranges) == 0 || isASCII(s) {
		return ranges
	}
	var out []search.Range
	for at := 0; at < len(s) && len(ranges) > 0; {
		character, _ := r.first(s[at:])
		end := at + max(1, len(character))
		for len(ranges) > 0 && ranges[0].End <= at {
			ranges = ranges[1:]
		}
		if len(ranges) > 0 && ranges[0].Start < end {
			if last := len(out) - 1; last >= 0 && out[last].End == at {
				out[last].End = end
			} else {
				out = append(out, search.Range{Start: at, End: end})
			}
		}
		at = end
	}
	return out
}

// Split cuts a line with styling at a cell. Styles that are open there are
// closed in the first part and opened again in the second. A wide character
// that the cut goes through is replaced by blanks. The first part is padded to
// the cell if the line ends before it.
func (r Measurer) Split(line string, at int) (before, after string) {
	open, used, i := "", 0, 0
	for i < len(line) && used < at {
		if length := styling(line[i:]); length > 0 {
			if sequence := line[i : i+length]; sequence == "\x1b[m" || sequence == "\x1b[0m" {
				open = ""
			} else {
				open += sequence
			}
			i += length
			continue
		}
		character, wide := r.first(line[i:])
		if used+wide > at {
			return line[:i] + Blank(at-used) + "\x1b[m", open + Blank(used+wide-at) + line[i+len(character):]
		}
		used += wide
		i += len(character)
	}
	return line[:i] + "\x1b[m" + Blank(at-used), open + line[i:]
}

// styling returns the length of the styling sequence (SGR) that a text begins
// with.
func styling(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	return strings.IndexByte(s, 'm') + 1
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x7f || s[i] < 0x20 {
			return false
		}
	}
	return true
}
