package uitest_test

import (
	"testing"

	"glimpse/model/text"
	"glimpse/ui/uitest"
)

func TestForbiddenFindsWhatATerminalMustNotGet(t *testing.T) {
	t.Parallel()
	for _, fine := range []string{"", "plain\ntext", "\x1b[1;38;2;1;2;3mred\x1b[m", "漢字 é …", "\ufffd"} {
		if bad := uitest.Forbidden(fine); bad != "" {
			t.Errorf("%q is fine, and %q was found in it", fine, bad)
		}
	}
	for _, foul := range []string{"a\x1b[2Jb", "\x1b]0;t\x07", "x\u009b31m", "\r", "\t", "a\u202eb", "\xff", "ok\x7f", "\x1b[?25l", "\u200b"} {
		if uitest.Forbidden(foul) == "" {
			t.Errorf("nothing was found in %q", foul)
		}
	}
}

func TestEveryPoisonIsForbiddenRawOrHarmlessAndAllowedOnceShown(t *testing.T) {
	t.Parallel()
	caught := 0
	for _, poison := range uitest.Poison() {
		if uitest.Forbidden(poison) != "" {
			caught++
		}
		if shown := text.Of(poison).Display(); uitest.Forbidden(shown) != "" {
			t.Errorf("%q is shown as %q", poison, shown)
		}
	}
	if caught < len(uitest.Poison())/2 {
		t.Errorf("only %d of %d texts would be noticed", caught, len(uitest.Poison()))
	}
}

func TestDrawReadsWideCharactersAsOneCellEach(t *testing.T) {
	t.Parallel()
	screen := uitest.Draw(t, "漢字x\n\x1b[31mred\x1b[m", 20, 3)
	if screen.Lines[0] != "漢字x" || screen.Lines[1] != "red" || screen.Lines[2] != "" {
		t.Errorf("got %q", screen.Lines)
	}
}

func TestAPositionIsFromTheFirstToTheLast(t *testing.T) {
	t.Parallel()
	for position, want := range map[string]bool{
		"": true, "line 1 of 1": true, "image 1,450 of 2,000": true, "line 0 of 3": false, "line 4 of 3": false,
		"line -1 of 3": false, "line 1": false, "1 of 3": false,
	} {
		if got := uitest.IsPosition(position); got != want {
			t.Errorf("%q is a position: %v", position, got)
		}
	}
}
