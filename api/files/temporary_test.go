package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestWhoMayDecideAboutAFile(t *testing.T) {
	t.Parallel()
	const me, root, another = 1000, 0, 1001
	for _, test := range []struct {
		owner  int
		folder fs.FileMode
		want   bool
	}{
		{me, 0o777, true},
		{root, 0o777, true},
		{another, 0o777, false},
		{another, 0o777 | fs.ModeSticky, false},
		{another, 0o775, false},
		{another, 0o755, true}, // only the owner of the folder could have put it there
		{another, 0o700, true},
	} {
		if got := mayDecide(test.owner, me, test.folder); got != test.want {
			t.Errorf("%d in %v: %t", test.owner, test.folder, got)
		}
	}
}

// TestNothingTemporaryIsLeftAtTheEnd ends in the middle of writing.
func TestNothingTemporaryIsLeftAtTheEnd(t *testing.T) { //nolint:paralleltest // the end is that of the process
	defer func() { temporary.ended = false }()
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	work, remove, _, err := TemporaryFolder("work-*")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(work, "text"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	gone, removeGone, _, err := TemporaryFolder("work-*")
	if err != nil {
		t.Fatal(err)
	}
	if err := removeGone(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(gone); err == nil {
		t.Error("a folder that was removed is there")
	}
	kept, _, keep, err := TemporaryFolder("work-*")
	if err != nil {
		t.Fatal(err)
	}
	keep()
	name := filepath.Join(folder, "a.json")
	err = Whole{Name: name, Mode: Shared}.Write(func(out io.Writer) error {
		RemoveTemporary()
		_, err := io.WriteString(out, "late")
		return err
	})
	if err == nil {
		t.Error("a file was written after the end")
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 || left[0].Name() != filepath.Base(kept) {
		t.Errorf("the folder holds %v, %v", left, err)
	}
	if _, _, _, err := TemporaryFolder("work-*"); !errors.Is(err, errEnded) {
		t.Errorf("got %v", err)
	}
	if err := (Whole{Name: name, Mode: Shared}).Write(func(io.Writer) error { return nil }); !errors.Is(err, errEnded) {
		t.Errorf("got %v", err)
	}
	if err := remove(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(folder); len(left) != 1 {
		t.Errorf("the folder holds %v", left)
	}
}

// TestAFileIsOnTheDiskBeforeItHasItsName: a crash of the system would leave an
// empty one in the place of what was there.
func TestAFileIsOnTheDiskBeforeItHasItsName(t *testing.T) { //nolint:paralleltest // it stands in for the disk
	defer func(before func(*os.File) error) { syncFile = before }(syncFile)
	name := filepath.Join(t.TempDir(), "export")
	write := func(out io.Writer) error {
		_, err := io.WriteString(out, "new")
		return err
	}
	if err := os.WriteFile(name, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("the disk is gone")
	synced := ""
	syncFile = func(file *os.File) error {
		part, _ := os.ReadFile(file.Name())
		place, _ := os.ReadFile(name)
		synced = string(part) + " " + string(place)
		return failed
	}
	if err := (Whole{Name: name, Mode: Private, Replace: true}).Write(write); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	if synced != "new old" {
		t.Errorf("when it was synced there were %q", synced)
	}
	if content, err := os.ReadFile(name); err != nil || string(content) != "old" {
		t.Errorf("the file holds %q, %v", content, err)
	}
}
