package columns_test

import (
	"slices"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/ui/columns"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// applied returns the columns that the pane would show.
func applied(p *columns.Pane) []string {
	all, _ := p.Act(keys.Press{Action: keys.Enter}).(intent.All)
	if len(all) != 2 {
		return nil
	}
	return all[1].(intent.SetColumns).Names
}

func TestNoColumnIsLostOrTwiceWhateverIsPressed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		look := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(t, "ascii")})
		all := append([]string{"name", "size", "id", "os_distro"}, uitest.Poison()...)
		p := columns.New(&look, []string{"name", "size"}, all)
		width, height := rapid.IntRange(80, 200).Draw(t, "width"), rapid.IntRange(24, 50).Draw(t, "height")
		p.SetSize(width, height)
		for range rapid.IntRange(0, 40).Draw(t, "presses") {
			action := rapid.SampledFrom([]keys.Action{
				keys.Up, keys.Down, keys.Top, keys.Bottom, keys.Toggle, keys.MoveUp, keys.MoveDown,
			}).Draw(t, "action")
			p.Act(keys.Press{Action: action})
			lines, wide := p.View()
			if len(lines) > height || wide > width {
				t.Fatalf("%d lines of %d cells in %dx%d", len(lines), wide, width, height)
			}
			for _, line := range lines {
				if got := look.Cells.Width(ansi.Strip(line)); got != wide || uitest.Forbidden(line) != "" {
					t.Fatalf("%q takes %d cells of %d", line, got, wide)
				}
			}
		}
		shown := applied(p)
		sorted := slices.Clone(shown)
		slices.Sort(sorted)
		if len(shown) == 0 || len(slices.Compact(sorted)) != len(shown) {
			t.Fatalf("shown are %q", shown)
		}
	})
}

func TestAPropertyIsTypedAndShownLast(t *testing.T) {
	t.Parallel()
	look := theme.New(theme.Choice{})
	p := columns.New(&look, []string{"name", "size"}, []string{"id"})
	p.SetSize(80, 24)
	p.Paste("os_distro")
	p.Act(keys.Press{Action: keys.Enter})
	p.Paste("id")
	p.Act(keys.Press{Action: keys.Enter})
	p.Paste("name") // shown already: the cursor goes there
	p.Act(keys.Press{Action: keys.Enter})
	p.Act(keys.Press{Action: keys.MoveDown})
	if got := applied(p); !slices.Equal(got, []string{"size", "name", "os_distro", "id"}) {
		t.Errorf("shown are %q", got)
	}
}
