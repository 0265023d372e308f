// Package input is a line of text that the user edits.
//
// The editing is that of Bubbles: its keys and its cursor. The drawing is not:
// what is edited may have come from a service, through completion or because
// an image's value is what is edited, so every character is escaped before it
// is shown.
package input

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// Line is a line of text with a cursor. It neither blinks nor asks for
// anything, so that it costs nothing while nobody types.
type Line struct {
	theme  *theme.Theme
	engine textinput.Model
}

// New makes an empty line.
func New(theme *theme.Theme) *Line {
	engine := textinput.New()
	// Up and down, tab and ctrl+n belong to whoever owns the line.
	engine.KeyMap.NextSuggestion.Unbind()
	engine.KeyMap.PrevSuggestion.Unbind()
	engine.KeyMap.AcceptSuggestion.Unbind()
	// The terminal pastes; reading the clipboard of this side of an SSH
	// connection would give somebody else's.
	engine.KeyMap.Paste.Unbind()
	engine.SetVirtualCursor(false)
	engine.Focus()
	return &Line{theme: theme, engine: engine}
}

// Value returns the text.
func (l *Line) Value() string { return l.engine.Value() }

// Position returns where the cursor is, in characters (runes).
func (l *Line) Position() int { return l.engine.Position() }

// Set replaces the text and puts the cursor behind it. It returns false if
// the text has characters that a line cannot hold, such as line feeds and
// other control characters, which are left out.
func (l *Line) Set(value string) bool {
	l.engine.SetValue(value)
	l.engine.CursorEnd()
	return l.engine.Value() == value
}

// SetPosition moves the cursor to a character.
func (l *Line) SetPosition(at int) { l.engine.SetCursor(at) }

// Splice replaces the characters from one position to another, and puts the
// cursor behind what took their place.
func (l *Line) Splice(from, to int, with string) {
	runes := []rune(l.engine.Value())
	from = max(0, min(from, len(runes)))
	to = max(from, min(to, len(runes)))
	before, after := string(runes[:from])+with, string(runes[to:])
	l.engine.SetValue(before)
	at := len([]rune(l.engine.Value()))
	l.engine.SetValue(before + after)
	l.engine.SetCursor(at)
}

// Type takes a key, and reports whether it changed the text.
func (l *Line) Type(key tea.KeyPressMsg) (changed bool) { return l.update(key) }

// Paste takes a text that was pasted. Line feeds become blanks.
func (l *Line) Paste(text string) (changed bool) { return l.update(tea.PasteMsg{Content: text}) }

func (l *Line) update(msg tea.Msg) bool {
	before := l.engine.Value()
	l.engine, _ = l.engine.Update(msg)
	return l.engine.Value() != before
}

// View draws the line in exactly width cells, with the cursor in sight. hint
// stands in an empty line.
func (l *Line) View(width int, hint string) string {
	if width <= 0 {
		return ""
	}
	measurer := l.theme.Cells
	runes := []rune(l.engine.Value())
	if len(runes) == 0 {
		rest := measurer.Left(measurer.Cut(hint, width-1), width-1)
		return l.theme.Input.Render(" ") + l.theme.Muted.Render(rest)
	}
	at := min(l.engine.Position(), len(runes))
	before, under, after := measurer.ShowString(string(runes[:at])), " ", ""
	if at < len(runes) {
		end := at + l.cluster(runes[at:])
		under, after = measurer.ShowString(string(runes[at:end])), measurer.ShowString(string(runes[end:]))
	}
	under = measurer.Cut(under, width)
	before = l.tail(before, width-measurer.Width(under))
	after = measurer.Cut(after, width-measurer.Width(before)-measurer.Width(under))
	used := measurer.Width(before) + measurer.Width(under) + measurer.Width(after)
	return before + l.theme.Input.Render(under) + after + textwidth.Blank(width-used)
}

// cluster returns how many runes the character under the cursor has: a mark
// that combines with it belongs to it.
func (l *Line) cluster(runes []rune) int {
	base := l.theme.Cells.Width(l.theme.Cells.ShowString(string(runes[:1])))
	for end := 1; end < len(runes); end++ {
		if l.theme.Cells.Width(l.theme.Cells.ShowString(string(runes[:end+1]))) != base {
			return end
		}
	}
	return len(runes)
}

// tail returns the end of a text that fits into a width, with an ellipsis
// before it if something is missing.
func (l *Line) tail(shown string, width int) string {
	measurer := l.theme.Cells
	if measurer.Width(shown) <= width {
		return shown
	}
	runes := []rune(shown)
	room := width - measurer.Width(measurer.Ellipsis)
	if room <= 0 {
		return ""
	}
	// Skipping is found by halving: a pasted line may be long.
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high) / 2
		if measurer.Width(string(runes[middle:])) <= room {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return measurer.Ellipsis + string(runes[low:])
}
