package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrPlanted means that something in the way of a file belongs to another user,
// who could have put it there on purpose.
var ErrPlanted = errors.New("it belongs to another user, in a folder that others can write in; choose another place")

// mostLinks is how many links lead to a file at most, as on Linux.
const mostLinks = 40

// follow returns where the links of a path lead, which are followed as the
// package says. What is not there yet is returned as it is.
func follow(name string) (string, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("finding the folder of the file: %w", err)
	}
	at := filepath.VolumeName(path) + string(filepath.Separator)
	rest := parts(path[len(at):])
	for links := 0; len(rest) > 0; {
		next := filepath.Join(at, rest[0])
		rest = rest[1:]
		about, err := os.Lstat(next)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return filepath.Join(append([]string{next}, rest...)...), nil
		case err != nil:
			return "", err
		case about.Mode().Type() != fs.ModeSymlink:
			at = next
			continue
		}
		target, err := readTrusted(next, about, name)
		if err != nil {
			return "", err
		}
		if links++; links > mostLinks {
			return "", &fs.PathError{Op: "follow", Path: name, Err: errors.New("too many links")}
		}
		if filepath.IsAbs(target) {
			volume := filepath.VolumeName(target) // which may be another one
			at, target = volume+string(filepath.Separator), target[len(volume):]
		}
		rest = append(parts(target), rest...)
	}
	return at, nil
}

// readTrusted reads a link that is trusted.
func readTrusted(link string, about fs.FileInfo, name string) (string, error) {
	folder, err := os.Lstat(filepath.Dir(link))
	if err != nil {
		return "", err
	}
	if !trusted(about, folder) {
		return "", &fs.PathError{Op: "follow the link " + link + " to", Path: name, Err: ErrPlanted}
	}
	return os.Readlink(link)
}

func parts(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == filepath.Separator })
}

// trusted reports whether something that lies in a folder was put there by
// somebody who may decide what this user's files are: by this user, by root, or
// by whoever alone can write in the folder.
func trusted(about, folder fs.FileInfo) bool {
	owner, known := ownerOf(about)
	return !known || mayDecide(owner, euid(), folder.Mode())
}

func mayDecide(owner, user int, folder fs.FileMode) bool {
	const others = 0o022
	return folder.Perm()&others == 0 || owner == user || owner == 0
}
