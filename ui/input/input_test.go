package input_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/ui/input"
	"glimpse/ui/theme"
)

func key(name string) tea.KeyPressMsg {
	switch name {
	case "left":
		return tea.KeyPressMsg{Code: tea.KeyLeft}
	case "home":
		return tea.KeyPressMsg{Code: tea.KeyHome}
	case "backspace":
		return tea.KeyPressMsg{Code: tea.KeyBackspace}
	case "ctrl+w":
		return tea.KeyPressMsg{Code: 'w', Mod: tea.ModCtrl}
	default:
		return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
	}
}

func TestALineIsEditedByTheUsualKeys(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	for _, test := range []struct {
		name, start, want string
		keys              []string
	}{
		{"letters", "", "ab", []string{"a", "b"}},
		{"in the middle", "ac", "abc", []string{"left", "b"}},
		{"at the start", "bc", "abc", []string{"home", "a"}},
		{"backspace", "abc", "ab", []string{"backspace"}},
		{"a word", "one two", "one ", []string{"ctrl+w"}},
		{"what tab would complete stays the owner's", "a", "a", []string{"\t"}},
	} {
		line := input.New(&theme)
		line.Set(test.start)
		for _, name := range test.keys {
			if name == "\t" {
				line.Type(tea.KeyPressMsg{Code: tea.KeyTab})
				continue
			}
			line.Type(key(name))
		}
		if line.Value() != test.want {
			t.Errorf("%s: got %q, want %q", test.name, line.Value(), test.want)
		}
	}
}

func TestWhatALineCannotHoldIsSaid(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	line := input.New(&theme)
	if line.Set("two\x1blines") || !line.Set("one line") {
		t.Errorf("got %q", line.Value())
	}
}

func TestACompletionTakesThePlaceOfWhatWasTyped(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	line := input.New(&theme)
	line.Set("status=ac tag=x")
	line.Splice(7, 9, "active")
	if line.Value() != "status=active tag=x" || line.Position() != 13 {
		t.Errorf("got %q at %d", line.Value(), line.Position())
	}
	line.Splice(-4, 900, "é")
	if line.Value() != "é" || line.Position() != 1 {
		t.Errorf("got %q at %d", line.Value(), line.Position())
	}
}

func TestALineTakesItsWidthWhateverItHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(t, "ascii"), Grapheme: rapid.Bool().Draw(t, "grapheme")})
		line := input.New(&theme)
		line.Set(rapid.String().Draw(t, "value"))
		line.SetPosition(rapid.IntRange(0, 40).Draw(t, "position"))
		width := rapid.IntRange(1, 60).Draw(t, "width")
		shown := ansi.Strip(line.View(width, "hint"))
		if got := theme.Cells.Width(shown); got != width {
			t.Fatalf("%q takes %d cells of %d", shown, got, width)
		}
		if strings.ContainsAny(shown, "\x1b\r\n\u202e\u200b") {
			t.Fatalf("%q acts on the terminal", shown)
		}
	})
}
