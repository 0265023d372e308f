package config_test

import (
	"strings"
	"testing"
)

func TestTheKeysThatArePrintedCanBeWritten(t *testing.T) {
	t.Parallel()
	c, err := load(t, "keys: {marks: {mark-all: [A, '\"']}, change: {delete: []}}")
	if err != nil {
		t.Fatal(err)
	}
	printed := c.PrintKeys()
	for _, want := range []string{`mark-all:          ["A", "\""]`, "delete:            []", `sort-by:           ["1", "2"`} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is not in\n%s", want, printed)
		}
	}
	again, err := load(t, printed)
	if err != nil || again.PrintKeys() != printed {
		t.Errorf("%v\n%s", err, again.PrintKeys())
	}
}
