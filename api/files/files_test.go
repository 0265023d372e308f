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

func text(content string) func(io.Writer) error {
	return func(out io.Writer) error {
		_, err := io.WriteString(out, content)
		return err
	}
}

func write(name, content string, replace bool) error {
	return files.Whole{Name: name, Mode: files.Shared, Replace: replace}.Write(text(content))
}

// holds fails unless a folder holds these files, each with its content, and
// nothing else.
func holds(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		got, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if content, wanted := want[entry.Name()]; !wanted || err != nil || string(got) != content {
			t.Errorf("%s holds %q, %v", entry.Name(), got, err)
		}
	}
	if len(entries) != len(want) {
		t.Errorf("the folder holds %v", entries)
	}
}

func modeIs(t *testing.T, name string, want fs.FileMode) {
	t.Helper()
	if about, err := os.Stat(name); err != nil || about.Mode().Perm() != want {
		t.Errorf("%s: %v, %v", name, about.Mode(), err)
	}
}

// shared is a folder that everybody can write in.
func shared(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "shared")
	if err := errors.Join(os.Mkdir(folder, 0o700), os.Chmod(folder, 0o777|fs.ModeSticky)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// another is a user who is neither root nor the one that runs the tests.
const another = 65534

// giveAway makes something belong to another user, which root alone can.
func giveAway(t *testing.T, name string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	if err := os.Lchown(name, another, another); err != nil {
		t.Fatal(err)
	}
}

func TestAFileIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name := filepath.Join(folder, "a.json")
	broken := errors.New("broken")
	fails := func(out io.Writer) error { return errors.Join(text("half")(out), broken) }
	if err := (files.Whole{Name: name, Mode: files.Shared}).Write(fails); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	holds(t, folder, nil)
	if err := write(name, "first", false); err != nil {
		t.Fatal(err)
	}
	if err := write(name, "second", false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	if err := (files.Whole{Name: name, Mode: files.Shared, Replace: true}).Write(fails); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	holds(t, folder, map[string]string{"a.json": "first"})
	if err := write(name, "second", true); err != nil {
		t.Fatal(err)
	}
	holds(t, folder, map[string]string{"a.json": "second"})
}

// TestAFileThatAppearsMeanwhileIsNotReplaced plants a file, or a link, once the
// name was found to be free.
func TestAFileThatAppearsMeanwhileIsNotReplaced(t *testing.T) {
	t.Parallel()
	for _, link := range []bool{false, true} {
		folder := t.TempDir()
		name, victim := filepath.Join(folder, "a.json"), filepath.Join(t.TempDir(), "victim")
		err := files.Whole{Name: name, Mode: files.Shared}.Write(func(out io.Writer) error {
			if link {
				return errors.Join(text("ours")(out), os.Symlink(victim, name))
			}
			return errors.Join(text("ours")(out), os.WriteFile(name, []byte("theirs"), 0o600))
		})
		if !errors.Is(err, fs.ErrExist) {
			t.Errorf("got %v", err)
		}
		if _, err := os.Lstat(victim); err == nil {
			t.Error("the file was written through the link")
		}
		if left, _ := os.ReadDir(folder); len(left) != 1 {
			t.Errorf("the folder holds %v", left)
		}
	}
}

func TestALinkPutInPlaceMeanwhileIsReplacedItself(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name, victim := filepath.Join(folder, "a.json"), filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := files.Whole{Name: name, Mode: files.Shared, Replace: true}.Write(func(out io.Writer) error {
		return errors.Join(text("ours")(out), os.Remove(name), os.Symlink(victim, name))
	})
	if err != nil {
		t.Fatal(err)
	}
	if about, err := os.Lstat(name); err != nil || !about.Mode().IsRegular() {
		t.Errorf("%v, %v", about, err)
	}
	if _, err := os.Lstat(victim); err == nil {
		t.Error("the file was written through the link")
	}
}

func TestOnesOwnLinkIsFollowed(t *testing.T) {
	t.Parallel()
	folder, target := shared(t), t.TempDir()
	link := filepath.Join(folder, "a.json")
	if err := os.Symlink(filepath.Join(target, "b.json"), link); err != nil {
		t.Fatal(err)
	}
	if err := write(link, "first", false); err != nil {
		t.Fatal(err)
	}
	if err := write(link, "second", false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	if err := write(link, "second", true); err != nil {
		t.Fatal(err)
	}
	holds(t, target, map[string]string{"b.json": "second"})
	if to, err := os.Readlink(link); err != nil || to != filepath.Join(target, "b.json") {
		t.Errorf("the link is %q, %v", to, err)
	}
	log, err := files.Append(link)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(log, ", third")
	log.Close()
	holds(t, target, map[string]string{"b.json": "second, third"})
}

// TestNothingPlantedIsFollowed plants a link of another user where each kind of
// file goes, at the end of the path and on the way.
func TestNothingPlantedIsFollowed(t *testing.T) {
	t.Parallel()
	opened := func(open func(string) (*os.File, error)) func(string) error {
		return func(name string) error {
			file, err := open(name)
			if err == nil {
				io.WriteString(file, "written")
				file.Close()
			}
			return err
		}
	}
	for kind, write := range map[string]func(name string) error{
		"whole":     func(name string) error { return write(name, "written", false) },
		"replaced":  func(name string) error { return write(name, "written", true) },
		"appended":  opened(files.Append),
		"opened":    opened(files.Open),
		"new":       opened(files.New),
		"in folder": func(name string) error { return files.PrivateFolder(filepath.Join(name, "below")) },
		"folder":    files.PrivateFolder,
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			folder, home := shared(t), t.TempDir()
			victim := filepath.Join(home, "victim")
			link := filepath.Join(folder, "link")
			if err := os.Symlink(victim, link); err != nil {
				t.Fatal(err)
			}
			giveAway(t, link)
			if err := write(link); err == nil {
				t.Error("a dangling link is followed")
			}
			holds(t, home, nil)
			if err := os.WriteFile(victim, []byte("private"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := write(link); err == nil {
				t.Error("the link is followed")
			}
			holds(t, home, map[string]string{"victim": "private"})
			if err := errors.Join(os.Remove(link), os.Symlink(home, link), os.Lchown(link, another, another)); err != nil {
				t.Fatal(err)
			}
			if err := write(filepath.Join(link, "victim")); err == nil && kind != "new" {
				t.Error("a link on the way is followed")
			}
			holds(t, home, map[string]string{"victim": "private"})
		})
	}
}

func TestALogMayGoToADevice(t *testing.T) {
	t.Parallel()
	file, err := files.Append("/dev/null")
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
}

func TestAPrivateFolderIsClosedToOthers(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "state", "journal")
	for range 2 {
		if err := files.PrivateFolder(folder); err != nil {
			t.Fatal(err)
		}
		modeIs(t, folder, 0o700)
		if err := os.Chmod(folder, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	// One that lies where others could put another is not taken.
	theirs := filepath.Join(shared(t), "state")
	if err := os.Mkdir(theirs, 0o755); err != nil {
		t.Fatal(err)
	}
	giveAway(t, theirs)
	for _, name := range []string{theirs, filepath.Join(theirs, "journal")} {
		if err := files.PrivateFolder(name); !errors.Is(err, files.ErrPlanted) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsLeftForTheUserCannotBeForeseen(t *testing.T) { //nolint:paralleltest // it sets TMPDIR
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	first, err := files.Leave("crash-*.txt", []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := files.Leave("crash-*.txt", []byte("two"))
	if err != nil || first == second {
		t.Errorf("%s, %s, %v", first, second, err)
	}
	modeIs(t, first, 0o600)
	holds(t, folder, map[string]string{filepath.Base(first): "one", filepath.Base(second): "two"})
}
