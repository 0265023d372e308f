package text_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"glimpse/model/text"
)

const evil = "a\x1b[2Jb"

func TestNoVerbOfFmtLeaksAControlCharacter(t *testing.T) {
	t.Parallel()
	u := text.Of(evil)
	holder := struct{ Name text.Untrusted }{u}
	list := []text.Untrusted{u}
	named := map[text.Untrusted]text.Untrusted{u: u}
	for _, verb := range []string{"%s", "%v", "%+v", "%#v", "%q", "%x", "%X", "%d", "%20s", "%-20s", "%.3s", "%t", "%U"} {
		for _, value := range []any{u, &u, holder, &holder, list, named} {
			if got := fmt.Sprintf(verb, value); strings.Contains(got, "\x1b") {
				t.Errorf("%s of %T leaks: %q", verb, value, got)
			}
		}
	}
	if got := fmt.Sprint(u) + fmt.Sprintln(u); strings.Contains(got, "\x1b") {
		t.Errorf("Sprint leaks: %q", got)
	}
	if got := fmt.Errorf("reading %w", fmt.Errorf("image %s", u)).Error(); got != "reading image a␛[2Jb" {
		t.Errorf("an error reads %q", got)
	}
}

func TestFormatKeepsToTheWidth(t *testing.T) {
	t.Parallel()
	tests := []struct{ format, want string }{
		{"%s|", "ab|"}, {"%5s|", "   ab|"}, {"%-5s|", "ab   |"}, {"%1s|", "ab|"}, {"%q|", `"ab"|`}, {"%6q|", `  "ab"|`},
	}
	for _, test := range tests {
		if got := fmt.Sprintf(test.format, text.Of("ab")); got != test.want {
			t.Errorf("%s = %q, want %q", test.format, got, test.want)
		}
	}
}

func TestFilesAndRequestsHoldTheOriginal(t *testing.T) {
	t.Parallel()
	type record struct{ Name text.Untrusted }
	encoded, err := json.Marshal(record{text.Of(evil)})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"Name":"a\u001b[2Jb"}`; string(encoded) != want {
		t.Errorf("got %s, want %s", encoded, want)
	}
	var decoded record
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		t.Fatal(err)
	}
	if decoded.Name.Raw() != evil || decoded.Name != text.Of(evil) {
		t.Errorf("got %+q", decoded.Name.Raw())
	}
	if text.Of("").IsEmpty() == text.Of(" ").IsEmpty() {
		t.Error("a blank is not empty")
	}
}
