package listview_test

import (
	"testing"

	"pgregory.net/rapid"

	"glimpse/ui/action"
	"glimpse/ui/widget/listview"
)

func TestTheWindowFollowsTheCursorAndWastesNoRow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.IntRange(1, 300).Draw(t, "rows")
		cursor := rapid.IntRange(0, rows-1).Draw(t, "cursor")
		before := listview.Window{Top: rapid.IntRange(0, 400).Draw(t, "top"), Height: rapid.IntRange(1, 60).Draw(t, "height")}
		after := before.Follow(cursor, rows)
		if cursor < after.Top || cursor > after.Last() {
			t.Fatalf("the cursor %d is outside %+v", cursor, after)
		}
		if after.Top > 0 && after.Top+after.Height > rows {
			t.Fatalf("%+v shows nothing below row %d while rows are hidden above", after, rows)
		}
		if again := after.Follow(cursor, rows); again != after {
			t.Fatalf("following twice moves again: %+v, %+v", after, again)
		}
		if visible := before.Top <= cursor && cursor <= before.Last() && before.Top+before.Height <= rows; visible && after != before {
			t.Fatalf("row %d was visible in %+v, and yet that became %+v", cursor, before, after)
		}
	})
}

func TestATextIsScrolledNoFurtherThanItReaches(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		top, height, by, lines int
		want, at, of           int
		above, below           bool
		first, end             int
	}{
		{0, 10, 3, 30, 3, 13, 30, true, true, 3, 13},
		{3, 10, -9, 30, 0, 10, 30, false, true, 0, 10},
		{3, 10, 90, 30, 20, 30, 30, true, false, 20, 30},
		{0, 10, 1, 10, 0, 0, 0, false, false, 0, 10},
		{5, 10, 0, 3, 0, 0, 0, false, false, 0, 3},
		{5, 10, 1, 0, 0, 0, 0, false, false, 0, 0},
	} {
		window := listview.Window{Top: test.top, Height: test.height}.Scroll(test.by, test.lines)
		at, of := window.Position(test.lines)
		above, below := window.More(test.lines)
		first, end := window.Visible(test.lines)
		if window.Top != test.want || at != test.at || of != test.of ||
			above != test.above || below != test.below || first != test.first || end != test.end {
			t.Errorf("%+v: %+v, %d of %d, more %v %v, visible %d to %d", test, window, at, of, above, below, first, end)
		}
	}
}

func TestAnActionMovesTheCursorByWhatItsNameSays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		act        action.ID
		from, want int
		first      int // the first row that is visible afterwards
	}{
		{action.Down, 20, 21, 12},
		{action.Down, 99, 99, 90},
		{action.Up, 20, 19, 11},
		{action.Up, 0, 0, 0},
		{action.Top, 50, 0, 0},
		{action.Bottom, 50, 99, 90},
		{action.HalfDown, 20, 25, 16},
		{action.HalfUp, 20, 15, 11},
		{action.PageDown, 20, 29, 20},
		{action.PageUp, 20, 11, 11},
		{action.PageUp, 3, 0, 0},
		{action.PageDown, 95, 99, 90},
		{action.Open, 20, 20, 11}, // moves nothing
	} {
		var list listview.List
		list.Resize(100, 10)
		list.MoveTo(test.from)
		list.Act(test.act)
		if first, _ := list.Visible(); list.Cursor() != test.want || first != test.first {
			t.Errorf("action %v from %d: cursor %d, from row %d on", test.act, test.from, list.Cursor(), first)
		}
	}
}

func TestAClickMovesThereAndASecondOneTakes(t *testing.T) {
	t.Parallel()
	var list listview.List
	list.Resize(12, 5)
	list.MoveTo(8) // rows 4 to 8 are visible
	for _, click := range []struct {
		line, cursor int
		again        bool
	}{{0, 4, false}, {0, 4, true}, {3, 7, false}, {-1, 7, false}, {5, 7, false}, {3, 7, true}} {
		if again := list.Click(click.line); again != click.again || list.Cursor() != click.cursor {
			t.Errorf("a click at line %d: %v, the cursor is on %d", click.line, again, list.Cursor())
		}
	}
	list.Resize(2, 5)
	list.Click(3)
	if _, ok := list.RowAt(3); ok || list.Cursor() != 1 {
		t.Errorf("a click below the last row moved the cursor to %d", list.Cursor())
	}
}

func TestTheCursorStaysOnItsRowWhereRowsHaveMoved(t *testing.T) {
	t.Parallel()
	var list listview.List
	list.Resize(40, 10)
	list.MoveTo(25) // rows 16 to 25 are visible
	list.Place(20, 30, 4)
	if first, end := list.Visible(); list.Cursor() != 20 || first != 17 || end != 21 {
		t.Errorf("the cursor is on %d, rows %d to %d are visible", list.Cursor(), first, end)
	}
	list.Resize(12, 4)
	if list.Cursor() != 11 || list.Fits() {
		t.Errorf("with fewer rows the cursor is on %d", list.Cursor())
	}
	list.Resize(0, 4)
	if first, end := list.Visible(); list.Cursor() != 0 || first != 0 || end != 0 || !list.IsEmpty() || !list.Fits() {
		t.Errorf("without rows the cursor is on %d, rows %d to %d are visible", list.Cursor(), first, end)
	}
}

func TestWhereThereIsNoRoomYetTheWindowKeepsItsPlace(t *testing.T) {
	t.Parallel()
	var list listview.List
	list.Resize(50, 0)
	list.MoveTo(20)
	list.Resize(50, 8)
	if first, end := list.Visible(); list.Cursor() != 20 || first != 13 || end != 21 {
		t.Errorf("the cursor is on %d, rows %d to %d are visible", list.Cursor(), first, end)
	}
}

func TestWhateverHappensTheCursorIsOnAVisibleRow(t *testing.T) {
	t.Parallel()
	actions := []action.ID{action.Up, action.Down, action.Top, action.Bottom, action.HalfUp, action.HalfDown, action.PageUp, action.PageDown, action.Open}
	rapid.Check(t, func(t *rapid.T) {
		var list listview.List
		small, rows := rapid.IntRange(-3, 60), rapid.IntRange(0, 120)
		t.Repeat(map[string]func(*rapid.T){
			"resize": func(t *rapid.T) { list.Resize(rows.Draw(t, "rows"), small.Draw(t, "height")) },
			"place": func(t *rapid.T) {
				list.Place(rapid.IntRange(-9, 200).Draw(t, "cursor"), rows.Draw(t, "rows"), small.Draw(t, "height"))
			},
			"wheel": func(t *rapid.T) { list.Move(rapid.IntRange(-99, 99).Draw(t, "lines")) },
			"click": func(t *rapid.T) {
				line, before := small.Draw(t, "line"), list.Cursor()
				row, ok := list.RowAt(line)
				again := list.Click(line)
				if again != (ok && row == before) || ok && list.Cursor() != row || !ok && list.Cursor() != before {
					t.Fatalf("a click on row %d (%v) with the cursor on %d: %v, now on %d", row, ok, before, again, list.Cursor())
				}
			},
			"act": func(t *rapid.T) {
				before := list.Cursor()
				first, _ := list.Visible()
				act := rapid.SampledFrom(actions).Draw(t, "action")
				list.Act(act)
				switch now, _ := list.Visible(); {
				case act == action.Open && (list.Cursor() != before || now != first):
					t.Fatal("an action that moves nothing moved something")
				case act == action.Top && list.Cursor() != 0:
					t.Fatalf("the top is row %d", list.Cursor())
				case act == action.Bottom && list.Cursor() != max(0, list.Rows()-1):
					t.Fatalf("the bottom is row %d of %d", list.Cursor(), list.Rows())
				}
			},
			"": func(t *rapid.T) {
				first, end := list.Visible()
				above, below := list.More()
				at, of := list.Position()
				switch {
				case list.Cursor() < 0 || list.Cursor() > max(0, list.Rows()-1):
					t.Fatalf("the cursor is on %d of %d rows", list.Cursor(), list.Rows())
				case list.Height() > 0 && !list.IsEmpty() && (list.Cursor() < first || list.Cursor() >= end):
					t.Fatalf("the cursor %d is not among the visible rows %d to %d", list.Cursor(), first, end)
				case first < 0 || end < first || end > list.Rows() || end-first > max(0, list.Height()):
					t.Fatalf("rows %d to %d of %d are visible in %d lines", first, end, list.Rows(), list.Height())
				case list.Height() > 0 && (above != (first > 0) || below != (end < list.Rows())):
					t.Fatalf("rows %d to %d of %d: more %v, %v", first, end, list.Rows(), above, below)
				case (of == 0) != list.Fits(), of > 0 && (of != list.Rows() || at != list.Cursor()+1):
					t.Fatalf("%d of %d: %d rows in %d lines", at, of, list.Rows(), list.Height())
				case list.Fits() && (first != 0 || end != list.Rows()):
					t.Fatal("a list that fits is not seen whole")
				}
			},
		})
	})
}
