package terminal

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write anew what the recorded bytes of terminals are read as")

// recorded is what a terminal sends when a key is pressed, and what that is
// read as.
type recorded struct{ key, bytes, means string }

// readTerminals reads the files of testdata/terminals: the name of a key, what
// the terminal sends (quoted), and what it is read as, in columns.
func readTerminals(t *testing.T) map[string][]recorded {
	t.Helper()
	files, err := filepath.Glob("testdata/terminals/*.txt")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d terminals, %v", len(files), err)
	}
	all := map[string][]recorded{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var anew strings.Builder
		for line := range strings.Lines(string(content)) {
			fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if strings.HasPrefix(line, "#") {
				anew.WriteString(line)
				continue
			}
			bytes, err := strconv.Unquote(`"` + fields[1] + `"`)
			if err != nil {
				t.Fatalf("%s: %s: %v", file, line, err)
			}
			means := ""
			if len(fields) > 2 {
				means = fields[2]
			}
			all[filepath.Base(file)] = append(all[filepath.Base(file)], recorded{key: fields[0], bytes: bytes, means: means})
			fmt.Fprintf(&anew, "%s\t%s\t%s\n", fields[0], fields[1], read(0, bytes))
		}
		if *update {
			if err := os.WriteFile(file, []byte(anew.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

func TestWhatTerminalsSendIsRead(t *testing.T) {
	t.Parallel()
	for terminal, keys := range readTerminals(t) {
		for _, key := range keys {
			if got := read(0, key.bytes); got != key.means {
				t.Errorf("%s: %s sends %q, read as %q, want %q", terminal, key.key, key.bytes, got, key.means)
			}
		}
	}
}

// TestAKeyIsTheSameOnEveryTerminal: whatever the bytes are.
func TestAKeyIsTheSameOnEveryTerminal(t *testing.T) {
	t.Parallel()
	same := map[string]string{
		"Escape": "esc", "Return": "enter", "Tab": "tab", "shift+Tab": "shift+tab", "BackSpace": "backspace", "Delete": "delete",
		"shift+BackSpace": "backspace", "shift+Delete": "delete", "Home": "home", "End": "end", "Prior": "pgup", "Next": "pgdown",
		"Up": "up", "Down": "down", "Left": "left", "Right": "right", "F1": "f1", "F2": "f2", "F3": "f3", "F4": "f4", "F5": "f5",
		"F12": "f12", "ctrl+bracketleft": "esc", "ctrl+m": "enter", "ctrl+i": "tab", "ctrl+h": "backspace", "ctrl+j": "enter",
		"ctrl+c": "ctrl+c", "ctrl+s": "ctrl+s", "ctrl+z": "ctrl+z", "ctrl+space": "ctrl+space", "space": "space", "shift+space": "space",
		"shift+Return": "enter", "ctrl+Return": "enter", "a": "a", "shift+a": "A", "question": "?", "KP_Enter": "enter", "KP_7": "7",
		"alt+f": "alt+f", "eacute": "é", "caps_a": "A", "caps_ctrl+c": "ctrl+c", "caps_Escape": "esc", "caps_Up": "up", "caps_F1": "f1",
		"num_a": "a", "num_ctrl+c": "ctrl+c", "num_Escape": "esc", "num_Up": "up", "num_F1": "f1", "num_KP_Enter": "enter",
	}
	for terminal, keys := range readTerminals(t) {
		for _, key := range keys {
			if want, known := same[key.key]; known && read(0, key.bytes) != want {
				t.Errorf("%s: %s is %q, want %q", terminal, key.key, read(0, key.bytes), want)
			}
		}
	}
}

// TestWhatTerminalsSendMayComeInPieces cuts everything at every byte.
func TestWhatTerminalsSendMayComeInPieces(t *testing.T) {
	t.Parallel()
	for terminal, keys := range readTerminals(t) {
		for _, key := range keys {
			if len(key.bytes) == 2 && key.bytes[0] == esc || strings.HasPrefix(key.means, "alt+") {
				continue // apart, ESC and a key are two keys that a person pressed
			}
			for at := 1; at < len(key.bytes); at++ {
				if got := read(escapeWait-time.Millisecond, key.bytes[:at], key.bytes[at:]); got != key.means {
					t.Errorf("%s: %s, cut at %d, is %q", terminal, key.key, at, got)
				}
				late := strings.Fields(read(400*time.Millisecond, key.bytes[:at], key.bytes[at:]))
				for _, event := range late {
					if event != "esc" && !slices.Contains(strings.Fields(key.means), event) {
						t.Errorf("%s: %s, cut at %d and late, acts as %q", terminal, key.key, at, event)
					}
				}
			}
		}
	}
}
