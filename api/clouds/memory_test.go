package clouds

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"time"
)

// memory is a file system of paths and contents. A content that begins with
// "!unreadable" stands for a file that this user may not read, and a path with
// "?mode=644" after it for one with that mode; others have mode 600.
type memory map[string]string

// env returns surroundings with these files, the home directory /home/u and
// the working directory /work.
func (m memory) env(variables ...string) Env {
	return Env{
		Environ:  func() []string { return variables },
		Open:     m.open,
		Home:     "/home/u",
		WorkDir:  "/cwd",
		Platform: "linux",
	}
}

func (m memory) open(path string) (fs.File, error) {
	mode := fs.FileMode(0o600)
	content, found := m[path]
	if open, isOpen := m[path+"?mode=644"]; isOpen {
		content, found, mode = open, true, 0o644
	}
	if !found {
		for other := range m {
			if strings.HasPrefix(other, path+"/") {
				return &memoryFile{mode: fs.ModeDir | 0o755}, nil
			}
		}
		return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.ENOENT}
	}
	if strings.HasPrefix(content, "!unreadable") {
		return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.EACCES}
	}
	file := &memoryFile{Reader: bytes.NewReader([]byte(content)), mode: mode}
	if strings.HasPrefix(content, "!broken") {
		file.err = errors.New("input/output error")
	}
	return file, nil
}

// memoryFile is an open file of a memory.
type memoryFile struct {
	*bytes.Reader
	mode fs.FileMode
	err  error
}

func (f *memoryFile) Read(into []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return f.Reader.Read(into)
}
func (f *memoryFile) Close() error               { return nil }
func (f *memoryFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *memoryFile) Name() string               { return "" }
func (f *memoryFile) Mode() fs.FileMode          { return f.mode }
func (f *memoryFile) ModTime() time.Time         { return time.Time{} }
func (f *memoryFile) IsDir() bool                { return f.mode.IsDir() }
func (f *memoryFile) Sys() any                   { return nil }
