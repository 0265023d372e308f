package command_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"glimpse/model/command"
)

func TestAliasesAreWrittenOut(t *testing.T) {
	t.Parallel()
	own := command.Aliases{"eol": "tag +eol-2026 -gold", "big": "filter size>=10GiB"}
	for line, want := range map[string]string{
		"eol": "tag +eol-2026 -gold", " :eol": "tag +eol-2026 -gold", "eol  -silver": "tag +eol-2026 -gold -silver",
		"eols": "eols", "tag +eol": "tag +eol", "": "", "filter eol": "filter eol",
	} {
		if got := own.Expand(line); got != want {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
	known := inUse()
	known.Aliases = own
	if got := lines("e|", known); !cmp.Equal(got, []string{"export ", "editor", "eol"}) {
		t.Errorf("e is completed by %q", got)
	}
	if got := lines("eo|", known); !cmp.Equal(got, []string{"eol"}) {
		t.Errorf("eo is completed by %q", got)
	}
}

func TestWhatIsNoAliasIsSaid(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ line, want string }{
		"eol": {"tag +x", ""}, "tag": {"tag +x", "is a command already"}, "q": {"tag +x", ""},
		"a b": {"tag +x", "a word"}, "": {"tag +x", "a word"}, "ü": {"tag +x", "a word"},
		"x1": {"", "stands for nothing"}, "x2": {"tga +x", "there is no command tga"}, "x3": {"set size=x", "size"},
	} {
		problem, _ := command.UnfitAlias(name, test.line)
		if (test.want == "") != (problem == "") || !strings.Contains(problem, test.want) {
			t.Errorf("%q for %q: %q", name, test.line, problem)
		}
	}
}
