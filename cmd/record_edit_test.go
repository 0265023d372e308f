package cmd_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestTheWholeImageIsEditedInOnesOwnEditor has a script for an editor: it makes a
// mistake first, and mends it where it is told, with what was typed still there. What
// it typed is a plan then, and is there again after the preview was left.
func TestTheWholeImageIsEditedInOnesOwnEditor(t *testing.T) {
	t.Parallel()
	editor := filepath.Join(t.TempDir(), "editor")
	script := `#!/bin/sh
case "$1" in */image.yaml) ;; *) exit 9;; esac
if grep -q '^# ! min_disk: lots is no whole number' "$1" && grep -q '^name: typed-name' "$1"; then
	sed -i -e 's/^min_disk: .*/min_disk: 77/' "$1"
elif grep -q '^name: typed-name' "$1"; then
	sed -i -e 's/^min_disk: 77/min_disk: 78/' "$1"
else
	sed -i -e 's/^name: .*/name: typed-name/' -e 's/^min_disk: .*/min_disk: lots/' "$1"
fi
`
	if err := os.WriteFile(editor, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	command, terminal, screen := startOnTerminal(t, []string{"EDITOR=" + editor, "TMPDIR=" + t.TempDir()}, "demo", "--images", "60")
	screen.await(t, "CREATED")
	io.WriteString(terminal, "\x05")
	screen.await(t, "typed-name")
	screen.await(t, "77 GiB")
	screen.await(t, "Change 1 image on cloud")
	io.WriteString(terminal, "\x1b")
	screen.await(t, "enter open")
	io.WriteString(terminal, "\x05")
	screen.await(t, "78 GiB")
	io.WriteString(terminal, "\x1b")
	screen.await(t, "enter open")
	io.WriteString(terminal, " j \x05")
	screen.await(t, "your editor takes one image; 2 are marked")
	io.WriteString(terminal, "q")
	if code := exitSoon(command); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
