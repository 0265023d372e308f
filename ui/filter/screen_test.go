package filter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model/query"
	"glimpse/ui/filter"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

var sizes = [][2]int{{80, 24}, {100, 30}, {120, 40}, {200, 50}}

// fits returns what does not fit on a screen of a size, or acts on it.
func (u *user) fits(width, height int) string {
	lines, wide := u.pane.View()
	if wide > width || len(lines) > height {
		return fmt.Sprintf("%d cells and %d lines on %dx%d", wide, len(lines), width, height)
	}
	for _, line := range lines {
		if got := u.theme.Cells.Width(ansi.Strip(line)); got != wide {
			return fmt.Sprintf("a line takes %d cells of %d: %q", got, wide, ansi.Strip(line))
		}
	}
	return uitest.Forbidden(strings.Join(lines, "\n"))
}

// hostile is a cloud in which every word harms.
func hostile() filter.Known {
	poison := uitest.Poison()
	return filter.Known{
		Known:   query.Known{Properties: poison, Values: func(query.Field) []string { return poison }},
		Allowed: func(query.Field) []string { return poison[:3] },
		Meaning: func(_ query.Field, value string) string { return value },
	}
}

func TestHostileWordsHarmNothingAnywhere(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {200, 50}} {
		for _, choice := range []theme.Choice{{}, {ASCII: true}, {Grapheme: true}} {
			for i, text := range uitest.Poison() {
				terms := []query.Term{
					{Field: query.PropertyField(text), Op: query.OpEqual, Values: []string{text}},
					{Field: query.Field{Kind: query.FieldTag}, Op: query.OpEqual, Values: []string{text}},
				}
				u := newUserWith(t, "", hostile(), choice)
				u.pane = filter.New(u.theme, terms, hostile(), uitest.Now, uitest.Poison())
				u.pane.SetSize(size[0], size[1])
				if got := u.line(); got != query.Format(terms) {
					t.Errorf("%q is not kept: %s", text, got)
				}
				for _, key := range []string{"up", "tab", "tab", "j", "space", "shift+tab", "G", "k", "tab", "space", "shift+tab", "shift+tab", "tab"} {
					if u.keys(key); u.fits(size[0], size[1]) != "" {
						t.Fatalf("%v, text %d, after %s: %s", size, i, key, u.fits(size[0], size[1]))
					}
				}
				u.pane.Paste("tag=" + text)
				if wrong := u.fits(size[0], size[1]); wrong != "" {
					t.Fatalf("%v, text %d pasted: %s", size, i, wrong)
				}
			}
		}
	}
}

func TestWhateverIsPressedTheLineAndTheChoicesAgree(t *testing.T) {
	t.Parallel()
	names := []string{
		"tab", "tab", "shift+tab", "j", "j", "k", "G", "g", "space", "space", "!", "x", "enter", "up", "down", "backspace",
		"a", "=", "\"", "/", "1", "ctrl+u", "left",
	}
	rapid.Check(t, func(rt *rapid.T) {
		start := rapid.SampledFrom([]string{
			"", "status=active", "tag=gold tag=lts name~x", "size>=1GiB size<9GiB created=2024", `"a b"!=in:x,"y z" !owner ubuntu`,
			"hidden=both visibility=all member_status=all", "name~/a\\/b/ tags=none id=in:1,2",
		}).Draw(rt, "start")
		u := newUser(t, start, "tag=old", "status=queued")
		size := rapid.SampledFrom(sizes).Draw(rt, "size")
		u.pane.SetSize(size[0], size[1])
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(names), 1, 40).Draw(rt, "keys") {
			u.keys(key)
			if wrong := u.fits(size[0], size[1]); wrong != "" {
				rt.Fatal(wrong)
			}
		}
		u.keys("ctrl+s")
		if u.why != "" {
			return // the line is wrong, and said so
		}
		line := u.line()
		terms, err := query.Parse(line)
		if err != nil || query.Format(terms) != line {
			rt.Fatalf("%q is not what the language reads: %v", line, err)
		}
	})
}

func TestSwitchingAValueTwiceChangesNothingElse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		start := rapid.SampledFrom([]string{
			"", "tag=gold", "status=active name~x", "status=in:active,queued", "os_distro=ubuntu size>=1GiB", "!os_distro", "tag!=gold",
		}).Draw(rt, "start")
		u := newUser(t, start).onKey(rapid.SampledFrom([]string{"status", "tag", "os_distro", "owner", "disk_format"}).Draw(rt, "key"))
		for range rapid.IntRange(0, 4).Draw(rt, "row") {
			u.keys("j")
		}
		lines, _ := u.pane.View()
		if !strings.Contains(u.under(), "[ ] ") || slices.ContainsFunc([]string{"?", "!", "none"}, func(s string) bool { return strings.Contains(u.under(), s) }) {
			return
		}
		if u.keys("space"); u.line() == start {
			rt.Fatalf("nothing was switched: %s", lines)
		}
		if u.keys("space"); u.line() != start {
			rt.Fatalf("%q became %q", start, u.line())
		}
	})
}

func TestManyKeysAndValuesScrollAndSaySo(t *testing.T) {
	t.Parallel()
	var many []string
	for i := range 300 {
		many = append(many, fmt.Sprintf("word_%03d", i))
	}
	in := filter.Known{Known: query.Known{Properties: many, Values: func(query.Field) []string { return many }}}
	u := newUserWith(t, "", in, theme.Choice{})
	u.toKeys().keys("G")
	if u.under() != "word_299" || !strings.Contains(u.screen(), "Keys ↑ 323") {
		t.Errorf("at the end stands %q:\n%s", u.under(), u.screen())
	}
	u.keys("tab", "k")
	if !strings.Contains(u.screen(), "a property ↓") {
		t.Errorf("it is not said that there is more:\n%s", u.screen())
	}
	u.keys("shift+tab", "shift+tab").types("tag=word_2")
	for range 99 {
		u.keys("tab")
	}
	if got := u.line(); got != "tag=word_298" {
		t.Errorf("tab went to %q", got)
	}
	if !strings.Contains(u.screen(), "› word_298") {
		t.Errorf("the candidate is out of sight:\n%s", u.screen())
	}
}

func TestGoldenScreens(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 50}} {
		name := func(what string) string { return fmt.Sprintf("%s-%dx%d", what, size[0], size[1]) }
		draw := func(u *user) uitest.Screen {
			lines, wide := u.pane.View()
			return uitest.Draw(t, strings.Join(lines, "\n"), wide, len(lines))
		}
		start := `status=in:active,queued tag=gold name~ubuntu size>=1GiB created=2024`
		u := newUser(t, start)
		u.pane.SetSize(size[0], size[1])
		uitest.Golden(t, name("line"), draw(u))
		uitest.Golden(t, name("mistake"), draw(u.types("protected=yes tag=")))
		u = newUser(t, start)
		u.pane.SetSize(size[0], size[1])
		uitest.Golden(t, name("values"), draw(u.onKey("status").onRow("killed").keys("!")))
		uitest.Golden(t, name("dates"), draw(u.onKey("created")))
		uitest.Golden(t, name("owners"), draw(u.onKey("owner")))
	}
}

func TestTheProgramsOwnWordsAreShownAsTheyAreInASCII(t *testing.T) {
	t.Parallel()
	u := newUserWith(t, "", known(), theme.Choice{ASCII: true})
	u.pane.SetSize(200, 50)
	u.toKeys().keys("g")
	for range 26 {
		lines, _ := u.pane.View()
		for _, char := range ansi.Strip(strings.Join(lines, "")) {
			if char > '~' {
				t.Fatalf("%q is not ASCII:\n%s", char, u.screen())
			}
		}
		if strings.Contains(u.screen(), "<U+") {
			t.Fatalf("a word of the program is escaped:\n%s", u.screen())
		}
		u.keys("j")
	}
}

// BenchmarkKey measures a key with its frame where a cloud has many words.
func BenchmarkKey(b *testing.B) {
	var many []string
	for i := range 2000 {
		many = append(many, fmt.Sprintf("word_%04d", i))
	}
	in := filter.Known{Known: query.Known{Properties: many, Values: func(query.Field) []string { return many }}}
	theme := theme.New(theme.Choice{})
	for _, bench := range []struct {
		name   string
		start  []string
		repeat []string
	}{
		{"typing", []string{"t", "a", "g", "="}, []string{"w", "backspace"}},
		{"moving", []string{"shift+tab"}, []string{"j", "k"}},
		{"switching", []string{"tab", "j", "j", "j", "j", "tab"}, []string{"space"}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			u := &user{t: b, theme: &theme, pane: filter.New(&theme, nil, in, uitest.Now, nil)}
			u.pane.SetSize(200, 50)
			u.keys(bench.start...)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				u.keys(bench.repeat[i%len(bench.repeat)])
				u.pane.View()
			}
		})
	}
}
