package cmd_test

import (
	"strings"
	"testing"
)

func TestTheVersionIsPrintedByAFlagToo(t *testing.T) {
	t.Parallel()
	want := newSurroundings(t).run(t.Context(), "version")
	for _, flag := range []string{"--version", "-v"} {
		if got := newSurroundings(t).run(t.Context(), flag); got != want || got.code != 0 || !strings.HasPrefix(got.out, "glimpse 0.") {
			t.Errorf("%s printed %+v, want %+v", flag, got, want)
		}
	}
}
