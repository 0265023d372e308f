package files

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Folder sees to it that there is a folder; one that it makes is for this user
// alone. It returns where links lead.
func Folder(name string) (path string, err error) {
	if path, err = follow(name); err != nil {
		return "", err
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return "", fmt.Errorf("making the folder: %w", err)
	}
	return path, nil
}

// PrivateFolder sees to it that there is a folder for this user alone: it makes
// it where there is none, and takes the rights of others from one that is there.
func PrivateFolder(name string) error {
	path, err := Folder(name)
	if err != nil {
		return err
	}
	if err := trustedAll(path); err != nil {
		return err
	}
	about, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("looking at the folder: %w", err)
	}
	owner, known := ownerOf(about)
	if about.Mode().Perm()&0o077 == 0 || known && owner != euid() {
		return nil
	}
	if err := os.Chmod(path, 0o700); err != nil { //nolint:gosec // a folder is entered by its x
		return fmt.Errorf("closing the folder to others: %w", err)
	}
	return nil
}

// trustedAll checks that nobody else can put another folder in the place of one
// on the way to a path.
func trustedAll(path string) error {
	for at := path; at != filepath.Dir(at); at = filepath.Dir(at) {
		about, err := os.Lstat(at)
		if err != nil {
			return fmt.Errorf("looking at the folder: %w", err)
		}
		parent, err := os.Lstat(filepath.Dir(at))
		if err != nil {
			return fmt.Errorf("looking at the folder: %w", err)
		}
		if !trusted(about, parent) {
			return &fs.PathError{Op: "use", Path: at, Err: ErrPlanted}
		}
	}
	return nil
}
