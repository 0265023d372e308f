package dialog_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

func TestADialogMovesNoCellThatItDoesNotCover(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		theme := theme.New(theme.Choice{})
		const width, height = 40, 12
		lines := make([]string, height)
		for i := range lines {
			shown := text.Of(rapid.StringN(0, 30, 60).Draw(rt, "line")).Display()
			lines[i] = theme.Bad.Render(theme.Cells.Cut(shown, 20)) + theme.Good.Render(strings.Repeat("x", 12))
		}
		screen := strings.Join(lines, "\n")
		piece := strings.Repeat("#", 10)
		over := dialog.Over(theme.Cells, screen, []string{piece, piece}, 10, width, height)
		before, after := uitest.Draw(t, screen, width, height), uitest.Draw(t, over, width, height)
		for y := range height {
			covered := y == 5 || y == 6
			if !covered && before.Lines[y] != after.Lines[y] {
				rt.Fatalf("line %d changed:\n%q\n%q", y, before.Lines[y], after.Lines[y])
			}
			if !covered {
				continue
			}
			left, _ := theme.Cells.Split(ansi.Strip(strings.Split(screen, "\n")[y]), 15)
			_, right := theme.Cells.Split(ansi.Strip(strings.Split(screen, "\n")[y]), 25)
			want := strings.TrimRight(ansi.Strip(left)+piece+ansi.Strip(right), " ")
			if got := strings.TrimRight(ansi.Strip(strings.Split(over, "\n")[y]), " "); got != want {
				rt.Fatalf("line %d is\n%q, want\n%q", y, got, want)
			}
		}
	})
}

func TestTheHelpHoldsEveryBindingAndFitsItsRoom(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	groups := []action.Group{action.List().Disable(action.Open, "no image"), action.Moving(), action.Everywhere()}
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 50}, {20, 5}, {1, 1}} {
		help := dialog.NewHelp(&theme, groups)
		help.SetSize(size[0], size[1])
		seen := ""
		for range 60 {
			lines, wide := help.View()
			for _, line := range lines {
				if got := theme.Cells.Width(ansi.Strip(line)); got != wide {
					t.Fatalf("%v: a line takes %d cells of %d: %q", size, got, wide, ansi.Strip(line))
				}
				seen += ansi.Strip(line) + "\n"
			}
			help.Act(action.Press{Action: action.Down})
		}
		if size[0] < 80 {
			continue
		}
		for _, group := range groups {
			for _, binding := range group.Bindings {
				said := binding.Help
				if binding.DisabledReason != "" {
					said = binding.DisabledReason
				}
				if !strings.Contains(seen, binding.Display()) || !strings.Contains(seen, said) {
					t.Errorf("%v: the help does not say %q: %q", size, binding.Display(), said)
				}
			}
		}
	}
}

func TestAQuestionIsAnsweredByKeysAndByTheMarkedAnswer(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	yes := intent.Notify{Text: "yes"}
	for _, test := range []struct {
		name    string
		actions []action.ID
		agrees  bool
	}{
		{"y agrees", []action.ID{action.Yes}, true},
		{"enter takes the marked yes", []action.ID{action.Choose}, true},
		{"tab marks no", []action.ID{action.NextChoice, action.Choose}, false},
		{"and yes again", []action.ID{action.NextChoice, action.NextChoice, action.Choose}, true},
		{"n declines", []action.ID{action.No}, false},
		{"esc declines", []action.ID{action.Back}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			question := dialog.NewQuestion(&theme, "Really?", "It takes a while.", yes)
			question.SetSize(80, 24)
			var got intent.Intent
			for _, act := range test.actions {
				got = question.Act(action.Press{Action: act})
			}
			all, agrees := got.(intent.All)
			if agrees != test.agrees || agrees && all[1] != intent.Intent(yes) {
				t.Errorf("got %#v", got)
			}
		})
	}
}
