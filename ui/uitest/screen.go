package uitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/vt"
)

// update is set by -update: golden files are written, not compared.
var update = flag.Bool("update", false, "write the golden files anew")

// Screen is the cells of a terminal.
type Screen struct {
	Width, Height int
	// Lines are the characters of each line, without trailing blanks.
	Lines []string
	// Styled is the same with styling, as a terminal would be sent it.
	Styled string
}

// Draw shows a frame on a virtual terminal, with a line feed and a carriage
// return between lines, and returns its cells.
func Draw(t testing.TB, content string, width, height int) Screen {
	t.Helper()
	emulator := vt.NewEmulator(width, height)
	defer func() { _ = emulator.Close() }()
	if _, err := emulator.WriteString(strings.ReplaceAll(content, "\n", "\r\n")); err != nil {
		t.Fatal(err)
	}
	return Cells(emulator)
}

// Cells reads the cells of a virtual terminal.
func Cells(emulator *vt.Emulator) Screen {
	screen := Screen{Width: emulator.Width(), Height: emulator.Height(), Styled: emulator.Render()}
	for y := range screen.Height {
		var line strings.Builder
		for x := 0; x < screen.Width; {
			cell := emulator.CellAt(x, y)
			switch {
			case cell == nil || cell.Content == "":
				line.WriteByte(' ')
				x++
			default:
				line.WriteString(cell.Content)
				x += max(1, cell.Width)
			}
		}
		screen.Lines = append(screen.Lines, strings.TrimRight(line.String(), " "))
	}
	return screen
}

// Text returns the characters of all lines.
func (s Screen) Text() string { return strings.Join(s.Lines, "\n") + "\n" }

// Golden compares a screen with a file below testdata, or writes the file.
func Golden(t *testing.T, name string, screen Screen) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(screen.Text()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run the test with -update to write it", err)
	}
	if string(want) != screen.Text() {
		t.Errorf("%s differs; run with -update and read the difference\ngot:\n%s\nwant:\n%s", file, screen.Text(), want)
	}
}

// Forbidden returns the first character of a frame that a terminal must not
// be sent as text: anything that is not printable, once styling and line
// feeds are taken out, or an empty string.
func Forbidden(content string) string {
	rest := content
	for rest != "" {
		if sequence := styling(rest); sequence > 0 {
			rest = rest[sequence:]
			continue
		}
		char, size := utf8.DecodeRuneInString(rest)
		broken := char == utf8.RuneError && size == 1
		if char != '\n' && (broken || !unicode.IsPrint(char)) {
			return rest[:min(len(rest), 12)]
		}
		rest = rest[size:]
	}
	return ""
}

// styling returns the length of the SGR sequence that a text begins with.
func styling(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && c != ':' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// IsPosition reports whether a position is one: nothing, or a place from the first to
// the last, such as "line 12 of 1,450".
func IsPosition(position string) bool {
	if position == "" {
		return true
	}
	var unit string
	var at, of int
	n, err := fmt.Sscanf(strings.ReplaceAll(position, ",", ""), "%s %d of %d", &unit, &at, &of)
	return n == 3 && err == nil && 1 <= at && at <= of
}
