package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// exportMode lets others read what was exported, as other programs do.
const exportMode = 0o644

// wholeFile writes a file that the user named. It is whole or not there: it is
// written beside and then put in its place. One that is there already is
// replaced only if that is asked for; otherwise the error is an os.ErrExist.
func wholeFile(name string, replace bool, write func(io.Writer) error) (err error) {
	path, err := expanded(name)
	if err != nil {
		return err
	}
	mode := os.FileMode(exportMode)
	if about, err := os.Lstat(path); err == nil {
		if !replace {
			return &os.PathError{Op: "export", Path: name, Err: os.ErrExist}
		}
		if about.Mode().IsRegular() {
			mode = about.Mode().Perm() // one that was private stays so
		}
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".glimpse-export-*")
	if err != nil {
		return fmt.Errorf("creating the file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(file.Name()))
		}
	}()
	if err := write(file); err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Chmod(mode)); err != nil {
		return fmt.Errorf("writing the file: %w", err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("putting the file in its place: %w", err)
	}
	return file.Close()
}
