package table_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model/search"
	"glimpse/ui/table"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

func columns() []table.Column {
	return []table.Column{
		{Title: "NAME", Min: 10, Width: 20, Rank: 0, Core: true, Flex: true},
		{Title: "STATUS", Min: 8, Width: 8, Rank: 1, Core: true},
		{Title: "SIZE", Min: 6, Width: 6, Rank: 2, Right: true},
		{Title: "AGE", Min: 4, Width: 8, Rank: 1, Core: true},
		{Title: "ID", Min: 36, Width: 36, Rank: 3},
	}
}

func titles(placed []table.Placed) string {
	var names []string
	for _, column := range placed {
		names = append(names, column.Title)
	}
	return strings.Join(names, " ")
}

func TestColumnsGiveWayInTheOrderOfTheirRank(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		width int
		want  string
	}{
		{"the core fits exactly", 10 + 8 + 4 + 4, "NAME STATUS AGE"},
		{"one cell less and the last of the core is gone", 25, "NAME STATUS"},
		{"others wait until the core is comfortable", 20 + 8 + 8 + 4 + 7, "NAME STATUS AGE"},
		{"then they come by rank", 20 + 8 + 8 + 4 + 8, "NAME STATUS SIZE AGE"},
		{"all of them", 120, "NAME STATUS SIZE AGE ID"},
		{"nothing fits into nothing", 0, ""},
		{"nor into less than that", -7, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := titles(table.Layout(columns(), test.width)); got != test.want {
				t.Errorf("%d cells show %q, want %q", test.width, got, test.want)
			}
		})
	}
}

func TestColumnsNeverOverlapNorLeaveTheirWidth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var all []table.Column
		for range rapid.IntRange(0, 8).Draw(t, "columns") {
			least := rapid.IntRange(1, 30).Draw(t, "min")
			all = append(all, table.Column{
				Min: least, Width: least + rapid.IntRange(0, 20).Draw(t, "more"), Rank: rapid.IntRange(0, 4).Draw(t, "rank"),
				Core: rapid.Bool().Draw(t, "core"), Flex: rapid.Bool().Draw(t, "flex"),
			})
		}
		width := rapid.IntRange(-5, 250).Draw(t, "width")
		at := 0
		for _, column := range table.Layout(all, width) {
			if column.X != at || column.Wide < column.Min || column.X+column.Wide > width {
				t.Fatalf("column at %d of %d cells, expected at %d, least %d, in %d", column.X, column.Wide, at, column.Min, width)
			}
			at += column.Wide + table.Gap
		}
	})
}

func TestEveryCellStandsUnderItsColumn(t *testing.T) {
	t.Parallel()
	placed := table.Layout(columns(), 60)
	var out strings.Builder
	table.WriteRow(&out, textwidth.Measurer{Ellipsis: "…"}, placed, []table.Cell{{Text: "漢字-image"}, {}, {Text: "12 MiB"}, {Text: "a very long age"}})
	want := "漢字-image" + strings.Repeat(" ", placed[2].X-10) + "12 MiB  a very …"
	if out.String() != want {
		t.Errorf("got  %q\nwant %q", out.String(), want)
	}
}

// An ellipsis has as many bytes as three letters: what was cut is not told by
// the lengths.
func TestWhatWasFoundIsMarkedInWhatIsShownOfIt(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	for _, test := range []struct{ text, sought, want string }{
		{"red", "d", "re" + theme.Match.Render("d")},
		{"coloured", "co", theme.Match.Render("co") + "lo…"},
		{"colored", "d", "colo…"},
		{"colored", "ored", "colo…"},
		{"colo\u2019s", "s", "colo…"},
	} {
		sought, err := search.Parse(test.sought)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		table.WriteRow(&out, theme.Cells, []table.Placed{{Wide: 5}}, []table.Cell{{Text: test.text, Found: sought.Ranges(test.text), FoundStyle: theme.Match}})
		if out.String() != test.want {
			t.Errorf("%q in %q: got %q, want %q", test.sought, test.text, out.String(), test.want)
		}
	}
}

// What was found in the middle of a long text is seen where that is cut.
func TestWhatWasFoundIsSeenWhereTheMiddleIsCut(t *testing.T) {
	t.Parallel()
	var plain theme.Style
	theme := theme.New(theme.Choice{})
	for _, test := range []struct{ text, sought, want string }{
		{"0123456789", "1", "0" + theme.Match.Render("1") + "23…789"},
		{"0123456789", "9", "0123…78" + theme.Match.Render("9")},
		{"0123456789", "5", "…" + theme.Match.Render("5") + "6789"},
		{"0123456789abcdef", "5", "…" + theme.Match.Render("5") + "67…def"},
		{"0123456789", "345", "…" + theme.Match.Render("345") + "6789"},
		{"0123456789", "x", "0123…789"},
	} {
		sought, err := search.Parse(test.sought)
		if err != nil {
			t.Fatal(err)
		}
		placed := []table.Placed{{Column: table.Column{Middle: true}, Wide: 8}}
		cells := []table.Cell{{Text: test.text, Found: sought.Ranges(test.text), FoundStyle: theme.Match}}
		var out, bar strings.Builder
		table.WriteRow(&out, theme.Cells, placed, cells)
		if out.String() != test.want {
			t.Errorf("%q in %q: got %q, want %q", test.sought, test.text, out.String(), test.want)
		}
		table.WriteBar(&bar, theme.Cells, "", placed, cells, 8, plain)
		if got := strings.TrimRight(bar.String(), " "); got != ansi.Strip(test.want) {
			t.Errorf("under the cursor it is %q, want %q", got, ansi.Strip(test.want))
		}
	}
}

func TestTheBarFillsTheWidthInOneStyle(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	placed := table.Layout(columns(), 57)
	var out strings.Builder
	table.WriteBar(&out, theme.Cells, "+ ", placed, []table.Cell{{Text: "image", Style: theme.Bad}, {Text: "ok"}, {}, {}}, 60, theme.Cursor)
	shown := out.String()
	if strings.Count(shown, "\x1b") != 2 {
		t.Errorf("one style begins and ends once: %q", shown)
	}
	inside := strings.TrimSuffix(shown[strings.Index(shown, "m")+1:], "\x1b[m")
	if len(inside) != 60 || !strings.HasPrefix(inside, "+ image") {
		t.Errorf("the bar is %q", inside)
	}
}

func TestAClickIsCountedToTheColumnItIsOn(t *testing.T) {
	t.Parallel()
	placed := table.Layout(columns(), 60)
	for i, column := range placed {
		if table.At(placed, column.X) != i || table.At(placed, column.X+column.Wide-1) != i {
			t.Errorf("column %d is not found at its cells", i)
		}
	}
	if table.At(placed, 500) != -1 {
		t.Error("there is no column at cell 500")
	}
}
