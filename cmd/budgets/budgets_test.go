package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const printed = `goos: linux
BenchmarkScreenBytes/200x50-2   1  12 ns/op  550 B/move  561 B/scroll  0.9 %-idle  0 B/idle-10s
BenchmarkKey/move/100-2  200  200000 ns/op  12 B/op
BenchmarkKey/move/100000-2  200  210000 ns/op
PASS
`

func TestFiguresAreHeldAgainstTheirBudgets(t *testing.T) {
	t.Parallel()
	measured := results{}
	measured.read(inCmd, []byte(printed))
	measured.read(inUI, []byte(printed))
	table := tableOf(measured)
	for _, want := range []string{
		"| cursor move, no scroll, 200×50 | ≤ 550 bytes | 550 bytes | yes |",
		"| scroll by one row, 200×50 | ≤ 560 bytes | 561 bytes | no |",
		"| idle 10 s | 0 bytes | 0 bytes, 0.9 % of a processor | yes |",
		"| requests before the first rows | 2: token, first page | 2 | no |", // it was not run
		"| memory with 100,000 loaded | ≤ 80 MiB resident | NaN MiB | no |",  // nor was that
	} {
		if !strings.Contains(table, want) {
			t.Errorf("the table has no line\n%s\nbut is\n%s", want, table)
		}
	}
}

// A budget that reads another figure than is measured would never be met.
func TestEveryBudgetIsMeasured(t *testing.T) {
	t.Parallel()
	for _, m := range measurements {
		name := strings.Trim(strings.SplitN(m.pattern, "/", 2)[0], "^$")
		found := false
		files, err := filepath.Glob(filepath.Join("..", "..", m.folder, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || strings.Contains(string(content), "func "+name+"(")
		}
		if !found {
			t.Errorf("%s has no %s", m.folder, name)
		}
	}
}

func TestTheTableTakesItsPlace(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "README.md")
	if err := os.WriteFile(file, []byte("a\n"+begins+"old\n"+ends+"b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := replaceIn(file, "| new |\n"); err != nil {
		t.Fatal(err)
	}
	content, _ := os.ReadFile(file)
	if want := "a\n" + begins + "\n| new |\n\n" + ends + "b\n"; string(content) != want {
		t.Errorf("the file is %q, want %q", content, want)
	}
	if err := os.WriteFile(file, []byte("no place"), 0o600); err != nil {
		t.Fatal(err)
	}
	if replaceIn(file, "| new |\n") == nil {
		t.Error("a file without a place for the table is no error")
	}
}
