package files

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Append opens a file of this user's to be appended to, and makes it, for this
// user alone, where it is not there. A terminal, a pipe or a device will do as
// well where it belongs to this user or to the system.
func Append(name string) (*os.File, error) {
	if about, err := os.Stat(name); err == nil && about.Mode().Type()&^fs.ModeDir != 0 {
		if owner, known := ownerOf(about); known && owner != euid() && owner != 0 {
			return nil, &fs.PathError{Op: "open", Path: name, Err: ErrPlanted}
		}
		return os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	}
	return open(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE)
}

// Open opens a file of this user's to be read and appended to.
func Open(name string) (*os.File, error) { return open(name, os.O_RDWR|os.O_APPEND) }

// Cut leaves only the first bytes of a file that is open to be appended to. Windows
// cuts such a file by its name alone.
func Cut(file *os.File, size int64) error {
	if runtime.GOOS == "windows" {
		return os.Truncate(file.Name(), size)
	}
	return file.Truncate(size)
}

func open(name string, flags int) (*os.File, error) {
	path, err := follow(name)
	if err != nil {
		return nil, err
	}
	// Without waiting, should it be a pipe by now.
	file, err := os.OpenFile(path, flags|noFollow|noWait, Private)
	if err != nil {
		return nil, err
	}
	about, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, err
	}
	folder, err := os.Lstat(filepath.Dir(path))
	if err != nil {
		file.Close()
		return nil, err
	}
	if !about.Mode().IsRegular() || !trusted(about, folder) {
		file.Close()
		return nil, &fs.PathError{Op: "open", Path: name, Err: ErrPlanted}
	}
	return file, nil
}
