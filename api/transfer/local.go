package transfer

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"glimpse/model/diskformat"
	"glimpse/model/plan"
)

// Local is a file of this side whose data is to go to the service.
type Local struct {
	Name string
	Size int64
	// Info is what its header says.
	Info diskformat.Info

	file  *os.File
	about fs.FileInfo
}

// OpenLocal opens a file to be uploaded, and reads its header. The error is one
// sentence about a file that cannot be.
func OpenLocal(name string) (*Local, error) {
	about, err := os.Stat(name)
	if err == nil {
		err = fit(name, about) // before it is opened: a pipe would wait for its writer
	}
	var file *os.File
	if err == nil {
		file, err = os.Open(name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{reason: "there is no file " + name, advice: "check the path", cause: err}
	case errors.Is(err, fs.ErrPermission):
		return nil, &Error{reason: name + " cannot be read", advice: "check its permissions", cause: err}
	case err != nil:
		return nil, err
	}
	local := &Local{Name: name, file: file}
	if err := local.read(); err != nil {
		file.Close()
		return nil, err
	}
	return local, nil
}

// fit says why a file cannot be uploaded whatever it holds.
func fit(name string, about fs.FileInfo) error {
	switch {
	case about.IsDir():
		return &Error{reason: name + " is a folder", advice: "name a file in it"}
	case !about.Mode().IsRegular():
		return &Error{reason: name + " is no file whose size is known", advice: "write it to a file first"}
	case about.Size() == 0:
		return &Error{reason: name + " is empty", advice: "the service would take it for a complete image of size 0"}
	}
	return nil
}

func (l *Local) read() (err error) {
	if l.about, err = l.file.Stat(); err == nil {
		err = fit(l.Name, l.about)
	}
	if err != nil {
		return err
	}
	l.Size = l.about.Size()
	if l.Info, err = diskformat.Read(l.file, l.Size); err != nil {
		return fmt.Errorf("reading %s: %w", l.Name, err)
	}
	return nil
}

// Close closes the file.
func (l *Local) Close() error { return l.file.Close() }

// Known is what is known of the file, for a plan.
func (l *Local) Known() *plan.LocalFile {
	return &plan.LocalFile{Name: l.Name, Size: l.Size, Modified: l.modified(), Info: l.Info}
}

// modified is when the file was changed last, as a journal keeps it.
func (l *Local) modified() time.Time { return l.about.ModTime().UTC().Round(0) }

// isAsPlanned reports whether the file is the one that a plan was made with.
func (l *Local) isAsPlanned(data *plan.Data) bool {
	return l.Size == data.Size && (data.Modified.IsZero() || l.modified().Equal(data.Modified))
}

// changed reports whether the file was changed since it was opened.
func (l *Local) changed() bool {
	now, err := l.file.Stat()
	return err == nil && (now.Size() != l.Size || !now.ModTime().Equal(l.about.ModTime()))
}
