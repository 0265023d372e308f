package ui_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui"
	"glimpse/ui/uitest"
)

var anID = regexp.MustCompile(`[0-9a-f]{8}-5d1c-4c2e-9b7f-[0-9a-f]{12}`)

// TestTheRowsAreThoseOfTheQueryInTheHeader asks for filters and orders, goes
// back and forward and refreshes, and evaluates anew what should be there.
// Only terms and orders of this side are asked for: the stub answers no others.
func TestTheRowsAreThoseOfTheQueryInTheHeader(t *testing.T) {
	t.Parallel()
	filters := []string{"name~debian", "name~ubuntu", "!description", "?os_distro name~u", "name~nowhere", "name!~e"}
	orders := []string{"size:desc", "size:asc", "name:asc", "name:desc,size:asc"}
	rapid.Check(t, func(rt *rapid.T) {
		s := newStub(30)
		s.pageTakes = rapid.SampledFrom([]time.Duration{0, 2 * time.Second}).Draw(rt, "a page takes")
		o := options(s)
		o.Now = s.now
		o.PageSize = rapid.SampledFrom([]int{7, 100}).Draw(rt, "page size")
		o.Columns = []string{"id", "name"}
		app := ui.NewWithoutTimers(o)
		d := uitest.NewDriver(t, app, 160, 50)
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch step := rapid.SampledFrom([]string{"filter", "sort", "[", "]", "F", "ctrl+r", "ctrl+l", "esc", "G"}).Draw(rt, "step"); step {
			case "filter":
				enters(d, "filter "+rapid.SampledFrom(filters).Draw(rt, "filter"))
			case "sort":
				enters(d, "sort "+rapid.SampledFrom(orders).Draw(rt, "order"))
			default:
				d.Keys(step)
			}
			if strings.Contains(d.View(), "Read all images?") {
				ui.Seen(app)
				d.Keys(rapid.SampledFrom([]string{"y", "n"}).Draw(rt, "answer"))
			}
			checkRows(rt, s, ansi.Strip(d.View()), ui.Shown(app))
		}
	})
}

func checkRows(t *rapid.T, s *stub, screen string, shown query.Query) {
	t.Helper()
	split, err := shown.Split(uitest.Now)
	if err != nil {
		t.Fatal(err)
	}
	images := slices.Clone(s.images)
	if split.SortLocal {
		slices.SortStableFunc(images, func(a, b model.Image) int { return split.Compare(&a, &b) })
	}
	var want []string
	for i := range images {
		if split.Match(&images[i]) {
			want = append(want, images[i].ID.Raw())
		}
	}
	got := anID.FindAllString(screen, -1)
	if more := strings.Contains(screen, ", more"); len(got) > len(want) || !more && len(got) != len(want) || !slices.Equal(got, want[:len(got)]) {
		t.Fatalf("of %s by %s these are shown:\n%s\nwant:\n%s\n%s", query.Format(shown.Terms), query.FormatSort(shown.Sort),
			strings.Join(got, "\n"), strings.Join(want, "\n"), screen)
	}
}
