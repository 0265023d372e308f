package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Names beside a file that is on its way, after its own name.
const (
	PartEnd  = ".part"
	aboutEnd = ".part.image"
)

// mostAbout bounds what is read of what a part says of itself.
const mostAbout = 64 << 10

// lockPart takes the lock of a part. Tests let something happen just before.
var lockPart = Lock

var (
	// ErrOtherPart means that a part is there that is not the beginning of what
	// is to be written.
	ErrOtherPart = errors.New("it is there already, and is not the beginning of this")
	// ErrInUse means that another process is writing a file.
	ErrInUse = errors.New("another process is writing it")
)

// Part is a large file on its way: it is written under its name with .part at
// the end, keeps what was written through faults and the end of the program, and
// gets its name when it is whole.
type Part struct {
	whole  Whole
	folder *os.Root
	base   string
	file   *os.File
	syncs  syncs
	// Begun is how many bytes of it were there already.
	Begun int64
}

// OpenPart opens the part of a file to be written on, or makes it. about says of
// what it is a part: one that says the same is gone on with. Another one is an
// [ErrOtherPart], unless afresh begins anew whatever is there. That the file itself
// is there already is an [fs.ErrExist], unless it may be replaced.
func (w Whole) OpenPart(about []byte, afresh bool) (*Part, error) {
	path, err := follow(w.Name)
	if err != nil {
		return nil, err
	}
	folder, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("opening the folder of the file: %w", err)
	}
	part := &Part{whole: w, folder: folder, base: filepath.Base(path)}
	if err := part.open(about, afresh); err != nil {
		_ = part.Keep()
		return nil, err
	}
	return part, nil
}

// Name is the name of the part.
func (p *Part) Name() string { return p.whole.Name + PartEnd }

func (p *Part) open(about []byte, afresh bool) error {
	mode, err := p.whole.modeAt(p.folder, p.base)
	if err != nil {
		return err
	}
	if err := p.take(os.O_RDWR|os.O_CREATE|noFollow|noWait, mode); err != nil {
		return err
	}
	// Until it was locked, whoever wrote it may have given it its name.
	named, err := p.isNamed()
	if err != nil || !named {
		_ = p.file.Close()
		p.file = nil
	}
	switch {
	case err != nil:
		return err
	case !named:
		return p.open(about, afresh)
	}
	size, err := p.file.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("reading the file: %w", err)
	}
	switch same := size > 0 && bytes.Equal(p.about(), about); {
	case same && !afresh:
		p.Begun = size
		return nil
	case size > 0 && !afresh:
		return &fs.PathError{Op: "write", Path: p.Name(), Err: ErrOtherPart}
	case size > 0:
		if err := p.renew(mode); err != nil {
			return err
		}
	}
	return p.note(about)
}

// take opens the file, and locks it.
func (p *Part) take(flags int, mode fs.FileMode) (err error) {
	if p.file, err = p.folder.OpenFile(p.base+PartEnd, flags, mode); err != nil {
		return fmt.Errorf("creating the file: %w", err)
	}
	if err := p.mine(); err != nil {
		return err
	}
	if err := lockPart(p.file); err != nil {
		return &fs.PathError{Op: "write", Path: p.Name(), Err: err}
	}
	return nil
}

// isNamed reports whether the file is the one that has the name of the part.
func (p *Part) isNamed() (bool, error) {
	opened, err := p.file.Stat()
	if err != nil {
		return false, fmt.Errorf("reading the file: %w", err)
	}
	there, err := p.folder.Lstat(p.base + PartEnd)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("reading the file: %w", err)
	}
	return err == nil && os.SameFile(opened, there), nil
}

// renew puts an empty file in the place of the part, which may be a hard link to
// the finished one. The lock of the old one is kept until the new one's is taken.
func (p *Part) renew(mode fs.FileMode) error {
	old := p.file
	defer old.Close()
	if err := p.folder.Remove(p.base + PartEnd); err != nil {
		return fmt.Errorf("beginning the file: %w", err)
	}
	return p.take(os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
}

// mine checks that the part is a file, and nobody else's.
func (p *Part) mine() error {
	there, err := p.file.Stat()
	if err != nil {
		return fmt.Errorf("reading the file: %w", err)
	}
	folder, err := p.folder.Stat(".")
	if err != nil {
		return fmt.Errorf("reading the folder: %w", err)
	}
	if !there.Mode().IsRegular() || !trusted(there, folder) {
		return &fs.PathError{Op: "write", Path: p.Name(), Err: ErrPlanted}
	}
	return nil
}

// about reads of what this is a part.
func (p *Part) about() []byte {
	file, err := p.folder.OpenFile(p.base+aboutEnd, os.O_RDONLY|noFollow|noWait, 0)
	if err != nil {
		return nil
	}
	defer file.Close()
	about, _ := io.ReadAll(io.LimitReader(file, mostAbout)) // what cannot be read is not the same
	return about
}

// note keeps beside the part of what it is one.
func (p *Part) note(about []byte) error {
	if err := p.forget(); err != nil {
		return fmt.Errorf("beginning the file: %w", err)
	}
	file, err := p.folder.OpenFile(p.base+aboutEnd, os.O_WRONLY|os.O_CREATE|os.O_EXCL, Private)
	if err != nil {
		return fmt.Errorf("creating the file: %w", err)
	}
	_, err = file.Write(about)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing the file: %w", err)
	}
	return nil
}

func (p *Part) rewind() error {
	_, err := p.file.Seek(0, io.SeekStart)
	return err
}

// forget removes the note of what this is a part.
func (p *Part) forget() error {
	if err := p.folder.Remove(p.base + aboutEnd); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Contents reads what was there already, from its beginning; once it is read,
// writing goes on behind it.
func (p *Part) Contents() (io.Reader, error) {
	return io.LimitReader(p.file, p.Begun), p.rewind()
}

// Write implements io.Writer.
func (p *Part) Write(content []byte) (int, error) {
	n, err := p.file.Write(content)
	return n, errors.Join(err, p.syncs.wrote(p.file, n))
}

// Cut leaves only the first bytes of the part.
func (p *Part) Cut(size int64) error {
	_, err := p.file.Seek(size, io.SeekStart)
	return errors.Join(p.file.Truncate(size), err)
}

// Free is how many bytes the folder has room for, where the system tells it.
func (p *Part) Free() (bytes int64, known bool) { return freeIn(p.file) }

// Keep leaves the part as it is, for another try.
func (p *Part) Keep() error {
	err := p.syncs.wait()
	if p.file != nil {
		err = errors.Join(err, p.file.Close())
	}
	return errors.Join(err, p.folder.Close())
}

// Spoil leaves the part for the user to look at, and is never gone on with.
func (p *Part) Spoil() error { return errors.Join(p.forget(), p.Keep()) }

// Finish gives the part, which is whole, the name of the file. The error is an
// [fs.ErrExist] where another file has it by now; then the part stays.
func (p *Part) Finish() (err error) {
	defer func() { err = errors.Join(err, p.Keep()) }()
	if err := errors.Join(p.syncs.wait(), syncFile(p.file)); err != nil {
		return fmt.Errorf("writing the file: %w", err)
	}
	name := p.base + PartEnd
	if err := p.whole.place(p.folder, name, p.base); err != nil {
		return err
	}
	if err := p.folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the part: %w", err)
	}
	return errors.Join(p.forget(), SyncFolder(p.folder.Name()))
}

// FreeIn is how many bytes a folder has room for, where the system tells it.
func FreeIn(folder string) (bytes int64, known bool) {
	opened, err := os.Open(folder)
	if err != nil {
		return 0, false
	}
	defer opened.Close()
	return freeIn(opened)
}
