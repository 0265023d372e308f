package files_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"glimpse/api/files"
)

func opened(t *testing.T, name, about string, replace, afresh bool) *files.Part {
	t.Helper()
	part, err := files.Whole{Name: name, Mode: files.Shared, Replace: replace}.OpenPart([]byte(about), afresh)
	if err != nil {
		t.Fatal(err)
	}
	return part
}

func TestAPartIsGoneOnWithAndGetsItsNameAtTheEnd(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name := filepath.Join(folder, "a.raw")
	part := opened(t, name, "image 1", false, false)
	if _, err := (files.Whole{Name: name}).OpenPart([]byte("image 1"), false); !errors.Is(err, files.ErrInUse) {
		t.Errorf("a second writer: %v", err)
	}
	io.WriteString(part, "half")
	part.Keep()
	holds(t, folder, map[string]string{"a.raw.part": "half", "a.raw.part.image": "image 1"})

	if _, err := (files.Whole{Name: name}).OpenPart([]byte("image 2"), false); !errors.Is(err, files.ErrOtherPart) {
		t.Errorf("the part of another image: %v", err)
	}
	part = opened(t, name, "image 1", false, false)
	contents, err := part.Contents()
	if err != nil || part.Begun != 4 {
		t.Fatalf("%d bytes were there, %v", part.Begun, err)
	}
	if had, err := io.ReadAll(contents); err != nil || string(had) != "half" {
		t.Errorf("%q was there, %v", had, err)
	}
	io.WriteString(part, " and half")
	if err := part.Finish(); err != nil {
		t.Fatal(err)
	}
	holds(t, folder, map[string]string{"a.raw": "half and half"})

	if _, err := (files.Whole{Name: name}).OpenPart(nil, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
	part = opened(t, name, "image 2", true, true)
	io.WriteString(part, "other")
	if err := part.Finish(); err != nil {
		t.Fatal(err)
	}
	holds(t, folder, map[string]string{"a.raw": "other"})
}

// TestAPartThatIsTheFileItselfIsNotEmptied has the part that is left where a
// program ended after it gave the file its name, and before it removed the part.
func TestAPartThatIsTheFileItselfIsNotEmptied(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name := filepath.Join(folder, "a.raw")
	if err := errors.Join(os.WriteFile(name, []byte("whole"), 0o600), os.Link(name, name+files.PartEnd)); err != nil {
		t.Skipf("no hard links here: %v", err)
	}
	part := opened(t, name, "image 2", true, true)
	io.WriteString(part, "half")
	holds(t, folder, map[string]string{"a.raw": "whole", "a.raw.part": "half", "a.raw.part.image": "image 2"})
	if _, err := (files.Whole{Name: name, Replace: true}).OpenPart(nil, true); !errors.Is(err, files.ErrInUse) {
		t.Errorf("a second writer: %v", err)
	}
	if err := part.Finish(); err != nil {
		t.Fatal(err)
	}
	holds(t, folder, map[string]string{"a.raw": "half"})
}

func TestASpoiledPartIsKeptAndNotGoneOnWith(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name := filepath.Join(folder, "a.raw")
	part := opened(t, name, "image 1", false, false)
	io.WriteString(part, "bad")
	part.Spoil()
	if _, err := (files.Whole{Name: name}).OpenPart([]byte("image 1"), false); !errors.Is(err, files.ErrOtherPart) {
		t.Errorf("got %v", err)
	}
	holds(t, folder, map[string]string{"a.raw.part": "bad"})
}

func TestAFileThatAppearsMeanwhileLeavesThePart(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name := filepath.Join(folder, "a.raw")
	part := opened(t, name, "image 1", false, false)
	io.WriteString(part, "ours")
	if err := os.WriteFile(name, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := part.Finish(); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	holds(t, folder, map[string]string{"a.raw": "theirs", "a.raw.part": "ours", "a.raw.part.image": "image 1"})
}

func TestNoPartIsWrittenThroughALinkOrIntoAnothersFile(t *testing.T) {
	t.Parallel()
	folder, home := shared(t), t.TempDir()
	name, victim := filepath.Join(folder, "a.raw"), filepath.Join(home, "victim")
	if err := os.WriteFile(victim, []byte("private"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, name+files.PartEnd); err != nil {
		t.Fatal(err)
	}
	if _, err := (files.Whole{Name: name}).OpenPart(nil, true); err == nil {
		t.Error("the link is followed")
	}
	holds(t, home, map[string]string{"victim": "private"})
	if err := errors.Join(os.Remove(name+files.PartEnd), os.WriteFile(name+files.PartEnd, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	giveAway(t, name+files.PartEnd)
	if _, err := (files.Whole{Name: name}).OpenPart(nil, true); !errors.Is(err, files.ErrPlanted) {
		t.Errorf("the file of another user: %v", err)
	}
}
