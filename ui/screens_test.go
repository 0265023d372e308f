package ui_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/remote"
	"glimpse/model/text"
	made "glimpse/model/uses"
	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// scenes are screens with what makes them, from the list on.
var scenes = []struct {
	name  string
	query string
	setup func(s *stub)
	keys  []string
	// then are what becomes of the images of a job that the keys began, and
	// after the keys that follow.
	then  []job.Outcome
	after []string
}{
	{name: "list", keys: []string{"j", "j"}},
	{name: "wide", keys: []string{"w"}},
	{name: "query", query: "visibility=public status=active name~ubuntu size>=100MiB"},
	{name: "detail", keys: []string{"enter"}},
	{name: "json", keys: []string{"enter", "tab"}},
	{name: "help", keys: []string{"?"}},
	{name: "question", setup: slowly, keys: []string{"4"}},
	{name: "search", keys: []string{"/", "u", "b"}},
	{name: "search-wrong", keys: []string{"/", "/", "("}},
	{name: "found", keys: []string{"/", "g", "o", "enter"}},
	{name: "marks", keys: []string{"space", "j", "v", "j", "j"}},
	{name: "only-marked", keys: []string{"space", "j", "space", "m"}},
	{name: "attention", keys: []string{"!"}},
	{name: "preview", keys: []string{"p", "j"}},
	{name: "columns", keys: []string{":", "c", "o", "l", "u", "m", "n", "s", "space", "n", "a", "m", "e", ",", "o", "s", "_", "d", "i", "s", "t", "r", "o", "enter"}},
	{name: "compare", keys: []string{"space", "space", "="}},
	{name: "compare-all", keys: []string{"space", "space", "=", "tab"}},
	{name: "column-choice", keys: []string{"C", "j"}},
	{name: "column-name", keys: []string{"C", "+", "h", "w"}},
	{name: "views", keys: []string{"'"}},
	{name: "command", keys: []string{":", "f", "tab"}},
	{name: "filter", query: "status=active name~u", keys: []string{"f", "tab", "j"}},
	{name: "sort", keys: []string{"s", "j", "space"}},
	{name: "copy", keys: []string{"y"}},
	{name: "copy-several", keys: []string{"space", "space", "y", "down"}},
	{name: "save-view", query: "tag=gold", keys: []string{"S", "3", "space", "g"}},
	{name: "clouds", keys: []string{"c"}},
	{name: "empty", setup: func(s *stub) { s.images = nil }},
	{name: "nothing-matches", query: "name~nowhere tag=gold"},
	{name: "forbidden", setup: func(s *stub) {
		s.page = trouble{kind: remote.Forbidden, sentence: "you are not authorized to complete get_images action", request: "req-4711"}
	}},
	{name: "no-match", keys: []string{"/", "z", "z", "enter"}},
	{name: "failed", setup: func(s *stub) {
		s.page = trouble{kind: remote.Unreachable, sentence: "GET /v2/images: connection refused", advice: "is the VPN up?"}
	}},
	{name: "plan", setup: writes, keys: []string{"space", "space", "space", "x"}},
	{name: "plan-requests", setup: writes, keys: []string{"space", "space", "space", "x", "tab"}},
	{name: "plan-delete", setup: writes, keys: []string{"space", "space", "space", "D", "ctrl+s", "1", "enter"}},
	{name: "delete-question", setup: writes, keys: []string{"j", "D", "ctrl+s"}},
	{name: "sending", setup: writes, keys: []string{"a", "x", "ctrl+s"}, then: outcomes},
	{name: "ended", setup: writes, keys: []string{"space", "j", "space", "x", "ctrl+s"}, then: []job.Outcome{job.Done, job.Failed}},
	{name: "jobs", setup: writes, keys: []string{"a", "x", "ctrl+s", "J"}, then: outcomes},
	{name: "job-report", setup: writes, keys: []string{"a", "x", "ctrl+s", "J", "enter"}, then: outcomes},
	{name: "write-log", setup: writes, keys: []string{"a", "x", "ctrl+s"}, then: outcomes, after: []string{"W"}},
	{name: "quit-question", setup: writes, keys: []string{"a", "x", "ctrl+s"}, then: outcomes, after: []string{"q"}},
	{name: "unfinished", setup: func(s *stub) {
		writes(s)
		s.changes.unfinished = left()
	}},
	{name: "unauthorized", setup: func(s *stub) {
		s.connect = trouble{kind: remote.Unauthorized, sentence: "the password of user admin was refused", request: "req-1"}
	}},
	{name: "overview", keys: []string{"o", "j"}},
	{name: "overview-within", keys: []string{"o", "left", "left", "tab", "tab", "j"}},
	{name: "compare-several", setup: writes, keys: []string{"space", "space", "space", "space", "space", "=", "l", "l", "l"}},
	{
		name: "uses", setup: func(s *stub) { s.uses = usesOf(made.Answer{Reach: made.Everywhere}) },
		keys: []string{"j", "space", "space", ":", "u", "s", "e", "s", "enter"},
	},
}

// writes makes a session that can write, as all do that are not read-only.
func writes(s *stub) { s.about.ReadOnly = false }

// slowly lets every page take so long that a reading of all is asked about.
func slowly(s *stub) { s.pageTakes = 4 * time.Second }

// outcomes are what becomes of the first images of a job.
var outcomes = []job.Outcome{job.Done, job.Done, job.Failed, job.NoChange, job.Conflict, job.Done, job.Gone, job.Sending}

func scene(t testing.TB, i, width, height int) *uitest.Driver {
	t.Helper()
	s := newStub(500)
	s.about.ReadOnly, s.about.Insecure = i%2 == 0, i%3 == 0
	s.clouds = append(s.clouds, backend.Cloud{Name: "prod", Summary: "https://keystone.prod.example:5000/v3 as operator"})
	if scenes[i].setup != nil {
		scenes[i].setup(s)
	}
	o := options(s)
	o.Now = s.now
	o.SavedViews = []backend.View{
		{Name: "old gold", Number: 3, Query: parse(t, "tag=gold updated<-1y", "size:desc")},
		{Name: "everything that is hidden or was forgotten", Query: parse(t, "hidden=both visibility=all", "")},
	}
	o.Query, o.Views = parse(t, scenes[i].query, ""), &shelf{}
	app := ui.NewWithoutTimers(o)
	d := uitest.NewDriver(t, app, width, height)
	d.Keys(scenes[i].keys...)
	if len(scenes[i].then) > 0 {
		s.changes.becomes(scenes[i].then...)
		d.Send(ui.JobsDue(app))
	}
	ui.Seen(app)
	d.Keys(scenes[i].after...)
	return d
}

// fits fails the test unless a frame has exactly the lines of its terminal,
// none of them wider than it, and no byte that a terminal must not get.
func fits(t rapid.TB, name, content string, width, height int) {
	t.Helper()
	fitsAs(t, name, content, width, height, ansi.StringWidthWc)
}

// fitsAs is fits on a terminal that counts cells in its own way.
func fitsAs(t rapid.TB, name, content string, width, height int, measure func(string) int) {
	t.Helper()
	if bad := uitest.Forbidden(content); bad != "" {
		t.Fatalf("%s at %dx%d sends %q", name, width, height, bad)
	}
	lines := strings.Split(content, "\n")
	if len(lines) > height {
		t.Fatalf("%s at %dx%d has %d lines", name, width, height, len(lines))
	}
	for i, line := range lines {
		if got := measure(line); got > width {
			t.Fatalf("%s at %dx%d: line %d takes %d cells: %q", name, width, height, i, got, ansi.Strip(line))
		}
	}
}

func TestScreens(t *testing.T) {
	t.Parallel()
	for i := range scenes {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 50}} {
			name := fmt.Sprintf("%s-%dx%d", scenes[i].name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				d := scene(t, i, size[0], size[1])
				fits(t, name, d.View(), size[0], size[1])
				if got := strings.Count(d.View(), "\n") + 1; got != size[1] {
					t.Errorf("the frame has %d lines of %d", got, size[1])
				}
				uitest.Golden(t, name, uitest.Draw(t, d.View(), size[0], size[1]))
			})
		}
	}
}

// TestEveryScreenFitsEverySize goes through every width and through every height,
// each beside the sizes at which something is arranged in another way.
func TestEveryScreenFitsEverySize(t *testing.T) {
	t.Parallel()
	type span struct{ width, height int }
	var sizes []span
	apart := 1
	if ui.RaceEnabled { // it looks for races, which a size does not bring about
		apart = 12
	}
	for width := 1; width <= 200; width += apart {
		for _, height := range []int{1, 23, 24, 25, 29, 30, 40, 60} {
			sizes = append(sizes, span{width, height})
		}
	}
	for height := 1; height <= 60; height += apart {
		for _, width := range []int{79, 80, 99, 100, 120, 139, 140, 200} {
			sizes = append(sizes, span{width, height})
		}
	}
	for i := range scenes {
		t.Run(scenes[i].name, func(t *testing.T) {
			t.Parallel()
			d := scene(t, i, 120, 40)
			for _, size := range append(slices.Clone(sizes), span{}) {
				d.Send(tea.WindowSizeMsg{Width: size.width, Height: size.height})
				fits(t, scenes[i].name, d.View(), size.width, max(size.height, 1))
			}
		})
	}
}

func TestATerminalThatIsTooSmallIsTold(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(5)), 79, 24)
	shows(t, d, "glimpse needs 80×24", "this is 79×24")
	d.Keys("enter", "?", "4")
	d.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	shows(t, d, "5 images")
	d.Send(tea.WindowSizeMsg{Width: 80, Height: 23})
	d.Keys("q")
	if !d.Quit {
		t.Error("q does not quit")
	}
}

// poisoned returns a stub in which one image holds a text in every place.
func poisoned(bad string) *stub {
	s := newStub(12)
	image := &s.images[4]
	image.ID = model.NewImageID(bad)
	image.Name, image.DiskFormat, image.ContainerFormat, image.Owner = text.Of(bad), text.Of(bad), text.Of(bad), text.Of(bad)
	image.Status, image.Visibility = model.Status{Untrusted: text.Of(bad)}, model.Visibility{Untrusted: text.Of(bad)}
	image.Checksum, image.HashAlgorithm, image.HashValue = text.Of(bad), text.Of(bad), text.Of(bad)
	image.Stores, image.DirectURL = text.Of(bad), text.Of(bad)
	image.Null = 0
	image.Tags = []text.Untrusted{text.Of(bad), text.Of("gold"), text.Of(bad + bad)}
	image.Properties = []model.Property{{Key: text.Of(bad), Value: text.Of(bad)}, {Key: text.Of("os_distro"), Value: text.Of(bad)}}
	image.Faults = []model.Fault{{Field: text.Of(bad), Reason: "is odd: " + bad}}
	s.extras = &detail.Extras{
		Members: []model.Member{{Project: text.Of(bad), Status: model.MemberStatus{Untrusted: text.Of(bad)}}},
		Tasks:   []model.Task{{Type: text.Of(bad), Message: text.Of(bad), Status: model.TaskStatus{Untrusted: text.Of(bad)}}},
		Names:   map[string]text.Untrusted{bad: text.Of(bad)},
	}
	image.Raw = []byte(`{"name": "` + bad + `", "x": 1}`)
	return s
}

func TestNoByteOfAServiceReachesTheTerminalRawAndNoOtherCellMoves(t *testing.T) {
	t.Parallel()
	for i, bad := range uitest.Poison() {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			choices := []theme.Choice{{Name: theme.Dark}, {Name: theme.Dark, Grapheme: true}, {Name: theme.Mono, ASCII: true}}
			if ui.RaceEnabled {
				choices = choices[i%len(choices):][:1]
			}
			for _, choice := range choices {
				checkPoison(t, bad, choice)
			}
		})
	}
	rapid.Check(t, func(rt *rapid.T) {
		checkPoison(t, rapid.String().Draw(rt, "text"), theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Grapheme: rapid.Bool().Draw(rt, "grapheme")})
	})
}

func checkPoison(t testing.TB, bad string, choice theme.Choice) {
	t.Helper()
	const width, height = 200, 50
	measure, mode := ansi.StringWidthWc, ""
	if choice.Grapheme {
		measure, mode = ansi.StringWidth, ansi.SetModeUnicodeCore
	}
	o := options(poisoned(bad))
	o.Theme = choice
	d := start(t, o, width, height)
	clean := options(newStub(12))
	clean.Theme = choice
	reference := uitest.Draw(t, mode+start(t, clean, width, height).View(), width, height)
	fitsAs(t, "list", d.View(), width, height, measure)
	for y, line := range uitest.Draw(t, mode+d.View(), width, height).Lines {
		if y != 3+1+4 && line != reference.Lines[y] {
			t.Errorf("%q moved line %d:\n%s\n%s", bad, y, line, reference.Lines[y])
		}
	}
	for _, keys := range poisonKeys() {
		d.Keys(keys...)
		fitsAs(t, strings.Join(keys, " "), d.View(), width, height, measure)
		if choice.ASCII {
			for _, char := range ansi.Strip(d.View()) {
				if char > 0x7e {
					t.Fatalf("%q shows %q on a terminal that has ASCII only", bad, char)
				}
			}
		}
	}
	// What is copied keeps characters that only look odd, and none that acts.
	acts := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
	if d.Copied == "" || strings.ContainsFunc(d.Copied, acts) {
		t.Errorf("%q was copied as %q", bad, d.Copied)
	}
}

// poisonKeys lead through the screens and panes in which an image, its tags or
// its properties are shown, offered or typed.
func poisonKeys() [][]string {
	typed := func(line string) []string {
		var names []string
		for _, char := range line {
			if char == ' ' {
				names = append(names, "space")
				continue
			}
			names = append(names, string(char))
		}
		return names
	}
	keys := [][]string{
		{"j", "j", "j", "j", "enter"},
		{"tab"},
		{"tab", "G"},
		{"y"},
		{"down", "down", "enter"},
		{"esc", "esc", "w"},
		{"w", "space", "m"},
		{"m", "U", "p"},
		{"}"},
		{"p", "!"},
		{"esc", "/"},
		{"e", "enter"},
		{"esc"},
		{"U", "g", "j", "j", "j", "j", "space", "space", "="},
		{"tab"},
		{"y"},
		{"esc", "esc", "C"},
		{"G", "space", "enter"},
		{"f", "tab"},
		{"G"},
		{"tab"},
		{"space"},
		{"esc", "s"},
		{"G", "space"},
		{"esc"},
		{"?"},
		{"G"},
		{"esc"},
	}
	for _, line := range []string{"filter tag=", "filter ", "columns name,", "sort ", "mark tag="} {
		keys = append(keys, append([]string{":"}, typed(line)...), []string{"tab"}, []string{"shift+tab"}, []string{"shift+tab"}, []string{"enter"}, []string{"esc"})
	}
	return append(keys, append([]string{":"}, append(typed("duplicates"), "enter")...))
}

func TestErrorsOfAServiceAreEscapedToo(t *testing.T) {
	t.Parallel()
	for _, bad := range uitest.Poison() {
		for _, failing := range []func(*stub){
			func(s *stub) {
				s.page = trouble{kind: "", sentence: bad + "end", advice: bad, request: bad}
			},
			func(s *stub) {
				s.connect = trouble{kind: "", sentence: bad, advice: bad, request: bad}
			},
			func(s *stub) {
				s.about = backend.About{Connection: remote.Connection{
					Cloud: bad, Project: text.Of(bad), User: text.Of(bad), Region: text.Of(bad),
					Roles: []text.Untrusted{text.Of(bad)},
				}}
			},
			func(s *stub) { s.connect = &remote.RegionRequiredError{Regions: []string{bad, "b"}} },
			func(s *stub) { s.image = trouble{kind: remote.NotFound, sentence: bad, advice: bad, request: bad} },
		} {
			s := newStub(3)
			failing(s)
			d := start(t, options(s), 120, 40)
			fits(t, "failed", d.View(), 120, 40)
			d.Keys("enter")
			fits(t, "after enter", d.View(), 120, 40)
		}
	}
}

func TestTheMouseIsLeftToTheTerminalOnRequest(t *testing.T) {
	t.Parallel()
	wanted := options(newStub(3))
	if mode := start(t, wanted, 80, 24).Model.View().MouseMode; mode != tea.MouseModeCellMotion {
		t.Errorf("the mouse mode is %v", mode)
	}
	wanted.NoMouse = true
	if mode := start(t, wanted, 80, 24).Model.View().MouseMode; mode != tea.MouseModeNone {
		t.Errorf("the mouse mode is %v", mode)
	}
}
