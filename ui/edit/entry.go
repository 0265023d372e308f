package edit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/input"
	"glimpse/ui/intent"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// entry is the text that is typed just now. A text with line feeds or other
// control characters fits into no line: it is shown, and edited elsewhere.
type entry struct {
	theme *theme.Theme
	line  *input.Line
	// whole is the text that a line cannot hold; isWhole reports whether it does
	// not.
	whole   string
	isWhole bool
	// lines reports whether the text may have line feeds.
	lines bool
}

func newEntry(theme *theme.Theme, text string, lines bool) *entry {
	e := &entry{theme: theme, line: input.New(theme), lines: lines}
	e.set(text)
	return e
}

func (e *entry) set(text string) {
	e.isWhole = !e.line.Set(text)
	e.whole = text
}

// clear empties the line.
func (e *entry) clear() { e.set("") }

// text returns what is typed.
func (e *entry) text() string {
	if e.isWhole {
		return e.whole
	}
	return e.line.Value()
}

// typed takes a key, or says why it cannot.
func (e *entry) typed(key tea.KeyPressMsg) (why string) {
	if !e.isWhole {
		e.line.Type(key)
		return ""
	}
	return "the text has line breaks or control characters: " +
		e.theme.Keys.For("property-value", action.OwnEditor) + " edits it in your editor, " +
		e.theme.Keys.For("property-value", action.ClearLine) + " clears it"
}

// pasted takes a text that was pasted. Where line feeds are allowed they are
// kept, but for one at the end, which comes along when a line is copied. It
// returns what a line could not take of it, in words.
func (e *entry) pasted(text string) (lost string) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if single := strings.TrimSuffix(text, "\n"); !strings.Contains(single, "\n") {
		text = single
	}
	switch {
	case e.isWhole:
		e.set(e.whole + text)
	case e.lines && strings.ContainsFunc(text, unicode.IsControl):
		runes, at := []rune(e.line.Value()), e.line.Position()
		at = min(at, len(runes))
		e.set(string(runes[:at]) + text + string(runes[at:]))
	default:
		e.line.Paste(text)
		return unlike(text)
	}
	return ""
}

// unlike says what a line makes of a text that it cannot take as it is.
func unlike(text string) string {
	var breaks, tabs, controls, invalid int
	for _, char := range text {
		switch {
		case char == '\n':
			breaks++
		case char == '\t':
			tabs++
		case char == utf8.RuneError:
			invalid++
		case unicode.IsControl(char):
			controls++
		}
	}
	var said []string
	add := func(count int, one, many string) {
		if count == 1 {
			said = append(said, "1 "+one)
		} else if count > 1 {
			said = append(said, format.Count(count)+" "+many)
		}
	}
	add(breaks, "line break became a blank", "line breaks became blanks")
	add(tabs, "tab became a blank", "tabs became blanks")
	add(controls, "control character was left out", "control characters were left out")
	add(invalid, "invalid character was left out", "invalid characters were left out")
	return strings.Join(said, ", ")
}

// tellLost returns a message on what was lost of a text that was pasted, if anything was.
func tellLost(lost string) intent.Intent {
	if lost == "" {
		return nil
	}
	return intent.Notify{Text: "pasted, but " + lost}
}

// view draws the text in exactly width cells.
func (e *entry) view(width int, hint string) string {
	if width <= 0 {
		return ""
	}
	if !e.isWhole {
		return e.line.View(width, hint)
	}
	shown := e.theme.Cells.Cut(brief(e.theme, e.whole, width), width-1)
	return shown + e.theme.Input.Render(" ") + textwidth.Blank(width-1-e.theme.Cells.Width(shown))
}

// brief returns a text escaped, and no more of it than may be seen in so many
// cells: a value may have a million characters, and each takes time.
func brief(theme *theme.Theme, text string, cells int) string {
	// A character takes a cell, or is a mark of which few stand on each.
	const mostMarks = 5
	left := (max(0, cells) + 1) * mostMarks
	for at := range text {
		if left == 0 {
			return theme.Cells.ShowString(text[:at])
		}
		left--
	}
	return theme.Cells.ShowString(text)
}
