package search_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/search"
	"glimpse/model/text"
)

func parse(t testing.TB, line string) search.Search {
	t.Helper()
	s, err := search.Parse(line)
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return s
}

func sample() model.Image {
	return model.Image{
		ID: model.NewImageID("9f3c0000-ab"), Name: text.Of("Ubuntu 24.04 Server"), Status: model.StatusActive,
		Visibility: model.VisibilityPublic, DiskFormat: text.Of("qcow2"), Owner: text.Of("0a1b"),
		Tags:       []text.Untrusted{text.Of("gold"), text.Of("Größe")},
		Properties: []model.Property{{Key: text.Of("os_distro"), Value: text.Of("debian")}},
	}
}

// finds reports whether a search finds an image.
func finds(s *search.Search, image *model.Image) bool {
	return s.Match(s.Common(image), string(search.AppendOwn(nil, image)), func() *model.Image { return image })
}

func lineFinds(t testing.TB, line string, image model.Image) bool {
	s := parse(t, line)
	return finds(&s, &image)
}

func TestWhatASearchFinds(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"":                   true,
		"   ":                true,
		"ubuntu":             true,
		"UBUNTU":             false, // upper case counts
		"Ubuntu":             true,
		"server ubuntu":      true, // in any order
		"server fedora":      false,
		"24.04":              true, // a dot is a dot
		"24x04":              false,
		`"24.04 server"`:     true,
		`"server 24.04"`:     false,
		`"24.04 se`:          true, // a quote that is not closed yet
		"gold":               true, // a tag
		"GRÖSSE":             false,
		"größe":              true,
		"qcow2 public":       true,
		"9f3c":               true,
		"9F3C":               false,
		"0000-a":             true,
		"!9f3c":              false,
		"/^9f3c/":            true,
		"/00.*b$/":           true,
		"0a1b":               true,
		"active":             true,
		"debian":             false, // properties are for the query
		"!fedora":            true,
		"!ubuntu":            false,
		"ubuntu !server":     false,
		"ubuntu !":           true, // a lone ! is the beginning of a word
		"!":                  true,
		`!"24.04 desktop"`:   true,
		"/^ubuntu.*server$/": true,
		"/^server/":          false,
		"/^go/":              true, // each text is looked at for itself
		"!/^go/":             false,
		"/UBUNTU/":           false,
		"/ubuntu/ gold":      true,
		"/24\\.04/":          true,
		"/":                  false, // a slash alone is a word
		"goldGröße":          false, // no word across two texts
	} {
		if got := lineFinds(t, line, sample()); got != want {
			t.Errorf("%q finds it: %v, want %v", line, got, want)
		}
	}
}

func TestASearchInOneText(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"": true, "disk": true, "Disk": false, "min 10": true, "10 !min": false, "!max": true, "/^min_.* 10/": true, "/MIN/": false,
	} {
		s := parse(t, line)
		if got := s.MatchText("min_disk 10 GiB"); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestAWrongExpressionSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"/(/", "/[a/", "gold !/a**/"} {
		if _, err := search.Parse(line); err == nil || !strings.Contains(err.Error(), "regular expression") {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func TestRangesAreWhereTheWordsStand(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, shown, want string }{
		{"u", "Ubuntu", "[U]b[u]nt[u]"},
		{"bun tu", "Ubuntu", "U[buntu]"},
		{"größe", "die GRÖßE", "die [GRÖßE]"},
		{"k", "273 \u212a", "273 [\u212a]"}, // the Kelvin sign is a k without case
		{"Server", "server Server", "server [Server]"},
		{"/b.n/", "Ubuntu", "U[bun]tu"},
		{"!x", "x", "x"},
		{"", "x", "x"},
		{"/x*/", "y", "y"},
	} {
		s := parse(t, test.line)
		shown := test.shown
		ranges := s.Ranges(shown)
		slices.Reverse(ranges)
		for _, r := range ranges {
			shown = shown[:r.Start] + "[" + shown[r.Start:r.End] + "]" + shown[r.End:]
		}
		if shown != test.want {
			t.Errorf("%q in %q: %s, want %s", test.line, test.shown, shown, test.want)
		}
	}
}

// word draws words that overlap often.
func word(t *rapid.T) string {
	return rapid.StringOfN(rapid.SampledFrom([]rune("aAbß!\"/. k\u212a")), 0, 6, -1).Draw(t, "text")
}

func TestAnExpressionFindsWhatItMatches(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringOfN(rapid.SampledFrom([]rune("abAkß.*+?|()[]\u212a")), 1, 8, -1).Draw(t, "pattern")
		s, err := search.Parse("/" + pattern + "/")
		name := rapid.StringOfN(rapid.SampledFrom([]rune("abABKkßẞ\u212a")), 0, 8, -1).Draw(t, "name")
		flags := "(?i)"
		if strings.ContainsFunc(pattern, unicode.IsUpper) {
			flags = ""
		}
		want, errRE := regexp.Compile(flags + pattern)
		if (err == nil) != (errRE == nil) {
			t.Fatalf("%q: %v, %v", pattern, err, errRE)
		}
		image := model.Image{Name: text.Of(name)}
		if err == nil && finds(&s, &image) != (want.MatchString(name) || want.MatchString("")) {
			t.Fatalf("%q in %q", pattern, name)
		}
	})
}

func TestARefinedSearchFindsNoMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wide, errWide := search.Parse(word(t))
		narrow, errNarrow := search.Parse(wide.String() + word(t))
		if errWide != nil || errNarrow != nil || !narrow.Refines(&wide) {
			return
		}
		image := model.Image{ID: model.NewImageID(word(t)), Name: text.Of(word(t)), Tags: []text.Untrusted{text.Of(word(t))}}
		if finds(&narrow, &image) && !finds(&wide, &image) {
			t.Fatalf("%q finds %v and %q does not", narrow.String(), image, wide.String())
		}
	})
}

func TestRangesAreWholeAndApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, err := search.Parse(word(t))
		if err != nil {
			return
		}
		shown := text.Of(rapid.String().Draw(t, "shown") + word(t)).Display()
		end := 0
		for i, r := range s.Ranges(shown) {
			if r.Start < end || i > 0 && r.Start == end || r.End <= r.Start || r.End > len(shown) {
				t.Fatalf("range %+v after %d in %q", r, end, shown)
			}
			if !strings.HasPrefix(shown[r.Start:], string([]rune(shown[r.Start:])[0])) {
				t.Fatalf("range %+v cuts a character of %q", r, shown)
			}
			end = r.End
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "a b", `"x`, "!", "/(/", "/a/ b", `/\/`, "!!a", `""`, "/ /"} {
		f.Add(seed, "ubuntu")
	}
	f.Fuzz(func(t *testing.T, line, name string) {
		s, err := search.Parse(line)
		if err != nil {
			return
		}
		image := model.Image{Name: text.Of(name)}
		finds(&s, &image)
		s.Ranges(image.Name.Display())
		if !s.Refines(&s) {
			t.Errorf("%q does not refine itself", line)
		}
	})
}
