package text_test

import (
	"os/exec"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"glimpse/model/text"
)

func TestClipboardKeepsTheOriginalUnlessItWouldAct(t *testing.T) {
	t.Parallel()
	tests := []struct{ raw, want string }{
		{"", ""},
		{"ubuntu 22.04", "ubuntu 22.04"},
		{"größe 👍🏽 ❤\ufe0f 🇩🇪", "größe 👍🏽 ❤\ufe0f 🇩🇪"},
		{"👩\u200d🚀", "👩\u200d🚀"},
		{"a\u00a0b", "a\u00a0b"},
		{"rm -rf /\n", "rm -rf /␊"},
		{"\x1b[201~evil", "␛[201~evil"},
		{"\u009b", "<U+009B>"},
		{"\u202egpj", "<U+202E>gpj"},
		{"a\u2028b", "a<U+2028>b"},
		{"\ufeffa", "<U+FEFF>a"},
		{"a\xff", `a\xff`},
	}
	for _, test := range tests {
		if got := text.Of(test.raw).Clipboard(); got != test.want {
			t.Errorf("Clipboard(%+q) = %+q, want %+q", test.raw, got, test.want)
		}
	}
}

func TestShellQuotesWhatAShellWouldRead(t *testing.T) {
	t.Parallel()
	tests := []struct{ raw, want string }{
		{"", "''"},
		{"ubuntu-22.04_x86/64:a,b@c%d+e", "ubuntu-22.04_x86/64:a,b@c%d+e"},
		{"a b", "'a b'"},
		{"it's", `'it'\''s'`},
		{"$(id)`id`\\", "'$(id)`id`\\'"},
		{"a=b", "'a=b'"},
		{"~root", "'~root'"},
		{"größe", "'größe'"},
		{"a\nb", "'a␊b'"},
	}
	for _, test := range tests {
		if got := text.Of(test.raw).Shell(); got != test.want {
			t.Errorf("Shell(%+q) = %s, want %s", test.raw, got, test.want)
		}
	}
}

func TestAShellReadsTheWordBack(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	words := []string{"", "a b", "it's", "''", `"`, `\`, "$HOME", "`id`", "!!", "*", "a;b", "#a", "größe", "-n", "~", "a\nb"}
	script := "for word in"
	for _, word := range words {
		script += " " + text.ShellQuote(word)
	}
	out, err := exec.Command(shell, "-c", script+`; do printf '%s\0' "$word"; done`).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(out), strings.Join(words, "\x00")+"\x00"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestNothingThatIsCopiedActs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		raw := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		copied := text.Of(raw).Clipboard()
		if !utf8.ValidString(copied) || strings.ContainsFunc(copied, unicode.IsControl) {
			t.Fatalf("%+q is copied as %+q", raw, copied)
		}
	})
}
