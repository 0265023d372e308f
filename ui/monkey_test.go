package ui_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// TestWhateverIsPressedEveryFrameFits presses any keys anywhere, with a hostile
// image in the list, pastes, clicks, changes the size and lets requests fail.
func TestWhateverIsPressedEveryFrameFits(t *testing.T) {
	t.Parallel()
	named := []string{
		"enter", "enter", "esc", "esc", "tab", "shift+tab", "up", "down", "left", "right", "pgup", "pgdown", "home", "end",
		"ctrl+r", "ctrl+l", "ctrl+s", "space", "backspace", "ctrl+d", "ctrl+u",
	}
	const typed = `abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789:/!?'"[]{}=~<>,.*+-_`
	rapid.Check(t, func(rt *rapid.T) {
		s := poisoned(rapid.SampledFrom(uitest.Poison()).Draw(rt, "poison"))
		o := options(s)
		o.PageSize = rapid.SampledFrom([]int{5, 100}).Draw(rt, "page size")
		o.Theme = theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Grapheme: rapid.Bool().Draw(rt, "grapheme")}
		measure := ansi.StringWidthWc
		if o.Theme.Grapheme {
			measure = ansi.StringWidth
		}
		width, height := 120, 40
		d := start(t, o, width, height)
		trail := ""
		for range rapid.IntRange(1, 60).Draw(rt, "presses") {
			switch what := rapid.IntRange(0, 19).Draw(rt, "what"); what {
			case 0:
				size := rapid.SampledFrom([][2]int{{80, 24}, {120, 40}, {200, 50}, {79, 24}, {100, 24}}).Draw(rt, "size")
				width, height = size[0], size[1]
				d.Send(tea.WindowSizeMsg{Width: width, Height: height})
			case 1:
				d.Send(tea.PasteMsg{Content: rapid.OneOf(rapid.SampledFrom(uitest.Poison()), rapid.String()).Draw(rt, "pasted")})
			case 2:
				x, y := rapid.IntRange(0, width-1).Draw(rt, "x"), rapid.IntRange(0, height-1).Draw(rt, "y")
				d.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
			case 3:
				s.set(func() {
					s.page, s.image = nil, nil
					if rapid.Bool().Draw(rt, "fails") {
						s.page = trouble{sentence: "no\x1b[2J answer", request: "req-1"}
						s.image = s.page
					}
				})
			case 4, 5, 6, 7, 8:
				key := rapid.SampledFrom(named).Draw(rt, "key")
				trail += " " + key
				d.Keys(key)
			default:
				key := string(typed[rapid.IntRange(0, len(typed)-1).Draw(rt, "character")])
				trail += " " + key
				d.Keys(key)
			}
			if d.Quit {
				return
			}
			fitsAs(rt, trail, d.View(), width, height, measure)
		}
	})
}
