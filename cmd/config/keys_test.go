package config_test

import (
	"os"
	"strings"
	"testing"

	"glimpse/ui/action"
)

func TestTheKeysThatArePrintedCanBeWritten(t *testing.T) {
	t.Parallel()
	c, err := load(t, "keys: {marks: {mark-all: [ctrl+a, '\"']}, change: {delete: []}}")
	if err != nil {
		t.Fatal(err)
	}
	printed := c.PrintKeys()
	for _, want := range []string{`mark-all:          ["ctrl+a", "\""]`, "delete:            []", `sort-by:           ["1", "2"`} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is not in\n%s", want, printed)
		}
	}
	again, err := load(t, printed)
	if err != nil || again.PrintKeys() != printed {
		t.Errorf("%v\n%s", err, again.PrintKeys())
	}
}

// TestTheExamplesOfREADMEAreRight reads what README has on keys and commands as one
// file.
func TestTheExamplesOfREADMEAreRight(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	section := pasted(t, string(readme), "\n### Your own keys and commands\n", "\n`--theme` is")
	c, err := load(t, section)
	if err != nil || len(c.Aliases) != 2 || !strings.Contains(c.PrintKeys(), `mark-all:          ["ctrl+a"]`) {
		t.Fatalf("%v\n%s", err, section)
	}
	for _, name := range []string{"servers", "scan", "ticket", "console", "eol"} {
		if _, known := c.Keys.Command(action.ID(name)); !known {
			t.Errorf("there is no command %s", name)
		}
	}
}

// pasted is what stands as code in a section of README.
func pasted(t *testing.T, readme, from, to string) string {
	t.Helper()
	_, section, found := strings.Cut(readme, from)
	section, _, ended := strings.Cut(section, to)
	if !found || !ended {
		t.Fatal("README has no such section")
	}
	var code strings.Builder
	for line := range strings.Lines(section) {
		if example, is := strings.CutPrefix(line, "    "); is {
			code.WriteString(example)
		}
	}
	return code.String()
}
