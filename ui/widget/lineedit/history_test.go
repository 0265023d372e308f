package lineedit_test

import (
	"slices"
	"testing"

	"glimpse/ui/widget/lineedit"
)

func TestOlderLinesBeginAsTheOneThatWasTyped(t *testing.T) {
	t.Parallel()
	lines := []string{"tag +a", "hide", "tag +b"}
	for _, test := range []struct {
		name  string
		shown string
		typed bool
		steps []int
		want  []string
	}{
		{"all of them, and back to the new one", "x", false, []int{-1, -1, -1, -1, 1, 1, 1, 1}, []string{"tag +b", "hide", "tag +a", "-", "hide", "tag +b", "x", "-"}},
		{"those with the same beginning", "tag", true, []int{-1, -1, -1, 1, 1}, []string{"tag +b", "tag +a", "-", "tag +b", "tag"}},
		{"not the line itself", "tag +b", true, []int{-1}, []string{"-"}},
		{"none", "delete", true, []int{-1}, []string{"-"}},
	} {
		recall := lineedit.NewRecall(lines)
		if test.typed {
			recall.Typed()
		}
		var got []string
		shown := test.shown
		for _, step := range test.steps {
			line, there := recall.Step(step, shown)
			if !there {
				got = append(got, "-")
				continue
			}
			shown = line
			got = append(got, line)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestALineIsRememberedOnceAndKept(t *testing.T) {
	t.Parallel()
	var kept []string
	history := lineedit.History{Keep: func(line string) { kept = append(kept, line) }}
	for _, line := range []string{"a", "b", "b", " ", "a"} {
		if keep := history.Add(line); keep != nil {
			keep()
		}
	}
	if want := []string{"b", "a"}; !slices.Equal(history.Lines, want) {
		t.Errorf("the lines are %q, want %q", history.Lines, want)
	}
	if want := []string{"a", "b", "a"}; !slices.Equal(kept, want) {
		t.Errorf("kept are %q, want %q", kept, want)
	}
}
