package textwidth_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model/search"
	"glimpse/model/text"
	"glimpse/ui/textwidth"
)

func measurers() []textwidth.Measurer {
	return []textwidth.Measurer{{Ellipsis: "…"}, {Ellipsis: "…", Grapheme: true}, {Ellipsis: "~"}, {}}
}

func TestAFittedTextTakesExactlyItsWidth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		measurer := rapid.SampledFrom(measurers()).Draw(t, "measurer")
		shown := text.Of(rapid.String().Draw(t, "text")).Display()
		width := rapid.IntRange(0, 40).Draw(t, "width")
		fitted := measurer.Left(shown, width)
		if got := measurer.Width(fitted); got != width {
			t.Fatalf("%q in %d cells takes %d: %q", shown, width, got, fitted)
		}
		if measurer.Width(shown) <= width && strings.TrimRight(measurer.Left(shown, width), " ") != strings.TrimRight(shown, " ") {
			t.Fatalf("%q fits into %d cells and was changed: %q", shown, width, measurer.Left(shown, width))
		}
	})
}

func TestWrappingLosesNothingButBlanksAndKeepsTheWidth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		measurer := rapid.SampledFrom(measurers()).Draw(t, "measurer")
		shown := text.Of(rapid.String().Draw(t, "text")).Display()
		width := rapid.IntRange(2, 30).Draw(t, "width")
		lines := measurer.Wrap(shown, width)
		for _, line := range lines {
			// Runes counted one by one, a letter with spacing marks can be
			// wider than the narrowest width, and is not torn apart.
			if measurer.Width(line) > width && !isOneCharacter(line) {
				t.Fatalf("line %q takes %d of %d cells", line, measurer.Width(line), width)
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squeeze(strings.Join(lines, "")) != squeeze(shown) {
			t.Fatalf("%q became %q", shown, lines)
		}
	})
}

func isOneCharacter(s string) bool {
	character, _ := ansi.FirstGraphemeCluster(s, ansi.WcWidth)
	return character == s
}

func TestWrapBreaksAtBlanksWhereItCan(t *testing.T) {
	t.Parallel()
	measurer := textwidth.Measurer{}
	for _, test := range []struct {
		name  string
		text  string
		width int
		want  []string
	}{
		{"nothing is one empty line", "", 10, []string{""}},
		{"what fits stays whole", "two words", 9, []string{"two words"}},
		{"a sentence breaks between words", "ask for another role", 8, []string{"ask for", "another", "role"}},
		{"a word that is too long breaks anywhere", "0123456789", 4, []string{"0123", "4567", "89"}},
		{"a line feed is kept", "a\nb", 10, []string{"a", "b"}},
		{"a blank right behind the width costs no word", "abcd efgh", 4, []string{"abcd", "efgh"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := measurer.Wrap(test.text, test.width); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestPiecesAreTheTextAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		measurer := rapid.SampledFrom(measurers()).Draw(t, "measurer")
		content := text.Of(rapid.StringOf(rapid.RuneFrom([]rune("ab  /日é\u0301"))).Draw(t, "content")).Display()
		width := rapid.IntRange(2, 20).Draw(t, "width")
		pieces := measurer.Pieces(content, width)
		if got := strings.Join(pieces, ""); got != content {
			t.Fatalf("%q in %d is %q", content, width, pieces)
		}
		for _, piece := range pieces {
			if measurer.Width(piece) > width {
				t.Fatalf("%q in %d has a piece %q", content, width, piece)
			}
		}
	})
	for content, want := range map[string][]string{
		"DELETE /v2/images/1/members/2": {"DELETE /v2/im", "ages/1/member", "s/2"},
		"one two  three":                {"one two  ", "three"},
	} {
		if got := (textwidth.Measurer{}).Pieces(content, 13); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", content, got, want)
		}
	}
}

func TestCutEndsInAnEllipsis(t *testing.T) {
	t.Parallel()
	measurer := textwidth.Measurer{Ellipsis: "…"}
	if got := measurer.Cut("ubuntu-24.04", 7); got != "ubuntu…" {
		t.Errorf("got %q", got)
	}
	if got := measurer.Cut("漢字漢字", 4); measurer.Width(got) > 4 || !strings.HasSuffix(got, "…") {
		t.Errorf("wide characters were cut to %q", got)
	}
	if got := measurer.Cut("ubuntu", 0); got != "" {
		t.Errorf("no cells hold %q", got)
	}
}

func TestBlankIsNeverNegativeAndHasNoLimit(t *testing.T) {
	t.Parallel()
	for _, width := range []int{-5, 0, 1, 100, 101, 5000} {
		if got := textwidth.Blank(width); len(got) != max(0, width) || strings.Trim(got, " ") != "" {
			t.Errorf("Blank(%d) is %q", width, got)
		}
	}
}

func TestASplitLineIsTheLineOnBothSidesOfTheCell(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		measurer := rapid.SampledFrom(measurers()).Draw(t, "measurer")
		plain, line := "", ""
		for range rapid.IntRange(0, 5).Draw(t, "pieces") {
			piece := text.Of(rapid.StringN(0, 8, -1).Draw(t, "piece")).Display()
			plain += piece + " "
			line += "\x1b[1;31m" + piece + "\x1b[m "
		}
		at := rapid.IntRange(0, 50).Draw(t, "cell")
		before, after := measurer.Split(line, at)
		if got := measurer.Width(ansi.Strip(before)); got != at {
			t.Fatalf("%q split at %d has %d cells before", line, at, got)
		}
		if got, want := measurer.Width(ansi.Strip(after)), max(0, measurer.Width(plain)-at); got != want {
			t.Fatalf("%q split at %d has %d cells behind, want %d", line, at, got, want)
		}
	})
}

// Rows are put together from shown texts, blanks and lines: wherever one
// character of a service's would join these, a row would be a cell off.
func TestNoCharacterJoinsWhatIsDrawnAroundIt(t *testing.T) {
	t.Parallel()
	for _, measurer := range []textwidth.Measurer{{}, {Grapheme: true}} {
		for char := rune(' '); char <= unicode.MaxRune; char++ {
			shown := text.Escape(string(char))
			if shown != string(char) {
				continue
			}
			own := measurer.Width(shown)
			for _, around := range []string{" ", "│", "a", "…"} {
				if got := measurer.Width(around + shown + around); got != own+2 {
					t.Errorf("%U is shown as %q in %d cells, and in %d between %q", char, shown, own, got-2, around)
				}
			}
		}
	}
}

func TestARangeOfATextIsWidenedToWholeCharacters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text, sought, want string
		grapheme                 bool
	}{
		{"ASCII", "ubuntu", "unt", "unt", false},
		{"a letter without its mark", "cafe\u0301", "e", "e\u0301", false},
		{"a mark without its letter", "cafe\u0301", "\u0301", "e\u0301", false},
		{"a vowel that takes a cell", "กำ", "ำ", "กำ", true},
		{"two letters that are drawn as one", "क्ष", "ष", "क्ष", true},
		{"nothing beside it", "größe", "öß", "öß", true},
	} {
		measurer := textwidth.Measurer{Grapheme: test.grapheme}
		sought, err := search.Parse(test.sought)
		if err != nil {
			t.Fatal(err)
		}
		got := measurer.Whole(test.text, sought.Ranges(test.text))
		if len(got) != 1 || test.text[got[0].Start:got[0].End] != test.want {
			t.Errorf("%s: got %v of %q, want %q", test.name, got, test.text, test.want)
		}
	}
}

func TestWidenedRangesTakeNoCellMoreThanTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		measurer := rapid.SampledFrom(measurers()).Draw(t, "measurer")
		letters := rapid.StringOf(rapid.SampledFrom([]rune("aé\u0301 漢กำ้ｶﾞक्ष👍")))
		shown := text.Of(rapid.OneOf(letters, rapid.String()).Draw(t, "text")).Display()
		var ranges []search.Range
		for at := 0; at < len(shown); {
			start := rapid.IntRange(at, len(shown)).Draw(t, "start")
			end := rapid.IntRange(start, len(shown)).Draw(t, "end")
			if start < end {
				ranges = append(ranges, search.Range{Start: start, End: end})
			}
			at = end + 1
		}
		cells, at := 0, 0
		given := slices.Clone(ranges)
		for _, whole := range measurer.Whole(shown, ranges) {
			cells += measurer.Width(shown[at:whole.Start]) + measurer.Width(shown[whole.Start:whole.End])
			for len(given) > 0 && given[0].Start >= whole.Start && given[0].End <= whole.End {
				given = given[1:]
			}
			at = whole.End
		}
		if cells += measurer.Width(shown[at:]); cells != measurer.Width(shown) || len(given) > 0 {
			t.Fatalf("%q takes %d cells in its parts and %d whole; not covered: %v", shown, cells, measurer.Width(shown), given)
		}
	})
}

func TestOnlyASCIIIsShownWhereNothingElseIs(t *testing.T) {
	t.Parallel()
	measurer := textwidth.Measurer{ASCII: true}
	for raw, want := range map[string]string{
		"plain": "plain", "\x1b[2J": "^[[2J", "caf\u00e9": "caf<U+00E9>", "\x7f": "^?", "\u202e": "<U+202E>",
	} {
		if got := measurer.Show(text.Of(raw)); got != want {
			t.Errorf("%q is shown as %q, want %q", raw, got, want)
		}
		if got := measurer.ShowString(raw); got != want {
			t.Errorf("the string %q is shown as %q, want %q", raw, got, want)
		}
	}
}

func TestWhatIsAmbiguousIsNotShownWhereItIsDrawnWide(t *testing.T) {
	t.Parallel()
	wide := textwidth.Measurer{Wide: true}
	for given, want := range map[string]string{
		"plain": "plain", "日本": "日本", "│": "<U+2502>", "é…": "<U+00E9><U+2026>", "ф": "<U+0444>", "ł": "<U+0142>", "ş": "ş",
	} {
		if got := wide.ShowString(given); got != want {
			t.Errorf("%q is shown as %q, want %q", given, got, want)
		}
	}
}
