//go:build unix

package files_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"glimpse/api/files"
)

func TestTheUmaskHolds(t *testing.T) { //nolint:paralleltest // the umask is that of the process
	before := syscall.Umask(0o077)
	defer syscall.Umask(before)
	folder := t.TempDir()
	name := filepath.Join(folder, "a.json")
	if err := write(name, "", false); err != nil {
		t.Fatal(err)
	}
	modeIs(t, name, 0o600)
	if err := os.Chmod(name, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := write(name, "", true); err != nil { // also where the old one was open
		t.Fatal(err)
	}
	modeIs(t, name, 0o600)
	syscall.Umask(0o022)
	if err := write(name, "", true); err != nil { // and one that was private stays so
		t.Fatal(err)
	}
	modeIs(t, name, 0o600)
	other := filepath.Join(folder, "b.json")
	if err := write(other, "", false); err != nil {
		t.Fatal(err)
	}
	modeIs(t, other, 0o644)
	syscall.Umask(0)
	private := filepath.Join(folder, "private")
	if err := (files.Whole{Name: private, Mode: files.Private}).Write(text("")); err != nil {
		t.Fatal(err)
	}
	modeIs(t, private, 0o600)
	for _, open := range []func(string) (*os.File, error){files.New, files.Append} {
		name := filepath.Join(t.TempDir(), "log")
		file, err := open(name)
		if err != nil {
			t.Fatal(err)
		}
		file.Close()
		modeIs(t, name, 0o600)
	}
}

func TestAFileOfAnotherUserIsNotAppendedTo(t *testing.T) {
	t.Parallel()
	name := filepath.Join(shared(t), "log")
	if err := os.WriteFile(name, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	giveAway(t, name)
	if _, err := files.Append(name); !errors.Is(err, files.ErrPlanted) {
		t.Errorf("got %v", err)
	}
	pipe := filepath.Join(shared(t), "pipe")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	giveAway(t, pipe)
	if _, err := files.Append(pipe); !errors.Is(err, files.ErrPlanted) {
		t.Errorf("got %v", err)
	}
}

// TestWhatIsNoFileIsNotReplaced: as root, a rename would put a file in the
// place of a device.
func TestWhatIsNoFileIsNotReplaced(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, what := range map[string]string{"/dev/null": "a device", folder: "a folder", pipe: "a pipe"} {
		if err := write(name, "x", true); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := write(filepath.Join(folder, "none", "a.json"), "x", true); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	loop := filepath.Join(folder, "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	if err := write(loop, "x", true); err == nil {
		t.Error("a link to itself is written")
	}
}
