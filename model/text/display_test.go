package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"glimpse/model/text"
)

func TestDisplayShowsEveryDangerousCharacterAsAVisibleEscape(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, raw, want string }{
		{"nothing", "", ""},
		{"plain ASCII", "ubuntu 22.04 (LTS)", "ubuntu 22.04 (LTS)"},
		{"letters of other scripts", "größe 日本語 Ελλάδα", "größe 日本語 Ελλάδα"},
		{"an escape sequence", "\x1b[2J", "␛[2J"},
		{"bell, tab, newline and return", "\a\t\n\r", "␇␉␊␍"},
		{"NUL", "a\x00b", "a␀b"},
		{"DEL", "\x7f", "␡"},
		{"C1 CSI as a character", "\u009b31m", "<U+009B>31m"},
		{"C1 CSI as a byte", "\x9b31m", `\x9b31m`},
		{"invalid UTF-8", "a\xffb\xc3", `a\xffb\xc3`},
		{"an encoded surrogate", "\xed\xa0\x80", `\xed\xa0\x80`},
		{"an overlong slash", "\xc0\xaf", `\xc0\xaf`},
		{"a bidirectional override", "a\u202egpj", "a<U+202E>gpj"},
		{"bidirectional isolates", "\u2066a\u2069", "<U+2066>a<U+2069>"},
		{"the Arabic letter mark", "\u061c", "<U+061C>"},
		{"zero-width characters", "a\u200bb\u200d\ufeff", "a<U+200B>b<U+200D><U+FEFF>"},
		{"line and paragraph separators", "\u2028\u2029", "<U+2028><U+2029>"},
		{"a blank that is not the space", "a\u00a0b\u3000", "a<U+00A0>b<U+3000>"},
		{"a soft hyphen", "a\u00adb", "a<U+00AD>b"},
		{"tag characters", "\U000e0041", "<U+E0041>"},
		{"a private character", "\ue000", "<U+E000>"},
		{"what is unassigned", "\U000e0fff\u0378", "<U+E0FFF><U+0378>"},
		{"the replacement character, which is valid", "\ufffd", "\ufffd"},
		{"a combining mark on a blank", "a \u0301b", "a <U+0301>b"},
		{"a combining mark on a blank after others", "ä \u17c7b", "ä <U+17C7>b"},
		{"a combining mark on its base", "e\u0301", "e\u0301"},
		{"a combining mark without base", "\u0301e", "<U+0301>e"},
		{"as many marks as languages need", "a\u0300\u0301\u0302\u0303", "a\u0300\u0301\u0302\u0303"},
		{"one mark more", "a\u0300\u0301\u0302\u0303\u0304", "a\u0300\u0301\u0302\u0303<U+0304>"},
		{"vowels of Thai on their base", "น้ำ ทำ", "น้ำ ทำ"},
		{"a vowel of Thai on a blank", "ก \u0e33", "ก <U+0E33>"},
		{"voiced narrow katakana", "ｶﾞﾊﾟ", "ｶﾞﾊﾟ"},
		{"a voicing mark without base", "\uff9e \uff9f", "<U+FF9E> <U+FF9F>"},
		{"letters that join what stands behind them", "\u0d4e \U000111c2a\U00011941", "<U+0D4E> <U+111C2>a<U+11941>"},
		{"a mark after an escape", "\x1b\u0301", "␛\u0301"},
		{"an emoji of one character", "😀", "😀"},
		{"an emoji with a variation selector", "❤\ufe0f", "❤<U+FE0F>"},
		{"a skin tone", "👍🏽", "👍<U+1F3FD>"},
		{"a symbol that shows nothing", "\U0001d159", "<U+1D159>"},
		{"a flag", "🇩🇪", "<U+1F1E9><U+1F1EA>"},
		{"a symbol that stands for a control", "␛", "<U+241B>"},
		{"blanks that count as letters", "\u3164\uffa0\u2800\u115f", "<U+3164><U+FFA0><U+2800><U+115F>"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := text.Of(test.raw).Display(); got != test.want {
				t.Errorf("Display(%+q) = %+q, want %+q", test.raw, got, test.want)
			}
		})
	}
}

// forbidden reports whether a character must never reach a terminal.
func forbidden(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || unicode.In(r, unicode.Cf, unicode.Cc, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) ||
		unicode.IsSpace(r) && r != ' '
}

// checkShown fails if the text is not fit for one line of a terminal.
func checkShown(t interface {
	Helper()
	Fatalf(string, ...any)
}, raw, shown string,
) {
	t.Helper()
	if !utf8.ValidString(shown) {
		t.Fatalf("%+q is shown as invalid UTF-8: %+q", raw, shown)
	}
	marks := 0
	for i, r := range shown {
		if forbidden(r) {
			t.Fatalf("%+q is shown with %U: %+q", raw, r, shown)
		}
		if !unicode.Is(unicode.M, r) {
			marks = 0
			continue
		}
		if marks++; i == 0 || marks > 4 {
			t.Fatalf("%+q is shown with a mark too many: %+q", raw, shown)
		}
	}
}

func FuzzDisplay(f *testing.F) {
	for _, seed := range []string{"", "ubuntu", "\x1b]0;x\a", "\u009b2J", "\xff\xfe", "e\u0301\u0302\u0303\u0304\u0305", "\u202e", "<U+202E>", `\xff`, "␛", "👍🏽", "a\u00a0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		shown := text.Of(raw).Display()
		checkShown(t, raw, shown)
		if clean := strings.IndexFunc(raw, func(r rune) bool { return r < ' ' || r > '~' }) < 0; clean && shown != raw {
			t.Fatalf("plain %+q is shown as %+q", raw, shown)
		}
		// What is shown is shown again as it is, but for the symbols that
		// stand for controls.
		again := text.Escape(shown)
		if !strings.ContainsFunc(shown, func(r rune) bool { return r >= 0x2400 && r <= 0x2426 }) && again != shown {
			t.Fatalf("%+q is shown as %+q, and that as %+q", raw, shown, again)
		}
		if text.Escape(raw) != shown {
			t.Fatalf("Escape and Display differ for %+q", raw)
		}
	})
}

func TestDisplayTellsDifferentNamesApart(t *testing.T) {
	t.Parallel()
	// Texts that do not spell out an escape themselves are told apart.
	spelled := func(s string) bool {
		return strings.Contains(s, "<U+") || strings.Contains(s, `\x`)
	}
	characters := rapid.SampledFrom([]rune{'a', 'A', ' ', '<', '\\', 0, 0x1b, '\n', 0x7f, 0x85, 0x9b, 0xa0, 0xad, 0x301, 0x302, 0x200b, 0x202e, 0x241b, 0xfe0f, 0xfffd, 0x1f600, 0x1f3fd, 0xe0041})
	rapid.Check(t, func(t *rapid.T) {
		one := string(rapid.SliceOfN(characters, 0, 6).Draw(t, "one")) + rapid.SampledFrom([]string{"", "\xff", "\xc3", "\x9b"}).Draw(t, "end")
		other := string(rapid.SliceOfN(characters, 0, 6).Draw(t, "other")) + rapid.SampledFrom([]string{"", "\xff", "\xc3", "\x9b"}).Draw(t, "end")
		if one == other || spelled(one) || spelled(other) {
			t.Skip()
		}
		if text.Escape(one) == text.Escape(other) {
			t.Fatalf("%+q and %+q are both shown as %+q", one, other, text.Escape(one))
		}
	})
}

func TestDisplayOfPlainTextDoesNotAllocate(t *testing.T) {
	name := text.Of("ubuntu-22.04-server-cloudimg-amd64")
	if got := testing.AllocsPerRun(100, func() { _ = name.Display() }); got != 0 {
		t.Errorf("%v allocations", got)
	}
}

func BenchmarkDisplayOfANonASCIIName(b *testing.B) {
	name := text.Of("größe der Abbilder 日本語 22.04")
	b.ReportAllocs()
	for b.Loop() {
		_ = name.Display()
	}
}
