package sortpane_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/sortpane"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

var sizes = [][2]int{{80, 24}, {100, 30}, {120, 40}, {200, 50}}

// user presses keys as the program would hand them on.
type user struct {
	t     testing.TB
	pane  *sortpane.Pane
	theme *theme.Theme
	asked intent.Intent
	why   string
}

func newUser(t testing.TB, filter, sort string, properties ...string) *user {
	t.Helper()
	return newUserWith(t, theme.Choice{}, filter, sort, properties...)
}

func newUserWith(t testing.TB, choice theme.Choice, filter, sort string, properties ...string) *user {
	t.Helper()
	terms, err := query.Parse(filter)
	if err != nil {
		t.Fatal(err)
	}
	by, err := query.ParseSort(sort)
	if err != nil {
		t.Fatal(err)
	}
	theme := theme.New(choice)
	u := &user{t: t, theme: &theme}
	u.pane = sortpane.New(&theme, query.Query{Terms: terms, Sort: by}, properties, uitest.Now)
	u.pane.SetSize(80, 24)
	return u
}

func (u *user) keys(names ...string) *user {
	u.t.Helper()
	for _, name := range names {
		press, binding, bound := action.Match(u.pane.Bindings(), name)
		if !bound {
			u.t.Fatalf("%q does nothing", name)
		}
		u.asked, u.why = nil, binding.DisabledReason
		if binding.DisabledReason == "" {
			u.asked = u.pane.Act(press)
		}
	}
	return u
}

// on moves the cursor to a key.
func (u *user) on(name string) *user {
	u.t.Helper()
	u.keys("g")
	for range 60 {
		if slices.Contains(strings.Fields(u.under()), name) {
			return u
		}
		u.keys("j")
	}
	u.t.Fatalf("there is no key %s", name)
	return u
}

// under returns the row with the pointer.
func (u *user) under() string {
	for _, line := range strings.Split(u.screen(), "\n") {
		if strings.Contains(line, "› ") {
			return strings.Trim(line, "│› ")
		}
	}
	return ""
}

func (u *user) screen() string {
	lines, _ := u.pane.View()
	return ansi.Strip(strings.Join(lines, "\n"))
}

// applied returns the order as it would be asked for.
func (u *user) applied() string {
	u.t.Helper()
	u.keys("enter")
	wanted, ok := u.asked.(intent.All)
	if !ok || len(wanted) != 2 || wanted[0] != intent.Intent(intent.Close{}) {
		u.t.Fatalf("the order is not applied: %#v", u.asked)
	}
	return query.FormatSort(wanted[1].(intent.SetSort).Keys)
}

func (u *user) fits(width, height int) string {
	lines, wide := u.pane.View()
	if wide > width || len(lines) > height-2 {
		return fmt.Sprintf("%d cells and %d lines on %dx%d", wide, len(lines), width, height)
	}
	for _, line := range lines {
		if got := u.theme.Cells.Width(ansi.Strip(line)); got != wide {
			return fmt.Sprintf("a line takes %d cells of %d: %q", got, wide, ansi.Strip(line))
		}
	}
	return uitest.Forbidden(strings.Join(lines, "\n"))
}

func TestTheOrderIsPutTogether(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, start, on string
		keys            []string
		want            string
	}{
		{"a text from A to Z", "", "status", []string{"space"}, "status:asc"},
		{"a size from the largest", "", "size", []string{"space"}, "size:desc"},
		{"a date from the newest", "", "updated", []string{"space"}, "updated:desc"},
		{"a property", "", "os_distro", []string{"space"}, "os_distro:asc"},
		{"a second key comes after the first", "status:asc", "id", []string{"space"}, "status:asc,id:asc"},
		{"off again", "status:asc,id:asc", "status", []string{"space"}, "id:asc"},
		{"on and off", "status:asc", "id", []string{"space", "space"}, "status:asc"},
		{"the other direction", "status:asc,id:asc", "id", []string{"r"}, "status:asc,id:desc"},
		{"and back", "status:asc", "status", []string{"r", "r"}, "status:asc"},
		{"sooner", "status:asc,id:asc,name:asc", "name", []string{"K", "K"}, "name:asc,status:asc,id:asc"},
		{"later", "status:asc,id:asc,name:asc", "status", []string{"J"}, "id:asc,status:asc,name:asc"},
		{"added, turned and moved without looking for it", "status:asc", "size", []string{"space", "r", "K"}, "size:asc,status:asc"},
		{"the usual order again", "status:asc,id:asc", "name", []string{"F"}, ""},
		{"a property that no image has", "gone:asc", "gone", []string{"r"}, "gone:desc"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, "", test.start, "os_distro", "os_version").on(test.on).keys(test.keys...)
			if u.why != "" {
				t.Fatalf("a key says %q", u.why)
			}
			if got := u.applied(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTheChosenKeysComeFirstWithTheirNumbers(t *testing.T) {
	t.Parallel()
	screen := newUser(t, "", "size:desc,name:asc").screen()
	lines := strings.Split(screen, "\n")
	for i, want := range []string{"1   size", "2   name", "id"} {
		if got := strings.Trim(lines[i+1], "│› "); !strings.HasPrefix(got, want) {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
	}
	for _, want := range []string{"↓ largest first", "↑ A to Z"} {
		if !strings.Contains(screen, want) {
			t.Errorf("the screen does not say %q:\n%s", want, screen)
		}
	}
}

func TestTheFootSaysWhoSortsAndWhatThatCosts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ filter, sort, want string }{
		{"", "", "No sort: newest first"},
		{"", "status:asc,created:desc", "The service sorts"},
		{"", "name:asc", "every image has to be read, because the service loses or repeats"},
		{"name=in:a,b", "name:asc", "The service sorts"},
		{"size>=1GiB", "size:asc", "The service sorts"},
		{"", "os_distro:asc", "Sorted here: every image has to be read, because the service does not sort by os_distro"},
		{"", "status:asc,owner:asc", "does not sort by owner"},
	} {
		u := newUser(t, test.filter, test.sort)
		said := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "\n", " ").Replace(u.screen())), " ")
		if !strings.Contains(said, test.want) {
			t.Errorf("%s, %s: the foot does not say %q:\n%s", test.filter, test.sort, test.want, u.screen())
		}
	}
	if under := newUser(t, "", "").on("owner").under(); !strings.Contains(under, "local") {
		t.Errorf("a key that the service does not sort by says %q", under)
	}
	if under := newUser(t, "", "").on("status").under(); !strings.Contains(under, "server") {
		t.Errorf("a key that the service sorts by says %q", under)
	}
}

func TestWhatCannotBeDoneSaysWhy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ on, press, why string }{
		{"owner", "r", "not sorted by owner"},
		{"owner", "K", "not sorted by owner"},
		{"status", "K", "the first key already"},
		{"id", "J", "the last key already"},
	} {
		u := newUser(t, "", "status:asc,id:asc").on(test.on).keys(test.press)
		if !strings.Contains(u.why, test.why) || u.applied() != "status:asc,id:asc" {
			t.Errorf("%s on %s says %q", test.press, test.on, u.why)
		}
	}
	if u := newUser(t, "", "").keys("F"); u.why == "" {
		t.Error("the usual order can be made usual")
	}
	if u := newUser(t, "", "name:asc").keys("space", "esc"); u.asked != intent.Intent(intent.Close{}) {
		t.Errorf("esc asks for %#v", u.asked)
	}
	if slices.ContainsFunc(strings.Split(newUser(t, "", "").screen(), "\n"), func(l string) bool { return strings.Contains(l, "member_status") }) {
		t.Error("what is no field of an image is offered")
	}
}

func TestWhateverIsPressedTheOrderHasEachKeyOnce(t *testing.T) {
	t.Parallel()
	names := []string{"j", "j", "k", "g", "G", "space", "space", "r", "K", "J", "F", "pgdown", "ctrl+u"}
	rapid.Check(t, func(rt *rapid.T) {
		start := rapid.SampledFrom([]string{"", "name:asc", "size:desc,os_distro:asc,tag:desc", "hidden:asc"}).Draw(rt, "start")
		u := newUser(t, "", start, "os_distro", "a b", "x:y")
		size := rapid.SampledFrom(sizes).Draw(rt, "size")
		u.pane.SetSize(size[0], size[1])
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(names), 1, 40).Draw(rt, "keys") {
			before := u.under()
			u.keys(key)
			if key == "r" && u.why == "" && before == u.under() {
				rt.Fatalf("r changed nothing on %q", before)
			}
			if wrong := u.fits(size[0], size[1]); wrong != "" {
				rt.Fatal(wrong)
			}
			if u.under() == "" {
				rt.Fatal("the cursor is out of sight")
			}
		}
		got := u.applied()
		read, err := query.ParseSort(got)
		if err != nil || query.FormatSort(read) != got {
			rt.Fatalf("%q is no order: %v", got, err)
		}
	})
}

func TestALongReasonShowsThatItGoesOn(t *testing.T) {
	t.Parallel()
	u := newUser(t, "", strings.Repeat("long_", 60)+":asc")
	if wrong := u.fits(80, 24); wrong != "" || !strings.Contains(u.screen(), "… │\n╰") {
		t.Errorf("%s\n%s", wrong, u.screen())
	}
}

func TestHostilePropertiesHarmNothing(t *testing.T) {
	t.Parallel()
	for _, choice := range []theme.Choice{{}, {ASCII: true}, {Grapheme: true}} {
		for _, text := range uitest.Poison() {
			sort := query.FormatSort([]query.SortKey{{Field: query.PropertyField(text)}})
			u := newUserWith(t, choice, "", sort, uitest.Poison()...)
			for _, size := range sizes {
				u.pane.SetSize(size[0], size[1])
				for range 6 {
					if wrong := u.fits(size[0], size[1]); wrong != "" {
						t.Fatalf("%v, %q: %s", size, text, wrong)
					}
					u.keys("pgdown")
				}
				u.keys("g")
			}
			if got := u.applied(); got != sort {
				t.Errorf("%q became %q", sort, got)
			}
		}
	}
}

func TestGoldenScreens(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 50}} {
		u := newUser(t, "", "name:asc,size:desc", "os_distro", "os_version", "hw_disk_bus")
		u.pane.SetSize(size[0], size[1])
		u.on("protected")
		lines, wide := u.pane.View()
		uitest.Golden(t, fmt.Sprintf("sort-%dx%d", size[0], size[1]), uitest.Draw(t, strings.Join(lines, "\n"), wide, len(lines)))
	}
}
