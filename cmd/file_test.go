package cmd

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func writing(content string) func(io.Writer) error {
	return func(out io.Writer) error {
		_, err := io.WriteString(out, content)
		return err
	}
}

// inFolder fails unless a folder holds exactly one file with this content.
func inFolder(t *testing.T, path, content string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != content {
		t.Errorf("got %q, %v", got, err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}

func TestAFileIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "report.json")
	broken := errors.New("broken")
	fails := func(out io.Writer) error { return errors.Join(writing("half")(out), broken) }
	if err := wholeFile(path, false, fails); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 0 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
	if err := wholeFile(path, false, writing("first")); err != nil {
		t.Fatal(err)
	}
	inFolder(t, path, "first")
	// It is replaced only where that is asked for, and by a whole one.
	if err := wholeFile(path, false, writing("second")); !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v", err)
	}
	if err := wholeFile(path, true, fails); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	inFolder(t, path, "first")
	if err := wholeFile(path, true, writing("second")); err != nil {
		t.Fatal(err)
	}
	inFolder(t, path, "second")
}

func TestAFileKeepsWhoMayReadIt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "report.json")
	modeIs := func(want os.FileMode) {
		t.Helper()
		if about, err := os.Stat(path); err != nil || about.Mode().Perm() != want {
			t.Errorf("mode %v, %v", about.Mode(), err)
		}
	}
	if err := wholeFile(path, false, writing("")); err != nil {
		t.Fatal(err)
	}
	modeIs(0o644)
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := wholeFile(path, true, writing("private")); err != nil {
		t.Fatal(err)
	}
	modeIs(0o600)
}

func TestAFileWhereNoneCanBeIsTold(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	called := false
	write := func(io.Writer) error { called = true; return nil }
	if err := wholeFile(filepath.Join(folder, "none", "report.json"), true, write); !errors.Is(err, os.ErrNotExist) || called {
		t.Errorf("got %v", err)
	}
	// A folder of that name is not replaced.
	if err := wholeFile(folder, true, writing("x")); err == nil {
		t.Error("a folder is replaced")
	}
	if about, err := os.Stat(folder); err != nil || !about.IsDir() {
		t.Errorf("%v, %v", about, err)
	}
}
