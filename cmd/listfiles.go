package cmd

import (
	"cmp"
	"os"
	"path/filepath"

	"glimpse/ui/backend"
	"glimpse/ui/folders"
)

// mostListed bounds what is offered of one folder.
const mostListed = 10_000

// localFiles lists the folders of this machine.
type localFiles struct{}

var _ backend.Files = localFiles{}

// List implements backend.Files. A tilde is the home folder; a link to a folder is one.
func (localFiles) List(folder string) ([]folders.Entry, error) {
	path, err := expanded(folder)
	if err != nil {
		return nil, err
	}
	path = cmp.Or(path, ".")
	opened, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	read, err := opened.ReadDir(mostListed)
	if len(read) == 0 {
		return nil, err
	}
	entries := make([]folders.Entry, len(read))
	for i, one := range read {
		isFolder := one.IsDir()
		if one.Type()&os.ModeSymlink != 0 {
			about, err := os.Stat(filepath.Join(path, one.Name()))
			isFolder = err == nil && about.IsDir()
		}
		entries[i] = folders.Entry{Name: one.Name(), IsFolder: isFolder}
	}
	return entries, nil
}
