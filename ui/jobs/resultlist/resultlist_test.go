package resultlist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/jobs/resultlist"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// list is a list of numbers under a head of two lines, in a room of ten lines.
// A number is shown in full in twenty lines.
func list(count int) *resultlist.Screen {
	theme := theme.New(theme.Choice{Name: theme.Mono, ASCII: true})
	number := func() int { return count }
	itself := func(n int) int { return n }
	s := resultlist.New(&theme, resultlist.Items{
		Total: number, Count: number, At: itself, Place: itself, Match: func() {},
		Head: func() []string { return []string{"head", ""} }, HeadLines: 2,
		Columns: func() []table.Column { return []table.Column{{Title: "NUMBER", Min: 8, Width: 8, Core: true}} },
		Row: func(n int, _ []table.Placed) resultlist.Row {
			return resultlist.Row{Shape: "+", Cells: []table.Cell{{Text: fmt.Sprintf("no. %d", n)}}}
		},
		None: func() string { return "there is none" },
		Detail: func(n int) []string {
			return strings.Split(strings.Repeat(fmt.Sprintf("all of %d\n", n), 19)+"end", "\n")
		},
	}, resultlist.Texts{First: "the first", Last: "the last"})
	s.SetSize(40, 10)
	return &s
}

func TestTheCursorHasAPositionWhereNotAllIsSeen(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		count int
		acts  []action.ID
		want  string
	}{
		{0, nil, ""},
		{7, []action.ID{action.Bottom}, ""},
		{8, nil, "line 1 of 8"},
		{8, []action.ID{action.Bottom}, "line 8 of 8"},
	} {
		s := list(test.count)
		for _, act := range test.acts {
			s.Act(act)
		}
		if got := s.Position(); got != test.want {
			t.Errorf("of %d after %v it is %q, want %q", test.count, test.acts, got, test.want)
		}
	}
}

func TestAnItemThatIsOpenHasThePositionOfItsOwnLines(t *testing.T) {
	t.Parallel()
	s := list(3)
	s.Open()
	if got := s.Position(); !strings.HasSuffix(got, " of 20") {
		t.Errorf("the position is %q", got)
	}
	if s.Act(action.Bottom); s.Position() != "line 20 of 20" {
		t.Errorf("at the end the position is %q", s.Position())
	}
	if s.Act(action.Leave); s.Position() != "" {
		t.Errorf("back in a list that is seen whole the position is %q", s.Position())
	}
}

func TestTheNeighboursOfAnOpenItemEndWithTheList(t *testing.T) {
	t.Parallel()
	s := list(2)
	s.Open()
	for _, test := range []struct {
		act    action.ID
		asked  intent.Intent
		cursor int
	}{
		{action.PreviousImage, intent.Notify{Text: "the first"}, 0},
		{action.NextImage, nil, 1},
		{action.NextImage, intent.Notify{Text: "the last"}, 1},
		{action.PreviousImage, nil, 0},
	} {
		if asked := s.Act(test.act); asked != test.asked {
			t.Errorf("%s asks for %v, want %v", test.act, asked, test.asked)
		}
		if at, open := s.Cursor(); at != test.cursor || !open {
			t.Errorf("%s leads to %d, open %v, want %d", test.act, at, open, test.cursor)
		}
	}
}

func TestAClickMovesTheCursorAndASecondOneOpens(t *testing.T) {
	t.Parallel()
	s := list(5)
	const below = 3 // the head and the titles of the columns
	s.Click(0, below+2)
	if at, open := s.Cursor(); at != 2 || open {
		t.Errorf("the cursor is on %d, open %v", at, open)
	}
	s.Click(0, below-1) // the titles
	if at, open := s.Cursor(); at != 2 || open {
		t.Errorf("a click on the titles leads to %d, open %v", at, open)
	}
	if s.Click(0, below+2); !strings.Contains(ansi.Strip(s.View()), "all of 2") {
		t.Errorf("it is not open:\n%s", s.View())
	}
}
