package glance

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Many of the real service's messages hold a value as Python prints it, so
// what repr, str and pprint.pformat do is needed here.

// runes splits a text into Python's characters: a lone surrogate, kept as
// three bytes that are no valid UTF-8, is one of them.
func runes(text string) []rune {
	out := make([]rune, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 && len(text) >= 3 && text[0] == 0xed {
			r, size = rune(text[0]&0xf)<<12|rune(text[1]&0x3f)<<6|rune(text[2]&0x3f), 3
		}
		out = append(out, r)
		text = text[size:]
	}
	return out
}

func reprString(text string) string {
	quote := byte('\'')
	if strings.Contains(text, "'") && !strings.Contains(text, `"`) {
		quote = '"'
	}
	out := []byte{quote}
	for _, r := range runes(text) {
		switch {
		case r == rune(quote) || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, `\n`...)
		case r == '\r':
			out = append(out, `\r`...)
		case r == '\t':
			out = append(out, `\t`...)
		case unicode.IsPrint(r):
			out = utf8.AppendRune(out, r)
		case r < 0x100:
			out = appendHex(append(out, `\x`...), r, 2)
		case r < 0x10000:
			out = appendHex(append(out, `\u`...), r, 4)
		default:
			out = appendHex(append(out, `\U`...), r, 8)
		}
	}
	return string(append(out, quote))
}

func appendHex(out []byte, r rune, digits int) []byte {
	const alphabet = "0123456789abcdef"
	for shift := (digits - 1) * 4; shift >= 0; shift -= 4 {
		out = append(out, alphabet[r>>shift&0xf])
	}
	return out
}

func reprFloat(number float64) string {
	switch {
	case math.IsNaN(number):
		return "nan"
	case math.IsInf(number, 1):
		return "inf"
	case math.IsInf(number, -1):
		return "-inf"
	}
	if size := math.Abs(number); size != 0 && (size < 1e-4 || size >= 1e16) {
		return strconv.FormatFloat(number, 'e', -1, 64)
	}
	text := strconv.FormatFloat(number, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// repr prints a value as Python's repr does.
func repr(v value) string { return reprAs(v, false) }

// reprAs prints a value as repr does, or with the members of dicts sorted as
// pprint does.
func reprAs(v value, sorted bool) string {
	switch v.kind {
	case kindNull:
		return "None"
	case kindBool:
		if v.flag {
			return "True"
		}
		return "False"
	case kindString:
		return reprString(v.text)
	case kindList:
		parts := make([]string, len(v.items))
		for i, item := range v.items {
			parts[i] = reprAs(item, sorted)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case kindDict:
		keys := v.dict.keys
		if sorted {
			keys = slices.Sorted(slices.Values(keys))
		}
		parts := make([]string, len(keys))
		for i, key := range keys {
			parts[i] = reprString(key) + ": " + reprAs(v.dict.values[key], sorted)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		return v.text
	}
}

// str prints a value as Python's str does: a string stands for itself.
func str(v value) string {
	if v.kind == kindString {
		return v.text
	}
	return repr(v)
}

// printWidth is the line width at which validation errors wrap.
const printWidth = 72

// pformat prints a value over several lines as pprint.pformat does.
func pformat(v value) string {
	var out strings.Builder
	prettyPrint(&out, v, 0, 0, 0)
	return out.String()
}

func prettyPrint(out *strings.Builder, v value, indent, allowance, level int) {
	text := reprAs(v, true)
	if utf8.RuneCountInString(text) <= printWidth-indent-allowance {
		out.WriteString(text)
		return
	}
	level++
	switch {
	case v.kind == kindDict && len(v.dict.keys) > 0:
		items := make([]prettyItem, 0, len(v.dict.keys))
		for _, key := range slices.Sorted(slices.Values(v.dict.keys)) {
			items = append(items, prettyItem{reprString(key) + ": ", v.dict.values[key]})
		}
		out.WriteByte('{')
		prettyItems(out, items, indent+1, allowance+1, level)
		out.WriteByte('}')
	case v.kind == kindList && len(v.items) > 0:
		items := make([]prettyItem, 0, len(v.items))
		for _, item := range v.items {
			items = append(items, prettyItem{value: item})
		}
		out.WriteByte('[')
		prettyItems(out, items, indent+1, allowance+1, level)
		out.WriteByte(']')
	case v.kind == kindString && v.text != "":
		prettyString(out, v.text, indent, allowance, level)
	default:
		out.WriteString(text)
	}
}

// prettyItem is an element of a list, or a member of a dict with its key as the
// label.
type prettyItem struct {
	label string
	value value
}

// prettyItems prints one item a line. Behind the last one there must be room
// for the closing brackets, behind the others for a comma.
func prettyItems(out *strings.Builder, items []prettyItem, indent, allowance, level int) {
	for i, item := range items {
		room := 1
		if i == len(items)-1 {
			room = allowance
		}
		out.WriteString(item.label)
		prettyPrint(out, item.value, indent+utf8.RuneCountInString(item.label), room, level)
		if i < len(items)-1 {
			out.WriteString(",\n" + strings.Repeat(" ", indent))
		}
	}
}

// prettyString wraps a long string at its spaces.
func prettyString(out *strings.Builder, text string, indent, allowance, level int) {
	if level == 1 {
		indent++
		allowance++
	}
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	width := printWidth - indent
	chunks := make([]string, 0, len(lines))
	for i, line := range lines {
		behind := 0
		if i == len(lines)-1 {
			behind = allowance
		}
		chunks = append(chunks, wrapLine(line, width, behind)...)
	}
	joined := strings.Join(chunks, "\n"+strings.Repeat(" ", indent))
	if level == 1 && len(chunks) > 1 {
		joined = "(" + joined + ")"
	}
	out.WriteString(joined)
}

// wrapLine cuts a line at its spaces into literals of a width, the last of which
// leaves the allowance free.
func wrapLine(line string, width, allowance int) []string {
	if whole := reprString(line); utf8.RuneCountInString(whole) <= width-allowance {
		return []string{whole}
	}
	var chunks []string
	current := ""
	words := splitWords(line)
	for i, word := range words {
		room := width
		if i == len(words)-1 {
			room -= allowance
		}
		if current != "" && utf8.RuneCountInString(reprString(current+word)) > room {
			chunks = append(chunks, reprString(current))
			current = ""
		}
		current += word
	}
	return append(chunks, reprString(current))
}

// splitWords cuts a line into words, each with the white space behind it.
func splitWords(line string) []string {
	var words []string
	start, inSpace := 0, false
	for i, r := range line {
		space := unicode.IsSpace(r)
		if inSpace && !space {
			words = append(words, line[start:i])
			start = i
		}
		inSpace = space
	}
	return append(words, line[start:])
}

// title is str.title: a capital at the start of every run of letters.
func title(text string) string {
	out, inWord := make([]rune, 0, len(text)), false
	for _, r := range text {
		if inWord {
			out = append(out, unicode.ToLower(r))
		} else {
			out = append(out, unicode.ToTitle(r))
		}
		inWord = unicode.IsUpper(r) || unicode.IsLower(r) || unicode.IsTitle(r)
	}
	return string(out)
}

// strip is str.strip: it takes off every character that Python calls a space,
// the four separators U+001C to U+001F among them.
func strip(text string) string {
	return strings.TrimFunc(text, isPythonSpace)
}

func isPythonSpace(r rune) bool {
	return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f
}

// pythonInt reads a whole number as int(text) does: with spaces around it, a
// sign, single underscores between digits. It returns the digits with a minus
// sign where there is one.
func pythonInt(text string) (string, bool) {
	text = strip(text)
	negative := strings.HasPrefix(text, "-")
	if negative || strings.HasPrefix(text, "+") {
		text = text[1:]
	}
	digits, between := make([]byte, 0, len(text)), false
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits, between = append(digits, byte(r)), true
		case r == '_' && between:
			between = false
		default:
			return "", false
		}
	}
	if !between || len(digits) > maxDigits {
		return "", false
	}
	number := strings.TrimLeft(string(digits), "0")
	switch {
	case number == "":
		return "0", true
	case negative:
		return "-" + number, true
	}
	return number, true
}
