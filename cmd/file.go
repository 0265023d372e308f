package cmd

import (
	"io"

	"glimpse/api/files"
)

// wholeFile writes a file that the user named. It is whole or not there. One
// that is there already is replaced only if that is asked for; otherwise the
// error is an os.ErrExist.
func wholeFile(name string, replace bool, write func(io.Writer) error) error {
	path, err := expanded(name)
	if err != nil {
		return err
	}
	return files.Whole{Name: path, Mode: files.Shared, Replace: replace}.Write(write)
}
