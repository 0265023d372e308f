package files

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// The modes of files, from which the umask takes.
const (
	// Shared lets others read and write as far as the umask lets them.
	Shared fs.FileMode = 0o666
	// Private is for the owner alone.
	Private fs.FileMode = 0o600
)

// syncFile puts what was written on the disk. Tests stand in for the disk.
var syncFile = (*os.File).Sync

// Whole is a file that is complete or not there.
type Whole struct {
	Name string
	// Mode is what the umask takes from. A file that is replaced never becomes
	// open to more than those who could use it.
	Mode fs.FileMode
	// Replace lets a file that is there be replaced; otherwise the error is an
	// [fs.ErrExist], also where it appears while this one is written.
	Replace bool
}

// Write writes the file. Where write fails, or the disk, nothing is left of it
// and what was there is still there.
func (w Whole) Write(write func(io.Writer) error) (err error) {
	path, err := follow(w.Name)
	if err != nil {
		return err
	}
	folder, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("opening the folder of the file: %w", err)
	}
	defer func() { _ = folder.Close() }()
	base := filepath.Base(path)
	mode, err := w.modeAt(folder, base)
	if err != nil {
		return err
	}
	part, err := beside(folder, mode)
	if err != nil {
		return fmt.Errorf("creating the file: %w", err)
	}
	defer func() { err = errors.Join(err, part.discard()) }()
	if err := write(part.file); err != nil {
		return err
	}
	if err := errors.Join(syncFile(part.file), part.file.Close()); err != nil {
		return fmt.Errorf("writing the file: %w", err)
	}
	if err := w.place(folder, part.name, base); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(path))
}

// modeAt returns the mode for a new file, or says why there can be none of this
// name.
func (w Whole) modeAt(folder *os.Root, base string) (fs.FileMode, error) {
	there, err := folder.Lstat(base)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return w.Mode, nil
	case err != nil:
		return 0, fmt.Errorf("looking for the file: %w", err)
	case !there.Mode().IsRegular():
		return 0, fmt.Errorf("%s is %s, not a file", w.Name, kindOf(there.Mode()))
	case !w.Replace:
		return 0, &fs.PathError{Op: "write", Path: w.Name, Err: fs.ErrExist}
	}
	return w.Mode & there.Mode().Perm(), nil
}

func kindOf(mode fs.FileMode) string {
	switch mode.Type() {
	case fs.ModeDir:
		return "a folder"
	case fs.ModeSymlink:
		return "a link"
	case fs.ModeNamedPipe:
		return "a pipe"
	case fs.ModeSocket:
		return "a socket"
	default:
		return "a device"
	}
}

// place gives a file that is complete its name.
func (w Whole) place(folder *os.Root, part, base string) error {
	if !w.Replace {
		err := folder.Link(part, base) // which fails where the name is taken, as a rename would not
		if err == nil {
			return nil
		}
		if _, found := folder.Lstat(base); found == nil {
			return &fs.PathError{Op: "write", Path: w.Name, Err: fs.ErrExist}
		}
		// The file system has no hard links.
	}
	if err := folder.Rename(part, base); err != nil {
		return fmt.Errorf("putting the file in its place: %w", err)
	}
	return nil
}

// part is a file that is not complete.
type part struct {
	file   *os.File
	name   string
	folder *os.Root
	forget func()
}

// beside makes a file with a name of its own.
func beside(folder *os.Root, mode fs.FileMode) (*part, error) {
	name := ".glimpse-" + rand.Text()
	file, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, err
	}
	forget, err := remember(filepath.Join(folder.Name(), name))
	p := &part{file: file, name: name, folder: folder, forget: forget}
	if err != nil {
		return nil, errors.Join(err, p.discard())
	}
	return p, nil
}

// discard removes what is left under the name of the part.
func (p *part) discard() error {
	defer p.forget()
	p.file.Close()
	if err := p.folder.Remove(p.name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// SyncFolder makes the names in a folder last. Not every system can.
func SyncFolder(name string) error {
	opened, err := os.Open(name)
	if err != nil {
		return nil // a folder that cannot be read can be written in all the same
	}
	defer opened.Close()
	if err := opened.Sync(); err != nil && !cannotSync(err) {
		return fmt.Errorf("syncing the folder %s: %w", name, err)
	}
	return nil
}
