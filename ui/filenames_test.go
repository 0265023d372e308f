package ui_test

import (
	"errors"
	"strings"
	"testing"

	"glimpse/ui/folders"
)

// disk is a machine with a few files.
type disk struct{}

func (disk) List(folder string) ([]folders.Entry, error) {
	switch folder {
	case "":
		return []folders.Entry{{Name: "images", IsFolder: true}, {Name: "notes.txt"}, {Name: ".ssh", IsFolder: true}}, nil
	case "images/":
		return []folders.Entry{{Name: "debian 13.qcow2"}, {Name: "\x1b[31mred"}}, nil
	default:
		return nil, errors.New("no such folder")
	}
}

func TestNamesOfFilesAreCompletedInTheLineOfCommands(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	for line, want := range map[string]string{
		"upload im": ":upload images/", "download .": ":download .ssh/", "export csv no": ":export csv notes.txt",
		"create file=im": ":create file=images/",
	} {
		f.Keys(":")
		f.types(line)
		f.Keys("tab")
		f.shows(want)
		f.Keys("esc")
	}
	f.Keys(":")
	f.types("create file=images/")
	f.shows("debian 13.qcow2")
	f.hides("31m")
	f.Keys("tab")
	f.shows(`:create file="images/debian 13.qcow2"`)
	f.Keys("esc", ":")
	f.types("upload ")
	f.shows("images/", "notes.txt")
	f.hides(".ssh")
	f.types("/none/")
	f.hides("notes.txt")
}

func TestNamesOfFilesAreCompletedWhereOneIsAskedFor(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.Keys("I", "f")
	f.shows("images/", "notes.txt")
	f.types("ima")
	f.Keys("tab")
	f.shows("file: images/")
	f.Keys("tab")
	f.shows("file: images/debian 13.qcow2")
	f.Keys("enter")
	f.shows("images › Preview", "Upload the data of 1 image")
}

func TestAFileIsGivenToANewImageInItsForm(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.Keys("n")
	f.shows("none: the data comes later")
	f.Keys("shift+tab", "n", "tab")
	f.shows("notes.txt")
	f.Keys("ctrl+s")
	f.shows("images › Preview", "Create 1 image", "/data/debian.qcow2")
}

// TestALongRefusalIsReadWholeOverTheForm has a reason whose advice the form has no room for.
func TestALongRefusalIsReadWholeOverTheForm(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.changes.planErr = errors.New(strings.Repeat("the quota of this project has no room for it, ", 12) + "end-of-it")
	f.Keys("n", "shift+tab", "n", "tab", "ctrl+s")
	f.shows("the quota of this project", "ctrl+o shows all of it")
	f.hides("end-of-it")
	f.Keys("ctrl+o")
	f.shows("end-of-it")
	f.Keys("esc")
	f.shows("notes.txt", "ctrl+o shows all of it")
}
