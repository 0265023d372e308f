package files

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// temporary are the files and folders that are there for a while. They are
// removed at the end, however that comes.
var temporary = struct {
	sync.Mutex
	paths map[string]struct{}
	ended bool
}{paths: make(map[string]struct{})}

// errEnded means that the program ends and begins no file any more.
var errEnded = errors.New("the program is ending")

// remember takes in a temporary file or folder, until forget is called.
func remember(path string) (forget func(), err error) {
	temporary.Lock()
	defer temporary.Unlock()
	if temporary.ended {
		return func() {}, errEnded
	}
	temporary.paths[path] = struct{}{}
	return func() {
		temporary.Lock()
		defer temporary.Unlock()
		delete(temporary.paths, path)
	}, nil
}

// RemoveTemporary removes the temporary files and folders that there are. A
// program calls it last: what is being written then fails, and nothing is begun.
func RemoveTemporary() {
	temporary.Lock()
	defer temporary.Unlock()
	temporary.ended = true
	for path := range temporary.paths {
		_ = os.RemoveAll(path) // nobody is left who could be told
	}
	clear(temporary.paths)
}

// TemporaryFolder makes a folder for this user alone. Remove removes it with
// all that is in it; keep leaves it for the user to find.
func TemporaryFolder(pattern string) (name string, remove func() error, keep func(), err error) {
	name, err = os.MkdirTemp("", pattern)
	if err != nil {
		return "", nil, nil, fmt.Errorf("making a temporary folder: %w", err)
	}
	forget, err := remember(name)
	if err != nil {
		return "", nil, nil, errors.Join(err, os.RemoveAll(name))
	}
	remove = func() error {
		defer forget()
		return os.RemoveAll(name)
	}
	return name, remove, forget, nil
}

// New makes a file for this user alone, and fails where the name is taken by
// anything, a link among it.
func New(name string) (*os.File, error) {
	// Read as well, which Windows wants of a file before it locks it.
	return os.OpenFile(name, os.O_RDWR|os.O_APPEND|os.O_CREATE|os.O_EXCL, Private)
}

// Fill makes a file for this user alone, as New does, with a content.
func Fill(name string, content []byte) error {
	file, err := New(name)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}

// Leave writes a file for this user alone into the folder of temporary files,
// under a name that nobody can foresee: the star of the pattern. It stays there.
func Leave(pattern string, content []byte) (name string, err error) {
	file, err := os.CreateTemp("", pattern)
	if err != nil {
		return "", fmt.Errorf("creating a file: %w", err)
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(fmt.Errorf("writing the file: %w", err), os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// Aside is the end of the name of a file that was set aside.
const Aside = ".damaged"

// SetAside gives a file that cannot be read another name, under which it is
// kept.
func SetAside(name string) error {
	if err := os.Rename(name, name+Aside); err != nil {
		return fmt.Errorf("setting the file aside: %w", err)
	}
	return nil
}
